"""Open work around a place, and whether an order has ended: small looks for the owner's side.

Effects  reads this package's tables inside the caller's transaction.
"""

from datetime import datetime

from sqlalchemy import Text, select, type_coerce
from sqlalchemy.ext.asyncio import AsyncConnection

from dispatch import store
from dispatch import tables as t
from dispatch.lines import sealed
from dispatch.model import TERMINAL, Status, WorkOrder
from dispatch.views import Near

_o, _p = t.work_order.c, t.premises.c
_MOST = 200
_DEEP = 8  # merges of merges: nobody makes more by hand


async def open_near(conn: AsyncConnection, community_id: str, fault: str, since: datetime) -> list[Near]:
    """Open orders of a community with this fault, reported since then, the newest first."""
    query = (
        select(_o.id, _o.fault, _o.premises_id, _p.building, _p.kind, _o.reported_at)
        .join_from(t.work_order, t.premises)
        .where(
            _o.community_id == community_id,
            _o.fault == fault,
            _o.status.not_in([*sorted(TERMINAL), Status.COMPLETED]),
            _o.reported_at >= since,
        )
        .order_by(_o.reported_at.desc())
        .limit(_MOST)
    )
    rows = await conn.execute(query)
    return [Near(r.id, r.fault, r.premises_id, r.building, r.kind != "unit", r.reported_at) for r in rows]


async def survivor(conn: AsyncConnection, order_id: str) -> str:
    """The order itself, or the one that it became part of in the end."""
    for _ in range(_DEEP):
        into = (await conn.execute(select(_o.merged_into).where(_o.id == order_id))).scalar_one_or_none()
        if into is None:
            break
        order_id = into
    return order_id


async def ended_at(conn: AsyncConnection, order_id: str) -> datetime | None:
    """When the order, or the one that it became part of, came to its end; None while it runs."""
    order_id = await survivor(conn, order_id)
    row = (await conn.execute(select(_o.status, _o.updated_at).where(_o.id == order_id))).first()
    ended: datetime | None = row.updated_at if row is not None and row.status in TERMINAL else None
    return ended


async def signed_under(conn: AsyncConnection, number: str, digest: str) -> WorkOrder | None:
    """The order of this number, if this is the digest of what was signed on it."""
    rows = await conn.execute(select(*store.order_columns).where(_o.number == number))
    for row in rows.mappings():
        order = store.to_order(row)
        if order.sign_off is not None and order.sign_off.digest == digest:
            return order
    return None


async def by_number(conn: AsyncConnection, number: str) -> list[str]:
    """The ids of the orders that carry a number: one in each organisation at most."""
    return list((await conn.execute(select(_o.id).where(_o.number == number))).scalars())


async def lines_now(conn: AsyncConnection, order_id: str) -> str:
    """The seal of the lines as they lie in the table, whatever they decode to."""
    texts = (type_coerce(_o.parts, Text), type_coerce(_o.fees, Text))
    row = (await conn.execute(select(*texts).where(_o.id == order_id))).one()
    return sealed(row[0], row[1])
