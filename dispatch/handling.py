"""One step in the life of a work order, for whoever may take it.

`carry_out` is the way in for every intent: load under a lock, compare the version the person saw, decide, save,
tell. A timer or a phone has no version to compare and passes None.

Errors   `Stale`, `UnknownOrder`, `BadTarget`, and whatever the lifecycle refuses with.
Effects  writes orders and assignments; leaves events, heads and grants on the act.
"""

from datetime import datetime

from msgspec.structs import replace
from sqlalchemy import bindparam, select

from dispatch import details, lifecycle, reporting, store
from dispatch import tables as t
from dispatch.intents import AnyIntent, Merge, Triage
from dispatch.lifecycle import Outcome, Proof, Standing
from dispatch.model import Note, Status, WorkOrder
from dispatch.saving import save_standings, standings
from kernel.act import Act
from kernel.actors import Actor
from kernel.errors import Conflict, Stale

_STATUS = select(t.work_order.c.status).where(t.work_order.c.id == bindparam("id")).with_for_update()


class BadTarget(Conflict):
    """No order to merge into: unknown, itself, of another community, or over."""

    code = "bad_merge_target"


async def standing_of(act: Act, order_id: str, version: int | None = None) -> Standing:
    """One order under a lock, as this actor may see it and as the caller saw it."""
    found = (await standings(act, [order_id])).get(order_id)
    if found is None or found.order.org_id != act.actor.org_id:
        raise store.UnknownOrder(work_order_id=order_id)
    if version is not None and found.order.version != version:
        raise Stale(work_order_id=order_id, version=found.order.version)
    return found


async def status_of(act: Act, order_id: str) -> Status | None:
    """Where one order stands, under a lock; None when there is none."""
    found: Status | None = (await act.conn.execute(_STATUS, {"id": order_id})).scalar_one_or_none()
    return found


async def carry_out(
    act: Act,
    order_id: str,
    intent: AnyIntent,
    *,
    version: int | None,
    proof: Proof = Proof(),  # noqa: B008 - frozen
    at: datetime | None = None,
) -> WorkOrder:
    """Take one step. `at` is when it happened, if that was not now."""
    if isinstance(intent, Merge):  # both at once and in the order of ids, or two that merge crosswise wait for ever
        await store.orders(act.conn, [order_id, intent.into], for_update=True)
    before = replace(await standing_of(act, order_id, version), proof=proof)
    return (await step(act, before, intent, at=at)).order


async def step(
    act: Act, before: Standing, intent: AnyIntent, *, at: datetime | None = None, by: Actor | None = None
) -> Standing:
    """Decide and save one step from a loaded standing, as `by` if that is not the act's own actor."""
    moment = at or act.now
    if isinstance(intent, Merge):
        await check_target(act, before.order, intent.into)
    outcome: Outcome = lifecycle.apply(before, intent, by or act.actor, moment)
    order = await reporting.retriaged(act, before, outcome) if isinstance(intent, Triage) else outcome.order
    after = replace(before, order=order, assignment=outcome.assignment)
    (saved,) = await save_standings(act, [(before, after)])
    act.record(order.id, *outcome.events, occurred_at=moment, by=by)
    return saved


async def check_target(act: Act, order: WorkOrder, into: str) -> None:
    """What becomes part of another order goes on as that one: it must exist, be next door and be alive."""
    target = (await store.orders(act.conn, [into], for_update=True)).get(into)
    if target is None or target.org_id != order.org_id:
        raise BadTarget(into=into, why="unknown")
    if target.id == order.id:
        raise BadTarget(into=into, why="itself")
    if target.community_id != order.community_id:
        raise BadTarget(into=into, why="elsewhere")
    if target.status in details.OVER:
        raise BadTarget(into=into, why=target.status)


async def add_note(act: Act, order_id: str, note: Note) -> WorkOrder:
    before = await standing_of(act, order_id)
    order, events = details.add_note(before.order, note)
    if events:
        order = replace(order, updated_at=max(order.updated_at, act.now))
        await save_standings(act, [(before, replace(before, order=order))])
        act.record(order_id, *events)
    return order
