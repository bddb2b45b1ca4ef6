"""Which history of the data this is.

The epoch is a random id, kept in the database and beside it. A backup brings back the one inside but not the one
beside it, so a restored database is noticed at the next start, before any phone believes it: the server
refuses until somebody says that a new history begins (`begin`). A counter would not do, since it repeats
when one backup is restored twice.

    async with database.act(...) as act:
        epoch = await check_epoch(act.conn, act.ids, act.now, beside=text_of_the_file_or_none)
        write_durably(epoch.id)             # before the commit: a crash in between mints anew, never mixes up

Errors   `EpochMismatch` when inside and beside differ.
Effects  reads and writes the `epoch` table inside the caller's transaction.
"""

from datetime import datetime

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from kernel import feed, tombs
from kernel.errors import Conflict
from kernel.ids import Ids
from offline_sync.feed import Epoch
from offline_sync.tables import epoch, sync_op


class EpochMismatch(Conflict):
    """The database is not the one this server ran on: it was restored or exchanged."""

    code = "epoch_mismatch"


async def current(conn: AsyncConnection) -> Epoch | None:
    row = (await conn.execute(select(epoch.c.epoch, epoch.c.key).where(epoch.c.id == 1))).first()
    return None if row is None else Epoch(row.epoch, bytes(row.key))


async def check_epoch(conn: AsyncConnection, ids: Ids, now: datetime, beside: str | None) -> Epoch:
    """The epoch to serve; a database that has none begins one."""
    inside = await current(conn)
    if inside is None:
        return await begin(conn, ids, now)
    if beside is None or beside.strip() != inside.id:
        raise EpochMismatch(inside=inside.id, beside=(beside or "").strip())
    return inside


async def begin(conn: AsyncConnection, ids: Ids, now: datetime) -> Epoch:
    """A new history from here on: every cursor given out before is void."""
    fresh = Epoch(ids.new(), ids.secret(32))
    if await current(conn) is not None:
        await feed.age(conn, [sync_op])
        await tombs.begin_anew(conn)
    await conn.execute(delete(epoch))
    await conn.execute(insert(epoch).values(id=1, epoch=fresh.id, key=fresh.key, begun_at=now))
    return fresh
