"""What is wrong with a request, in words for whoever sent it."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from fastapi.exceptions import RequestValidationError
from typing_extensions import is_typeddict

from app.documents.limits import Limit, Limits, complaints
from app.documents.problems import FieldError, Problem

_WORDS = {
    "missing": "is missing",
    "string_pattern_mismatch": "must be a number or `latest`",
    "string_too_long": "is too long",
    "float_type": "must be a number",
    "float_parsing": "must be a number",
    "finite_number": "must be a finite number",
    "int_type": "must be a whole number",
    "int_parsing": "must be a whole number",
    "int_from_float": "must be a whole number",
    "int_parsing_size": "is too large",
    "string_type": "must be a string",
    "string_unicode": "holds half of a surrogate pair, which is not a character",
    "bool_type": "must be true or false",
    "bool_parsing": "must be true or false",
    "list_type": "must be a list",
    "too_short": "has too few entries",
    "too_long": "has too many entries",
    "dict_type": "must be an object",
}

_MEANT = {"text": "source", "input": "source", "lr": "learning_rate"}
"""What a field of another request, or of another program, is called here."""


def invalid(errors: Sequence[FieldError]) -> Problem:
    """The answer to a request with these errors."""
    return Problem(
        422,
        " ".join(f"{error.message}." for error in errors[:5]),
        kind="invalid-request",
        title="The request is not valid",
        errors=errors,
    )


def require(limits: Mapping[str, Limit], values: Mapping[str, Any], within: str = "") -> None:
    """Raises `Problem` when a value is outside its limit."""
    if errors := complaints(limits, values, within):
        raise invalid(errors)


def validation_problem(
    error: RequestValidationError,
    limits: Limits,
    own: Mapping[str, Limit] | None = None,
    body: Any = None,
) -> Problem:
    """The problem behind what FastAPI found wrong with a request.

    `own` are its route's limits, `body` is the type of its route's body.
    """
    if isinstance(error.body, bytes):
        return Problem(
            415,
            "The body must be JSON and say so: Content-Type: application/json "
            "(with curl: --json instead of -d, or -H 'Content-Type: application/json').",
            kind="not-json",
        )
    by_name = own or {**limits.history, **limits.sample, **limits.train, **limits.run}
    errors = []
    for item in error.errors():
        kind, place = item["type"], item["loc"]
        if kind == "json_invalid":
            return Problem(
                400,
                f"The body is not JSON: {item['ctx']['error']} at position {place[-1]}.",
                kind="not-json",
            )
        field = _path(place[1:])
        name = str(place[-1])
        if kind == "extra_forbidden":
            message = f"there is no field “{name[:40]}” here"
            errors.append(FieldError(field, message, _instead(name, _fields(body, place[1:-1]))))
            continue
        message = _WORDS.get(kind) or _lower(str(item["msg"]))
        limit = by_name.get(name)
        subject = field or "the body"
        errors.append(
            FieldError(field or "body", f"{subject} {message}", limit.allowed if limit else None)
        )
    return invalid(errors)


def _instead(name: str, fields: Sequence[str]) -> str | None:
    """What may be meant by a field that is not there; else what there is."""
    if (meant := _MEANT.get(name)) in fields:
        return f"did you mean {meant}?"
    if close := difflib.get_close_matches(name, fields, n=1, cutoff=0.7):
        return f"did you mean {close[0]}?"
    return f"one of {', '.join(fields)}" if fields else None


def _fields(body: Any, place: Sequence[int | str]) -> tuple[str, ...]:
    """The fields of the object at this place of a body; none where it has no fields of its own."""
    for kind in _kinds(body):
        if not place and is_typeddict(kind):
            return tuple(get_type_hints(kind))
        if place and isinstance(place[0], int) and get_origin(kind) is list:
            return _fields(get_args(kind)[0], place[1:])
        if place and is_typeddict(kind) and place[0] in (hints := get_type_hints(kind)):
            return _fields(hints[str(place[0])], place[1:])
    return ()


def _kinds(annotation: Any) -> tuple[Any, ...]:
    """The types that a value may have."""
    return get_args(annotation) if get_origin(annotation) in (Union, UnionType) else (annotation,)


def _path(parts: Sequence[int | str]) -> str:
    """("interventions", 0, "changes") -> "interventions[0].changes"."""
    path = ""
    for part in parts:
        path += f"[{part}]" if isinstance(part, int) else f".{part}" if path else str(part)
    return path


def _lower(message: str) -> str:
    return message[:1].lower() + message[1:]
