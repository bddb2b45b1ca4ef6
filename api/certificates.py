"""The completion certificate, typeset on request from what is stored.

The same work order gives the same bytes, so nothing needs to be kept to answer twice alike.

Errors   `NoCertificate`.
Effects  reads, and one of the workshop's processes.
"""

from collections.abc import Mapping

from litestar import Response

import dispatch.organisations
import dispatch.queries
import media.queries
from api.db import Database
from api.running import Running
from experience import certificates
from media.blobs import BlobStore, Variant
from media.certificate import CertificateFacts
from media.problems import UnknownBlob

PRIVATE = {"Cache-Control": "private, no-store"}


async def printed(running: Running, work_order_id: str, language: str) -> Response[bytes]:
    """The certificate as a PDF to keep."""
    facts = await _facts(running.database, running.blobs, work_order_id, f"{running.settings.origin}/verify")
    pdf = await running.workshop.typeset(facts, "en" if language.startswith("en") else "zh")
    named = f'attachment; filename="{facts.work_order_number}.pdf"'
    return Response(pdf, media_type="application/pdf", headers={**PRIVATE, "Content-Disposition": named})


async def _facts(database: Database, blobs: BlobStore, work_order_id: str, verify_url: str) -> CertificateFacts:
    async with database.read() as conn:
        detail = await dispatch.queries.order_detail(conn, work_order_id, now=database.clock.now())
        photos = certificates.shown(await media.queries.photos(conn, work_order_id))
        signature = await media.queries.signature(conn, work_order_id)
        company = await dispatch.organisations.organisation(conn, detail.order.org_id)
        hand = None
        if detail.order.technician_id:
            hand = await dispatch.queries.technician(conn, detail.order.org_id, detail.order.technician_id)
    needed = set(detail.fault.certificates)
    credentials = tuple(sorted(c.code for c in hand.certificates if c.code in needed)) if hand else ()
    jpegs = await _jpegs(blobs, [photo.sha256 for photo in photos])
    issuer = (company.zh, company.en) if company else ("", "")
    return certificates.facts(detail, (photos, jpegs, signature), issuer, credentials, verify_url)


async def _jpegs(blobs: BlobStore, shas: list[str]) -> Mapping[str, bytes]:
    """The master renditions that are held; one that was deleted is left out, its hash stays on the sheet."""
    found = {}
    for sha in dict.fromkeys(shas):
        try:
            found[sha] = await blobs.open(sha, Variant.MASTER)
        except UnknownBlob:
            continue
    return found
