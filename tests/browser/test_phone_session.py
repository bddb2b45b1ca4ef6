"""Who is signed in, seen from the queue of work: it belongs to a person and outlives every session."""

import pytest

from tests.support.cutting import Fault, told
from tests.support.field import Field, Pocket
from tests.support.server import PASSWORD

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


async def test_another_person_on_the_same_phone_sees_and_sends_nothing_of_the_first(
    pocket: Pocket, field: Field
) -> None:
    """The first locks his phone with work waiting; a colleague works on it; then the first comes back."""
    pocket.line.cut()
    await pocket.notes(3)
    await pocket.page.evaluate("async () => { await probe.close(); await probe.signOut() }")
    pocket.line.mend()
    second = field.guest(pocket)
    await second.first_day()
    assert (await second.state())["outbox"] == []
    await second.notes(2)
    await second.arrives()
    assert pocket.ledger() == []
    await second.page.evaluate("async () => { await probe.close(); await probe.signOut() }")
    await pocket.first_day()
    await pocket.arrives()
    assert {row["user_id"] for row in pocket.ledger()} == {pocket.hand.id}
    assert len(pocket.ledger()) == 3


@deep
async def test_a_phone_that_was_reported_lost_is_told_nothing_and_when_found_brings_its_work_under_another_number(
    pocket: Pocket, field: Field
) -> None:
    pocket.line.cut()
    await pocket.notes(2)
    (device,) = pocket.books.rows("select id from sync_device where user_id = ?", pocket.hand.id)
    admin = await field.office("admin")
    await admin.post(f"/admin/devices/{device['id']}/revoke", {"reason": "lost, it seems"})
    pocket.line.mend()
    await pocket.page.evaluate("() => probe.syncNow()")
    await pocket.sees("(all) => all.sync.phase === 'needs_login' && all.outbox.length === 2")
    assert pocket.ledger() == []
    await pocket.page.evaluate("([login, password]) => probe.signIn(login, password)", [pocket.hand.login, PASSWORD])
    await pocket.arrives()
    assert device["id"] not in {row["device_id"] for row in pocket.ledger()}
    (kept,) = pocket.books.rows("select reason from sync_dropbox where user_id = ?", pocket.hand.id)
    assert kept["reason"] == "device_revoked"  # as the lost phone brought it, for whoever wants to compare
