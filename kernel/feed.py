"""What changed, in the order in which it was committed.

A state feed: every entity that phones follow has one head row, moved forward when it changes
(`tx`, `seq`) with its body already encoded, so catching up costs what changed and not how often. Sight is a
fact of its own: `Grant` says who sees a scope (a work order, or `ref:<org>` for catalogues) since which
transaction.

The transaction number is gap-free for readers. SQLite: a counter inside `BEGIN IMMEDIATE`, one
writer, so numbers commit in order. PostgreSQL: the transaction's own `xid8`, and a reader only looks below
`pg_snapshot_xmin` (`horizon`): a number above it may still be in flight. A plain sequence would lose rows.

Effects  reads and writes its tables inside the caller's transaction.
"""

from collections.abc import Collection, Sequence

from msgspec import Struct
from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, String, Table, insert, select, text, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from kernel.metadata import Raw, metadata


class Head(Struct, frozen=True):
    """The newest picture of one entity. `body` is JSON, or None for a tombstone."""

    kind: str
    id: str
    scope: str
    version: int
    body: bytes | None


class Grant(Struct, frozen=True):
    subject: str
    scope: str
    visible: bool
    reason: str


class Moved(Struct, frozen=True):
    """A head or a grant as the feed gives it, with its place."""

    tx: int
    seq: int
    head: Head | None = None
    grant: Grant | None = None


feed_clock = Table("feed_clock", metadata, Column("id", Integer, primary_key=True), Column("tx", BigInteger, nullable=False))

feed_head = Table(
    "feed_head",
    metadata,
    Column("kind", String(32), primary_key=True),
    Column("id", String(64), primary_key=True),
    Column("scope", String(64), primary_key=True),  # catalogues have the same ids in every organisation
    Column("tx", BigInteger, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("version", BigInteger, nullable=False),
    Column("body", Raw),
    Index("ix_feed_head_scope_tx_seq", "scope", "tx", "seq"),
    Index("ix_feed_head_tx_seq", "tx", "seq"),
)

feed_grant = Table(
    "feed_grant",
    metadata,
    Column("subject", String(64), primary_key=True),
    Column("scope", String(64), primary_key=True),
    Column("visible", Boolean, nullable=False),
    Column("reason", String(32), nullable=False),
    Column("tx", BigInteger, nullable=False),
    Column("seq", Integer, nullable=False),
    Index("ix_feed_grant_subject_tx", "subject", "tx"),
    Index("ix_feed_grant_scope", "scope"),
)

_NEXT = update(feed_clock).where(feed_clock.c.id == 1).values(tx=feed_clock.c.tx + 1).returning(feed_clock.c.tx)


async def next_tx(conn: AsyncConnection) -> int:
    """The number of the current writing transaction."""
    if conn.dialect.name == "postgresql":
        return int((await conn.execute(text("select pg_current_xact_id()::text::bigint"))).scalar_one())
    tx = (await conn.execute(_NEXT)).scalar_one_or_none()
    if tx is None:
        await conn.execute(insert(feed_clock).values(id=1, tx=1))
        return 1
    return int(tx)


async def horizon(conn: AsyncConnection) -> int:
    """Every transaction with a number below this one is over: committed and visible, or gone."""
    if conn.dialect.name == "postgresql":
        query = text("select pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        return int((await conn.execute(query)).scalar_one())
    tx = (await conn.execute(select(feed_clock.c.tx).where(feed_clock.c.id == 1))).scalar_one_or_none()
    return int(tx or 0) + 1


async def write(conn: AsyncConnection, heads: Sequence[Head], grants: Sequence[Grant]) -> int | None:
    """Move heads and grants to the front of the feed under one number; None when there is nothing to move."""
    if not heads and not grants:
        return None
    tx = await next_tx(conn)
    upsert = postgresql.insert if conn.dialect.name == "postgresql" else sqlite.insert
    rows = [{"tx": tx, "seq": seq, **_columns(item)} for seq, item in enumerate([*grants, *heads])]
    if grants:
        statement = upsert(feed_grant)
        changed = {name: statement.excluded[name] for name in ("visible", "reason", "tx", "seq")}
        await conn.execute(statement.on_conflict_do_update(index_elements=["subject", "scope"], set_=changed), rows[: len(grants)])
    if heads:
        put = upsert(feed_head)
        moved = {name: put.excluded[name] for name in ("tx", "seq", "version", "body")}
        await conn.execute(put.on_conflict_do_update(index_elements=["kind", "id", "scope"], set_=moved), rows[len(grants) :])
    return tx


async def sees(conn: AsyncConnection, subject: str, scopes: Collection[str]) -> bool:
    """Whether `subject` sees at least one of these scopes now."""
    mine = (feed_grant.c.subject == subject, feed_grant.c.scope.in_(scopes), feed_grant.c.visible.is_(True))
    return (await conn.execute(select(feed_grant.c.scope).where(*mine).limit(1))).first() is not None


def _columns(item: Head | Grant) -> dict[str, object]:
    return {name: getattr(item, name) for name in item.__struct_fields__}
