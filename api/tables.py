"""The edge's own tables: staff accounts, tokens, push subscriptions, rate buckets, finished reactions.

Secrets are never stored: passwords as argon2id, tokens as SHA-256.

Pure     declarations only.
"""

from sqlalchemy import BigInteger, Boolean, Column, Float, ForeignKey, Index, Integer, String, Table, Text

from kernel.metadata import Json, UtcDateTime, metadata

account = Table(
    "account",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("org_id", String(36), nullable=False, index=True),
    Column("login", String(120), nullable=False, unique=True),
    Column("password", String(200), nullable=False),
    Column("code", String(40), nullable=False),
    Column("role", String(16), nullable=False),
    Column("communities", Json(frozenset[str]), nullable=False),
    Column("language", String(8), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("disabled_at", UtcDateTime),
)

token_family = Table(
    "token_family",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("account_id", String(36), ForeignKey("account.id"), nullable=False, index=True),
    Column("created_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("generation", Integer, nullable=False),
    Column("revoked_at", UtcDateTime),
    Column("revoked_for", String(32)),
)

token = Table(
    "token",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("family_id", String(36), ForeignKey("token_family.id"), nullable=False, index=True),
    Column("refresh", Boolean, nullable=False),
    Column("generation", Integer, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False, index=True),
)

push_subscription = Table(
    "push_subscription",
    metadata,
    Column("endpoint_hash", String(64), primary_key=True),
    Column("account_id", String(36), ForeignKey("account.id"), nullable=False, index=True),
    Column("endpoint", Text, nullable=False),
    Column("p256dh", String(120), nullable=False),
    Column("auth", String(40), nullable=False),
    Column("language", String(8), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("failures", Integer, nullable=False),
)

bucket = Table(
    "bucket",
    metadata,
    Column("key", String(120), primary_key=True),
    Column("left", Float, nullable=False),
    Column("at", UtcDateTime, nullable=False),
)

reaction = Table(
    "reaction",
    metadata,
    Column("n", BigInteger, primary_key=True, autoincrement=False),
    Column("name", String(64), primary_key=True),
    Column("done_at", UtcDateTime, nullable=False),
    Index("ix_reaction_done_at", "done_at"),
)
