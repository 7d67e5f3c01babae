"""What is wrong with a request, in words for whoever sent it."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from fastapi.exceptions import RequestValidationError

from app.limits import Limit, Limits, complaints
from app.problems import FieldError, Problem

_WORDS = {
    "missing": "is missing",
    "string_pattern_mismatch": "is neither a number nor `latest`",
    "string_too_long": "is too long",
    "float_type": "must be a number",
    "float_parsing": "must be a number",
    "finite_number": "must be a finite number",
    "int_type": "must be a whole number",
    "int_parsing": "must be a whole number",
    "int_from_float": "must be a whole number",
    "int_parsing_size": "is too large",
    "string_type": "must be a text",
    "string_unicode": "holds half of a surrogate pair, which is not a character",
    "bool_type": "must be true or false",
    "bool_parsing": "must be true or false",
    "list_type": "must be a list",
    "too_short": "has too few entries",
    "too_long": "has too many entries",
    "dict_type": "must be an object",
}


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
    error: RequestValidationError, limits: Limits, own: Mapping[str, Limit] | None = None
) -> Problem:
    """The problem behind what FastAPI found wrong with a request; `own` are its route's limits."""
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
            close = difflib.get_close_matches(name, _known_names(limits), n=1)
            errors.append(
                FieldError(field, message, f"did you mean {close[0]}?" if close else None)
            )
            continue
        message = _WORDS.get(kind) or _lower(str(item["msg"]))
        limit = by_name.get(name)
        subject = field or "the body"
        errors.append(
            FieldError(field or "body", f"{subject} {message}", limit.allowed if limit else None)
        )
    return invalid(errors)


def _known_names(limits: Limits) -> Iterable[str]:
    more = (
        "examples",
        "initial_parameters",
        "h_0",
        "interventions",
        "changes",
        "keep_interventions",
    )
    return (*limits.run, *limits.train, *limits.sample, *limits.gradients, *more)


def _path(parts: Sequence[int | str]) -> str:
    """("interventions", 0, "changes") -> "interventions[0].changes"."""
    path = ""
    for part in parts:
        path += f"[{part}]" if isinstance(part, int) else f".{part}" if path else str(part)
    return path


def _lower(message: str) -> str:
    return message[:1].lower() + message[1:]
