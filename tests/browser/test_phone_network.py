"""The phone's engine in a real browser on networks as they are: whatever befalls a request, work arrives once."""

import json

import pytest

from tests.support.cutting import Fault, told
from tests.support.field import EXCHANGE, Pocket

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
deep = pytest.mark.deep

PORTAL = told("200 OK", b"<html><body>Welcome! Please accept the terms.</body></html>", "text/html")
BLOBS = "/api/v1/blobs/"
SLOWLY = 400_000


def problem(status: str, code: str, *more: str) -> bytes:
    body = json.dumps({"type": f"urn:doorstep:problem:{code}", "status": int(status[:3]), "code": code, "title": code})
    return told(status, body.encode(), "application/problem+json", *more)


EXCHANGES = {
    "the server did the work but its answer is lost": Fault(EXCHANGE, answer_bytes=0),
    "the answer breaks off in its middle": Fault(EXCHANGE, answer_bytes=700),
    "the request breaks off in its middle": Fault(EXCHANGE, request_bytes=900),
    "the request reaches the server twice": Fault(EXCHANGE, twice=True),
    "three answers in a row are lost": Fault(EXCHANGE, 3, answer_bytes=0),
    "a captive portal says 200 to everything": Fault(EXCHANGE, 2, instead=PORTAL),
    "somebody else's JSON comes back": Fault(EXCHANGE, instead=told("200 OK", b'{"ok":true}', "application/json")),
    "half a JSON comes back": Fault(EXCHANGE, instead=told("200 OK", b'{"epoch":"', "application/json")),
    "a proxy finds the request too large": Fault(EXCHANGE, 2, instead=told("413 Too Large", b"<html>", "text/html")),
    "the server asks for patience": Fault(EXCHANGE, 2, instead=problem("429 Slow", "too_many", "Retry-After: 7")),
    "the server is overloaded": Fault(EXCHANGE, 2, instead=problem("503 Busy", "overloaded", "Retry-After: 5")),
    "a proxy has lost its server": Fault(EXCHANGE, 4, instead=told("502 Bad Gateway", b"<html>", "text/html")),
    "the server breaks on the batch": Fault(EXCHANGE, 2, instead=problem("500 Broken", "internal")),
    "nothing answers and nothing closes": Fault(EXCHANGE, request_bytes=0, silent=True),
    "the server hears, and nothing comes back": Fault(EXCHANGE, answer_bytes=0, silent=True),
    "the answer begins and never ends": Fault(EXCHANGE, answer_bytes=700, silent=True),
    "a redirect leads to a login page": Fault(
        EXCHANGE, instead=told("302 Found", b"", "text/html", "Location: /probe.html")
    ),
}
UPLOADS = {
    "the answer to the first part is lost": Fault(BLOBS, answer_bytes=0),
    "the connection breaks inside the bytes": Fault(BLOBS, request_bytes=30_000),
    "two parts in a row break": Fault(BLOBS, 2, request_bytes=9_000),
    "a portal answers in the server's place": Fault(BLOBS, 2, instead=PORTAL),
    "a proxy finds the part too large": Fault(BLOBS, instead=told("413 Too Large", b"<html>", "text/html")),
    "a proxy knows no such request": Fault(BLOBS, instead=told("400 Bad Request", b"<html>", "text/html")),
    "the server is overloaded": Fault(BLOBS, 2, instead=problem("503 Busy", "overloaded", "Retry-After: 3")),
    "a part reaches the server twice": Fault(BLOBS, twice=True),
    "nothing answers and nothing closes": Fault(BLOBS, answer_bytes=0, silent=True),
}
CORE = {
    "the answer breaks off in its middle",
    "a captive portal says 200 to everything",
    "the answer begins and never ends",
}


def cases(table: dict[str, Fault], core: set[str]) -> list[object]:
    return [
        pytest.param(fault, id=sentence, marks=() if sentence in core else deep) for sentence, fault in table.items()
    ]


async def test_what_is_written_while_the_line_is_cut_arrives_by_itself_when_it_is_mended(pocket: Pocket) -> None:
    pocket.line.cut()
    await pocket.notes(5)
    await pocket.photo(1)
    await pocket.sees("(all) => all.sync.phase === 'offline' && all.outbox.length === 6")
    pocket.line.mend()
    await pocket.arrives()


@pytest.mark.parametrize("fault", cases(EXCHANGES, CORE))
async def test_updates_arrive_although(timed: Pocket, fault: Fault) -> None:
    timed.line.cut()
    await timed.notes(7)
    timed.line.befall(fault)
    timed.line.mend()
    await timed.arrives(within=SLOWLY)
    assert timed.line.lost >= 1


@pytest.mark.parametrize("fault", cases(UPLOADS, {"the connection breaks inside the bytes"}))
async def test_photos_arrive_although(timed: Pocket, fault: Fault) -> None:
    timed.line.befall(fault)
    await timed.photo(2, side=700)
    await timed.notes(1)
    await timed.arrives(within=SLOWLY)
    assert timed.line.lost >= 1
