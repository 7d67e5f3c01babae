"""Fields of a directive as they are meant; whatever is wrong is told with file, line and what is
allowed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeVar

import yaml

T = TypeVar("T")
# The same, ten times as fast, where PyYAML was built with it.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NAME = re.compile(r"[a-z][a-z0-9_-]*")
_KINDS = {
    str: "a text",
    int: "a whole number",
    float: "a number",
    dict: "a mapping",
    list: "a list",
}


class LessonError(ValueError):
    """Something in a chapter that is not as it has to be."""

    def __init__(self, path: Path, line: int, message: str) -> None:
        super().__init__(f"{path.parent.name}/{path.name}:{line}: {message}")


def parsed(path: Path, line: int, text: str) -> dict[str, Any]:
    """A mapping written in YAML that begins at a line. Raises `LessonError`."""
    try:
        values = yaml.load(text, _LOADER)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or "it cannot be read"
        raise LessonError(
            path, line + (mark.line if mark else 0), f"this is no YAML: {problem}"
        ) from None
    if not isinstance(values, dict):
        raise LessonError(path, line, "a mapping of names to values is needed here")
    return {str(name): value for name, value in values.items()}


class Fields:
    """The fields of a mapping, taken one by one; `done` refuses what nobody has taken."""

    def __init__(
        self, path: Path, line: int, values: Mapping[str, Any], within: str, text: str = ""
    ) -> None:
        self.path, self.line, self.within = path, line, within
        self._values, self._text = dict(values), text
        self._known: list[str] = []

    def wrong(self, message: str, name: str = "") -> LessonError:
        """The error at the line where a field stands, as far as that can be told."""
        lines = self._text.splitlines()
        field = re.compile(rf"(^|[\s{{,]){re.escape(name)}\s*:")
        found = (i for i, each in enumerate(lines) if field.search(each))
        # What is missing is missing from what the line above begins.
        offset = next(found, 0) if name else -1
        return LessonError(self.path, self.line + offset, f"{self.within}: {message}")

    def has(self, name: str) -> bool:
        """Whether the field is there."""
        return name in self._values

    def take(self, name: str, kind: type[T], default: T | None = None) -> T:
        """The field; where it is not there and has no default that is an error."""
        self._known.append(name)
        if name not in self._values:
            if default is None:
                raise self.wrong(f"{name} is missing")
            return default
        value = self._values.pop(name)
        if kind is float and isinstance(value, int) and not isinstance(value, bool):
            value = float(value)
        if not isinstance(value, kind) or (kind is not bool and isinstance(value, bool)):
            raise self.wrong(f"{name} is to be {_KINDS.get(kind, kind.__name__)}", name)
        return value

    def text(self, name: str, default: str | None = None) -> str:
        """A text in one line."""
        return " ".join(self.take(name, str, default).split())

    def one_of(self, name: str, allowed: Iterable[str], default: str | None = None) -> str:
        """A text that is one of these."""
        return self.choice(self.take(name, str, default), allowed, name)

    def choice(self, value: str, allowed: Iterable[str], name: str) -> str:
        """The value, if it is one of these."""
        known = list(allowed)
        if value in known:
            return value
        close = get_close_matches(value, known, n=1)
        meant = f"; did you mean {close[0]}?" if close else ";"
        raise self.wrong(
            f"{name} {value!r} is not known{meant} there are: {', '.join(known)}", name
        )

    def call(self, name: str, allowed: Iterable[str]) -> tuple[str, dict[str, Any]]:
        """A name with what it is told: `letters`, or `network: {show: [x, h]}`."""
        self._known.append(name)
        if name not in self._values:
            raise self.wrong(f"{name} is missing; there are: {', '.join(allowed)}")
        value = self._values.pop(name)
        if isinstance(value, dict) and len(value) == 1:
            [(called, told)] = value.items()
        else:
            called, told = value, {}
        if not isinstance(called, str):
            raise self.wrong(f"{name} is a name, or a name with a mapping of what it is told", name)
        self.choice(called, allowed, name)
        return called, {} if told is None else told

    def texts(self, name: str) -> dict[str, str]:
        """A mapping of names to texts."""
        values = self.take(name, dict)
        read = {}
        for key, value in values.items():
            if not isinstance(value, str | int | float) or isinstance(value, bool):
                # YAML reads yes, no, on and off as truth values.
                raise self.wrong(f"{name}.{key} is to be a text; quote it", name)
            if not isinstance(key, str):
                raise self.wrong(f"{name}: {key!r} is to be a name; quote it", name)
            read[key] = " ".join(str(value).split())
        return read

    def done(self) -> None:
        """Raises `LessonError` where there are fields that nobody knows."""
        for name in self._values:
            close = get_close_matches(name, self._known, n=1)
            meant = f"; did you mean {close[0]}?" if close else ";"
            raise self.wrong(
                f"there is no field {name!r}{meant} there are: {', '.join(self._known)}", name
            )


def named(path: Path, line: int, what: str, text: str) -> str:
    """A name in small letters, as links and progress can hold it. Raises `LessonError`."""
    if not _NAME.fullmatch(text):
        raise LessonError(
            path, line, f"{what} needs a name of small letters, digits and hyphens, not {text!r}"
        )
    return text
