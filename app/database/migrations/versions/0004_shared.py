"""What processes that share the runs have to know of one another's work."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

_COLUMNS: dict[str, tuple[Any, Any]] = {
    "version": (sa.Integer, "0"),
    "loss": (sa.Float, "0"),
    "diverged": (sa.Boolean, sa.false()),
    "training": (sa.String(32), ""),
    "training_until": (sa.Float, "0"),
    "training_key": (sa.String(100), ""),
    "training_stopped": (sa.String(64), ""),
}


def upgrade() -> None:
    for name, (kind, default) in _COLUMNS.items():
        op.add_column("runs", sa.Column(name, kind, nullable=False, server_default=default))


def downgrade() -> None:
    for name in _COLUMNS:
        op.drop_column("runs", name)
