"""One exchange: what a phone did while away is decided once and in order; then it is shown what changed.

    async with database.act(actor) as act:          # committed before anything is answered
        pushed = await push(act, request, epoch)
    async with database.read() as conn:             # a snapshot of its own: the push is over by now
        answer = await pulling.answer(conn, actor, request, epoch, pushed)

`push` loads in a few bulk queries, decides in memory (`decide`), writes in bulk. If writing fails for a reason
of ours, the batch is taken again one operation at a time, each under its own savepoint, and only the one that
fails is parked. A database that is busy or away is not such a reason: that goes up and the phone comes again.

Errors   `DeviceUnknown`, `DeviceRevoked`, `ActorMismatch`, `TryAgain`; nothing of the batch is recorded then.
Effects  writes and reads inside the caller's transactions; never commits.
"""

import traceback
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

import msgspec
import structlog
from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy.ext.asyncio import AsyncConnection

from kernel.act import Act
from kernel.actors import Actor, DeviceId
from kernel.errors import Forbidden, NotFound
from offline_sync import announcing, store, writing
from offline_sync.decide import Decided, Trouble
from offline_sync.feed import Epoch, opened, summed
from offline_sync.model import DeviceState, ExchangeRequest, Numbered, Operation, Result
from offline_sync.moments import Made, estimate
from offline_sync.retrying import Released, take_again
from offline_sync.sequence import Arrival, Incoming, Known, Order, Place, arrange, fingerprint
from offline_sync.store import Device
from offline_sync.taking import taken
from offline_sync.upcast import Malformed, outside
from offline_sync.writing import Received

log = structlog.get_logger()


class DeviceUnknown(NotFound):
    """No such device of this person: enrol again, nothing is lost."""

    code = "device_unknown"


class DeviceRevoked(Forbidden):
    """Reported lost or stolen: its work goes to the drop-box."""

    code = "device_revoked"


class ActorMismatch(Forbidden):
    """Somebody else's work: each person's queue is sent under his own name."""

    code = "actor_mismatch"


class Pushed(Struct, frozen=True):
    """What the push came to."""

    state: DeviceState
    results: tuple[Result, ...]
    receipt: str  # the sum over the ids that are known of the device
    troubles: tuple[Trouble, ...] = ()
    announces: Device | None = None  # it brought nothing, and what it holds is to be noted (`announcing.note`)


async def push(act: Act, request: ExchangeRequest, epoch: Epoch) -> Pushed:
    """Decide what is new of a batch and answer everything in it."""
    await store.lock_device(act.conn, request.device_id)
    device = await device_of(act.conn, act.actor, request.device_id)
    incoming, read = _incoming(device.id, request.ops)
    if any(op is not None and op.actor != act.actor.id for op in read.values()):
        raise ActorMismatch
    order = arrange(device.last_cseq, incoming, await _known(act.conn, incoming))
    actor = replace(act.actor, device_id=DeviceId(device.id))
    fresh, last_made = _received(order, read, epoch, act, device)
    decided = await taken(act, actor, device, fresh)
    now = replace(
        device,
        last_cseq=order.last,
        acked_cseq=max(device.acked_cseq, min(request.acked, order.last)),
        count=device.count + order.last - device.last_cseq,
        digest=_digest(device, order),
        last_made=last_made,
        build=request.build[:64],
        schema_version=request.schema,
        seen_at=act.now,
    )
    moved = now.last_cseq != device.last_cseq or now.acked_cseq != device.acked_cseq
    told = now
    now = announcing.heard(now, request.holds, order.last, act.now, request.differed)
    if moved or now is not told:
        await store.save_progress(act.conn, now)
    again = await take_again(act, actor, device) if fresh else Released()
    troubles = tuple(one.trouble for one in decided if one.trouble is not None)
    for trouble in troubles:
        log.error("operation_failed", name=trouble.op_id, request_id=trouble.trace, **_where(trouble.error))
    state = DeviceState(order.last, 0, order.expected, order.fork)
    answers = dict(zip((one.id for one in fresh), decided, strict=True))
    results = tuple(_result(arrival, answers) for arrival in order.arrivals)
    return Pushed(state, results, now.digest, (*troubles, *again.troubles))


def _where(error: BaseException) -> dict[str, object]:
    """What may be logged of a failure: its class and the places, not its message (it may quote what was typed)."""
    places = traceback.extract_tb(error.__traceback__)
    frames = [f"  File {one.filename}, line {one.lineno}, in {one.name}" for one in places]
    return {"code": "internal", "error": type(error).__name__, "trace": frames[-12:]}


def _result(arrival: Arrival, answers: dict[str, Decided]) -> Result:
    """The verdict on one operation of the batch: new, or as the ledger remembers it."""
    item, known = arrival.incoming, arrival.known
    name = item.op_id or item.alias
    new = item.alias if arrival.place is Place.MISMATCH else name
    decided = answers.get(known.op_id if known else new)
    if decided is not None:
        effect = decided.effect
        repeated = arrival.place is Place.REPEAT
        return Result(item.cseq, name, effect.verdict, effect.reason, repeated, effect.facts)
    if known is None:
        raise KeyError(new)
    return Result(item.cseq, name, known.verdict, known.reason, True, msgspec.json.decode(known.facts))


async def looked(conn: AsyncConnection, actor: Actor, request: ExchangeRequest, now: datetime) -> Pushed:
    """The state of a device that brings nothing: no transaction is written for it, unless it announces something."""
    device = await device_of(conn, actor, request.device_id)
    news = announcing.heard(device, request.holds, device.last_cseq, now, request.differed) is not device
    return Pushed(DeviceState(device.last_cseq, 0), (), device.digest, announces=device if news else None)


async def device_of(conn: AsyncConnection, actor: Actor, device_id: str) -> Device:
    """The device, if it is this person's and may still speak."""
    found = await store.device(conn, device_id)
    if found is None or found.user_id != actor.id or found.org_id != actor.org_id:
        raise DeviceUnknown
    if found.revoked_at is not None:
        raise DeviceRevoked
    return found


def _outside(raw: bytes) -> Operation | None:
    try:
        return outside(raw)
    except Malformed:
        return None


def _incoming(device_id: str, sent: Iterable[Numbered]) -> tuple[list[Incoming], dict[bytes, Operation | None]]:
    """The operations of a batch, and by their hash what they say; None for bytes that are no operation."""
    incoming: list[Incoming] = []
    read: dict[bytes, Operation | None] = {}
    for item in sent:
        raw = bytes(item.op)
        hashed = fingerprint(raw)
        op = read[hashed] = _outside(raw)
        incoming.append(Incoming(item.cseq, op.op_id if op else "", device_id, hashed, raw))
    return incoming, read


async def _known(conn: AsyncConnection, incoming: Sequence[Incoming]) -> dict[str, Known]:
    """What the ledger remembers of a batch. Only what cannot stand under its own id may stand under an alias."""
    if not incoming:
        return {}
    found = await store.known(conn, {item.op_id or item.alias for item in incoming})
    changed = {item.alias for item in incoming if item.op_id in found and found[item.op_id].hash != item.hash}
    return found | await store.known(conn, changed) if changed else found


def _digest(device: Device, order: Order) -> str:
    """The sum over all ids this device has told of, carried on: what its receipt is compared by."""
    told = []
    number = device.last_cseq
    for arrival in order.arrivals:
        if arrival.incoming.cseq == number + 1:
            number += 1
            told.append(arrival.incoming.op_id or arrival.incoming.alias)
    return f"{summed(told, int(device.digest, 16)):016x}"


def _received(
    order: Order, read: Mapping[bytes, Operation | None], epoch: Epoch, act: Act, device: Device
) -> tuple[list[Received], datetime | None]:
    """The new operations of a batch, each with the moment at which it was made as far as anybody can know."""
    earliest = device.last_made
    fresh = []
    for arrival in order.arrivals:
        if arrival.place is Place.REPEAT:
            continue
        item = arrival.incoming
        op = read[item.hash]
        if op is None:
            made = Made(act.now, 0, clock_wrong=False, very_late=False)
            nothing = writing.unreadable(act.actor.id)
            fresh.append(Received(item.alias, item.cseq, item.raw, item.hash, nothing, made, None))
            continue
        made = estimate(op.at, earliest, act.now)
        earliest = made.at
        position = opened(epoch, op.seen)
        mismatch = arrival.place is Place.MISMATCH
        seen = position.tx if position else None
        key = item.alias if mismatch else item.op_id
        fresh.append(Received(key, item.cseq, item.raw, item.hash, op, made, seen, mismatch=mismatch))
    return fresh, earliest
