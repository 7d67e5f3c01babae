"""The catalogues of messages: complete, used, and the only place with sentences."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from fluent.syntax import FluentParser
from fluent.syntax import ast as ftl
from fluent.syntax.visitor import Visitor
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from app.resources import MESSAGES, STATIC, TEMPLATES
from app.words.language import DEFAULT, LANGUAGES
from app.words.messages import Messages, Sentences, messages, saying

CATALOGUES = sorted(MESSAGES.rglob("*.ftl"))
SCRIPTS = sorted((STATIC / "src").rglob("*.ts*"))
CORE = sorted((Path(__file__).parents[3] / "rnn_core").rglob("*.py"))
SOURCES = [*SCRIPTS, *sorted(Path(__file__).parents[3].glob("app/**/*.py"))]

# A key where it is used: `say("…")` in a script or template, `id="…"` of a <Say>.
USED = re.compile(
    r"""\bsay(?:ing)?\(\s*f?["'`]([\w${}.()-]+)["'`]|<Say\b[^>]*?\bid=(?:\{[`"]|")([\w${}.()-]+)"""
)
# What a problem is called, which its title is found by.
KIND = re.compile(r"""kind=f?["']([\w{}-]+)["']""")
# What the core calls its errors' sentences.
CODE = re.compile(r"""code="([\w-]+)""")
# One of its remarks.
REMARK = re.compile(r"""remark="([\w-]+)""")
# A key that is chosen among several first: `say(isLast ? "…" : "…")`.
QUOTED = re.compile(r"""["'`]([a-z][\w-]+)["'`]""")
# A message inside another one.
WITHIN = re.compile(r"\{ ([a-z][\w-]+) \}")

PLURAL_FORMS = {"zero", "one", "two", "few", "many", "other"}
TAG = re.compile(r"<(/?\w+)>")


def messages_of(path: Path) -> dict[str, ftl.Message]:
    body = FluentParser().parse(path.read_text(encoding="utf-8")).body
    return {entry.id.name: entry for entry in body if isinstance(entry, ftl.Message)}


def keys_of(path: Path) -> list[str]:
    return list(messages_of(path))


def used_in(path: Path) -> set[str]:
    text = path.read_text(encoding="utf-8")
    kinds = {f"title-{kind}" for kind in KIND.findall(text)} if path.suffix == ".py" else set()
    return kinds | {first or second for first, second in USED.findall(text)}


def test_a_message_has_its_values_and_its_plural_forms(tmp_path: Path) -> None:
    path = tmp_path / "a.ftl"
    path.write_text("units = { $count ->\n    [one] one unit\n   *[other] { $count } units\n }\n")
    spoken = Messages("en", [path])
    assert spoken.say("units", count=1) == "one unit"
    assert spoken.say("units", count=12000) == "12,000 units"


def test_values_are_escaped_and_the_elements_of_a_message_are_not(tmp_path: Path) -> None:
    path = tmp_path / "a.ftl"
    path.write_text("greeting = Hello, <b>{ $name }</b>\n")
    said = Messages("en", [path]).say_marked("greeting", name="<script>")
    assert said == Markup("Hello, <b>&lt;script&gt;</b>")


@pytest.mark.parametrize("text", ["no message", "a = 1\na = 2\n"])
def test_a_catalogue_that_is_wrong_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.ftl"
    path.write_text(text)
    with pytest.raises(ValueError, match=r"a\.ftl"):
        Messages("en", [path])


def test_what_is_not_there_cannot_be_said() -> None:
    with pytest.raises(LookupError):
        messages("en").say("nothing-of-the-kind")
    with pytest.raises(LookupError):
        messages("tlh")


def test_every_message_used_is_there_and_every_message_there_is_used() -> None:
    known = {key for path in CATALOGUES for key in keys_of(path)}
    used = set().union(*(used_in(path) for path in [*SOURCES, *TEMPLATES.glob("*.html")]))
    used |= {f"error-{code}" for path in CORE for code in CODE.findall(path.read_text("utf-8"))}
    used |= {f"remark-{name}" for path in CORE for name in REMARK.findall(path.read_text("utf-8"))}
    whole = {key for key in used if "{" not in key}
    made = {re.escape(key) for key in used - whole}
    patterns = [re.compile(re.sub(r"(?:\\\$)?\\\{.*?\\\}", "[A-Za-z0-9_]+", key)) for key in made]
    assert whole <= known, f"not in a catalogue: {sorted(whole - known)}"
    chosen = {key for path in SOURCES for key in QUOTED.findall(path.read_text(encoding="utf-8"))}
    within = {key for path in CATALOGUES for key in WITHIN.findall(path.read_text("utf-8"))}
    unused = {
        k for k in known - whole - chosen - within if not any(p.fullmatch(k) for p in patterns)
    }
    assert not unused, f"in a catalogue and used nowhere: {sorted(unused)}"


class Shape(Visitor):
    """What a message must have in common with its translations."""

    def __init__(self, message: ftl.Message) -> None:
        self.values: set[str] = set()
        """What is put into it."""
        self.choices: dict[str, set[str]] = defaultdict(set)
        """What its words depend on. Plural forms, and numbers that stand for them, are not
        counted: each language has its own."""
        self.elements: set[str] = set()
        self.visit(message)

    def visit_VariableReference(self, node: ftl.VariableReference) -> None:
        self.values.add(node.id.name)

    def visit_SelectExpression(self, node: ftl.SelectExpression) -> None:
        keys = {
            variant.key.name if isinstance(variant.key, ftl.Identifier) else variant.key.value
            for variant in node.variants
        }
        # What is only chosen by is not put in.
        if isinstance(node.selector, ftl.VariableReference) and (
            meant := {key for key in keys if key not in PLURAL_FORMS and key != "1"}
        ):
            self.choices[node.selector.id.name] |= meant
        for variant in node.variants:
            self.visit(variant.value)

    def visit_TextElement(self, node: ftl.TextElement) -> None:
        self.elements.update(TAG.findall(node.value))


def in_language(language: str) -> Iterator[tuple[str, str, ftl.Message]]:
    """Each message with its file and key."""
    for path in sorted((MESSAGES / language).rglob("*.ftl")):
        for key, message in messages_of(path).items():
            yield path.name, key, message


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_same_messages_in_the_same_files(language: str) -> None:
    there = {(file, key) for file, key, _ in in_language(DEFAULT)}
    here = {(file, key) for file, key, _ in in_language(language)}
    assert not there - here, f"missing: {sorted(there - here)}"
    assert not here - there, f"surplus: {sorted(here - there)}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_says_the_same(language: str) -> None:
    there = {key: Shape(message) for _, key, message in in_language(DEFAULT)}
    for _, key, message in in_language(language):
        here = Shape(message)
        assert here.values == there[key].values, key
        assert here.choices == there[key].choices, key
        assert here.elements == there[key].elements, key


class _Prose(HTMLParser):
    """The words of a template that are not made by it."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_data(self, data: str) -> None:
        self._note(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if value == "light dark":  # what `color-scheme` is called by
                continue
            if name in ("title", "aria-label", "placeholder", "alt", "content") and value:
                self._note(value)

    def _note(self, text: str) -> None:
        if re.search(r"[A-Za-z]{2,} [A-Za-z]{2,}", text):
            self.found.append(text.strip())


@pytest.mark.parametrize("path", sorted(TEMPLATES.glob("*.html")), ids=lambda path: path.name)
def test_a_template_holds_no_sentence(path: Path) -> None:
    prose = _Prose()
    prose.feed(re.sub(r"\{[{%#].*?[}%#]\}", "", path.read_text(encoding="utf-8"), flags=re.S))
    assert not prose.found


def test_a_task_without_words_of_its_own_in_the_catalogue_is_not_taken_for_another() -> None:
    spoken = messages("en")
    assert spoken.say("summary-task", task="parity", text="hello", distance=10, own=0) == "parity"
    assert "input, =>" in spoken.say("setup-examples-hint", task="parity")


@pytest.mark.parametrize("length", [999, 1000, 1001, 2500, 2501, 100_000])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_value_of_any_length_is_said_whole(language: str, length: int) -> None:
    words = messages(language)
    text = "l" * length
    assert text in words.say("sentence", text=text)
    within = saying("sentence", text=Sentences((text, text)))
    assert words.said(within).count(text) == 2


@pytest.mark.parametrize("language", LANGUAGES)
@given(st.integers() | st.floats(allow_nan=False))
def test_a_number_of_any_size_is_said(language: str, value: float) -> None:
    said = messages(language).say("sentence", text=value)[:-1]
    if math.isfinite(value):
        assert float(said.replace(",", "")) == pytest.approx(value, rel=1e-3, abs=1e-3)
    else:
        assert said == ("∞" if value > 0 else "-∞")
