"""Loading what a choice looks at: every technician with his queue, his week and his past here.

Effects  reads this package's tables inside the caller's transaction; five statements for any number of people.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Row, Select, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from dispatch import store
from dispatch import tables as t
from dispatch.model import ON_SITE, AssignmentState, Status
from dispatch.opening import UNSORTED
from dispatch.planning import Asked, Job, Prospect, Stop
from dispatch.travel import Spot

OPEN = (Status.OFFERED, Status.ACCEPTED, Status.EN_ROUTE, *sorted(ON_SITE), Status.REWORK)
_WEEK = timedelta(days=7)
_KNOWN_FOR = timedelta(days=730)


async def prospects(conn: AsyncConnection, job: Job, now: datetime) -> list[Prospect]:
    """Every technician of the organisation, in the order of their ids."""
    return (await of_many(conn, [job], now))[job.order.id]


async def of_many(conn: AsyncConnection, jobs: Sequence[Job], now: datetime) -> dict[str, list[Prospect]]:
    """For each of these orders of one organisation everybody as a decision about it sees him."""
    people = await store.technicians(conn, jobs[0].order.org_id) if jobs else {}
    stops = await open_stops(conn, people)
    recent = await _recent(conn, people, now)
    past = await _visits(conn, jobs)
    asked = await _asked(conn, [job.order.id for job in jobs])
    found: dict[str, list[Prospect]] = {}
    for job in jobs:
        visits, failed = past[job.order.id]
        found[job.order.id] = [
            Prospect(
                technician=one,
                stops=tuple(stops.get(key, ())),
                recent_jobs=recent.get(key, 0),
                visits_here=visits.get(key, 0),
                failed_here=failed.get(key, 0),
                asked=tuple(asked.get((job.order.id, key), ())),
            )
            for key, one in people.items()
        ]
    return found


async def open_stops(conn: AsyncConnection, technician_ids: Iterable[str]) -> dict[str, list[Stop]]:
    """The open work orders of these people, as stops: those they lead and those they go along to."""
    found: dict[str, list[Stop]] = {}
    for part in store.chunks(technician_ids):
        for query in (_LED, _JOINED):
            for row in await conn.execute(query, {"ids": part}):
                found.setdefault(row.technician_id, []).append(_stop(row))
    return found


_order, _place, _fault, _taken = t.work_order.c, t.premises.c, t.fault.c, t.assignment.c
_STOP = (
    _order.id, _order.community_id, _order.priority, _order.status, _order.updated_at,
    _place.position, _place.building, _place.floor, _fault.body.label("fault_body"),
)  # fmt: skip


def _stops(*columns: ColumnElement[str]) -> Select[Any]:
    return (
        select(*_STOP, *columns)
        .join_from(t.work_order, t.premises, _place.id == _order.premises_id)
        .outerjoin(t.fault, (_fault.org_id == _order.org_id) & (_fault.code == _order.fault))
        .where(_order.status.in_(OPEN))
        .order_by(_order.id)
    )


def _joined() -> Select[Any]:
    goes = (_taken.work_order_id == _order.id) & _taken.leads.is_(False)
    running = _taken.state.in_((AssignmentState.OFFERED, AssignmentState.ACCEPTED))
    return _stops(_taken.technician_id).join(t.assignment, goes).where(_taken.technician_id.in_(_ids), running)


# Built once: putting a statement together costs more than running it.
_ids: BindParameter[Any] = bindparam("ids", expanding=True)
_LED = _stops(_order.technician_id).where(_order.technician_id.in_(_ids))
_JOINED = _joined()


def _stop(row: Row[Any]) -> Stop:
    building = f"{row.community_id}/{row.building}" if row.building else ""
    minutes = row.fault_body.duration_min if row.fault_body else UNSORTED.duration_min
    return Stop(row.id, Spot(row.position, building, row.floor), minutes, row.priority, row.status, row.updated_at)


async def _recent(conn: AsyncConnection, technician_ids: Iterable[str], now: datetime) -> dict[str, int]:
    taken = t.assignment.c
    counted: dict[str, int] = {}
    for part in store.chunks(technician_ids):
        query = (
            select(taken.technician_id, func.count().label("jobs"))
            .where(taken.technician_id.in_(part), taken.answered_at >= now - _WEEK)
            .where(taken.state.in_((AssignmentState.ACCEPTED, AssignmentState.FINISHED)))
            .group_by(taken.technician_id)
        )
        counted |= {row.technician_id: row.jobs for row in await conn.execute(query)}
    return counted


async def _visits(conn: AsyncConnection, jobs: Sequence[Job]) -> dict[str, tuple[Counter[str], Counter[str]]]:
    """How often each has worked at the premises, and how often the same fault came back after him."""
    order = t.work_order.c
    rows: dict[str, list[Any]] = {}
    since = min((job.order.reported_at for job in jobs), default=None)
    for part in store.chunks(job.order.premises_id for job in jobs):
        query = select(
            order.id, order.premises_id, order.technician_id, order.fault, order.clocks, order.reported_at
        ).where(
            order.premises_id.in_(part),
            order.technician_id.is_not(None),
            order.reported_at >= (since - _KNOWN_FOR if since else None),
        )
        for row in await conn.execute(query):
            rows.setdefault(row.premises_id, []).append(row)
    return {job.order.id: _counted(job, rows.get(job.order.premises_id, ())) for job in jobs}


def _counted(job: Job, rows: Iterable[Any]) -> tuple[Counter[str], Counter[str]]:
    visits: Counter[str] = Counter()
    failed: Counter[str] = Counter()
    again, reported = timedelta(days=job.fault.callback_days), job.order.reported_at
    for row in rows:
        fixed = row.clocks.fixed_at
        if row.id == job.order.id or fixed is None or not reported - _KNOWN_FOR <= row.reported_at <= reported:
            continue
        visits[row.technician_id] += 1
        if row.fault == job.order.fault and reported - fixed <= again:
            failed[row.technician_id] += 1
    return visits, failed


async def _asked(conn: AsyncConnection, order_ids: Sequence[str]) -> dict[tuple[str, str], list[Asked]]:
    found: dict[tuple[str, str], list[Asked]] = {}
    for part in store.chunks(order_ids):
        ended = (t.assignment.c.work_order_id.in_(part), t.assignment.c.ended_at.is_not(None))
        for row in await conn.execute(select(t.assignment).where(*ended).order_by(t.assignment.c.id)):
            key = (row.work_order_id, row.technician_id)
            found.setdefault(key, []).append(Asked(row.state, row.ended_at, row.reason))
    return found
