"""Figures of the gradients' laboratory: norms over time, spectra, and trainings. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.figures.palette import theme_named
from app.figures.parts import (
    MOST_LABELS,
    POWERS_SIZE,
    Figure,
    axis_title,
    base_axis,
    base_layout,
    iteration_axis,
    legend_above,
    linear_top,
    marked_iteration,
    nothing_drawn,
    plain,
    rounded_up,
    scripted,
    time_ticks,
)
from app.words.language import DEFAULT
from app.words.messages import Messages, messages
from app.words.questions import variant_in_words
from rnn_core.analysis.gradient_flow import Reach, RecurrentBlock, Training
from rnn_core.display.palette import Theme

GRADIENT_FIGURES = (
    "loss_gradients",
    "jacobians",
    "eigenvalues",
    "singular_values",
    "losses",
    "gradient_norms",
)
MEAN_OVER = 20
"""Where iterations differ in their examples, losses are drawn as the mean over so many of them, and
gradient norms as the largest of so many.
"""
# More points than these run into a line.
_MOST_MARKERS = 60
_MOST_DECADES = 7
_SYMBOLS = ("circle", "diamond", "square", "cross")


def gradient_figures(
    reach: Reach,
    letters: Sequence[str],
    trainings: Mapping[str, Training],
    *,
    iteration: int,
    every_step: bool,
    mean_over: int,
    clip_norm: float | None,
    theme: str = "light",
    language: str = DEFAULT,
) -> dict[str, Figure]:
    """All of `GRADIENT_FIGURES`.

    `letters` (T) are what is read; `trainings` are the chosen one first, by what they are called;
    `every_step`: there is a loss at every timestep, not only at the last.
    """
    colours = theme_named("dark" if theme == "dark" else "light")
    words = messages(language)
    return {
        "loss_gradients": _loss_gradients(reach, letters, every_step, colours, words),
        "jacobians": _jacobians(reach, letters, colours, words),
        "eigenvalues": _eigenvalues(reach.blocks, colours, words),
        "singular_values": _singular_values(reach.blocks, colours, words),
        "losses": _losses(trainings, iteration, mean_over, colours, words),
        "gradient_norms": _gradient_norms(
            trainings, iteration, mean_over, clip_norm, colours, words
        ),
    }


# ---- over time -------------------------------------------------------------------------------


def _loss_gradients(
    reach: Reach, letters: Sequence[str], every_step: bool, theme: Theme, words: Messages
) -> Figure:
    curves = []
    if every_step:
        curves.append(
            _over_time(
                words.say("figure-all-losses", norm="‖∂L/∂h<sub>t</sub>‖"),
                reach.loss,
                theme.loss,
                "solid",
                "circle",
            )
        )
    last = words.say("figure-last-loss", norm="‖∂L<sub>T</sub>/∂h<sub>t</sub>‖")
    name = last if every_step else "‖∂L/∂h<sub>t</sub>‖"
    curves.append(
        _over_time(
            name,
            reach.last_loss if every_step else reach.loss,
            theme.text if every_step else theme.loss,
            "dot" if every_step else "solid",
            "diamond" if every_step else "circle",
        )
    )
    return _time_figure(
        "loss_gradients", words.say("figure-loss-gradients"), curves, letters, theme, words
    )


def _jacobians(reach: Reach, letters: Sequence[str], theme: Theme, words: Messages) -> Figure:
    curves = [
        {
            **_over_time(words.say("figure-linear"), reach.linear, theme.text_muted, "dash", ""),
            "mode": "lines",
        },
        _over_time("‖∂h<sub>T</sub>/∂h<sub>t</sub>‖", reach.state, theme.w_hh, "solid", "circle"),
    ]
    if reach.cell_state is not None:
        curves.append(
            _over_time(
                "‖∂h<sub>T</sub>/∂c<sub>t</sub>‖", reach.cell_state, theme.text, "dot", "diamond"
            )
        )
    figure = _time_figure("jacobians", words.say("figure-jacobians"), curves, letters, theme, words)
    figure["layout"]["shapes"] = [_level(1.0, theme)]
    return figure


def _over_time(
    name: str, norms: NDArray[np.float64], colour: str, dash: str, symbol: str
) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines+markers" if len(norms) <= _MOST_MARKERS else "lines",
        "name": scripted(name),
        "x": list(range(len(norms))),
        "y": _positive(norms),
        "line": {"color": colour, "width": 2, "dash": dash},
        "marker": {"color": colour, "size": 6, "symbol": symbol or "circle"},
        "hovertemplate": "t = %{x}: %{y:.3~g}",
    }


def _time_figure(
    name: str,
    title: str,
    curves: list[dict[str, Any]],
    letters: Sequence[str],
    theme: Theme,
    words: Messages,
) -> Figure:
    T, start = len(letters), words.say("figure-start")
    ticks = time_ticks(letters)
    # What stands at the start takes the room of the first letter.
    crowded = int(T > MOST_LABELS / 2)
    layout = base_layout(title, theme, theme.text)
    layout |= {
        "uirevision": name,
        "meta": {"quantity": name, "axes": ["iteration"], "bare_top": 26},
        "hovermode": "x unified",
        "showlegend": True,
        "legend": legend_above(theme),
        "xaxis": base_axis(theme, mirror=False)
        | {
            "tickmode": "array",
            "tickvals": [0, *ticks["tickvals"][crowded:]],
            "ticktext": [f"0<br>{start}", *ticks["ticktext"][crowded:]],
            "range": [-0.35, T + 0.35],
            "unifiedhovertitle": {"text": "t = %{x}"},
        },
        "yaxis": _log_axis(curves, theme),
    }
    for curve in curves:
        curve["hovertemplate"] = "%{y:.3~g}"
    layout["margin"] |= {"l": 50, "r": 14, "b": 38}
    layout["margin"]["t"] += 20
    return {"data": curves, "layout": layout}


# ---- spectra ---------------------------------------------------------------------------------


def _eigenvalues(blocks: Sequence[RecurrentBlock], theme: Theme, words: Messages) -> Figure:
    if not blocks:
        return nothing_drawn("eigenvalues", words.say("figure-not-finite"), theme)
    largest = max(block.spectral_radius for block in blocks)
    bound = max(1.15, 1.1 * rounded_up(largest))
    marks = [
        {
            "type": "scatter",
            "mode": "markers",
            "name": _block_name(block, words),
            "x": block.eigenvalues.real.tolist(),
            "y": block.eigenvalues.imag.tolist(),
            "customdata": np.abs(block.eigenvalues).tolist(),
            "marker": {
                "color": colour,
                "size": 7,
                "symbol": symbol,
                "line": {"color": theme.surface, "width": 1},
            },
            "hovertemplate": "%{x:.3f} %{y:+.3f} i, |λ| = %{customdata:.3f}<extra></extra>",
        }
        for block, colour, symbol in zip(blocks, _hues(theme), _SYMBOLS, strict=False)
    ]
    axis = base_axis(theme) | {
        "range": [-bound, bound],
        "zeroline": True,
        "zerolinecolor": theme.line,
        "nticks": 7,
    }
    layout = base_layout(words.say("figure-eigenvalues"), theme, theme.w_hh)
    layout |= {
        "uirevision": "eigenvalues",
        "meta": {
            "quantity": "eigenvalues",
            "axes": ["iteration"],
            "bare_top": 26 if len(blocks) > 1 else 8,
        },
        "showlegend": len(blocks) > 1,
        "legend": legend_above(theme),
        "xaxis": axis | {"title": axis_title(words.say("figure-real"))},
        "yaxis": axis
        | {
            "scaleanchor": "x",
            "scaleratio": 1,
            "constrain": "domain",
            "title": axis_title(words.say("figure-imaginary")),
        },
        "shapes": [
            {
                "type": "circle",
                "xref": "x",
                "yref": "y",
                "x0": -1,
                "x1": 1,
                "y0": -1,
                "y1": 1,
                "layer": "below",
                "line": {"color": theme.text_muted, "width": 1.25, "dash": "dot"},
            }
        ],
    }
    layout["xaxis"] |= {"constrain": "domain"}
    layout["margin"] |= {"l": 44, "r": 14, "b": 38}
    layout["margin"]["t"] += 20
    return {"data": marks, "layout": layout}


def _singular_values(blocks: Sequence[RecurrentBlock], theme: Theme, words: Messages) -> Figure:
    if not blocks:
        return nothing_drawn("singular_values", words.say("figure-not-finite"), theme)
    H = len(blocks[0].singular_values)
    curves = [
        {
            "type": "scatter",
            "mode": "lines+markers" if H <= _MOST_MARKERS else "lines",
            "name": _block_name(block, words),
            "x": list(range(1, H + 1)),
            "y": block.singular_values.tolist(),
            "line": {"color": colour, "width": 1.75},
            "marker": {"color": colour, "size": 6, "symbol": symbol},
            "hovertemplate": "%{y:.4~g}",
        }
        for block, colour, symbol in zip(blocks, _hues(theme), _SYMBOLS, strict=False)
    ]
    top = max(block.spectral_norm for block in blocks)
    layout = base_layout(words.say("figure-singular-values"), theme, theme.w_hh)
    layout |= {
        "uirevision": "singular_values",
        "meta": {
            "quantity": "singular_values",
            "axes": ["iteration"],
            "bare_top": 26 if len(blocks) > 1 else 8,
        },
        "hovermode": "x unified",
        "showlegend": len(blocks) > 1,
        "legend": legend_above(theme),
        "xaxis": base_axis(theme, mirror=False)
        | {
            "range": [0.5, H + 0.5],
            "tickformat": "d",
            "nticks": 8,
            "title": axis_title(words.say("figure-largest-first")),
        },
        "yaxis": base_axis(theme, mirror=False)
        | {
            "showgrid": True,
            "gridcolor": theme.line,
            "showline": False,
            "range": [0, max(1.2, rounded_up(1.02 * top))],
            "nticks": 6,
        },
        "shapes": [_level(1.0, theme)],
    }
    layout["margin"] |= {"l": 44, "r": 14, "b": 38}
    layout["margin"]["t"] += 20
    return {"data": curves, "layout": layout}


def _block_name(block: RecurrentBlock, words: Messages) -> str:
    if not block.gate:
        return scripted("W<sub>hh</sub>")
    return words.say("figure-gate", gate=block.gate)


# ---- trainings -------------------------------------------------------------------------------


def _losses(
    trainings: Mapping[str, Training],
    iteration: int,
    mean_over: int,
    theme: Theme,
    words: Messages,
) -> Figure:
    series = {name: _means(training.losses, mean_over) for name, training in trainings.items()}
    curves = _courses(series, theme, words)
    finite = np.concatenate([values[np.isfinite(values)] for values in series.values()])
    figure = _training_figure(
        "losses", words.say("figure-losses"), curves, series, iteration, theme, words
    )
    figure["layout"]["yaxis"] = _plain_axis(theme) | {"range": [0, linear_top(finite)], "nticks": 6}
    return figure


def _gradient_norms(
    trainings: Mapping[str, Training],
    iteration: int,
    largest_of: int,
    clip_norm: float | None,
    theme: Theme,
    words: Messages,
) -> Figure:
    series = {
        name: _largest(training.gradient_norms, largest_of) for name, training in trainings.items()
    }
    curves = _courses(series, theme, words)
    title = words.say("figure-gradient-norms")
    figure = _training_figure("gradient_norms", title, curves, series, iteration, theme, words)
    figure["layout"]["yaxis"] = _log_axis(curves, theme)
    if clip_norm is not None:
        figure["layout"]["shapes"].append(_level(clip_norm, theme))
    return figure


def _courses(
    series: Mapping[str, NDArray[np.float64]], theme: Theme, words: Messages
) -> list[dict[str, Any]]:
    strokes = {
        "orthogonal": (theme.negative, "dash", 1.5),
        "gates": (theme.text, "dot", 1.75),
        "half closed": (theme.text, "longdash", 1.5),
        "clipping": (theme.text_muted, "dashdot", 1.5),
        "no clipping": (theme.text_muted, "dashdot", 1.5),
    }
    chosen = (theme.loss, "solid", 2.25)
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "name": variant_in_words(name, words),
            "x": list(range(len(values))),
            "y": _positive(values),
            "line": dict(zip(("color", "dash", "width"), strokes.get(name, chosen), strict=True)),
            "hovertemplate": "%{y:.3~g}",
        }
        for name, values in series.items()
    ]


def _training_figure(
    name: str,
    title: str,
    curves: list[dict[str, Any]],
    series: Mapping[str, NDArray[np.float64]],
    iteration: int,
    theme: Theme,
    words: Messages,
) -> Figure:
    end = max(1, *(len(values) - 1 for values in series.values()))
    layout = base_layout(title, theme, theme.loss)
    layout |= {
        "uirevision": name,
        "meta": {"quantity": name, "axes": ["iteration"], "bare_top": 26},
        "hovermode": "x unified",
        "showlegend": True,
        "legend": legend_above(theme),
        "xaxis": iteration_axis(theme, end, 8, words),
        "shapes": [marked_iteration(iteration, theme)],
    }
    layout["margin"] |= {"l": 50, "r": 14, "b": 38}
    layout["margin"]["t"] += 20
    return {"data": curves, "layout": layout}


def _means(values: NDArray[np.float64], over: int) -> NDArray[np.float64]:
    """Each value's mean with those before it, of at most `over` of them."""
    if over == 1:
        return values
    sums = np.cumsum(np.insert(values, 0, 0.0))
    ends = np.arange(1, len(values) + 1)
    starts = np.maximum(0, ends - over)
    means: NDArray[np.float64] = (sums[ends] - sums[starts]) / (ends - starts)
    return means


def _largest(values: NDArray[np.float64], of: int) -> NDArray[np.float64]:
    """Each value, or a larger one of the `of` - 1 before it."""
    padded = np.concatenate((np.full(of - 1, -np.inf), values))
    largest: NDArray[np.float64] = np.lib.stride_tricks.sliding_window_view(padded, of).max(axis=1)
    return largest


# ---- parts -----------------------------------------------------------------------------------


def _hues(theme: Theme) -> tuple[str, ...]:
    return (theme.w_hh, theme.text, theme.negative, theme.text_muted)


def _positive(values: NDArray[np.float64]) -> list[Any]:
    return plain(np.where(values > 0, values, np.nan))


def _plain_axis(theme: Theme) -> dict[str, Any]:
    return base_axis(theme, mirror=False) | {
        "showgrid": True,
        "gridcolor": theme.line,
        "showline": False,
    }


def _log_axis(curves: Sequence[Mapping[str, Any]], theme: Theme) -> dict[str, Any]:
    """A logarithmic axis around all values, with a tick at every decade or at some of them."""
    known = [value for curve in curves for value in curve["y"] if value is not None]
    low = int(np.floor(np.log10(min(known)))) if known else 0
    high = max(low + 1, int(np.ceil(np.log10(max(known))))) if known else 1
    return _plain_axis(theme) | {
        "type": "log",
        "range": [low - 0.05, high + 0.05],
        "dtick": max(1, int(np.ceil((high - low) / _MOST_DECADES))),
        "exponentformat": "power",
        "tickfont": {"size": POWERS_SIZE, "color": theme.text_muted},
    }


def _level(value: float, theme: Theme) -> dict[str, Any]:
    return {
        "type": "line",
        "xref": "paper",
        "x0": 0,
        "x1": 1,
        "y0": value,
        "y1": value,
        "layer": "below",
        "line": {"color": theme.text_muted, "width": 1, "dash": "dot"},
    }
