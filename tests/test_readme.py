"""The README in each of its languages: the same commands, and links that lead somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from app.words.language import DEFAULT, LANGUAGES

ROOT = Path(__file__).parents[1]
READMES = {tag: ROOT / ("README.md" if tag == DEFAULT else f"README.{tag}.md") for tag in LANGUAGES}

COMMENT = re.compile(r"(^|\s+)# .*$", re.M)
LINK = re.compile(r"\]\(([^)\s]+)\)")


def commands(text: str) -> list[str]:
    """What is written to be typed or run, without the comments."""
    return [COMMENT.sub("", block) for block in re.findall(r"^```.*?^```", text, re.M | re.S)]


def anchors(text: str) -> set[str]:
    """What the headings of a document are called in an address."""
    titles = re.findall(r"^#+ (.+)$", re.sub(r"^```.*?^```", "", text, flags=re.M | re.S), re.M)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


@pytest.mark.parametrize("tag", LANGUAGES)
def test_every_language_has_the_same_commands(tag: str) -> None:
    there, here = (READMES[each].read_text(encoding="utf-8") for each in (DEFAULT, tag))
    assert commands(there)
    assert commands(here) == commands(there)


@pytest.mark.parametrize("tag", LANGUAGES)
def test_every_language_leads_to_the_same_files_and_to_the_others(tag: str) -> None:
    there, here = (READMES[each].read_text(encoding="utf-8") for each in (DEFAULT, tag))
    others = {path.name for path in READMES.values()} - {READMES[tag].name}
    files = {each: {link.split("#")[0] for link in LINK.findall(each)} for each in (there, here)}
    assert others <= files[here]
    names = {path.name for path in READMES.values()}
    assert files[here] - names == files[there] - names
    for link in LINK.findall(here):
        name, _, anchor = link.partition("#")
        assert (ROOT / name).is_file(), link
        assert not anchor or anchor in anchors((ROOT / name).read_text(encoding="utf-8")), link
