"""Figures of an experiment, as plain dictionaries in Plotly's schema. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from app.figures.palette import theme_named
from app.figures.parts import (
    Figure,
    axis_title,
    base_axis,
    base_layout,
    iteration_axis,
    legend_below,
    linear_top,
    log_range,
)
from app.words.language import DEFAULT
from app.words.messages import Messages, messages
from rnn_core.analysis.experiments import Memory, Point, Spread
from rnn_core.display.palette import Theme

EXPERIMENT_FIGURES = ("loss", "score", "growth", "memory")
DASHES = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot", "solid", "dash")
"""Told apart without colours too."""
HUES = {
    "light": (
        "#0f766e", "#b8500a", "#6d28d9", "#be185d", "#1d5fa8", "#5f6b00", "#1d2330", "#5f6470",
    ),
    "dark": (
        "#2dd4bf", "#fb923c", "#a78bfa", "#f472b6", "#60a5fa", "#c2cc4f", "#e8e6df", "#a2a7b3",
    ),
}  # fmt: skip
"""One for each model, in their order."""
MOST_LETTERS = 40
"""So many can be distinguished along an axis."""
HIGH = 10.0
"""Beginnings of curves are in the picture up to so many times what their ends need."""
LOW = 0.15
"""Below so much of the height there is no room for words."""
SMALLEST_LOSS = 1e-6
"""Smaller values are not distinguished on a logarithmic scale."""


def experiment_figures(
    labels: Sequence[str],
    curves: Mapping[str, Sequence[Sequence[Point]]],
    floors: Sequence[float | None],
    growth: Sequence[Sequence[tuple[int, int]]],
    *,
    iterations: int,
    theme: str = "light",
    language: str = DEFAULT,
    log: bool = False,
    split: str = "train",
    carried: Sequence[Sequence[Memory]],
    reads: Sequence[str],
) -> dict[str, Figure]:
    """`EXPERIMENT_FIGURES` by name: loss and score of `split` over the iterations, how the number
    of weights grows with T, and how large what is carried becomes. `curves` has the points of every
    model, by split; `carried` the memories of every model's seeds, through an example of the
    letters in `reads`.
    """
    colours = theme_named("dark" if theme == "dark" else "light")
    words = messages(language)
    hues = HUES["dark" if theme == "dark" else "light"]
    points = curves.get(split, [])
    return {
        "loss": _loss(labels, points, floors if split == "train" else (), colours, hues, iterations,
                      words, log=log, split=split),
        "score": _score(labels, points, colours, hues, iterations, split, words),
        "growth": _growth(labels, growth, colours, hues, words),
        "memory": _memory(labels, carried, reads, colours, hues, words),
    }  # fmt: skip


def _bands(
    labels: Sequence[str],
    series: Sequence[Sequence[tuple[int, Spread]]],
    hues: Sequence[str],
    reading: str,
) -> list[dict[str, Any]]:
    """Of each model with points a band from the least to the greatest seed, and a line through the
    median.
    """
    drawn: list[dict[str, Any]] = []
    for place, (label, points) in enumerate(zip(labels, series, strict=True)):
        if not points:
            continue
        x = [iteration for iteration, _ in points]
        hue, group = hues[place % len(hues)], f"model {place}"
        common = {"type": "scatter", "mode": "lines", "x": x, "legendgroup": group}
        edge = {**common, "line": {"width": 0, "color": hue}, "showlegend": False}
        edge["hoverinfo"] = "skip"
        drawn += [
            {**edge, "y": [spread.least for _, spread in points]},
            {
                **edge,
                "y": [spread.greatest for _, spread in points],
                "fill": "tonexty",
                "fillcolor": _translucent(hue),
            },
            {
                **common,
                "y": [spread.median for _, spread in points],
                "name": label,
                "line": {"width": 2.2, "color": hue, "dash": DASHES[place % len(DASHES)]},
                "hovertemplate": f"{reading}<extra>{label}</extra>",
            },
        ]
    return drawn


def _translucent(hue: str) -> str:
    red, green, blue = (int(hue[place : place + 2], 16) for place in (1, 3, 5))
    return f"rgba({red},{green},{blue},0.16)"


def _loss(
    labels: Sequence[str],
    points: Sequence[Sequence[Point]],
    floors: Sequence[float | None],
    theme: Theme,
    hues: Sequence[str],
    iterations: int,
    words: Messages,
    *,
    log: bool,
    split: str,
) -> Figure:
    series = [[(p.iteration, p.loss) for p in of if p.loss is not None] for of in points]
    if log:
        series = [[(k, _at_least(spread)) for k, spread in of] for of in series]
    data = _bands(labels, series, hues, "%{y:.4~g}")
    layout = _layout(
        words.say("figure-loss", split=split, name=split), theme, theme.loss, iterations, words
    )
    shown = {
        round(floor, 9): (floor, hues[place % len(hues)])
        for place, floor in enumerate(floors)
        if floor is not None and floor > 0
    }
    least = [floor for floor, _ in shown.values()]
    all_of = [value for of in series for _, s in of for value in (s.least, s.greatest)]
    top = 0.0
    if log:
        layout["yaxis"] |= log_range(np.array([*all_of, *least] or [1.0]), theme)
    else:
        # The ends of the curves are what matters; beginnings that are too high leave the picture.
        ends = [of[-1][1].greatest for of in series if of]
        top = 1.6 * max([0.1, *ends, *least])
        beginning = max([of[0][1].greatest for of in series if of], default=0.0)
        top = max(top, beginning) if beginning <= HIGH * top else top
        layout["yaxis"] |= {"range": [0, linear_top(np.array([top]))], "nticks": 6}
    layout["uirevision"] = f"loss-{'log' if log else 'linear'}-{split}"
    layout["shapes"] = [
        {
            "type": "line",
            "xref": "paper",
            "x0": 0,
            "x1": 1,
            "y0": floor,
            "y1": floor,
            "line": {"color": hue if len(shown) > 1 else theme.text, "width": 1.2, "dash": "dot"},
        }
        for floor, hue in shown.values()
    ]
    if shown:
        # Curves end just above their floor: where there is room below it, the words stand there.
        is_low = min(least) <= min(all_of, default=0.0) if log else max(least) < LOW * top
        layout["annotations"] = [
            _said_of(list(shown.values()), theme, words, log=log, is_low=is_low)
        ]
    return {"data": data, "layout": layout}


def _said_of(
    floors: Sequence[tuple[float, str]], theme: Theme, words: Messages, *, log: bool, is_low: bool
) -> dict[str, Any]:
    """What a dotted line says: beside it if it is the only one, of several above the curves."""
    common = {"xref": "paper", "x": 1, "xanchor": "right", "showarrow": False}
    common["font"] = {"color": theme.text, "size": 12}
    if len(floors) == 1:
        floor = floors[0][0]
        text = words.say("figure-floor", floor=f"{floor:.4g}")
        y = np.log10(floor) if log else floor
        return common | {"y": y, "yanchor": "bottom" if is_low else "top", "text": text}
    numbers = ", ".join(f'<span style="color:{hue}">{floor:.4g}</span>' for floor, hue in floors)
    text = words.say("figure-floors", floors=numbers)
    return common | {"yref": "paper", "y": 1, "yanchor": "top", "align": "right", "text": text}


def _at_least(spread: Spread) -> Spread:
    return Spread(
        max(spread.median, SMALLEST_LOSS),
        max(spread.least, SMALLEST_LOSS),
        max(spread.greatest, SMALLEST_LOSS),
    )


def _score(
    labels: Sequence[str],
    points: Sequence[Sequence[Point]],
    theme: Theme,
    hues: Sequence[str],
    iterations: int,
    split: str,
    words: Messages,
) -> Figure:
    series = [[(p.iteration, p.score) for p in of if p.score is not None] for of in points]
    layout = _layout(
        words.say("figure-score", split=split, name=split), theme, theme.text, iterations, words
    )
    layout["uirevision"] = f"score-{split}"
    layout["yaxis"] |= {"range": [-0.03, 1.03], "tickformat": ".0%", "nticks": 6}
    return {"data": _bands(labels, series, hues, "%{y:.1%}"), "layout": layout}


def _growth(
    labels: Sequence[str],
    growth: Sequence[Sequence[tuple[int, int]]],
    theme: Theme,
    hues: Sequence[str],
    words: Messages,
) -> Figure:
    hover = words.say("figure-growth-hover", T="%{x}", weights="%{y:,}")
    data = [
        {
            "type": "scatter",
            "mode": "lines",
            "name": label,
            "legendgroup": f"model {place}",
            "x": [T for T, _ in points],
            "y": [weights for _, weights in points],
            "line": {
                "width": 2.2,
                "color": hues[place % len(hues)],
                "dash": DASHES[place % len(DASHES)],
            },
            "hovertemplate": f"{hover}<extra>{label}</extra>",
        }
        for place, (label, points) in enumerate(zip(labels, growth, strict=True))
        if points
    ]
    layout = _layout(words.say("figure-growth"), theme, theme.text, 1, words)
    known = np.array([weights for of in growth for _, weights in of] or [1], dtype=np.float64)
    layout |= {"uirevision": "growth", "hovermode": "closest"}
    layout["xaxis"] = base_axis(theme, mirror=False) | {
        "title": axis_title(words.say("figure-timesteps")),
        "tickformat": "d",
    }
    layout["yaxis"] |= {"range": [0, linear_top(known)], "nticks": 6}
    return {"data": data, "layout": layout}


def _memory(
    labels: Sequence[str],
    carried: Sequence[Sequence[Memory]],
    reads: Sequence[str],
    theme: Theme,
    hues: Sequence[str],
    words: Messages,
) -> Figure:
    series: list[list[tuple[int, Spread]]] = []
    for memories in carried:
        at_each_t = zip(*(memory.largest for memory in memories), strict=True)
        spreads = (Spread.of(values) for values in at_each_t)
        series.append([(t, spread) for t, spread in enumerate(spreads, 1) if spread is not None])
    names = [
        f"{label}: |{memories[0].state}|" if memories else label
        for label, memories in zip(labels, carried, strict=True)
    ]
    data = _bands(names, series, hues, "%{y:.3~g}")
    layout = _layout(words.say("figure-memory"), theme, theme.text, 1, words)
    layout["uirevision"] = "memory"
    layout["xaxis"] = base_axis(theme, mirror=False) | {
        "title": axis_title(words.say("figure-memory-timesteps")),
        "tickvals": list(range(1, len(reads) + 1)),
        "ticktext": list(reads),
        "tickangle": 0,
    }
    if not reads or len(reads) > MOST_LETTERS:
        layout["xaxis"] |= {"tickvals": None, "ticktext": None, "tickformat": "d"}
    greatest = [spread.greatest for of in series for _, spread in of]
    layout["yaxis"] |= {"range": [0, linear_top(np.array(greatest or [1.0]))], "nticks": 6}
    if not data:
        layout["annotations"] = [_note(words.say("figure-memory-none"), theme)]
    return {"data": data, "layout": layout}


def _note(text: str, theme: Theme) -> dict[str, Any]:
    place = {"xref": "paper", "yref": "paper", "x": 0.5, "y": 0.5, "showarrow": False}
    return place | {"text": text, "font": {"color": theme.text, "size": 13}}


def _layout(title: str, theme: Theme, hue: str, iterations: int, words: Messages) -> dict[str, Any]:
    layout = base_layout(title, theme, hue)
    layout |= {
        "meta": {"quantity": "", "axes": [], "bare_top": 30},
        "hovermode": "x unified",
        "showlegend": True,
        "legend": legend_below(theme),
        "xaxis": iteration_axis(theme, iterations, 9, words),
        "yaxis": base_axis(theme, mirror=False)
        | {"showgrid": True, "gridcolor": theme.line, "showline": False},
    }
    layout["margin"] |= {"l": 48, "r": 14, "b": 38}
    layout["margin"]["t"] += 6
    return layout
