"""Who follows each class in which of the processes that share it.

A process keeps one row for each class that is followed in it, with all its pupils, and renews all
its rows in one statement. The rows of a process that has died are the next to be deleted.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping

import anyio
import anyio.to_thread
import orjson
from sqlalchemy import Connection, delete, select, update
from sqlalchemy.dialects.postgresql import insert

from app.database.broadcast import Broadcast
from app.database.connection import NOW, Database, DatabaseError
from app.database.tables import attendance

ATTENDED = "attended"
"""The news that others follow a class than before."""
_AGAIN_SECONDS = 1.0
_log = logging.getLogger(__name__)
Owners = frozenset[str]


def topic(code: str) -> str:
    """Of the news of a class."""
    return f"class:{code}"


class Attendance:
    """What this process tells the others of who follows its classes. Belongs to the event loop."""

    def __init__(
        self,
        database: Database,
        broadcast: Broadcast,
        *,
        lasts_seconds: float,
        interval_seconds: float,
    ) -> None:
        """What it told holds for `lasts_seconds` if it is not renewed; what happens within
        `interval_seconds` is told together."""
        self._database = database
        self._broadcast = broadcast
        self._lasts = lasts_seconds
        self._interval = interval_seconds
        self._here: dict[str, Owners] = {}
        self._untold: set[str] = set()
        self._untold_any = anyio.Event()

    def tell(self, code: str, pupils: Owners) -> None:
        """Who follows a class here from now on."""
        if pupils == self._here.get(code, frozenset()):
            return
        if pupils:
            self._here[code] = pupils
        else:
            del self._here[code]
        self._untold.add(code)
        self._untold_any.set()

    async def carry(self) -> None:
        """Tells the others for as long as it is not cancelled."""
        renew_at = time.monotonic()
        while True:
            with anyio.move_on_after(max(0.0, renew_at - time.monotonic())):
                await self._untold_any.wait()
            self._untold_any = anyio.Event()
            untold, self._untold = self._untold, set()
            rows = {code: self._here.get(code, frozenset()) for code in untold}
            try:
                if rows:
                    await anyio.to_thread.run_sync(self._write, rows)
                if time.monotonic() >= renew_at:
                    renew_at = time.monotonic() + self._lasts / 3
                    expected = len(self._here.keys() - self._untold)
                    renewed, forgotten = await anyio.to_thread.run_sync(self._renew)
                    if renewed < expected:
                        # Others took this process for dead, as when its machine slept.
                        self._untold |= self._here.keys()
                        self._untold_any.set()
                    for code in forgotten:
                        self._broadcast.send(topic(code), ATTENDED)
            except DatabaseError as error:
                _log.warning("the other processes were not told who is in class: %s", error)
                self._untold |= untold
                self._untold_any.set()
                await anyio.sleep(_AGAIN_SECONDS)
            await anyio.sleep(self._interval)

    def _write(self, rows: Mapping[str, Owners]) -> None:
        mine = attendance.c.server == self._database.origin
        there = [
            {
                "code": code,
                "server": self._database.origin,
                "pupils": orjson.dumps(sorted(pupils)).decode(),
                "until": NOW + self._lasts,
            }
            for code, pupils in rows.items()
            if pupils
        ]
        gone = [code for code, pupils in rows.items() if not pupils]
        with self._database.begin() as connection:
            if gone:
                connection.execute(delete(attendance).where(mine, attendance.c.code.in_(gone)))
            if there:
                new = insert(attendance).values(there)
                changed = {name: new.excluded[name] for name in ("pupils", "until")}
                connection.execute(
                    new.on_conflict_do_update(index_elements=["code", "server"], set_=changed)
                )
            for code in rows:
                self._database.notify(connection, topic(code), ATTENDED)

    def _renew(self) -> tuple[int, set[str]]:
        """Lets what this process told hold on: of so many classes. And forgets what dead ones
        told: of these classes."""
        mine = attendance.c.server == self._database.origin
        dead = delete(attendance).where(attendance.c.until < NOW).returning(attendance.c.code)
        with self._database.begin() as connection:
            renewed = connection.execute(
                update(attendance).where(mine).values(until=NOW + self._lasts)
            )
            return renewed.rowcount, set(connection.scalars(dead))


def elsewhere(connection: Connection, code: str, origin: str) -> Owners:
    """Who follows a class in other processes than the one of this origin."""
    others = select(attendance.c.pupils).where(
        attendance.c.code == code, attendance.c.server != origin, attendance.c.until >= NOW
    )
    return frozenset(owner for row in connection.scalars(others) for owner in orjson.loads(row))
