"""Browsers that a teacher has removed from a class."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "removals",
        sa.Column("code", sa.String(10), primary_key=True),
        sa.Column("owner", sa.String(64), primary_key=True),
        sa.Column("removed", sa.Float, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("removals")
