"""Chapters: Markdown with directives, read into frozen records.

A chapter is `templates/learn/<language>/<slug>.md`: a front matter, sections (`## …`, with
`{#name}` in the line above), and fenced directives whose bodies are YAML:

    ```{scene} name     a guess, an action, and what its result says
    ```{check} name     numbers of a derivation to be filled in, or a question
    ```{after} name     prose that would tell the answer of a scene or check above: it is read
                        once that is done
    ````{optional} name what nobody needs for the rest, in a closed box: a heading (`## …`), then
                        prose and directives, whose fences are shorter than its own; none of it
                        counts in the progress

The bodies of the last two are Markdown.

`[words]{term=name}` is a term of the glossary, `$h_t$` a formula. Everything that is wrong is told
with file and line.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby, takewhile
from pathlib import Path
from types import MappingProxyType
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markupsafe import Markup, escape
from mdit_py_plugins.attrs import attrs_block_plugin, attrs_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.front_matter import front_matter_plugin

from app.lessons.glossary import Term, glossary
from app.lessons.reading import Fields, LessonError, named, parsed
from app.lessons.scenes import DIRECTIVES, Part, Scene, Sum, read_check, read_scene
from app.resources import TEMPLATES
from app.words.language import DEFAULT
from app.words.typesetting import drawn

LANGUAGES = tuple(sorted(path.name for path in (TEMPLATES / "learn").iterdir() if path.is_dir()))
"""What chapters are written in; a language may still be without some of them."""
ORDER = ("one-step", "recurrence", "sharing", "two-matrices", "bptt", "gates", "sentences")
"""The chapters, in the order in which they are read."""

_DIRECTIVES = (*DIRECTIVES, "after", "optional")
_DIRECTIVE = re.compile(r"\{(?P<kind>[\w-]+)\}\s*(?P<name>.*)")


@dataclass(frozen=True)
class After:
    """Prose that is read once a scene or check is done."""

    name: str
    """Of the scene or check."""
    prose: Markup

    @property
    def structure(self) -> tuple[str, str]:
        """What must be the same in every language."""
        return ("after", self.name)


@dataclass(frozen=True)
class Optional:
    """What nobody needs for the rest of the chapter, in a closed box."""

    id: str
    title: Markup
    parts: tuple[Markup | After | Part, ...]

    @property
    def structure(self) -> tuple[Any, ...]:
        """What must be the same in every language."""
        return ("optional", self.id, *_structures(self.parts))


@dataclass(frozen=True)
class Section:
    """A part of a chapter: prose, scenes and checks in their order."""

    id: str
    title: Markup
    parts: tuple[Markup | After | Part | Optional, ...]

    @property
    def lessons(self) -> tuple[Part, ...]:
        """Its scenes and checks that are not optional: what progress is counted in."""
        return tuple(each for each in self.parts if isinstance(each, Part))

    @property
    def optional(self) -> tuple[Part, ...]:
        """The scenes and checks in its boxes."""
        boxes = (each for each in self.parts if isinstance(each, Optional))
        return tuple(each for box in boxes for each in box.parts if isinstance(each, Part))

    @property
    def scenes(self) -> tuple[Scene, ...]:
        """All scenes, and the checks that ask a question."""
        return tuple(each for each in (*self.lessons, *self.optional) if isinstance(each, Scene))

    @property
    def sums(self) -> tuple[Sum, ...]:
        """All checks that leave numbers out."""
        return tuple(each for each in (*self.lessons, *self.optional) if isinstance(each, Sum))


def _structures(parts: Sequence[Markup | After | Part | Optional]) -> tuple[Any, ...]:
    return tuple(part.structure for part in parts if not isinstance(part, str))


@dataclass(frozen=True)
class Chapter:
    """An article that settles one question."""

    slug: str
    language: str
    title: str
    question: str
    settles: str
    minutes: int
    answer: Markup
    introduction: Markup
    sections: tuple[Section, ...]
    terms: tuple[Term, ...]
    """Those that are marked in it."""
    glyphs: Mapping[str, str]
    """The outlines that its formulas are drawn with."""

    @property
    def scenes(self) -> tuple[Scene, ...]:
        """All of them, in their order."""
        return tuple(scene for section in self.sections for scene in section.scenes)

    @property
    def sums(self) -> tuple[Sum, ...]:
        """All checks that leave numbers out, in their order."""
        return tuple(each for section in self.sections for each in section.sums)

    @property
    def parts(self) -> tuple[str, ...]:
        """The names of the scenes and checks that progress is counted in."""
        return tuple(part.id for section in self.sections for part in section.lessons)

    def document(self) -> dict[str, Any]:
        """What its page has to know to bring the scenes and checks to life."""
        return {
            "slug": self.slug,
            "sections": [
                {
                    "id": section.id,
                    "parts": [part.id for part in section.lessons],
                    "optional": [part.id for part in section.optional],
                }
                for section in self.sections
            ],
            "scenes": [scene.document() for scene in self.scenes],
            "sums": [each.document() for each in self.sums],
        }

    @property
    def structure(self) -> tuple[Any, ...]:
        """What must be the same in every language."""
        return tuple((section.id, *_structures(section.parts)) for section in self.sections)


def path_of(language: str, slug: str) -> Path:
    """Where a chapter is."""
    return TEMPLATES / "learn" / language / f"{slug}.md"


@cache
def chapter(language: str, slug: str) -> Chapter:
    """A chapter in a language, read once. Raises `LessonError`."""
    path = path_of(language, slug)
    return read(path, path.read_text(encoding="utf-8"), glossary(language))


def languages_of(slug: str) -> tuple[str, ...]:
    """The languages that a chapter is written in."""
    return tuple(language for language in LANGUAGES if path_of(language, slug).is_file())


def chapter_for(reader: str, slug: str) -> Chapter:
    """A chapter in the language of a reader, or in the default where it is not written in that."""
    return chapter(reader if reader in languages_of(slug) else DEFAULT, slug)


def chapters(reader: str) -> tuple[Chapter, ...]:
    """All of them in their order, each as this reader gets it."""
    return tuple(chapter_for(reader, slug) for slug in ORDER)


def read_all() -> None:
    """Reads every chapter in every language, so that no reader waits for it."""
    for language in LANGUAGES:
        for each in chapters(language):
            for term in each.terms:
                if term.symbol:
                    drawn(term.symbol, each.language)


def neighbours(reader: str, slug: str) -> tuple[Chapter | None, Chapter | None]:
    """The chapters before and after one."""
    at = ORDER.index(slug)
    return (
        chapter_for(reader, ORDER[at - 1]) if at > 0 else None,
        chapter_for(reader, ORDER[at + 1]) if at + 1 < len(ORDER) else None,
    )


def _formula(_: object, tokens: Sequence[Token], at: int, _options: object, env: Any) -> str:
    drawing = drawn(tokens[at].content, env["language"])
    env["glyphs"].update(drawing.glyphs)
    return drawing.svg


def _formula_apart(*given: Any) -> str:
    return f'<p class="formula-block">{_formula(*given)}</p>\n'


def _term_begins(_: object, tokens: Sequence[Token], at: int, *_others: object) -> str:
    id = escape(str(tokens[at].attrs.get("term", "")))
    return f'<button type="button" class="word" popovertarget="term-{id}" data-term="{id}">'


def _term_ends(*_: object) -> str:
    return "</button>"


def _joint_begins(*_: object) -> str:
    return '<span class="joint">'


def _joint_ends(*_: object) -> str:
    return "</span>"


_RENDERED = {
    "math_inline": _formula,
    "math_block": _formula_apart,
    "span_open": _term_begins,
    "span_close": _term_ends,
    "joint_open": _joint_begins,
    "joint_close": _joint_ends,
}
"""What is written otherwise than Markdown usually is: formulas, buttons for terms, and either of
them with the comma after it."""


def _join(state: StateCore) -> None:
    """Joins a formula or term to a comma after it: a browser breaks a line there otherwise."""
    for token in state.tokens:
        if token.children:
            token.children = list(_joined(token.children))


def _joined(children: Sequence[Token]) -> Iterator[Token]:
    held: list[Token] = []
    """A term that has begun."""
    rest = iter(enumerate(children))
    for at, child in rest:
        if held or child.type == "span_open":
            held.append(child)
            if child.type != "span_close":
                continue
        elif child.type == "math_inline":
            held = [child]
        else:
            yield child
            continue
        following = children[at + 1] if at + 1 < len(children) else None
        text = following.content if following is not None and following.type == "text" else ""
        marks = "".join(takewhile(_closes, text))
        if following is not None and marks:
            next(rest)
            mark, left = following.copy(content=marks), following.copy(content=text[len(marks) :])
            yield from (Token("joint_open", "span", 1), *held, mark)
            yield from (Token("joint_close", "span", -1), left)
        else:
            yield from held
        held = []


def _closes(mark: str) -> bool:
    return unicodedata.category(mark) in ("Po", "Pe", "Pf")


def _markdown() -> MarkdownIt:
    markdown = (
        MarkdownIt("commonmark", {"html": False})
        .enable("table")
        .use(front_matter_plugin)
        .use(dollarmath_plugin, allow_space=False)
        .use(attrs_plugin, spans=True, allowed=("id", "term"))
        .use(attrs_block_plugin)
    )
    markdown.core.ruler.push("join", _join)
    for name, rendered in _RENDERED.items():
        markdown.add_render_rule(name, rendered)
    return markdown


def _is_directive(token: Token) -> bool:
    return token.type == "fence" and token.info.startswith("{")


def _line_of(token: Token) -> int:
    """Where a block begins; its closing tokens have no line."""
    return token.map[0] + 1 if token.map else 1


_TIMESTEP = re.compile(r"\bt = (?=[\d{])")
"""Stays on one line."""


def read(path: Path, text: str, terms: Mapping[str, Term]) -> Chapter:
    """A chapter from its text. Raises `LessonError`."""
    return _Reader(path, text, terms).chapter()


class _Reader:
    def __init__(self, path: Path, text: str, terms: Mapping[str, Term]) -> None:
        self._path, self._terms = path, terms
        self._markdown = _markdown()
        self._env: dict[str, Any] = {"glyphs": {}, "language": path.parent.name}
        text = _TIMESTEP.sub("t\u00a0=\u00a0", text)
        self._tokens = self._markdown.parse(text, self._env)
        self._used: dict[str, Term] = {}
        self._names: set[str] = set()
        self._lessons: list[str] = []

    def chapter(self) -> Chapter:
        if not self._tokens or self._tokens[0].type != "front_matter":
            raise self._wrong(1, "a chapter begins with its front matter between two lines of ---")
        front = self._tokens[0].content
        fields = Fields(self._path, 2, parsed(self._path, 2, front), "front matter", front)
        title, question = fields.text("title"), fields.text("question")
        settles, minutes = fields.text("settles"), fields.take("minutes", int)
        answer = self._prose(self._markdown.parse(fields.take("answer", str), self._env), 2)
        self._run = fields.take("run", dict, {}) or {}
        fields.done()
        introduction, *sections = self._sections()
        if any(not isinstance(part, str) for part in introduction.parts):
            raise self._wrong(1, "a scene stands in a section: put a heading (## …) above it")
        return Chapter(
            slug=self._path.stem,
            language=self._path.parent.name,
            title=title,
            question=question,
            settles=settles,
            minutes=minutes,
            answer=answer,
            introduction=Markup("").join(
                part for part in introduction.parts if isinstance(part, Markup)
            ),
            sections=tuple(sections),
            terms=tuple(self._used.values()),
            glyphs=MappingProxyType(self._env["glyphs"]),
        )

    def _sections(self) -> Iterator[Section]:
        id, title = "", Markup("")
        within: list[Token] = []
        tokens = iter(self._tokens[1:])
        for token in tokens:
            if token.type == "heading_open":
                yield Section(id, title, tuple(self._parts(within)))
                id, within = self._heading(token, _line_of(token)), []
                title = self._title(tokens)
            else:
                within.append(token)
        yield Section(id, title, tuple(self._parts(within)))

    def _parts(self, tokens: Sequence[Token]) -> Iterator[Markup | After | Part | Optional]:
        for is_directive, of_a_kind in groupby(tokens, _is_directive):
            if is_directive:
                for token in of_a_kind:
                    yield self._directive(token, _line_of(token))
            else:
                prose = list(of_a_kind)
                yield self._prose(prose, _line_of(prose[0]))

    def _title(self, tokens: Iterator[Token]) -> Markup:
        """What follows where a heading opens, up to its end."""
        title = self._inline(next(tokens))
        next(tokens)
        return title

    def _heading(self, token: Token, line: int) -> str:
        if token.tag != "h2":
            raise self._wrong(line, "sections begin with ##, and there are no other headings")
        name = token.attrs.get("id")
        if name is None:
            raise self._wrong(line, "a section needs a name: {#name} in the line above its heading")
        return self._name(line, "a section", str(name))

    def _name(self, line: int, what: str, name: str) -> str:
        if name in self._names:
            raise self._wrong(line, f"{name} is there twice")
        self._names.add(name)
        return named(self._path, line, what, name)

    def _directive(self, token: Token, line: int) -> After | Part | Optional:
        found = _DIRECTIVE.fullmatch(token.info.strip())
        kind = found["kind"] if found else token.info
        if found is None or kind not in _DIRECTIVES:
            raise self._wrong(
                line, f"there is no directive {kind!r}; there are: {', '.join(_DIRECTIVES)}"
            )
        if kind == "after":
            return self._after(token, line, found["name"].strip())
        if kind == "optional":
            return self._optional(token, line, found["name"].strip())
        name = self._name(line, kind, found["name"].strip())
        reader = read_scene if kind == "scene" else read_check
        self._lessons.append(name)
        return reader(self._path, line, name, token.content, self._run)

    def _after(self, fence: Token, line: int, name: str) -> After:
        if name not in self._lessons:
            above = f"above are: {', '.join(self._lessons)}" if self._lessons else "none is above"
            raise self._wrong(line, f"after names a scene or check above it, not {name!r}; {above}")
        tokens = self._inside(fence, line)
        if any(token.type in ("fence", "heading_open") for token in tokens):
            raise self._wrong(line, f"after {name} holds prose, no headings and directives")
        return After(name, self._prose(tokens, line))

    def _optional(self, fence: Token, line: int, name: str) -> Optional:
        id = self._name(line, "optional", name)
        tokens = iter(self._inside(fence, line))
        begins = next(tokens, None)
        if begins is None or begins.type != "heading_open":
            raise self._wrong(line, f"optional {name} begins with a heading (## …)")
        title, rest = self._title(tokens), list(tokens)
        parts: list[Markup | After | Part] = []
        for part in self._parts(rest):
            if isinstance(part, Optional):
                raise self._wrong(line, f"optional {name} holds no other of its kind")
            parts.append(part)
        if any(token.type == "heading_open" for token in rest):
            raise self._wrong(line, f"optional {name} has one heading, at its beginning")
        return Optional(id, title, tuple(parts))

    def _inside(self, fence: Token, line: int) -> list[Token]:
        """The Markdown in a directive, with its lines in the file."""
        tokens = self._markdown.parse(fence.content, self._env)
        for token in tokens:
            if token.map is not None:
                token.map = [each + line for each in token.map]
        return tokens

    def _prose(self, tokens: Sequence[Token], line: int) -> Markup:
        for token in tokens:
            line = token.map[0] + 1 if token.map else line
            for child in token.children or ():
                if child.type == "span_open":
                    self._mark(child, line)
        html = self._markdown.renderer.render(tokens, self._markdown.options, self._env)
        return Markup(html)

    def _inline(self, token: Token) -> Markup:
        renderer, options = self._markdown.renderer, self._markdown.options
        return Markup(renderer.render([token], options, self._env))

    def _mark(self, span: Token, line: int) -> None:
        id = str(span.attrs.get("term", ""))
        term = self._terms.get(id)
        if term is None:
            raise self._wrong(
                line, f"the glossary has no term {id!r}; it has: {', '.join(self._terms)}"
            )
        self._used[id] = term

    def _wrong(self, line: int, message: str) -> LessonError:
        return LessonError(self._path, line, message)
