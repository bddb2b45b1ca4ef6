"""PostgreSQL without a go-between: the statements of the packages, run on the driver's own connection.

What `api.direct` is for SQLite, over asyncpg: SQLAlchemy goes from the loop to a greenlet and back for each statement,
and prepares, describes and adapts it on the way. Here a statement is one call of the driver, which remembers what it
has prepared. Rows and errors are SQLAlchemy's own.

Errors   those of SQLAlchemy.
Effects  the connection it was made on.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from itertools import count
from typing import Any, cast

import asyncpg
from sqlalchemy import Executable, exc
from sqlalchemy.dialects.postgresql.asyncpg import PGDialect_asyncpg
from sqlalchemy.ext.asyncio import AsyncConnection

from api.prepared import Preparer
from api.rows import Rows, shape
from api.together import shielded

_Dialect: Any = PGDialect_asyncpg
_DBAPI: Any = _Dialect.import_dbapi()
_NO_ROWS = shape((), ())
POSTGRES = Preparer(_Dialect(paramstyle="qmark", dbapi=_DBAPI))


class Straight:
    """A connection of asyncpg as the packages use SQLAlchemy's."""

    dialect = POSTGRES.dialect

    def __init__(self, raw: asyncpg.Connection) -> None:
        self.raw = raw
        self._savepoints = count()

    def known(self) -> AsyncConnection:
        """The same under the name by which the packages know a connection."""
        return cast(AsyncConnection, self)

    @asynccontextmanager
    async def transaction(self, begin: str, end: str) -> AsyncIterator[None]:
        """A transaction around a block: undone when it raises. What ends it is awaited to its end."""
        await self.run(begin)
        try:
            yield
        except BaseException:
            try:
                await shielded(self.run("ROLLBACK"))
            except BaseException:  # nobody knows what is open there: it is not given to anybody else
                self.raw.terminate()
                raise
            raise
        await shielded(self.run(end))

    async def run(self, text: str) -> None:
        """Run a text as it stands."""
        await self._asked(text, self.raw.execute(text))

    async def execute(self, statement: Executable, parameters: Any = None) -> Rows:
        """Run a statement with one row of values or with a list of rows."""
        rows = parameters if isinstance(parameters, list | tuple) else [parameters] if parameters else []
        first: Mapping[str, Any] = rows[0] if rows else {}
        if len(rows) > 1:
            text, values = POSTGRES.prepared(statement, first, many=True).said_of_each(rows)
            await self._asked(text, self.raw.executemany(text, values))
            return Rows(None, (), -1)
        ready = POSTGRES.prepared(statement, first)
        text, row = ready.said(first)
        if statement.is_dml and not ready.keys:
            status = await self._asked(text, self.raw.execute(text, *row))
            return Rows(None, (), int(status.rpartition(" ")[2]))
        found = await self._asked(text, self.raw.fetch(text, *row))
        names: Callable[[], list[str]] = lambda: list(found[0].keys())  # noqa: E731 - asked for once, if ever
        return Rows(ready.made(names) if ready.keys or found else _NO_ROWS, found, len(found))

    async def _asked(self, text: str, answer: Awaitable[Any]) -> Any:
        try:
            return await answer
        except (asyncpg.PostgresError, asyncpg.InterfaceError) as error:
            raise _translated(text, error) from error

    @asynccontextmanager
    async def begin_nested(self) -> AsyncIterator[None]:
        """Kept when the block ends, undone when it raises."""
        name = f"nested_{next(self._savepoints)}"
        await self.run(f"SAVEPOINT {name}")
        try:
            yield
        except BaseException:
            with suppress(exc.DBAPIError):  # the error that led here is the one to be told
                await shielded(self.run(f"ROLLBACK TO SAVEPOINT {name}"))
            raise
        await self.run(f"RELEASE SAVEPOINT {name}")


def _translated(text: str, error: Exception) -> BaseException:
    """What SQLAlchemy would have raised; values are never part of the message."""
    known = next((kind for kind in type(error).__mro__ if kind in _DBAPI._asyncpg_error_translate), None)  # noqa: SLF001
    if known is None:
        return error
    told: Exception = _DBAPI._asyncpg_error_translate[known](error.args[0], error)  # noqa: SLF001 - as SQLAlchemy's driver does
    return exc.DBAPIError.instance(text, None, told, _DBAPI.Error, hide_parameters=True, dialect=POSTGRES.dialect)
