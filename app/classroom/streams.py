"""The events of a class."""

from __future__ import annotations

from collections.abc import AsyncIterator

import anyio
from fastapi.sse import KEEPALIVE_COMMENT, format_sse_event

from app.classroom.store import Listener
from app.settings import Settings


async def class_events(listener: Listener, settings: Settings) -> AsyncIterator[bytes]:
    """Server-sent events: the class as it is, at once and after every change of what is seen.

    Changes between two events are not sent one by one: each event has the latest state.
    """
    happened, sent = True, b""
    while True:
        if listener.ended:
            if listener.closed:
                yield format_sse_event(data_str="{}", event="closed")
            return
        if not happened:
            yield KEEPALIVE_COMMENT
        elif (seen := listener.document) != sent:
            sent = seen
            yield format_sse_event(data_str=seen.decode(), event="class", retry=1000)
            await anyio.sleep(settings.class_event_interval_seconds)
        happened = await listener.next(settings.heartbeat_seconds)
