"""Decisions about work orders, written down: rows, assignments, what phones see, and who sees it.

Every change of a work order, from the web, from a phone or from a timer, ends here, so that no path
can forget a feed head or a grant.

Errors   `Stale` when somebody else changed an order in between.
Effects  writes this package's tables; leaves heads and grants on the act.
"""

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from dispatch import crewing, showing, sla, stocking, store
from dispatch.lifecycle import Standing
from dispatch.model import Assignment, AssignmentState, Status, WorkOrder
from dispatch.showing import Surroundings
from dispatch.views import PhoneOrder
from kernel.act import Act
from kernel.heads import Head

_RUNNING = frozenset({AssignmentState.OFFERED, AssignmentState.ACCEPTED})
_SEES = _RUNNING | {AssignmentState.FINISHED}
_AROUND = "dispatch.surroundings"
_encoder = msgspec.json.Encoder(order="deterministic")


async def standings(act: Act, order_ids: Iterable[str], *, for_update: bool = True) -> dict[str, Standing]:
    """Everything decisions about these orders look at, locked; the caller adds the proof that is held."""
    orders = await store.orders(act.conn, order_ids, for_update=for_update)
    current = await store.assignments(act.conn, [one.assignment_id for one in orders.values() if one.assignment_id])
    around = await surroundings(act, orders.values())
    held = await showing.certificates(act.conn, orders.values(), around)
    return {
        key: Standing(
            order=order,
            fault=around.fault_of(order),
            assignment=current.get(order.assignment_id or ""),
            place=around.premises[order.premises_id].position,
            report_code=around.premises[order.premises_id].report_code,
            time_zone=around.communities[order.community_id].time_zone,
            held=held.get(key),
            quiet_hours=showing.quiet_hours(around.premises[order.premises_id], around.communities[order.community_id]),
        )
        for key, order in orders.items()
    }


async def surroundings(act: Act, orders: Iterable[WorkOrder]) -> Surroundings:
    """What orders refer to; each thing is looked up once in an act, whatever steps it takes."""
    known: Surroundings = act.memory.get(_AROUND) or Surroundings({}, {}, {}, {})
    wanted = list(orders)
    missing = [
        order
        for order in wanted
        if order.premises_id not in known.premises
        or order.community_id not in known.communities
        or (order.fault and (order.org_id, order.fault) not in known.faults)
    ]
    if missing:
        known = showing.joined(known, await showing.surroundings(act.conn, missing))
        act.memory[_AROUND] = known
    return known


def forget(act: Act) -> None:
    """Master data has changed within this act."""
    act.memory.pop(_AROUND, None)


async def save_standings(act: Act, changed: Sequence[tuple[Standing, Standing]]) -> list[Standing]:
    """Write what became of some orders: (before, after) pairs, in bulk. Events are the caller's to record.

    What they are now: what parts cost is judged on the way (`dispatch.stocking`).
    """
    moved = [(before, after) for before, after in changed if before != after]
    if not moved:
        return [after for _, after in changed]
    around = await surroundings(act, [after.order for _, after in moved])
    judged = [(before, after, around.policy_of(after.order)) for before, after in moved]
    settled_now = await stocking.settle(act, judged)
    moved = [(before, after) for (before, _, _), after in zip(judged, settled_now, strict=True)]
    await store.save_orders(
        act.conn,
        [
            (before.order, after.order, sla.next_alarm(after.order, around.policy_of(after.order)))
            for before, after in moved
            if before.order != after.order
        ],
    )
    answered = {
        after.assignment.id: after.assignment
        for before, after in moved
        if after.assignment is not None and after.assignment != before.assignment
    }
    mates = [row for before, after in moved for row in crewing.rows(before.order, after.order)]
    await store.put_assignments(act.conn, [*answered.values(), *mates])
    seen = [after for before, after in moved if after.order.technician_id or before.order.technician_id]
    await show(act, [after.order for after in seen], _current(seen))
    for before, after in moved:
        _grant(act, before, after)
    settled = {after.order.id: after for _, after in moved}
    return [settled.get(after.order.id, after) for _, after in changed]


def _current(standing: Iterable[Standing]) -> dict[str, Assignment]:
    return {one.assignment.id: one.assignment for one in standing if one.assignment is not None}


async def show(act: Act, orders: Sequence[WorkOrder], assignments: Mapping[str, Assignment]) -> None:
    """Put the newest picture of these orders into the feed."""
    if not orders:
        return
    pictures = await showing.pictures(act.conn, orders, assignments, await surroundings(act, orders))
    for key, picture in pictures.items():
        act.show(Head("work_order", key, scope=key, version=picture.order.version, body=encoded(picture)))


def encoded(picture: PhoneOrder) -> bytes:
    """Equal pictures are equal bytes."""
    return _encoder.encode(picture)


def _grant(act: Act, before: Standing, after: Standing) -> None:
    """Who is asked or sent sees the order; whose part in it has ended does not."""
    was_going = {mate.assignment_id: mate for mate in before.order.crew}
    for mate in after.order.crew:
        known = was_going.get(mate.assignment_id)
        if known is None or known.state != mate.state:
            act.grant(mate.technician_id, after.order.id, mate.state in _SEES, mate.state)
    was, now = before.assignment, after.assignment
    if was is not None and was.state in _RUNNING and (now is None or now.id != was.id):
        act.grant(was.technician_id, after.order.id, False, "replaced")
    if now is None:
        return
    if now.state in _RUNNING:
        if was is None or (was.id, was.state) != (now.id, now.state):
            act.grant(now.technician_id, after.order.id, True, now.state)
        if after.order.status is Status.CLOSED and before.order.status is not Status.CLOSED:
            act.grant(now.technician_id, after.order.id, False, "closed")
    elif now.state is AssignmentState.FINISHED:
        if after.order.status is Status.CLOSED and before.order.status is not Status.CLOSED:
            act.grant(now.technician_id, after.order.id, False, "closed")
    elif was is None or was.state != now.state:
        reason = "cancelled" if after.order.status is Status.CANCELLED else str(now.state)
        act.grant(now.technician_id, after.order.id, False, reason)
