"""Who is signed in, seen from the queue of work: it belongs to a person and outlives every session."""

import pytest

from tests.support.cutting import Fault, told
from tests.support.field import Pocket

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
deep = pytest.mark.deep
REFRESH = "/api/v1/auth/refresh"
LATER = 900_000  # beyond the life of an access token
HOUR = "([ms]) => { const real = Date.now; Date.now = () => real() + ms }"


async def old_token(phone: Pocket) -> None:
    """The page's bearer is at its end: the next request needs a renewal."""
    await phone.page.clock.run_for(LATER)


RENEWALS = {
    "the answer to the renewal is lost": Fault(REFRESH, answer_bytes=0),
    "the answer to the renewal begins and never ends": Fault(REFRESH, answer_bytes=400, silent=True),
    "nobody answers the renewal": Fault(REFRESH, request_bytes=0, silent=True),
    "the renewal breaks off": Fault(REFRESH, 2, request_bytes=50),
    "a portal answers the renewal": Fault(REFRESH, 2, instead=told("200 OK", b"<html>", "text/html")),
    "a proxy has lost the server of renewals": Fault(REFRESH, 2, instead=told("502 Bad Gateway", b"", "text/html")),
    "the renewal reaches the server twice": Fault(REFRESH, twice=True),
}


@pytest.mark.parametrize(
    "fault",
    [
        pytest.param(fault, id=sentence, marks=() if "never ends" in sentence else deep)
        for sentence, fault in RENEWALS.items()
    ],
)
async def test_updates_arrive_without_a_new_password_although(timed: Pocket, fault: Fault) -> None:
    timed.line.cut()
    await old_token(timed)
    await timed.notes(3)
    timed.line.befall(fault)
    timed.line.mend()
    await timed.arrives(within=LATER)
    assert timed.line.lost >= 1
    assert not await timed.page.evaluate("() => probe.needsLogin()")
