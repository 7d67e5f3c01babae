"""News between processes, through a real PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable

import anyio
from sqlalchemy import text

from app.database.broadcast import SharedBroadcast
from app.database.connection import Database


async def eventually(condition: Callable[[], bool]) -> None:
    with anyio.fail_after(60):
        while not condition():
            await anyio.sleep(0.01)


def listening(database: Database) -> int:
    """How many connections to this database listen."""
    with database.begin() as connection:
        found = connection.execute(
            text(
                "SELECT count(*) FROM pg_stat_activity"
                " WHERE datname = current_database() AND query LIKE 'LISTEN%'"
            )
        )
        return int(found.scalar_one())


async def test_news_reach_every_process_once(postgresql: str) -> None:
    here, there = Database(postgresql), Database(postgresql)
    mine, theirs = SharedBroadcast(here), SharedBroadcast(there)
    heard: dict[str, list[str]] = {"mine": [], "theirs": [], "other": []}
    mine.listen("a", heard["mine"].append)
    theirs.listen("a", heard["theirs"].append)
    theirs.listen("b", heard["other"].append)
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(mine.carry)
        tasks.start_soon(theirs.carry)
        await eventually(lambda: listening(here) == 2)
        for number in range(20):
            mine.send("a", str(number))
        theirs.send("a", "last")
        await eventually(lambda: len(heard["theirs"]) == len(heard["mine"]) == 21)
        tasks.cancel_scope.cancel()
    assert [text for text in heard["mine"] if text != "last"] == [str(n) for n in range(20)]
    assert [text for text in heard["theirs"] if text != "last"] == [str(n) for n in range(20)]
    assert heard["other"] == []
    here.close()
    there.close()


async def test_after_a_lost_connection_anything_may_have_changed(postgresql: str) -> None:
    database = Database(postgresql)
    broadcast = SharedBroadcast(database)
    heard: list[str] = []
    broadcast.listen("a", heard.append)
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(broadcast.carry)
        await eventually(lambda: listening(database) == 1)
        with database.begin() as connection:
            connection.execute(
                text(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND query LIKE 'LISTEN%'"
                )
            )
        await eventually(lambda: heard == [""])
        with database.begin() as connection:
            other = Database(postgresql)
            other.notify(connection, "a", "again")
            other.close()
        await eventually(lambda: heard == ["", "again"])
        tasks.cancel_scope.cancel()
    database.close()
