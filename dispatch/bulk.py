"""Work orders that come with their whole past: imports and the demo company.

Nothing is decided here and nobody is told: the caller brings orders, assignments and counters as they are to be
kept. What is still running is shown to its technician's phone.

Effects  writes this package's tables; leaves heads and grants on the act.
"""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Column, select
from sqlalchemy.ext.asyncio import AsyncConnection

from dispatch import saving, sla, store
from dispatch import tables as t
from dispatch.crewing import going
from dispatch.model import TERMINAL, Assignment, AssignmentState, Status, WorkOrder
from kernel.act import Act

_RUNNING = frozenset({AssignmentState.OFFERED, AssignmentState.ACCEPTED})


async def put_orders(act: Act, orders: Sequence[WorkOrder], assignments: Sequence[Assignment]) -> None:
    """New orders with everybody who was ever asked."""
    around = await saving.surroundings(act, orders)
    for at in range(0, len(orders), store.CHUNK):
        part = orders[at : at + store.CHUNK]
        rows = [(one, None if one.status in TERMINAL else sla.next_alarm(one, around.policy_of(one))) for one in part]
        await store.insert_orders(act.conn, rows)
    for at in range(0, len(assignments), store.CHUNK):
        await store.put_assignments(act.conn, assignments[at : at + store.CHUNK])
    await _show(act, orders, {one.id: one for one in assignments})


async def _show(act: Act, orders: Iterable[WorkOrder], assignments: Mapping[str, Assignment]) -> None:
    """What somebody has in hand is on his phone."""
    held = [
        order
        for order in orders
        if order.technician_id
        and order.status not in TERMINAL | {Status.COMPLETED}
        and order.assignment_id in assignments
    ]
    await saving.show(act, held, assignments)
    for order in held:
        current = assignments[order.assignment_id or ""]
        if current.state in _RUNNING:
            act.grant(current.technician_id, order.id, True, current.state)
        for mate in going(order):
            act.grant(mate.technician_id, order.id, True, mate.state)


async def put_counters(act: Act, counters: Mapping[tuple[str, str], int]) -> None:
    """The last number given per community and local day."""
    rows = [{"community_id": place, "day": day, "last": last} for (place, day), last in counters.items()]
    for at in range(0, len(rows), store.CHUNK):
        await store.upsert(act.conn, t.number_counter, rows[at : at + store.CHUNK], ["community_id", "day"])


async def known_orders(conn: AsyncConnection, ids: Iterable[str]) -> frozenset[str]:
    """Which of these orders exist already."""
    return await _known(conn, t.work_order.c.id, ids)


async def known_premises(conn: AsyncConnection, ids: Iterable[str]) -> frozenset[str]:
    """Which of these premises exist already."""
    return await _known(conn, t.premises.c.id, ids)


async def _known(conn: AsyncConnection, column: Column[str], ids: Iterable[str]) -> frozenset[str]:
    found: set[str] = set()
    for part in store.chunks(ids):
        found |= set((await conn.execute(select(column).where(column.in_(part)))).scalars())
    return frozenset(found)
