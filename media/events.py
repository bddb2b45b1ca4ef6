"""Facts about evidence.

Pure     values only.
"""

from kernel.events import Event
from media.model import NO_SEALS, Seals


class PhotoAdded(Event, frozen=True, tag="photo.added"):
    """A photo is known; its bytes may still be on a phone."""

    photo_id: str
    slot: str
    sha256: str


class PhotoStored(Event, frozen=True, tag="photo.stored"):
    """The bytes of a photo are held, verified and developed."""

    photo_id: str
    slot: str
    sha256: str
    warnings: tuple[str, ...] = ()
    seals: Seals = NO_SEALS


class PhotoFlagged(Event, frozen=True, tag="photo.flagged"):
    """Something about a photo that a team lead should look at. Never a verdict."""

    photo_id: str
    slot: str
    flags: tuple[str, ...]


class PhotoRetracted(Event, frozen=True, tag="photo.retracted"):
    typed = "reason"

    photo_id: str
    slot: str
    reason: str = ""


class SignatureCaptured(Event, frozen=True, tag="signature.captured"):
    signature_id: str
    digest: str
    ink: str = ""  # SHA-256 of the strokes


class SignatureRepeated(Event, frozen=True, tag="signature.repeated"):
    """The very same strokes were already used on another work order."""

    signature_id: str
    other_work_order_id: str


class CertificateIssued(Event, frozen=True, tag="certificate.issued"):
    certificate_id: str
    number: str
    language: str
    pdf_sha256: str
