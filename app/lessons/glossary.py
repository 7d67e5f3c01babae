"""The technical terms, each with its symbol, its shape and one sentence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from app.lessons.reading import Fields, named, parsed
from app.resources import TEMPLATES
from app.words.language import DEFAULT


@dataclass(frozen=True)
class Term:
    """A term; `symbol` is LaTeX and may be empty, and so may `shape`."""

    id: str
    language: str
    """What it is explained in."""
    term: str
    symbol: str
    shape: str
    says: str

    @property
    def original(self) -> str:
        """What it is called in the default language, where that is something else."""
        original = written(DEFAULT)[self.id].term
        return "" if original == self.term else original


@cache
def glossary(reader: str) -> Mapping[str, Term]:
    """The terms by name, each in the language of a reader or else in the default one. Raises
    `LessonError`."""
    return MappingProxyType({**written(DEFAULT), **written(reader)})


@cache
def written(language: str) -> Mapping[str, Term]:
    """The terms that a language has, by name. Raises `LessonError`."""
    path = TEMPLATES / "learn" / language / "glossary.yaml"
    text = path.read_text(encoding="utf-8")
    terms = {}
    for name, values in parsed(path, 1, text).items():
        lines = text[: text.find(f"{name}:")].count("\n")
        id = named(path, lines + 1, "a term", name)
        if not isinstance(values, dict):
            values = {}
        fields = Fields(path, lines + 1, values, id)
        terms[id] = Term(
            id,
            language,
            fields.text("term"),
            fields.text("symbol", ""),
            fields.text("shape", ""),
            fields.text("says"),
        )
        fields.done()
    return MappingProxyType(terms)
