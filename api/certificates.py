"""The completion certificate: typeset from what is stored, and kept once the work order is approved.

Before the review it is a preview: the same work order gives the same bytes, nothing is kept. The first download after
the approval issues it in that language: the bytes go to the blob store, their hash and what they were made with into
the table and the history. Every later download gives those bytes, whatever became of the technician's papers, the
company's name or the template in the meantime. A sheet that is corrected and signed again is a new number.

Errors   `NoCertificate`.
Effects  reads, one of the workshop's processes; the first time a blob, a row and an event.
"""

import asyncio
import hashlib
from collections.abc import Mapping

import msgspec
from litestar import Response

import dispatch.organisations
import dispatch.queries
import media.commands
import media.queries
from api.db import Database
from api.running import Running
from dispatch.views import OrderDetail
from experience import certificates
from kernel.actors import system
from media import images
from media.blobs import BlobStore, Variant
from media.certificate import CertificateFacts
from media.model import Certificate, Signed
from media.problems import UnknownBlob
from media.tasks import Printed

PRIVATE = {"Cache-Control": "private, no-store"}


async def printed(running: Running, work_order_id: str, language: str) -> Response[bytes]:
    """The certificate as a PDF to keep."""
    tongue = "en" if language.startswith("en") else "zh"
    async with running.database.read() as conn:
        now = running.database.clock.now()
        detail = await dispatch.queries.order_detail(conn, work_order_id, now=now)
        issued = await media.queries.certificate(conn, work_order_id, tongue)
    pdf = await _kept(running.blobs, detail, issued)
    if pdf is None:
        pdf = await _made(running, detail, tongue)
    named = f'attachment; filename="{detail.order.number}.pdf"'
    return Response(pdf, media_type="application/pdf", headers={**PRIVATE, "Content-Disposition": named})


async def _kept(blobs: BlobStore, detail: OrderDetail, issued: Certificate | None) -> bytes | None:
    """The bytes that were issued for the sheet as it is signed now."""
    if issued is None or issued.number != certificates.number(detail.order):
        return None
    try:
        return await blobs.open(issued.pdf_sha256)
    except UnknownBlob:
        return None


async def _made(running: Running, detail: OrderDetail, language: str) -> bytes:
    facts = await _facts(running.database, running.blobs, detail, f"{running.settings.origin}/v")
    made = await running.workshop.typeset(facts, language)
    if not certificates.is_final(detail.order):
        return made.pdf
    signed = await asyncio.to_thread(_signed, made.pdf, running.notary_key)
    await _issue(running, detail, (facts, language), made, signed)
    return signed.pdf


def _signed(pdf: bytes, key: bytes) -> Signed:
    from media import notary  # noqa: PLC0415 - only whoever issues a certificate pays for its libraries

    return notary.sign(pdf, key)


async def _issue(
    running: Running, detail: OrderDetail, what: tuple[CertificateFacts, str], made: Printed, signed: Signed
) -> None:
    """Bytes first: a row never names what is not there."""
    facts, language = what
    order, sha256 = detail.order, hashlib.sha256(signed.pdf).hexdigest()
    await running.blobs.put(sha256, Variant.ORIGINAL, signed.pdf)
    async with running.database.act(system(order.org_id)) as act:
        issued = Certificate(
            id=act.ids.new(),
            org_id=order.org_id,
            work_order_id=order.id,
            number=facts.number,
            language=language,
            facts_sha256=hashlib.sha256(msgspec.msgpack.encode(facts)).hexdigest(),
            pdf_sha256=sha256,
            template_sha256=made.made_with.template_sha256,
            font=made.made_with.font,
            typst=made.made_with.typst,
            unsigned_sha256=hashlib.sha256(made.pdf).hexdigest(),
            signed_with=signed.certificate_sha256,
            issued_at=act.now,
        )
        await media.commands.issue_certificate(act, issued)


async def _facts(database: Database, blobs: BlobStore, detail: OrderDetail, verify_url: str) -> CertificateFacts:
    order = detail.order
    async with database.read() as conn:
        photos = certificates.shown(await media.queries.photos(conn, order.id))
        signature = await media.queries.signature(conn, order.id)
        company = await dispatch.organisations.organisation(conn, order.org_id)
        hand = None
        if order.technician_id:
            hand = await dispatch.queries.technician(conn, order.org_id, order.technician_id)
    needed = set(detail.fault.certificates)
    credentials = tuple(sorted(c.code for c in hand.certificates if c.code in needed)) if hand else ()
    jpegs = await _jpegs(blobs, [photo.sha256 for photo in photos])
    issuer = (company.zh, company.en) if company else ("", "")
    return certificates.facts(detail, (photos, jpegs, signature), issuer, credentials, verify_url)


async def _jpegs(blobs: BlobStore, shas: list[str]) -> Mapping[str, bytes]:
    """The renditions for paper that are held; a photo that was deleted is left out, its hash stays on the sheet."""
    found = {}
    for sha in dict.fromkeys(shas):
        for variant in (Variant.PAPER, Variant.MASTER):
            try:
                held = await blobs.open(sha, variant)
            except UnknownBlob:
                continue
            found[sha] = held if variant is Variant.PAPER else await asyncio.to_thread(images.for_print, held)
            break
    return found
