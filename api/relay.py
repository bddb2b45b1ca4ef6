"""From the outbox to what happens next.

The bell rings at every commit that recorded events; the relay then leases what is due, in order, and runs for each
event its reactions (each in a transaction of its own, remembered by event and name, so that a repeat does nothing).
Then what has changed is shown once, however many events it took and together with whatever else is ready, and the
tellings of each event follow (push messages and alerts, harmless to repeat). Events of one scope keep their order.
What fails is tried again with back-off and buried after eight attempts with a line in the log; nothing is swallowed.
Without a bell the relay looks every `POLL` seconds, so nothing depends on it.

Units    seconds.
Effects  the outbox and reaction tables; whatever the reactions do.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TypeAlias

from sqlalchemy import delete

from api.db import Committed
from api.logs import failed, warned
from api.running import Running
from api.tables import reaction
from kernel import outbox
from kernel.act import Act
from kernel.actors import system
from kernel.events import Envelope
from kernel.upserts import upsert

POLL = 5.0
BATCH = 100
Reaction: TypeAlias = Callable[[Act, Envelope], Awaitable[None]]
Telling: TypeAlias = Callable[[Running, Envelope], Awaitable[None]]
Show: TypeAlias = Callable[[Running, Sequence[Envelope]], Awaitable[None]]


@dataclass
class _Showing:
    """Events that will be shown together."""

    events: list[Envelope] = field(default_factory=list)
    over: asyncio.Event = field(default_factory=asyncio.Event)
    error: Exception | None = None


class Relay:
    """The claiming, running and settling of one process."""

    def __init__(
        self,
        running: Running,
        reactions: Mapping[str, tuple[Reaction, ...]],
        tellings: Callable[[str], tuple[Telling, ...]],
        show: Show | None = None,
    ) -> None:
        self._running = running
        self._reactions = reactions
        self._tellings = tellings
        self._show = show
        self._showing = _Showing()
        self._one_showing = asyncio.Lock()
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
        idle = not self._settled and not self._failed
        if idle and not await database.seen(lambda conn: outbox.is_due(conn, database.clock.now())):
            return 0
        settled, failures = list(self._settled), list(self._failed)

        async def next_batch(act: Act) -> list[Envelope]:
            await _put_down(act, settled, failures)
            return await outbox.claim(act.conn, act.now, BATCH)

        batch = await database.whole(system(""), next_batch)
        del self._settled[: len(settled)], self._failed[: len(failures)]
        scopes: dict[str, list[Envelope]] = {}
        for told in batch:
            scopes.setdefault(told.scope, []).append(told)
        for scope, events in scopes.items():
            self._start(scope, events)
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
            await self._running.database.whole(system(""), lambda act: _put_down(act, settled, failures))

    def _start(self, scope: str, events: list[Envelope]) -> None:
        task = asyncio.create_task(self._deal(events, self._tails.get(scope)))
        self._tails[scope] = task
        self._tasks.add(task)
        numbers = {told.n for told in events}
        self._under_way |= numbers

        def over(finished: asyncio.Task[None]) -> None:
            self._tasks.discard(finished)
            self._under_way -= numbers
            if self._tails.get(scope) is finished:
                del self._tails[scope]
            if not self._tasks:
                self._bell.set()

        task.add_done_callback(over)

    async def _deal(self, events: list[Envelope], before: asyncio.Task[None] | None) -> None:
        """The events of one scope: everything that follows from them, then one showing, then who must be told."""
        if before is not None:
            await asyncio.wait({before})
        done = [told for told in events if await self._tried(self._react(told), told)]
        if not done or not await self._tried(self._shown(done), *done):
            return
        for told in done:
            if await self._tried(self._tell(told), told):
                self._settled.append(told.n)
                self._done += 1

    async def _tried(self, work: Awaitable[None], *about: Envelope) -> bool:
        try:
            await work
        except Exception as error:  # noqa: BLE001 - becomes a recorded outcome: retried, then buried
            for told in about:
                failed("reaction", told.id, type(error).__name__, _where(error))
                self._failed.append((told.n, f"{type(error).__name__}: {error}"))
            return False
        return True

    async def _react(self, told: Envelope) -> None:
        for react in self._reactions.get(told.name, ()):
            async with self._one_writer:
                await self._running.database.whole(system(told.org_id), partial(once, react, told))

    async def _shown(self, events: list[Envelope]) -> None:
        """Shown together with whatever else is ready once the showing before this one is over."""
        if self._show is None:
            return
        mine = self._showing
        mine.events += events
        if len(mine.events) == len(events):
            async with self._one_showing:
                self._showing = _Showing()
                try:
                    await self._show(self._running, mine.events)
                except Exception as error:  # noqa: BLE001 - belongs to everyone who waits for it
                    mine.error = error
            mine.over.set()
        await mine.over.wait()
        if mine.error is not None:
            raise mine.error

    async def _tell(self, told: Envelope) -> None:
        for tell in self._tellings(told.name):
            await tell(self._running, told)


async def once(react: Reaction, told: Envelope, act: Act) -> None:
    """One reaction to one event, unless it was done before. It waits for nothing but the act's transaction."""
    noted = await act.conn.execute(
        upsert(act.conn.dialect.name, reaction)
        .values(n=told.n, name=react.__name__, done_at=act.now)
        .on_conflict_do_nothing()
    )
    if noted.rowcount:
        await react(act, told)


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
