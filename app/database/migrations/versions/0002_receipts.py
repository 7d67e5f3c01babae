"""Receipts of orders that a client may repeat."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "receipts",
        sa.Column("run", sa.String(64), primary_key=True),
        sa.Column("key", sa.String(100), primary_key=True),
        sa.Column("order", sa.Text, nullable=False),
        sa.Column("result", sa.String(64), nullable=False),
        sa.Column("created", sa.Float, nullable=False),
    )
    op.create_index("ix_receipts_created", "receipts", ["created"])


def downgrade() -> None:
    op.drop_table("receipts")
