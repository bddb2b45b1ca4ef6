"""The first schema.

Effects  the schema.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "account",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("org_id", sa.String(length=36), nullable=False),
        sa.Column("login", sa.String(length=120), nullable=False),
        sa.Column("password", sa.String(length=200), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("communities", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("disabled_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("login", name=op.f("uq_account_login")),
    )
    op.create_index(op.f("ix_account_org_id"), "account", ["org_id"], unique=False)
    op.create_table(
        "blob",
        sa.Column("org_id", sa.String(length=36), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("mime", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("created_by", sa.String(length=64), nullable=False),
        sa.Column("quality", sa.Text(), nullable=True),
        sa.Column("dhash", sa.BigInteger(), nullable=True),
        sa.Column("dhash_mirror", sa.BigInteger(), nullable=True),
        sa.Column("comparable", sa.Boolean(), nullable=False),
        sa.Column("camera_time", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("org_id", "sha256", name=op.f("pk_blob")),
    )
    op.create_index("ix_blob_org_id_created_at", "blob", ["org_id", "created_at"], unique=False)
    op.create_table(
        "bucket",
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("left", sa.Float(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_bucket")),
    )
    op.create_table(
        "epoch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("epoch", sa.String(length=36), nullable=False),
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.Column("begun_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_epoch")),
    )
    op.create_table(
        "event",
        sa.Column("n", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("org_id", sa.String(length=36), nullable=False),
        sa.Column("scope", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("occurred_at", sa.BigInteger(), nullable=False),
        sa.Column("recorded_at", sa.BigInteger(), nullable=False),
        sa.Column("actor_id", sa.String(length=64), nullable=False),
        sa.Column("actor_role", sa.String(length=16), nullable=False),
        sa.Column("device_id", sa.String(length=36), nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("n", name=op.f("pk_event")),
        sa.UniqueConstraint("id", name=op.f("uq_event_id")),
    )
    op.create_index("ix_event_scope_n", "event", ["scope", "n"], unique=False)
    op.create_table(
        "feed_clock",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("tx", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feed_clock")),
    )
    op.create_table(
        "feed_grant",
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("scope", sa.String(length=64), nullable=False),
        sa.Column("visible", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=32), nullable=False),
        sa.Column("tx", sa.BigInteger(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("subject", "scope", name=op.f("pk_feed_grant")),
    )
    op.create_index("ix_feed_grant_scope", "feed_grant", ["scope"], unique=False)
    op.create_index("ix_feed_grant_subject_tx", "feed_grant", ["subject", "tx"], unique=False)
    op.create_table(
        "feed_head",
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("scope", sa.String(length=64), nullable=False),
        sa.Column("tx", sa.BigInteger(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("kind", "id", "scope", name=op.f("pk_feed_head")),
    )
    op.create_index("ix_feed_head_scope_tx_seq", "feed_head", ["scope", "tx", "seq"], unique=False)
    op.create_index("ix_feed_head_tx_seq", "feed_head", ["tx", "seq"], unique=False)
    op.create_table(
        "organisation",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("zh", sa.String(length=120), nullable=False),
        sa.Column("en", sa.String(length=120), nullable=False),
        sa.Column("policy", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
        sa.UniqueConstraint("code", name=op.f("uq_organisation_code")),
    )
    op.create_table(
        "outbox",
        sa.Column("n", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("buried_at", sa.BigInteger(), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("n", name=op.f("pk_outbox")),
    )
    op.create_index(op.f("ix_outbox_due_at"), "outbox", ["due_at"], unique=False)
    op.create_table(
        "owner_nonce",
        sa.Column("nonce_hash", sa.String(length=64), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("nonce_hash", name=op.f("pk_owner_nonce")),
    )
    op.create_index(op.f("ix_owner_nonce_expires_at"), "owner_nonce", ["expires_at"], unique=False)
    op.create_table(
        "owner_urge",
        sa.Column("work_order_id", sa.String(length=36), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("work_order_id", name=op.f("pk_owner_urge")),
    )
    op.create_table(
        "reaction",
        sa.Column("n", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("done_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("n", "name", name=op.f("pk_reaction")),
    )
    op.create_index("ix_reaction_done_at", "reaction", ["done_at"], unique=False)
    op.create_table(
        "report_ticket",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("org_id", sa.String(length=36), nullable=False),
        sa.Column("premises_id", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("used_for", sa.String(length=36), nullable=True),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_report_ticket")),
    )
    op.create_index(op.f("ix_report_ticket_expires_at"), "report_ticket", ["expires_at"], unique=False)
    op.create_table(
        "sync_device",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("org_id", sa.String(length=36), nullable=False),
        sa.Column("user_id", sa.String(length=64), nullable=False),
        sa.Column("last_cseq", sa.BigInteger(), nullable=False),
        sa.Column("acked_cseq", sa.BigInteger(), nullable=False),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.String(length=16), nullable=False),
        sa.Column("last_made", sa.BigInteger(), nullable=True),
        sa.Column("build", sa.String(length=64), nullable=False),
        sa.Column("schema_version", sa.Integer(), nullable=False),
        sa.Column("platform", sa.String(length=200), nullable=False),
        sa.Column("standalone", sa.Boolean(), nullable=False),
        sa.Column("persisted", sa.Boolean(), nullable=False),
        sa.Column("quota", sa.BigInteger(), nullable=False),
        sa.Column("fork_of", sa.String(length=36), nullable=True),
        sa.Column("enrolled_at", sa.BigInteger(), nullable=False),
        sa.Column("seen_at", sa.BigInteger(), nullable=False),
        sa.Column("revoked_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sync_device")),
    )
    op.create_index(op.f("ix_sync_device_user_id"), "sync_device", ["user_id"], unique=False)
    op.create_table(
        "sync_dropbox",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("org_id", sa.String(length=36), nullable=False),
        sa.Column("user_id", sa.String(length=64), nullable=False),
        sa.Column("device_id", sa.String(length=36), nullable=True),
        sa.Column("received_at", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("raw", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sync_dropbox")),
    )
    op.create_index(op.f("ix_sync_dropbox_received_at"), "sync_dropbox", ["received_at"], unique=False)
    op.create_table(
        "sync_fork",
        sa.Column("device_id_new", sa.String(length=36), nullable=False),
        sa.Column("device_id_old", sa.String(length=36), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("device_id_new", name=op.f("pk_sync_fork")),
    )
    op.create_table(
        "sync_op",
        sa.Column("op_id", sa.String(length=36), nullable=False),
        sa.Column("device_id", sa.String(length=36), nullable=True),
        sa.Column("cseq", sa.BigInteger(), nullable=True),
        sa.Column("org_id", sa.String(length=36), nullable=False),
        sa.Column("user_id", sa.String(length=64), nullable=False),
        sa.Column("work_order_id", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("v", sa.Integer(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("seen_tx", sa.BigInteger(), nullable=True),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("unsure_ms", sa.BigInteger(), nullable=False),
        sa.Column("received_at", sa.BigInteger(), nullable=False),
        sa.Column("clock_wrong", sa.Boolean(), nullable=False),
        sa.Column("verdict", sa.String(length=12), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("tx", sa.BigInteger(), nullable=False),
        sa.Column("pending", sa.Boolean(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=True),
        sa.Column("caused_by", sa.String(length=36), nullable=True),
        sa.Column("resolution", sa.String(length=12), nullable=True),
        sa.Column("resolved_by", sa.String(length=64), nullable=True),
        sa.Column("resolved_at", sa.BigInteger(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("op_id", name=op.f("pk_sync_op")),
        sa.UniqueConstraint("device_id", "cseq", name=op.f("uq_sync_op_device_id_cseq")),
    )
    op.create_index(
        "ix_sync_op_pending",
        "sync_op",
        ["org_id", "verdict", "received_at"],
        unique=False,
        sqlite_where=sa.text("pending = 1"),
        postgresql_where=sa.text("pending"),
    )
    op.create_table(
        "upload",
        sa.Column("org_id", sa.String(length=36), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("created_by", sa.String(length=64), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("mime", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("received", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("org_id", "sha256", "created_by", name=op.f("pk_upload")),
    )
    op.create_index("ix_upload_expires_at", "upload", ["expires_at"], unique=False)
    op.create_table(
        "community",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("org_id", sa.String(length=36), nullable=False),
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("zh", sa.String(length=120), nullable=False),
        sa.Column("en", sa.String(length=120), nullable=False),
        sa.Column("position", sa.Text(), nullable=False),
        sa.Column("time_zone", sa.String(length=64), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("kind", sa.String(length=120), nullable=False),
        sa.Column("quiet_hours", sa.Text(), nullable=False),
        sa.Column("work_hours", sa.Text(), nullable=False),
        sa.Column("plan", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["org_id"], ["organisation.id"], name=op.f("fk_community_org_id_organisation")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_community")),
    )
    op.create_index("uq_community_org_id_code", "community", ["org_id", "code"], unique=True)
    op.create_table(
        "fault",
        sa.Column("org_id", sa.String(length=36), nullable=False),
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("area", sa.String(length=16), nullable=False),
        sa.Column("trade", sa.String(length=16), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["org_id"], ["organisation.id"], name=op.f("fk_fault_org_id_organisation")),
        sa.PrimaryKeyConstraint("org_id", "code", name=op.f("pk_fault")),
    )
    op.create_table(
        "material",
        sa.Column("org_id", sa.String(length=36), nullable=False),
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["org_id"], ["organisation.id"], name=op.f("fk_material_org_id_organisation")),
        sa.PrimaryKeyConstraint("org_id", "code", name=op.f("pk_material")),
    )
    op.create_table(
        "push_subscription",
        sa.Column("endpoint_hash", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.String(length=36), nullable=False),
        sa.Column("endpoint", sa.Text(), nullable=False),
        sa.Column("p256dh", sa.String(length=120), nullable=False),
        sa.Column("auth", sa.String(length=40), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_push_subscription_account_id_account")),
        sa.PrimaryKeyConstraint("endpoint_hash", name=op.f("pk_push_subscription")),
    )
    op.create_index(op.f("ix_push_subscription_account_id"), "push_subscription", ["account_id"], unique=False)
    op.create_table(
        "technician",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("org_id", sa.String(length=36), nullable=False),
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("team", sa.String(length=64), nullable=False),
        sa.Column("communities", sa.Text(), nullable=False),
        sa.Column("home", sa.Text(), nullable=False),
        sa.Column("time_zone", sa.String(length=64), nullable=False),
        sa.Column("skills", sa.Text(), nullable=False),
        sa.Column("certificates", sa.Text(), nullable=False),
        sa.Column("shifts", sa.Text(), nullable=False),
        sa.Column("on_break", sa.Boolean(), nullable=False),
        sa.Column("off_duty", sa.Boolean(), nullable=False),
        sa.Column("max_open", sa.Integer(), nullable=False),
        sa.Column("vendor", sa.String(length=64), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["org_id"], ["organisation.id"], name=op.f("fk_technician_org_id_organisation")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_technician")),
    )
    op.create_index("uq_technician_org_id_code", "technician", ["org_id", "code"], unique=True)
    op.create_table(
        "token_family",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("account_id", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("revoked_at", sa.BigInteger(), nullable=True),
        sa.Column("revoked_for", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_token_family_account_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_token_family")),
    )
    op.create_index(op.f("ix_token_family_account_id"), "token_family", ["account_id"], unique=False)
    op.create_table(
        "number_counter",
        sa.Column("community_id", sa.String(length=36), nullable=False),
        sa.Column("day", sa.String(length=6), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_number_counter_community_id_community")
        ),
        sa.PrimaryKeyConstraint("community_id", "day", name=op.f("pk_number_counter")),
    )
    op.create_table(
        "position",
        sa.Column("technician_id", sa.String(length=36), nullable=False),
        sa.Column("lat", sa.Float(), nullable=False),
        sa.Column("lng", sa.Float(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("accuracy_m", sa.Float(), nullable=False),
        sa.Column("source", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["technician_id"], ["technician.id"], name=op.f("fk_position_technician_id_technician")
        ),
        sa.PrimaryKeyConstraint("technician_id", name=op.f("pk_position")),
    )
    op.create_table(
        "premises",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("org_id", sa.String(length=36), nullable=False),
        sa.Column("community_id", sa.String(length=36), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("label", sa.String(length=200), nullable=False),
        sa.Column("building", sa.String(length=32), nullable=False),
        sa.Column("floor", sa.Integer(), nullable=False),
        sa.Column("floor_label", sa.String(length=16), nullable=False),
        sa.Column("position", sa.Text(), nullable=False),
        sa.Column("no_signal", sa.Boolean(), nullable=False),
        sa.Column("report_code", sa.String(length=64), nullable=False),
        sa.Column("contact", sa.Text(), nullable=False),
        sa.Column("visit_notes", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_premises_community_id_community")),
        sa.ForeignKeyConstraint(["org_id"], ["organisation.id"], name=op.f("fk_premises_org_id_organisation")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_premises")),
        sa.UniqueConstraint("report_code", name=op.f("uq_premises_report_code")),
    )
    op.create_index("ix_premises_community_id", "premises", ["community_id"], unique=False)
    op.create_index("uq_premises_org_id_code", "premises", ["org_id", "code"], unique=True)
    op.create_table(
        "token",
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("family_id", sa.String(length=36), nullable=False),
        sa.Column("refresh", sa.Boolean(), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["family_id"], ["token_family.id"], name=op.f("fk_token_family_id_token_family")),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_token")),
    )
    op.create_index(op.f("ix_token_expires_at"), "token", ["expires_at"], unique=False)
    op.create_index(op.f("ix_token_family_id"), "token", ["family_id"], unique=False)
    op.create_table(
        "work_order",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("org_id", sa.String(length=36), nullable=False),
        sa.Column("community_id", sa.String(length=36), nullable=False),
        sa.Column("premises_id", sa.String(length=36), nullable=False),
        sa.Column("number", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("priority", sa.String(length=32), nullable=False),
        sa.Column("fault", sa.String(length=32), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("contact", sa.Text(), nullable=False),
        sa.Column("reported_at", sa.BigInteger(), nullable=False),
        sa.Column("received_at", sa.BigInteger(), nullable=False),
        sa.Column("window_start", sa.BigInteger(), nullable=True),
        sa.Column("window_end", sa.BigInteger(), nullable=True),
        sa.Column("visit_notes", sa.Text(), nullable=False),
        sa.Column("technician_id", sa.String(length=36), nullable=True),
        sa.Column("assignment_id", sa.String(length=36), nullable=True),
        sa.Column("clocks", sa.Text(), nullable=False),
        sa.Column("hold", sa.Text(), nullable=True),
        sa.Column("presence", sa.Text(), nullable=True),
        sa.Column("checklist", sa.Text(), nullable=False),
        sa.Column("parts", sa.Text(), nullable=False),
        sa.Column("fees", sa.Text(), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("cause", sa.String(length=64), nullable=False),
        sa.Column("action", sa.String(length=64), nullable=False),
        sa.Column("sign_off", sa.Text(), nullable=True),
        sa.Column("review", sa.Text(), nullable=True),
        sa.Column("merged_into", sa.String(length=36), nullable=True),
        sa.Column("callback_of", sa.String(length=36), nullable=True),
        sa.Column("escalation", sa.Integer(), nullable=False),
        sa.Column("flags", sa.Text(), nullable=False),
        sa.Column("updated_at", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=True),
        sa.Column("alarms", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_work_order_community_id_community")),
        sa.ForeignKeyConstraint(["org_id"], ["organisation.id"], name=op.f("fk_work_order_org_id_organisation")),
        sa.ForeignKeyConstraint(["premises_id"], ["premises.id"], name=op.f("fk_work_order_premises_id_premises")),
        sa.ForeignKeyConstraint(
            ["technician_id"], ["technician.id"], name=op.f("fk_work_order_technician_id_technician")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work_order")),
    )
    op.create_index("ix_work_order_community_id_status", "work_order", ["community_id", "status"], unique=False)
    op.create_index("ix_work_order_due_at", "work_order", ["due_at"], unique=False)
    op.create_index("ix_work_order_org_id_reported_at", "work_order", ["org_id", "reported_at"], unique=False)
    op.create_index("ix_work_order_org_id_status", "work_order", ["org_id", "status"], unique=False)
    op.create_index("ix_work_order_premises_id_reported_at", "work_order", ["premises_id", "reported_at"], unique=False)
    op.create_index("ix_work_order_technician_id_status", "work_order", ["technician_id", "status"], unique=False)
    op.create_index("uq_work_order_org_id_number", "work_order", ["org_id", "number"], unique=True)
    op.create_table(
        "assignment",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("work_order_id", sa.String(length=36), nullable=False),
        sa.Column("technician_id", sa.String(length=36), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("offered_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=True),
        sa.Column("answered_at", sa.BigInteger(), nullable=True),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("decision_id", sa.String(length=36), nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["technician_id"], ["technician.id"], name=op.f("fk_assignment_technician_id_technician")
        ),
        sa.ForeignKeyConstraint(
            ["work_order_id"], ["work_order.id"], name=op.f("fk_assignment_work_order_id_work_order")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment")),
    )
    op.create_index("ix_assignment_state_expires_at", "assignment", ["state", "expires_at"], unique=False)
    op.create_index(
        "ix_assignment_technician_id_answered_at", "assignment", ["technician_id", "answered_at"], unique=False
    )
    op.create_index("ix_assignment_work_order_id", "assignment", ["work_order_id"], unique=False)
    op.create_table(
        "certificate",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("org_id", sa.String(length=36), nullable=False),
        sa.Column("work_order_id", sa.String(length=36), nullable=False),
        sa.Column("number", sa.String(length=64), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("facts_sha256", sa.String(length=64), nullable=False),
        sa.Column("pdf_sha256", sa.String(length=64), nullable=False),
        sa.Column("template_sha256", sa.String(length=64), nullable=False),
        sa.Column("font", sa.String(length=80), nullable=False),
        sa.Column("typst", sa.String(length=16), nullable=False),
        sa.Column("issued_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["work_order_id"], ["work_order.id"], name=op.f("fk_certificate_work_order_id_work_order")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate")),
    )
    op.create_index("ix_certificate_org_id_number", "certificate", ["org_id", "number"], unique=False)
    op.create_index("ix_certificate_work_order_id_language", "certificate", ["work_order_id", "language"], unique=False)
    op.create_table(
        "decision",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("work_order_id", sa.String(length=36), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("mode", sa.String(length=16), nullable=False),
        sa.Column("chosen", sa.String(length=36), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["work_order_id"], ["work_order.id"], name=op.f("fk_decision_work_order_id_work_order")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
    )
    op.create_index("ix_decision_work_order_id_at", "decision", ["work_order_id", "at"], unique=False)
    op.create_table(
        "owner_link",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("org_id", sa.String(length=36), nullable=False),
        sa.Column("work_order_id", sa.String(length=36), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("label", sa.String(length=40), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("created_by", sa.String(length=64), nullable=False),
        sa.Column("uses", sa.Integer(), nullable=False),
        sa.Column("last_used_at", sa.BigInteger(), nullable=True),
        sa.Column("revoked_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["work_order_id"], ["work_order.id"], name=op.f("fk_owner_link_work_order_id_work_order")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_owner_link")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_owner_link_code_hash")),
    )
    op.create_index(op.f("ix_owner_link_work_order_id"), "owner_link", ["work_order_id"], unique=False)
    op.create_table(
        "photo",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("org_id", sa.String(length=36), nullable=False),
        sa.Column("work_order_id", sa.String(length=36), nullable=False),
        sa.Column("slot", sa.String(length=16), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("taken_at", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("by_role", sa.String(length=16), nullable=False),
        sa.Column("position", sa.Text(), nullable=True),
        sa.Column("accuracy_m", sa.Float(), nullable=True),
        sa.Column("present", sa.Boolean(), nullable=False),
        sa.Column("quality", sa.Text(), nullable=True),
        sa.Column("flags", sa.Text(), nullable=False),
        sa.Column("retracted_at", sa.BigInteger(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["work_order_id"], ["work_order.id"], name=op.f("fk_photo_work_order_id_work_order")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_photo")),
    )
    op.create_index("ix_photo_org_id_sha256", "photo", ["org_id", "sha256"], unique=False)
    op.create_index("ix_photo_work_order_id", "photo", ["work_order_id"], unique=False)
    op.create_table(
        "rating",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("org_id", sa.String(length=36), nullable=False),
        sa.Column("work_order_id", sa.String(length=36), nullable=False),
        sa.Column("solved", sa.Boolean(), nullable=False),
        sa.Column("csat", sa.Integer(), nullable=True),
        sa.Column("ces", sa.Integer(), nullable=True),
        sa.Column("nps", sa.Integer(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["work_order_id"], ["work_order.id"], name=op.f("fk_rating_work_order_id_work_order")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rating")),
        sa.UniqueConstraint("work_order_id", name=op.f("uq_rating_work_order_id")),
    )
    op.create_index("ix_rating_org_id_at", "rating", ["org_id", "at"], unique=False)
    op.create_table(
        "signature",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("org_id", sa.String(length=36), nullable=False),
        sa.Column("work_order_id", sa.String(length=36), nullable=False),
        sa.Column("signer", sa.String(length=80), nullable=False),
        sa.Column("strokes", sa.Text(), nullable=False),
        sa.Column("aspect", sa.Float(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("sheet", sa.Text(), nullable=False),
        sa.Column("signed_at", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("ink", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["work_order_id"], ["work_order.id"], name=op.f("fk_signature_work_order_id_work_order")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signature")),
    )
    op.create_index("ix_signature_org_id_ink", "signature", ["org_id", "ink"], unique=False)
    op.create_index("ix_signature_work_order_id", "signature", ["work_order_id"], unique=False)
    op.create_table(
        "owner_session",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("link_id", sa.String(length=36), nullable=False),
        sa.Column("org_id", sa.String(length=36), nullable=False),
        sa.Column("work_order_id", sa.String(length=36), nullable=False),
        sa.Column("seal_key", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["link_id"], ["owner_link.id"], name=op.f("fk_owner_session_link_id_owner_link")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_owner_session")),
    )
    op.create_index(op.f("ix_owner_session_expires_at"), "owner_session", ["expires_at"], unique=False)
    op.create_index(op.f("ix_owner_session_link_id"), "owner_session", ["link_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_owner_session_link_id"), table_name="owner_session")
    op.drop_index(op.f("ix_owner_session_expires_at"), table_name="owner_session")
    op.drop_table("owner_session")
    op.drop_index("ix_signature_work_order_id", table_name="signature")
    op.drop_index("ix_signature_org_id_ink", table_name="signature")
    op.drop_table("signature")
    op.drop_index("ix_rating_org_id_at", table_name="rating")
    op.drop_table("rating")
    op.drop_index("ix_photo_work_order_id", table_name="photo")
    op.drop_index("ix_photo_org_id_sha256", table_name="photo")
    op.drop_table("photo")
    op.drop_index(op.f("ix_owner_link_work_order_id"), table_name="owner_link")
    op.drop_table("owner_link")
    op.drop_index("ix_decision_work_order_id_at", table_name="decision")
    op.drop_table("decision")
    op.drop_index("ix_certificate_work_order_id_language", table_name="certificate")
    op.drop_index("ix_certificate_org_id_number", table_name="certificate")
    op.drop_table("certificate")
    op.drop_index("ix_assignment_work_order_id", table_name="assignment")
    op.drop_index("ix_assignment_technician_id_answered_at", table_name="assignment")
    op.drop_index("ix_assignment_state_expires_at", table_name="assignment")
    op.drop_table("assignment")
    op.drop_index("uq_work_order_org_id_number", table_name="work_order")
    op.drop_index("ix_work_order_technician_id_status", table_name="work_order")
    op.drop_index("ix_work_order_premises_id_reported_at", table_name="work_order")
    op.drop_index("ix_work_order_org_id_status", table_name="work_order")
    op.drop_index("ix_work_order_org_id_reported_at", table_name="work_order")
    op.drop_index("ix_work_order_due_at", table_name="work_order")
    op.drop_index("ix_work_order_community_id_status", table_name="work_order")
    op.drop_table("work_order")
    op.drop_index(op.f("ix_token_family_id"), table_name="token")
    op.drop_index(op.f("ix_token_expires_at"), table_name="token")
    op.drop_table("token")
    op.drop_index("uq_premises_org_id_code", table_name="premises")
    op.drop_index("ix_premises_community_id", table_name="premises")
    op.drop_table("premises")
    op.drop_table("position")
    op.drop_table("number_counter")
    op.drop_index(op.f("ix_token_family_account_id"), table_name="token_family")
    op.drop_table("token_family")
    op.drop_index("uq_technician_org_id_code", table_name="technician")
    op.drop_table("technician")
    op.drop_index(op.f("ix_push_subscription_account_id"), table_name="push_subscription")
    op.drop_table("push_subscription")
    op.drop_table("material")
    op.drop_table("fault")
    op.drop_index("uq_community_org_id_code", table_name="community")
    op.drop_table("community")
    op.drop_index("ix_upload_expires_at", table_name="upload")
    op.drop_table("upload")
    op.drop_index(
        "ix_sync_op_pending",
        table_name="sync_op",
        sqlite_where=sa.text("pending = 1"),
        postgresql_where=sa.text("pending"),
    )
    op.drop_table("sync_op")
    op.drop_table("sync_fork")
    op.drop_index(op.f("ix_sync_dropbox_received_at"), table_name="sync_dropbox")
    op.drop_table("sync_dropbox")
    op.drop_index(op.f("ix_sync_device_user_id"), table_name="sync_device")
    op.drop_table("sync_device")
    op.drop_index(op.f("ix_report_ticket_expires_at"), table_name="report_ticket")
    op.drop_table("report_ticket")
    op.drop_index("ix_reaction_done_at", table_name="reaction")
    op.drop_table("reaction")
    op.drop_table("owner_urge")
    op.drop_index(op.f("ix_owner_nonce_expires_at"), table_name="owner_nonce")
    op.drop_table("owner_nonce")
    op.drop_index(op.f("ix_outbox_due_at"), table_name="outbox")
    op.drop_table("outbox")
    op.drop_table("organisation")
    op.drop_index("ix_feed_head_tx_seq", table_name="feed_head")
    op.drop_index("ix_feed_head_scope_tx_seq", table_name="feed_head")
    op.drop_table("feed_head")
    op.drop_index("ix_feed_grant_subject_tx", table_name="feed_grant")
    op.drop_index("ix_feed_grant_scope", table_name="feed_grant")
    op.drop_table("feed_grant")
    op.drop_table("feed_clock")
    op.drop_index("ix_event_scope_n", table_name="event")
    op.drop_table("event")
    op.drop_table("epoch")
    op.drop_table("bucket")
    op.drop_index("ix_blob_org_id_created_at", table_name="blob")
    op.drop_table("blob")
    op.drop_index(op.f("ix_account_org_id"), table_name="account")
    op.drop_table("account")
