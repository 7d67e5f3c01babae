"""Below a path of a proxy: https://school.example/rnn/ leads to this server.

Templates, catalogues and chapters write addresses as if the server were at the root, and so do the
links in answers of the API, which begin at the server's base address. What a browser follows by
itself gets its path here: the addresses in a page, and those that it is sent on to.
"""

from __future__ import annotations

import re

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_ADDRESS = re.compile(rb' (?:href|src)="(?=/(?!/))')


class BelowRoot:
    """Lets the application know its root path, whether or not the proxy has taken it away."""

    def __init__(self, app: ASGIApp, root: str) -> None:
        self._app = app
        self._root = root

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if not f"{scope['path']}/".startswith(f"{self._root}/"):
            scope["path"] = self._root + scope["path"]
            scope["raw_path"] = self._root.encode() + scope.get("raw_path", b"")
        scope["root_path"] = self._root

        async def send_on(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                if headers.get("location", "").startswith("/"):
                    headers["location"] = self._root + headers["location"]
            await send(message)

        await self._app(scope, receive, send_on)


def path_of(scope: Scope) -> str:
    """The path of a request as the routes know it. To be asked before one of them is chosen."""
    path: str = scope["path"]
    return path.removeprefix(scope.get("root_path", ""))


def below(root: str, html: bytes) -> bytes:
    """A page whose addresses begin at a root path."""
    return _ADDRESS.sub(lambda found: found[0] + root.encode(), html) if root else html
