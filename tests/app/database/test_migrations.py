"""The migrations lead to the tables that the code is written for."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

from app.database.connection import Database
from app.database.tables import metadata
from app.settings import OFF


def columns(database: Database) -> dict[str, set[tuple[Any, ...]]]:
    """Of each table: name, type, whether it must be there, default, place in the key."""
    with database.begin() as connection:
        return {
            table: {
                tuple(column)[1:]
                for column in connection.execute(text(f"PRAGMA table_info({table})"))
            }
            for table in metadata.tables
        }


def test_the_migrations_make_the_tables_as_they_are_stated(tmp_path: Path) -> None:
    migrated = Database(f"sqlite:///{tmp_path / 'runs.sqlite3'}")
    stated = Database(OFF)
    assert columns(migrated) == columns(stated)
    with migrated.begin() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    for database in (migrated, stated):
        database.close()


def test_they_do_so_in_postgresql_too(postgresql: str) -> None:
    migrated = Database(postgresql)
    with migrated.begin() as connection:
        context = MigrationContext.configure(connection, opts={"compare_server_default": True})
        assert compare_metadata(context, metadata) == []
    migrated.close()


def test_servers_that_start_at_once_bring_the_tables_up_to_date_once(postgresql: str) -> None:
    with ThreadPoolExecutor(4) as threads:
        for database in threads.map(Database, [postgresql] * 4):
            database.close()
