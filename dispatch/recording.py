"""Keeping what decisions looked at, and finding it again.

Effects  reads and writes this package's tables inside the caller's transaction.
"""

from collections.abc import AsyncIterator, Iterable
from datetime import datetime

from msgspec import Struct
from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from dispatch import store
from dispatch import tables as t
from dispatch.recalling import Looked, freeze, named, outcome_hash, thaw
from dispatch.views import Decision

_AT_ONCE = 100


class Kept(Struct, frozen=True):
    """A decision as it was made, with all that it was made of."""

    decision_id: str
    outcome_hash: str
    looked: Looked


async def record(conn: AsyncConnection, looked: Looked, decision: Decision) -> None:
    """Keep what this decision was made of. `decision` is the whole one, before anything is left out."""
    body, parts = freeze(looked)
    known = set()
    for some in store.chunks(parts):
        known |= set((await conn.execute(select(t.snapshot.c.hash).where(t.snapshot.c.hash.in_(some)))).scalars())
    fresh = [{"hash": key, "body": packed} for key, packed in sorted(parts.items()) if key not in known]
    await store.insert_new(conn, t.snapshot, fresh, ["hash"])
    row = {
        "decision_id": decision.id,
        "org_id": looked.job.order.org_id,
        "at": looked.now,
        "outcome_hash": outcome_hash(decision),
        "body": body,
    }
    await conn.execute(insert(t.decision_input), row)


async def forget(conn: AsyncConnection, decision_id: str) -> None:
    await conn.execute(delete(t.decision_input).where(t.decision_input.c.decision_id == decision_id))


async def recorded(conn: AsyncConnection, ids: Iterable[str]) -> list[Kept]:
    """What these decisions were made of, as far as it is kept."""
    c = t.decision_input.c
    rows = []
    for part in store.chunks(ids):
        rows += list(await conn.execute(select(c.decision_id, c.outcome_hash, c.body).where(c.decision_id.in_(part))))
    keys = {key for row in rows for key in named(row.body)}
    parts: dict[str, bytes] = {}
    for some in store.chunks(sorted(keys)):
        found = await conn.execute(select(t.snapshot.c.hash, t.snapshot.c.body).where(t.snapshot.c.hash.in_(some)))
        parts |= {row.hash: row.body for row in found}
    return [Kept(row.decision_id, row.outcome_hash, thaw(row.body, parts)) for row in rows]


async def between(conn: AsyncConnection, org_id: str, since: datetime, until: datetime) -> AsyncIterator[Kept]:
    """Every kept decision of a time, in the order in which they were made."""
    c = t.decision_input.c
    query = select(c.decision_id).where(c.org_id == org_id, c.at >= since, c.at < until)
    ids = list((await conn.execute(query.order_by(c.at, c.decision_id))).scalars())
    for first in range(0, len(ids), _AT_ONCE):
        some = {one.decision_id: one for one in await recorded(conn, ids[first : first + _AT_ONCE])}
        for key in ids[first : first + _AT_ONCE]:
            if key in some:
                yield some[key]
