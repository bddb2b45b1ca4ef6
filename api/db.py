"""The database, opened once, and the only place where a transaction begins and ends.

SQLite: WAL with `synchronous=FULL`, exactly one writing connection that begins with `BEGIN IMMEDIATE` (a
deferred begin loses updates without an error), readers that cannot write, one process per file held by a
lock. PostgreSQL: one pool; acts are READ COMMITTED, versions compared by the commands; looks are REPEATABLE READ and
read only. `act` opens a transaction for
somebody's act, writes its traces, commits shielded from cancellation and then tells the hooks; `read` gives a
snapshot for looking. `whole` and `seen` are the same for work that waits for nothing else. `alone` keeps other
processes out of what only the first of them may do.

Errors   `DiskFull`, `Busy`, `SecondServer`, `BadDatabase`.
Effects  the database, and one lock file beside it.
"""

import asyncio
import errno
import fcntl
import os
import sqlite3
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, TypeVar, cast

import asyncpg
from msgspec import Struct
from sqlalchemy import event, exc, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from api.direct import Direct, Observer
from api.hops import OneHop, Visits
from api.settings import Settings
from api.straight import Straight
from api.together import Together, borrowed, shielded
from kernel import feed
from kernel.act import Act, finish
from kernel.actors import Actor
from kernel.clock import Clock
from kernel.errors import Exhausted, Problem
from kernel.ids import Ids, Luck
from media.problems import DiskFull

T = TypeVar("T")

_PRAGMAS = {
    "journal_mode": ("wal", "wal"),
    "synchronous": ("full", 2),
    "busy_timeout": ("5000", 5000),
    "foreign_keys": ("on", 1),
    "trusted_schema": ("off", 0),
    "cell_size_check": ("on", 1),
    "temp_store": ("memory", 2),
    "journal_size_limit": ("67108864", 67108864),
}
_READERS = 4
_TAKE = text("select pg_try_advisory_lock(358739701351)")  # of `alone`: any number nobody else uses
_LEAVE = text("select pg_advisory_unlock(358739701351)")
_LOOK_AGAIN = 0.1
_SNAPSHOT = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"


class Busy(Exhausted):
    """The one writer has been taken for too long."""

    code = "busy"


class SecondServer(Problem):
    code = "second_server"


class BadDatabase(Problem):
    """The database does not do what durability needs."""

    code = "bad_database"


class Committed(Struct, frozen=True):
    """What one act changed, told to the hooks after its commit."""

    tx: int | None
    events: int
    scopes: frozenset[str]
    people: frozenset[str]  # subjects who see one of the changed scopes, or whose sight changed


Hook = Callable[[Committed], None]


class Database:
    """Engines, clock and ids of one running process."""

    def __init__(self, writer: AsyncEngine, reader: AsyncEngine, clock: Clock, luck: Luck, lock: int | None) -> None:
        self.writer = writer
        self.reader = reader
        self.clock = clock
        self.ids = Ids(clock, luck)
        self.observer: Observer | None = None  # told of every statement that `whole` and `seen` run on SQLite
        self._lock = lock
        self._hooks: list[Hook] = []
        self._together = Together(self._writing)

    @property
    def sqlite(self) -> bool:
        return self.writer.dialect.name == "sqlite"

    def on_commit(self, hook: Hook) -> None:
        """Call `hook` after every commit that changed something; it must neither wait nor fail."""
        self._hooks.append(hook)

    @asynccontextmanager
    async def act(self, actor: Actor) -> AsyncIterator[Act]:
        """One transaction for one act of `actor`: committed when the block ends, undone when it raises."""
        with _as_problems():
            async with self.writer.connect() as conn:
                await conn.begin()
                act = Act(conn, actor, self.clock.now(), self.ids)
                try:
                    yield act
                    committed = await _finish(act)
                except BaseException:
                    await shielded(conn.rollback())
                    raise
                await shielded(conn.commit())
        self._tell(committed)

    async def whole(self, actor: Actor, work: Callable[[Act], Coroutine[Any, Any, T]]) -> T:
        """An act whose work waits for nothing but its transaction: on SQLite one visit to the writer's thread, shared
        with whoever else has come by then (`api.together`).
        """
        if not self.sqlite:
            return await self._whole(actor, work)

        async def through(direct: Direct) -> tuple[T, Committed | None]:
            act = Act(direct.known(), actor, self.clock.now(), self.ids)
            return await work(act), await _finish(act)

        with _as_problems():
            answer, _ = await self._together.go(through, lambda done: self._tell(done[1]))
        return answer

    async def _whole(self, actor: Actor, work: Callable[[Act], Coroutine[Any, Any, T]]) -> T:
        async with self._straight() as straight, straight.transaction("BEGIN", "COMMIT"):
            act = Act(straight.known(), actor, self.clock.now(), self.ids)
            answer = await work(act)
            committed = await _finish(act)
        self._tell(committed)
        return answer

    async def seen(self, work: Callable[[AsyncConnection], Coroutine[Any, Any, T]], *, at_once: bool = False) -> T:
        """The same for a look at a snapshot. `at_once`: it asks once only, which is a snapshot by itself."""
        if not self.sqlite:
            async with self._straight() as straight:
                if at_once:
                    return await work(straight.known())
                async with straight.transaction(_SNAPSHOT, "ROLLBACK"):
                    return await work(straight.known())

        async def looked(direct: Direct) -> T:
            with direct.transaction("BEGIN", keep=False):
                return await work(direct.known())

        with _as_problems():
            async with borrowed(self.reader) as visits:
                return await visits.whole(looked(Direct(visits.raw, self.observer)))

    @asynccontextmanager
    async def _writing(self) -> AsyncIterator[tuple[Visits, Direct]]:
        async with borrowed(self.writer) as visits:
            yield visits, Direct(visits.raw, self.observer)

    @asynccontextmanager
    async def _straight(self) -> AsyncIterator[Straight]:
        """A connection of PostgreSQL from the pool that everybody uses, without SQLAlchemy around it."""
        with _as_problems():
            connection = await self.writer.raw_connection()
            try:
                yield Straight(cast(asyncpg.Connection, connection.driver_connection))
            finally:
                connection.close()

    def _tell(self, committed: Committed | None) -> None:
        if committed is not None:
            for hook in self._hooks:
                hook(committed)

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        """A consistent look at the data; writing through it fails."""
        with _as_problems():
            async with self.reader.connect() as conn:
                if not self.sqlite:  # both are put back when the pool takes the connection again
                    await conn.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
                await conn.begin()
                try:
                    yield conn
                finally:
                    await shielded(conn.rollback())

    @asynccontextmanager
    async def look(self, actor: Actor) -> AsyncIterator[Act]:
        """An act that only asks: it runs on a snapshot, and what it leaves behind is dropped."""
        async with self.read() as conn:
            yield Act(conn, actor, self.clock.now(), self.ids)

    @asynccontextmanager
    async def alone(self) -> AsyncIterator[None]:
        """No other process is in such a block of this database. On SQLite there is no other; it does not nest."""
        if self.sqlite:
            yield
            return
        async with self.writer.connect() as conn:
            # Outside of a transaction and never waiting inside a statement: the time limits of `_postgres` stay.
            holder = await conn.execution_options(isolation_level="AUTOCOMMIT")
            while not (await holder.execute(_TAKE)).scalar_one():  # noqa: ASYNC110 - what is waited for is elsewhere
                await asyncio.sleep(_LOOK_AGAIN)
            try:
                yield
            finally:
                await shielded(holder.execute(_LEAVE))

    async def close(self) -> None:
        """Readers first: the writer is the last to close and checkpoints the log."""
        if self.reader is not self.writer:
            await self.reader.dispose()
        await self.writer.dispose()
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None


async def open_database(settings: Settings, clock: Clock, luck: Luck) -> Database:
    """The database of these settings, its promises checked; the schema is `migrate`'s business."""
    if not settings.sqlite:
        url = "postgresql+asyncpg://" + settings.database_url.split("://", 1)[1]
        engine = _postgres(url)
        return Database(engine, engine, clock, luck, None)
    settings.data.mkdir(parents=True, exist_ok=True)
    lock = _lock(settings.data / "doorstep.lock")
    path = settings.data / "doorstep.db"
    database = Database(_sqlite(path, write=True), _sqlite(path, write=False), clock, luck, lock)
    try:
        await _check_pragmas(database)
    except BaseException:
        await database.close()
        raise
    return database


def _postgres(url: str) -> AsyncEngine:
    limits = {"statement_timeout": "10000", "lock_timeout": "3000", "idle_in_transaction_session_timeout": "15000"}
    engine = create_async_engine(
        url,
        pool_size=10,
        max_overflow=0,
        pool_timeout=15,
        hide_parameters=True,
        connect_args={"server_settings": limits, "statement_cache_size": 400, "max_cached_statement_lifetime": 0},
    )

    @event.listens_for(engine.sync_engine, "checkout")
    def look(connection: Any, _record: object, _pooled: object) -> None:
        if connection.driver_connection.is_closed():  # the driver is told at once: nobody need ask the server each time
            raise exc.DisconnectionError

    return engine


def _sqlite(path: Path, *, write: bool) -> AsyncEngine:
    engine = create_async_engine(
        f"sqlite+aiosqlite:///{path}",
        module=OneHop(),
        pool_size=1 if write else _READERS,
        max_overflow=0,
        pool_timeout=15,
        hide_parameters=True,
    )

    @event.listens_for(engine.sync_engine, "connect")
    def prepare(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # stop the driver's implicit, deferred BEGIN
        cursor = connection.cursor()
        for name, (value, _) in _PRAGMAS.items():
            cursor.execute(f"pragma {name}={value}")
        cursor.execute("pragma wal_autocheckpoint=1000" if write else "pragma query_only=on")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def begin(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")

    return engine


async def _check_pragmas(database: Database) -> None:
    """Read back what durability rests on: a network share may quietly refuse WAL."""
    for engine in (database.writer, database.reader):
        async with engine.connect() as conn:
            for name, (_, expected) in _PRAGMAS.items():
                found = (await conn.exec_driver_sql(f"pragma {name}")).scalar_one()
                if found != expected:
                    raise BadDatabase(setting=name, expected=str(expected), found=str(found))


def _lock(path: Path) -> int:
    """Hold the folder for this process; SQLite before 3.51.3 may lose commits with two writers."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(handle)
        raise SecondServer(folder=str(path.parent.resolve())) from None
    return handle


async def _finish(act: Act) -> Committed | None:
    """Write the traces; what the hooks will be told, or None when nothing is to tell."""
    events = len(act.envelopes)
    scopes = frozenset(head.scope for head in act.heads.values()) | {grant.scope for grant in act.grants.values()}
    people = {grant.subject for grant in act.grants.values()}
    tx = await finish(act)
    if scopes:
        people |= await feed.watchers(act.conn, sorted(scopes))
    return Committed(tx, events, scopes, frozenset(people)) if events or scopes else None


class _as_problems:  # noqa: N801 - reads as a phrase in a with statement
    """Driver errors that a person can act on, as problems."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if isinstance(error, exc.TimeoutError):
            raise Busy(retry_after_s=2) from error
        if isinstance(error, exc.DBAPIError) and disk_is_full(error.orig):
            raise DiskFull from error


_FAILED = {errno.EIO, errno.EROFS, errno.ENODEV, errno.ENXIO, errno.ESTALE}


def disk_has_failed(error: OSError) -> bool:
    """Whether an error is the disk's and nobody else's."""
    return error.errno in _FAILED


def disk_is_full(error: BaseException | None) -> bool:
    """Whether an error means that nothing more can be written."""
    if isinstance(error, sqlite3.Error):
        return getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_FULL
    if isinstance(error, OSError):
        return error.errno in {errno.ENOSPC, errno.EDQUOT}
    return getattr(error, "sqlstate", None) == "53100"
