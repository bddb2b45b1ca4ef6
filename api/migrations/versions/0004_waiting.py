"""What waits of a device is found without a look at what it has ever done.

Effects  the schema.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        "ix_sync_op_waiting",
        "sync_op",
        ["device_id", "cseq"],
        unique=False,
        sqlite_where=sa.text("pending = 1"),
        postgresql_where=sa.text("pending"),
    )


def downgrade() -> None:
    op.drop_index("ix_sync_op_waiting", table_name="sync_op")
