"""The unrolled network as a picture, with the numbers of one iteration."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rnn_core.arrays import Array
from rnn_core.display.markup import (
    FAINT,
    LINE,
    LOSS,
    MUTED,
    PALE,
    SURFACE,
    TEXT,
    W_HH,
    W_HY,
    W_XH,
    Markup,
    joined,
    of_ink,
    of_value,
    tag,
    visible,
)
from rnn_core.words import counted

MOST_COLUMNS = 8
MOST_UNITS = 8
MOST_TOKENS, MOST_WORDS = 6, 3
"""Larger networks are shown in part, and say so."""


@dataclass(frozen=True)
class Prediction:
    """What a timestep predicts: V probabilities, and the index of the right one."""

    probs: Array
    target: int
    loss: float


@dataclass(frozen=True)
class Column:
    """One timestep: the token it reads, its H states, and how large ∂L/∂h_t is."""

    t: int
    token: str
    states: Array
    gradient: float
    prediction: Prediction | None


@dataclass(frozen=True)
class Picture:
    """A network at one iteration. `tokens` are those of the output.

    `initial` and `initial_gradient` are h_0 and ‖∂L/∂h_0‖, None where no state is passed on;
    `image` (rows, columns) is the picture that decides h_0, if any.
    """

    tokens: Sequence[str]
    columns: Sequence[Column]
    initial: Array | None
    initial_gradient: float
    image: Array | None = None


_STEP, _CELL, _ROW, _INITIAL = 132, 46, 20, 106
_TOKEN = 17
_LOSS, _BARS, _BAR_HEIGHT = 18, 40, 56
_LABELS = _BARS + _BAR_HEIGHT + 16
_STATES = _LABELS + 58


def unrolled_network(picture: Picture) -> Markup:
    """The picture as an SVG element."""
    return _Drawing(picture).svg()


def number(value: float) -> str:
    """With its sign and few digits."""
    if value == 0:
        return "0.00"
    written = f"{value:+.2f}" if abs(value) < 100 else f"{value:+.1e}"
    return written.replace("-", "−")


class _Drawing:
    def __init__(self, picture: Picture) -> None:
        self.picture = picture
        units = len(picture.columns[0].states)
        self.units = range(units if units <= MOST_UNITS else MOST_UNITS - 1)
        self.more_units = units - len(self.units)
        rows = len(self.units) + (self.more_units > 0)
        self.bottom = _STATES + rows * _ROW
        self.height = self.bottom + 86
        self.shown = _shown_columns(len(picture.columns))

    def x(self, place: int) -> float:
        """The middle of a column; -1 is the initial state."""
        if place < 0:
            return _INITIAL
        return place * _STEP + (140 if self.picture.initial is None else _INITIAL + 112)

    def svg(self) -> Markup:
        width = self.x(len(self.shown) - 1) + 76
        parts = [*self._row_labels(), *self._initial()]
        for place, index in enumerate(self.shown):
            if index is None:
                parts.append(self._gap(place))
            else:
                parts.append(self._column(place, self.picture.columns[index]))
        parts.extend(self._recurrence())
        T, H = len(self.picture.columns), len(self.picture.columns[0].states)
        return tag(
            "svg",
            *parts,
            xmlns="http://www.w3.org/2000/svg",
            viewBox=f"0 0 {width:g} {self.height:g}",
            width=width,
            height=self.height,
            role="img",
            aria_label=f"The unrolled network: {counted(T, 'timestep')}, "
            f"{counted(H, 'hidden unit')}",
            style="display:block;font:12px system-ui,sans-serif",
        )

    def _row_labels(self) -> Iterator[Markup]:
        middle = (_STATES + self.bottom) / 2
        rows = ((_LOSS, "loss"), (_BARS + 32, "prediction"), (middle, "state"))
        for y, label in (*rows, (self.bottom + 62, "input")):
            yield _text(label, 4, y, MUTED, anchor="start")

    def _initial(self) -> Iterator[Markup]:
        if self.picture.initial is None:
            return
        yield self._states(-1, self.picture.initial, 0)
        image = self.picture.image
        if image is None:
            return
        side = min(8.0, 56 / max(image.shape))
        left, top = self.x(-1) - side * len(image[0]) / 2, self.bottom + 24
        for row, pixels in enumerate(image):
            for column, ink in enumerate(pixels):
                yield _box(
                    left + column * side, top + row * side, side, side, of_ink(float(ink)), LINE
                )
        yield _arrow((self.x(-1), top - 2), (self.x(-1), self.bottom + 6), MUTED)

    def _column(self, place: int, column: Column) -> Markup:
        x = self.x(place)
        return joined(
            *self._prediction(x, column),
            self._states(place, column.states, column.t),
            _arrow((x, self.bottom + 44), (x, self.bottom + 6), W_XH),
            _symbol("W", "xh", x + 8, self.bottom + 29, W_XH),
            _box(x - 30, self.bottom + 48, 60, 20, TEXT, TEXT),
            _text(visible(column.token), x, self.bottom + 62, SURFACE, weight="600"),
            _text(f"t = {column.t}", x, self.bottom + 82, MUTED, size=11),
        )

    def _prediction(self, x: float, column: Column) -> Iterator[Markup]:
        prediction = column.prediction
        if prediction is None:
            return
        probs, tokens = prediction.probs, self.picture.tokens
        best = int(probs.argmax())
        words = any(len(token) > 1 for token in tokens)
        wide = 2.3 * _TOKEN if words else _TOKEN
        shown = _shown_tokens(probs, prediction.target, MOST_WORDS if words else MOST_TOKENS)
        left = x - len(shown) * wide / 2
        for place, token in enumerate(shown):
            share = probs[token] if math.isfinite(probs[token]) else 0.0
            at, height = left + place * wide, _BAR_HEIGHT * share
            fill = W_HY if token == best else PALE
            yield _box(at + 1, _BARS, wide - 2, _BAR_HEIGHT, FAINT, LINE)
            yield _box(at + 1, _BARS + _BAR_HEIGHT - height, wide - 2, height, fill, fill)
            if token == prediction.target:
                yield _box(at, _LABELS - 12, wide, 16, SURFACE, TEXT)
            label = visible(tokens[token])
            size = 12 if len(label) < 5 else 52 / len(label)
            yield _text(label, at + wide / 2, _LABELS, TEXT, size=size)
        probability = float(probs[prediction.target])
        written = f"{probability:.2f}" if probability >= 0.01 else f"{probability:.1g}"
        said = f"−log {written} = {prediction.loss + 0.0:.3g}"
        yield _text(said, x, _LOSS, LOSS, weight="600", size=11)
        yield _arrow((x, _STATES - 6), (x, _LABELS + 10), W_HY)
        yield _symbol("W", "hy", x + 8, _LABELS + 32, W_HY)

    def _states(self, place: int, states: Array, t: int) -> Markup:
        x = self.x(place)
        left, height = x - _CELL / 2, self.bottom - _STATES
        parts = [_box(left - 3, _STATES - 3, _CELL + 6, height + 6, SURFACE, LINE)]
        for unit in self.units:
            value = float(states[unit])
            y = _STATES + unit * _ROW
            fill, ink = of_value(value)
            parts.append(_box(left, y + 1, _CELL, _ROW - 2, fill, LINE))
            parts.append(_text(number(value), x, y + 14, ink, size=11))
        if self.more_units:
            parts.append(_text(f"+{self.more_units}", x, self.bottom - 6, MUTED, size=11))
        parts.append(_symbol("h", str(t), x + _CELL / 2 + 6, _STATES + 6, TEXT))
        return joined(*parts)

    def _recurrence(self) -> Iterator[Markup]:
        """What flows from timestep to timestep: states forwards, gradients backwards."""
        if self.picture.initial is None:
            return
        y = (_STATES + self.bottom) / 2
        for place, index in enumerate(self.shown):
            if index is None or (place and self.shown[place - 1] is None):
                continue
            before = self.picture.columns[index - 1].gradient if index else None
            size = self.picture.initial_gradient if before is None else before
            left, right = self.x(place - 1) + _CELL / 2 + 5, self.x(place) - _CELL / 2 - 5
            yield _arrow((left, y - 10), (right, y - 10), W_HH)
            yield _symbol("W", "hh", (left + right) / 2 - 14, y - 16, W_HH)
            yield _arrow((right, y + 8), (left, y + 8), LOSS, width=_thickness(size), dashed=True)
            yield _text(f"{size:.2g}", (left + right) / 2, y + 24, LOSS, size=11)

    def _gap(self, place: int) -> Markup:
        left_out = len(self.picture.columns) - sum(index is not None for index in self.shown)
        y = (_STATES + self.bottom) / 2
        return joined(
            _text("⋯", self.x(place), y, MUTED, size=20),
            _text(counted(left_out, "timestep"), self.x(place), y + 18, MUTED, size=11),
        )


def _shown_columns(T: int) -> list[int | None]:
    """The places of the timesteps that are drawn; None is the gap between them."""
    if T <= MOST_COLUMNS:
        return list(range(T))
    last = MOST_COLUMNS // 2
    return [*range(MOST_COLUMNS - 1 - last), None, *range(T - last, T)]


def _shown_tokens(probs: Array, target: int, most: int) -> list[int]:
    """The target and the most probable tokens, in the order of the vocabulary."""
    by_size = sorted(range(len(probs)), key=lambda place: (place != target, -probs[place]))
    return sorted(by_size[:most])


def _thickness(size: float) -> float:
    """Of a gradient's arrow: logarithmic from 0.0001 to 100."""
    if not math.isfinite(size) or size <= 0:
        return 1.0
    return min(max(1.0 + 0.6 * (math.log10(size) + 4), 1.0), 4.6)


def _text(
    text: str,
    x: float,
    y: float,
    fill: str,
    *,
    size: float = 12,
    weight: str = "400",
    anchor: str = "middle",
) -> Markup:
    style = f"fill:{fill};font-size:{size:.3g}px;font-weight:{weight}"
    return tag("text", text, x=x, y=y, text_anchor=anchor, style=style)


def _symbol(base: str, index: str, x: float, y: float, fill: str) -> Markup:
    """`W` with the subscript `xh`."""
    subscript = tag("tspan", index, dy=3, style="font-size:10px")
    style = f"fill:{fill};font:italic 600 14px 'STIX Two Text',Cambria,'Times New Roman',serif"
    return tag("text", base, subscript, x=x, y=y, style=style)


def _box(x: float, y: float, width: float, height: float, fill: str, stroke: str) -> Markup:
    style = f"fill:{fill};stroke:{stroke}"
    return tag("rect", x=x, y=y, width=width, height=height, rx=2, style=style)


def _arrow(
    start: tuple[float, float],
    end: tuple[float, float],
    colour: str,
    *,
    width: float = 1.6,
    dashed: bool = False,
) -> Markup:
    (x1, y1), (x2, y2) = start, end
    length = math.hypot(x2 - x1, y2 - y1)
    along, across = (x2 - x1) / length, (y2 - y1) / length
    neck, half = (x2 - 8 * along, y2 - 8 * across), 2.5 + width / 2
    tip = [
        (x2, y2),
        (neck[0] - half * across, neck[1] + half * along),
        (neck[0] + half * across, neck[1] - half * along),
    ]
    points = " ".join(f"{x:.5g},{y:.5g}" for x, y in tip)
    stroke = f"stroke:{colour};stroke-width:{width:.3g}" + (
        ";stroke-dasharray:6 3" if dashed else ""
    )
    return joined(
        tag("line", x1=x1, y1=y1, x2=neck[0], y2=neck[1], style=stroke),
        tag("polygon", points=points, style=f"fill:{colour}"),
    )
