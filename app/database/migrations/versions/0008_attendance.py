"""Who follows a class in which process."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_table(
        "attendance",
        sa.Column("code", sa.String(10), primary_key=True),
        sa.Column("server", sa.String(32), primary_key=True),
        sa.Column("pupils", sa.Text, nullable=False),
        sa.Column("until", sa.Float, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("attendance")
