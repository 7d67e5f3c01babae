"""What people read, by key: the catalogues in static/messages, which the scripts use too."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Protocol

from fluent.runtime import FluentBundle, FluentResource
from fluent.syntax import ast as ftl
from markupsafe import Markup, escape

from app.resources import MESSAGES

_LONG = 1000
"""Characters of a value that are surely allowed."""
_LARGE = 10**15
"""Numbers from here on are written as they are: Babel groups no more than 28 digits."""


class Sayable(Protocol):
    """What is said in some language only when it is known who reads it."""

    def said_in(self, words: Messages) -> str: ...


@dataclass(frozen=True)
class Saying:
    """A message that has its values but no language yet; its values may be sayings too."""

    key: str
    values: Mapping[str, Any] = field(default_factory=dict)

    def said_in(self, words: Messages) -> str:
        return words.say(self.key, **self.values)


@dataclass(frozen=True)
class Either:
    """A choice: `x, y or z`."""

    items: Sequence[str]

    def said_in(self, words: Messages) -> str:
        return words.either(self.items)


@dataclass(frozen=True)
class Listed:
    """What stands one after the other: `x, y, z`."""

    items: Sequence[str]

    def said_in(self, words: Messages) -> str:
        return words.listed(self.items)


@dataclass(frozen=True)
class Sentences:
    """Messages without full stops, as sentences one after the other."""

    texts: Sequence[Sayable | str]

    def said_in(self, words: Messages) -> str:
        sentences = (words.say("sentence", text=text) for text in self.texts)
        return words.say("sentence-separator").join(sentences)


def saying(key: str, **values: Any) -> Saying:
    """The message of a key, to be said in the language of whoever asked."""
    return Saying(key, values)


class Messages:
    """The catalogues of one language: files of messages in the syntax of Project Fluent.

    Raises `ValueError` where a file holds something else, or a key comes twice.
    """

    def __init__(self, language: str, catalogues: Iterable[Path]) -> None:
        self.language = language
        # Marks of direction around each value would be found by whoever copies the text.
        self._bundle = FluentBundle([language], use_isolating=False)
        known: set[str] = set()
        for path in catalogues:
            resource = FluentResource(path.read_text(encoding="utf-8"))
            for entry in resource.body:
                if isinstance(entry, ftl.Junk):
                    raise ValueError(f"{path.name}: this is no message: {entry.content!r}")
                if isinstance(entry, ftl.Message):
                    if entry.id.name in known:
                        raise ValueError(f"{path.name}: {entry.id.name} comes twice")
                    known.add(entry.id.name)
            self._bundle.add_resource(resource)

    def say(self, key: str, **values: Any) -> str:
        """The message with its values put in. Raises `KeyError` where there is none, and what is
        wrong with a value."""
        message = self._bundle.get_message(key)
        values = {name: _plain(self.said(value)) for name, value in values.items()}
        if message.value is None:
            raise KeyError(key)
        # Fluent refuses texts beyond a length: they are put in when the others have been.
        long = {
            f"\ue000{place}\ue001": (name, value)
            for place, (name, value) in enumerate(values.items())
            if isinstance(value, str) and len(value) > _LONG
        }
        values |= {name: mark for mark, (name, _) in long.items()}
        spoken, errors = self._bundle.format_pattern(message.value, values)
        if errors:
            raise errors[0]
        text = str(spoken)
        for mark, (_, value) in long.items():
            text = text.replace(mark, value)
        return text

    def said(self, value: Any) -> Any:
        """A sayable in this language; anything else as it is."""
        return value.said_in(self) if hasattr(value, "said_in") else value

    def say_marked(self, key: str, **values: Any) -> Markup:
        """The message as HTML: its own elements stay, its values are escaped."""
        safe = {k: escape(v) if isinstance(v, str) else v for k, v in values.items()}
        return Markup(self.say(key, **safe))

    def listed(self, items: Sequence[str]) -> str:
        """The items with what the language puts between them: `x, y, z`."""
        return self.say("list-separator").join(items)

    def conjoined(self, items: Sequence[str]) -> str:
        """The items in a sentence: `x, y and z`."""
        *more, last = items
        return self.say("names-and", names=self.listed(more), last=last) if more else last

    def either(self, items: Sequence[str]) -> str:
        """The items as a choice: `x, y or z`."""
        *more, last = items
        return self.say("list-or", items=self.listed(more), last=last) if more else last


def _plain(value: Any) -> Any:
    """A number that is too large to be grouped, as text; anything else as it is."""
    large = isinstance(value, int | float) and _LARGE <= abs(value) < math.inf
    return str(value) if large else value


@cache
def messages(language: str) -> Messages:
    """The messages of a language, read once, with those in `server`, which the scripts do not
    load. Raises `LookupError` where it is not spoken here."""
    folder = MESSAGES / language
    if not folder.is_dir():
        raise LookupError(f"there are no messages in {language}")
    return Messages(language, sorted(folder.rglob("*.ftl")))
