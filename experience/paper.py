"""The sheet that an owner is shown to sign by link, as it stands at this moment.

Effects  reads inside the caller's transaction.
"""

from sqlalchemy.ext.asyncio import AsyncConnection

import dispatch.queries
import media.queries
from dispatch import sheet as sheets


async def sheet_now(conn: AsyncConnection, work_order_id: str) -> str:
    """The sheet of a work order as canonical text."""
    shown = (await dispatch.queries.phone_orders(conn, [work_order_id]))[work_order_id]
    doer = shown.order.technician_id
    technician = await dispatch.queries.actor_code(conn, doer) if doer else ""
    photos = sheets.pictures(await media.queries.photos(conn, work_order_id))
    return sheets.canonical(sheets.compose(shown, photos, technician))
