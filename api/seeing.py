"""Looking a work order up for somebody: the object rules in one place.

What does not exist and what may not be known about are the same refusal. The office is shown a masked number (who
needs it asks for it with a reason, `POST …/phone`); a technician is shown the number he has to call, and nothing of how
his colleagues were weighed.

Errors   `Hidden`.
Effects  reads inside the caller's transaction.
"""

from datetime import datetime

from msgspec.structs import replace
from sqlalchemy.ext.asyncio import AsyncConnection

import dispatch.queries
from api.policies import Hidden, must_see
from dispatch.model import WorkOrder
from dispatch.views import OrderDetail
from kernel.actors import Actor, Role
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


def masked(order: WorkOrder) -> WorkOrder:
    """The order with a number that cannot be called."""
    return replace(order, contact=replace(order.contact, phone=dispatch.queries.hidden(order.contact.phone)))


def shown_to(me: Actor, detail: OrderDetail) -> OrderDetail:
    """As much of a work order as this actor needs."""
    if me.role is not Role.TECHNICIAN:
        return replace(detail, order=masked(detail.order))
    own = tuple(one for one in detail.assignments if str(one.technician_id) == me.id)
    return replace(detail, decision=None, assignments=own)
