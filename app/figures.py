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

import sys
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from app.decimation import decimated
from app.palette import Theme, theme_named
from rnn_core.trace import Trace

Figure = dict[str, Any]
Scales = Mapping[str, float]
"""The bound of each scale, by `"W_xh:gradient"` or `"loss_per_timestep"`."""
Show = Literal["value", "gradient", "update"]
SHOWS: tuple[Show, ...] = get_args(Show)

PARAMETERS = ("W_xh", "W_hh", "W_hy", "b_h", "b_y")
FIGURES = (*PARAMETERS, "hidden_states", "loss_per_timestep", "loss_history")

HISTORY_POINTS = 1000
# More letters than these under an axis, or numbers over bars, run into one another.
MOST_LABELS = 20
MOST_LONG_LABELS = 12
MOST_BAR_TEXTS = 12
# Lines between cells, as long as there is room for them.
MOST_SPACED_CELLS = 32
TRANSPARENT = "rgba(0,0,0,0)"
FONT = '-apple-system, "Segoe UI", Inter, Roboto, "Noto Sans", "Helvetica Neue", Arial, sans-serif'

_HTML_NAMES = {
    "W_xh": "W<sub>xh</sub>",
    "W_hh": "W<sub>hh</sub>",
    "W_hy": "W<sub>hy</sub>",
    "b_h": "b<sub>h</sub>",
    "b_y": "b<sub>y</sub>",
}
_PREFIXES: dict[Show, str] = {"value": "", "gradient": "∂L/∂", "update": "Δ"}
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


def figure(
    name: str,
    trace: Trace,
    *,
    history: NDArray[np.float64] | Mapping[str, Sequence[float | None]] | None = None,
    show: str = "value",
    theme: str = "light",
    log: bool = False,
    scales: Scales | None = None,
) -> Figure:
    """One of `FIGURES` as a dictionary `{"data": [...], "layout": {...}}`.

    `history` is the loss of every iteration from 0, or some of them as `{"iterations": [...],
    "loss": [...]}`. `show` and `log` matter to parameters and to the loss history alone.
    `scales` is what `scales_after` gave; without it, scales follow from this trace.
    """
    colours = theme_named("dark" if theme == "dark" else "light")
    bounds = {} if scales is None else scales
    if name in PARAMETERS:
        shown: Show = (
            "gradient" if show == "gradient" else "update" if show == "update" else "value"
        )
        return _parameter(name, trace, shown, colours, bounds)
    if name == "hidden_states":
        return _hidden_states(trace, colours)
    if name == "loss_per_timestep":
        return _loss_per_timestep(trace, colours, bounds)
    if name == "loss_history":
        return _loss_history(trace, history, colours, log)
    raise KeyError(name)


# ---- scales ---------------------------------------------------------------------------------


def rounded_bound(largest: float) -> float:
    """The smallest of 1, 2, 5 times a power of ten that is not below `largest`; 1 for zero."""
    if not np.isfinite(largest) or largest <= 0:
        return 1.0
    power = int(np.floor(np.log10(largest)))
    for step in (1, 2, 5, 10):
        bound = float(f"{step}e{power}")
        if bound >= largest:
            return min(bound, sys.float_info.max)
    return float(f"2e{power + 1}")


def scales_after(trace: Trace, previous: Scales | None = None) -> dict[str, float]:
    """The bound of every scale for this trace, steadied by those used before it."""
    needed = {
        f"{name}:{show}": rounded_bound(_largest(_shown(trace, name, show)))
        for name in PARAMETERS
        for show in SHOWS
    }
    needed["loss_per_timestep"] = rounded_bound(_largest(trace.timesteps["loss"]))
    if previous is None:
        return needed
    return {
        key: used if bound <= (used := previous.get(key, bound)) < 5 * bound else bound
        for key, bound in needed.items()
    }


def _largest(array: NDArray[np.float64]) -> float:
    finite = array[np.isfinite(array)]
    return float(np.abs(finite).max()) if finite.size else 0.0


def _shown(trace: Trace, name: str, show: Show) -> NDArray[np.float64]:
    source = {
        "value": trace.parameters,
        "gradient": trace.gradients,
        "update": trace.updates,
    }[show]
    return source[name]


# ---- figures --------------------------------------------------------------------------------


def _parameter(name: str, trace: Trace, show: Show, theme: Theme, scales: Scales) -> Figure:
    array = _shown(trace, name, show)
    bound = scales.get(f"{name}:{show}") or rounded_bound(_largest(array))
    letters = axis_letters(trace.vocabulary)
    units = [str(unit) for unit in range(len(trace.h_0))]
    rows = letters if name in ("W_hy", "b_y") else units
    vector = array.ndim == 1
    columns = [""] if vector else letters if name == "W_xh" else units
    place = "%{y}" if vector else "%{y}, %{x}"
    heatmap = _heatmap(
        array[:, np.newaxis] if vector else array,
        bound,
        theme,
        x=columns,
        y=rows,
        hover=f"{_PREFIXES[show]}{name}[{place}] = %{{z:+.4~g}}",
    )
    layout = _layout(f"{_PREFIXES[show]}{_HTML_NAMES[name]}", theme, theme.hue(name))
    hue = theme.hue(name) if name.startswith("W_") else theme.line
    layout |= {
        "uirevision": name,
        "meta": {
            "quantity": name,
            "axes": ["index"] if vector else ["index", "index"],
            "show": show,
        },
        "xaxis": _axis(theme)
        | {"type": "category", "side": "top", "linecolor": hue, "showticklabels": not vector},
        "yaxis": _axis(theme) | {"type": "category", "autorange": "reversed", "linecolor": hue},
    }
    layout["margin"] |= {"l": _label_room(rows), "r": 46, "b": 6}
    layout["margin"]["t"] += 6 if vector else 16
    layout["meta"]["bare_top"] = 6 if vector else 18
    return {"data": [heatmap], "layout": layout}


def _hidden_states(trace: Trace, theme: Theme) -> Figure:
    units = [str(unit) for unit in range(len(trace.h_0))]
    states = trace.timesteps["h"].T
    heatmap = _heatmap(
        states,
        1.0,
        theme,
        x=list(range(1, trace.T + 1)),
        y=units,
        hover="h_%{x:d}[%{y}] = %{z:+.4f}",
    )
    layout = _layout("Hidden states h<sub>t</sub>", theme, theme.text)
    layout |= {
        "uirevision": "hidden_states",
        "meta": {"quantity": "h", "axes": ["index", "t"], "bare_top": 6},
        "xaxis": _axis(theme) | _time_ticks(trace.inputs),
        "yaxis": _axis(theme) | {"type": "category", "autorange": "reversed"},
    }
    layout["margin"] |= {"l": _label_room(units), "r": 46, "b": 36}
    return {"data": [heatmap], "layout": layout}


def _loss_per_timestep(trace: Trace, theme: Theme, scales: Scales) -> Figure:
    losses = trace.timesteps["loss"]
    bound = scales.get("loss_per_timestep") or rounded_bound(_largest(losses))
    few = trace.T <= MOST_BAR_TEXTS
    bars: dict[str, Any] = {
        "type": "bar",
        "x": list(range(1, trace.T + 1)),
        "y": _plain(losses),
        "marker": {"color": theme.loss, "line": {"width": 0}},
        "hovertemplate": "L_%{x:d} = %{y:.4~g}<extra></extra>",
        "textposition": "outside" if few else "none",
        "texttemplate": "%{y:.2~f}",
        "textfont": {"color": theme.text, "size": 11},
        "cliponaxis": False,
    }
    layout = _layout("Loss at each timestep", theme, theme.loss)
    layout |= {
        "uirevision": "loss_per_timestep",
        "meta": {"quantity": "loss", "axes": ["t"], "bare_top": 18},
        "hovermode": "x",
        "bargap": 0.35 if few else 0.12,
        "xaxis": _axis(theme, mirror=False)
        | _time_ticks(trace.targets)
        | {"range": [0.4, trace.T + 0.6]},
        "yaxis": _axis(theme, mirror=False)
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
) -> Figure:
    iterations, losses = _history(trace, history)
    now = trace.loss if np.isfinite(trace.loss) and (trace.loss > 0 or not log) else None
    known = np.array([loss for loss in losses if loss is not None and np.isfinite(loss)])
    if log:
        losses = [None if loss is None or loss <= 0 else loss for loss in losses]
        known = known[known > 0]
    curve: dict[str, Any] = {
        "type": "scatter",
        "mode": "lines",
        "x": iterations,
        "y": losses,
        "line": {"color": theme.loss, "width": 1.75},
        "hovertemplate": "iteration %{x}<br>loss %{y:.5~g}<extra></extra>",
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
    layout = _layout("Loss over iterations", theme, theme.loss)
    layout |= {
        # The axis changes its kind with `log`, and what was zoomed into with it.
        "uirevision": f"loss_history-{'log' if log else 'linear'}",
        "meta": {"quantity": "loss", "axes": ["iteration"], "bare_top": 18},
        "hovermode": "x",
        "xaxis": _axis(theme, mirror=False)
        | {
            "range": [0, _rounded_up(max(10, trace.iteration, *iterations))],
            "tickformat": "d",
            "nticks": 7,
            "title": {"text": "iteration", "standoff": 4, "font": {"size": 11}},
        },
        "yaxis": _axis(theme, mirror=False)
        | {"showgrid": True, "gridcolor": theme.line, "showline": False}
        | (_log_range(known) if log else {"range": [0, _linear_top(known)], "nticks": 6}),
        "shapes": [
            {
                "type": "line",
                "xref": "x",
                "yref": "paper",
                "x0": trace.iteration,
                "x1": trace.iteration,
                "y0": 0,
                "y1": 1,
                "layer": "below",
                "line": {"color": theme.text_muted, "width": 1, "dash": "dot"},
            }
        ],
    }
    layout["margin"] |= {"l": 44, "r": 14, "b": 38}
    layout["margin"]["t"] += 12
    return {"data": [curve, current], "layout": layout}


# ---- parts ----------------------------------------------------------------------------------


def _heatmap(
    z: NDArray[np.float64],
    bound: float,
    theme: Theme,
    *,
    x: list[Any],
    y: list[Any],
    hover: str,
) -> dict[str, Any]:
    gap = 1 if max(z.shape) <= MOST_SPACED_CELLS else 0
    ticks = [-bound, 0, bound] if z.size else []
    return {
        "type": "heatmap",
        "z": _plain(z),
        "x": x,
        "y": y,
        "zmin": -bound,
        "zmid": 0,
        "zmax": bound,
        "colorscale": [[position, colour] for position, colour in theme.diverging],
        "xgap": gap,
        "ygap": gap,
        "hoverongaps": False,
        "hovertemplate": f"{hover}<extra></extra>",
        "colorbar": {
            "thickness": 8,
            "len": 1,
            "lenmode": "fraction",
            "y": 0.5,
            "x": 1,
            "xpad": 6,
            "ypad": 0,
            "outlinewidth": 0,
            "tickmode": "array",
            "tickvals": ticks,
            "ticktext": [_signed(tick) for tick in ticks],
            "ticks": "",
            "tickfont": {"size": 10, "color": theme.text_muted},
        },
    }


def _layout(title: str, theme: Theme, hue: str) -> dict[str, Any]:
    return {
        "title": {
            "text": title,
            "x": 0.01,
            "xanchor": "left",
            "y": 0.99,
            "yanchor": "top",
            "font": {"size": 13, "color": hue},
        },
        "paper_bgcolor": TRANSPARENT,
        "plot_bgcolor": TRANSPARENT,
        "font": {"family": FONT, "size": 11, "color": theme.text_muted},
        "margin": {"l": 30, "r": 10, "t": 26, "b": 10, "pad": 0},
        "hoverlabel": {
            "bgcolor": theme.surface,
            "bordercolor": theme.text_muted,
            "font": {"color": theme.text, "size": 12},
        },
        "hovermode": "closest",
        "dragmode": False,
        "showlegend": False,
        "autosize": True,
    }


def _axis(theme: Theme, *, mirror: bool = True) -> dict[str, Any]:
    return {
        "fixedrange": True,
        "showgrid": False,
        "zeroline": False,
        "showline": True,
        "mirror": mirror,
        "linecolor": theme.line,
        "linewidth": 1,
        # Invisible, they hold the labels off the plot.
        "ticks": "outside",
        "ticklen": 3,
        "tickcolor": TRANSPARENT,
        "tickangle": 0,
        "tickfont": {"size": 10, "color": theme.text_muted},
    }


def _time_ticks(tokens: Sequence[str]) -> dict[str, Any]:
    """Timesteps with their letters underneath; every second, fifth, ... when there are many."""
    T = len(tokens)
    stride = max(1, int(rounded_bound(T / (MOST_LABELS if T < 100 else MOST_LONG_LABELS))))
    round_marks = range(stride, T + 1, stride) if stride > 2 else range(1 + stride, T + 1, stride)
    marks = [1, *(t for t in round_marks if t > 1)]
    letters = [visible(token) for token in tokens]
    return {
        "tickmode": "array",
        "tickvals": marks,
        "ticktext": [f"{t}<br>{letters[t - 1]}" for t in marks],
    }


def visible(token: str) -> str:
    """A token for a label of Plotly's: made visible, and with nothing that it reads as HTML."""
    if token in _PICTURES:
        return _PICTURES[token]
    category = unicodedata.category(token[0]) if token else ""
    if token < " " and token:
        return chr(0x2400 + ord(token[0]))
    if category.startswith("M"):
        return f"◌{token}"
    return f"U+{ord(token[0]):04X}" if category[:1] in ("C", "Z") else token


def axis_letters(vocabulary: Sequence[str]) -> list[str]:
    """A label for each token, all different: Plotly merges categories of the same name."""
    labels = [visible(token) for token in vocabulary]
    return [
        f"{label} U+{ord(token[0]):04X}" if labels.count(label) > 1 and label == token else label
        for label, token in zip(labels, vocabulary, strict=True)
    ]


def _label_room(labels: Sequence[str]) -> int:
    """Pixels that the longest label takes beside the vertical axis."""
    return 12 + 7 * min(8, max(len(label) if "&" not in label else 1 for label in labels))


def _plain(array: NDArray[np.float64]) -> list[Any]:
    """Lists, with None for what is not finite, as JSON wants it."""
    finite = np.isfinite(array)
    if finite.all():
        return list(array.tolist())
    objects = array.astype(object)
    objects[~finite] = None
    return list(objects.tolist())


def _signed(value: float) -> str:
    if value == 0:
        return "0"
    text = f"{abs(value):g}" if 0.001 <= abs(value) < 10000 else f"{abs(value):.0e}"
    return f"{'−' if value < 0 else '+'}{text.replace('e-0', 'e−').replace('e+0', 'e')}"


def _history(
    trace: Trace, history: NDArray[np.float64] | Mapping[str, Sequence[float | None]] | None
) -> tuple[list[int], list[float | None]]:
    if history is None:
        return [trace.iteration], _plain(np.array([trace.loss]))
    if isinstance(history, Mapping):
        return [int(k or 0) for k in history["iterations"]], list(history["loss"])
    kept = decimated(history, HISTORY_POINTS)
    return kept.tolist(), _plain(history[kept])


def _rounded_up(value: float) -> float:
    """The end of an axis: in steps of at most a third, so that it rarely moves."""
    if value <= 0:
        return 1.0
    power = 10.0 ** np.floor(np.log10(value))
    steps = (1.2, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0, 12.0)
    return float(next(step * power for step in steps if step * power >= value))


def _linear_top(known: NDArray[np.float64]) -> float:
    return _rounded_up(float(known.max())) if known.size else 1.0


def _log_range(known: NDArray[np.float64]) -> dict[str, Any]:
    low, high = (0, 1)
    if known.size:
        low = int(np.floor(np.log10(known.min())))
        high = max(low + 1, int(np.ceil(np.log10(known.max()))))
    return {
        "type": "log",
        "range": [low, high],
        "dtick": 1 if high - low > 1 else "D2",
        "exponentformat": "power",
    }
