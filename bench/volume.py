"""M13: bytes on the wire, heads included, for fifty operations and for a pull of ten changed jobs.

The operations are sent as the phone's app sends them; the peer is sent the same as a PouchDB client would. Both pulls
carry the same rows: the orders and their new photos.

Units    bytes, both directions.
Effects  servers.
"""

from bench import boot, fleet, peers
from bench.context import Bench
from bench.fleet import BATCH, EXCHANGE
from bench.process import House
from bench.table import Beside, Figure, Goal, Row
from bench.wire import Socket, json_request

_CHANGED = 10


async def measured(bench: Bench) -> list[Row]:
    company = await bench.fleet()
    place = company.copy(bench.place("bytes"))
    phone = company.phones[0]
    texts = fleet.operations(phone, 0, company.now)
    async with House(place) as house:
        cursor = (await boot.bootstrap(house.port, phone))[-1].json()["pull"]["cursor"]
        first = fleet.batches(phone, texts)[0]
        up = await _bytes(house.port, [json_request(EXCHANGE, first, phone.token, gz=True, pack=True)])
        for raw in fleet.exchanges(phone, texts)[1:]:
            await _bytes(house.port, [raw])
        async with Socket(house.port) as line:
            told = await line.ok(json_request(EXCHANGE, boot.asked(phone, cursor), phone.token, gz=True))
            down = line.sent + line.received
    changed = [peers.as_document(f"{n:036d}", one["d"]) for n, one in enumerate(told.json()["pull"]["changes"])]
    theirs = await _theirs(bench, peers.documents(company)[0][:BATCH], changed)
    what = f"{len(changed)} changes of {_CHANGED} jobs"
    return [_row("fifty operations up", up, theirs.get("up")), _row(f"a pull: {what}", down, theirs.get("down"))]


def _row(what: str, ours: int, theirs: int | None) -> Row:
    pouch = Beside(peers.POUCH.told, Figure((float(theirs),), "bytes")) if theirs else None
    goal = (Goal("bytes ÷ express-pouchdb", 0.5, ours / theirs, unit="×"),) if theirs else ()
    return Row(
        id="M13",
        what=f"bytes on the wire, {what}",
        ours=Figure((float(ours),), "bytes"),
        peers=(pouch or Beside(peers.POUCH.told, why=peers.why_not(peers.POUCH)),),
        goals=goal,
    )


async def _bytes(port: int, requests: list[bytes]) -> int:
    async with Socket(port) as line:
        for raw in requests:
            await line.ok(raw)
        return line.sent + line.received


async def _theirs(bench: Bench, ops: list[peers.Document], changed: list[peers.Document]) -> dict[str, int]:
    found: dict[str, int] = {}
    if peers.why_not(peers.POUCH):
        return found
    async with peers.program(peers.POUCH, bench.place("pouch-bytes")) as server:
        await peers.pouch_begins(server.port)
        found["up"] = await _bytes(server.port, peers.pouch_requests(ops))
    async with peers.program(peers.POUCH, bench.place("pouch-bytes")) as server:
        await peers.pouch_begins(server.port)
        await _bytes(server.port, peers.pouch_requests(changed))
        answers = await peers.pouch_pull(server.port)
        found["down"] = sum(len(one.wire) + sum(len(k) + len(v) + 4 for k, v in one.headers.items()) for one in answers)
    return found
