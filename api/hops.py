"""SQLite with one hop per statement, or one hop per act.

SQLite may only block in a thread of its own. `aiosqlite` goes there and back six times for a statement (cursor,
execute, fetch, close…), which costs more than the statement. `OneHop` is the same driver for SQLAlchemy, but a
statement is run, fetched and closed in one visit, and a roll-back of nothing stays at home. `Visits.whole` goes
further: a coroutine that waits for nothing but this connection is run from beginning to end inside the thread,
best over `api.direct`, which needs nothing of SQLAlchemy's engine there.

Errors   `Strayed` when such a coroutine waits for something else.
Effects  one thread per connection.
"""

import asyncio
import contextvars
import sqlite3
import threading
from collections import deque
from collections.abc import Callable, Coroutine
from contextlib import suppress
from queue import SimpleQueue
from typing import Any, TypeVar

import aiosqlite
from sqlalchemy.dialects.sqlite.aiosqlite import AsyncAdapt_aiosqlite_connection, AsyncAdapt_aiosqlite_dbapi
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.pool import PoolProxiedConnection
from sqlalchemy.util.concurrency import await_, in_greenlet

from api.direct import driven

T = TypeVar("T")
_Errand = tuple[asyncio.Future[Any] | None, Callable[[], Any]]


class Visits:
    """A connection and the thread it lives in."""

    def __init__(self, path: str, options: dict[str, Any]) -> None:
        self._options = {"database": path, **options}
        self._errands: SimpleQueue[_Errand | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._serve, name="sqlite", daemon=True)
        self._thread.start()
        self.closed = False
        self.busy = False  # inside a transaction, as of the last visit
        self.raw: sqlite3.Connection

    def _serve(self) -> None:
        while (errand := self._errands.get()) is not None:
            future, work = errand
            try:
                result, error = work(), None
            except BaseException as raised:  # noqa: BLE001 - travels to whoever waits
                result, error = None, raised
            if future is not None:
                with suppress(RuntimeError):  # the loop is gone: nobody waits any more
                    future.get_loop().call_soon_threadsafe(_answer, future, result, error)
            del errand, future, work, result, error

    async def visit(self, work: Callable[[], T]) -> T:
        """Run something in the thread."""
        if self.closed:
            raise sqlite3.ProgrammingError("Cannot operate on a closed database.")
        future: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._errands.put((future, work))
        return await future

    def here(self, work: Callable[[], T]) -> T:
        """Run something in the thread: at once when this is it, else by a visit.

        SQLAlchemy expects an await of its greenlet either way and calls it a blocking driver when there is none.
        """
        return await_(_at_once(work) if threading.get_ident() == self._thread.ident else self.visit(work))

    async def whole(self, work: Coroutine[Any, Any, T]) -> T:
        """Run a coroutine in the thread from beginning to end."""
        context = contextvars.copy_context()
        return await self.visit(lambda: context.run(driven, work))

    async def open(self) -> "Visits":
        def connect() -> None:
            self.raw = sqlite3.connect(**self._options)

        try:
            await self.visit(connect)
        except BaseException:
            self._end()
            raise
        return self

    async def close(self) -> None:
        if not self.closed:
            await self.visit(self.raw.close)
            self._end()

    def stop(self) -> None:
        """Close without waiting: when the loop is gone."""
        if not self.closed:
            self._errands.put((None, self.raw.close))
            self._end()

    def _end(self) -> None:
        self.closed = True
        self._errands.put(None)


async def visits_of(conn: AsyncConnection) -> Visits:
    """The thread of a connection of a `OneHop` engine."""
    return visits_in(await conn.get_raw_connection())


def visits_in(pooled: PoolProxiedConnection) -> Visits:
    """The same for what the engine's pool has lent."""
    adapted = pooled.dbapi_connection
    if not isinstance(adapted, _Connection):
        raise TypeError(type(adapted).__name__)
    return adapted.visits


async def _at_once(work: Callable[[], T]) -> T:
    return work()


def _answer(future: asyncio.Future[Any], result: object, error: BaseException | None) -> None:
    if future.done():
        return
    if error is None:
        future.set_result(result)
    else:
        future.set_exception(error)


class _Cursor:
    """What SQLAlchemy asks of a cursor; everything is here after `execute`."""

    server_side = False

    def __init__(self, connection: "_Connection") -> None:
        self._connection = connection
        self._visits: Visits = connection.visits
        self._rows: deque[Any] = deque()
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid: int | None = None
        self.arraysize = 1

    def execute(self, operation: str, parameters: Any = None) -> "_Cursor":
        self._visit(lambda raw: raw.execute(operation, () if parameters is None else parameters))
        return self

    def executemany(self, operation: str, parameters: Any) -> "_Cursor":
        self._visit(lambda raw: raw.executemany(operation, parameters))
        return self

    def _visit(self, work: Callable[[sqlite3.Cursor], object]) -> None:
        try:
            self._visits.here(lambda: self._ask(work))
        except Exception as error:  # noqa: BLE001 - translated and raised
            self._connection._handle_exception(error)  # noqa: SLF001 - the hook of SQLAlchemy's adapters

    def _ask(self, work: Callable[[sqlite3.Cursor], object]) -> None:
        raw = self._visits.raw.cursor()
        try:
            work(raw)
            self.description = raw.description
            self._rows = deque(raw.fetchall() if raw.description else ())
            self.rowcount, self.lastrowid = raw.rowcount, raw.lastrowid
        finally:
            raw.close()
            self._visits.busy = self._visits.raw.in_transaction

    def setinputsizes(self, *_: object) -> None:
        return None

    def fetchone(self) -> Any:
        return self._rows.popleft() if self._rows else None

    def fetchmany(self, size: int | None = None) -> list[Any]:
        return [self._rows.popleft() for _ in range(min(size or self.arraysize, len(self._rows)))]

    def fetchall(self) -> list[Any]:
        rows = list(self._rows)
        self._rows.clear()
        return rows

    def __iter__(self) -> Any:
        while self._rows:
            yield self._rows.popleft()

    def close(self) -> None:
        self._rows.clear()

    async def _async_soft_close(self) -> None:
        return None


class _Connection(AsyncAdapt_aiosqlite_connection):
    """SQLAlchemy's picture of a connection."""

    _cursor_cls = _Cursor  # type: ignore[assignment]

    @property
    def visits(self) -> Visits:
        found: Visits = self._connection  # type: ignore[assignment]
        return found

    @property
    def isolation_level(self) -> str | None:
        return self.visits.raw.isolation_level

    @isolation_level.setter
    def isolation_level(self, value: str | None) -> None:
        self.visits.here(lambda: setattr(self.visits.raw, "isolation_level", value))

    def create_function(self, *args: Any, **kw: Any) -> None:
        self.visits.here(lambda: self.visits.raw.create_function(*args, **kw))

    def commit(self) -> None:
        self._end(lambda raw: raw.commit())

    def rollback(self) -> None:
        self._end(lambda raw: raw.rollback())

    def _end(self, work: Callable[[sqlite3.Connection], None]) -> None:
        visits = self.visits
        if visits.closed or not visits.busy:
            return

        def end() -> None:
            try:
                work(visits.raw)
            finally:
                visits.busy = visits.raw.in_transaction

        try:
            visits.here(end)
        except Exception as error:  # noqa: BLE001 - translated and raised
            self._handle_exception(error)

    def close(self) -> None:
        if in_greenlet():
            await_(self.visits.close())
        else:
            self.visits.stop()

    async def _terminate_graceful_close(self) -> None:
        await self.visits.close()

    def _terminate_force_close(self) -> None:
        self.visits.stop()


class OneHop(AsyncAdapt_aiosqlite_dbapi):
    """The `module` of an engine whose connections are `Visits`."""

    def __init__(self) -> None:
        super().__init__(aiosqlite, sqlite3)

    def connect(self, path: str, **options: Any) -> _Connection:
        visits: Any = await_(Visits(path, options).open())
        return _Connection(self, visits)
