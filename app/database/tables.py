"""The tables. A change here needs a migration beside it, in `migrations/versions`."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Float, Integer, MetaData, String, Table, Text, false

metadata = MetaData()

runs = Table(
    "runs",
    metadata,
    Column("id", String(64), primary_key=True),
    # The hash of the token that its browser holds; empty where the client has none.
    Column("owner", String(64), nullable=False, index=True),
    Column("title", String(200), nullable=False, server_default=""),
    # JSON: a few points of its losses, for a small picture.
    Column("sketch", Text, nullable=False, server_default="{}"),
    # JSON. Where the run stands is beside it, for that changes with every step.
    Column("record", Text, nullable=False),
    Column("iteration", Integer, nullable=False),
    Column("furthest_iteration", Integer, nullable=False),
    # Where several processes share the runs: how often it has been changed, so that each knows
    # whether its copy is the latest, and what the others tell of it without computing it.
    Column("version", Integer, nullable=False, server_default="0"),
    Column("loss", Float, nullable=False, server_default="0"),
    Column("diverged", Boolean, nullable=False, server_default=false()),
    # Who trains it, empty where nobody does; until when that holds if it is not renewed, in seconds
    # since the epoch; the key of whoever ordered it; the message that says why it was stopped.
    Column("training", String(32), nullable=False, server_default=""),
    Column("training_until", Float, nullable=False, server_default="0"),
    Column("training_key", String(100), nullable=False, server_default=""),
    Column("training_stopped", String(64), nullable=False, server_default=""),
    # Seconds since the epoch.
    Column("created", Float, nullable=False),
    Column("used", Float, nullable=False, index=True),
)

receipts = Table(
    "receipts",
    metadata,
    Column("run", String(64), primary_key=True),
    Column("key", String(100), primary_key=True),
    # What was ordered, as JSON, so that the same key is not taken for something else.
    Column("order", Text, nullable=False),
    # The iteration from which a training began or to which a step led; the id of a fork.
    Column("result", String(64), nullable=False),
    Column("created", Float, nullable=False, index=True),
)
