"""Titles and small pictures of runs."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.add_column("runs", sa.Column("title", sa.String(200), nullable=False, server_default=""))
    op.add_column("runs", sa.Column("sketch", sa.Text, nullable=False, server_default="{}"))


def downgrade() -> None:
    op.drop_column("runs", "sketch")
    op.drop_column("runs", "title")
