"""Looking a work order up for somebody: the object rules in one place.

What does not exist and what may not be known about are the same refusal.

Errors   `Hidden`.
Effects  reads inside the caller's transaction.
"""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

import dispatch.queries
from api.policies import Hidden, must_see
from dispatch.views import OrderDetail
from kernel.actors import Actor
from kernel.errors import NotFound


async def seen(conn: AsyncConnection, me: Actor, work_order_id: str, now: datetime) -> OrderDetail:
    """The work order, if it exists for this actor."""
    try:
        detail = await dispatch.queries.order_detail(conn, work_order_id, now=now)
    except NotFound:
        raise Hidden from None
    order = detail.order
    must_see(
        me,
        org_id=order.org_id,
        community_id=order.community_id,
        technician_id=order.technician_id,
        work_order_id=order.id,
    )
    return detail
