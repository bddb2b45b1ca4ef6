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
from functools import cache
from operator import attrgetter
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    CompoundSelect,
    Index,
    Insert,
    Integer,
    Select,
    String,
    Table,
    bindparam,
    func,
    insert,
    select,
    text,
    union_all,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from kernel.heads import Due, Grant, Head, Moved, Size
from kernel.metadata import Raw, metadata
from kernel.upserts import upsert

__all__ = ["Due", "Grant", "Head", "Moved", "Size"]  # told here too: they are the words of this module


feed_clock = Table(
    "feed_clock", metadata, Column("id", Integer, primary_key=True), Column("tx", BigInteger, nullable=False)
)

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

# Built once: putting a statement together costs more than running it.
_SCOPES = feed_grant.c.scope.in_(bindparam("scopes", expanding=True))
_SIGHTS = select(feed_grant).where(feed_grant.c.subject == bindparam("subject"), _SCOPES)
_PLACES = select(feed_head.c.id, feed_head.c.scope).where(
    feed_head.c.kind == bindparam("kind"), feed_head.c.id.in_(bindparam("ids", expanding=True))
)
_WATCHERS = select(feed_grant.c.subject).where(_SCOPES, feed_grant.c.visible).distinct()
_NEWEST = select(feed_clock.c.tx).where(feed_clock.c.id == 1)
_OWN = feed_grant.c.subject == bindparam("subject"), feed_grant.c.visible
_IN_FLIGHT = (
    select(feed_grant.c.tx.label("granted"), feed_head.c.tx.label("moved"))
    .join(feed_head, feed_head.c.scope == feed_grant.c.scope)
    .where(*_OWN, feed_grant.c.tx < bindparam("below"), feed_head.c.tx >= bindparam("below"))
)
_VERSIONS = select(feed_head.c.tx, feed_head.c.kind, feed_head.c.id, feed_head.c.version)
_SEEN_VERSIONS = union_all(
    _VERSIONS.join(feed_grant, feed_grant.c.scope == feed_head.c.scope).where(*_OWN, feed_head.c.body.is_not(None)),
    _VERSIONS.where(feed_head.c.scope.in_(bindparam("implicit", expanding=True)), feed_head.c.body.is_not(None)),
)
_OURS_ON_POSTGRES = text("select pg_current_xact_id()::text::bigint")
_HORIZON_OF_POSTGRES = text("select pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
_due = attrgetter("tx")
_NEXT = update(feed_clock).where(feed_clock.c.id == 1).values(tx=feed_clock.c.tx + 1).returning(feed_clock.c.tx)


async def next_tx(conn: AsyncConnection) -> int:
    """The number of the current writing transaction."""
    if conn.dialect.name == "postgresql":
        return int((await conn.execute(_OURS_ON_POSTGRES)).scalar_one())
    tx = (await conn.execute(_NEXT)).scalar_one_or_none()
    if tx is None:
        await conn.execute(insert(feed_clock).values(id=1, tx=1))
        return 1
    return int(tx)


async def horizon(conn: AsyncConnection) -> int:
    """Every transaction with a number below this one is over: committed and visible, or gone."""
    if conn.dialect.name == "postgresql":
        return int((await conn.execute(_HORIZON_OF_POSTGRES)).scalar_one())
    tx = (await conn.execute(_NEWEST)).scalar_one_or_none()
    return int(tx or 0) + 1


async def write(
    conn: AsyncConnection, heads: Sequence[Head], grants: Sequence[Grant], tx: int | None = None
) -> int | None:
    """Move heads and grants to the front of the feed under one number; None when there is nothing to move.

    `tx`: the number of the transaction, when it has been asked for already.
    """
    if not heads and not grants:
        return None
    tx = await next_tx(conn) if tx is None else tx
    items: list[Head | Grant] = [*grants, *heads]
    rows = [{"tx": tx, "seq": seq, **_columns(item)} for seq, item in enumerate(items)]
    if grants:
        await conn.execute(_put_grant(conn.dialect.name), rows[: len(grants)])
    if heads:
        await conn.execute(_put_head(conn.dialect.name), rows[len(grants) :])
    return tx


@cache
def _put_grant(dialect: str) -> Insert:
    put = upsert(dialect, feed_grant)
    return put.on_conflict_do_update(
        index_elements=["subject", "scope"],
        set_={name: put.excluded[name] for name in ("visible", "reason", "tx", "seq")},
        # Seeing what one sees already is no news: moving it would send the whole scope again, and would make
        # "had he seen that it was taken away?" ask about the wrong transaction.
        where=feed_grant.c.visible != put.excluded.visible,
    )


@cache
def _put_head(dialect: str) -> Insert:
    put = upsert(dialect, feed_head)
    moved = {name: put.excluded[name] for name in ("tx", "seq", "version", "body")}
    return put.on_conflict_do_update(index_elements=["kind", "id", "scope"], set_=moved)


def _owed(*columns: ColumnElement[Any]) -> CompoundSelect[Any]:
    """Heads owed to `subject` after transaction `since`, each at the transaction where it is due, up to `until`.

    A scope granted before `since` owes what changed in it; a scope granted since then owes everything, at the
    transaction of the grant, or pictures would arrive without the work order they belong to.
    """
    since, until, below = (bindparam(name, type_=BigInteger) for name in ("since", "until", "below"))
    own = (feed_grant.c.subject == bindparam("subject")) & feed_grant.c.visible
    both = feed_grant.join(feed_head, feed_head.c.scope == feed_grant.c.scope)
    seen = (
        select(feed_head.c.tx.label("due"), *columns)
        .select_from(both)
        .where(own, feed_grant.c.tx <= since, feed_head.c.tx > since, feed_head.c.tx <= until)
    )
    granted = (
        select(feed_grant.c.tx.label("due"), *columns)
        .select_from(both)
        .where(own, feed_grant.c.tx > since, feed_grant.c.tx <= until, feed_head.c.tx < below)
    )
    implicit = feed_head.c.scope.in_(bindparam("implicit", expanding=True))
    always = select(feed_head.c.tx.label("due"), *columns).where(
        implicit, feed_head.c.tx > since, feed_head.c.tx <= until
    )
    return union_all(seen, granted, always)


def _counted() -> Select[Any]:
    """The same, counted by transaction: the bodies stay where they are."""
    owed = _owed(func.length(feed_head.c.body).label("weight")).subquery()
    weight = func.coalesce(func.sum(owed.c.weight), 0)
    found = select(owed.c.due, func.count(), weight).group_by(owed.c.due).order_by(owed.c.due)
    return found.limit(bindparam("limit", type_=Integer))


_OWED = _owed(*(feed_head.c[name] for name in ("kind", "id", "scope", "version", "body")))
_SIZES = _counted()
_GONE = (
    select(feed_grant.c.tx, feed_grant.c.scope)
    .where(
        feed_grant.c.subject == bindparam("subject"),
        feed_grant.c.tx > bindparam("since", type_=BigInteger),
        feed_grant.c.tx < bindparam("below", type_=BigInteger),
        ~feed_grant.c.visible,
    )
    .order_by(feed_grant.c.tx, feed_grant.c.seq)
)


async def sizes_since(
    conn: AsyncConnection, subject: str, implicit: Sequence[str], window: tuple[int, int], limit: int
) -> list[Size]:
    """How much is owed to `subject` in the window, both ends left out, by transaction; the first `limit` of them."""
    since, below = window
    asked = {"subject": subject, "implicit": list(implicit), "since": since, "until": below - 1, "below": below}
    return [Size(*row) for row in await conn.execute(_SIZES, {**asked, "limit": limit})]


async def changes_since(
    conn: AsyncConnection, subject: str, implicit: Sequence[str], window: tuple[int, int], until: int
) -> list[Due]:
    """Heads owed to `subject` in the window, both ends left out, as far as they are due by `until`; in order."""
    since, below = window
    asked = {"subject": subject, "implicit": list(implicit), "since": since, "until": until, "below": below}
    # Put in order here: a database would carry all the bodies about to do it.
    return sorted((Due(*row) for row in await conn.execute(_OWED, asked)), key=_due)


async def gone_since(conn: AsyncConnection, subject: str, window: tuple[int, int]) -> list[tuple[int, str]]:
    """The scopes that `subject` ceased to see in the window, each with its transaction, oldest first."""
    since, below = window
    rows = await conn.execute(_GONE, {"subject": subject, "since": since, "below": below})
    return [(tx, scope) for tx, scope in rows]


async def sights(conn: AsyncConnection, subject: str, scopes: Sequence[str]) -> dict[str, Moved]:
    """The last word on whether `subject` sees each of these scopes."""
    rows = await conn.execute(_SIGHTS, {"subject": subject, "scopes": list(scopes)})
    return {r.scope: Moved(r.tx, r.seq, grant=Grant(r.subject, r.scope, bool(r.visible), r.reason)) for r in rows}


async def watchers(conn: AsyncConnection, scopes: Sequence[str]) -> set[str]:
    """Who sees any of these scopes."""
    return set((await conn.execute(_WATCHERS, {"scopes": list(scopes)})).scalars())


async def in_flight(conn: AsyncConnection, subject: str, below: int) -> list[tuple[int, int]]:
    """`(transaction of the grant, transaction of the head)` of what `subject` sees that moved beyond the horizon.

    Such a head is committed but not yet showable: somebody with a lower number is still writing. What it was before
    is gone, so a reader's picture lacks it for a moment.
    """
    rows = await conn.execute(_IN_FLIGHT, {"subject": subject, "below": below})
    return [(row.granted, row.moved) for row in rows]


async def versions(conn: AsyncConnection, subject: str, implicit: Sequence[str]) -> list[tuple[int, str, str, int]]:
    """`(tx, kind, id, version)` of every living head `subject` sees: what a digest sums up."""
    rows = await conn.execute(_SEEN_VERSIONS, {"subject": subject, "implicit": list(implicit)})
    return [(r.tx, r.kind, r.id, r.version) for r in rows]


async def scopes_of(conn: AsyncConnection, kind: str, ids: Sequence[str]) -> dict[str, str]:
    """Where entities of a kind live, of those that exist."""
    return {r.id: r.scope for r in await conn.execute(_PLACES, {"kind": kind, "ids": list(ids)})}


async def age(conn: AsyncConnection, tables: Sequence[Table]) -> None:
    """Put every number in the past, keeping their order: a restored PostgreSQL counts from the beginning again."""
    newest = [(await conn.execute(select(func.max(t.c.tx)))).scalar() or 0 for t in (feed_head, feed_grant, *tables)]
    for table in (feed_head, feed_grant, *tables):
        await conn.execute(update(table).values(tx=table.c.tx - max(newest) - 1))


async def sees(conn: AsyncConnection, subject: str, scopes: Collection[str]) -> bool:
    """Whether `subject` sees at least one of these scopes now."""
    mine = (feed_grant.c.subject == subject, feed_grant.c.scope.in_(scopes), feed_grant.c.visible.is_(True))
    return (await conn.execute(select(feed_grant.c.scope).where(*mine).limit(1))).first() is not None


def _columns(item: Head | Grant) -> dict[str, object]:
    return {name: getattr(item, name) for name in item.__struct_fields__}
