"""A language that nobody speaks, made from English: its letters have accents, its words are longer.

What a page shows without accents does not come from the catalogues; what no longer fits would not
fit in other languages either.
"""

from __future__ import annotations

import re
from pathlib import Path

from fluent.syntax import FluentParser, FluentSerializer
from fluent.syntax import ast as ftl
from fluent.syntax.visitor import Transformer

TAG = "xx"
BEGIN, END = "⟦", "⟧"

_PLAIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ACCENTED = "áƀčđéƒǧĥíĵķľɱñóþɋŕšťúṽŵẋýžÁƁČĐÉƑǦĤÍĴĶĽṀÑÓÞɊŔŠŤÚṼŴẊÝŽ"
_LETTERS = str.maketrans(_PLAIN, _ACCENTED)
_VOWEL = re.compile("[aeiou]")
_ELEMENT = re.compile(r"(<[^>]*>)")


def accented(text: str) -> str:
    """The text with accents, and with each of its vowels twice: about two fifths longer. The
    names of elements stay."""
    pieces = _ELEMENT.split(text)
    return "".join(
        piece if place % 2 else _VOWEL.sub(r"\g<0>\g<0>", piece).translate(_LETTERS)
        for place, piece in enumerate(pieces)
    )


class _Accents(Transformer):
    def visit_TextElement(self, node: ftl.TextElement) -> ftl.TextElement:
        return ftl.TextElement(accented(node.value))


def translated(catalogue: str) -> str:
    """A catalogue of English in that language; each message that holds words is in brackets."""
    resource = FluentParser().parse(catalogue)
    for entry in resource.body:
        if isinstance(entry, ftl.Message) and entry.value is not None:
            holds_words = any(
                isinstance(each, ftl.TextElement) and re.search(r"[A-Za-z]", each.value)
                for each in entry.value.elements
            )
            _Accents().visit(entry.value)
            if holds_words:
                entry.value.elements.insert(0, ftl.TextElement(BEGIN))
                entry.value.elements.append(ftl.TextElement(END))
    return FluentSerializer().serialize(resource)


def write(messages: Path, source: str = "en") -> None:
    """Adds the language to a folder of languages."""
    folder = messages / TAG
    folder.mkdir()
    for path in sorted((messages / source).rglob("*.ftl")):
        text = translated(path.read_text(encoding="utf-8"))
        there = folder / path.relative_to(messages / source)
        there.parent.mkdir(exist_ok=True)
        there.write_text(text, encoding="utf-8")
