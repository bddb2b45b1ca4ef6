"""Deciding a batch and writing it, with a second way for when writing fails.

The first way takes the whole batch at once under one savepoint. Where that fails for a reason of ours, everything
it did is undone and the batch is taken again in units (an operation, or a group), each under its own
savepoint: what fails then is parked as `internal_error`, and the rest stands.

Errors   `TryAgain` when another request wrote the same operations meanwhile; database errors that have nothing
         to do with what was written (busy, away, out of space) pass through.
Effects  writes inside the caller's transaction; never commits.
"""

import hashlib
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from itertools import groupby
from typing import TypeVar

from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, NotSupportedError, ProgrammingError

from kernel.act import Act
from kernel.actors import Actor
from kernel.errors import Exhausted, Problem
from offline_sync.decide import Asked, Decided, Trouble, decide
from offline_sync.loading import world_of
from offline_sync.store import Device
from offline_sync.verdicts import parked, refused
from offline_sync.writing import Received, write_ledger, write_world

T = TypeVar("T")
_OURS = (DataError, IntegrityError, NotSupportedError, ProgrammingError)


class TryAgain(Exhausted):
    """Two requests met over the same operations; the next one finds them decided."""

    code = "try_again"


async def taken(act: Act, actor: Actor, device: Device, fresh: Sequence[Received]) -> list[Decided]:
    """One verdict per new operation, decided, applied and entered into the ledger."""
    if not fresh:
        return []
    decided = await _attempt(act, actor, fresh) or await _apart(act, actor, fresh)
    try:  # without a savepoint: this error undoes the whole act
        await write_ledger(act, device, fresh, decided)
    except IntegrityError as error:
        raise TryAgain(retry_after_s=1) from error
    return decided


async def _attempt(act: Act, actor: Actor, fresh: Sequence[Received]) -> list[Decided] | None:
    """The batch decided and applied, or nothing done at all."""
    decided, _ = await under_savepoint(act, partial(_decided, act, actor, fresh))
    return decided


async def _apart(act: Act, actor: Actor, fresh: Sequence[Received]) -> list[Decided]:
    """Unit by unit; a unit that cannot be written is parked."""
    answers: list[Decided] = []
    place = iter(range(len(fresh)))
    for _, members in groupby(fresh, key=lambda one: one.op.grp or next(place)):
        unit = list(members)
        decided, error = await under_savepoint(act, partial(_decided, act, actor, unit))
        answers.extend(decided or failed([one.id for one in unit], error or RuntimeError("unknown")))
    return answers


async def under_savepoint(act: Act, work: Callable[[], Awaitable[T]]) -> tuple[T | None, Exception | None]:
    """What the work came to, or nothing done at all and why. A database that is busy or away is not caught."""
    traces = list(act.envelopes), dict(act.heads), dict(act.grants), dict(act.memory), act.tx
    try:
        async with act.conn.begin_nested():
            return await work(), None
    except DBAPIError as error:
        if not isinstance(error, _OURS):
            raise
        failure: Exception = error
    except Exception as error:  # noqa: BLE001 - becomes a parked verdict with a trace id
        failure = error
    act.envelopes, act.heads, act.grants, act.memory, act.tx = traces
    return None, failure


async def _decided(act: Act, actor: Actor, unit: Sequence[Received]) -> list[Decided]:
    readable = [one for one in unit if one.op.v > 0 and not one.mismatch]
    asked = [Asked(one.op, one.made, one.seen) for one in readable]
    world, answers = decide(await world_of(act, actor, asked), asked)
    await write_world(act, world)
    by_id = dict(zip((one.id for one in readable), answers, strict=True))
    return [by_id.get(one.id) or _unfit(one) for one in unit]


def _unfit(one: Received) -> Decided:
    return Decided(one.id, parked("payload_mismatch" if one.mismatch else "malformed"))


def failed(op_ids: Sequence[str], error: Exception) -> list[Decided]:
    """Parked, all of a unit: by the rule that said no, or as a fault of ours with a trace id."""
    if isinstance(error, Problem):
        return [Decided(op_id, refused(error)) for op_id in op_ids]
    answers = []
    for op_id in op_ids:
        trace = hashlib.sha256(f"{op_id}{error!r}".encode()).hexdigest()[:16]
        answers.append(Decided(op_id, parked("internal_error", trace=trace), Trouble(op_id, trace, error)))
    return answers
