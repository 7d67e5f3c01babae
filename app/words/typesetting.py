"""LaTeX as the equations state it: drawn as SVG, written in one line of text, and read aloud.

Every formula is drawn with the same glyph outlines, which stand once per page in a sprite; a
formula only refers to them. Ink is `currentColor`, and the weight matrices and the loss carry the
class of their identity colour, so that one drawing serves both themes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from types import MappingProxyType
from unicodedata import normalize

from markupsafe import Markup, escape
from ziamath import config
from ziamath.zmath import Latex

from app.words.messages import Messages, messages

_SIZE = 20
# A script of a script is as large as a script: a smaller one would be illegible on the pages.
# ziamath takes it as a fraction of the size its fonts have by default.
_SCRIPT_SCALE, _DEFAULT_SIZE = 0.7, 24
config.minsizefraction = _SCRIPT_SCALE * _SIZE / _DEFAULT_SIZE
_LABEL = "\ue011"
# A glyph without ink, such as a space, has no closing tag.
_SYMBOL = re.compile(r'<symbol id="(?P<id>[^"]+)"(?:[^>]*/>|.*?</symbol>)', re.DOTALL)
_HEAD = re.compile(
    r'<svg [^>]*?width="(?P<width>[\d.]+)" height="(?P<height>[\d.]+)" '
    r'viewBox="(?P<x>[-\d.]+) (?P<y>[-\d.]+) [^"]*">'
)
_INVISIBLE = re.compile(r'<use [^>]*width="0"[^>]*/>')

# ziamath knows colours, not classes: these stand in for the identity colours while it draws.
_IDENTITY_INK = {"#000001": "w-xh", "#000002": "w-hh", "#000003": "w-hy", "#000004": "loss"}
_SCRIPT = r"(?:[_^]\{(?:[^{}]|\{[^{}]*\})*\}|'|\^\d)*"
_IDENTITIES = tuple(
    (re.compile(pattern), ink)
    for pattern, ink in (
        (rf"W_\{{xh\}}{_SCRIPT}", "#000001"),
        (rf"W_\{{hh\}}{_SCRIPT}", "#000002"),
        (rf"W_\{{hy\}}{_SCRIPT}", "#000003"),
        (r"(?<![A-Za-z\\])L(?![A-Za-z])" + _SCRIPT, "#000004"),
    )
)


@dataclass(frozen=True, slots=True)
class Drawing:
    """An inline SVG without its glyphs, and its glyphs by id."""

    svg: str
    glyphs: Mapping[str, str]

    @property
    def whole(self) -> str:
        """The SVG with its glyphs in it: a file of its own."""
        opening, _, body = self.svg.partition(">")
        glyphs = "".join(self.glyphs[key] for key in sorted(self.glyphs))
        namespaces = (
            ' xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
        )
        return f"{opening}{namespaces}>{glyphs}{body}"


def coloured(latex: str) -> str:
    """The same with the weight matrices and the loss in their identity's ink."""
    for pattern, ink in _IDENTITIES:
        latex = pattern.sub(rf"\\textcolor{{{ink}}}{{\g<0>}}", latex)
    return latex


@lru_cache(maxsize=4096)
def drawn(latex: str, language: str) -> Drawing:
    """The formula as SVG with `spoken` as its label."""
    drawing = _drawn(latex)
    label = escape(spoken(latex, messages(language)))
    return replace(drawing, svg=drawing.svg.replace(_LABEL, label, 1))


@lru_cache(maxsize=2048)
def _drawn(latex: str) -> Drawing:
    """With a mark where its label belongs."""
    source: str = Latex(coloured(latex), size=_SIZE).svg()
    glyphs = {match["id"]: match[0] for match in _SYMBOL.finditer(source)}
    head = _HEAD.match(source)
    if head is None:
        raise RuntimeError("ziamath's SVG no longer starts as expected")
    width, height = float(head["width"]), float(head["height"])
    left, top = float(head["x"]), float(head["y"])
    body = _INVISIBLE.sub("", _SYMBOL.sub("", source[head.end() :]))
    body = body.replace(' fill="black"', "")
    for ink, identity in _IDENTITY_INK.items():
        body = body.replace(f'fill="{ink}"', f'class="{identity}"')
    # Sized in em, and set down so that its baseline is the text's.
    opening = (
        f'<svg class="formula" role="img" aria-label="{_LABEL}" '
        f'viewBox="{left:g} {top:g} {width:g} {height:g}" '
        f'style="width:{width / _SIZE:.3f}em;height:{height / _SIZE:.3f}em;'
        f'vertical-align:{-(height + top) / _SIZE:.3f}em">'
    )
    return Drawing(opening + body, MappingProxyType(glyphs))


def sprite(glyphs: Iterable[Mapping[str, str]]) -> Markup:
    """The glyph outlines of drawings, to stand once in a page that holds them."""
    outlines = {key: outline for each in glyphs for key, outline in each.items()}
    return Markup(
        '<svg class="sprite" id="sprite" aria-hidden="true" width="0" height="0">'
        f"{''.join(outlines[key] for key in sorted(outlines))}</svg>"
    )


# ---- in one line ----------------------------------------------------------------------------

# A space after a command only ends its name; between two symbols it is a product.
_TOKEN = re.compile(r"\\[A-Za-z]+ *|\\.|\s+|.")
_WRITTEN = {
    r"\eta": "η",
    r"\theta": "θ",
    r"\beta": "β",
    r"\varepsilon": "ε",
    r"\Delta": "Δ",
    r"\partial": "∂",
    r"\sum": "Σ",
    r"\odot": "⊙",
    r"\sigma": "σ",
    r"\top": "⊤",
    r"\lVert": "‖",
    r"\rVert": "‖",
    r"\tanh": "tanh",
    r"\log": "log ",
    r"\min": "min",
    r"\left": "",
    r"\right": "",
    r"\mathrm": "",
    r"\text": "",
    r"\,": " ",
    r"\;": " ",
    r"\leftarrow": "← ",
}


@lru_cache(maxsize=4096)
def linear(latex: str) -> str:
    """The formula in one line; sub- and superscripts as `_{…}` and `^{…}`: `∂L/∂h_{3}`."""
    text = re.sub(r" +", " ", "".join(_linear(_Reader(latex)))).strip()
    return re.sub(r"‖ ?([^‖]*?) ?‖", r"‖\1‖", text)


class _Reader:
    """The tokens of a formula, one after the other."""

    def __init__(self, latex: str) -> None:
        self._tokens = _TOKEN.findall(latex)
        self._next = 0

    def take(self) -> str | None:
        if self._next == len(self._tokens):
            return None
        self._next += 1
        token = str(self._tokens[self._next - 1])
        return token.rstrip() if token.startswith("\\") else token

    def argument(self) -> str:
        token = self.take() or ""
        return "".join(_linear(self)) if token == "{" else _WRITTEN.get(token, token)


def _linear(reader: _Reader) -> Iterator[str]:
    """Up to the end, or to the bracket that closes this group."""
    while (token := reader.take()) not in (None, "}"):
        assert token is not None
        if token == "{":
            yield "".join(_linear(reader))
        elif token in ("_", "^"):
            yield f"{token}{{{reader.argument()}}}"
        elif token == r"\frac":
            above, below = reader.argument(), reader.argument()
            simple = above.startswith("∂")
            yield f"{above}/{below}" if simple else f"({above})/({below})"
        elif token == r"\sqrt":
            yield f"√({reader.argument()})"
        elif token == r"\hat":
            yield normalize("NFC", f"{reader.argument()}\N{COMBINING CIRCUMFLEX ACCENT}")
        elif token == r"\left" and (bracket := reader.take() or "") != ".":
            yield _WRITTEN.get(bracket, bracket)
        elif token.isspace():
            yield " "
        else:
            yield _WRITTEN.get(token, token)


# ---- aloud ----------------------------------------------------------------------------------

_ALOUD = tuple(
    (re.compile(pattern), key)
    for pattern, key in (
        (r"log +", "aloud-log"),
        (r"∂\^\{\+\} *", "aloud-direct"),
        (r"(?<!\w)d (?=[A-Za-z])", "aloud-d"),
        (r"Σ_\{(?P<index>\w)(?:=[^}]*)?\} *", "aloud-sum"),
        (r"‖(?P<of>[^‖]*)‖", "aloud-norm"),
        # A product is written as two things side by side.
        (r"(?<=[\w}\])']) +(?=[\w∂Δ√‖(])", "aloud-times"),
        (r"\^\{⊤\}", "aloud-transposed"),
        (r"\^\{2\}", "aloud-squared"),
        (r"\^\{previous\}", "aloud-previous"),
        (r"\^\{(?P<power>\w+)\}", "aloud-power"),
        (r"'", "aloud-updated"),
        (r"∂L/∂ ?(?P<of>[^\W_]+(?:_\{[^}]*\})?)", "aloud-gradient"),
        (r"∂ ?", "aloud-partial"),
        (r"√", "aloud-root"),
        (r"/", "aloud-over"),
        (r"⊙", "aloud-elementwise"),
        ("ŷ", "aloud-y-hat"),
        (r"_\{(?P<one>[a-z])(?P<other>[a-z])\}", "aloud-two"),
        (r"\|", "aloud-by-way-of"),
        (r"\+", "aloud-plus"),
        (r"(?<=\w)-(?=\w)| - |-", "aloud-minus"),
        (r"=", "aloud-equals"),
        (r"←", "aloud-becomes"),
        (r"\[", "aloud-at"),
        (r"tanh", "aloud-tanh"),
        (r"σ", "aloud-sigma"),
        (r"\bmin\b", "aloud-min"),
        (r"onehot", "aloud-one-hot"),
        (r"softmax", "aloud-softmax"),
        (r"η", "aloud-eta"),
        (r"θ", "aloud-theta"),
        (r"ε", "aloud-epsilon"),
        (r"β", "aloud-beta"),
        (r"Δ", "aloud-change"),
        (r"(?<![a-z])input(?![a-z])", "aloud-input"),
        (r"(?<![a-z])target(?![a-z])", "aloud-target"),
        (r"(?<![a-z])output(?![a-z])", "aloud-output"),
        (r"(?<![a-z])future(?![a-z])", "aloud-future"),
        (r"(?<![a-z])through(?![a-z])", "aloud-through"),
        (r"(?<![a-z])encoder(?![a-z])", "aloud-encoder"),
        (r"(?<![a-z])decoder(?![a-z])", "aloud-decoder"),
    )
)
_PAUSE = "\ue010"
"""A space of what is said, which is no product."""


# Chinese writes no spaces between its words.
_GAP = re.compile(r"(?<=[\u3000-\u9fff]) (?=[\u3000-\u9fff])")


def spoken(latex: str, words: Messages) -> str:
    """The formula as it is read aloud: `a t equals W x h times x t plus …`."""
    text = linear(latex)
    for pattern, key in _ALOUD:

        def said(found: re.Match[str], key: str = key) -> str:
            phrase = words.say(key, **found.groupdict())
            return f"{_PAUSE}{phrase}{_PAUSE}".replace(" ", _PAUSE)

        text = pattern.sub(said, text)
    text = re.sub(rf"[_{{}}()\]{_PAUSE}]", " ", text)
    text = re.sub(r"\s+", " ", re.sub(r" +,", ",", text)).strip()
    return _GAP.sub("", text)
