"""What a request may cost in statements: counted, not timed, so that the number is the same on every machine.

The bounds are what is needed today plus a little room; a statement per order, per event or per operation would go far
beyond them.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import msgspec
from sqlalchemy import event

from tests.support import small_estate as estate
from tests.support.server import Persona, Server

# 71: sign-in 3, the report 16, the relay's looks and leases 19, choosing and offering 30 (policies and what else waits
# are read for it), who has a push key 3.
REPORT_TO_OFFER = 72
# 32: sign-in 3, the transaction and its two savepoints 6, device and known ids 2, loading 7, the order 4, the ledger 4,
# events 3, the feed 3. None of them is per operation.
EXCHANGE_OF_50 = 34


@contextmanager
def counted(doorstep: Server) -> Iterator[list[str]]:
    """Every statement and transaction boundary while the block runs."""
    said: list[str] = []
    database = doorstep.running.database

    def statement(_conn: Any, _cursor: Any, text: str, *_: Any) -> None:
        said.append(text)

    def end(_conn: Any) -> None:
        said.append("END")

    database.observer = lambda text, *_: said.append(text)
    listeners = [(name, end) for name in ("commit", "rollback")] + [("before_cursor_execute", statement)]
    engines = [database.writer.sync_engine, database.reader.sync_engine]
    for engine in engines:
        for name, listener in listeners:
            event.listen(engine, name, listener)
    try:
        yield said
    finally:
        database.observer = None
        for engine in engines:
            for name, listener in listeners:
                event.remove(engine, name, listener)


async def report(doorstep: Server, clerk: Persona, number: int = 1) -> str:
    request = {
        "id": doorstep.new_id(),
        "place": "YQL-03-2-1201",
        "fault": "PLB-02",
        "words": f"漏水 {number}",
        "channel": "desk",
        "consent": True,
    }
    answer = await clerk.post("/api/v1/work-orders", request)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["work_order_id"])


async def test_a_report_becomes_an_offer_within_its_statements(doorstep: Server) -> None:
    clerk = await doorstep.persona("clerk")
    with counted(doorstep) as said:
        order = await report(doorstep, clerk)
        await doorstep.drain()
    detail = (await clerk.get(f"/api/v1/work-orders/{order}")).json()["detail"]["order"]
    assert detail["status"] == "offered"
    assert len(said) <= REPORT_TO_OFFER, "\n".join(said)


async def test_what_nobody_looks_at_is_not_read_and_a_board_costs_one_showing_per_batch(doorstep: Server) -> None:
    clerk = await doorstep.persona("clerk")
    looked: list[int] = []
    for somebody in (False, True):
        topics = [f"board:{estate.ORG}"] if somebody else []
        with doorstep.running.live.subscribe(topics):
            for number in range(5):
                await report(doorstep, clerk, number)
            with counted(doorstep) as said:
                await doorstep.drain()
            looked.append(sum("place_label" in text for text in said))
    assert looked[0] == 0
    assert 1 <= looked[1] <= 8, "rows are read per batch, not per event (5 orders, 20 events)"


async def test_an_exchange_of_fifty_costs_the_same_statements_as_one_of_five(doorstep: Server) -> None:
    clerk, technician = await doorstep.persona("clerk"), await doorstep.persona("technician")
    order = await report(doorstep, clerk)
    await doorstep.drain()
    device = (await technician.post("/api/v1/sync/devices", {"build": "test"})).json()["device_id"]
    costs, at = [], 0
    for many in (5, 50):
        body = batch(doorstep, device, order, at, many)
        with counted(doorstep) as said:
            answer = await technician.ask(
                "POST", "/api/v1/sync/exchange", content=body, headers={"content-type": "application/json"}
            )
        assert {result["verdict"] for result in answer.json()["results"]} == {"applied"}
        costs.append(len(said))
        at += many
    assert costs[0] == costs[1]
    assert costs[1] <= EXCHANGE_OF_50, "\n".join(said)


def batch(doorstep: Server, device: str, order: str, after: int, many: int) -> bytes:
    """Notes, one per operation."""
    now = doorstep.clock.now()
    ops = [
        {
            "cseq": after + number,
            "op": {
                "op_id": doorstep.new_id(),
                "kind": "note.add",
                "v": 1,
                "actor": estate.PEOPLE["technician"].id,
                "at": {"wall": int(now.timestamp() * 1000)},
                "work_order": order,
                "args": {"id": doorstep.new_id(), "text": f"note {after + number}", "at": now},
            },
        }
        for number in range(1, many + 1)
    ]
    return msgspec.json.encode({"proto": 1, "device_id": device, "acked": after, "ops": ops})
