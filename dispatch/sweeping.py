"""What time does to orders: they climb the ladder, or are closed when nobody says anything.

The sweep: orders whose clocks have run out climb the ladder, one rung once.

`work_order.due_at` says when to look again, `alarms` which rungs have been sounded; both are bookkeeping of the
sweep and no part of the order.

Effects  writes orders and their alarms; leaves events on the act.
"""

from datetime import timedelta

from msgspec.structs import replace
from sqlalchemy import bindparam, select, update

from dispatch import lifecycle, sla
from dispatch import tables as t
from dispatch.handling import step
from dispatch.intents import Close, Escalate
from dispatch.model import Status, WorkOrderId
from dispatch.saving import save_standings, standings, surroundings
from kernel.act import Act
from kernel.actors import system

_o = t.work_order.c
_AT_ONCE = 200
SILENT_FOR = timedelta(days=7)  # after the work was accepted


async def sweep_clocks(act: Act) -> list[WorkOrderId]:
    """Sound what is due, in every organisation; the orders that climbed."""
    due = select(_o.id).where(_o.due_at < act.now).order_by(_o.due_at).limit(_AT_ONCE)
    ids = [row.id for row in await act.conn.execute(due)]
    if not ids:
        return []
    # Read again under the lock: another process may have sounded them while this one waited for it.
    held = select(_o.id, _o.alarms).where(_o.id.in_(ids), _o.due_at < act.now).order_by(_o.id).with_for_update()
    sounded = {row.id: row.alarms for row in await act.conn.execute(held)}
    if not sounded:
        return []
    changed, marks, climbed = [], [], []
    for order_id, before in (await standings(act, sounded)).items():
        org_id = before.order.org_id
        policy = (await surroundings(act, [before.order])).policy_of(before.order)
        alarms = sla.due_alarms(before.order, policy, sounded[order_id], act.now)
        after = before
        for alarm in alarms:
            outcome = lifecycle.apply(after, Escalate(alarm.reason), system(org_id), act.now)
            after = replace(after, order=outcome.order)
            act.record(order_id, *outcome.events, by=system(org_id))
        done = (*sounded[order_id], *(alarm.code for alarm in alarms))
        marks.append({"b_id": order_id, "b_alarms": done, "b_due": sla.next_alarm(after.order, policy, done)})
        if alarms:
            changed.append((before, after))
            climbed.append(WorkOrderId(order_id))
    await save_standings(act, changed)
    await act.conn.execute(_MARK, marks)
    return climbed


async def close_silent(act: Act) -> list[WorkOrderId]:
    """Close what was accepted a week ago and nobody has said anything about, in every organisation. For a timer."""
    since = act.now - SILENT_FOR
    waiting = select(_o.id, _o.review).where(_o.status == Status.COMPLETED, _o.reported_at < since).order_by(_o.id)
    rows = await act.conn.execute(waiting)
    ids = [row.id for row in rows if row.review is not None and row.review.at < since][:_AT_ONCE]
    closed = []
    for order_id, before in (await standings(act, ids)).items():
        if before.order.status is Status.COMPLETED:
            await step(act, before, Close(), by=system(before.order.org_id))
            closed.append(WorkOrderId(order_id))
    return closed


_MARK = (
    update(t.work_order)
    .where(t.work_order.c.id == bindparam("b_id"))
    .values(
        alarms=bindparam("b_alarms", type_=t.work_order.c.alarms.type),
        due_at=bindparam("b_due", type_=t.work_order.c.due_at.type),
    )
)
