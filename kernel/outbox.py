"""Events kept for ever, and the list of those still to be told.

`event` is the history of the house: append-only, hash-linked per scope over the previous hash and everything the event
says (`link`): what, about what, when, written when, by whom, in which role, from which phone. A changed fact or one
missing from the middle breaks the chain; a tail cut off does not, since nothing follows it: who fears that keeps the
newest hashes elsewhere (`docs/operations.md`). `outbox` holds one row per
event that reactions have not dealt with; it is written in the same transaction as the change, claimed by
the relay with a lease (short, so that a killed process holds nothing up; renewed while it works), and removed
when settled. After `MAX_ATTEMPTS` a row is buried: kept, told to the log, listed by `buried`, dug up by `retry`.

Units    seconds for leases and back-off.
Effects  writes and reads its two tables inside the caller's transaction.
"""

import hashlib
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from itertools import chain

import msgspec
from msgspec import Struct
from msgspec.structs import asdict
from sqlalchemy import (
    BigInteger,
    Column,
    Index,
    Integer,
    Row,
    String,
    Table,
    Text,
    bindparam,
    delete,
    func,
    insert,
    literal,
    select,
    text,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from kernel.actors import ActorId, DeviceId, OrgId, Role
from kernel.events import Envelope
from kernel.metadata import Raw, UtcDateTime, metadata, to_micros

MAX_ATTEMPTS = 8
LEASE = timedelta(seconds=15)
_CHAIN_LOCKS = text(
    "select pg_advisory_xact_lock(hashtextextended(scope, 0)) from unnest(cast(:scopes as text[])) as scope"
)

_BigKey = BigInteger().with_variant(Integer, "sqlite")

event = Table(
    "event",
    metadata,
    Column("n", _BigKey, primary_key=True, autoincrement=True),
    Column("id", String(36), nullable=False, unique=True),
    Column("org_id", String(36), nullable=False),
    Column("scope", String(64), nullable=False),
    Column("name", String(64), nullable=False),
    Column("occurred_at", UtcDateTime, nullable=False),
    Column("recorded_at", UtcDateTime, nullable=False),
    Column("actor_id", String(64), nullable=False),
    Column("actor_role", String(16), nullable=False),
    Column("device_id", String(36)),
    Column("body", Raw, nullable=False),
    Column("hash", String(64), nullable=False),
    Index("ix_event_scope_n", "scope", "n"),
)

outbox = Table(
    "outbox",
    metadata,
    Column("n", _BigKey, primary_key=True, autoincrement=False),
    Column("due_at", UtcDateTime, nullable=False, index=True),
    Column("attempts", Integer, nullable=False, default=0),
    Column("buried_at", UtcDateTime),
    Column("error", Text),
)


event_words = Table(
    "event_words",
    metadata,
    Column("event_id", String(36), primary_key=True),
    Column("words", Text, nullable=False),
)


_SPELT = b"%d:%b" * 11  # the parts of a link, each under its length


def link(previous: str, told: Envelope) -> str:
    """The next hash of a chain: each part under its length, so that no two events are spelt alike."""
    who = (told.actor_id, told.actor_role, str(to_micros(told.occurred_at)), str(to_micros(told.recorded_at)))
    words = (previous, told.id, told.org_id, told.scope, told.name, *who, told.device_id or "")
    parts = (*map(str.encode, words), told.body)
    return hashlib.sha256(_SPELT % tuple(chain.from_iterable(zip(map(len, parts), parts, strict=True)))).hexdigest()


# Built once: putting a statement together costs more than running it.
_newest = (
    select(event.c.scope, func.max(event.c.n).label("n"))
    .where(event.c.scope.in_(bindparam("scopes", expanding=True)))
    .group_by(event.c.scope)
    .subquery()
)
_LAST = select(event.c.scope, event.c.hash).join(_newest, event.c.n == _newest.c.n)
_PUT = insert(event)
_PUT_WORDS = insert(event_words)
_OWE = insert(outbox).from_select(
    ["n", "due_at", "attempts"],
    select(event.c.n, event.c.recorded_at, literal(0)).where(event.c.id.in_(bindparam("ids", expanding=True))),
)

_THESE = outbox.c.n.in_(bindparam("numbers", expanding=True))
_DUE = (
    select(outbox.c.n)
    .where(outbox.c.due_at <= bindparam("now", type_=UtcDateTime), outbox.c.buried_at.is_(None))
    .order_by(outbox.c.n)
    .limit(bindparam("most", type_=Integer))
    .with_for_update(skip_locked=True)
)
_TAKE = (
    update(outbox).where(_THESE).values(due_at=bindparam("until", type_=UtcDateTime), attempts=outbox.c.attempts + 1)
)
_TAKEN = select(event).where(event.c.n.in_(bindparam("numbers", expanding=True))).order_by(event.c.n)
_SETTLE = delete(outbox).where(_THESE)


async def append(conn: AsyncConnection, envelopes: Sequence[Envelope], *, owed: bool = True) -> None:
    """Write events and their outbox rows; two statements for any number of events, plus one look-up.

    `owed=False` is for a past that was dealt with elsewhere (imports, the demo): nobody reacts to it.
    """
    if not envelopes:
        return
    scopes = {envelope.scope for envelope in envelopes}
    await _one_writer_each(conn, sorted(scopes))
    rows = await conn.execute(_LAST, {"scopes": list(scopes)})
    newest: dict[str, str] = {row.scope: row.hash for row in rows}
    values = []
    for envelope in envelopes:
        digest = newest[envelope.scope] = link(newest.get(envelope.scope, ""), envelope)
        row = asdict(envelope) | {"hash": digest}
        del row["n"]  # the database's to give
        values.append(row)
    await conn.execute(_PUT, values)
    typed = [{"event_id": one.id, "words": one.words} for one in envelopes if one.words]
    if typed:
        await conn.execute(_PUT_WORDS, typed)
    if not owed:
        return
    made = [envelope.id for envelope in envelopes]
    await conn.execute(_OWE, {"ids": made})


def _envelope(row: Row[tuple[object, ...]]) -> Envelope:
    return Envelope(
        id=row.id,
        org_id=OrgId(row.org_id),
        scope=row.scope,
        name=row.name,
        occurred_at=row.occurred_at,
        recorded_at=row.recorded_at,
        actor_id=ActorId(row.actor_id),
        actor_role=Role(row.actor_role),
        device_id=DeviceId(row.device_id) if row.device_id else None,
        body=bytes(row.body),
        n=row.n,
        hash=row.hash,
    )


async def claim(conn: AsyncConnection, now: datetime, limit: int = 100) -> list[Envelope]:
    """Lease the oldest due events to the caller, in order, for `LEASE`."""
    numbers = [row.n for row in await conn.execute(_DUE, {"now": now, "most": limit})]
    if not numbers:
        return []
    await conn.execute(_TAKE, {"numbers": numbers, "until": now + LEASE})
    rows = await conn.execute(_TAKEN, {"numbers": numbers})
    return [_envelope(row) for row in rows]


async def _one_writer_each(conn: AsyncConnection, scopes: Sequence[str]) -> None:
    """Until the transaction ends nobody else continues these chains: two continuations of one link would break it."""
    if conn.dialect.name == "postgresql":
        await conn.execute(_CHAIN_LOCKS, {"scopes": scopes})


async def renew(conn: AsyncConnection, numbers: Collection[int], now: datetime) -> None:
    """These events are still being dealt with: nobody else should begin on them."""
    if numbers:
        await conn.execute(update(outbox).where(outbox.c.n.in_(numbers)).values(due_at=now + LEASE))


async def is_due(conn: AsyncConnection, now: datetime) -> bool:
    """Whether `claim` would find something; a plain read, so that waiting costs no transaction."""
    due = select(outbox.c.n).where(outbox.c.due_at <= now, outbox.c.buried_at.is_(None)).limit(1)
    return (await conn.execute(due)).first() is not None


async def settle(conn: AsyncConnection, numbers: Sequence[int]) -> None:
    """These events were dealt with."""
    if numbers:
        await conn.execute(_SETTLE, {"numbers": list(numbers)})


async def put_back(conn: AsyncConnection, n: int, now: datetime, error: str) -> bool:
    """Try again later, or bury after the last attempt; true when it was buried."""
    row = (await conn.execute(select(outbox.c.attempts).where(outbox.c.n == n))).first()
    attempts = row.attempts if row else MAX_ATTEMPTS
    buried = attempts >= MAX_ATTEMPTS
    await conn.execute(
        update(outbox)
        .where(outbox.c.n == n)
        .values(
            due_at=now + timedelta(seconds=min(3600, 2**attempts)),
            error=error[:500],
            buried_at=now if buried else None,
        )
    )
    return buried


class Buried(Struct, frozen=True):
    """An event whose consequences failed `MAX_ATTEMPTS` times."""

    n: int
    name: str
    scope: str
    buried_at: datetime
    error: str


async def buried(conn: AsyncConnection, org_id: str | None = None) -> list[Buried]:
    """What lies buried, of one organisation or of all, oldest first."""
    columns = (outbox.c.n, event.c.name, event.c.scope, outbox.c.buried_at, outbox.c.error)
    query = select(*columns).join(event, event.c.n == outbox.c.n).where(outbox.c.buried_at.is_not(None))
    if org_id is not None:
        query = query.where(event.c.org_id == org_id)
    rows = await conn.execute(query.order_by(outbox.c.n))
    return [Buried(row.n, row.name, row.scope, row.buried_at, row.error or "") for row in rows]


async def retry(conn: AsyncConnection, numbers: Collection[int], now: datetime, org_id: str | None = None) -> int:
    """Dig these events up, or all when none is named: due now, with all their attempts; how many there were."""
    again = update(outbox).where(outbox.c.buried_at.is_not(None))
    if numbers:
        again = again.where(outbox.c.n.in_(numbers))
    if org_id is not None:
        again = again.where(outbox.c.n.in_(select(event.c.n).where(event.c.org_id == org_id)))
    return int((await conn.execute(again.values(buried_at=None, attempts=0, due_at=now))).rowcount)


async def history(conn: AsyncConnection, scope: str) -> list[Envelope]:
    """Everything that ever happened in a scope, oldest first, with what people typed about it."""
    both = event.outerjoin(event_words, event_words.c.event_id == event.c.id)
    query = select(event, event_words.c.words).select_from(both).where(event.c.scope == scope)
    rows = await conn.execute(query.order_by(event.c.n))
    return [msgspec.structs.replace(_envelope(row), words=row.words or "") for row in rows]


async def erase_words(conn: AsyncConnection, scope: str) -> int:
    """Forget what people typed about a scope; the chain of what happened stays whole."""
    mine = event_words.c.event_id.in_(select(event.c.id).where(event.c.scope == scope))
    return int((await conn.execute(delete(event_words).where(mine))).rowcount)


def first_broken_link(envelopes: Sequence[Envelope]) -> int | None:
    """The `n` of the first event of a scope whose hash does not follow from the one before."""
    previous = ""
    for envelope in envelopes:
        if link(previous, envelope) != envelope.hash:
            return envelope.n
        previous = envelope.hash
    return None


async def scopes(conn: AsyncConnection) -> list[str]:
    """Every scope that has a history, sorted."""
    rows = await conn.execute(select(event.c.scope).distinct().order_by(event.c.scope))
    return [row.scope for row in rows]
