"""Tokens for people to read."""

from __future__ import annotations

import unicodedata
from html import escape

_PICTURES = {
    " ": "␣",
    "\n": "⏎",
    "\r": "␍",
    "\t": "⇥",
    "\u00a0": "⍽",
    "\u007f": "␡",
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
}


def visible(token: str) -> str:
    """A token for a label of Plotly's: made visible, and with nothing that it reads as HTML."""
    if token in _PICTURES:
        return _PICTURES[token]
    if len(token) > 1:
        return escape(token)
    category = unicodedata.category(token[0]) if token else ""
    if token < " " and token:
        return chr(0x2400 + ord(token[0]))
    if category.startswith("M"):
        return f"◌{token}"
    return f"U+{ord(token[0]):04X}" if category[:1] in ("C", "Z") else token
