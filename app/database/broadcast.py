"""News that everyone hears who listens to their topic."""

from __future__ import annotations

from collections.abc import Callable

Hear = Callable[[str], None]


class Broadcast:
    """What is sent on a topic reaches whoever listens to it. Belongs to the event loop.

    News are only that something changed: what it is now stands in the database, where whoever
    hears of it reads it.
    """

    def __init__(self) -> None:
        self._listeners: dict[str, set[Hear]] = {}

    def listen(self, topic: str, hear: Hear) -> Callable[[], None]:
        """Calls `hear` with each text that is sent on a topic, until what is returned is called."""
        listeners = self._listeners.setdefault(topic, set())
        listeners.add(hear)

        def stop() -> None:
            listeners.discard(hear)
            if not listeners and self._listeners.get(topic) is listeners:
                del self._listeners[topic]

        return stop

    def send(self, topic: str, text: str = "") -> None:
        """Tells whoever listens to a topic, at once those of this process."""
        for hear in list(self._listeners.get(topic, ())):
            hear(text)
