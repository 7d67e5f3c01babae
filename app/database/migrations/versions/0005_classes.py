"""Classes, their pupils, questions and answers."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "classes",
        sa.Column("code", sa.String(10), primary_key=True),
        sa.Column("owner", sa.String(64), nullable=False),
        sa.Column("run", sa.String(64), nullable=False, server_default=""),
        sa.Column("view", sa.Text, nullable=False, server_default="{}"),
        sa.Column("following", sa.Boolean, nullable=False),
        sa.Column("paused", sa.Boolean, nullable=False),
        sa.Column("question", sa.Integer, nullable=False),
        sa.Column("created", sa.Float, nullable=False),
        sa.Column("used", sa.Float, nullable=False),
    )
    op.create_index("ix_classes_owner", "classes", ["owner"])
    op.create_index("ix_classes_used", "classes", ["used"])
    op.create_table(
        "pupils",
        sa.Column("code", sa.String(10), primary_key=True),
        sa.Column("owner", sa.String(64), primary_key=True),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("shares_progress", sa.Boolean, nullable=False),
        sa.Column("progress", sa.Text, nullable=False, server_default="{}"),
        sa.Column("joined", sa.Float, nullable=False),
    )
    op.create_table(
        "questions",
        sa.Column("code", sa.String(10), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("asked", sa.Text, nullable=False),
        sa.Column("outcome", sa.Text, nullable=False, server_default=""),
    )
    op.create_table(
        "answers",
        sa.Column("code", sa.String(10), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("owner", sa.String(64), primary_key=True),
        sa.Column("value", sa.Text, nullable=False),
    )


def downgrade() -> None:
    for name in ("answers", "questions", "pupils", "classes"):
        op.drop_table(name)
