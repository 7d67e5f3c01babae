"""The connection to the database of a server, its tables brought up to date."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from threading import Lock

from platformdirs import user_data_path
from sqlalchemy import Connection, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.pool import StaticPool

from app.database.tables import metadata
from app.settings import OFF

_MIGRATIONS = Path(__file__).parent / "migrations"
_WAIT_MS = 2000


class DatabaseError(Exception):
    """The database cannot be used, or has not kept what it was given; `str` says why."""


def default_address() -> str:
    """A file among the user's data, in a folder that is made where there is none."""
    folder = user_data_path("rnn-explainer", appauthor=False, ensure_exists=True)
    return f"sqlite:///{folder / 'runs.sqlite3'}"


class Database:
    """One database. `address` is SQLAlchemy's: `sqlite:///runs.sqlite3`, or `off`.

    SQLite has one connection, which the threads take in turns: a file has one writer anyway, and
    no other process gets in between. Raises `DatabaseError`.
    """

    def __init__(self, address: str) -> None:
        try:
            url = make_url("sqlite://" if address == OFF else address)
            is_sqlite = url.get_backend_name() == "sqlite"
            options = (
                {"poolclass": StaticPool, "connect_args": {"check_same_thread": False}}
                if is_sqlite
                else {"pool_pre_ping": True}
            )
            self._engine = create_engine(url, **options)
        except (ArgumentError, ImportError) as error:
            raise DatabaseError(f"{address!r} is no address of a database: {error}") from error
        self._turns: Lock | nullcontext[None] = Lock() if is_sqlite else nullcontext()
        if is_sqlite:
            event.listen(self._engine, "connect", _prepare_sqlite)
        try:
            with self.begin() as connection:
                if address == OFF:
                    metadata.create_all(connection)
                else:
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

    def close(self) -> None:
        """Lets go of it, when whoever writes has done so."""
        with self._turns:
            self._engine.dispose()


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
