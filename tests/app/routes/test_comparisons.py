"""Two runs side by side over REST: differences, their figures, and what they differ in."""

from __future__ import annotations

from typing import Any

import numpy as np
import plotly.graph_objects as go
import pytest
from starlette.testclient import TestClient

from app.figures.comparison import (
    COMPARISON_FIGURES,
    MATRICES,
    Side,
    comparison_figure,
    difference_scales,
)
from app.figures.palette import THEME_NAMES
from app.words.contrast import contrast
from app.words.messages import messages
from rnn_core.analysis.compare import difference
from rnn_core.training.configuration import RunConfig
from rnn_core.training.interventions import Intervention
from rnn_core.training.run import Run

Json = dict[str, Any]


@pytest.fixture
def run(client: TestClient) -> Json:
    answer: Json = client.post("/api/runs", json={"iteration": 12}).json()
    return answer


def test_two_runs_are_compared_number_by_number(client: TestClient, run: Json) -> None:
    fork = client.post(f"/api/runs/{run['id']}/fork", json={"learning_rate": 0.5}).json()
    client.post(f"/api/runs/{run['id']}/step")
    client.post(f"/api/runs/{fork['id']}/step")
    path = f"/api/runs/{run['id']}/iterations/latest"
    answer = client.get(f"{path}/compare?run={fork['id']}").json()
    first = client.get(path).json()
    second = client.get(f"/api/runs/{fork['id']}/iterations/latest").json()
    assert answer["first"]["iteration"] == answer["second"]["iteration"] == 13
    assert answer["loss"] == second["loss"] - first["loss"]
    W_hh = "W_hh"
    assert answer["parameters"][W_hh][2][3] == (
        second["parameters"][W_hh][2][3] - first["parameters"][W_hh][2][3]
    )
    assert answer["timesteps"]["h"][1][0] == second["steps"][1]["h"][0] - first["steps"][1]["h"][0]


def test_what_two_runs_do_not_share_is_left_out(client: TestClient, run: Json) -> None:
    other = client.post("/api/runs", json={"text": "banana"}).json()
    path = f"/api/runs/{run['id']}/iterations/latest/compare?run={other['id']}&iteration=0"
    answer = client.get(path).json()
    assert set(answer["parameters"]) == {"W_hh", "b_h"}
    assert answer["timesteps"] == {}
    assert client.get(path.replace(other["id"], "nobody")).status_code == 404


def test_labels_say_what_differs(client: TestClient, run: Json) -> None:
    fork = client.post(f"/api/runs/{run['id']}/fork", json={"learning_rate": 0.5}).json()
    path = f"/api/runs/{run['id']}/iterations/latest/compare?run={fork['id']}"
    answer = client.get(path).json()
    assert answer["first"]["label"] == "η = 0.1"
    assert answer["second"]["label"] == "η = 0.5 from 12"
    assert answer["same_until"] == 12
    assert answer["words"] == "The same run up to iteration 12. A: η = 0.1. B: η = 0.5 from 12."


def at(iteration: int, **changes: Any) -> Intervention:
    return Intervention(iteration, changes)


EDIT = {"parameter": "W_hh", "index": (2, 3), "value": -0.5}


@pytest.mark.parametrize(
    ("configurations", "interventions", "labels", "since"),
    [
        (({}, {}), ([], []), ("", ""), None),
        (
            ({}, {"learning_rate": 0.5, "text": "banana", "clip_norm": None}),
            ([], []),
            ("“hello”, η = 0.1, clipped to 5", "“banana”, η = 0.5, no clipping"),
            0,
        ),
        (
            ({}, {}),
            ([at(5, optimizer="sgd")], [at(5, optimizer="sgd"), at(9, optimizer="adam")]),
            ("SGD from 5", "Adam from 9"),
            9,
        ),
        # The same value, but not from the same iteration on.
        (
            ({}, {}),
            ([at(5, learning_rate=1.0)], [at(7, learning_rate=1.0)]),
            ("η = 1 from 5", "η = 1 from 7"),
            5,
        ),
        # Configured, or changed at once: the same run.
        (({}, {"learning_rate": 0.5}), ([at(0, learning_rate=0.5)], []), ("", ""), None),
        (({}, {}), ([], [at(4, edits=[EDIT])]), ("unchanged", "W_hh[2,3] = −0.5 at 4"), 4),
        (
            ({}, {}),
            ([], [at(4, clamps=[{"unit": 3, "value": 0.0}])]),
            ("no unit held", "h[3] held at 0 from 4"),
            4,
        ),
    ],
)
def test_a_contrast_names_what_differs_and_since_when(
    configurations: tuple[Json, Json],
    interventions: tuple[list[Intervention], list[Intervention]],
    labels: tuple[str, str],
    since: int | None,
) -> None:
    first, second = (RunConfig(**values) for values in configurations)
    told = contrast(first, interventions[0], second, interventions[1], messages("en"))
    assert (told.first, told.second) == labels
    assert told.since == since
    assert told.first in told.words
    assert told.second in told.words


def sides(iterations: int = 20, task: str = "next_character", **changes: Any) -> tuple[Side, Side]:
    runs = (
        Run(RunConfig(task=task)),
        Run(RunConfig(**{"task": task, "learning_rate": 0.5, **changes})),
    )
    for run in runs:
        run.train(iterations)
    first, second = (Side(f"<{run.iteration}>", run.trace, run.history()) for run in runs)
    return first, second


@pytest.mark.parametrize("theme", THEME_NAMES)
@pytest.mark.parametrize("log", [False, True])
@pytest.mark.parametrize("name", COMPARISON_FIGURES)
def test_figures_are_plotlys(name: str, theme: str, log: bool) -> None:
    first, second = sides(task="captioning")
    result = difference(first.trace, second.trace)
    drawn = comparison_figure(name, first, second, result, theme=theme, log=log)
    assert drawn is not None
    go.Figure(drawn)  # Refuses what is not in Plotly's schema.


def test_heatmaps_hold_the_differences_on_a_symmetric_scale() -> None:
    first, second = sides(task="captioning")
    result = difference(first.trace, second.trace)
    for name in MATRICES:
        drawn = comparison_figure(name, first, second, result)
        assert drawn is not None
        (heatmap,) = drawn["data"]
        expected = second.trace.parameters[name] - first.trace.parameters[name]
        assert np.array_equal(heatmap["z"], expected)
        assert heatmap["zmin"] == -heatmap["zmax"]
        assert heatmap["zmax"] >= np.abs(expected).max()
    drawn = comparison_figure("hidden_states", first, second, result)
    assert drawn is not None
    states = second.trace.timesteps["h"] - first.trace.timesteps["h"]
    assert np.array_equal(drawn["data"][0]["z"], states.T)


def test_loss_curves_are_told_apart_by_more_than_colour() -> None:
    first, second = sides()
    drawn = comparison_figure("loss_history", first, second, difference(first.trace, second.trace))
    assert drawn is not None
    one, other, *markers = drawn["data"]
    assert one["y"] == first.losses.tolist()
    assert other["y"] == second.losses.tolist()
    assert (one["name"], other["name"]) == ("A: &lt;20&gt;", "B: &lt;20&gt;")
    assert one["line"].get("dash") != other["line"].get("dash")
    assert [marker["y"] for marker in markers] == [[first.trace.loss], [second.trace.loss]]


def test_scales_of_differences_are_steady() -> None:
    first, second = sides()
    result = difference(first.trace, second.trace)
    needed = difference_scales(first.trace, result)
    larger = {name: 2 * bound for name, bound in needed.items()}
    assert difference_scales(first.trace, result, larger) == larger
    much_larger = {name: 10 * bound for name, bound in needed.items()}
    assert difference_scales(first.trace, result, much_larger) == needed


def test_other_shapes_have_no_difference_to_draw() -> None:
    first, second = sides(hidden_size=9)
    result = difference(first.trace, second.trace)
    drawn = {name: comparison_figure(name, first, second, result) for name in COMPARISON_FIGURES}
    assert [name for name, figure in drawn.items() if figure is not None] == ["loss_history"]


def test_only_networks_that_look_at_pictures_differ_in_how() -> None:
    first, second = sides()
    result = difference(first.trace, second.trace)
    assert comparison_figure("W_ph", first, second, result) is None


def test_letters_of_other_texts_are_not_subtracted() -> None:
    first, second = sides(text="mari")
    assert len(first.trace.vocabulary) == len(second.trace.vocabulary)
    result = difference(first.trace, second.trace)
    assert comparison_figure("W_xh", first, second, result) is None
    assert comparison_figure("W_hh", first, second, result) is not None


@pytest.mark.parametrize(
    ("other", "shared"),
    [
        ({}, {"W_xh", "W_hh", "W_hy", "b_h", "b_y"}),
        ({"text": "mari"}, {"W_hh", "b_h"}),
        ({"cell": "gru"}, {"W_hy", "b_y"}),
        # As many rows as the three gates of six units have.
        ({"cell": "gru", "hidden_size": 2}, {"b_y"}),
        ({"cell": "window_1"}, {"W_xh", "W_hy", "b_h", "b_y"}),
        ({"cell": "window_2", "text": "ab"}, {"b_h"}),
        ({"sharing": "none"}, set()),
        ({"sharing": "output"}, {"W_hy", "b_y"}),
        ({"task": "counting"}, {"W_hh", "b_h"}),
    ],
)
def test_only_weights_that_mean_the_same_are_subtracted(other: Json, shared: set[str]) -> None:
    first, second = (Run(RunConfig(**values)).trace for values in ({}, other))
    assert set(difference(first, second).parameters) == shared


def test_the_figures_of_a_comparison_are_served(client: TestClient, run: Json) -> None:
    fork = client.post(f"/api/runs/{run['id']}/fork", json={"iteration": 4, "learning_rate": 0.5})
    other = fork.json()["id"]
    path = f"/api/runs/{run['id']}/iterations/4/compare"
    figures = client.get(f"{path}/figures?run={other}&names=W_hh,loss_history").json()
    assert list(figures) == ["W_hh", "loss_history"]
    curves = figures["loss_history"]["data"]
    # Everything that is known of each, not only what is before the iteration.
    assert [len(curve["x"]) for curve in curves[:2]] == [13, 5]
    differences = client.get(f"{path}?run={other}").json()["parameters"]["W_hh"]
    assert figures["W_hh"]["data"][0]["z"] == differences
    wrong = client.get(f"{path}/figures?run={other}&names=W")
    assert wrong.status_code == 422
    assert client.get(f"{path}/figures?run=gone").status_code == 404


@pytest.mark.parametrize("part", ["encoder", "decoder"])
def test_each_half_of_a_translation_has_its_own_differences(client: TestClient, part: str) -> None:
    first, second = (
        client.post("/api/runs", json={"task": "translation", "seed": 3, **changes, "iteration": 4})
        for changes in ({}, {"learning_rate": 0.02})
    )
    path = f"/api/runs/{first.json()['id']}/iterations/4/compare"
    other = second.json()["id"]
    figures = client.get(f"{path}/figures?run={other}&part={part}").json()
    differences = client.get(f"{path}?run={other}").json()["parameters"]
    for name in ("W_xh", "W_hh"):
        assert figures[name]["data"][0]["z"] == differences[f"{name}_{part}"]
        assert figures[name]["layout"]["meta"]["quantity"] == f"{name}_{part}"
    assert figures["W_hy"]["data"][0]["z"] == differences["W_hy"]
    # One scale for both halves.
    rest = ({"encoder", "decoder"} - {part}).pop()
    again = client.get(f"{path}/figures?run={other}&part={rest}").json()
    for name in ("W_xh", "W_hh"):
        assert again[name]["data"][0]["zmax"] == figures[name]["data"][0]["zmax"]
