"""From a batch and what is known to verdicts and changes: the whole protocol without a database.

Each operation is decided on its own. Whatever a handler does wrong costs that operation and nothing else: a rule
that says no parks it with the rule's code, an unexpected exception parks it as `internal_error` with a trace
id. Members of a group are applied together or not at all. An operation whose dependencies are missing is held.

Units    `HOLD_FOR` is how long the server keeps trying by itself.
Pure     the only thing that leaves is a list of what went wrong, for the log.
"""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import timedelta
from itertools import groupby

from msgspec import Struct

from kernel.errors import Problem
from offline_sync.handlers import MOVES, Handler
from offline_sync.handlers_details import DETAILS
from offline_sync.handlers_evidence import EVIDENCE
from offline_sync.model import Operation, Verdict
from offline_sync.moments import Made
from offline_sync.upcast import BadArguments, TooNew, understand
from offline_sync.verdicts import held, parked, refused
from offline_sync.world import Case, Effect, World

HOLD_FOR = timedelta(hours=72)
GROUP_LIMIT = 20

HANDLERS: Mapping[str, Handler] = {**MOVES, **DETAILS, **EVIDENCE}


class Asked(Struct, frozen=True):
    """One operation to be decided, with its place in time and cause."""

    op: Operation
    made: Made
    seen: int | None


class Trouble(Struct, frozen=True):
    """What a handler did wrong, for the log: never for the phone."""

    op_id: str
    trace: str
    error: BaseException


class Decided(Struct, frozen=True):
    op_id: str
    effect: Effect
    trouble: Trouble | None = None


def decide(
    world: World, batch: Sequence[Asked], handlers: Mapping[str, Handler] = HANDLERS
) -> tuple[World, list[Decided]]:
    """The memory after a batch and one verdict per operation, in the batch's order."""
    answers: list[Decided] = []
    for group, members in groupby(batch, key=lambda asked: asked.op.grp):
        if not group:
            answers.extend(_one(world, asked, handlers) for asked in members)
            continue
        world, together = _group(world, list(members), handlers)
        answers.extend(together)
    return world, answers


def _one(world: World, asked: Asked, handlers: Mapping[str, Handler]) -> Decided:
    effect, trouble = _effect(world, asked, handlers)
    op_id = asked.op.op_id
    if effect.verdict in {Verdict.PARKED, Verdict.HELD}:
        world.verdicts[op_id] = effect.verdict
    return Decided(op_id, effect, trouble)


def _effect(world: World, asked: Asked, handlers: Mapping[str, Handler]) -> tuple[Effect, Trouble | None]:
    try:
        waiting = _waiting(world, asked.op)
        if waiting is not None:
            return waiting, None
        case = Case(understand(asked.op), asked.made, asked.seen)
        effect = handlers[asked.op.kind](world, case)
        if effect.verdict not in {Verdict.PARKED, Verdict.HELD}:
            world.take(asked.op.op_id, effect, asked.made)
    except TooNew as problem:
        return held(problem.code, **problem.facts), None
    except (BadArguments, Problem) as problem:
        return refused(problem), None
    except Exception as error:  # noqa: BLE001 - a fault of ours costs this operation, never the phone's queue
        trace = hashlib.sha256(f"{asked.op.op_id}{error!r}".encode()).hexdigest()[:16]
        return parked("internal_error", trace=trace), Trouble(asked.op.op_id, trace, error)
    return effect, None


def _waiting(world: World, op: Operation) -> Effect | None:
    """Why an operation cannot be decided yet; None when it can."""
    for needed in op.deps.ops:
        verdict = world.verdicts.get(needed)
        if verdict is Verdict.PARKED:
            return parked("dep_parked", op=needed)
        if verdict is None or verdict is Verdict.HELD:
            return held("dep_missing", op=needed)
    missing = [sha for sha in op.deps.blobs if sha.removeprefix("sha256:") not in world.blobs]
    return held("blob_missing", blobs=missing) if missing else None


def _group(world: World, members: list[Asked], handlers: Mapping[str, Handler]) -> tuple[World, list[Decided]]:
    """All or nothing: on the first member that cannot be applied the memory goes back to where it was."""
    if len(members) > GROUP_LIMIT:
        return world, _all(world, members, parked("limit", group=GROUP_LIMIT))
    attempt = world.copy()
    answers: list[Decided] = []
    for asked in members:
        answer = _one(attempt, asked, handlers)
        if answer.effect.verdict is Verdict.HELD:
            return world, _all(world, members, answer.effect)
        if answer.effect.verdict is Verdict.PARKED:
            rest = parked("group_parked", op=answer.op_id, why=answer.effect.reason)
            together = _all(world, members, rest)
            return world, [answer if one.op_id == answer.op_id else one for one in together]
        answers.append(answer)
    return attempt, answers


def _all(world: World, members: list[Asked], effect: Effect) -> list[Decided]:
    world.verdicts.update((asked.op.op_id, effect.verdict) for asked in members)
    return [Decided(asked.op.op_id, effect) for asked in members]
