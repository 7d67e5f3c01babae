"""Whose runs are whose: a token in a cookie, and nothing personal. The server keeps its hash."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass

from starlette.requests import HTTPConnection
from starlette.responses import Response

COOKIE = "owner"
NOBODY = ""
_LONGEST = 100
_YEAR = 365 * 24 * 3600


@dataclass(frozen=True)
class Visitor:
    """Whoever makes a request. `token` is a new one, for the browser to keep; else None."""

    owner: str
    token: str | None
    is_secure: bool
    root: str
    """The path below which the server is."""

    def remember(self, response: Response) -> Response:
        """The response, which lets the browser keep a new token: out of reach of scripts, and not
        sent from other sites."""
        if self.token is not None:
            response.set_cookie(
                COOKIE,
                self.token,
                max_age=_YEAR,
                path=f"{self.root}/",
                httponly=True,
                samesite="strict",
                secure=self.is_secure,
            )
        return response


def owner_of(request: HTTPConnection) -> str:
    """The owner that a request is of; `NOBODY` where it has no token."""
    token = request.cookies.get(COOKIE, "")
    return _hash(token) if 0 < len(token) <= _LONGEST else NOBODY


def visitor_of(request: HTTPConnection) -> Visitor:
    """The owner that a request is of, or a new one."""
    owner = owner_of(request)
    token = secrets.token_urlsafe(24) if owner == NOBODY else None
    return Visitor(
        owner if token is None else _hash(token),
        token,
        request.url.scheme == "https",
        request.scope.get("root_path", ""),
    )


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
