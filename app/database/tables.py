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

classes = Table(
    "classes",
    metadata,
    Column("code", String(10), primary_key=True),
    # The hash of the token that the teacher's browser holds.
    Column("owner", String(64), nullable=False, index=True),
    # The run that the class sees; empty before there is one. JSON is the rest of what it sees.
    Column("run", String(64), nullable=False, server_default=""),
    Column("view", Text, nullable=False, server_default="{}"),
    Column("following", Boolean, nullable=False),
    Column("paused", Boolean, nullable=False),
    # The number of the question that is on the screens; 0 for none.
    Column("question", Integer, nullable=False),
    Column("created", Float, nullable=False),
    Column("used", Float, nullable=False, index=True),
)

pupils = Table(
    "pupils",
    metadata,
    Column("code", String(10), primary_key=True),
    # The hash of the token that the pupil's browser holds.
    Column("owner", String(64), primary_key=True),
    Column("name", String(100), nullable=False),
    # Whether the teacher may see how far the pupil is in the chapters, and that, as JSON.
    Column("shares_progress", Boolean, nullable=False),
    Column("progress", Text, nullable=False, server_default="{}"),
    Column("joined", Float, nullable=False),
)

removals = Table(
    "removals",
    metadata,
    Column("code", String(10), primary_key=True),
    # The hash of the token of a browser that may not come back.
    Column("owner", String(64), primary_key=True),
    Column("removed", Float, nullable=False),
)

attendance = Table(
    "attendance",
    metadata,
    Column("code", String(10), primary_key=True),
    # A process of those that share the database: who follows the class in it, as JSON, and until
    # when that holds if it is not renewed, in seconds since the epoch.
    Column("server", String(32), primary_key=True),
    Column("pupils", Text, nullable=False),
    Column("until", Float, nullable=False),
)

questions = Table(
    "questions",
    metadata,
    Column("code", String(10), primary_key=True),
    Column("number", Integer, primary_key=True),
    # JSON: what was asked, and what the core answers once it is revealed.
    Column("asked", Text, nullable=False),
    Column("outcome", Text, nullable=False, server_default=""),
)

answers = Table(
    "answers",
    metadata,
    Column("code", String(10), primary_key=True),
    Column("number", Integer, primary_key=True),
    # Whose it is: the hash of a token, so that who answers again changes the answer.
    Column("owner", String(64), primary_key=True),
    # JSON: a text or a number.
    Column("value", Text, nullable=False),
)

experiments = Table(
    "experiments",
    metadata,
    Column("id", String(32), primary_key=True),
    # JSON: what is compared, and what has been measured so far.
    Column("content", Text, nullable=False),
    # Seconds since the epoch.
    Column("created", Float, nullable=False, index=True),
)
