"""Who may talk to the server, and how it answers: pure ASGI, around everything else.

A server on someone's own machine is within reach of every page they visit. A foreign page cannot
read its answers, for it sends no CORS headers, but could send requests to it, or give a name of its
own this machine's address (DNS rebinding) and then read too. So the name in `Host` must be one of
ours, and whatever changes something must come from our own pages or from no page at all.
"""

from __future__ import annotations

import ipaddress
import logging
import socket
from collections.abc import Iterable

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect, HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.documents.problems import Problem
from app.web.observed import route_of
from app.web.refusal import refusal
from app.web.root import path_of
from app.words.messages import Sayable, saying

_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_DEFAULT_PORTS = ("80", "443")
_SECURITY_HEADERS = {
    "Content-Security-Policy": "; ".join(
        (
            "default-src 'self'",
            "script-src 'self'",
            # Plotly writes its styles at run time and draws into blob: and data: images.
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'self'",
        )
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}

logger = logging.getLogger("rnn_explainer")


class SecurityHeaders:
    """Puts the headers on every answer that tell a browser what our pages may do."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._headers = [
            (name.lower().encode(), value.encode()) for name, value in _SECURITY_HEADERS.items()
        ]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        is_answer = path_of(scope).startswith("/api/")

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), *self._headers]
                if is_answer:
                    MutableHeaders(scope=message).setdefault("Cache-Control", "no-store")
            await send(message)

        await self._app(scope, receive, send_with_headers)


class LastResort:
    """Answers for whatever nobody caught: logs it, and gives nothing of it away."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = False

        async def watch(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await self._app(scope, receive, watch)
        except Problem as problem:
            if started:
                raise
            await refusal(problem, HTTPConnection(scope))(scope, receive, send)
        except ClientDisconnect:
            # Nobody is left who could be answered.
            return
        except Exception:
            if started:
                raise
            logger.exception("%s failed", route_of(scope))
            unexpected = Problem(500, saying("problem-unexpected"))
            await refusal(unexpected, HTTPConnection(scope))(scope, receive, send)


class HostAndOrigin:
    """Lets in what is addressed to us and, where it changes something, sent by us."""

    def __init__(self, app: ASGIApp, allowed_hosts: Iterable[str] = ()) -> None:
        self._app = app
        allowed = {name.lower() for name in allowed_hosts}
        self._any_host = "*" in allowed
        self._extra = frozenset(allowed)
        own = socket.gethostname().lower()
        self._hosts = frozenset({"localhost", own, own.partition(".")[0], *allowed})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            headers = Headers(scope=scope)
            self._check_host(headers)
            if scope["method"] not in _SAFE_METHODS:
                self._check_origin(headers)
        await self._app(scope, receive, send)

    def _check_host(self, headers: Headers) -> None:
        hosts = headers.getlist("host")
        name = _split_host(hosts[0])[0] if len(hosts) == 1 else None
        if not name:
            raise Problem(400, saying("problem-host-missing"))
        if not self._any_host and not self._is_ours(name):
            raise Problem(
                421,
                saying("problem-unknown-host", name=name[:80]),
                kind="unknown-host",
            )

    def _is_ours(self, name: str) -> bool:
        if name in self._hosts or name.endswith(".localhost"):
            return True
        try:
            # An address cannot be rebound: only names are looked up.
            ipaddress.ip_address(name)
        except ValueError:
            return False
        return True

    def _check_origin(self, headers: Headers) -> None:
        origin = headers.get("origin")
        if origin is not None:
            scheme, _, netloc = origin.partition("://")
            name, port = _split_host(netloc)
            host, host_port = _split_host(headers["host"])
            ours = name == host and (
                port == host_port or {port, host_port} <= {"", *_DEFAULT_PORTS}
            )
            if scheme not in ("http", "https") or not (ours or (name and name in self._extra)):
                raise _foreign(origin[:80])
        elif headers.get("sec-fetch-site", "none") not in ("same-origin", "none"):
            raise _foreign(saying("another-site"))


class BodyLimit:
    """Refuses bodies that are too long, announced or not."""

    def __init__(self, app: ASGIApp, max_bytes: int) -> None:
        self._app = app
        self._max_bytes = max_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        length = Headers(scope=scope).get("content-length", "")
        if length.isdecimal() and int(length) > self._max_bytes:
            raise self._too_long()
        received = 0

        async def count() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > self._max_bytes:
                raise self._too_long()
            return message

        await self._app(scope, count, send)

    def _too_long(self) -> Problem:
        return Problem(
            413,
            saying("problem-body-too-large", count=self._max_bytes),
            kind="body-too-large",
            # What follows of the body is not read.
            headers={"Connection": "close"},
        )


def _split_host(netloc: str) -> tuple[str, str]:
    """ "[::1]:8000" -> ("::1", "8000"); in lower case, without a trailing dot."""
    if netloc.startswith("["):
        name, _, rest = netloc[1:].partition("]")
        return name.lower(), rest.removeprefix(":")
    name, _, port = netloc.partition(":")
    return name.lower().removesuffix("."), port


def _foreign(origin: Sayable | str) -> Problem:
    return Problem(
        403,
        saying("problem-foreign-origin", origin=origin),
        kind="foreign-origin",
    )
