"""What people typed about events, beside the chain: earlier words stay where they are chained.

Effects  the schema.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "event_words",
        sa.Column("event_id", sa.String(length=36), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_event_words")),
    )


def downgrade() -> None:
    op.drop_table("event_words")
