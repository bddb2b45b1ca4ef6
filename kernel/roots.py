"""One hash for a day: the root over the newest link of every chain, to be kept where nobody here can change it.

A chain shows that its middle was changed, not that its tail was cut off. The root of a day names the last link of
every chain that grew on that day; whoever holds a published root finds a missing tail, and a stamp by a third
party (RFC 3161) says that it existed then. The tree is a Merkle tree whose leaves and nodes are hashed apart
(RFC 6962), so that one chain can be proven against the root without the others.

Units    days are UTC dates, `YYYY-MM-DD`.
Effects  reads the events, writes `chain_root` inside the caller's transaction.
"""

import hashlib
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

from msgspec import Struct
from sqlalchemy import BigInteger, Column, Integer, String, Table, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from kernel.metadata import Raw, metadata
from kernel.outbox import event

chain_root = Table(
    "chain_root",
    metadata,
    Column("org_id", String(36), primary_key=True),
    Column("day", String(10), primary_key=True),
    Column("root", String(64), nullable=False),
    Column("chains", Integer, nullable=False),
    Column("last_n", BigInteger, nullable=False),
    Column("stamp", Raw),
)


class Root(Struct, frozen=True):
    """The root of one day. `last_n` is the last event that it covers."""

    org_id: str
    day: str
    root: str
    chains: int
    last_n: int
    stamp: bytes | None = None


def merkle(leaves: Sequence[bytes]) -> str:
    """The RFC 6962 root of a list of leaves; of none, the hash of nothing."""
    level = [hashlib.sha256(b"\0" + leaf).digest() for leaf in leaves]
    if not level:
        return hashlib.sha256(b"").hexdigest()
    while len(level) > 1:
        paired = [hashlib.sha256(b"\1" + a + b).digest() for a, b in zip(level[::2], level[1::2], strict=False)]
        level = paired + level[len(paired) * 2 :]
    return level[0].hex()


async def computed(conn: AsyncConnection, org_id: str, day: date) -> Root:
    """The root of a day as the events say it now."""
    since = datetime.combine(day, time(), UTC)
    mine = (event.c.org_id == org_id, event.c.recorded_at >= since, event.c.recorded_at < since + timedelta(days=1))
    last = select(func.max(event.c.n).label("n")).where(*mine).group_by(event.c.scope).subquery()
    rows = await conn.execute(
        select(event.c.scope, event.c.hash, event.c.n).join(last, event.c.n == last.c.n).order_by(event.c.scope)
    )
    found = rows.all()
    leaves = [f"{row.scope}\n{row.hash}".encode() for row in found]
    return Root(org_id, day.isoformat(), merkle(leaves), len(leaves), max((row.n for row in found), default=0))


async def keep(conn: AsyncConnection, root: Root) -> None:
    await conn.execute(insert(chain_root).values({name: getattr(root, name) for name in Root.__struct_fields__}))


async def stamp(conn: AsyncConnection, root: Root, token: bytes) -> None:
    """The word of a third party on a root."""
    mine = (chain_root.c.org_id == root.org_id, chain_root.c.day == root.day)
    await conn.execute(update(chain_root).where(*mine).values(stamp=token))


async def kept(conn: AsyncConnection, org_id: str | None = None) -> list[Root]:
    """The roots that were kept, the oldest first; of every organisation when none is named."""
    query = select(chain_root).order_by(chain_root.c.day, chain_root.c.org_id)
    if org_id is not None:
        query = query.where(chain_root.c.org_id == org_id)
    return [Root(**row) for row in (await conn.execute(query)).mappings()]


async def close_days(conn: AsyncConnection, org_id: str, today: date) -> list[Root]:
    """Keep the root of every day that is over and has events; those that are new. Twice is once."""
    done = {root.day for root in await kept(conn, org_id)}
    first = (await conn.execute(select(func.min(event.c.recorded_at)).where(event.c.org_id == org_id))).scalar_one()
    if first is None:
        return []
    newest = max((date.fromisoformat(day) for day in done), default=first.date() - timedelta(days=1))
    made = []
    day = newest + timedelta(days=1)
    while day < today:
        root = await computed(conn, org_id, day)
        if root.chains:
            await keep(conn, root)
            made.append(root)
        day += timedelta(days=1)
    return made
