"""SQLite without a go-between: the statements of the packages, run on the driver's own connection.

SQLAlchemy spends many times what SQLite does on a small statement. `Direct` is the part of its connection that the
packages use (`execute`, `begin_nested`, `dialect`) over `api.prepared`. Rows, results and errors are SQLAlchemy's own,
so whoever asks cannot tell the difference. Nothing here ever suspends, so a coroutine that waits for nothing else needs
no event loop:

    direct = Direct(sqlite3.connect(":memory:", isolation_level=None))
    with direct.transaction("BEGIN IMMEDIATE"):
        driven(store.device(direct.known(), "…"))

Errors   those of SQLAlchemy; `Strayed` when a driven coroutine waits for something else.
Effects  the connection it was made on, in the thread that calls.
"""

import sqlite3
from collections.abc import Callable, Coroutine, Iterator, Mapping
from contextlib import contextmanager
from types import TracebackType
from typing import Any, TypeVar, cast

from sqlalchemy import Executable, exc
from sqlalchemy.ext.asyncio import AsyncConnection

from api.prepared import SQLITE
from api.rows import Rows

T = TypeVar("T")
Observer = Callable[[str, Any, bool], None]  # a text, its values, whether they are rows of values


class Strayed(RuntimeError):
    """A coroutine that was to use only its database waits for something else."""


def driven(work: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine that never suspends to its end."""
    try:
        work.send(None)
    except StopIteration as ended:
        result: T = ended.value
        return result
    work.close()
    raise Strayed


class Direct:
    """A connection of the standard library as the packages use SQLAlchemy's."""

    dialect = SQLITE.dialect

    def __init__(self, raw: sqlite3.Connection, observer: Observer | None = None) -> None:
        self.raw = raw
        self.depth = 0  # of savepoints
        self._observer = observer

    def known(self) -> AsyncConnection:
        """The same under the name by which the packages know a connection."""
        return cast(AsyncConnection, self)

    @contextmanager
    def transaction(self, begin: str, *, keep: bool = True) -> Iterator[None]:
        """A transaction around a block: committed at its end if it is to be kept, undone when it raises."""
        self.run(begin)
        try:
            yield
            if keep:
                self.run("COMMIT")
        finally:
            if self.raw.in_transaction:
                self.run("ROLLBACK")

    async def execute(self, statement: Executable, parameters: Any = None) -> Rows:
        """Run a statement with one row of values or with a list of rows."""
        rows = parameters if isinstance(parameters, list | tuple) else [parameters] if parameters else []
        first: Mapping[str, Any] = rows[0] if rows else {}
        if len(rows) > 1:
            text, values = SQLITE.prepared(statement, first, many=True).said_of_each(rows)
            return Rows(None, (), self.run(text, values, many=True).rowcount)
        ready = SQLITE.prepared(statement, first)
        text, row = ready.said(first)
        cursor = self.run(text, row)
        description = cursor.description
        if description is None:
            return Rows(None, (), cursor.rowcount)
        try:
            found = cursor.fetchall()
        except sqlite3.Error as error:
            raise _translated(text, error) from error
        return Rows(ready.made(lambda: [column[0] for column in description]), found, cursor.rowcount)

    def run(self, text: str, values: Any = (), *, many: bool = False) -> sqlite3.Cursor:
        """Run a text as it stands."""
        if self._observer is not None:
            self._observer(text, values, many)
        try:
            return self.raw.executemany(text, values) if many else self.raw.execute(text, values)
        except sqlite3.Error as error:
            raise _translated(text, error) from error

    def begin_nested(self) -> "_Savepoint":
        return _Savepoint(self)


class _Savepoint:
    """`async with`: kept when the block ends, undone when it raises."""

    def __init__(self, conn: Direct) -> None:
        self._conn = conn
        self._name = f"nested_{conn.depth}"

    async def __aenter__(self) -> None:
        self._conn.run(f"SAVEPOINT {self._name}")
        self._conn.depth += 1

    async def __aexit__(
        self, _kind: type[BaseException] | None, error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self._conn.depth -= 1
        if error is not None:
            if not self._conn.raw.in_transaction:
                return  # a full disk and its like end the whole transaction: there is nothing left to undo
            self._conn.run(f"ROLLBACK TO {self._name}")
        self._conn.run(f"RELEASE {self._name}")


def _translated(text: str, error: sqlite3.Error) -> BaseException:
    """What SQLAlchemy would have raised; values are never part of the message."""
    return exc.DBAPIError.instance(text, None, error, sqlite3.Error, hide_parameters=True, dialect=SQLITE.dialect)
