"""Many reports made part of one work order: one crew goes, and every owner follows the same story.

What waits or is merely offered is gathered; what somebody has accepted is left, and said so. Each report stays what its
owner said, and its page tells the progress of the order that it became part of (`experience.queries.followed`).

Errors   `UnknownOrder` for the order that the others become part of.
Effects  writes this package's tables; leaves events on the act.
"""

from collections.abc import Iterable

from msgspec import Struct

from dispatch import store
from dispatch.handling import BadTarget, check_target, standing_of, step
from dispatch.intents import Merge, Release
from dispatch.lifecycle import IllegalTransition
from dispatch.model import AssignmentState, Status, WorkOrderId
from dispatch.store import UnknownOrder
from kernel.act import Act


class Gathered(Struct, frozen=True):
    """What became part of the order, and what did not, with the reason."""

    work_order_id: str
    made: tuple[str, ...]
    left: dict[str, str]


async def gather(act: Act, into: str, order_ids: Iterable[str]) -> Gathered:
    """Make these reports part of one order."""
    wanted = sorted(set(order_ids) - {into})
    locked = await store.orders(act.conn, sorted({into, *wanted}), for_update=True)
    target = locked.get(WorkOrderId(into))
    if target is None or target.org_id != act.actor.org_id or not act.actor.covers(target.community_id):
        raise UnknownOrder(work_order_id=into)
    made, left = [], {}
    for key in wanted:
        found = locked.get(WorkOrderId(key))
        if found is None or found.org_id != act.actor.org_id or not act.actor.covers(found.community_id):
            left[key] = UnknownOrder.code
            continue
        try:
            await _one(act, key, into)
            made.append(key)
        except (IllegalTransition, BadTarget) as why:
            left[key] = why.code
    return Gathered(into, tuple(made), left)


async def _one(act: Act, order_id: str, into: str) -> None:
    before = await standing_of(act, order_id)
    await check_target(act, before.order, into)  # before anybody loses his offer for it
    if before.order.status is Status.OFFERED:
        before = await step(act, before, Release(AssignmentState.WITHDRAWN, "merged"))
    await step(act, before, Merge(WorkOrderId(into)))
