"""Forty calls about one lift: open reports of the same fault in the same place, seen as one thing.

Those that were already made part of one order are counted with it; those that could be are named.

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
from dispatch.model import TERMINAL, Status

_WITHIN = timedelta(hours=12)
_MOST = 2000


class Incident(Struct, frozen=True):
    """One order that others are, or could be, part of. Reports of one place and fault within half a day."""

    work_order_id: str  # the oldest that is open: the others become part of it
    number: str
    status: Status
    fault: str
    community_id: str
    building: str
    label: str
    since: datetime
    merged: int  # reports that are part of it already
    alike: tuple[str, ...]  # open orders that could become part of it
    numbers: tuple[str, ...]  # their numbers


async def incidents(conn: AsyncConnection, org_id: str, communities: Iterable[str], now: datetime) -> list[Incident]:
    """Every incident of at least two reports, the biggest first."""
    o, p = t.work_order.c, t.premises.c
    wanted = sorted(communities)
    query = (
        select(
            o.id, o.number, o.status, o.fault, o.community_id, o.merged_into, o.reported_at, p.building, p.label, p.kind
        )
        .join_from(t.work_order, t.premises, p.id == o.premises_id)
        .where(o.org_id == org_id, o.fault != "", o.reported_at > now - 2 * _WITHIN)
        .where(o.status.not_in([*sorted(TERMINAL - {Status.MERGED}), Status.COMPLETED, Status.DRAFT]))
        .order_by(o.reported_at, o.id)
        .limit(_MOST)
    )
    if wanted:
        query = query.where(o.community_id.in_(wanted))
    rows: list[Any] = list(await conn.execute(query))
    merged = Counter(row.merged_into for row in rows if row.status is Status.MERGED and row.merged_into)
    found = [_incident(heap, merged) for heap in _heaps(row for row in rows if row.status is not Status.MERGED)]
    shown = (one for one in found if one.merged or one.alike)
    return sorted(shown, key=lambda one: (-one.merged - len(one.alike), one.since))


def _heaps(rows: Iterable[Any]) -> list[list[Any]]:
    """Reports of one fault in one building, each within half a day of the first."""
    latest: dict[tuple[str, str, str], list[Any]] = {}
    heaps = []
    for row in rows:
        key = (row.community_id, row.fault, row.building or row.label)
        heap = latest.get(key)
        if heap is None or row.reported_at - heap[0].reported_at > _WITHIN:
            heap = latest[key] = []
            heaps.append(heap)
        heap.append(row)
    return heaps


def _incident(heap: list[Any], merged: Mapping[str, int]) -> Incident:
    first, rest = heap[0], heap[1:]
    return Incident(
        work_order_id=first.id,
        number=first.number,
        status=first.status,
        fault=first.fault,
        community_id=first.community_id,
        building=first.building,
        label=first.label,
        since=first.reported_at,
        merged=sum(merged.get(row.id, 0) for row in heap),
        alike=tuple(row.id for row in rest),
        numbers=tuple(row.number for row in rest),
    )
