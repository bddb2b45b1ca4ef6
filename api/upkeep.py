"""What an operator does from the terminal to a house that stands: lock somebody out, go on after a restore, retry.

On SQLite the server must be stopped first (it is refused otherwise); beside PostgreSQL these run any time.

Errors   `UnknownLogin`, `NotConfirmed`, those of `api.locking`.
Effects  the database, `DATA/epoch`, the terminal.
"""

import argparse
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from api import accounts, locking
from api.db import Database, open_database
from api.history import begin_anew
from api.migrate import migrate
from api.settings import Settings
from kernel import outbox as events
from kernel.actors import system
from kernel.clock import SystemClock
from kernel.errors import Conflict, NotFound
from kernel.ids import SystemLuck


class UnknownLogin(NotFound):
    code = "unknown_login"


class NotConfirmed(Conflict):
    """It cannot be undone, so it is said twice."""

    code = "not_confirmed"


@asynccontextmanager
async def _opened(settings: Settings) -> AsyncIterator[Database]:
    database = await open_database(settings, SystemClock(), SystemLuck())
    try:
        await migrate(database)
        yield database
    finally:
        await database.close()


async def lock(settings: Settings, told: argparse.Namespace) -> int:
    """`user disable` and `user enable`."""
    async with _opened(settings) as database:
        async with database.read() as conn:
            found = await accounts.by_login(conn, told.login)
        if found is None:
            raise UnknownLogin(login=told.login)
        async with database.act(system(found.org_id)) as act:
            change = locking.disable if told.what == "disable" else locking.enable
            row = await change(act, found.id, told.reason)
    print(f"{told.login} ({row.role}) {'may sign in again' if row.disabled_at is None else 'is locked out'}.")
    return 0


async def restore(settings: Settings, told: argparse.Namespace) -> int:
    """`restore`: this database is the truth from now on."""
    if not told.yes:
        raise NotConfirmed(command="python3 -m api restore --yes")
    async with _opened(settings) as database, database.alone():
        fresh = await begin_anew(database, settings.data)
    print(f"A new history begins ({fresh.id}). Start the server; every phone reads anew and sends what is missing.")
    return 0


async def outbox(settings: Settings, told: argparse.Namespace) -> int:
    """`outbox list` and `outbox retry`."""
    async with _opened(settings) as database:
        if told.what == "retry":
            async with database.act(system("")) as act:
                count = await events.retry(act.conn, told.n, act.now)
            print(f"{count} events will be tried again.")
            return 0
        async with database.read() as conn:
            buried = await events.buried(conn)
    for one in buried:
        print(f"{one.n}  {one.name}  {one.scope}  {one.buried_at:%Y-%m-%d %H:%M} UTC  {one.error}")
    print(f"{len(buried)} events are buried." if buried else "Nothing is buried.")
    return 0
