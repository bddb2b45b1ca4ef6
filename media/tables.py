"""The tables of evidence.

`upload` is what one actor has proven of some bytes: partial while they arrive, present once all of them were
sent and verified. `blob` is what the organisation holds, with what developing it told. They are two tables
because a hash alone proves nothing: whoever names the hash of somebody else's photo gets no sight of it until
he has sent the bytes himself.

Units    bytes; `dhash` and `dhash_mirror` as signed 64-bit integers.
Effects  none: declarations only.
"""

from sqlalchemy import BigInteger, Boolean, Column, Float, ForeignKey, Index, Integer, String, Table, Text

from kernel.geo import LatLng
from kernel.metadata import Json, UtcDateTime, metadata
from media.model import Quality, Stroke

upload = Table(
    "upload",
    metadata,
    Column("org_id", String(36), primary_key=True),
    Column("sha256", String(64), primary_key=True),
    Column("created_by", String(64), primary_key=True),
    Column("size", BigInteger, nullable=False),
    Column("mime", String(40), nullable=False),
    Column("state", String(16), nullable=False),
    Column("received", BigInteger, nullable=False, default=0),
    Column("created_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime),
    Index("ix_upload_expires_at", "expires_at"),
)

blob = Table(
    "blob",
    metadata,
    Column("org_id", String(36), primary_key=True),
    Column("sha256", String(64), primary_key=True),
    Column("size", BigInteger, nullable=False),
    Column("mime", String(40), nullable=False),
    Column("state", String(16), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("created_by", String(64), nullable=False),
    Column("quality", Json(Quality)),
    Column("dhash", BigInteger),
    Column("dhash_mirror", BigInteger),
    Column("comparable", Boolean, nullable=False, default=False),
    Column("camera_time", String(32), nullable=False, default=""),
    Column("master_sha256", String(64)),
    Column("thumb_sha256", String(64)),
    Column("paper_sha256", String(64)),
    Index("ix_blob_org_id_created_at", "org_id", "created_at"),
)

photo = Table(
    "photo",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("org_id", String(36), nullable=False),
    Column("work_order_id", String(36), ForeignKey("work_order.id"), nullable=False),
    Column("slot", String(16), nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("taken_at", UtcDateTime, nullable=False),
    Column("by", String(64), nullable=False),
    Column("by_role", String(16), nullable=False),
    Column("shot", String(40), nullable=False, server_default=""),
    Column("position", Json(LatLng | None)),
    Column("accuracy_m", Float),
    Column("present", Boolean, nullable=False, default=False),
    Column("quality", Json(Quality | None)),
    Column("flags", Json(tuple[str, ...]), nullable=False),
    Column("retracted_at", UtcDateTime),
    Column("version", Integer, nullable=False),
    Index("ix_photo_work_order_id", "work_order_id"),
    Index("ix_photo_org_id_sha256", "org_id", "sha256"),
)

signature = Table(
    "signature",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("org_id", String(36), nullable=False),
    Column("work_order_id", String(36), ForeignKey("work_order.id"), nullable=False),
    Column("signer", String(80), nullable=False),
    Column("strokes", Json(tuple[Stroke, ...]), nullable=False),
    Column("aspect", Float, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("sheet", Text, nullable=False),
    Column("signed_at", UtcDateTime, nullable=False),
    Column("by", String(64), nullable=False),
    Column("version", Integer, nullable=False),
    Column("ink", String(64), nullable=False),  # SHA-256 of the strokes alone
    Index("ix_signature_work_order_id", "work_order_id"),
    Index("ix_signature_org_id_ink", "org_id", "ink"),
)

certificate = Table(
    "certificate",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("org_id", String(36), nullable=False),
    Column("work_order_id", String(36), ForeignKey("work_order.id"), nullable=False),
    Column("number", String(64), nullable=False),
    Column("language", String(8), nullable=False),
    Column("facts_sha256", String(64), nullable=False),
    Column("pdf_sha256", String(64), nullable=False),
    Column("template_sha256", String(64), nullable=False),
    Column("font", String(80), nullable=False),
    Column("typst", String(16), nullable=False),
    Column("unsigned_sha256", String(64)),  # of the bytes before they were signed
    Column("signed_with", String(64)),  # SHA-256 of the signing certificate; none: not signed
    Column("issued_at", UtcDateTime, nullable=False),
    Index("ix_certificate_work_order_id_language", "work_order_id", "language"),
    Index("ix_certificate_org_id_number", "org_id", "number"),
)

# Bytes that nothing refers to any more: they go when they have been on this list for `graves.GRACE`.
grave = Table(
    "grave",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("since", UtcDateTime, nullable=False),
    Index("ix_grave_since", "since"),
)
