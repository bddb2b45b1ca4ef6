"""The office's inbox: operations no rule could apply, with both versions side by side, and what is decided.

    accept   the same intent is carried out as the office's own operation, caused by the parked one: an order that
             was given to somebody else meanwhile comes back to the one who did the work; work on a cancelled
             order is credited to it
    amend    the same with other arguments
    reject   nothing changes; the operation and its evidence are kept for ever

Deciding the same thing twice is deciding it once. The phone hears of it by an `op_outcome`.

Errors   `UnknownParked`, `AlreadyRuled`, `CannotApply` with the reason that still stands in the way.
Effects  writes inside the caller's transaction; never commits.
"""

from datetime import timedelta

import msgspec
from msgspec import Raw
from msgspec.structs import replace

import media.commands
from dispatch import commands as dispatch
from dispatch import events as e
from dispatch import intents as i
from dispatch import queries as estate
from dispatch.evidence import LATE_FLAG
from dispatch.lifecycle import Standing, apply
from dispatch.lifecycle_table import TABLE
from dispatch.model import AssignmentId, AssignmentState, Status, TechnicianId
from dispatch.views import PhoneOrder
from kernel.act import Act, number
from kernel.actors import Actor, ActorId, DeviceId, Role
from kernel.errors import Conflict, NotFound
from kernel.events import Event
from offline_sync import store, writing
from offline_sync.decide import Asked, decide
from offline_sync.events import OperationOverdue, OperationRuled
from offline_sync.handlers import MOVES
from offline_sync.loading import world_of
from offline_sync.merge import AFTER_CANCEL_FLAG, ENDED
from offline_sync.model import NOTHING, Operation, OpOutcome, ParkedItem, ParkedList, Ruling, Verdict
from offline_sync.retrying import asked_of
from offline_sync.sequence import fingerprint
from offline_sync.store import Entry
from offline_sync.upcast import Malformed, outside
from offline_sync.verdicts import superseded
from offline_sync.world import Effect, World

OVERDUE = timedelta(hours=24)
LIMIT = 500


class UnknownParked(NotFound):
    code = "unknown_parked"


class AlreadyRuled(Conflict):
    code = "already_ruled"


class CannotApply(Conflict):
    """What stood in the way still does; amend it, change the order first, or reject."""

    code = "cannot_apply"


async def listing(act: Act, work_order_id: str | None = None) -> ParkedList:
    """What waits for this person, oldest first."""
    conn = act.conn
    entries = await store.parked(conn, act.actor.org_id, LIMIT, work_order_id)
    orders = {entry.work_order_id for entry in entries if entry.work_order_id}
    shown = await _own_orders(act, orders)
    codes = {user: await estate.actor_code(conn, user) for user in {entry.user_id for entry in entries}}
    items = []
    for entry in entries:
        current = shown.get(entry.work_order_id)
        if current is not None and not act.actor.covers(current.order.community_id):
            continue
        items.append(
            ParkedItem(
                op_id=entry.op_id,
                kind=entry.kind,
                work_order_id=entry.work_order_id,
                reason=entry.reason,
                facts=msgspec.json.decode(entry.facts),
                args=_args(entry),
                by=entry.user_id,
                by_code=codes[entry.user_id],
                device_id=entry.device_id,
                made_at=entry.made_at,
                unsure_ms=entry.unsure_ms,
                received_at=entry.received_at,
                current=current,
                late=act.now - entry.received_at > OVERDUE,
            )
        )
    return ParkedList(tuple(items))


async def escalate(act: Act) -> int:
    """Tell the office, once, of what nobody has decided for a day; for a timer."""
    late = await store.overdue(act.conn, act.actor.org_id, act.now - OVERDUE, act.now)
    for one in late:
        act.record(one.work_order_id or one.op_id, OperationOverdue(one.op_id, one.kind, one.work_order_id))
    return len(late)


async def _own_orders(act: Act, ids: set[str]) -> dict[str, PhoneOrder]:
    """The pictures of those orders that are this organisation's: a phone may have named anybody's."""
    own = await estate.communities_by_order(act.conn, act.actor.org_id, ids) if ids else {}
    return await estate.phone_orders(act.conn, own) if own else {}


async def _standing(act: Act, work_order_id: str) -> Standing | None:
    """The order as it stands, if it is this organisation's."""
    found = (await dispatch.standings(act, [work_order_id])).get(work_order_id)
    return found if found is not None and found.order.org_id == act.actor.org_id else None


def _args(entry: Entry) -> Raw:
    try:
        return outside(entry.body).args
    except Malformed:
        return Raw(b"{}")


async def ruled(act: Act, op_id: str, ruling: Ruling) -> OpOutcome:
    """Carry out what the office decided about a parked operation."""
    entry = await store.entry(act.conn, op_id)
    if entry is None or entry.org_id != act.actor.org_id or entry.verdict is not Verdict.PARKED:
        raise UnknownParked(op_id=op_id)
    await _may_rule(act, entry)
    if entry.resolution is not None:
        if entry.resolution != ruling.decision:
            raise AlreadyRuled(op_id=op_id, resolution=entry.resolution)
        return OpOutcome(
            op_id, entry.kind, entry.work_order_id, entry.verdict, entry.reason, entry.resolution, entry.note or ""
        )
    effect = None
    if ruling.decision != "reject":
        effect = await _replayed(act, entry, ruling.args if ruling.decision == "amend" else NOTHING)
    await store.rule(act.conn, op_id, ruling.decision, act.actor.id, act.now, ruling.note)
    verdict = effect.verdict if effect else entry.verdict
    reason = effect.reason if effect else entry.reason
    told = _told(entry, verdict, reason, ruling.decision, ruling.note)
    writing.show_outcome(act, entry.user_id, told, 3)
    event = OperationRuled(op_id, entry.kind, ruling.decision, entry.work_order_id)
    act.record(entry.work_order_id or op_id, event)
    return told


def _told(entry: Entry, verdict: Verdict, reason: str, resolution: str, note: str) -> OpOutcome:
    return OpOutcome(entry.op_id, entry.kind, entry.work_order_id, verdict, reason, resolution, note)


async def _may_rule(act: Act, entry: Entry) -> None:
    standing = await _standing(act, entry.work_order_id)
    if standing is not None and not act.actor.covers(standing.order.community_id):
        raise UnknownParked(op_id=entry.op_id)


async def _replayed(act: Act, entry: Entry, args: Raw) -> Effect:
    """The same intent as an operation of the office, caused by the parked one."""
    try:
        asked = asked_of(entry)
    except Malformed as problem:
        raise CannotApply(reason=entry.reason or problem.code) from problem
    if entry.reason == "payload_mismatch":
        raise CannotApply(reason=entry.reason)
    bare = replace(asked.op, args=asked.op.args if bytes(args) == b"null" else args, grp="", deps=type(asked.op.deps)())
    asked = Asked(bare, asked.made, None)
    worker = Actor(
        id=ActorId(entry.user_id),
        role=Role.TECHNICIAN,
        org_id=act.actor.org_id,
        device_id=DeviceId(entry.device_id) if entry.device_id else None,
    )
    await _hand_over(act, asked.op, worker)
    world = await world_of(act, worker, [asked])
    world.forced = True
    world, answers = decide(world, [asked])
    effect = answers[0].effect
    if effect.reason in ENDED.values():
        effect = _credited(world, asked)
    if effect.verdict in {Verdict.PARKED, Verdict.HELD}:
        raise CannotApply(reason=effect.reason, **effect.facts)
    await writing.write_world(act, world)
    await store.insert_entries(act.conn, [await _caused(act, entry, asked, effect)])
    return effect


def _credited(world: World, asked: Asked) -> Effect:
    """Work on an order that had ended: it stays ended, and says that somebody worked on it."""
    standing = world.standings[asked.op.work_order]
    order = standing.order
    flagged = replace(order, flags=order.flags | {AFTER_CANCEL_FLAG}, version=order.version + 1)
    told: Event = e.WorkDetailed(order.id, AFTER_CANCEL_FLAG, asked.op.op_id)
    effect = replace(superseded(ENDED[order.status]), standing=replace(standing, order=flagged), events=(told,))
    world.take(asked.op.op_id, effect, asked.made)
    return effect


async def _hand_over(act: Act, op: Operation, worker: Actor) -> None:
    """Give the order back to the one who did the work, if somebody else has it and it can still be given."""
    found = await _standing(act, op.work_order)
    if op.kind not in MOVES or found is None or found.order.status in ENDED:
        return
    held = found.assignment.technician_id if found.assignment else found.order.technician_id
    if held is not None and str(held) == worker.id:
        return
    desk = replace(act.actor, role=Role.DISPATCHER)
    given = TechnicianId(worker.id)
    if found.order.status is Status.OFFERED:
        found = await _stepped(act, found, i.Release(AssignmentState.WITHDRAWN, "credited"), desk)
    elif found.order.status in TABLE["revoke"].sources:
        found = await _stepped(act, found, i.Revoke("credited"), desk)
    if found.order.status is not Status.TRIAGED:
        return
    found = await _stepped(act, found, i.Offer(AssignmentId(act.ids.new()), given), desk)
    await _stepped(act, found, i.Accept(), worker)
    await media.commands.credit(act, op.work_order, worker.id, LATE_FLAG)


async def _stepped(act: Act, before: Standing, intent: i.AnyIntent, by: Actor) -> Standing:
    outcome = apply(before, intent, by, act.now)
    after = replace(before, order=outcome.order, assignment=outcome.assignment)
    await dispatch.save_standings(act, [(before, after)])
    act.record(before.order.id, *outcome.events, by=by)
    return after


async def _caused(act: Act, entry: Entry, asked: Asked, effect: Effect) -> Entry:
    name = act.ids.new()
    body = msgspec.json.encode(replace(asked.op, op_id=name))
    return replace(
        entry,
        op_id=name,
        device_id=None,
        cseq=None,
        user_id=act.actor.id,
        hash=fingerprint(body),
        body=body,
        received_at=act.now,
        verdict=effect.verdict,
        reason=effect.reason,
        facts=writing.facts_text(effect),
        tx=await number(act),
        pending=False,
        due_at=None,
        caused_by=entry.op_id,
    )
