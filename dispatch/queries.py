"""Read models of dispatch: one work order, lists, the review queue, premises and catalogues.

What looks at a clock takes the moment as `now`. The rows of the live board are in `boards`, premises in
`places`; both are reached through this module.

Errors   `UnknownOrder`.
Effects  reads this package's tables and the history inside the caller's transaction.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import msgspec
from msgspec import Struct
from sqlalchemy import bindparam, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from dispatch import showing, sla, store
from dispatch import tables as t
from dispatch.agenda import agenda, what_if
from dispatch.boards import board, board_rows, communities_of, fetch_rows, rows_query, technician_rows
from dispatch.incidents import Incident, incidents
from dispatch.model import Assignment, AssignmentState, Fault, Material, Status, Technician
from dispatch.places import (
    UnknownPlace,
    community,
    escaped,
    hidden,
    premises_by_code,
    premises_by_id,
    premises_by_report_code,
    premises_search,
)
from dispatch.recording import between as kept_decisions
from dispatch.views import Decision, OrderDetail, OrderPage, PhoneOrder, ReviewItem, TimelineLine
from kernel import outbox
from kernel.events import Envelope

__all__ = [
    "Incident",
    "OrderFilter",
    "UnknownPlace",
    "actor_code",
    "agenda",
    "assignments_of",
    "board",
    "board_rows",
    "communities_by_order",
    "communities_of",
    "community",
    "decisions_by_number",
    "faults",
    "hidden",
    "incidents",
    "kept_decisions",
    "list_orders",
    "materials",
    "order_detail",
    "phone_orders",
    "premises_by_code",
    "premises_by_id",
    "premises_by_report_code",
    "premises_search",
    "review_queue",
    "technician",
    "technician_rows",
    "timeline",
    "waiting_for_review",
    "what_if",
]

_o = t.work_order.c
_REVIEWS = 200
# Built once: putting a statement together costs more than running it.
_CODE = select(t.technician.c.code).where(t.technician.c.id == bindparam("id"))
_ACCEPTED = (
    select(t.assignment.c.work_order_id)
    .where(
        t.assignment.c.technician_id == bindparam("technician_id"),
        t.assignment.c.work_order_id.in_(bindparam("ids", expanding=True)),
        t.assignment.c.state.in_([AssignmentState.ACCEPTED, AssignmentState.FINISHED, AssignmentState.REVOKED]),
    )
    .distinct()
)


class OrderFilter(Struct, frozen=True, kw_only=True):
    """What a list of orders is narrowed to. `after` is the `next` of the page before."""

    q: str = ""
    status: Status | None = None
    communities: frozenset[str] = frozenset()
    limit: int = 50
    after: str | None = None


async def order_detail(conn: AsyncConnection, order_id: str, *, now: datetime) -> OrderDetail:
    order = await store.order(conn, order_id)
    around = await showing.surroundings(conn, [order])
    policy = around.policy_of(order)
    place_community = around.communities[order.community_id]
    codes = await _codes(conn, order.org_id)
    return OrderDetail(
        order=order,
        fault=around.fault_of(order),
        place=around.place_of(order),
        health=sla.health(order, sla.calendar(order.priority, place_community, policy), now, policy.warn_share),
        technician=codes.get(order.technician_id or ""),
        assignments=tuple(await assignments_of(conn, order_id)),
        timeline=tuple(_line(one, codes) for one in await outbox.history(conn, order_id)),
        history=(await showing.histories(conn, [order]))[order.id],
        decision=await store.last_decision(conn, order_id),
    )


async def assignments_of(conn: AsyncConnection, order_id: str) -> list[Assignment]:
    """Everybody who was ever asked, in the order of asking."""
    query = select(t.assignment).where(t.assignment.c.work_order_id == order_id)
    rows = await conn.execute(query.order_by(t.assignment.c.offered_at, t.assignment.c.id))
    return [Assignment(**row) for row in rows.mappings()]


async def timeline(conn: AsyncConnection, order_id: str, org_id: str) -> list[TimelineLine]:
    codes = await _codes(conn, org_id)
    return [_line(one, codes) for one in await outbox.history(conn, order_id)]


async def _codes(conn: AsyncConnection, org_id: str) -> dict[str, str]:
    query = select(t.technician.c.id, t.technician.c.code).where(t.technician.c.org_id == org_id)
    return {row.id: row.code for row in await conn.execute(query)}


def _line(envelope: Envelope, codes: dict[str, str]) -> TimelineLine:
    facts: dict[str, Any] = msgspec.json.decode(envelope.body)
    facts.pop("event", None)
    facts.pop("work_order_id", None)
    if envelope.words:
        facts["reason"] = envelope.words
    if "technician_id" in facts:
        facts["technician"] = codes.get(facts["technician_id"] or "", "")
    return TimelineLine(
        n=envelope.n,
        at=envelope.occurred_at,
        recorded_at=envelope.recorded_at,
        name=envelope.name,
        actor_role=envelope.actor_role,
        actor=codes.get(envelope.actor_id, ""),
        facts=facts,
    )


async def list_orders(conn: AsyncConnection, org_id: str, wanted: OrderFilter, *, now: datetime) -> OrderPage:
    """Orders of an organisation, the newest first, by pages."""
    query = rows_query.where(_o.org_id == org_id)
    if wanted.communities:
        query = query.where(_o.community_id.in_(sorted(wanted.communities)))
    if wanted.status is not None:
        query = query.where(_o.status == wanted.status)
    for word in wanted.q.split():
        like = f"%{escaped(word)}%"
        query = query.where(
            or_(
                _o.number.ilike(like, escape="\\"),
                _o.description.ilike(like, escape="\\"),
                _o.fault.ilike(like, escape="\\"),
                t.premises.c.label.ilike(like, escape="\\"),
                t.premises.c.code.ilike(like, escape="\\"),
            )
        )
    if wanted.after is not None:
        last = await store.order(conn, wanted.after)
        older = (_o.reported_at < last.reported_at) | ((_o.reported_at == last.reported_at) & (_o.id < last.id))
        query = query.where(older)
    rows = await fetch_rows(conn, query.order_by(_o.reported_at.desc(), _o.id.desc()).limit(wanted.limit + 1), now)
    page = rows[: wanted.limit]
    return OrderPage(tuple(page), page[-1].id if len(rows) > wanted.limit else None)


async def review_queue(
    conn: AsyncConnection, org_id: str, communities: Iterable[str], *, now: datetime
) -> list[ReviewItem]:
    """What waits for a lead's judgement, the most urgent first."""
    query = rows_query.where(_o.org_id == org_id, _o.status == Status.IN_REVIEW)
    wanted = sorted(communities)
    if wanted:
        query = query.where(_o.community_id.in_(wanted))
    query = query.order_by(_o.priority, _o.reported_at).limit(_REVIEWS)
    rows = await fetch_rows(conn, query, now)
    orders = await store.orders(conn, [row.id for row in rows])
    around = await showing.surroundings(conn, orders.values())
    return [
        ReviewItem(
            id=row.id,
            number=row.number,
            fault=row.fault,
            fault_zh=row.fault_zh,
            fault_en=row.fault_en,
            label=row.label,
            community=row.community,
            time_zone=around.communities[orders[row.id].community_id].time_zone,
            technician=row.technician,
            done_at=orders[row.id].clocks.fixed_at,
            flags=row.flags,
            priority=row.priority,
            due_at=sla.next_alarm(orders[row.id], around.policy_of(orders[row.id])),
        )
        for row in rows
    ]


async def phone_orders(conn: AsyncConnection, ids: Iterable[str]) -> dict[str, PhoneOrder]:
    """The phone's picture of each order as it stands now."""
    orders = await store.orders(conn, ids)
    current = await store.assignments(conn, [one.assignment_id for one in orders.values() if one.assignment_id])
    around = await showing.surroundings(conn, orders.values())
    return await showing.pictures(conn, list(orders.values()), current, around)


async def faults(conn: AsyncConnection, org_id: str) -> list[Fault]:
    return list((await store.faults(conn, [org_id])).values())


async def materials(conn: AsyncConnection, org_id: str) -> list[Material]:
    return await store.materials(conn, org_id)


async def technician(conn: AsyncConnection, org_id: str, technician_id: str) -> Technician | None:
    return (await store.technicians(conn, org_id, [technician_id])).get(technician_id)


async def actor_code(conn: AsyncConnection, actor_id: str) -> str:
    """The code of a technician, or nothing: other people's codes belong to their accounts."""
    return (await conn.execute(_CODE, {"id": actor_id})).scalar_one_or_none() or ""


async def once_accepted(conn: AsyncConnection, technician_id: str, order_ids: Iterable[str]) -> frozenset[str]:
    """Which of these orders the technician has ever said yes to; only what was accepted is ever revoked."""
    rows = await conn.execute(_ACCEPTED, {"technician_id": technician_id, "ids": list(order_ids)})
    return frozenset(rows.scalars())


async def communities_by_order(conn: AsyncConnection, org_id: str, ids: Iterable[str]) -> dict[str, str]:
    """The community's id of each of these work orders that belongs to the organisation."""
    query = select(_o.id, _o.community_id).where(_o.org_id == org_id, _o.id.in_(list(ids)))
    return {row.id: row.community_id for row in await conn.execute(query)}


async def waiting_for_review(conn: AsyncConnection, org_id: str, untouched_since: datetime, limit: int) -> list[str]:
    """Signed orders that are not in review yet and have stood still since then, the longest first."""
    waiting = (_o.org_id == org_id, _o.status.in_([Status.SIGNED, Status.PENDING_EVIDENCE]))
    query = select(_o.id).where(*waiting, _o.updated_at < untouched_since).order_by(_o.updated_at, _o.id)
    return list((await conn.execute(query.limit(limit))).scalars())


async def decisions_by_number(conn: AsyncConnection, number: str) -> list[Decision]:
    """Every decision about the order of this number or id, the oldest first."""
    made = t.decision.c
    query = select(made.body).join(t.work_order, _o.id == made.work_order_id)
    rows = await conn.execute(query.where((_o.number == number) | (_o.id == number)).order_by(made.at, made.id))
    return list(rows.scalars())
