"""What is measured, each beside the bare database doing the same statements.

Units    CPU seconds per unit; the floor runs on a copy of the database as it was before.
Effects  temporary databases.
"""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
from msgspec.structs import replace

import dispatch.bulk
import dispatch.commands
import dispatch.queries
from bench.tape import Spent, Stopwatch, copy_of, replay
from bench.world import Caller, World, world
from dispatch.model import Assignment, AssignmentId, AssignmentState, Status, TechnicianId, WorkOrderId
from kernel.actors import system
from tests.support import small_estate as estate

REPORTS, BATCHES, BATCH, JOBS = 40, 10, 50, 500


class Figure(NamedTuple):
    name: str
    unit: str
    units: int
    ours: Spent
    floor: Spent
    note: str = ""


Work = Callable[[World], Awaitable[Callable[[], Awaitable[str]]]]


async def measured(folder: Path, name: str, unit: str, units: int, prepare: Work) -> Figure:
    """Prepare, copy the database, run under the stopwatch with the tape on, replay the tape on the copy."""
    async with world(folder) as made:
        run = await prepare(made)
        before = copy_of(made.database, folder / "floor")
        made.record(True)
        with Stopwatch() as watch:
            note = await run()
        made.record(False)
        lines = made.lines()
    return Figure(name, unit, units, watch.spent, replay(lines, before), note)


async def report_to_offer(made: World) -> Callable[[], Awaitable[str]]:
    clerk = await made.caller("clerk")
    requests = [
        {
            "id": made.server.new_id(),
            "place": "YQL-03-2-1201",
            "words": f"厨房水管漏水 {number}",
            "fault": "PLB-02",
            "contact": {"name": "业主", "phone": "00013800138000"},
            "consent": True,
            "channel": "phone",
        }
        for number in range(REPORTS)
    ]

    async def run() -> str:
        for request in requests:
            await clerk.ok("POST", "/api/v1/work-orders", request)
            await made.server.drain()
        board = await clerk.ok("GET", "/api/v1/board")
        return f"{sum(row['status'] == 'offered' for row in board['orders'])} offered"

    return run


async def one_exchange(made: World) -> Callable[[], Awaitable[str]]:
    phone, orders = await _phone_with_work(made, BATCHES)
    device = await phone.ok("POST", "/api/v1/sync/devices", {"build": "bench"})
    bodies = [_batch(made, device, order, number) for number, order in enumerate(orders)]

    async def run() -> str:
        applied = 0
        for body in bodies:
            answer = await phone.ok("POST", "/api/v1/sync/exchange", body)
            applied += sum(result["verdict"] == "applied" for result in answer["results"])
        return f"{applied} applied"

    return run


async def bootstrap(made: World) -> Callable[[], Awaitable[str]]:
    phone, _ = await _phone_with_work(made, JOBS)
    device = await phone.ok("POST", "/api/v1/sync/devices", {"build": "bench"})

    async def run() -> str:
        cursor, rows, size = None, 0, 0
        while True:
            asked = {"proto": 1, "device_id": device["device_id"], "ops": [], "pull": {"cursor": cursor, "limit": 1000}}
            status, answer = await phone.ask("POST", "/api/v1/sync/exchange", msgspec.json.encode(asked))
            page = msgspec.json.decode(answer)["pull"]
            rows, size, cursor = rows + len(page["changes"]), size + len(answer), page["cursor"]
            if status != 200 or not page["more"]:
                return f"{rows} rows, {size / 1024:.0f} KiB"

    return run


def _batch(made: World, device: dict[str, Any], order: str, number: int) -> bytes:
    ops = []
    for at in range(BATCH):
        text = msgspec.json.encode(
            {
                "op_id": made.server.new_id(),
                "kind": "note.add",
                "v": 1,
                "actor": estate.PEOPLE["technician"].id,
                "at": {"wall": int(made.server.clock.now().timestamp() * 1000)},
                "work_order": order,
                "args": {"id": made.server.new_id(), "text": f"note {number}.{at}", "at": made.server.clock.now()},
            }
        ).decode()
        ops.append(f'{{"cseq":{number * BATCH + at + 1},"op":{text}}}')
    head = f'{{"proto":1,"device_id":"{device["device_id"]}","build":"bench","acked":{number * BATCH},"ops":['
    return (head + ",".join(ops) + "]}").encode()


async def _phone_with_work(made: World, count: int) -> tuple[Caller, list[str]]:
    """The technician with `count` accepted orders."""
    technician = TechnicianId(estate.PEOPLE["technician"].id)
    clerk = await made.caller("clerk")
    first = {
        "id": made.server.new_id(),
        "place": "YQL-03-2-1201",
        "words": "厨房水管漏水",
        "fault": "PLB-02",
        "consent": True,
        "channel": "phone",
    }
    await clerk.ok("POST", "/api/v1/work-orders", first)
    async with made.server.running.database.act(system(estate.ORG)) as act:
        standing = (await dispatch.commands.standings(act, [WorkOrderId(first["id"])]))[WorkOrderId(first["id"])]
        orders, assignments = [], []
        for number in range(count):
            order_id, assignment_id = WorkOrderId(act.ids.new()), AssignmentId(act.ids.new())
            assignments.append(
                Assignment(
                    id=assignment_id,
                    work_order_id=order_id,
                    technician_id=technician,
                    state=AssignmentState.ACCEPTED,
                    offered_at=act.now,
                    answered_at=act.now,
                )
            )
            orders.append(
                replace(
                    standing.order,
                    id=order_id,
                    number=f"YQL-BENCH-{number:04d}",
                    status=Status.ACCEPTED,
                    technician_id=technician,
                    assignment_id=assignment_id,
                )
            )
        await dispatch.bulk.put_orders(act, orders, assignments)
    return await made.caller("technician"), [order.id for order in orders]
