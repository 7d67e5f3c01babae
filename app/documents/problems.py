"""Errors as `application/problem+json` (RFC 9457): one shape on every route."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import orjson
from starlette.exceptions import HTTPException
from starlette.responses import Response

from app.words.language import DEFAULT
from app.words.messages import Messages, Sayable, messages

MEDIA_TYPE = "application/problem+json"
_NAMESPACE = "urn:rnn-explainer:problem:"


@dataclass(frozen=True)
class FieldError:
    """What is wrong with one field of a request, and what is allowed there."""

    field: str
    message: Sayable | str
    allowed: Sayable | str | None = None

    def to_dict(self, words: Messages) -> dict[str, str]:
        values = {"field": self.field, "message": words.said(self.message)}
        return values if self.allowed is None else {**values, "allowed": words.said(self.allowed)}


class Problem(HTTPException):
    """An error with an answer: raise it anywhere below the routes.

    `kind` names the problem for programs (the last part of its `type`), `told` says in whole
    sentences what was wrong and what to do. Without a `kind` the status says it all.
    """

    def __init__(
        self,
        status: int,
        told: Sayable | str,
        *,
        kind: str | None = None,
        errors: Sequence[FieldError] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        detail = messages(DEFAULT).said(told)
        super().__init__(status, detail, dict(headers) if headers else None)
        self.told = told
        self.kind = kind
        self.errors = tuple(errors)


def problem_response(problem: Problem, instance: str, words: Messages, request_id: str) -> Response:
    """The answer to a request for the path `instance`, in the language of whoever sent it."""
    status, kind = problem.status_code, problem.kind
    content: dict[str, Any] = {
        "type": f"{_NAMESPACE}{kind}" if kind else "about:blank",
        "title": words.say(f"title-{kind}") if kind else HTTPStatus(status).phrase,
        "status": status,
        "detail": words.said(problem.told),
        "instance": instance,
        "errors": [error.to_dict(words) for error in problem.errors],
        "request_id": request_id,
    }
    headers = {"Content-Language": words.language, **(problem.headers or {})}
    return Response(_dumps(content), status, headers, media_type=MEDIA_TYPE)


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
