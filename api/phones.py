"""What the office sees of phones: what still lies on them, what was lost with one, whose they are.

Effects  reads.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from msgspec import Struct

import dispatch.queries
from api import accounts
from kernel.act import Act
from offline_sync import gaps
from offline_sync.gaps import Gap, Holder
from offline_sync.model import HeldOp, HeldPhoto, Holdings


class OrderName(Struct, frozen=True):
    """As much of a work order as a list needs."""

    id: str
    number: str
    label: str
    fault_zh: str
    fault_en: str


class GapRow(Struct, frozen=True, kw_only=True):
    """Work that was announced and did not come."""

    id: str
    by: str
    by_code: str
    device_id: str
    platform: str
    why: str  # silent | replaced | revoked
    announced_at: datetime
    raised_at: datetime
    seen_at: datetime | None
    numbers: tuple[tuple[int, int], ...]
    operations: tuple[HeldOp, ...]
    photos: tuple[HeldPhoto, ...]
    more_photos: int
    orders: tuple[OrderName, ...]
    state: str  # open | acknowledged | came
    settled_at: datetime | None
    settled_by_code: str
    note: str


class HolderRow(Struct, frozen=True, kw_only=True):
    """A phone that has something which is not here yet."""

    device_id: str
    by: str
    by_code: str
    platform: str
    seen_at: datetime
    since: datetime
    operations: int
    photos: int
    bytes: int
    orders: tuple[OrderName, ...]


class DifferRow(Struct, frozen=True):
    """A phone whose picture was not the server's, and that has read it anew."""

    device_id: str
    by: str
    by_code: str
    platform: str
    build: str
    times: int
    at: datetime | None


class PhonesPage(Struct, frozen=True):
    gaps: tuple[GapRow, ...]
    holders: tuple[HolderRow, ...]
    differing: tuple[DifferRow, ...]


async def page(act: Act) -> PhonesPage:
    """Alarms and what still lies on phones, as far as this person's communities go."""
    found = await gaps.listed(act)
    holding = await gaps.holders(act)
    ids = {order for gap in found for order in gap.lost.orders} | {o for one in holding for o in _orders(one.told)}
    names, hidden = await _names(act, ids)
    codes = {one.id: one.code for one in await accounts.of_org(act.conn, act.actor.org_id)}
    return PhonesPage(
        tuple(_gap(gap, names, codes) for gap in found if _concerns(gap.lost.orders, names, hidden)),
        tuple(_holder(one, names, codes) for one in holding if _concerns(_orders(one.told), names, hidden)),
        tuple(
            DifferRow(
                one.id,
                one.user_id,
                codes.get(one.user_id, ""),
                one.platform,
                one.build,
                one.differed,
                one.differed_at,
            )
            for one in await gaps.differing(act)
        ),
    )


def _orders(told: Holdings) -> tuple[str, ...]:
    named = [*(one.work_order for one in told.waiting), *(one.work_order for one in told.photos)]
    return tuple(dict.fromkeys(filter(None, named)))


async def _names(act: Act, ids: Iterable[str]) -> tuple[dict[str, OrderName], frozenset[str]]:
    """The orders this person may see, and which of the named ones he may not."""
    wanted = sorted(set(ids))
    places = await dispatch.queries.communities_by_order(act.conn, act.actor.org_id, wanted) if wanted else {}
    mine = [key for key, place in places.items() if act.actor.covers(place)]
    rows = await dispatch.queries.board_rows(act.conn, mine, now=act.now) if mine else []
    names = {row.id: OrderName(row.id, row.number, row.label, row.fault_zh, row.fault_en) for row in rows}
    return names, frozenset(places) - frozenset(mine)


def _concerns(orders: Sequence[str], names: dict[str, OrderName], hidden: frozenset[str]) -> bool:
    """What is about no known order concerns everybody."""
    return any(key in names for key in orders) or not any(key in hidden for key in orders)


def _gap(gap: Gap, names: dict[str, OrderName], codes: dict[str, str]) -> GapRow:
    lost = gap.lost
    return GapRow(
        id=gap.id,
        by=gap.user_id,
        by_code=codes.get(gap.user_id, ""),
        device_id=gap.device_id,
        platform=gap.platform,
        why=gap.why,
        announced_at=gap.announced_at,
        raised_at=gap.raised_at,
        seen_at=gap.seen_at,
        numbers=lost.numbers,
        operations=lost.operations,
        photos=lost.photos,
        more_photos=lost.more_photos,
        orders=tuple(names[key] for key in lost.orders if key in names),
        state=gap.state,
        settled_at=gap.settled_at,
        settled_by_code=codes.get(gap.settled_by or "", ""),
        note=gap.note or "",
    )


def _holder(one: Holder, names: dict[str, OrderName], codes: dict[str, str]) -> HolderRow:
    return HolderRow(
        device_id=one.device_id,
        by=one.user_id,
        by_code=codes.get(one.user_id, ""),
        platform=one.platform,
        seen_at=one.seen_at,
        since=one.since,
        operations=one.operations,
        photos=len(one.told.photos) + one.told.more_photos,
        bytes=one.told.bytes,
        orders=tuple(names[key] for key in _orders(one.told) if key in names),
    )
