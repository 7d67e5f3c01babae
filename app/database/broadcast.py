"""News that everyone hears who listens to their topic, in whichever process."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable

import anyio
import anyio.to_thread
import orjson

from app.database.connection import CHANNEL, Database, DatabaseError

Hear = Callable[[str], None]
_log = logging.getLogger(__name__)
_LISTEN_SECONDS = 0.5
_AGAIN_SECONDS = 1.0


class Broadcast:
    """What is sent on a topic reaches whoever listens to it. Belongs to the event loop.

    News are only that something changed: what it is now stands in the database, where whoever
    hears of it reads it.
    """

    def __init__(self) -> None:
        self._listeners: dict[str, set[Hear]] = {}

    def listen(self, topic: str, hear: Hear) -> Callable[[], None]:
        """Calls `hear` with each text that is sent on a topic, until what is returned is called.

        The text is empty where anything may have changed that nobody could tell.
        """
        listeners = self._listeners.setdefault(topic, set())
        listeners.add(hear)

        def stop() -> None:
            listeners.discard(hear)
            if not listeners and self._listeners.get(topic) is listeners:
                del self._listeners[topic]

        return stop

    def send(self, topic: str, text: str) -> None:
        """Tells whoever listens to a topic, at once those of this process."""
        for hear in list(self._listeners.get(topic, ())):
            hear(text)

    async def carry(self) -> None:
        """Carries news between processes for as long as it is not cancelled."""
        await anyio.sleep_forever()


class SharedBroadcast(Broadcast):
    """A broadcast between the processes that share a PostgreSQL, by `LISTEN` and `NOTIFY`."""

    def __init__(self, database: Database) -> None:
        super().__init__()
        self._database = database
        self._unsent: list[tuple[str, str]] = []
        self._unsent_any = anyio.Event()
        self._ends = threading.Event()

    def send(self, topic: str, text: str) -> None:
        super().send(topic, text)
        self._unsent.append((topic, text))
        self._unsent_any.set()

    async def carry(self) -> None:
        loop = asyncio.get_running_loop()

        def receive(news: str) -> None:
            if not self._ends.is_set():
                loop.call_soon_threadsafe(self._receive, news)

        listener = threading.Thread(target=self._hear, args=(receive,), name="news", daemon=True)
        listener.start()
        try:
            while True:
                await self._unsent_any.wait()
                self._unsent_any = anyio.Event()
                unsent, self._unsent = self._unsent, []
                try:
                    await anyio.to_thread.run_sync(self._tell, unsent)
                except DatabaseError as error:
                    _log.warning("news were not sent to the other processes: %s", error)
        finally:
            self._ends.set()

    def _tell(self, news: list[tuple[str, str]]) -> None:
        with self._database.begin() as connection:
            for topic, text in news:
                self._database.notify(connection, topic, text)

    def _hear(self, receive: Callable[[str], None]) -> None:
        """Hears the others, in a thread of its own, and begins again when the connection breaks."""
        begun_before = False
        while not self._ends.is_set():
            try:
                connection = self._database.own_connection()
            except DatabaseError as error:
                _log.warning("news of the other processes are not heard: %s", error)
                self._ends.wait(_AGAIN_SECONDS)
                continue
            try:
                connection.execute(f"LISTEN {CHANNEL}")
                if begun_before:
                    receive("")
                begun_before = True
                while not self._ends.is_set():
                    for news in connection.notifies(timeout=_LISTEN_SECONDS):
                        receive(news.payload)
            except OSError as error:
                _log.warning("news of the other processes were interrupted: %s", error)
            except Exception as error:
                # The driver is imported only where it is used, so its errors have no name here.
                if not type(error).__module__.startswith("psycopg"):
                    raise
                _log.warning("news of the other processes were interrupted: %s", error)
                self._ends.wait(_AGAIN_SECONDS)
            finally:
                connection.close()

    def _receive(self, news: str) -> None:
        if not news:
            for topic in list(self._listeners):
                super().send(topic, "")
            return
        origin, topic, text = orjson.loads(news)
        if origin != self._database.origin:
            super().send(topic, text)
