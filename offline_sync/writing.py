"""Writing down what a batch has decided: orders, proof, events, the ledger, and what the phone will be shown.

Effects  writes through `dispatch`, `media`, the act and this package's store.
"""

from collections.abc import Sequence
from datetime import datetime

import msgspec
from msgspec import Struct

from dispatch import commands as dispatch
from dispatch.model import Channel, WorkOrderId
from dispatch.opening import NewOrder
from kernel.act import Act, number
from kernel.heads import Head
from media import commands as evidence
from offline_sync import store
from offline_sync.decide import HOLD_FOR, Decided
from offline_sync.events import OperationJudged
from offline_sync.model import Moment, Operation, OpOutcome, Verdict
from offline_sync.moments import Made
from offline_sync.store import Device, Entry
from offline_sync.world import Effect, World


class Received(Struct, frozen=True):
    """An operation as it came, with everything the ledger keeps."""

    id: str  # of the ledger's row: the operation's own, or an alias
    cseq: int | None
    raw: bytes
    hash: bytes
    op: Operation
    made: Made
    seen: int | None
    mismatch: bool = False  # a known id with other bytes


async def write_world(act: Act, world: World) -> None:
    """Save what has changed and tell it."""
    pairs = [(before, world.standings[key]) for key, before in world.first.items()]
    await dispatch.save_standings(act, pairs)
    if world.new_photos:
        await evidence.add_photos(act, list(world.new_photos.values()))
    for photo in world.retracted.values():
        await evidence.retract_photo(act, photo.id, at=photo.retracted_at)
    for signature in world.new_signatures:
        await evidence.add_signature(act, signature)
    for find in world.finds:
        asked = find.args
        await dispatch.open_order(
            act,
            NewOrder(
                id=WorkOrderId(asked.id),
                premises=find.premises,
                channel=Channel.TECHNICIAN,
                words=asked.words,
                fault=asked.fault,
                priority=None,
                contact=find.premises.contact,
                language="zh-CN",
                reported_at=find.at,
                window_start=None,
                window_end=None,
            ),
        )
    for fact in world.facts:
        act.record(fact.scope, fact.event, occurred_at=fact.at, by=world.actor)


def facts_text(effect: Effect) -> str:
    return msgspec.json.encode(effect.facts).decode()


def entry_of(received: Received, effect: Effect, device: Device, now: datetime, tx: int) -> Entry:
    op, made = received.op, received.made
    waiting = effect.verdict in {Verdict.PARKED, Verdict.HELD}
    return Entry(
        op_id=received.id,
        device_id=device.id,
        cseq=received.cseq,
        org_id=device.org_id,
        user_id=device.user_id,
        work_order_id=op.work_order[:64],
        kind=op.kind,
        v=op.v,
        hash=received.hash,
        body=received.raw,
        seen_tx=received.seen,
        made_at=made.at,
        unsure_ms=made.unsure_ms,
        received_at=now,
        clock_wrong=made.clock_wrong,
        verdict=effect.verdict,
        reason=effect.reason,
        facts=facts_text(effect),
        tx=tx,
        pending=waiting,
        due_at=now + HOLD_FOR if effect.verdict is Verdict.HELD else None,
    )


async def write_ledger(act: Act, device: Device, received: Sequence[Received], decided: Sequence[Decided]) -> None:
    """One row per new operation, under the number of this transaction."""
    if not received:
        return
    tx = await number(act)
    pairs = list(zip(received, decided, strict=True))
    await store.insert_entries(act.conn, [entry_of(one, what.effect, device, act.now, tx) for one, what in pairs])
    for one, what in pairs:
        op, effect = one.op, what.effect
        if effect.verdict is Verdict.APPLIED:
            continue
        judged = OperationJudged(one.id, op.kind, effect.verdict, effect.reason, op.work_order)
        act.record(op.work_order or one.id, judged, occurred_at=one.made.at)
        if effect.verdict in {Verdict.PARKED, Verdict.HELD}:
            told = OpOutcome(one.id, op.kind, op.work_order, effect.verdict, effect.reason)
            show_outcome(act, device.user_id, told, 1)


def show_outcome(act: Act, user: str, outcome: OpOutcome, version: int) -> None:
    """Tell every phone of this person what became of an operation that was not simply applied."""
    act.show(Head("op_outcome", outcome.op_id, f"ops:{user}", version, msgspec.json.encode(outcome)))


def unreadable(actor_id: str) -> Operation:
    """What stands in the ledger for bytes that are no operation."""
    return Operation(op_id="0" * 36, kind="unreadable", v=0, actor=actor_id, at=Moment(wall=0))
