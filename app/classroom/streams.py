"""The events of a class."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Awaitable, Callable

import anyio
from fastapi.sse import KEEPALIVE_COMMENT, format_sse_event

from app.classroom.records import View
from app.classroom.store import Listener
from app.documents.problems import Problem
from app.settings import Settings

_LARGEST = 64 * 1024
"""Bytes of numbers that are sent without being asked for."""
_SELDOM = 0.2
"""The least seconds between two of them: while it trains, each page asks at its own pace."""

Numbers = Callable[[View], Awaitable[bytes]]


async def class_events(
    listener: Listener, settings: Settings, numbers: Numbers | None = None
) -> AsyncIterator[bytes]:
    """Server-sent events: the class as it is, at once and after every change of what is seen.

    Changes between two events are not sent one by one: each event has the latest state. For those
    who follow, the `numbers` of an iteration come right before the event that says that it is
    shown: if they all asked for them at once, the last would wait long.
    """
    happened, sent = True, b""
    known: View | None = None
    told = -_SELDOM
    while True:
        if listener.ended:
            if listener.last:
                yield format_sse_event(data_str="{}", event=listener.last)
            return
        if not happened:
            yield KEEPALIVE_COMMENT
        elif (seen := listener.document) != sent:
            view = listener.view
            if (
                numbers is not None
                and view is not None
                and (known is None or view.numbers != known.numbers)
                and time.monotonic() - told >= _SELDOM
            ):
                body = await _had(numbers, view)
                if len(body) <= _LARGEST:
                    yield body
                    known, told = view, time.monotonic()
            sent = seen
            yield format_sse_event(data_str=seen.decode(), event="class", retry=1000)
            await anyio.sleep(settings.class_event_interval_seconds)
        happened = await listener.next(settings.heartbeat_seconds)


async def _had(numbers: Numbers, view: View) -> bytes:
    """The event with the numbers; empty where they cannot be had any more."""
    try:
        return await numbers(view)
    except Problem:
        return b""


def numbers_event(view: View, trace: bytes) -> bytes:
    """The numbers of what is shown, as an event: `trace` is JSON, in one line."""
    values = (view.revision, view.run.encode(), trace)
    return b'event: numbers\ndata: {"revision":%d,"run":"%s","trace":%s}\n\n' % values
