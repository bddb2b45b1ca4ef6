"""Where links, sessions, tickets and answers are kept. Secrets only as SHA-256.

Effects  declarations only.
"""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table, Text

from kernel.metadata import Raw, UtcDateTime, metadata

owner_link = Table(
    "owner_link",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("org_id", String(36), nullable=False),
    Column("work_order_id", String(36), ForeignKey("work_order.id"), nullable=False, index=True),
    Column("code_hash", String(64), nullable=False, unique=True),
    Column("label", String(40), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("created_by", String(64), nullable=False),
    Column("uses", Integer, nullable=False, default=0),
    Column("last_used_at", UtcDateTime),
    Column("revoked_at", UtcDateTime),
)

owner_session = Table(
    "owner_session",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("link_id", String(36), ForeignKey("owner_link.id"), nullable=False, index=True),
    Column("org_id", String(36), nullable=False),
    Column("work_order_id", String(36), nullable=False),
    Column("seal_key", Raw, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False, index=True),
)

owner_nonce = Table(
    "owner_nonce",
    metadata,
    Column("nonce_hash", String(64), primary_key=True),
    Column("expires_at", UtcDateTime, nullable=False, index=True),
)

report_ticket = Table(
    "report_ticket",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("org_id", String(36), nullable=False),
    Column("premises_id", String(36), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False, index=True),
    Column("used_for", String(36)),
)

owner_urge = Table(
    "owner_urge",
    metadata,
    Column("work_order_id", String(36), primary_key=True),
    Column("at", UtcDateTime, nullable=False),
)

rating = Table(
    "rating",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("org_id", String(36), nullable=False),
    Column("work_order_id", String(36), ForeignKey("work_order.id"), nullable=False, unique=True),
    Column("solved", Boolean, nullable=False),
    Column("csat", Integer),
    Column("ces", Integer),
    Column("nps", Integer),
    Column("words", Text, nullable=False, default=""),
    Column("at", UtcDateTime, nullable=False),
    Column("by", String(64), nullable=False),
    Index("ix_rating_org_id_at", "org_id", "at"),
)
