"""What the record says about a certificate that somebody holds in his hands.

Effects  reads the database and the blob store.
"""

from sqlalchemy.ext.asyncio import AsyncConnection

import dispatch.nearby
import dispatch.organisations
import dispatch.queries
import media.queries
from api import proving
from api.running import Running
from dispatch.views import OrderDetail
from experience.authenticity import DIFFERS, GENUINE, REPLACED, Paper
from kernel import outbox
from media.proving import Differs


async def paper(running: Running, number: str, digest: str, file: str = "") -> Paper | None:
    """The paper of this number over what was signed under this digest; None when they do not belong together.

    `file` is the SHA-256 of a file that somebody brought.
    """
    async with running.database.read() as conn:
        for order_id in await dispatch.nearby.by_number(conn, number):
            history = await outbox.history(conn, order_id)
            if digest in proving.digests(history):
                detail = await dispatch.queries.order_detail(conn, order_id, now=running.database.clock.now())
                faults = await proving.examined(conn, running.blobs, order_id)
                return await _told(conn, detail, digest, faults, file)
    return None


async def _told(conn: AsyncConnection, detail: OrderDetail, digest: str, faults: list[Differs], file: str) -> Paper:
    order, signed = detail.order, detail.order.sign_off
    current = signed is not None and signed.digest == digest and not signed.stale
    issued = await media.queries.certificates(conn, order.id)
    company = await dispatch.organisations.organisation(conn, order.org_id)
    photos = await media.queries.photos(conn, order.id)
    state = DIFFERS if faults else GENUINE if current else REPLACED
    return Paper(
        state=state,
        number=order.number,
        digest=digest,
        organisation=(company.zh, company.en) if company else ("", ""),
        community=(detail.place.community_zh, detail.place.community_en),
        fault=(detail.fault.zh, detail.fault.en),
        finished_at=order.clocks.fixed_at,
        signed_at=signed.at if signed else None,
        method=signed.method if signed else "",
        photos=sum(one.present and one.retracted_at is None and one.slot in {"before", "after"} for one in photos),
        total_fen=order.fees.total_fen,
        currency=order.fees.currency,
        time_zone=detail.place.time_zone,
        differing=tuple(fault.part for fault in faults),
        file="" if not file else "genuine" if file in {one.pdf_sha256 for one in issued} else "unknown",
    )
