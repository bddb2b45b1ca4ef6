"""The tables of sync: devices, the ledger of operations, forks, the drop-box, gaps, imports, the epoch.

The ledger never forgets an id. Its body is the text of the phone, byte for byte. `pending` marks what still needs
somebody: a parked operation without a ruling, or a held one; a partial index keeps those few apart from the
millions that are settled.

Units    `tx` is the transaction number of the feed; moments in microseconds.
Effects  declarations only.
"""

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, String, Table, Text, UniqueConstraint, text, true

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
    Column("holds", Text),  # what the phone last said it had not sent, as JSON; null when that is nothing
    Column("holds_at", UtcDateTime),  # since when it has been saying so without a change
    Column("differed", BigInteger, nullable=False, default=0),  # times its picture was not the server's
    Column("differed_at", UtcDateTime),  # when it last said so
    Index(
        "ix_sync_device_holds",
        "org_id",
        "seen_at",
        sqlite_where=text("holds is not null"),
        postgresql_where=text("holds is not null"),
    ),
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
    Column("overdue_at", UtcDateTime),  # when the office was told that nobody had decided for a day
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

sync_gap = Table(
    "sync_gap",
    metadata,
    Column("id", String(36), primary_key=True),  # of device and announcement: one alarm for one loss
    Column("org_id", String(36), nullable=False),
    Column("user_id", String(64), nullable=False),
    Column("device_id", String(36), nullable=False),
    Column("why", String(12), nullable=False),  # silent | replaced | revoked
    Column("announced_at", UtcDateTime, nullable=False),
    Column("raised_at", UtcDateTime, nullable=False),
    Column("lost", Text, nullable=False),  # the exact numbers, operations and photos, as JSON
    Column("state", String(12), nullable=False),  # open | acknowledged | came
    Column("settled_at", UtcDateTime),
    Column("settled_by", String(64)),
    Column("note", Text),
    Index("ix_sync_gap_org_id_state", "org_id", "state"),
)

sync_import = Table(
    "sync_import",
    metadata,
    Column("id", String(36), primary_key=True),  # of the bytes: the same file twice is one import
    Column("org_id", String(36), nullable=False),
    Column("user_id", String(64), nullable=False),  # whose work it is
    Column("device_id", String(36), nullable=False),  # the identity under which it was told
    Column("by", String(64), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("told", Text, nullable=False),  # what came of it, as JSON
    Index("ix_sync_import_org_id_at", "org_id", "at"),
)

epoch = Table(
    "epoch",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("epoch", String(36), nullable=False),
    Column("key", Raw, nullable=False),
    Column("begun_at", UtcDateTime, nullable=False),
)
