"""Held operations, tried again: when the same phone comes back, and by a timer.

What is missing may have arrived: a photo's bytes, an operation on another device, a newer server. After `HOLD_FOR`
an operation that still cannot be applied waits for a person instead, and so does one that fails for a reason of ours.

Effects  writes inside the caller's transaction; never commits.
"""

import re
from collections.abc import Sequence
from functools import partial
from itertools import groupby

import structlog
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from kernel.act import Act
from kernel.actors import Actor, ActorId, DeviceId, Role
from offline_sync import store, writing
from offline_sync.decide import Asked, Decided, Trouble, decide
from offline_sync.loading import world_of
from offline_sync.model import OpOutcome, Verdict
from offline_sync.moments import VERY_LATE, Made
from offline_sync.store import Device, Entry
from offline_sync.taking import failed, under_savepoint
from offline_sync.upcast import Malformed, outside

_HASH = re.compile(rb"[0-9a-f]{64}")
log = structlog.get_logger()
PASSES = 3


class Released(Struct, frozen=True):
    """What a sweep came to. `troubles` are faults of ours, parked as `internal_error`."""

    decided: int = 0
    parked: int = 0
    still_held: int = 0
    troubles: tuple[Trouble, ...] = ()

    def and_then(self, more: "Released", still_held: int) -> "Released":
        together = (*self.troubles, *more.troubles)
        return Released(self.decided + more.decided, self.parked + more.parked, still_held, together)


async def take_again(act: Act, actor: Actor, device: Device) -> Released:
    """Try what is held for one device. The caller has its lock."""
    done = Released()
    for _ in range(PASSES):
        waiting = await store.held(act.conn, device.id)
        if not waiting:
            return done
        found = await _again(act, actor, waiting)
        done = done.and_then(found, found.still_held)
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
        total = total.and_then(found, total.still_held + found.still_held)
    return total


def asked_of(entry: Entry) -> Asked:
    """A ledger's operation as it was to be decided then."""
    late = entry.received_at - entry.made_at > VERY_LATE
    made = Made(entry.made_at, entry.unsure_ms, entry.clock_wrong, late)
    return Asked(outside(entry.body), made, entry.seen_tx)


async def _again(act: Act, actor: Actor, waiting: Sequence[Entry]) -> Released:
    """All at once; where that fails, unit by unit, so that one bad operation does not keep the others waiting."""
    answers, _ = await under_savepoint(act, partial(_decided, act, actor, waiting))
    if answers is None:
        answers = await _apart(act, actor, waiting)
    decided = parked = held = 0
    for entry, answer in zip(waiting, answers, strict=True):
        verdict = await _settle(act, entry, answer)
        decided += verdict not in {Verdict.HELD, Verdict.PARKED}
        parked += verdict is Verdict.PARKED
        held += verdict is Verdict.HELD
    troubles = tuple(one.trouble for one in answers if one.trouble is not None)
    for trouble in troubles:
        log.error("held operation failed", op_id=trouble.op_id, trace=trouble.trace, exc_info=trouble.error)
    return Released(decided, parked, held, troubles)


async def _decided(act: Act, actor: Actor, waiting: Sequence[Entry]) -> list[Decided]:
    asked = [asked_of(entry) for entry in waiting]
    world, answers = decide(await world_of(act, actor, asked), asked)
    await writing.write_world(act, world)
    return answers


async def _apart(act: Act, actor: Actor, waiting: Sequence[Entry]) -> list[Decided]:
    answers: list[Decided] = []
    place = iter(range(len(waiting)))
    for _, members in groupby(waiting, key=lambda entry: _group(entry) or next(place)):
        unit = list(members)
        decided, error = await under_savepoint(act, partial(_decided, act, actor, unit))
        answers.extend(decided or failed([one.op_id for one in unit], error or RuntimeError("unknown")))
    return answers


def _group(entry: Entry) -> str:
    try:
        return outside(entry.body).grp
    except Malformed:
        return ""


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


async def named_photos(conn: AsyncConnection) -> set[str]:
    """The hashes of photos that operations name which still wait for something or for somebody."""
    bodies = await store.waiting_bodies(conn, "photo.add")
    return {found.decode() for body in bodies for found in _HASH.findall(body)}
