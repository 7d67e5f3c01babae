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
from app.words.messages import Listed, Sayable, Sentences, saying

_WRONG = {
    "missing": "wrong-missing",
    "string_pattern_mismatch": "wrong-iteration-name",
    "string_too_long": "wrong-too-long",
    "float_type": "wrong-no-number",
    "float_parsing": "wrong-no-number",
    "finite_number": "wrong-infinite",
    "int_type": "wrong-no-whole",
    "int_parsing": "wrong-no-whole",
    "int_from_float": "wrong-no-whole",
    "int_parsing_size": "wrong-too-large",
    "string_type": "wrong-no-string",
    "string_unicode": "wrong-surrogate",
    "bool_type": "wrong-no-boolean",
    "bool_parsing": "wrong-no-boolean",
    "list_type": "wrong-no-list",
    "too_short": "wrong-few",
    "too_long": "wrong-many",
    "dict_type": "wrong-no-object",
}
"""The messages for what Pydantic finds."""

_MEANT = {"text": "source", "input": "source", "lr": "learning_rate"}
"""What a field of another request, or of another program, is called here."""


def invalid(errors: Sequence[FieldError]) -> Problem:
    """The answer to a request with these errors."""
    return Problem(
        422,
        Sentences([error.message for error in errors[:5]]),
        kind="invalid-request",
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
            saying("problem-not-declared"),
            kind="not-json",
        )
    by_name = own or {**limits.history, **limits.sample, **limits.train, **limits.run}
    errors = []
    for item in error.errors():
        kind, place = item["type"], item["loc"]
        if kind == "json_invalid":
            return Problem(
                400,
                saying("problem-not-json", error=item["ctx"]["error"], position=str(place[-1])),
                kind="not-json",
            )
        field = _path(place[1:])
        name = str(place[-1])
        if kind == "extra_forbidden":
            message = saying("wrong-field", name=name[:40])
            errors.append(FieldError(field, message, _instead(name, _fields(body, place[1:-1]))))
            continue
        subject = field or saying("the-body")
        message = (
            saying(_WRONG[kind], name=subject)
            if kind in _WRONG
            else saying("wrong-otherwise", name=subject, message=_lower(str(item["msg"])))
        )
        limit = by_name.get(name)
        errors.append(FieldError(field or "body", message, limit.allowed if limit else None))
    return invalid(errors)


def _instead(name: str, fields: Sequence[str]) -> Sayable | None:
    """What may be meant by a field that is not there; else what there is."""
    if (meant := _MEANT.get(name)) in fields:
        return saying("allowed-meant", name=meant)
    if close := difflib.get_close_matches(name, fields, n=1, cutoff=0.7):
        return saying("allowed-meant", name=close[0])
    return saying("allowed-one-of", known=Listed(fields)) if fields else None


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
