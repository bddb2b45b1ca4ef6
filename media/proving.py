"""Whether the evidence of a work order is still what it was, bit by bit, against what its history says.

Every part is compared with a hash that was told when it came: photos with their names, renditions and strokes with
their seals, certificates with the bytes that were issued. Whatever cannot even be read differs.

Effects  reads the blob store and this package's tables.
"""

import hashlib
from collections.abc import AsyncIterator, Mapping

import msgspec
from msgspec import Struct
from sqlalchemy import Text, select, type_coerce
from sqlalchemy.ext.asyncio import AsyncConnection

from media import tables as t
from media.blobs import BlobStore, Variant
from media.model import NO_SEALS, Seals
from media.problems import UnknownBlob


class Differs(Struct, frozen=True):
    """One part that is not what it was."""

    part: str  # photo | rendition | strokes | sheet | lines | event | pdf
    ref: str
    why: str = "changed"  # changed | missing | unreadable


class Told(Struct, frozen=True):
    """What the history of one order says of its evidence."""

    photos: Mapping[str, Seals]  # sha256 -> seals of its renditions
    signatures: Mapping[str, tuple[str, str]]  # id -> ink, digest
    certificates: Mapping[str, str]  # id -> sha256 of the bytes


class _Stored(Struct, frozen=True):
    sha256: str = ""
    seals: Seals = NO_SEALS


class _Captured(Struct, frozen=True):
    signature_id: str = ""
    ink: str = ""
    digest: str = ""


class _Issued(Struct, frozen=True):
    certificate_id: str = ""
    pdf_sha256: str = ""


def told(events: list[tuple[str, bytes]]) -> Told:
    """Read a history: (name, body) pairs, oldest first."""
    photos: dict[str, Seals] = {}
    signatures: dict[str, tuple[str, str]] = {}
    certificates: dict[str, str] = {}
    for name, body in events:
        if name == "photo.stored":
            stored = msgspec.json.decode(body, type=_Stored)
            photos[stored.sha256] = stored.seals
        elif name == "signature.captured":
            captured = msgspec.json.decode(body, type=_Captured)
            signatures[captured.signature_id] = captured.ink, captured.digest
        elif name == "certificate.issued":
            issued = msgspec.json.decode(body, type=_Issued)
            certificates[issued.certificate_id] = issued.pdf_sha256
    return Told(photos, signatures, certificates)


async def photo_faults(blobs: BlobStore, seen: Told) -> AsyncIterator[Differs]:
    """Originals and renditions that differ."""
    for sha256, seals in seen.photos.items():
        wanted = {Variant.ORIGINAL: sha256, Variant.MASTER: seals.master, Variant.THUMB: seals.thumb}
        wanted[Variant.PAPER] = seals.paper
        for variant, expected in wanted.items():
            if expected is not None and (why := await _fault(blobs, sha256, variant, expected)):
                yield Differs("photo" if variant is Variant.ORIGINAL else "rendition", sha256, why)


async def _fault(blobs: BlobStore, sha256: str, variant: Variant, expected: str) -> str:
    try:
        found = hashlib.sha256(await blobs.open(sha256, variant)).hexdigest()
    except UnknownBlob:
        return "missing"
    return "" if found == expected else "changed"


async def signature_faults(conn: AsyncConnection, seen: Told) -> AsyncIterator[Differs]:
    """Strokes and sheets that differ, as they lie in the table."""
    raw = type_coerce(t.signature.c.strokes, Text)
    for key, (ink, digest) in seen.signatures.items():
        query = select(raw, t.signature.c.sheet, t.signature.c.digest).where(t.signature.c.id == key)
        row = (await conn.execute(query)).first()
        if row is None:
            yield Differs("strokes", key, "missing")
            continue
        if ink and hashlib.sha256(row[0].encode()).hexdigest() != ink:
            yield Differs("strokes", key)
        if row[2] != digest or hashlib.sha256(row[1].encode()).hexdigest() != digest:
            yield Differs("sheet", key)


async def certificate_faults(conn: AsyncConnection, blobs: BlobStore, seen: Told) -> AsyncIterator[Differs]:
    """Issued certificates whose bytes or rows differ."""
    c = t.certificate.c
    for key, pdf in seen.certificates.items():
        kept = (await conn.execute(select(c.pdf_sha256).where(c.id == key))).scalar_one_or_none()
        if kept != pdf:
            yield Differs("pdf", key, "missing" if kept is None else "changed")
        elif why := await _fault(blobs, pdf, Variant.ORIGINAL, pdf):
            yield Differs("pdf", key, why)
