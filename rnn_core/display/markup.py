"""HTML and SVG as strings, in which all text is escaped by construction."""

from __future__ import annotations

import html
from collections.abc import Callable

from rnn_core.display.palette import DARK, LIGHT, Theme, mixed


class Markup(str):
    """What is HTML already; any other string is text."""

    __slots__ = ()


def tag(name: str, *children: str, **attributes: str | float) -> Markup:
    """An element; of a name like `font_size` the attribute is `font-size`."""
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{html.escape(_attribute(value))}"'
        for key, value in attributes.items()
    )
    return Markup(f"<{name}{written}>{joined(*children)}</{name}>")


def joined(*children: str) -> Markup:
    """Elements and texts after one another."""
    return Markup("".join(map(_escaped, children)))


def paint(colour: Callable[[Theme], str]) -> str:
    """A colour for light and for dark, whichever the reader's system prefers."""
    return f"light-dark({colour(LIGHT)},{colour(DARK)})"


TEXT = paint(lambda theme: theme.text)
MUTED = paint(lambda theme: theme.text_muted)
SURFACE = paint(lambda theme: theme.surface)
LINE = paint(lambda theme: theme.line)
FAINT = paint(lambda theme: mixed(theme.surface, theme.line, 0.4))
PALE = paint(lambda theme: mixed(theme.surface, theme.w_hy, 0.4))
W_XH = paint(lambda theme: theme.w_xh)
W_HH = paint(lambda theme: theme.w_hh)
W_HY = paint(lambda theme: theme.w_hy)
LOSS = paint(lambda theme: theme.loss)


def of_value(value: float) -> tuple[str, str]:
    """The colour of a value between -1 and 1, and that of text on it."""
    return (
        paint(lambda theme: theme.signed(value)),
        paint(lambda theme: theme.on(theme.signed(value))),
    )


def of_ink(share: float) -> str:
    """The colour of a pixel: 1 is ink."""
    return paint(lambda theme: mixed(theme.surface, theme.text, min(max(share, 0.0), 1.0)))


def card(title: str, *content: str) -> Markup:
    """A self-contained block on a surface of its own, so that it is legible on any page."""
    style = (
        "color-scheme:light dark;display:inline-block;box-sizing:border-box;max-width:100%;"
        "overflow-x:auto;padding:12px 16px;border-radius:10px;"
        "font:14px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,sans-serif;"
        f"background:{SURFACE};"
        f"color:{TEXT};"
        f"border:1px solid {LINE}"
    )
    return tag("div", tag("div", title, style="margin-bottom:8px"), *content, style=style)


def muted(*children: str) -> Markup:
    """What is less important."""
    return tag("span", *children, style=f"color:{MUTED}")


_SHOWN = {" ": "␣", "\n": "⏎", "\t": "⇥", "\r": "␍"}
_LONGEST_TOKEN = 7


def visible(token: str) -> str:
    """A token as a label: a space is `␣`, what cannot be printed is an escape."""
    text = "".join(
        _SHOWN.get(each) or (each if each.isprintable() else each.encode("unicode_escape").decode())
        for each in token
    )
    return text if len(text) <= _LONGEST_TOKEN else f"{text[: _LONGEST_TOKEN - 1]}…"


def _attribute(value: str | float) -> str:
    return value if isinstance(value, str) else f"{value:.5g}"


def _escaped(child: str) -> str:
    return child if isinstance(child, Markup) else html.escape(child)
