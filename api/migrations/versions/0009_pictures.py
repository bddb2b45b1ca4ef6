"""How often a phone's picture was not the server's; how far the feed had come day by day.

Effects  the schema.
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("sync_device", sa.Column("differed", sa.BigInteger(), nullable=False, server_default="0"))
    op.add_column("sync_device", sa.Column("differed_at", sa.BigInteger(), nullable=True))
    op.create_table(
        "feed_mark",
        sa.Column("tx", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("swept", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("tx", name=op.f("pk_feed_mark")),
    )
