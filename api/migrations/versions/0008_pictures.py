"""How often a phone's picture was not the server's.

Effects  the schema.
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("sync_device", sa.Column("differed", sa.BigInteger(), nullable=False, server_default="0"))
    op.add_column("sync_device", sa.Column("differed_at", sa.BigInteger(), nullable=True))
