"""Figures are valid Plotly, hold the trace's own numbers, and keep steady scales."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import Any

import numpy as np
import plotly.graph_objects as go
import pytest

from app.figures.iteration import FIGURES, PARAMETERS, SHOWS, figure, scales_after
from app.figures.palette import THEME_NAMES, theme_named
from app.figures.parts import axis_letters, rounded_bound, rounded_up
from app.words.tokens import visible
from rnn_core.trace import Trace
from rnn_core.training.configuration import RunConfig
from rnn_core.training.run import Run

SOURCES = {"value": "parameters", "gradient": "gradients", "update": "updates"}


def run_after(iterations: int, **changes: Any) -> Run:
    run = Run(RunConfig(**changes))
    run.train(iterations)
    return run


@pytest.fixture(scope="module")
def run() -> Run:
    return run_after(12)


@pytest.fixture(scope="module")
def trace(run: Run) -> Trace:
    return run.trace


@pytest.fixture(scope="module")
def diverged() -> Run:
    run = Run(RunConfig(optimizer="sgd", learning_rate=1e6, clip_norm=None))
    run.train(1000)
    return run


def described(name: str, trace: Trace, **options: Any) -> Any:
    return figure(name, trace, **options)["data"][0]


# ---- valid, plain, serialisable -------------------------------------------------------------


@pytest.mark.parametrize("name", FIGURES)
@pytest.mark.parametrize("show", SHOWS)
@pytest.mark.parametrize("theme", THEME_NAMES)
@pytest.mark.parametrize("log", [False, True])
def test_every_figure_is_valid_plotly(
    name: str, show: str, theme: str, log: bool, run: Run, trace: Trace
) -> None:
    drawn = figure(name, trace, history=run.history(), show=show, theme=theme, log=log)
    go.Figure(drawn)
    json.dumps(drawn, allow_nan=False)


@pytest.mark.parametrize("name", FIGURES)
@pytest.mark.parametrize(
    "changes",
    [
        {"text": "ab", "hidden_size": 1},
        {"text": "<b> &amp;\n\tà́", "hidden_size": 3},
        {"text": "".join(chr(0x4E00 + i) for i in range(199)), "hidden_size": 5},
        {"text": "ab" * 100, "hidden_size": 64},
    ],
)
def test_sizes_and_letters_of_every_kind_are_valid(name: str, changes: dict[str, Any]) -> None:
    run = run_after(1, **changes)
    go.Figure(figure(name, run.trace, history=run.history()))


@pytest.mark.parametrize("name", FIGURES)
@pytest.mark.parametrize("show", SHOWS)
def test_a_diverged_run_has_gaps_instead_of_numbers(name: str, show: str, diverged: Run) -> None:
    trace = diverged.trace
    assert trace.diverged
    drawn = figure(name, trace, history=diverged.history(), show=show)
    json.dumps(drawn, allow_nan=False)
    go.Figure(drawn)


def test_an_unknown_figure_is_a_key_error(trace: Trace) -> None:
    with pytest.raises(KeyError):
        figure("W_hx", trace)


def test_the_same_trace_gives_the_same_figure(run: Run, trace: Trace) -> None:
    for name in FIGURES:
        assert figure(name, trace, history=run.history()) == figure(
            name, trace, history=run.history()
        )


# ---- the trace's numbers --------------------------------------------------------------------


@pytest.mark.parametrize("name", PARAMETERS)
@pytest.mark.parametrize("show", SHOWS)
def test_parameters_hold_the_numbers_of_the_trace(name: str, show: str, trace: Trace) -> None:
    array = getattr(trace, SOURCES[show])[name]
    z = np.array(described(name, trace, show=show)["z"])
    np.testing.assert_array_equal(z.reshape(array.shape), array)


def test_rows_and_columns_are_named_by_letters_and_units(trace: Trace) -> None:
    letters, units = ["h", "e", "l", "o"], ["0", "1", "2", "3", "4", "5"]
    names = {"W_xh": (units, letters), "W_hh": (units, units), "W_hy": (letters, units)}
    for name, (rows, columns) in names.items():
        heatmap = described(name, trace)
        assert (heatmap["y"], heatmap["x"]) == (rows, columns)
    assert described("b_h", trace)["y"] == units
    assert described("b_y", trace)["y"] == letters


def test_hidden_states_are_units_by_timesteps(trace: Trace) -> None:
    heatmap = described("hidden_states", trace)
    np.testing.assert_array_equal(heatmap["z"], trace.timesteps["h"].T)
    assert heatmap["x"] == [1, 2, 3, 4]
    assert (heatmap["zmin"], heatmap["zmax"]) == (-1, 1)


def test_bars_are_the_losses_of_the_timesteps(trace: Trace) -> None:
    bars = described("loss_per_timestep", trace)
    assert bars["y"] == trace.timesteps["loss"].tolist()
    assert sum(bars["y"]) == pytest.approx(trace.loss)


def test_timesteps_that_are_asked_nothing_have_no_bar() -> None:
    trace = run_after(2, task="translation").trace
    bars = described("loss_per_timestep", trace)["y"]
    assert [bar is None for bar in bars] == [target is None for target in trace.targets]
    assert None in bars
    assert sum(bar for bar in bars if bar is not None) == pytest.approx(trace.loss)


@pytest.mark.parametrize(
    ("task", "angle"), [("next_character", 0), ("sentiment", -90), ("counting", 0)]
)
def test_words_above_a_matrix_stand_upright_where_they_would_touch(task: str, angle: int) -> None:
    drawn = figure("W_xh", run_after(0, task=task).trace)
    assert drawn["layout"]["xaxis"]["tickangle"] == angle


def test_the_history_ends_at_the_marked_iteration(run: Run, trace: Trace) -> None:
    curve, current = figure("loss_history", trace, history=run.history())["data"]
    assert curve["x"] == list(range(13))
    assert curve["y"] == run.history().tolist()
    assert (current["x"], current["y"]) == ([12], [trace.loss])


def test_an_earlier_iteration_is_marked_on_the_whole_history(run: Run) -> None:
    curve, current = figure("loss_history", run.trace_at(4), history=run.history())["data"]
    assert len(curve["x"]) == 13
    assert (current["x"], current["y"]) == ([4], [run.history()[4]])


def test_the_history_may_come_thinned_out(trace: Trace) -> None:
    thinned = {"iterations": [0, 7, 12], "loss": [6.0, None, 1.0]}
    curve = described("loss_history", trace, history=thinned)
    assert (curve["x"], curve["y"]) == ([0, 7, 12], [6.0, None, 1.0])


def test_a_long_history_is_thinned_out_but_keeps_its_peaks(trace: Trace) -> None:
    history = np.linspace(6, 1, 20_000)
    history[12_345] = 99.0
    curve = described("loss_history", trace, history=history)
    assert len(curve["x"]) <= 1000
    assert 99.0 in curve["y"]


# ---- scales ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("largest", "bound"),
    [
        (0.0, 1), (1.0, 1), (1.01, 2), (2.0, 2), (4.99, 5), (5.01, 10), (0.031, 0.05),
        (1e-7, 1e-7), (1.2e-7, 2e-7), (9.9e12, 1e13), (float("nan"), 1), (float("inf"), 1),
    ],
)  # fmt: skip
def test_bounds_are_one_two_five(largest: float, bound: float) -> None:
    assert rounded_bound(largest) == bound


@pytest.mark.parametrize("power", range(-12, 13))
@pytest.mark.parametrize("digits", [1, 2, 5])
def test_a_bound_is_its_own_bound(power: int, digits: int) -> None:
    bound = float(f"{digits}e{power}")
    assert rounded_bound(bound) == bound
    assert rounded_bound(np.nextafter(bound, np.inf)) > bound


@pytest.mark.parametrize("name", PARAMETERS)
@pytest.mark.parametrize("show", SHOWS)
def test_scales_are_symmetric_about_zero_and_hold_every_value(
    name: str, show: str, trace: Trace
) -> None:
    heatmap = described(name, trace, show=show)
    assert heatmap["zmin"] == -heatmap["zmax"]
    assert heatmap["zmid"] == 0
    assert np.abs(heatmap["z"]).max() <= heatmap["zmax"]
    assert heatmap["colorbar"]["tickvals"] == [heatmap["zmin"], 0, heatmap["zmax"]]


def test_zero_has_the_colour_of_the_surface(trace: Trace) -> None:
    for name in THEME_NAMES:
        stops = dict(described("W_hh", trace, theme=name)["colorscale"])
        assert stops[0.5] == theme_named(name).surface


def test_steadied_scales_hold_every_value_and_rarely_move() -> None:
    run = Run(RunConfig(learning_rate=0.3, optimizer="sgd"))
    scales: dict[str, float] | None = None
    bounds: list[float] = []
    plain: list[float] = []
    for _ in range(150):
        trace = run.trace
        scales = scales_after(trace, scales)
        for name in PARAMETERS:
            for show in SHOWS:
                array = getattr(trace, SOURCES[show])[name]
                assert np.abs(array).max() <= scales[f"{name}:{show}"]
        bounds.append(scales["W_hh:gradient"])
        plain.append(scales_after(trace)["W_hh:gradient"])
        run.step()

    def moves(values: list[float]) -> int:
        return sum(before != after for before, after in pairwise(values))

    assert moves(bounds) <= moves(plain)
    assert moves(bounds) <= 10


def test_a_scale_grows_at_once_and_shrinks_late(trace: Trace) -> None:
    needed = scales_after(trace)
    key = "W_hh:value"
    assert scales_after(trace, {key: needed[key] / 10})[key] == needed[key]
    assert scales_after(trace, {key: needed[key] * 4})[key] == needed[key] * 4
    assert scales_after(trace, {key: needed[key] * 5})[key] == needed[key]


def test_given_scales_are_used(trace: Trace) -> None:
    scales = scales_after(trace) | {"W_xh:value": 50.0, "loss_per_timestep": 20.0}
    assert described("W_xh", trace, scales=scales)["zmax"] == 50
    layout = figure("loss_per_timestep", trace, scales=scales)["layout"]
    assert layout["yaxis"]["range"] == [0, 20]


def test_the_loss_axis_is_logarithmic_on_demand(run: Run, trace: Trace) -> None:
    layout = figure("loss_history", trace, history=run.history(), log=True)["layout"]
    low, high = layout["yaxis"]["range"]
    assert layout["yaxis"]["type"] == "log"
    assert 10**low <= run.history().min()
    assert run.history().max() <= 10**high


# ---- labels ---------------------------------------------------------------------------------


def test_characters_are_visible_and_never_html() -> None:
    assert [visible(token) for token in " \n\t<&"] == ["␣", "⏎", "⇥", "&lt;", "&amp;"]
    assert visible("\u0301") == "◌\u0301"
    assert visible("\u200b") == "U+200B"
    assert visible("é") == "é"


def test_labels_of_different_tokens_differ() -> None:
    labels = axis_letters([" ", "␣", "a", "\n", "⏎"])
    assert len(set(labels)) == 5
    assert labels[0] == "␣"


def test_layouts_stay_put_from_frame_to_frame(run: Run) -> None:
    for name in FIGURES:
        one, other = (figure(name, run.trace_at(k), history=run.history()) for k in (11, 12))
        assert one["layout"]["uirevision"] == other["layout"]["uirevision"]
        assert one["layout"]["margin"] == other["layout"]["margin"]


def test_points_can_be_traced_back_to_addresses(trace: Trace) -> None:
    axes = {name: figure(name, trace)["layout"]["meta"]["axes"] for name in FIGURES}
    assert axes == {
        "W_xh": ["index", "index"],
        "W_hh": ["index", "index"],
        "W_hy": ["index", "index"],
        "b_h": ["index"],
        "b_y": ["index"],
        "hidden_states": ["index", "t"],
        "loss_per_timestep": ["t"],
        "loss_history": ["iteration"],
    }


def test_held_states_are_framed_and_named(run: Run) -> None:
    held = run_after(2)
    held.intervene({"clamps": [{"unit": 3, "value": 0.0}, {"unit": 1, "value": 0.5, "t": 2}]})
    drawn = figure("hidden_states", held.trace)
    go.Figure(drawn)
    frames = [[s[k] for k in ("x0", "x1", "y0", "y1")] for s in drawn["layout"]["shapes"]]
    assert frames == [[0.5, 4.5, 2.5, 3.5], [1.5, 2.5, 0.5, 1.5]]
    texts = drawn["data"][0]["text"]
    assert texts[3] == [", held by hand"] * 4
    assert texts[1] == ["", ", held by hand", "", ""]
    assert "shapes" not in figure("hidden_states", run.trace)["layout"]


@pytest.mark.parametrize("exponent", range(-307, 308, 41))
@pytest.mark.parametrize("digits", [1.0, 1.1, 4.7, 9.999])
def test_an_axis_ends_at_most_a_third_above_what_it_shows(digits: float, exponent: int) -> None:
    value = float(f"{digits}e{exponent}")
    assert value <= rounded_up(value) <= value * 4 / 3


@pytest.mark.parametrize("value", [0.0, -1.0, 5e-324, 2e-310, np.nan, np.inf, -np.inf])
def test_an_axis_ends_somewhere_whatever_it_shows(value: float) -> None:
    assert rounded_up(value) == 1.0


def test_an_axis_of_the_largest_numbers_ends_at_one() -> None:
    assert rounded_up(1.7e308) == np.finfo(float).max
