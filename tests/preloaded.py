"""What every server reads before it serves, read once: those that are forked from it have it."""

import alembic.command  # noqa: F401

from app.main import read_all
from app.words import formulas

read_all()
formulas.symbols()
