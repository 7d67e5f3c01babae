"""The colours with a meaning: identity hues and the diverging scale, once per theme."""

from __future__ import annotations

import math
from dataclasses import dataclass


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
        """The scale of signed values as stops at positions 0..1, zero at 0.5.

        Zero is the surface itself, so that only what differs from zero is coloured. Colours
        between the stops are linear in sRGB.
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

    def signed(self, value: float) -> str:
        """The colour of a value between -1 and 1 on the diverging scale."""
        if math.isnan(value):
            return self.surface
        end = self.negative if value < 0 else self.positive
        return mixed(self.surface, end, min(abs(value), 1.0))

    def on(self, background: str) -> str:
        """Text or surface, whichever is easier to read on a background."""
        return max(self.text, self.surface, key=lambda colour: contrast(colour, background))


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


def mixed(one: str, other: str, share: float) -> str:
    """One colour with a share, 0 to 1, of another."""
    pairs = zip(_channels(one), _channels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours by WCAG, 1 to 21."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    shares = (channel / 255 for channel in _channels(colour))
    red, green, blue = (
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
