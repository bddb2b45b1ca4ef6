"""The seal of the rendition for paper.

Effects  the schema.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("blob", sa.Column("paper_sha256", sa.String(length=64), nullable=True))


def downgrade() -> None:
    op.drop_column("blob", "paper_sha256")
