"""What phones still hold, what was lost with one, what came from a file.

Effects  the schema.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("sync_device", sa.Column("holds", sa.Text(), nullable=True))
    op.add_column("sync_device", sa.Column("holds_at", sa.BigInteger(), nullable=True))
    op.create_index(
        "ix_sync_device_holds",
        "sync_device",
        ["org_id", "seen_at"],
        unique=False,
        sqlite_where=sa.text("holds is not null"),
        postgresql_where=sa.text("holds is not null"),
    )
    op.add_column("sync_op", sa.Column("overdue_at", sa.BigInteger(), nullable=True))
    op.create_table(
        "sync_gap",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("org_id", sa.String(length=36), nullable=False),
        sa.Column("user_id", sa.String(length=64), nullable=False),
        sa.Column("device_id", sa.String(length=36), nullable=False),
        sa.Column("why", sa.String(length=12), nullable=False),
        sa.Column("announced_at", sa.BigInteger(), nullable=False),
        sa.Column("raised_at", sa.BigInteger(), nullable=False),
        sa.Column("lost", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("settled_at", sa.BigInteger(), nullable=True),
        sa.Column("settled_by", sa.String(length=64), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sync_gap")),
    )
    op.create_index("ix_sync_gap_org_id_state", "sync_gap", ["org_id", "state"], unique=False)
    op.create_table(
        "sync_import",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("org_id", sa.String(length=36), nullable=False),
        sa.Column("user_id", sa.String(length=64), nullable=False),
        sa.Column("device_id", sa.String(length=36), nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("told", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sync_import")),
    )
    op.create_index("ix_sync_import_org_id_at", "sync_import", ["org_id", "at"], unique=False)


def downgrade() -> None:
    op.drop_table("sync_import")
    op.drop_table("sync_gap")
    op.drop_column("sync_op", "overdue_at")
    op.drop_index("ix_sync_device_holds", table_name="sync_device")
    op.drop_column("sync_device", "holds_at")
    op.drop_column("sync_device", "holds")
