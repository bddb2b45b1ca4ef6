"""The nouns of evidence: blobs, photos, signatures, uploads, certificates.

A blob is bytes under their SHA-256; a photo is the fact that such bytes show a work order at a moment.
Photo rows travel with operations and may be known long before their bytes arrive.

Units    bytes, pixels, metres; moments aware UTC; strokes in ten-thousandths of the pad's width.
Pure     values only.
"""

import hashlib
from datetime import datetime
from enum import StrEnum
from typing import Annotated, NewType, TypeAlias

from msgspec import Meta, Struct

from kernel.geo import LatLng

PhotoId = NewType("PhotoId", str)
SignatureId = NewType("SignatureId", str)
Sha256 = Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]
Stroke: TypeAlias = tuple[int, ...]  # x0, y0, dx1, dy1, dx2, dy2 …


class BlobState(StrEnum):
    PARTIAL = "partial"
    PRESENT = "present"
    CORRUPT = "corrupt"


class Blob(Struct, frozen=True, kw_only=True):
    sha256: str
    org_id: str
    size: int
    mime: str
    state: BlobState
    received: int = 0
    created_at: datetime
    created_by: str
    expires_at: datetime | None = None


class Quality(Struct, frozen=True):
    width: int = 0
    height: int = 0
    luma: float = 0
    sharpness: float = 0
    dhash: int = 0
    lqip: str = ""  # a data URI of about a hundred bytes
    warnings: tuple[str, ...] = ()  # dark | blurry


class Seals(Struct, frozen=True):
    """SHA-256 of the renditions, so that a changed bit in what people look at is found as well."""

    master: str | None = None
    thumb: str | None = None
    paper: str | None = None


NO_SEALS = Seals()


class Developed(Struct, frozen=True, tag="developed"):
    """A photo made safe: its renditions and what can be said about it."""

    mime: str
    master: bytes
    thumb: bytes
    quality: Quality
    mirror: int  # difference hash of the mirrored picture
    camera_time: str = ""  # EXIF DateTimeOriginal as the camera wrote it: local, a claim
    paper: bytes = b""  # small enough for a certificate

    @property
    def seals(self) -> Seals:
        return Seals(*(hashlib.sha256(made).hexdigest() for made in (self.master, self.thumb, self.paper)))


class Photo(Struct, frozen=True, kw_only=True):
    """The body of feed kind `photo`."""

    id: PhotoId
    org_id: str
    work_order_id: str
    slot: str  # dispatch.model.Slot values
    sha256: str
    taken_at: datetime
    by: str
    by_role: str
    position: LatLng | None = None
    accuracy_m: float | None = None
    present: bool = False  # bytes are held and verified
    quality: Quality | None = None
    flags: tuple[str, ...] = ()  # seen_before, late_from_former_assignee …
    retracted_at: datetime | None = None
    shot: str = ""  # which of the shots that its fault asks for; "" when none was named
    version: int = 1


class Signature(Struct, frozen=True, kw_only=True):
    """The body of feed kind `signature`: vectors bound to the digest of what was shown."""

    id: SignatureId
    org_id: str
    work_order_id: str
    signer: Annotated[str, Meta(max_length=80)]
    strokes: tuple[Stroke, ...]
    aspect: float  # height / width of the pad
    digest: str  # SHA-256 of the sheet
    sheet: str  # the sheet itself, canonical JSON text, exactly as hashed
    signed_at: datetime
    by: str
    version: int = 1


class Fingerprint(Struct, frozen=True):
    """What the bytes of a certificate depend on besides its facts."""

    template_sha256: str
    font: str
    typst: str


class Signed(Struct, frozen=True):
    """A certificate under the company's seal."""

    pdf: bytes
    certificate_sha256: str  # of the seal's own certificate


class Certificate(Struct, frozen=True, kw_only=True):
    """A certificate that was issued, with everything its bytes depend on; the bytes are kept under `pdf_sha256`."""

    id: str
    org_id: str
    work_order_id: str
    number: str
    language: str
    facts_sha256: str
    pdf_sha256: str
    template_sha256: str
    font: str
    typst: str
    unsigned_sha256: str | None = None  # of the bytes before they were signed
    signed_with: str | None = None  # SHA-256 of the signing certificate
    issued_at: datetime
