"""What is gone, kept as long as somebody may still have to be told: then swept.

A tombstone (a head without a body, a sight that ended) is for readers who have seen the thing. Whoever comes after
`KEPT` is given everything anew instead, so nothing older is needed. The feed counts transactions and not days, so
once a day it is noted how far the numbers had come (`note`); `sweep` takes what lies below the newest note that is old
enough, and `floor` is where it last ended: a reader who stood below it has missed tombstones.

An operation of somebody whose sight ended so long ago is decided as that of somebody who never saw the order.

Effects  its table, the feed's tables, inside the caller's transaction.
"""

from datetime import datetime, timedelta

from sqlalchemy import BigInteger, Boolean, Column, Table, bindparam, delete, false, func, insert, select, true, update
from sqlalchemy.ext.asyncio import AsyncConnection

from kernel import feed
from kernel.metadata import UtcDateTime, metadata

KEPT = timedelta(days=90)
NOTED_EVERY = timedelta(hours=20)  # the timer comes more often than daily, and never quite at the same hour

feed_mark = Table(
    "feed_mark",
    metadata,
    Column("tx", BigInteger, primary_key=True, autoincrement=False),
    Column("at", UtcDateTime, nullable=False),
    Column("swept", Boolean, nullable=False),
)

_FLOOR = select(func.max(feed_mark.c.tx)).where(feed_mark.c.swept == true())
_LAST = select(func.max(feed_mark.c.tx), func.max(feed_mark.c.at))
_NOTE = insert(feed_mark)
_OLD_ENOUGH = select(func.max(feed_mark.c.tx)).where(
    feed_mark.c.at <= bindparam("until", type_=UtcDateTime()), feed_mark.c.swept == false()
)


async def floor(conn: AsyncConnection) -> int | None:
    """Up to which transaction tombstones have been swept; None when nothing ever was."""
    found: int | None = (await conn.execute(_FLOOR)).scalar_one_or_none()
    return found


async def note(conn: AsyncConnection, now: datetime, every: timedelta = NOTED_EVERY) -> None:
    """How far the feed has come by now, unless that was noted lately."""
    tx = await feed.horizon(conn) - 1
    last = (await conn.execute(_LAST)).one()
    if last[0] is not None and (tx <= last[0] or now - last[1] < every):
        return
    await conn.execute(_NOTE, {"tx": tx, "at": now, "swept": False})


async def sweep(conn: AsyncConnection, now: datetime, kept: timedelta = KEPT) -> int:
    """Take the tombstones nobody is owed any more; how many there were."""
    until: int | None = (await conn.execute(_OLD_ENOUGH, {"until": now - kept})).scalar_one_or_none()
    before = await floor(conn)
    if until is None or (before is not None and until <= before):
        return 0
    head, grant = feed.feed_head.c, feed.feed_grant.c
    beyond = () if before is None else (head.tx > before,)  # what lies below was swept then
    heads = await conn.execute(delete(feed.feed_head).where(*beyond, head.tx <= until, head.body.is_(None)))
    sights = await conn.execute(delete(feed.feed_grant).where(grant.tx <= until, grant.visible == false()))
    await conn.execute(update(feed_mark).where(feed_mark.c.tx == until).values(swept=True))
    await conn.execute(delete(feed_mark).where(feed_mark.c.tx < until))
    return heads.rowcount + sights.rowcount


async def begin_anew(conn: AsyncConnection) -> None:
    """Another history: no reader of it has missed anything yet."""
    await conn.execute(delete(feed_mark))
