"""Many acts in one commit: whoever comes while the writer is busy goes with its next transaction.

A commit that is durable costs the same for one act as for twenty, so under load the disk is asked once for all that
have gathered. Nobody waits for company: an act that finds the writer free goes alone. Within a group each act has a
savepoint of its own, so that one that fails takes nothing from the others; nobody is answered before the commit, and
if that fails, nobody's act has happened.

Errors   what an act raises is its own; what the transaction itself meets is everybody's.
Effects  one task while there is something to do; the writer's connection.
"""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from contextvars import Context, copy_context
from functools import partial
from typing import Any, NamedTuple, TypeVar

from sqlalchemy.ext.asyncio import AsyncEngine

from api.direct import Direct, driven
from api.hops import Visits, visits_in

T = TypeVar("T")
Work = Callable[[Direct], Coroutine[Any, Any, T]]
_MOST = 16  # acts in one commit: none waits longer than for as many others


class _Errand(NamedTuple):
    work: Work[Any]
    after: Callable[[Any], None]
    context: Context
    future: asyncio.Future[Any]


class _Outcome(NamedTuple):
    value: Any
    error: BaseException | None = None


class Together:
    """The door to one writing connection."""

    def __init__(self, borrow: Callable[[], AbstractAsyncContextManager[tuple[Visits, Direct]]]) -> None:
        self._borrow = borrow
        self._waiting: deque[_Errand] = deque()
        self._going: asyncio.Task[None] | None = None

    async def go(self, work: Work[T], after: Callable[[T], None]) -> T:
        """What some work came to, once it is committed; then `after` is called with it, whoever still waits."""
        future: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._waiting.append(_Errand(work, after, copy_context(), future))
        if self._going is None:
            self._going = asyncio.create_task(self._serve())
        return await shielded(future)

    async def _serve(self) -> None:
        try:
            while self._waiting:
                await self._group()
        finally:
            self._going = None

    async def _group(self) -> None:
        group: list[_Errand] = []
        try:
            async with self._borrow() as (visits, direct):
                group = [self._waiting.popleft() for _ in range(min(_MOST, len(self._waiting)))]
                outcomes = await visits.visit(partial(_committed, direct, group))
        except BaseException as error:  # noqa: BLE001 - told to everybody whom it concerns
            concerned = group or list(self._waiting)
            if not group:
                self._waiting.clear()
            outcomes, group = [_Outcome(None, error)] * len(concerned), concerned
        for errand, outcome in zip(group, outcomes, strict=True):
            _answer(errand, outcome)


def _answer(errand: _Errand, outcome: _Outcome) -> None:
    if outcome.error is None:
        errand.after(outcome.value)
    if errand.future.done():
        return
    if outcome.error is None:
        errand.future.set_result(outcome.value)
    else:
        errand.future.set_exception(outcome.error)


def _committed(direct: Direct, group: list[_Errand]) -> list[_Outcome]:
    """In the writer's thread: one transaction around a group."""
    with direct.transaction("BEGIN IMMEDIATE"):
        if len(group) == 1:
            return [_Outcome(group[0].context.run(driven, group[0].work(direct)))]
        return [_apart(direct, errand) for errand in group]


def _apart(direct: Direct, errand: _Errand) -> _Outcome:
    try:
        return _Outcome(errand.context.run(driven, _within(direct, errand.work)))
    except BaseException as error:
        if not direct.raw.in_transaction:
            raise  # a full disk and its like have undone the others' work too
        return _Outcome(None, error)


async def _within(direct: Direct, work: Work[T]) -> T:
    async with direct.begin_nested():
        return await work(direct)


@asynccontextmanager
async def borrowed(engine: AsyncEngine) -> AsyncIterator[Visits]:
    """A connection of a `OneHop` engine and its thread, from the pool that everybody uses."""
    connection = await engine.raw_connection()
    try:
        yield visits_in(connection)
    finally:
        connection.close()


async def shielded(work: Awaitable[T]) -> T:
    """Let a commit or roll-back end even when the request that asked for it is cancelled."""
    task = asyncio.ensure_future(work)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        if not task.done():
            await asyncio.wait({task})
        raise
