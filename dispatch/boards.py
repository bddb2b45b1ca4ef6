"""Rows of the live board: work orders with the health of their clocks, technicians with what they are doing.

Effects  reads this package's tables inside the caller's transaction.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Select, select
from sqlalchemy.engine import RowMapping
from sqlalchemy.ext.asyncio import AsyncConnection

from dispatch import sla, store
from dispatch import tables as t
from dispatch.hours import shift_at
from dispatch.model import ON_SITE, TERMINAL, Community, Status, Technician
from dispatch.opening import UNSORTED
from dispatch.prospects import open_stops
from dispatch.rulebook import Book
from dispatch.views import Board, BoardRow, CommunityView, TechnicianRow

_EXPIRING = timedelta(days=30)
_DONE_FOR = timedelta(hours=2)  # finished orders stay on the board for so long
BOARD_LIMIT = 2500
_o = t.work_order.c

rows_query = (
    select(
        *store.order_columns,
        t.premises.c.label.label("place_label"),
        t.premises.c.position.label("place_position"),
        t.technician.c.code.label("technician_code"),
        t.fault.c.body.label("fault_body"),
    )
    .join_from(t.work_order, t.premises, t.premises.c.id == _o.premises_id)
    .outerjoin(t.technician, t.technician.c.id == _o.technician_id)
    .outerjoin(t.fault, (t.fault.c.org_id == _o.org_id) & (t.fault.c.code == _o.fault))
)


async def fetch_rows(conn: AsyncConnection, query: Select[tuple[object, ...]], now: datetime) -> list[BoardRow]:
    """The board rows of any narrowing of `rows_query`."""
    rows = list((await conn.execute(query)).mappings())
    communities = await store.communities(conn, [row["community_id"] for row in rows])
    books = await store.books(conn, {row["org_id"] for row in rows}) if rows else {}
    return [_row(row, communities[row["community_id"]], books[row["org_id"]], now) for row in rows]


def _row(row: RowMapping, community: Community, book: Book, now: datetime) -> BoardRow:
    order = store.to_order(row)
    fault = row["fault_body"] or UNSORTED
    policy = book.of(order.community_id, fault.trade)
    hours = sla.calendar(order.priority, community, policy)
    return BoardRow(
        id=order.id,
        number=order.number,
        status=order.status,
        priority=order.priority,
        kind=order.kind,
        fault=order.fault,
        fault_zh=fault.zh,
        fault_en=fault.en,
        label=row["place_label"],
        community=community.code,
        position=row["place_position"],
        technician_id=order.technician_id,
        technician=row["technician_code"],
        reported_at=order.reported_at,
        window_start=order.window_start,
        health=sla.health(order, hours, now, policy.warn_share),
        flags=tuple(sorted(order.flags)),
        escalation=order.escalation,
        version=order.version,
    )


async def board_rows(conn: AsyncConnection, ids: Iterable[str], *, now: datetime) -> list[BoardRow]:
    """The rows of some orders, as many as exist, in the order of their ids."""
    found: list[BoardRow] = []
    for part in store.chunks(ids):
        found += await fetch_rows(conn, rows_query.where(_o.id.in_(part)).order_by(_o.id), now)
    return found


async def technician_rows(
    conn: AsyncConnection, ids: Sequence[str] | None, org_id: str, *, now: datetime
) -> list[TechnicianRow]:
    """Technicians and what they are doing; `ids` None means everybody."""
    people = await store.technicians(conn, org_id, ids)
    stops = await open_stops(conn, people)
    codes = await codes_of_communities(conn, org_id)
    return [
        _technician_row(one, [stop.status for stop in stops.get(key, ())], codes, now) for key, one in people.items()
    ]


async def codes_of_communities(conn: AsyncConnection, org_id: str) -> dict[str, str]:
    """What the communities of an organisation are called, by id."""
    rows = await conn.execute(select(t.community.c.id, t.community.c.code).where(t.community.c.org_id == org_id))
    return {row.id: row.code for row in rows}


def _technician_row(
    one: Technician, statuses: Sequence[Status], codes: Mapping[str, str], now: datetime
) -> TechnicianRow:
    return TechnicianRow(
        id=one.id,
        code=one.code,
        team=one.team,
        state=state_of(one, statuses, now),
        position=one.fix.position if one.fix else None,
        position_at=one.fix.at if one.fix else None,
        accuracy_m=one.fix.accuracy_m if one.fix else None,
        open_orders=len(statuses),
        max_open=one.max_open,
        skills=one.skills,
        communities=tuple(sorted(codes[key] for key in one.communities if key in codes)),
        expiring=tuple(
            sorted(
                held.code
                for held in one.certificates
                if any(due is not None and due < now + _EXPIRING for due in (held.valid_until, held.review_due))
            )
        ),
    )


def state_of(one: Technician, statuses: Sequence[Status], now: datetime) -> str:
    """What somebody is doing: the furthest of his orders, else whether he is there at all."""
    held = set(statuses)
    if held & ON_SITE - {Status.ON_HOLD}:
        return "on_site"
    if Status.EN_ROUTE in held:
        return "en_route"
    if one.off_duty or shift_at(one.shifts, one.time_zone, now) is None:
        return "off"
    if one.on_break:
        return "break"
    if held & {Status.ACCEPTED, Status.REWORK, Status.ON_HOLD}:
        return "accepted"
    return "offered" if Status.OFFERED in held else "free"


async def board(conn: AsyncConnection, org_id: str, communities: Iterable[str], *, now: datetime) -> Board:
    """The whole live board of some communities (by id); none given means all of them."""
    wanted = frozenset(communities)
    query = rows_query.where(_o.org_id == org_id).where(
        _o.status.not_in([*sorted(TERMINAL), Status.COMPLETED, Status.DRAFT])
        | ((_o.status == Status.COMPLETED) & (_o.updated_at > now - _DONE_FOR))
    )
    if wanted:
        query = query.where(_o.community_id.in_(sorted(wanted)))
    query = query.order_by(_o.priority, _o.reported_at).limit(BOARD_LIMIT)
    places = [one for one in await communities_of(conn, org_id) if not wanted or one.id in wanted]
    people = await technician_rows(conn, None, org_id, now=now)
    codes = {one.code for one in places}
    return Board(
        at=now,
        orders=tuple(await fetch_rows(conn, query, now)),
        technicians=tuple(one for one in people if not wanted or codes & set(one.communities)),
        communities=tuple(
            CommunityView(one.id, one.code, one.zh, one.en, one.position, one.time_zone, one.plan) for one in places
        ),
    )


async def communities_of(conn: AsyncConnection, org_id: str) -> list[Community]:
    rows = await conn.execute(select(t.community).where(t.community.c.org_id == org_id).order_by(t.community.c.code))
    return [Community(**row) for row in rows.mappings()]
