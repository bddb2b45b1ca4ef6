"""From the outbox to what happens next.

The bell rings at every commit that recorded events; the relay then leases what is due, in order, and runs for each
event its reactions (each in a transaction of its own, remembered by event and name, so that a repeat does nothing)
and then its tellings (frames and push messages, harmless to repeat). Events of one scope keep their order. What
fails is tried again with back-off and buried after eight attempts with a line in the log; nothing is swallowed.
Without a bell the relay looks every `POLL` seconds, so nothing depends on it.

Units    seconds.
Effects  the outbox and reaction tables; whatever the reactions do.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from typing import TypeAlias

from sqlalchemy import delete
from sqlalchemy.dialects import postgresql, sqlite

from api.db import Committed
from api.logs import failed, warned
from api.running import Running
from api.tables import reaction
from kernel import outbox
from kernel.act import Act
from kernel.actors import system
from kernel.events import Envelope

POLL = 5.0
BATCH = 100
Reaction: TypeAlias = Callable[[Act, Envelope], Awaitable[None]]
Telling: TypeAlias = Callable[[Running, Envelope], Awaitable[None]]


class Relay:
    """The claiming, running and settling of one process."""

    def __init__(
        self,
        running: Running,
        reactions: Mapping[str, tuple[Reaction, ...]],
        tellings: Callable[[str], tuple[Telling, ...]],
    ) -> None:
        self._running = running
        self._reactions = reactions
        self._tellings = tellings
        self._bell = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()
        self._tails: dict[str, asyncio.Task[None]] = {}
        self._under_way: set[int] = set()
        self._settled: list[int] = []
        self._failed: list[tuple[int, str]] = []
        self._done = 0
        self._one_writer = asyncio.Semaphore(1 if running.database.sqlite else 4)

    def ring(self, committed: Committed | None = None) -> None:
        """Something was recorded."""
        if committed is None or committed.events:
            self._bell.set()

    async def run(self) -> None:
        """Work until cancelled; what is under way is then finished first."""
        try:
            while True:
                await self._safely(self._turn)
                try:
                    await asyncio.wait_for(self._bell.wait(), POLL)
                except TimeoutError:
                    await self._safely(self._renew)
        finally:
            if self._tasks:
                await asyncio.wait(self._tasks, timeout=5)
            await self._settle_only()

    async def drain(self) -> int:
        """Work until nothing is due and nothing is under way; how many events were dealt with. For tests and tools."""
        before = self._done
        while True:
            claimed = await self._turn()
            if self._tasks:
                await asyncio.wait(self._tasks)
            if not claimed and not self._tasks and not self._settled and not self._failed:
                return self._done - before

    async def _safely(self, do: Callable[[], Awaitable[object]]) -> None:
        try:
            await do()
        except Exception as error:  # noqa: BLE001 - a database that is away for a moment must not end the relay
            failed("relay", "", type(error).__name__, _where(error))
            await asyncio.sleep(1)
            self._bell.set()

    async def _turn(self) -> int:
        """Settle what is done, lease what is due, start on it."""
        self._bell.clear()
        database = self._running.database
        if not self._settled and not self._failed:
            async with database.read() as conn:
                if not await outbox.is_due(conn, database.clock.now()):
                    return 0
        settled, failures = list(self._settled), list(self._failed)
        async with database.act(system("")) as act:
            await _put_down(act, settled, failures)
            batch = await outbox.claim(act.conn, act.now, BATCH)
        del self._settled[: len(settled)], self._failed[: len(failures)]
        for told in batch:
            self._start(told)
        if len(batch) == BATCH:
            self._bell.set()
        return len(batch)

    async def _renew(self) -> None:
        """Keep what takes long; whoever is killed does not come here."""
        if self._under_way:
            async with self._running.database.act(system("")) as act:
                await outbox.renew(act.conn, self._under_way, act.now)

    async def _settle_only(self) -> None:
        settled, self._settled = self._settled, []
        failures, self._failed = self._failed, []
        if settled or failures:
            async with self._running.database.act(system("")) as act:
                await _put_down(act, settled, failures)

    def _start(self, told: Envelope) -> None:
        task = asyncio.create_task(self._deal(told, self._tails.get(told.scope)))
        self._tails[told.scope] = task
        self._tasks.add(task)
        self._under_way.add(told.n)

        def over(finished: asyncio.Task[None]) -> None:
            self._tasks.discard(finished)
            self._under_way.discard(told.n)
            if self._tails.get(told.scope) is finished:
                del self._tails[told.scope]
            if not self._tasks:
                self._bell.set()

        task.add_done_callback(over)

    async def _deal(self, told: Envelope, before: asyncio.Task[None] | None) -> None:
        if before is not None:
            await asyncio.wait({before})
        try:
            for react in self._reactions.get(told.name, ()):
                async with self._one_writer, once(self._running, told, react.__name__) as act:
                    if act is not None:
                        await react(act, told)
            for tell in self._tellings(told.name):
                await tell(self._running, told)
        except Exception as error:  # noqa: BLE001 - becomes a recorded outcome: retried, then buried
            failed("reaction", told.id, type(error).__name__, _where(error))
            self._failed.append((told.n, f"{type(error).__name__}: {error}"))
        else:
            self._settled.append(told.n)
            self._done += 1


@asynccontextmanager
async def once(running: Running, told: Envelope, name: str) -> AsyncIterator[Act | None]:
    """A transaction for one reaction to one event; None when it was done before."""
    async with running.database.act(system(told.org_id)) as act:
        insert = postgresql.insert if act.conn.dialect.name == "postgresql" else sqlite.insert
        noted = await act.conn.execute(
            insert(reaction).values(n=told.n, name=name, done_at=act.now).on_conflict_do_nothing()
        )
        yield act if noted.rowcount else None


async def _put_down(act: Act, settled: list[int], failures: list[tuple[int, str]]) -> None:
    await outbox.settle(act.conn, settled)
    if settled:
        await act.conn.execute(delete(reaction).where(reaction.c.n.in_(settled)))
    for n, error in failures:
        if await outbox.put_back(act.conn, n, act.now, error):
            warned("buried", n=n, error=error.split(":", 1)[0])


def _where(error: BaseException) -> str:
    frames = []
    trace = error.__traceback__
    while trace is not None:
        frames.append(f'  File "{trace.tb_frame.f_code.co_filename}", line {trace.tb_lineno}')
        trace = trace.tb_next
    return "\n".join(frames)
