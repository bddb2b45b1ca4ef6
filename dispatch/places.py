"""Premises: found by the code on the door, by staff's code, or by what a caller says.

Errors   `UnknownPlace`.
Effects  reads this package's tables inside the caller's transaction.
"""

from datetime import datetime

from sqlalchemy import Text, func, or_, select, type_coerce
from sqlalchemy.ext.asyncio import AsyncConnection

from dispatch import store
from dispatch import tables as t
from dispatch.boards import fetch_rows, rows_query
from dispatch.model import TERMINAL, Community, Contact, Premises, Status
from dispatch.opening import UNSORTED
from dispatch.views import BoardRow, PastVisit, PremisesHit
from kernel.errors import NotFound

_o = t.work_order.c
_HITS = 20
_RECENT = 5


class UnknownPlace(NotFound):
    code = "unknown_place"


async def premises_by_report_code(conn: AsyncConnection, code: str) -> Premises:
    """The premises whose QR code this is, in whatever organisation."""
    row = (await conn.execute(select(t.premises).where(t.premises.c.report_code == code))).mappings().first()
    if row is None:
        raise UnknownPlace(place=code)
    return Premises(**row)


async def premises_by_code(conn: AsyncConnection, org_id: str, code: str) -> Premises:
    query = select(t.premises).where(t.premises.c.org_id == org_id, t.premises.c.code == code)
    row = (await conn.execute(query)).mappings().first()
    if row is None:
        raise UnknownPlace(place=code)
    return Premises(**row)


async def premises_by_id(conn: AsyncConnection, premises_id: str) -> Premises:
    found = await store.premises(conn, [premises_id])
    if premises_id not in found:
        raise UnknownPlace(place=premises_id)
    return found[premises_id]


async def community(conn: AsyncConnection, community_id: str) -> Community:
    found = await store.communities(conn, [community_id])
    if community_id not in found:
        raise UnknownPlace(place=community_id)
    return found[community_id]


def escaped(word: str) -> str:
    """A word for LIKE; the escape is the backslash."""
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def masked(contact: Contact) -> str:
    """Enough to ask "is this still your number?", not enough to call it."""
    return " ".join(part for part in (f"{contact.name[:1]}*" if contact.name else "", hidden(contact.phone)) if part)


def hidden(phone: str) -> str:
    """A number that cannot be called."""
    return f"{phone[:3]}{'*' * max(0, len(phone) - 5)}{phone[-2:]}" if len(phone) > 5 else "*" * len(phone)


async def premises_search(
    conn: AsyncConnection, org_id: str, q: str, *, now: datetime, communities: frozenset[str] = frozenset()
) -> list[PremisesHit]:
    """Premises by code, label, name or phone, with what is open there and what was; every word must occur.

    `communities` (ids) narrow the search; none means the whole organisation.
    """
    place = t.premises.c
    query = select(t.premises).where(place.org_id == org_id)
    if communities:
        query = query.where(place.community_id.in_(sorted(communities)))
    for word in q.split():
        like = f"%{escaped(word)}%"
        columns = (place.code, place.label, type_coerce(place.contact, Text))
        query = query.where(or_(*(column.ilike(like, escape="\\") for column in columns)))
    rows = await conn.execute(query.order_by(place.code).limit(_HITS))
    found = [Premises(**row) for row in rows.mappings()]
    known = await store.communities(conn, [one.community_id for one in found])
    ids = [str(one.id) for one in found]
    running = await _running(conn, ids, now)
    past = await _past(conn, org_id, ids)
    return [
        PremisesHit(
            code=one.code,
            label=one.label,
            community=known[one.community_id].code,
            community_zh=known[one.community_id].zh,
            community_en=known[one.community_id].en,
            time_zone=known[one.community_id].time_zone,
            contact_masked=masked(one.contact),
            open=tuple(running.get(one.id, ())),
            recent=tuple(past.get(one.id, ())),
        )
        for one in found
    ]


async def _running(conn: AsyncConnection, premises_ids: list[str], now: datetime) -> dict[str, list[BoardRow]]:
    still = (_o.premises_id.in_(premises_ids), _o.status.not_in([*sorted(TERMINAL), Status.COMPLETED]))
    where = {row.id: row.premises_id for row in await conn.execute(select(_o.id, _o.premises_id).where(*still))}
    found: dict[str, list[BoardRow]] = {}
    for row in await fetch_rows(conn, rows_query.where(*still).order_by(_o.reported_at.desc()), now):
        found.setdefault(where[row.id], []).append(row)
    return found


async def _past(conn: AsyncConnection, org_id: str, premises_ids: list[str]) -> dict[str, list[PastVisit]]:
    catalogue = await store.faults(conn, [org_id])
    nth = func.row_number().over(partition_by=_o.premises_id, order_by=_o.reported_at.desc()).label("nth")
    columns = (_o.premises_id, _o.number, _o.fault, _o.status, _o.reported_at, _o.clocks, _o.callback_of)
    over = _o.status.in_([Status.COMPLETED, Status.CLOSED])
    ranked = select(*columns, nth).where(_o.premises_id.in_(premises_ids), over).subquery()
    found: dict[str, list[PastVisit]] = {}
    for row in await conn.execute(select(ranked).where(ranked.c.nth <= _RECENT).order_by(ranked.c.nth)):
        fault = catalogue.get((org_id, row.fault), UNSORTED)
        at = row.clocks.fixed_at or row.reported_at
        visit = PastVisit(row.number, row.fault, fault.zh, fault.en, at, row.status, row.callback_of is not None)
        found.setdefault(row.premises_id, []).append(visit)
    return found
