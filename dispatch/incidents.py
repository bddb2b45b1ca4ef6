"""Forty calls about one lift: open reports of the same fault in the same place, seen as one thing.

The same place is the same home for what belongs to a home, and the same building for what is shared. A shared thing
that stands in no building, such as the pump of a whole community, takes in what its homes report of it. Those that
were already made part of one order are counted with it; those that could be are named.

Effects  reads this package's tables inside the caller's transaction.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from msgspec import Struct
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from dispatch import tables as t
from dispatch.model import Status

_WITHIN = timedelta(hours=12)
_MOST = 2000
_UNREPAIRED = (
    Status.REPORTED, Status.TRIAGED, Status.OFFERED, Status.ACCEPTED, Status.EN_ROUTE, Status.ARRIVED,
    Status.IN_PROGRESS, Status.ON_HOLD, Status.REWORK, Status.MERGED,
)  # fmt: skip


class Incident(Struct, frozen=True):
    """One order that others are, or could be, part of. Reports of one place and fault within half a day."""

    work_order_id: str  # of the shared thing itself, else the oldest: the others become part of it
    number: str
    status: Status
    fault: str
    community_id: str
    zh: str
    en: str
    community: str
    building: str
    label: str
    since: datetime
    merged: int  # reports that are part of it already
    alike: tuple[str, ...]  # open orders that could become part of it
    numbers: tuple[str, ...]  # their numbers


async def incidents(conn: AsyncConnection, org_id: str, communities: Iterable[str], now: datetime) -> list[Incident]:
    """Every incident of at least two reports that nobody has repaired yet, the biggest first."""
    o, p, f = t.work_order.c, t.premises.c, t.fault.c
    wanted = sorted(communities)
    query = (
        select(
            o.id, o.number, o.status, o.fault, o.community_id, o.merged_into, o.reported_at,
            p.id.label("place"), p.building, p.label, p.kind, f.area, f.body, t.community.c.code.label("community"),
        )
        .join_from(t.work_order, t.premises, p.id == o.premises_id)
        .join(t.community, t.community.c.id == o.community_id)
        .join(t.fault, (f.org_id == o.org_id) & (f.code == o.fault))
        .where(o.org_id == org_id, o.reported_at > now - 2 * _WITHIN, o.status.in_(_UNREPAIRED))
        .order_by(o.reported_at, o.id)
        .limit(_MOST)
    )  # fmt: skip
    if wanted:
        query = query.where(o.community_id.in_(wanted))
    rows: list[Any] = list(await conn.execute(query))
    merged = Counter(row.merged_into for row in rows if row.status is Status.MERGED and row.merged_into)
    found = [_incident(heap, merged) for heap in _heaps(row for row in rows if row.status is not Status.MERGED)]
    shown = (one for one in found if one.merged or one.alike)
    return sorted(shown, key=lambda one: (-one.merged - len(one.alike), one.since, one.work_order_id))


def _heaps(rows: Iterable[Any]) -> list[list[Any]]:
    """Reports of one fault in one place, each within half a day of the first."""
    latest: dict[tuple[str, ...], list[Any]] = {}
    heaps = []
    for row in sorted(rows, key=lambda one: (not _serves_all(one), one.reported_at, one.id)):
        for key in _keys(row):
            heap = latest.get(key)
            if heap is not None and abs(row.reported_at - heap[0].reported_at) <= _WITHIN:
                heap.append(row)
                break
        else:
            heap = [row]
            heaps.append(heap)
            latest[_keys(row)[0]] = heap
    return heaps


def _serves_all(row: Any) -> bool:
    return row.kind != "unit" and not row.building and row.area != "unit"


def _keys(row: Any) -> list[tuple[str, ...]]:
    """Where a report belongs: the narrowest place first, then what serves the whole community."""
    thing = (row.community_id, row.fault)
    if row.area == "unit":
        return [(*thing, row.place)]
    if _serves_all(row):
        return [(*thing, "everybody's")]
    return [(*thing, "in", row.building or row.label), (*thing, "everybody's")]


def _incident(heap: list[Any], merged: Mapping[str, int]) -> Incident:
    first, rest = heap[0], heap[1:]
    return Incident(
        work_order_id=first.id,
        number=first.number,
        status=first.status,
        fault=first.fault,
        community_id=first.community_id,
        zh=first.body.zh,
        en=first.body.en,
        community=first.community,
        building=first.building,
        label=first.label,
        since=first.reported_at,
        merged=sum(merged.get(row.id, 0) for row in heap),
        alike=tuple(row.id for row in rest),
        numbers=tuple(row.number for row in rest),
    )
