"""What figures are made of: heatmaps, axes, labels, scales. Pure, and plain as the figures are."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.words.messages import Messages
from app.words.tokens import visible
from rnn_core.display.palette import Theme
from rnn_core.trace import Stretch, Trace

Figure = dict[str, Any]
"""A figure as Plotly's JSON describes it."""

# More letters than these under an axis run into one another.
MOST_LABELS = 20
MOST_LONG_LABELS = 12
# Words above a matrix that are longer than this together stand upright.
MOST_LETTERS_ABREAST = 44
# Lines between cells, as long as there is room for them.
MOST_SPACED_CELLS = 32
# Of all text, in pixels.
LEAST_SIZE = 11
# Plotly draws the exponents of its own ticks at 0.8 of them.
POWERS_SIZE = 14
TRANSPARENT = "rgba(0,0,0,0)"
FONT = '-apple-system, "Segoe UI", Inter, Roboto, "Noto Sans", "Helvetica Neue", Arial, sans-serif'

_SCRIPTS = re.compile(r"<(su[bp])>(.*?)</\1>")


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


def largest(array: NDArray[np.float64]) -> float:
    finite = array[np.isfinite(array)]
    return float(np.abs(finite).max()) if finite.size else 0.0


def heatmap_trace(
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
        "z": plain(z),
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
            "ticktext": [signed(tick) for tick in ticks],
            "ticks": "",
            "tickfont": {"size": LEAST_SIZE, "color": theme.text_muted},
        },
    }


def base_layout(title: str, theme: Theme, hue: str) -> dict[str, Any]:
    return {
        "title": {
            "text": scripted(title),
            "x": 0.01,
            "xanchor": "left",
            "y": 0.99,
            "yanchor": "top",
            "font": {"size": 13, "color": hue},
        },
        "paper_bgcolor": TRANSPARENT,
        "plot_bgcolor": TRANSPARENT,
        "font": {"family": FONT, "size": LEAST_SIZE, "color": theme.text_muted},
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


def base_axis(theme: Theme, *, mirror: bool = True) -> dict[str, Any]:
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
        "tickfont": {"size": LEAST_SIZE, "color": theme.text_muted},
    }


def time_ticks(tokens: Sequence[str | None]) -> dict[str, Any]:
    """Timesteps with their letters underneath; every second, fifth, ... when there are many."""
    T = len(tokens)
    stride = max(1, int(rounded_bound(T / (MOST_LABELS if T < 100 else MOST_LONG_LABELS))))
    round_marks = range(stride, T + 1, stride) if stride > 2 else range(1 + stride, T + 1, stride)
    marks = [1, *(t for t in round_marks if t > 1)]
    letters = ["" if token is None else visible(token) for token in tokens]
    return {
        "tickmode": "array",
        "tickvals": marks,
        "ticktext": [f"{t}<br>{letters[t - 1]}" for t in marks],
    }


def iteration_axis(theme: Theme, end: float, marks: int, words: Messages) -> dict[str, Any]:
    """Iterations from 0 to `end`, with about so many marks."""
    return base_axis(theme, mirror=False) | {
        "range": [0, end],
        "tickformat": "d",
        "nticks": marks,
        "title": axis_title(words.say("figure-iteration")),
    }


def scripted(text: str) -> str:
    """Plotly draws scripts at 0.7 of the text; here they are never smaller than LEAST_SIZE."""
    size = f'<span style="font-size:{LEAST_SIZE}px">'
    return _SCRIPTS.sub(rf"<\1>{size}\2</span></\1>", text)


def axis_title(text: str) -> dict[str, Any]:
    return {"text": text, "standoff": 4, "font": {"size": LEAST_SIZE}}


def marked_iteration(iteration: int, theme: Theme) -> dict[str, Any]:
    """A dotted line from top to bottom."""
    return {
        "type": "line",
        "xref": "x",
        "yref": "paper",
        "x0": iteration,
        "x1": iteration,
        "y0": 0,
        "y1": 1,
        "layer": "below",
        "line": {"color": theme.text_muted, "width": 1, "dash": "dot"},
    }


def legend_above(theme: Theme) -> dict[str, Any]:
    return _legend(theme, 1.02, "bottom") | {"itemclick": False, "itemdoubleclick": False}


def legend_below(theme: Theme) -> dict[str, Any]:
    return _legend(theme, -0.2, "top")


def _legend(theme: Theme, y: float, anchor: str) -> dict[str, Any]:
    return {
        "orientation": "h",
        "x": 0,
        "xanchor": "left",
        "y": y,
        "yanchor": anchor,
        "bgcolor": TRANSPARENT,
        "font": {"color": theme.text, "size": 12},
    }


def axis_letters(vocabulary: Sequence[str]) -> list[str]:
    """A label for each token, all different: Plotly merges categories of the same name."""
    labels = [visible(token) for token in vocabulary]
    return [
        f"{label} U+{ord(token[0]):04X}" if labels.count(label) > 1 and label == token else label
        for label, token in zip(labels, vocabulary, strict=True)
    ]


def label_room(labels: Sequence[str]) -> int:
    """Pixels that the longest label takes beside the vertical axis."""
    return 12 + 7 * min(8, max(len(label) if "&" not in label else 1 for label in labels))


def plain(array: NDArray[np.float64]) -> list[Any]:
    """Lists, with None for what is not finite, as JSON wants it."""
    finite = np.isfinite(array)
    if finite.all():
        return list(array.tolist())
    objects = array.astype(object)
    objects[~finite] = None
    return list(objects.tolist())


def signed(value: float) -> str:
    if value == 0:
        return "0"
    text = f"{abs(value):g}" if 0.001 <= abs(value) < 10000 else f"{abs(value):.0e}"
    return f"{'−' if value < 0 else '+'}{text.replace('e-0', 'e−').replace('e+0', 'e')}"


def rounded_up(value: float) -> float:
    """The end of an axis: in steps of at most a third, so that it rarely moves; 1 for what has no
    size that could be drawn."""
    if not sys.float_info.min <= value < np.inf:
        return 1.0
    power: float = 10.0 ** float(np.floor(np.log10(value)))
    steps = (1.2, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0, 12.0)
    end = next(step * power for step in steps if step * power >= value)
    return min(end, sys.float_info.max)


def linear_top(known: NDArray[np.float64]) -> float:
    return rounded_up(float(known.max())) if known.size else 1.0


def log_range(known: NDArray[np.float64], theme: Theme) -> dict[str, Any]:
    low, high = (0, 1)
    if known.size:
        low = int(np.floor(np.log10(known.min())))
        high = max(low + 1, int(np.ceil(np.log10(known.max()))))
    return {
        "type": "log",
        "range": [low, high],
        "dtick": 1 if high - low > 1 else "D2",
        "exponentformat": "power",
        "tickfont": {"size": POWERS_SIZE, "color": theme.text_muted},
    }


def parameter_heatmap(
    name: str,
    array: NDArray[np.float64],
    trace: Trace,
    bound: float,
    theme: Theme,
    *,
    title: str,
    hover: Callable[[str], str],
    right: int,
    stretch: Stretch | None = None,
) -> Figure:
    """A parameter, or anything of its shape; `hover` makes the text from where a cell is.

    `stretch` are the timesteps that use it, by default the first ones.
    """
    letters = axis_letters(trace.vocabulary)
    inputs = (stretch or trace.stretches[0]).inputs
    rows = letters if name in ("W_hy", "b_y") else list(trace.row_labels(len(array)))
    vector = array.ndim == 1
    columns = (
        axis_letters(inputs) if name == "W_xh" else [str(place) for place in range(array.shape[-1])]
    )
    heatmap = heatmap_trace(
        array[:, np.newaxis] if vector else array,
        bound,
        theme,
        x=[""] if vector else columns,
        y=rows,
        hover=hover("%{y}" if vector else "%{y}, %{x}"),
    )
    upright = name == "W_xh" and len(columns) < sum(map(len, columns)) > MOST_LETTERS_ABREAST
    top = 6 if vector else label_room(columns) if upright else 18
    hue = theme.hue(name) if name.startswith("W_") else theme.line
    layout = base_layout(title, theme, theme.hue(name))
    layout |= {
        "uirevision": name,
        "meta": {
            "quantity": name,
            "axes": ["index"] if vector else ["index", "index"],
            "bare_top": top,
        },
        "xaxis": base_axis(theme)
        | {
            "type": "category",
            "side": "top",
            "linecolor": hue,
            "showticklabels": not vector,
            "tickangle": -90 if upright else 0,
        },
        "yaxis": base_axis(theme) | {"type": "category", "autorange": "reversed", "linecolor": hue},
    }
    layout["margin"] |= {"l": label_room(rows), "r": right, "b": 6}
    layout["margin"]["t"] += 6 if vector else top - 2
    return {"data": [heatmap], "layout": layout}


def nothing_drawn(name: str, why: str, theme: Theme) -> Figure:
    """An empty figure that says why it is empty."""
    layout = base_layout("", theme, theme.text_muted)
    layout |= {"uirevision": name, "meta": {"quantity": name, "axes": [], "bare_top": 6}}
    layout |= {
        "xaxis": base_axis(theme) | {"visible": False},
        "yaxis": base_axis(theme) | {"visible": False},
        "annotations": [
            {
                "text": why,
                "showarrow": False,
                "x": 0.5,
                "y": 0.5,
                "xref": "paper",
                "yref": "paper",
                "font": {"color": theme.text_muted, "size": 13},
            }
        ],
    }
    return {"data": [], "layout": layout}


def states_heatmap(
    states: NDArray[np.float64],
    trace: Trace,
    bound: float,
    theme: Theme,
    *,
    title: str,
    hover: str,
    right: int,
) -> Figure:
    """Hidden states (T, H), or anything of their shape, as units × timesteps."""
    units = [str(unit) for unit in range(states.shape[1])]
    heatmap = heatmap_trace(
        states.T, bound, theme, x=list(range(1, trace.T + 1)), y=units, hover=hover
    )
    layout = base_layout(title, theme, theme.text)
    layout |= {
        "uirevision": "hidden_states",
        "meta": {"quantity": "h", "axes": ["index", "t"], "bare_top": 6},
        "xaxis": base_axis(theme) | time_ticks(trace.inputs),
        "yaxis": base_axis(theme) | {"type": "category", "autorange": "reversed"},
    }
    layout["margin"] |= {"l": label_room(units), "r": right, "b": 36}
    return {"data": [heatmap], "layout": layout}
