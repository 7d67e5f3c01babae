"""Figures of a trace, as plain dictionaries in Plotly's schema. Pure.

Plain, because building `plotly.graph_objects` takes a thousand times longer; tests hold every
figure to them. The page and `GET .../figures` get the same ones.

How scales stay steady: the bound of a parameter's colours (and of the losses' bars) is the
smallest of 1, 2, 5 times a power of ten that is not below the largest absolute value; it is drawn
symmetric about zero and written at the colour bar. Values have to change by a factor of about two
to move it. `scales_after` adds hysteresis: a bound grows as soon as it must, but shrinks only when
it has become five times too large, so that values wavering around a step do not make it jump.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from app.figures.decimation import decimated
from app.figures.palette import theme_named
from app.figures.parts import (
    Figure,
    base_axis,
    base_layout,
    iteration_axis,
    largest,
    linear_top,
    log_range,
    marked_iteration,
    nothing_drawn,
    parameter_heatmap,
    plain,
    rounded_bound,
    rounded_up,
    states_heatmap,
    time_ticks,
)
from app.words.language import DEFAULT
from app.words.messages import Messages, messages
from rnn_core.display.palette import Theme
from rnn_core.trace import Clamp, Trace

Scales = Mapping[str, float]
"""The bound of each scale, by `"W_xh:gradient"` or `"loss_per_timestep"`."""
Show = Literal["value", "gradient", "update"]
SHOWS: tuple[Show, ...] = get_args(Show)

PARAMETERS = ("W_xh", "W_hh", "W_hy", "b_h", "b_y")
OF_IMAGES = ("W_ph",)
FIGURES = (*PARAMETERS, "hidden_states", "loss_per_timestep", "loss_history")
EVERY_FIGURE = (*FIGURES, *OF_IMAGES)

HISTORY_POINTS = 1000
# More numbers over bars than these run into one another.
MOST_BAR_TEXTS = 12

HTML_NAMES = {
    "W_xh": "W<sub>xh</sub>",
    "W_hh": "W<sub>hh</sub>",
    "W_hy": "W<sub>hy</sub>",
    "b_h": "b<sub>h</sub>",
    "b_y": "b<sub>y</sub>",
    "W_ph": "W<sub>ph</sub>",
}
_PREFIXES: dict[Show, str] = {"value": "", "gradient": "∂L/∂", "update": "Δ"}


def figure(
    name: str,
    trace: Trace,
    *,
    history: NDArray[np.float64] | Mapping[str, Sequence[float | None]] | None = None,
    show: str = "value",
    theme: str = "light",
    language: str = DEFAULT,
    log: bool = False,
    scales: Scales | None = None,
    present: int | None = None,
    part: str | None = None,
) -> Figure:
    """One of `EVERY_FIGURE` as a dictionary `{"data": [...], "layout": {...}}`.

    `history` is the loss of every iteration from 0, or some of them as `{"iterations": [...],
    "loss": [...]}`. `show` and `log` matter to parameters and to the loss history alone.
    `scales` is what `scales_after` gave; without it, scales follow from this trace.
    Of parameters that not all timesteps share, `part` says whose: "encoder", or "3" for timestep 3;
    by default those of the first timestep.
    `present` is where the run stands: what the history holds after it is drawn as still ahead.
    """
    colours = theme_named("dark" if theme == "dark" else "light")
    words = messages(language)
    bounds = {} if scales is None else scales
    if name in (*PARAMETERS, *OF_IMAGES):
        shown: Show = (
            "gradient" if show == "gradient" else "update" if show == "update" else "value"
        )
        return _parameter(name, trace, shown, colours, bounds, part, words)
    if name == "hidden_states":
        return _hidden_states(trace, colours, words)
    if name == "loss_per_timestep":
        return _loss_per_timestep(trace, colours, bounds, words)
    if name == "loss_history":
        return _loss_history(trace, history, colours, log, present, words)
    raise KeyError(name)


# ---- scales ---------------------------------------------------------------------------------


def scales_after(trace: Trace, previous: Scales | None = None) -> dict[str, float]:
    """The bound of every scale for this trace, steadied by those used before it."""
    needed = {
        f"{name}:{show}": rounded_bound(max(map(largest, _all_shown(trace, name, show)), default=1))
        for name in (*PARAMETERS, *OF_IMAGES)
        for show in SHOWS
    }
    needed["loss_per_timestep"] = rounded_bound(largest(trace.timesteps["loss"]))
    return steadied(needed, previous)


def steadied(needed: Scales, previous: Scales | None) -> dict[str, float]:
    """The bounds that are needed, or those used before as long as they fit well enough."""
    if previous is None:
        return dict(needed)
    return {
        key: used if bound <= (used := previous.get(key, bound)) < 5 * bound else bound
        for key, bound in needed.items()
    }


def _all_shown(trace: Trace, name: str, show: Show) -> list[NDArray[np.float64]]:
    """The arrays of all sets of weights in use: they have one scale."""
    names = {stretch.parameters.get(name, name) for stretch in trace.stretches}
    source = _source(trace, show)
    return [source[each] for each in names if each in source]


def _source(trace: Trace, show: Show) -> Mapping[str, NDArray[np.float64]]:
    return {"value": trace.parameters, "gradient": trace.gradients, "update": trace.updates}[show]


# ---- figures --------------------------------------------------------------------------------


def _parameter(
    name: str,
    trace: Trace,
    show: Show,
    theme: Theme,
    scales: Scales,
    part: str | None,
    words: Messages,
) -> Figure:
    stretch = next((s for s in trace.stretches if s.name == part), trace.stretches[0])
    own = stretch.parameters.get(name, name)
    source = _source(trace, show)
    if own not in source:
        return nothing_drawn(name, words.say("figure-none", name=HTML_NAMES[name]), theme)
    array = source[own]
    bound = scales.get(f"{name}:{show}") or rounded_bound(largest(array))
    whose = "" if own == name else f"<sup>{stretch.name}</sup>"
    drawn = parameter_heatmap(
        name,
        array,
        trace,
        bound,
        theme,
        title=f"{_PREFIXES[show]}{HTML_NAMES[name]}{whose}",
        hover=lambda place: f"{_PREFIXES[show]}{own}[{place}] = %{{z:+.4~g}}",
        right=46,
        stretch=stretch,
    )
    drawn["layout"]["meta"]["quantity"] = own
    drawn["layout"]["meta"]["show"] = show
    return drawn


def _hidden_states(trace: Trace, theme: Theme, words: Messages) -> Figure:
    drawn = states_heatmap(
        trace.timesteps["h"],
        trace,
        1.0,
        theme,
        title=words.say("figure-hidden_states"),
        hover="h_%{x:d}[%{y}] = %{z:+.4f}",
        right=46,
    )
    if trace.clamps:
        drawn["layout"]["shapes"] = [_held(clamp, trace.T, theme) for clamp in trace.clamps]
        drawn["data"][0]["text"] = _held_texts(trace, words)
        drawn["data"][0]["hovertemplate"] = "h_%{x:d}[%{y}] = %{z:+.4f}%{text}<extra></extra>"
    return drawn


def _held(clamp: Clamp, T: int, theme: Theme) -> dict[str, Any]:
    """A frame around the states that are held: a unit's row, or one cell."""
    first, last = (1, T) if clamp.t is None else (clamp.t, clamp.t)
    return {
        "type": "rect",
        "x0": first - 0.5,
        "x1": last + 0.5,
        "y0": clamp.unit - 0.5,
        "y1": clamp.unit + 0.5,
        "line": {"color": theme.text, "width": 2.5},
    }


def _held_texts(trace: Trace, words: Messages) -> list[list[str]]:
    held = words.say("figure-held")
    return [
        [
            held if any(clamp.holds(t, unit) for clamp in trace.clamps) else ""
            for t in range(1, trace.T + 1)
        ]
        for unit in range(len(trace.h_0))
    ]


def _loss_per_timestep(trace: Trace, theme: Theme, scales: Scales, words: Messages) -> Figure:
    asked = [target is not None for target in trace.targets]
    losses = np.where(asked, trace.timesteps["loss"], np.nan)
    bound = scales.get("loss_per_timestep") or rounded_bound(largest(losses))
    few = trace.T <= MOST_BAR_TEXTS
    bars: dict[str, Any] = {
        "type": "bar",
        "x": list(range(1, trace.T + 1)),
        "y": plain(losses),
        "marker": {"color": theme.loss, "line": {"width": 0}},
        "hovertemplate": "L_%{x:d} = %{y:.4~g}<extra></extra>",
        "textposition": "outside" if few else "none",
        "texttemplate": "%{y:.2~r}",
        "textfont": {"color": theme.text, "size": 11},
        "cliponaxis": False,
    }
    layout = base_layout(words.say("figure-loss_per_timestep"), theme, theme.loss)
    layout |= {
        "uirevision": "loss_per_timestep",
        "meta": {"quantity": "loss", "axes": ["t"], "bare_top": 18},
        "hovermode": "x",
        "bargap": 0.35 if few else 0.12,
        "xaxis": base_axis(theme, mirror=False)
        | time_ticks(trace.targets)
        | {"range": [0.4, trace.T + 0.6]},
        "yaxis": base_axis(theme, mirror=False)
        | {
            "range": [0, bound],
            "showgrid": True,
            "gridcolor": theme.line,
            "nticks": 5,
            "showline": False,
        },
    }
    layout["margin"] |= {"l": 40, "r": 10, "b": 36}
    layout["margin"]["t"] += 12
    return {"data": [bars], "layout": layout}


def _loss_history(
    trace: Trace,
    history: NDArray[np.float64] | Mapping[str, Sequence[float | None]] | None,
    theme: Theme,
    log: bool,
    present: int | None,
    words: Messages,
) -> Figure:
    iterations, losses = _history(trace, history)
    now = trace.loss if np.isfinite(trace.loss) and (trace.loss > 0 or not log) else None
    known = np.array([loss for loss in losses if loss is not None and np.isfinite(loss)])
    if log:
        losses = [None if loss is None or loss <= 0 else loss for loss in losses]
        known = known[known > 0]
    been = len(iterations) if present is None else sum(k <= present for k in iterations)
    hover = words.say("figure-loss-hover", iteration="%{x}", loss="%{y:.5~g}")
    curve: dict[str, Any] = {
        "type": "scatter",
        "mode": "lines",
        "x": iterations[:been],
        "y": losses[:been],
        "line": {"color": theme.loss, "width": 1.75},
        "hovertemplate": f"{hover}<extra></extra>",
    }
    ahead: dict[str, Any] = {
        **curve,
        # Begins where the other ends.
        "x": iterations[been - 1 :],
        "y": losses[been - 1 :],
        "line": {"color": theme.text_muted, "width": 1.25, "dash": "dot"},
    }
    current: dict[str, Any] = {
        "type": "scatter",
        "mode": "markers+text",
        "x": [trace.iteration],
        "y": [now],
        "text": [str(trace.iteration)],
        "textposition": "top center",
        "textfont": {"color": theme.text, "size": 11},
        "cliponaxis": False,
        "marker": {"color": theme.loss, "size": 9, "line": {"color": theme.surface, "width": 2}},
        "hoverinfo": "skip",
    }
    layout = base_layout(words.say("figure-loss_history"), theme, theme.loss)
    layout |= {
        # The axis changes its kind with `log`, and what was zoomed into with it.
        "uirevision": f"loss_history-{'log' if log else 'linear'}",
        "meta": {"quantity": "loss", "axes": ["iteration"], "bare_top": 18},
        "hovermode": "x",
        "xaxis": iteration_axis(theme, rounded_up(max(10, trace.iteration, *iterations)), 7, words),
        "yaxis": base_axis(theme, mirror=False)
        | {"showgrid": True, "gridcolor": theme.line, "showline": False}
        | (log_range(known, theme) if log else {"range": [0, linear_top(known)], "nticks": 6}),
        "shapes": [marked_iteration(trace.iteration, theme)],
    }
    layout["margin"] |= {"l": 44, "r": 14, "b": 38}
    layout["margin"]["t"] += 12
    return {
        "data": [curve, current, *([ahead] if been < len(iterations) else [])],
        "layout": layout,
    }


def _history(
    trace: Trace, history: NDArray[np.float64] | Mapping[str, Sequence[float | None]] | None
) -> tuple[list[int], list[float | None]]:
    if history is None:
        return [trace.iteration], plain(np.array([trace.loss]))
    if isinstance(history, Mapping):
        return [int(k or 0) for k in history["iterations"]], list(history["loss"])
    kept = decimated(history, HISTORY_POINTS)
    return kept.tolist(), plain(history[kept])
