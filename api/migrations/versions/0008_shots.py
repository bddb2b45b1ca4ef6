"""Which shot of its fault's procedure a photo is.

Effects  the schema.
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("photo", sa.Column("shot", sa.String(length=40), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("photo", "shot")
