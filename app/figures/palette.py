"""The themes by name: figures take their colours from here, and the page gets them as JSON.

A test holds `tokens.css` to the same values.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, Literal, get_args

from rnn_core.display.palette import DARK, LIGHT, Theme

ThemeName = Literal["light", "dark"]
THEME_NAMES: tuple[ThemeName, ...] = get_args(ThemeName)


def theme_named(name: ThemeName) -> Theme:
    """The colours of a theme."""
    return DARK if name == "dark" else LIGHT


def palette_json() -> dict[str, dict[str, Any]]:
    """Every theme as the page receives it: the colours by name, and the scale's stops."""
    return {
        name: asdict(theme_named(name))
        | {"diverging": [list(s) for s in theme_named(name).diverging]}
        for name in THEME_NAMES
    }
