"""The tables of sync: devices, the ledger of operations, forks, the drop-box, the epoch.

The ledger never forgets an id. Its body is the text of the phone, byte for byte. `pending` marks what still needs
somebody: a parked operation without a ruling, or a held one; a partial index keeps those few apart from the
millions that are settled.

Units    `tx` is the transaction number of the feed; moments in microseconds.
Effects  declarations only.
"""

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, String, Table, Text, UniqueConstraint, true

from kernel.metadata import Raw, UtcDateTime, metadata

sync_device = Table(
    "sync_device",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("org_id", String(36), nullable=False),
    Column("user_id", String(64), nullable=False, index=True),
    Column("last_cseq", BigInteger, nullable=False, default=0),
    Column("acked_cseq", BigInteger, nullable=False, default=0),
    Column("count", BigInteger, nullable=False, default=0),
    Column("digest", String(16), nullable=False, default="0" * 16),
    Column("last_made", UtcDateTime),
    Column("build", String(64), nullable=False, default=""),
    Column("schema_version", Integer, nullable=False, default=1),
    Column("platform", String(200), nullable=False, default=""),
    Column("standalone", Boolean, nullable=False, default=False),
    Column("persisted", Boolean, nullable=False, default=False),
    Column("quota", BigInteger, nullable=False, default=0),
    Column("fork_of", String(36)),
    Column("enrolled_at", UtcDateTime, nullable=False),
    Column("seen_at", UtcDateTime, nullable=False),
    Column("revoked_at", UtcDateTime),
)

sync_op = Table(
    "sync_op",
    metadata,
    Column("op_id", String(36), primary_key=True),
    Column("device_id", String(36)),  # empty for the office's own operations
    Column("cseq", BigInteger),
    Column("org_id", String(36), nullable=False),
    Column("user_id", String(64), nullable=False),
    Column("work_order_id", String(64), nullable=False),
    Column("kind", String(40), nullable=False),
    Column("v", Integer, nullable=False),
    Column("hash", Raw, nullable=False),
    Column("body", Raw, nullable=False),
    Column("seen_tx", BigInteger),
    Column("made_at", UtcDateTime, nullable=False),
    Column("unsure_ms", BigInteger, nullable=False),
    Column("received_at", UtcDateTime, nullable=False),
    Column("clock_wrong", Boolean, nullable=False),
    Column("verdict", String(12), nullable=False),
    Column("reason", String(40), nullable=False),
    Column("facts", Text, nullable=False),
    Column("tx", BigInteger, nullable=False),
    Column("pending", Boolean, nullable=False),
    Column("due_at", UtcDateTime),  # held until then
    Column("caused_by", String(36)),
    Column("resolution", String(12)),
    Column("resolved_by", String(64)),
    Column("resolved_at", UtcDateTime),
    Column("note", Text),
    UniqueConstraint("device_id", "cseq"),
)

Index(
    "ix_sync_op_pending",
    sync_op.c.org_id,
    sync_op.c.verdict,
    sync_op.c.received_at,
    sqlite_where=sync_op.c.pending == true(),
    postgresql_where=sync_op.c.pending == true(),
)

Index(
    "ix_sync_op_waiting",
    sync_op.c.device_id,
    sync_op.c.cseq,
    sqlite_where=sync_op.c.pending == true(),
    postgresql_where=sync_op.c.pending == true(),
)

sync_fork = Table(
    "sync_fork",
    metadata,
    Column("device_id_new", String(36), primary_key=True),
    Column("device_id_old", String(36), nullable=False),
    Column("at", UtcDateTime, nullable=False),
)

sync_dropbox = Table(
    "sync_dropbox",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("org_id", String(36), nullable=False),
    Column("user_id", String(64), nullable=False),
    Column("device_id", String(36)),
    Column("received_at", UtcDateTime, nullable=False, index=True),
    Column("reason", String(40), nullable=False),
    Column("raw", Raw, nullable=False),
    Column("state", String(12), nullable=False),  # new | read
)

epoch = Table(
    "epoch",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("epoch", String(36), nullable=False),
    Column("key", Raw, nullable=False),
    Column("begun_at", UtcDateTime, nullable=False),
)
