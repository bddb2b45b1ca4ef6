"""Parts, spending and leave to spend; seals of renditions and certificates; graves; the root of a day.

Effects  the schema.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("work_order", sa.Column("approvals", sa.Text(), nullable=False, server_default="[]"))
    for name in ("master_sha256", "thumb_sha256"):
        op.add_column("blob", sa.Column(name, sa.String(length=64), nullable=True))
    for name in ("unsigned_sha256", "signed_with"):
        op.add_column("certificate", sa.Column(name, sa.String(length=64), nullable=True))
    op.create_table(
        "grave",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_grave")),
    )
    op.create_index("ix_grave_since", "grave", ["since"], unique=False)
    op.create_table(
        "chain_root",
        sa.Column("org_id", sa.String(length=36), nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("root", sa.String(length=64), nullable=False),
        sa.Column("chains", sa.Integer(), nullable=False),
        sa.Column("last_n", sa.BigInteger(), nullable=False),
        sa.Column("stamp", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("org_id", "day", name=op.f("pk_chain_root")),
    )
    _parts()
    _spending()


def _parts() -> None:
    op.create_table(
        "depot",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("org_id", sa.String(length=36), nullable=False),
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("zh", sa.String(length=120), nullable=False),
        sa.Column("en", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("position", sa.Text(), nullable=True),
        sa.Column("technician_id", sa.String(length=36), nullable=True),
        sa.ForeignKeyConstraint(["org_id"], ["organisation.id"], name=op.f("fk_depot_org_id_organisation")),
        sa.ForeignKeyConstraint(["technician_id"], ["technician.id"], name=op.f("fk_depot_technician_id_technician")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_depot")),
    )
    op.create_index("uq_depot_org_id_code", "depot", ["org_id", "code"], unique=True)
    op.create_index("ix_depot_technician_id", "depot", ["technician_id"], unique=False)
    op.create_table(
        "stock",
        sa.Column("depot_id", sa.String(length=36), nullable=False),
        sa.Column("material", sa.String(length=32), nullable=False),
        sa.Column("on_hand_milli", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["depot_id"], ["depot.id"], name=op.f("fk_stock_depot_id_depot")),
        sa.PrimaryKeyConstraint("depot_id", "material", name=op.f("pk_stock")),
    )
    op.create_table(
        "stock_move",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("depot_id", sa.String(length=36), nullable=False),
        sa.Column("material", sa.String(length=32), nullable=False),
        sa.Column("delta_milli", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("work_order_id", sa.String(length=36), nullable=True),
        sa.ForeignKeyConstraint(["depot_id"], ["depot.id"], name=op.f("fk_stock_move_depot_id_depot")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stock_move")),
    )
    op.create_index("ix_stock_move_depot_id_material", "stock_move", ["depot_id", "material"], unique=False)


def _spending() -> None:
    op.create_table(
        "spending",
        sa.Column("line_id", sa.String(length=36), nullable=False),
        sa.Column("work_order_id", sa.String(length=36), nullable=False),
        sa.Column("technician_id", sa.String(length=36), nullable=False),
        sa.Column("device_id", sa.String(length=36), nullable=True),
        sa.Column("fen", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["work_order_id"], ["work_order.id"], name=op.f("fk_spending_work_order_id_work_order")),
        sa.ForeignKeyConstraint(
            ["technician_id"], ["technician.id"], name=op.f("fk_spending_technician_id_technician")
        ),
        sa.PrimaryKeyConstraint("line_id", name=op.f("pk_spending")),
    )
    op.create_index("ix_spending_technician_id_at", "spending", ["technician_id", "at"], unique=False)
    op.create_index("ix_spending_work_order_id", "spending", ["work_order_id"], unique=False)
    op.create_table(
        "allowance",
        sa.Column("device_id", sa.String(length=36), nullable=False),
        sa.Column("technician_id", sa.String(length=36), nullable=False),
        sa.Column("left_fen", sa.BigInteger(), nullable=False),
        sa.Column("issued_at", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["technician_id"], ["technician.id"], name=op.f("fk_allowance_technician_id_technician")
        ),
        sa.PrimaryKeyConstraint("device_id", name=op.f("pk_allowance")),
    )
    op.create_index("ix_allowance_technician_id", "allowance", ["technician_id"], unique=False)


def downgrade() -> None:
    for table in ("allowance", "spending", "stock_move", "stock", "depot", "chain_root", "grave"):
        op.drop_table(table)
    for table, name in (
        ("certificate", "signed_with"),
        ("certificate", "unsigned_sha256"),
        ("blob", "thumb_sha256"),
        ("blob", "master_sha256"),
        ("work_order", "approvals"),
    ):
        op.drop_column(table, name)
