"""Figures of two runs side by side: their loss curves together, and what differs. Pure.

Differences are the second's number less the first's. Their scales are those of `figures`: 1, 2, 5
times a power of ten, symmetric about zero, growing as soon as they must and shrinking late.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.figures.decimation import decimated
from app.figures.iteration import HISTORY_POINTS, HTML_NAMES, Scales, steadied
from app.figures.palette import theme_named
from app.figures.parts import (
    Figure,
    base_axis,
    base_layout,
    iteration_axis,
    largest,
    legend_above,
    linear_top,
    log_range,
    marked_iteration,
    parameter_heatmap,
    plain,
    rounded_bound,
    rounded_up,
    states_heatmap,
)
from app.words.language import DEFAULT
from app.words.messages import Messages, messages
from app.words.tokens import visible
from rnn_core.analysis.compare import Difference
from rnn_core.display.palette import Theme
from rnn_core.trace import Stretch, Trace

MATRICES = ("W_xh", "W_hh", "W_hy", "W_ph")
COMPARISON_FIGURES = (*MATRICES, "hidden_states", "loss_history")
LONGEST_LABEL = 40


@dataclass(frozen=True, eq=False)
class Side:
    """One of the two: its label, its trace, and its loss from iteration 0 to the furthest."""

    label: str
    trace: Trace
    losses: NDArray[np.float64]


def comparison_figure(
    name: str,
    first: Side,
    second: Side,
    difference: Difference,
    *,
    theme: str = "light",
    language: str = DEFAULT,
    log: bool = False,
    scales: Scales | None = None,
    part: str | None = None,
) -> Figure | None:
    """One of `COMPARISON_FIGURES`; None where the two runs do not share the shape of it.

    `part` says whose weights, where not all timesteps share them; by default the first.
    """
    colours = theme_named("dark" if theme == "dark" else "light")
    words = messages(language)
    bounds = difference_scales(first.trace, difference) if scales is None else scales
    if name == "loss_history":
        return _loss_histories(first, second, colours, log, words)
    if name == "hidden_states":
        states = difference.timesteps.get("h")
        if states is None:
            return None
        return _states(states, first.trace, bounds[name], colours, words)
    if name not in MATRICES:
        raise KeyError(name)
    stretch = _stretch(first.trace, part) or first.trace.stretches[0]
    array = difference.parameters.get(stretch.parameters.get(name, name))
    if array is None:
        return None
    return _matrix(name, array, first.trace, bounds[name], colours, stretch)


def difference_scales(
    first: Trace, difference: Difference, previous: Scales | None = None
) -> dict[str, float]:
    """The bound of every heatmap, one for all sets of weights, steadied by those used before."""
    needed = {}
    for name in MATRICES:
        names = {stretch.parameters.get(name, name) for stretch in first.stretches}
        shared = names & difference.parameters.keys()
        if shared:
            needed[name] = rounded_bound(max(largest(difference.parameters[own]) for own in shared))
    if "h" in difference.timesteps:
        needed["hidden_states"] = rounded_bound(largest(difference.timesteps["h"]))
    return steadied(needed, previous)


def _stretch(trace: Trace, part: str | None) -> Stretch | None:
    return next((stretch for stretch in trace.stretches if stretch.name == part), None)


def _matrix(
    name: str,
    array: NDArray[np.float64],
    trace: Trace,
    bound: float,
    theme: Theme,
    stretch: Stretch,
) -> Figure:
    own = stretch.parameters.get(name, name)
    whose = "" if own == name else f"<sup>{stretch.name}</sup>"
    drawn = parameter_heatmap(
        name,
        array,
        trace,
        bound,
        theme,
        title=f"{HTML_NAMES[name]}{whose}, B − A",
        hover=lambda place: f"{own}[{place}]: B − A = %{{z:+.4~g}}",
        right=52,
        stretch=stretch,
    )
    drawn["layout"]["meta"]["quantity"] = own
    return drawn


def _states(
    states: NDArray[np.float64], trace: Trace, bound: float, theme: Theme, words: Messages
) -> Figure:
    return states_heatmap(
        states,
        trace,
        bound,
        theme,
        title=words.say("figure-both-states"),
        hover="h_%{x:d}[%{y}]: B − A = %{z:+.4f}",
        right=52,
    )


def _loss_histories(first: Side, second: Side, theme: Theme, log: bool, words: Messages) -> Figure:
    strokes: tuple[Mapping[str, Any], ...] = (
        {"color": theme.loss, "width": 2},
        {"color": theme.text, "width": 2, "dash": "dash"},
    )
    known: list[NDArray[np.float64]] = []
    curves: list[dict[str, Any]] = []
    markers: list[dict[str, Any]] = []
    for letter, side, stroke in zip("AB", (first, second), strokes, strict=True):
        kept = decimated(side.losses, HISTORY_POINTS)
        losses = side.losses[kept]
        usable = np.isfinite(losses) & ((losses > 0) | (not log))
        known.append(losses[usable])
        curves.append(
            {
                "type": "scatter",
                "mode": "lines",
                "name": _legend(letter, side.label),
                "x": kept.tolist(),
                "y": plain(np.where(usable, losses, np.nan)),
                "line": dict(stroke),
                "hovertemplate": f"{letter}: %{{y:.5~g}}<extra></extra>",
            }
        )
        now = side.trace.loss
        markers.append(
            {
                "type": "scatter",
                "mode": "markers",
                "x": [side.trace.iteration],
                "y": [now if np.isfinite(now) and (now > 0 or not log) else None],
                "cliponaxis": False,
                "showlegend": False,
                "marker": {
                    "color": stroke["color"],
                    "size": 11,
                    "line": {"color": theme.surface, "width": 2},
                },
                "hoverinfo": "skip",
            }
        )
    finite = np.concatenate(known)
    end = rounded_up(max(10, len(first.losses) - 1, len(second.losses) - 1))
    layout = base_layout(words.say("figure-both-losses"), theme, theme.loss)
    layout |= {
        "uirevision": f"loss_history-{'log' if log else 'linear'}",
        "meta": {"quantity": "loss", "axes": ["iteration"], "bare_top": 30},
        "hovermode": "x unified",
        "showlegend": True,
        "legend": legend_above(theme),
        "xaxis": iteration_axis(theme, end, 9, words),
        "yaxis": base_axis(theme, mirror=False)
        | {"showgrid": True, "gridcolor": theme.line, "showline": False}
        | (log_range(finite, theme) if log else {"range": [0, linear_top(finite)], "nticks": 6}),
        "shapes": [marked_iteration(first.trace.iteration, theme)],
    }
    layout["margin"] |= {"l": 44, "r": 14, "b": 38}
    layout["margin"]["t"] += 24
    return {"data": [*curves, *markers], "layout": layout}


def _legend(letter: str, label: str) -> str:
    short = label if len(label) <= LONGEST_LABEL else f"{label[: LONGEST_LABEL - 1]}…"
    safe = "".join(visible(each) if each in "&<>" else each for each in short)
    return f"{letter}: {safe}" if safe else letter
