"""Held operations, tried again: when the same phone comes back, and by a timer.

What is missing may have arrived: a photo's bytes, an operation on another device, a newer server. After `HOLD_FOR`
an operation that still cannot be applied waits for a person instead.

Effects  writes inside the caller's transaction; never commits.
"""

from collections.abc import Sequence

from msgspec import Struct

from kernel.act import Act
from kernel.actors import Actor, ActorId, DeviceId, Role
from offline_sync import store, writing
from offline_sync.decide import Asked, Decided, decide
from offline_sync.loading import world_of
from offline_sync.model import OpOutcome, Verdict
from offline_sync.moments import VERY_LATE, Made
from offline_sync.store import Device, Entry
from offline_sync.upcast import outside

PASSES = 3


class Released(Struct, frozen=True):
    """What a sweep came to."""

    decided: int = 0
    parked: int = 0
    still_held: int = 0


async def take_again(act: Act, actor: Actor, device: Device) -> Released:
    """Try what is held for one device. The caller has its lock."""
    done = Released()
    for _ in range(PASSES):
        waiting = await store.held(act.conn, device.id)
        if not waiting:
            return done
        found = await _again(act, actor, waiting)
        done = Released(done.decided + found.decided, done.parked + found.parked, found.still_held)
        if not found.decided:
            break
    return done


async def release_held(act: Act) -> Released:
    """Try everything that is held in the act's organisation; for a timer."""
    waiting = await store.held_in(act.conn, act.actor.org_id)
    devices = sorted({entry.device_id for entry in waiting if entry.device_id})
    for device_id in devices:
        await store.lock_device(act.conn, device_id)
    total = Released()
    for device_id in devices:
        device = await store.device(act.conn, device_id)
        if device is None:
            continue
        actor = Actor(
            id=ActorId(device.user_id),
            role=Role.TECHNICIAN,
            org_id=act.actor.org_id,
            device_id=DeviceId(device_id),
        )
        found = await take_again(act, actor, device)
        total = Released(
            total.decided + found.decided, total.parked + found.parked, total.still_held + found.still_held
        )
    return total


def asked_of(entry: Entry) -> Asked:
    """A ledger's operation as it was to be decided then."""
    late = entry.received_at - entry.made_at > VERY_LATE
    made = Made(entry.made_at, entry.unsure_ms, entry.clock_wrong, late)
    return Asked(outside(entry.body), made, entry.seen_tx)


async def _again(act: Act, actor: Actor, waiting: Sequence[Entry]) -> Released:
    asked = [asked_of(entry) for entry in waiting]
    traces = list(act.envelopes), dict(act.heads), dict(act.grants)
    try:
        async with act.conn.begin_nested():
            world, answers = decide(await world_of(act, actor, asked), asked)
            await writing.write_world(act, world)
    except Exception:  # noqa: BLE001 - they stay held; the deadline brings them before a person
        act.envelopes, act.heads, act.grants = traces
        return Released(still_held=len(waiting))
    decided = parked = held = 0
    for entry, answer in zip(waiting, answers, strict=True):
        verdict = await _settle(act, entry, answer)
        decided += verdict not in {Verdict.HELD, Verdict.PARKED}
        parked += verdict is Verdict.PARKED
        held += verdict is Verdict.HELD
    return Released(decided, parked, held)


async def _settle(act: Act, entry: Entry, answer: Decided) -> Verdict:
    effect = answer.effect
    verdict = effect.verdict
    if verdict is Verdict.HELD:
        if entry.due_at is None or act.now < entry.due_at:
            return verdict
        verdict = Verdict.PARKED
    await store.decide_again(act.conn, entry.op_id, verdict, effect.reason, writing.facts_text(effect))
    told = OpOutcome(entry.op_id, entry.kind, entry.work_order_id, verdict, effect.reason)
    writing.show_outcome(act, entry.user_id, told, 2)
    return verdict
