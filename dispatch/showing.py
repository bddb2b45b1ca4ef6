"""Building the pictures that phones and screens are shown, for many work orders at once.

A picture is put together from the order as given (it may not be saved yet) and what it refers to: place, fault,
earlier visits, and the running offer with its strongest reasons.

Effects  reads this package's tables inside the caller's transaction, one statement per kind of thing.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from msgspec import Struct
from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.engine import RowMapping
from sqlalchemy.ext.asyncio import AsyncConnection

from dispatch import store
from dispatch import tables as t
from dispatch.model import Assignment, Certificate, Community, Fault, Premises, Status, WorkOrder
from dispatch.opening import UNSORTED
from dispatch.policy import Policy
from dispatch.rulebook import Book
from dispatch.views import Decision, OfferView, PastVisit, PhoneOrder, Place

_PAST = 10  # earlier visits shown
_STRONGEST = 3
_VISIT = ("id", "org_id", "premises_id", "number", "fault", "status", "reported_at", "clocks")
_ASKS = frozenset({Status.OFFERED, Status.ACCEPTED, Status.EN_ROUTE, Status.ARRIVED, Status.REWORK})
_NEVER_HAPPENED = (Status.DRAFT, Status.DECLINED, Status.MERGED)


def _visits() -> Select[Any]:
    """The newest work orders of some premises, one more than is shown, with their faults."""
    wanted = t.work_order.c
    nth = func.row_number().over(partition_by=wanted.premises_id, order_by=wanted.reported_at.desc()).label("nth")
    here = (wanted.premises_id.in_(bindparam("ids", expanding=True)), wanted.status.not_in(_NEVER_HAPPENED))
    ranked = select(*(wanted[name] for name in _VISIT), nth).where(*here).subquery()
    named = (t.fault.c.org_id == ranked.c.org_id) & (t.fault.c.code == ranked.c.fault)
    query = select(ranked, t.fault.c.body.label("fault_body")).outerjoin_from(ranked, t.fault, named)
    return query.where(ranked.c.nth <= _PAST + 1).order_by(ranked.c.nth)


_VISITS = _visits()  # built once: putting a statement together costs more than running it


class Surroundings(Struct, frozen=True):
    """What some orders refer to."""

    communities: Mapping[str, Community]
    premises: Mapping[str, Premises]
    faults: Mapping[tuple[str, str], Fault]
    books: Mapping[str, Book]

    def policy_of(self, order: WorkOrder) -> Policy:
        """The policy that holds for the order's community and trade."""
        return self.books[order.org_id].of(order.community_id, self.fault_of(order).trade)

    def fault_of(self, order: WorkOrder) -> Fault:
        return self.faults.get((order.org_id, order.fault), UNSORTED)

    def place_of(self, order: WorkOrder) -> Place:
        return place(self.premises[order.premises_id], self.communities[order.community_id])


def place(premises: Premises, community: Community) -> Place:
    return Place(
        premises_id=premises.id,
        code=premises.code,
        label=premises.label,
        building=premises.building,
        floor_label=premises.floor_label,
        community=community.code,
        community_zh=community.zh,
        community_en=community.en,
        position=premises.position,
        no_signal=premises.no_signal,
        time_zone=community.time_zone,
        currency=community.currency,
        report_code=premises.report_code,
        quiet_hours=quiet_hours(premises, community),
    )


def quiet_hours(premises: Premises, community: Community) -> tuple[tuple[str, str], ...]:
    return (*community.quiet_hours, *premises.quiet_hours)


async def surroundings(conn: AsyncConnection, orders: Iterable[WorkOrder]) -> Surroundings:
    """What these orders refer to, in two statements."""
    known = list(orders)
    premises, communities = await store.places(conn, [order.premises_id for order in known])
    books = await store.books(conn, {str(order.org_id) for order in known})
    moved = {str(order.community_id) for order in known} - communities.keys()
    if moved:  # places that belong to another community since
        communities |= await store.communities(conn, moved)
    named = {(order.org_id, order.fault) for order in known if order.fault}
    return Surroundings(communities, premises, await store.some_faults(conn, named), books)


def joined(one: Surroundings, other: Surroundings) -> Surroundings:
    """What either knows."""
    return Surroundings(
        {**one.communities, **other.communities},
        {**one.premises, **other.premises},
        {**one.faults, **other.faults},
        {**one.books, **other.books},
    )


async def pictures(
    conn: AsyncConnection,
    orders: Sequence[WorkOrder],
    assignments: Mapping[str, Assignment],
    around: Surroundings,
) -> dict[str, PhoneOrder]:
    """The phone's picture of each order. `assignments` are the current ones, by their id."""
    if not orders:
        return {}
    past = await histories(conn, orders)
    offered = [one for order in orders if (one := _offered(order, assignments)) is not None and one.decision_id]
    chosen = await store.decisions(conn, [one.decision_id for one in offered if one.decision_id])
    held = await certificates(conn, orders, around)
    return {
        order.id: PhoneOrder(
            order=order,
            fault=around.fault_of(order),
            place=around.place_of(order),
            offer=offer_view(_offered(order, assignments), chosen),
            history=past.get(order.id, ()),
            certificates=held.get(order.id, ()),
            authority=around.policy_of(order).authority,
        )
        for order in orders
    }


async def certificates(
    conn: AsyncConnection, orders: Iterable[WorkOrder], around: Surroundings
) -> dict[str, tuple[Certificate, ...]]:
    """What the people who are sent hold of the certificates that their work asks for, by order."""
    asked = [one for one in orders if one.technician_id and one.status in _ASKS and around.fault_of(one).certificates]
    if not asked:
        return {}
    held = await store.certificates(conn, [one.technician_id for one in asked if one.technician_id])
    return {
        one.id: tuple(
            kept for kept in held.get(one.technician_id or "", ()) if kept.code in around.fault_of(one).certificates
        )
        for one in asked
    }


def _offered(order: WorkOrder, assignments: Mapping[str, Assignment]) -> Assignment | None:
    if order.status is not Status.OFFERED or order.assignment_id is None:
        return None
    return assignments.get(order.assignment_id)


def offer_view(offered: Assignment | None, chosen: Mapping[str, Decision]) -> OfferView | None:
    """The offer with the three terms that speak most for this person."""
    if offered is None:
        return None
    decision = chosen.get(offered.decision_id or "")
    candidates = decision.candidates if decision else ()
    mine = next((one for one in candidates if one.technician_id == offered.technician_id), None)
    if mine is None:
        return OfferView(offered.id, offered.expires_at, (), 0.0, 0.0)
    strongest = sorted(mine.terms, key=lambda term: (-term.u * term.weight, term.code))[:_STRONGEST]
    return OfferView(offered.id, offered.expires_at, tuple(strongest), mine.travel_min, mine.score)


async def histories(conn: AsyncConnection, orders: Sequence[WorkOrder]) -> dict[str, tuple[PastVisit, ...]]:
    """Earlier work orders at the same premises, the newest first."""
    known: dict[str, list[RowMapping]] = {}
    for part in store.chunks(order.premises_id for order in orders):
        rows = await conn.execute(_VISITS, {"ids": part})
        for row in rows.mappings():
            known.setdefault(row["premises_id"], []).append(row)
    return {order.id: _past(order, known.get(order.premises_id, [])) for order in orders}


def _past(order: WorkOrder, rows: Sequence[RowMapping]) -> tuple[PastVisit, ...]:
    visits = []
    for row in rows:
        if row["id"] == order.id or row["reported_at"] > order.reported_at:
            continue
        fault = row["fault_body"] or UNSORTED
        at = row["clocks"].fixed_at or row["reported_at"]
        again = row["fault"] == order.fault != "" and order.reported_at - at <= timedelta(days=fault.callback_days)
        rework = order.callback_of == row["id"] or (again and row["status"] is not Status.CANCELLED)
        visits.append(PastVisit(row["number"], row["fault"], fault.zh, fault.en, at, row["status"], rework))
    return tuple(visits[:_PAST])
