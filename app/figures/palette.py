"""The colours with a meaning: identity hues and the diverging scale, once per theme.

Figures take them from here, the page gets them as JSON, and a test holds `tokens.css` to the
same values.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal, get_args

ThemeName = Literal["light", "dark"]
THEME_NAMES: tuple[ThemeName, ...] = get_args(ThemeName)


@dataclass(frozen=True)
class Theme:
    """One theme's colours, as `#rrggbb`."""

    surface: str
    text: str
    text_muted: str
    line: str
    w_xh: str
    w_hh: str
    w_hy: str
    loss: str
    negative: str
    positive: str

    @property
    def diverging(self) -> tuple[tuple[float, str], ...]:
        """The scale of signed values as Plotly writes it: positions 0..1, zero at 0.5.

        Zero is the surface itself, so that only what differs from zero is coloured. Colours
        between the stops are linear in sRGB, in Plotly and in the page alike.
        """
        return ((0.0, self.negative), (0.5, self.surface), (1.0, self.positive))

    def hue(self, quantity: str) -> str:
        """The hue that identifies a quantity: its own one, or the colour of plain text."""
        hues = {
            "W_xh": self.w_xh,
            "W_hh": self.w_hh,
            "W_hy": self.w_hy,
            "loss": self.loss,
        }
        return hues.get(quantity, self.text)


LIGHT = Theme(
    surface="#ffffff",
    text="#1d2330",
    text_muted="#5f6470",
    line="#e2dfd6",
    w_xh="#0f766e",
    w_hh="#b8500a",
    w_hy="#6d28d9",
    loss="#be185d",
    negative="#1d5fa8",
    positive="#b5172f",
)

DARK = Theme(
    surface="#1b1e25",
    text="#e9e7e2",
    text_muted="#a4a9b4",
    line="#343a46",
    w_xh="#45c4b4",
    w_hh="#f29a57",
    w_hy="#b79bfa",
    loss="#f481b4",
    negative="#5b9fe6",
    positive="#ee6475",
)


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
