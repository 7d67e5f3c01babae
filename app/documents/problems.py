"""Errors as `application/problem+json` (RFC 9457): one shape on every route."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import orjson
from starlette.exceptions import HTTPException
from starlette.responses import Response

MEDIA_TYPE = "application/problem+json"
_NAMESPACE = "urn:rnn-explainer:problem:"


@dataclass(frozen=True)
class FieldError:
    """What is wrong with one field of a request, and what is allowed there."""

    field: str
    message: str
    allowed: str | None = None

    def to_dict(self) -> dict[str, str]:
        values = {"field": self.field, "message": self.message}
        return values if self.allowed is None else {**values, "allowed": self.allowed}


class Problem(HTTPException):
    """An error with an answer: raise it anywhere below the routes.

    `kind` names the problem for programs (the last part of its `type`), `detail` says in whole
    sentences what was wrong and what to do. Without a `kind` the status says it all.
    """

    def __init__(
        self,
        status: int,
        detail: str,
        *,
        kind: str | None = None,
        title: str | None = None,
        errors: Sequence[FieldError] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(status, detail, dict(headers) if headers else None)
        self.kind = kind
        self.title = title or HTTPStatus(status).phrase
        self.errors = tuple(errors)


def problem_response(problem: Problem, instance: str) -> Response:
    """The answer to a request for the path `instance`."""
    content: dict[str, Any] = {
        "type": f"{_NAMESPACE}{problem.kind}" if problem.kind else "about:blank",
        "title": problem.title,
        "status": problem.status_code,
        "detail": problem.detail,
        "instance": instance,
        "errors": [error.to_dict() for error in problem.errors],
    }
    return Response(
        _dumps(content), problem.status_code, dict(problem.headers or {}), media_type=MEDIA_TYPE
    )


def _dumps(content: Any) -> bytes:
    try:
        return orjson.dumps(content)
    except TypeError:
        # Half a surrogate pair, quoted from the request, is not text that could be encoded.
        return orjson.dumps(_encodable(content))


def _encodable(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-8", "backslashreplace").decode()
    if isinstance(value, dict):
        return {_encodable(key): _encodable(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_encodable(item) for item in value]
    return value
