"""What the completion certificate says: a work order, its photos and its signature, put together.

The same work order gives the same facts, whoever asks and whenever: the date on it is that of the review, or of
the signature while the review is pending.

Errors   `NoCertificate` before anything was signed, and while a signature no longer covers the sheet.
Pure     yes; the pictures' bytes and the names are arguments.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from dispatch.model import SignOff, Slot, WorkOrder
from dispatch.views import OrderDetail, TimelineLine
from experience import masking
from kernel.errors import Conflict
from media.certificate import (
    CertificateFacts,
    CertificateLine,
    CertificateMoment,
    CertificatePhoto,
    CertificateSignOff,
)
from media.model import Photo, Signature

PHOTOS_EACH = 3
_MOMENTS = {
    "work_order.reported": "reported",
    "assignment.accepted": "accepted",
    "work_order.arrived": "arrived",
    "work_order.started": "started",
    "work_order.finished": "finished",
    "work_order.signed_off": "signed",
    "work_order.approved": "approved",
}


class NoCertificate(Conflict):
    """Nothing was signed yet, or what was signed is no longer what the sheet says."""

    code = "no_certificate"


def shown(photos: Sequence[Photo]) -> list[Photo]:
    """The photos a certificate carries: the first before and the last after, three of each at most."""
    kept = [photo for photo in photos if photo.present and photo.retracted_at is None]
    before = [photo for photo in kept if photo.slot == Slot.BEFORE][:PHOTOS_EACH]
    return before + [photo for photo in kept if photo.slot == Slot.AFTER][-PHOTOS_EACH:]


def facts(
    detail: OrderDetail,
    evidence: tuple[Sequence[Photo], Mapping[str, bytes], Signature | None],
    issuer: tuple[str, str],
    credentials: tuple[str, ...],
    verify_url: str,
) -> CertificateFacts:
    """Everything on the certificate. `issuer` is the company in both languages."""
    order, place, fault = detail.order, detail.place, detail.fault
    photos, jpegs, signature = evidence
    signed = _sign_off(order, signature)
    return CertificateFacts(
        number=number(order),
        work_order_number=order.number,
        organisation_zh=issuer[0],
        organisation_en=issuer[1],
        community_zh=place.community_zh,
        community_en=place.community_en,
        place=place.label,
        fault_zh=fault.zh,
        fault_en=fault.en,
        cause=order.cause,
        action=order.action,
        technician=detail.technician or "",
        credentials=credentials,
        moments=_moments(detail.timeline),
        photos=tuple(
            CertificatePhoto(photo.slot, photo.sha256, photo.taken_at, jpegs[photo.sha256])
            for photo in photos
            if photo.sha256 in jpegs
        ),
        lines=tuple(
            CertificateLine(p.name, p.quantity_milli, p.unit, p.unit_price_fen, p.total_fen) for p in order.parts
        ),
        labour_fen=order.fees.labour_fen,
        surcharge_fen=order.fees.surcharge_fen,
        total_fen=order.fees.total_fen,
        currency=order.fees.currency,
        warranty_days=fault.callback_days,
        finished_at=order.clocks.fixed_at or signed.at,
        sign_off=signed,
        reviewed_by=order.review.by_name if order.review else "",
        reviewed_at=order.review.at if order.review else None,
        time_zone=place.time_zone,
        verify_url=f"{verify_url}/{order.number}/{signed.digest}",
        issued_at=issued_at(order, signed.at),
    )


def number(order: WorkOrder) -> str:
    """The number of the document: another sheet that was signed is another document."""
    return f"{order.number}-{_signed(order).digest[:6].upper()}"


def is_final(order: WorkOrder) -> bool:
    """Reviewed and approved: from now on the document does not change."""
    return order.review is not None and order.review.verdict == "approved"


def issued_at(order: WorkOrder, signed_at: datetime) -> datetime:
    return order.review.at if order.review is not None and is_final(order) else signed_at


def _signed(order: WorkOrder) -> SignOff:
    signed = order.sign_off
    if signed is None or signed.stale:
        raise NoCertificate(work_order=order.number)
    return signed


def _sign_off(order: WorkOrder, signature: Signature | None) -> CertificateSignOff:
    signed = _signed(order)
    drawn = signature if signature is not None and signature.id == signed.signature_id else None
    return CertificateSignOff(
        method=signed.method,
        signer=masking.name(signed.signer) if drawn is None else signed.signer,
        at=signed.at,
        digest=signed.digest,
        reason=signed.reason,
        strokes=drawn.strokes if drawn else (),
        aspect=drawn.aspect if drawn else 0.4,
    )


def _moments(timeline: Sequence[TimelineLine]) -> tuple[CertificateMoment, ...]:
    """When each stage was last reached, in the order of the story."""
    last: dict[str, datetime] = {}
    for line in timeline:
        code = _MOMENTS.get(line.name)
        if code is not None and (code != "reported" or code not in last):
            last[code] = line.at
    return tuple(CertificateMoment(code, last[code]) for code in _MOMENTS.values() if code in last)
