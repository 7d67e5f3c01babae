"""Around every request: its id, its line in the log, and its place in the statistics."""

from __future__ import annotations

import logging
import re
import secrets
import time
from collections.abc import Callable

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.web.logs import FIELDS, REQUESTS, request_id

HEADER = "X-Request-ID"
_GIVEN = re.compile(r"[A-Za-z0-9._-]{1,64}")
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_GONE = 499
"""What proxies call it when a client goes before it is answered."""

Answered = Callable[[str, str, int, float], None]
"""Is told of an answered request: method, route, status, seconds."""


class Observed:
    """Gives a request its id, and tells when it has been answered: `answered`, and the log.

    A request is named by the template of its route, `/api/runs/{id}`: of these there are few, and
    nothing in them was written by anyone.
    """

    def __init__(self, app: ASGIApp, answered: Answered) -> None:
        self._app = app
        self._answered = answered

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        given = Headers(scope=scope).getlist(HEADER)
        id = given[0] if len(given) == 1 and _GIVEN.fullmatch(given[0]) else secrets.token_hex(8)
        # Every request is a task of its own: what fails after this is logged with this id.
        request_id.set(id)
        status = _GONE

        async def watch(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)[HEADER] = id
            await send(message)

        begun = time.perf_counter()
        try:
            await self._app(scope, receive, watch)
        except Exception:
            status = 500
            raise
        finally:
            self._tell(scope, status, time.perf_counter() - begun)

    def _tell(self, scope: Scope, status: int, seconds: float) -> None:
        method = scope["method"] if scope["method"] in _METHODS else "other"
        route = route_of(scope)
        self._answered(method, route, status, seconds)
        if REQUESTS.isEnabledFor(logging.INFO):
            fields = {"method": method, "route": route, "status": status, "seconds": seconds}
            REQUESTS.info(
                "%s %s %d in %.1f ms", method, route, status, 1000 * seconds, extra={FIELDS: fields}
            )


def route_of(scope: Scope) -> str:
    """The template of the route that took a request; that of a folder of files is its path."""
    template: str | None = getattr(scope.get("route"), "path", None)
    if template is not None:
        return template
    if "app_root_path" in scope:
        mounted: str = scope["root_path"].removeprefix(scope["app_root_path"])
        return f"{mounted}/*"
    return "unknown"
