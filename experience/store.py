"""Links, sessions, tickets and answers, in and out of their tables.

Effects  statements inside the caller's transaction.
"""

from datetime import datetime
from typing import Any, TypeVar

import msgspec
from sqlalchemy import Row, Table, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from experience import tables as t
from experience.model import Answer, OwnerLink, OwnerSession, ReportTicket
from kernel.upserts import upsert

_Row = TypeVar("_Row", OwnerLink, OwnerSession, ReportTicket, Answer)


def _read(kind: type[_Row], row: Row[Any] | None) -> _Row | None:
    return None if row is None else kind(**row._mapping)  # noqa: SLF001 - the public name of it in SQLAlchemy


async def put(conn: AsyncConnection, *items: OwnerLink | OwnerSession | ReportTicket | Answer) -> None:
    """New rows; items of one kind go in one statement."""
    homes: dict[type, Table] = {
        OwnerLink: t.owner_link,
        OwnerSession: t.owner_session,
        ReportTicket: t.report_ticket,
        Answer: t.rating,
    }
    for kind, home in homes.items():
        rows = [msgspec.structs.asdict(item) for item in items if isinstance(item, kind)]
        if rows:
            await conn.execute(insert(home), rows)


async def link_by_hash(conn: AsyncConnection, code_hash: str) -> OwnerLink | None:
    query = select(t.owner_link).where(t.owner_link.c.code_hash == code_hash)
    return _read(OwnerLink, (await conn.execute(query)).first())


async def link(conn: AsyncConnection, link_id: str) -> OwnerLink | None:
    return _read(OwnerLink, (await conn.execute(select(t.owner_link).where(t.owner_link.c.id == link_id))).first())


async def count_use(conn: AsyncConnection, link_id: str, now: datetime) -> None:
    change = {"uses": t.owner_link.c.uses + 1, "last_used_at": now}
    await conn.execute(update(t.owner_link).where(t.owner_link.c.id == link_id).values(**change))


async def revoke_links(conn: AsyncConnection, work_order_id: str, now: datetime) -> int:
    query = update(t.owner_link).where(
        t.owner_link.c.work_order_id == work_order_id, t.owner_link.c.revoked_at.is_(None)
    )
    return int((await conn.execute(query.values(revoked_at=now))).rowcount)


async def session(conn: AsyncConnection, token_hash: str) -> OwnerSession | None:
    query = select(t.owner_session).where(t.owner_session.c.token_hash == token_hash)
    return _read(OwnerSession, (await conn.execute(query)).first())


async def ticket(conn: AsyncConnection, token_hash: str) -> ReportTicket | None:
    query = select(t.report_ticket).where(t.report_ticket.c.token_hash == token_hash)
    return _read(ReportTicket, (await conn.execute(query)).first())


async def use_ticket(conn: AsyncConnection, token_hash: str, report_id: str) -> bool:
    """Bind a ticket to one report; false when it was used for another."""
    mine = (t.report_ticket.c.token_hash == token_hash, t.report_ticket.c.used_for.is_(None))
    await conn.execute(update(t.report_ticket).where(*mine).values(used_for=report_id))
    query = select(t.report_ticket.c.used_for).where(t.report_ticket.c.token_hash == token_hash)
    return bool((await conn.execute(query)).scalar_one_or_none() == report_id)


async def spend_nonce(conn: AsyncConnection, nonce_hash: str, expires_at: datetime) -> bool:
    """True the first time, false ever after."""
    statement = (
        upsert(conn.dialect.name, t.owner_nonce)
        .values(nonce_hash=nonce_hash, expires_at=expires_at)
        .on_conflict_do_nothing()
    )
    return int((await conn.execute(statement)).rowcount) == 1


async def answer(conn: AsyncConnection, work_order_id: str) -> Answer | None:
    return _read(
        Answer, (await conn.execute(select(t.rating).where(t.rating.c.work_order_id == work_order_id))).first()
    )


async def last_urge(conn: AsyncConnection, work_order_id: str) -> datetime | None:
    query = select(t.owner_urge.c.at).where(t.owner_urge.c.work_order_id == work_order_id)
    found: datetime | None = (await conn.execute(query)).scalar_one_or_none()
    return found


async def note_urge(conn: AsyncConnection, work_order_id: str, at: datetime) -> None:
    statement = upsert(conn.dialect.name, t.owner_urge).values(work_order_id=work_order_id, at=at)
    await conn.execute(statement.on_conflict_do_update(index_elements=["work_order_id"], set_={"at": at}))


async def sweep(conn: AsyncConnection, now: datetime) -> int:
    """Forget what has run out: sessions, tickets and used nonces."""
    gone = 0
    for home in (t.owner_session, t.report_ticket, t.owner_nonce):
        gone += int((await conn.execute(delete(home).where(home.c.expires_at < now))).rowcount)
    return gone
