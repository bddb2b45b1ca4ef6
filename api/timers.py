"""What happens because time passed: offers lapse, clocks breach, waiting orders are tried again, old secrets go.

Each timer finds what is due in the tables and runs in its own transaction, so a restart forgets nothing and
a second process repeats nothing. One that fails is logged and tried again at its next turn.

Units    seconds.
Effects  those of the commands it calls.
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import NamedTuple

import dispatch.commands
import dispatch.organisations
import experience.commands
import media.commands
from api import limits, roothold, tokens
from api.logs import failed
from api.running import Running
from kernel import tombs
from kernel.act import Act
from kernel.actors import system
from media import graves, uploads
from offline_sync import gaps, parked, reviewing
from offline_sync.retrying import named_photos, release_held

SYSTEM = system("")


class Timer(NamedTuple):
    every: float
    run: Callable[[Running], Awaitable[None]]


async def lapse(running: Running) -> None:
    async with running.database.act(SYSTEM) as act:
        await dispatch.commands.lapse_offers(act)


async def sweep(running: Running) -> None:
    async with running.database.act(SYSTEM) as act:
        await dispatch.commands.sweep_clocks(act)


async def retry(running: Running) -> None:
    """Orders that found nobody are offered again."""
    await _in_every_organisation(running, dispatch.commands.retry_waiting)


async def release(running: Running) -> None:
    """Operations of phones that wait for something else are tried again."""
    await _in_every_organisation(running, release_held)


async def resubmit(running: Running) -> None:
    """Signed work whose question for the review was lost is asked again."""
    await _in_every_organisation(running, reviewing.resubmit_waiting)


async def watch_phones(running: Running) -> None:
    """Work that phones announced and that does not come is an alarm."""
    await _in_every_organisation(running, gaps.watch)


async def escalate(running: Running) -> None:
    """What a phone wants and nobody has decided for a day is told to those who lead."""
    await _in_every_organisation(running, parked.escalate)


async def close(running: Running) -> None:
    """Completed work that nobody complained about is closed."""
    async with running.database.act(SYSTEM) as act:
        await dispatch.commands.close_silent(act)


async def plan(running: Running) -> None:
    """The rest of the day is planned anew, where that was asked for or is due."""
    every = running.settings.plan_every
    if every:
        async with running.database.read() as conn:
            orgs = [org.id for org in await dispatch.organisations.organisations(conn)]
        for org in orgs:
            await running.planner.turn(org, every)


async def _in_every_organisation(running: Running, deed: Callable[[Act], Awaitable[object]]) -> None:
    async with running.database.read() as conn:
        orgs = [org.id for org in await dispatch.organisations.organisations(conn)]
    for org in orgs:
        async with running.database.act(system(org)) as act:
            await deed(act)


async def forget(running: Running) -> None:
    async with running.database.act(SYSTEM) as act:
        await tokens.sweep(act.conn, act.now)
        await limits.sweep(act.conn, act.now - timedelta(days=1))
        await experience.commands.forget(act)
        gone = await media.commands.sweep(act)
    for blob in gone:
        await running.blobs.discard(uploads.key(blob.org_id, blob.created_by, blob.sha256))


async def clear(running: Running) -> None:
    """Photos that nothing refers to are put on the list; those that were there long enough go, with their files."""
    async with running.database.act(SYSTEM) as act:
        spared = await named_photos(act.conn)
        await graves.bury(act, spared)
        await graves.bury_strays(act, running.blobs)
        await graves.remove(act, running.blobs, spared)


async def sweep_feed(running: Running) -> None:
    """Tombstones that nobody is owed any more go."""
    async with running.database.act(SYSTEM) as act:
        await tombs.note(act.conn, act.now)
        await tombs.sweep(act.conn, act.now)


async def seal_days(running: Running) -> None:
    """The root of every day that is over."""
    await roothold.close_days(running)


TIMERS: tuple[Timer, ...] = (
    Timer(1, lapse),
    Timer(1, sweep),
    Timer(30, retry),
    Timer(60, release),
    Timer(60, resubmit),
    Timer(5, plan),
    Timer(60, watch_phones),
    Timer(60, escalate),
    Timer(600, forget),
    Timer(3600, close),
    Timer(3600, seal_days),
    Timer(3600, sweep_feed),
    Timer(6 * 3600, clear),
)


class Timers:
    """All timers of one process, one after the other: they share the writer anyway."""

    def __init__(self, running: Running, timers: tuple[Timer, ...] = TIMERS) -> None:
        self._running = running
        self._timers = timers

    async def run(self) -> None:
        loop = asyncio.get_running_loop()
        due = [loop.time() + timer.every for timer in self._timers]
        while True:
            await asyncio.sleep(max(0.05, min(due) - loop.time()))
            for index, timer in enumerate(self._timers):
                if due[index] <= loop.time():
                    await self.turn(timer)
                    due[index] = loop.time() + timer.every

    async def turn(self, timer: Timer) -> None:
        """One turn of one timer; a failure waits for the next."""
        try:
            await timer.run(self._running)
        except Exception as error:  # noqa: BLE001 - the other timers go on
            failed("timer", timer.run.__name__, type(error).__name__, "")
