"""P11, and the feed of P2: on PostgreSQL, sixteen writers; does a reader see every row, and how late?

The writers are acts of the product, each showing fifty heads; the reader asks as a phone's pull does, below the
snapshot horizon. In the same transactions a plain sequence is filled, and a naive reader asks for what lies beyond the
last number it saw: the control, which must lose rows, or this measurement would show nothing.

Units    milliseconds from the end of the commit to the reader's look that saw it.
Effects  a PostgreSQL. `FEED_ROWS` chooses how many rows are written.
"""

import asyncio
import os
import time
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

from sqlalchemy import text

from api.db import Database, open_database
from api.migrate import migrate
from api.settings import Settings
from bench.context import Bench
from bench.postgres import Postgres
from bench.table import Beside, Figure, Goal, Row
from kernel import feed
from kernel.actors import system
from kernel.clock import SystemClock
from kernel.heads import Head
from kernel.ids import SystemLuck

WRITERS, HEADS, IDLE = 16, 50, 1.5
ROWS = int(os.environ.get("FEED_ROWS") or "40000")
_SCOPE, _LOOK = "bench", 0.002
_BREATH = 0.1  # between the acts of one writer: what is measured is the feed, not a process without a pause


class _Seen:
    """What readers have seen, and when each row was committed."""

    def __init__(self) -> None:
        self.committed: dict[str, float] = {}
        self.seen: dict[str, float] = {}
        self.naive: set[int] = set()
        self.written = 0

    def lags(self) -> list[float]:
        return sorted(max(0.0, self.seen[id_] - at) * 1e3 for id_, at in self.committed.items() if id_ in self.seen)

    @property
    def worst(self) -> float:
        return self.lags()[-1]


async def measured(bench: Bench) -> list[Row]:
    lost, naive, p99, behind, quiet = [], [], [], [], []
    async with Postgres() as server:
        for _ in range(bench.runs):
            database = await _opened(bench, server.url(await server.database()))
            busy = await _watched(database, _written(database, ROWS // (WRITERS * HEADS)))
            lost.append(float(busy.written - len(busy.seen)))
            naive.append((busy.written // HEADS - len(busy.naive)) / (busy.written // HEADS) * 100)
            p99.append(busy.lags()[-max(1, len(busy.lags()) // 100)])
            behind.append((await _watched(database, _behind_an_idle_writer(database))).worst)
            quiet.append((await _watched(database, _alone(database))).worst)
            await database.close()
    return _rows(lost, naive, Figure(tuple(p99), "ms"), Figure(tuple(behind), "ms"), Figure(tuple(quiet), "ms"))


def _rows(lost: list[float], naive: list[float], p99: Figure, behind: Figure, quiet: Figure) -> list[Row]:
    return [
        Row(
            id="P2",
            what=f"rows of the feed that a reader never saw, of {ROWS:,} by {WRITERS} writers",
            ours=Figure(tuple(lost), "rows"),
            limits=(Beside("control, a sequence and a naive cursor, % lost", Figure(tuple(naive), "%")),),
            goals=(Goal("lost", 0, max(lost)), Goal("the control loses, %", 0.01, min(naive), least=True)),
        ),
        Row(
            id="P11",
            what=f"lag of the feed on PostgreSQL with {WRITERS} writers, p99",
            ours=p99,
            limits=(Beside("one writer, nobody else", quiet),),
            goals=(Goal("p99", 250, p99.middle, unit=" ms"),),
        ),
        Row(
            id="P11",
            what=f"… behind a transaction that has written and idles for {IDLE} s, worst",
            ours=behind,
            goals=(Goal("worst", 1600, behind.middle, unit=" ms"),),
        ),
    ]


async def _opened(bench: Bench, url: str) -> Database:
    folder: Path = bench.place("lag")
    settings = Settings(data=folder, database_url=url, worker=False, demo=False)
    database = await open_database(settings, SystemClock(), SystemLuck())
    await migrate(database)
    async with database.writer.begin() as conn:
        await conn.execute(text("create table naive(seq bigserial primary key)"))
    return database


Work = Callable[[_Seen], Coroutine[Any, Any, None]]


async def _watched(database: Database, work: Work) -> _Seen:
    """The work, while two readers look."""
    seen, done = _Seen(), asyncio.Event()
    async with database.read() as conn:
        begin = await feed.horizon(conn) - 1
    readers = (
        asyncio.create_task(_reader(database, seen, done, begin)),
        asyncio.create_task(_naive_reader(database, seen, done)),
    )
    await work(seen)
    await asyncio.sleep(0.5)
    done.set()
    await asyncio.gather(*readers)
    return seen


async def _reader(database: Database, seen: _Seen, done: asyncio.Event, since: int) -> None:
    while True:
        last = done.is_set()
        async with database.read() as conn:
            below = await feed.horizon(conn)
            owed = await feed.changes_since(conn, "nobody", (_SCOPE,), (since, below), below - 1)
        at = time.perf_counter()
        for one in owed:
            seen.seen.setdefault(one.id, at)
        since = below - 1
        if last:
            return
        await asyncio.sleep(_LOOK)


async def _naive_reader(database: Database, seen: _Seen, done: asyncio.Event) -> None:
    async with database.read() as conn:
        since = (await conn.execute(text("select coalesce(max(seq), 0) from naive"))).scalar_one()
    while True:
        last = done.is_set()
        async with database.read() as conn:
            found = list(
                (await conn.execute(text("select seq from naive where seq > :s order by seq"), {"s": since})).scalars()
            )
        seen.naive |= set(found)
        since = max([since, *found])
        if last:
            return
        await asyncio.sleep(_LOOK)


async def _act(database: Database, seen: _Seen, heads: int) -> None:
    async with database.act(system("")) as act:
        ids = [act.ids.new() for _ in range(heads)]
        await act.conn.execute(text("insert into naive default values"))
        for id_ in ids:
            act.show(Head("work_order", id_, scope=_SCOPE, version=1, body=b"{}"))
    at = time.perf_counter()
    seen.committed.update(dict.fromkeys(ids, at))
    seen.written += heads


def _written(database: Database, acts: int) -> Work:
    async def work(seen: _Seen) -> None:
        async def writer() -> None:
            for _ in range(acts):
                await _act(database, seen, HEADS)
                await asyncio.sleep(_BREATH)

        await asyncio.gather(*(writer() for _ in range(WRITERS)))

    return work


def _alone(database: Database) -> Work:
    async def work(seen: _Seen) -> None:
        for _ in range(20):
            await _act(database, seen, 1)

    return work


def _behind_an_idle_writer(database: Database) -> Work:
    async def work(seen: _Seen) -> None:
        async with database.writer.connect() as conn:
            await conn.begin()
            await conn.execute(text("insert into naive default values"))
            await _act(database, seen, 1)
            await asyncio.sleep(IDLE)
            await conn.rollback()

    return work
