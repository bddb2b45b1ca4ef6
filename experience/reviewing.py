"""The review queue by risk: what dispatch knows of the work together with what media knows of its photos.

Effects  reads inside the caller's transaction.
"""

from collections.abc import Iterable
from datetime import datetime

from msgspec.structs import replace
from sqlalchemy.ext.asyncio import AsyncConnection

import dispatch.queries
import media.queries
from dispatch import risk
from dispatch.views import PhoneOrder, ReviewItem
from media.model import Photo


async def queue(conn: AsyncConnection, org_id: str, communities: Iterable[str], *, now: datetime) -> list[ReviewItem]:
    """What waits for a lead's judgement, the riskiest first; of equal risk the more urgent one."""
    items = await dispatch.queries.review_queue(conn, org_id, communities, now=now)
    ids = [item.id for item in items]
    shown = await dispatch.queries.phone_orders(conn, ids)
    photos = await media.queries.photos_of(conn, ids)
    judged = []
    for item in items:
        found = risk_of(shown[item.id], photos[item.id])
        judged.append(replace(item, risk=found.points, reasons=found.reasons, look=found.look))
    return sorted(judged, key=lambda item: -item.risk)


def risk_of(shown: PhoneOrder, photos: Iterable[Photo]) -> risk.Risk:
    """The risk of one piece of finished work with the photos that still count."""
    kept = [photo for photo in photos if photo.retracted_at is None]
    warnings = {told for photo in kept if photo.quality for told in photo.quality.warnings}
    return risk.judged(shown.order, shown.fault, shown.place.position, kept, warnings)
