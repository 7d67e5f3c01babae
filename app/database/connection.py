"""The connection to the database of a server, its tables brought up to date."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from threading import Lock
from typing import Any

import orjson
from platformdirs import user_data_path
from sqlalchemy import URL, Connection, bindparam, create_engine, event, func, make_url, select
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError
from sqlalchemy.pool import StaticPool

from app.database.tables import metadata
from app.settings import OFF

_MIGRATIONS = Path(__file__).parent / "migrations"
_WAIT_MS = 2000
CHANNEL = "rnn_explainer"
"""On which processes that share a database tell one another what has changed."""
NOW = func.extract("epoch", func.clock_timestamp())
"""The clock of a shared database, in seconds: those who share it may have clocks that differ."""
_NOTIFY = select(func.pg_notify(CHANNEL, bindparam("news")))
_MIGRATING = 0x524E4E
"""The number of the lock that whoever brings the tables up to date holds."""
_SHARED: dict[str, Any] = {
    "pool_size": 10,
    "max_overflow": 10,
    "pool_timeout": 10,
    "pool_pre_ping": True,
    "connect_args": {
        "connect_timeout": 5,
        # A machine that has gone does not say so: without these it would keep what it has locked.
        "keepalives_idle": 10,
        "keepalives_interval": 3,
        "keepalives_count": 3,
        # As with SQLite: what is committed outlives every process of ours, and all but a fall of
        # the database's own machine.
        "options": "-c synchronous_commit=off -c statement_timeout=30000",
    },
}


class DatabaseError(Exception):
    """The database cannot be used, or has not kept what it was given; `str` says why."""


def default_address() -> str:
    """A file among the user's data, in a folder that is made where there is none."""
    folder = user_data_path("rnn-explainer", appauthor=False, ensure_exists=True)
    return f"sqlite:///{folder / 'runs.sqlite3'}"


def can_be_shared(address: str) -> bool:
    """Whether several processes may use the database at an address at once."""
    try:
        return address != OFF and _url(address).get_backend_name() == "postgresql"
    except ArgumentError:
        return False


class Database:
    """One database. `address` is SQLAlchemy's: `sqlite:///runs.sqlite3`,
    `postgresql://user@host/name`, or `off`.

    SQLite has one connection, which the threads take in turns: a file has one writer anyway, and
    no other process gets in between. PostgreSQL `is_shared`. Raises `DatabaseError`.
    """

    def __init__(self, address: str) -> None:
        self.is_shared = can_be_shared(address)
        self.origin = secrets.token_hex(8)
        """Who tells the others; nobody needs to hear of what it told itself."""
        try:
            url = _url("sqlite://" if address == OFF else address)
            is_sqlite = url.get_backend_name() == "sqlite"
            if not (is_sqlite or self.is_shared):
                raise ArgumentError("it must begin with sqlite:/// or postgresql://")
            options = (
                {"poolclass": StaticPool, "connect_args": {"check_same_thread": False}}
                if is_sqlite
                else _SHARED
            )
            self._engine = create_engine(url, **options)
        except (ArgumentError, ImportError) as error:
            raise DatabaseError(
                f"{told(address)!r} is no address of a database: {error}"
            ) from error
        self._turns: Lock | nullcontext[None] = Lock() if is_sqlite else nullcontext()
        if is_sqlite:
            event.listen(self._engine, "connect", _prepare_sqlite)
        try:
            with self.begin() as connection:
                if address == OFF:
                    metadata.create_all(connection)
                else:
                    if self.is_shared:
                        connection.execute(select(func.pg_advisory_xact_lock(_MIGRATING)))
                    _migrate(connection)
        except DatabaseError:
            self._engine.dispose()
            raise

    @contextmanager
    def begin(self) -> Iterator[Connection]:
        """A transaction, committed at the end. Raises `DatabaseError`."""
        try:
            with self._turns, self._engine.begin() as connection:
                yield connection
        except DBAPIError as error:
            raise DatabaseError(str(error.orig)) from error
        except SQLAlchemyError as error:
            raise DatabaseError(str(error)) from error

    def notify(self, connection: Connection, topic: str, text: str) -> None:
        """Tells the other processes, once the transaction is committed; nobody where there can be
        none."""
        if self.is_shared:
            news = orjson.dumps([self.origin, topic, text]).decode()
            connection.execute(_NOTIFY, {"news": news})

    def own_connection(self) -> Any:
        """The driver's connection to a shared database, for its caller alone, who closes it.

        Each of its statements is committed at once. Raises `DatabaseError`.
        """
        try:
            pooled = self._engine.raw_connection()
            connection: Any = pooled.driver_connection
            pooled.detach()
        except SQLAlchemyError as error:
            raise DatabaseError(str(error)) from error
        connection.autocommit = True
        return connection

    def close(self) -> None:
        """Lets go of it, when whoever writes has done so."""
        with self._turns:
            self._engine.dispose()


def _url(address: str) -> URL:
    url = make_url(address)
    return url.set(drivername="postgresql+psycopg") if url.drivername == "postgresql" else url


def told(address: str) -> str:
    """An address to be shown to people, without its password."""
    try:
        return make_url(address).render_as_string(hide_password=True)
    except ArgumentError:
        return address


def _prepare_sqlite(connection: object, _: object) -> None:
    """What is committed outlives a process that is killed, and no other process writes."""
    for setting in (
        f"busy_timeout={_WAIT_MS}",
        "locking_mode=EXCLUSIVE",
        "journal_mode=WAL",
        "synchronous=NORMAL",
    ):
        connection.execute(f"PRAGMA {setting}")  # type: ignore[attr-defined]


def _migrate(connection: Connection) -> None:
    # Half a second that a server without a database of its own need not wait.
    from alembic import command
    from alembic.config import Config

    configuration = Config()
    configuration.set_main_option("script_location", str(_MIGRATIONS))
    configuration.attributes["connection"] = connection
    command.upgrade(configuration, "head")
