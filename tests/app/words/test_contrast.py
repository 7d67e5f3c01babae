"""What two runs differ in, in words that are true of both; and that any two can be compared."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import fields
from itertools import product
from typing import Any

import numpy as np
import plotly.graph_objects as go
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from app.figures.comparison import COMPARISON_FIGURES
from app.figures.palette import THEME_NAMES
from app.main import create_app
from app.settings import Settings
from app.words.contrast import Contrast, contrast
from app.words.language import DEFAULT, LANGUAGES
from app.words.messages import messages
from rnn_core.cells.registry import CELLS
from rnn_core.errors import InvalidConfiguration
from rnn_core.network.architecture import SHARING
from rnn_core.network.initialization import INITIALIZATIONS
from rnn_core.tasks.registry import TASKS
from rnn_core.training.configuration import RunConfig
from rnn_core.training.interventions import HYPERPARAMETERS, Intervention
from rnn_core.training.optimizers import OPTIMIZERS
from rnn_core.training.run import Run
from tests.spoken import numbers_in

Json = dict[str, Any]


def compared(
    one: RunConfig, mine: list[Intervention], other: RunConfig, theirs: list[Intervention]
) -> Contrast:
    """In English, once the other languages have been held to the same numbers."""
    first = contrast(one, mine, other, theirs, messages(DEFAULT))
    for language in LANGUAGES:
        told = contrast(one, mine, other, theirs, messages(language))
        assert told.since == first.since
        assert numbers_in(told.words) == numbers_in(first.words), told.words
        assert (told.first == told.second) == (first.first == first.second)
    return first


LONG = "the quick brown fox jumps"
PAIRS = [["i am", "我"], ["you are", "你"]]
ONE_FIELD: dict[str, list[tuple[Json, Json, str, str]]] = {
    "task": [({}, {"task": "counting"}, "task next_character", "task counting")],
    "text": [
        ({}, {"text": "banana"}, "“hello”", "“banana”"),
        ({"text": f"{LONG}a"}, {"text": f"{LONG}b"}, "“…ox jumpsa”", "“…ox jumpsb”"),
        ({"text": "a\nb"}, {"text": "a b"}, "“a⏎b”", "“a b”"),
    ],
    "distance": [
        ({"task": "remembering", "distance": 3}, {"task": "remembering", "distance": 4},
         "distance 3", "distance 4"),
    ],
    "examples": [
        ({"task": "translation"}, {"task": "translation", "examples": PAIRS},
         "built-in examples", "2 examples of your own"),
        ({"task": "translation", "examples": PAIRS},
         {"task": "translation", "examples": [PAIRS[0], ["you are", "他"]]},
         "example 2 has the target “你”", "example 2 has the target “他”"),
    ],
    "cell": [
        ({}, {"cell": "lstm"}, "tanh RNN", "LSTM"),
        ({"cell": "gru"}, {"cell": "window_2"}, "GRU", "window MLP, k = 2"),
    ],
    "hidden_size": [({}, {"hidden_size": 9}, "6 units", "9 units")],
    "sharing": [({}, {"sharing": "none"}, "all weights shared", "no weights shared")],
    "optimizer": [({}, {"optimizer": "adam"}, "Adagrad", "Adam")],
    "learning_rate": [
        ({}, {"learning_rate": 1e6}, "η = 0.1", "η = 1e+06"),
        ({}, {"learning_rate": 0.10000001}, "η = 0.1", "η = 0.10000001"),
    ],
    "clip_norm": [({}, {"clip_norm": None}, "clipped to 5", "no clipping")],
    "initialization": [
        ({}, {"initialization": "orthogonal"}, "normal weights", "orthogonal weights")
    ],
    "initialization_scale": [({}, {"initialization_scale": 0.5}, "weights × 1", "weights × 0.5")],
    "spectral_radius": [({}, {"spectral_radius": 0.9}, "W_hh unscaled", "spectral radius 0.9")],
    "keep_bias": [
        ({"cell": "gru"}, {"cell": "gru", "keep_bias": 4},
         "update-gate bias 0", "update-gate bias 4"),
    ],
    "seed": [({}, {"seed": 2**32 - 1}, "seed 7", "seed 4294967295")],
    "initial_parameters": [
        ({}, {"initial_parameters": {"b_h": [1, 0, 0, 0, 0, 0]}}, "random weights", "b_h given"),
        ({"initial_parameters": {"b_h": [0, 0, 0, 0, 0, 0]}},
         {"initial_parameters": {"b_h": [0, 0, -0.5, 0, 0, 0]}},
         "b_h[2] given as 0", "b_h[2] given as −0.5"),
    ],
    "h_0": [
        ({}, {"h_0": [0.5, 0, 0, 0, 0, 0]}, "h_0 zero", "h_0 given"),
        ({"h_0": [0.5, 0, 0, 0, 0, 1]}, {"h_0": [0.5, 0, 0, 0, 0, 0]},
         "h_0[5] given as 1", "h_0[5] given as 0"),
    ],
}  # fmt: skip
EVERY_PAIR = [
    pytest.param(*pair, id=f"{name}-{place}")
    for name, of in ONE_FIELD.items()
    for place, pair in enumerate(of)
]


@pytest.fixture(scope="module")
def api() -> Iterator[TestClient]:
    app = create_app(Settings(max_runs=10_000))
    with TestClient(app, base_url="http://localhost:8000") as client:
        yield client


def created(api: TestClient, request: Json) -> Json:
    answer = api.post("/api/runs", json=request)
    assert answer.status_code == 201, answer.text
    made: Json = answer.json()
    return made


def test_no_field_of_a_configuration_is_forgotten_here() -> None:
    assert set(ONE_FIELD) == {field.name for field in fields(RunConfig)}


@pytest.mark.parametrize(("first", "second", "label", "other_label"), EVERY_PAIR)
def test_the_words_name_the_one_field_that_differs(
    first: Json, second: Json, label: str, other_label: str
) -> None:
    told = compared(RunConfig(**first), [], RunConfig(**second), [])
    assert (told.first, told.second, told.since) == (label, other_label, 0)
    assert told.words == f"A: {label}. B: {other_label}."
    back = compared(RunConfig(**second), [], RunConfig(**first), [])
    assert (back.first, back.second) == (other_label, label)


@pytest.mark.parametrize(("first", "second", "label", "other_label"), EVERY_PAIR)
def test_runs_that_differ_in_one_field_are_compared(
    api: TestClient, first: Json, second: Json, label: str, other_label: str
) -> None:
    one, other = (created(api, {**request, "iteration": 2}) for request in (first, second))
    answer = api.get(f"/api/runs/{one['id']}/iterations/latest/compare?run={other['id']}")
    assert answer.status_code == 200, answer.text
    told = answer.json()
    assert (told["first"]["label"], told["second"]["label"]) == (label, other_label)
    figures = api.get(f"/api/runs/{one['id']}/iterations/1/compare/figures?run={other['id']}")
    assert figures.status_code == 200, figures.text


@pytest.mark.parametrize("name", ONE_FIELD)
def test_a_fork_is_compared_with_the_run_it_left(api: TestClient, name: str) -> None:
    for _, request, _, _ in ONE_FIELD[name]:
        run = created(api, {**request, "iteration": 2})
        fork = api.post(f"/api/runs/{run['id']}/fork", json={"iteration": 1, "clip_norm": 0.25})
        assert fork.status_code == 201, fork.text
        place = f"/api/runs/{run['id']}/iterations/1/compare"
        told = api.get(f"{place}?run={fork.json()['id']}").json()
        assert told["same_until"] == 1
        assert told["second"]["label"] == "clipped to 0.25 from 1"
        assert set(told["parameters"]) == set(
            api.get(place.removesuffix("/compare")).json()["parameters"]
        )
        assert not any(np.any(values) for values in told["parameters"].values())
        assert api.get(f"{place}/figures?run={fork.json()['id']}").status_code == 200


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"task": "counting"}, {"task": "counting", "text": "banana"}),
        ({"task": "sentiment", "distance": 3}, {"task": "sentiment"}),
    ],
)
def test_a_setting_that_neither_task_reads_is_no_difference(first: Json, second: Json) -> None:
    told = compared(RunConfig(**first), [], RunConfig(**second), [])
    assert (told.first, told.second, told.since) == ("", "", None)


@pytest.mark.parametrize(
    ("first", "second", "labels"),
    [
        (
            {"cell": "tanh"},
            {"cell": "lstm", "keep_bias": 4},
            ("tanh RNN", "LSTM, forget-gate bias 4"),
        ),
        (
            {"cell": "window_1"},
            {"spectral_radius": 2, "h_0": [1, 0, 0, 0, 0, 0]},
            ("window MLP, k = 1", "tanh RNN, spectral radius 2, h_0 given"),
        ),
        (
            {"text": "banana"},
            {"task": "remembering", "distance": 3},
            ("task next_character, “banana”", "task remembering, distance 3"),
        ),
        (
            {"task": "captioning"},
            {"task": "counting", "h_0": [1, 0, 0, 0, 0, 0]},
            ("task captioning", "task counting, h_0 given"),
        ),
    ],
)
def test_nothing_is_said_of_a_setting_that_a_run_does_not_have(
    first: Json, second: Json, labels: tuple[str, str]
) -> None:
    told = compared(RunConfig(**first), [], RunConfig(**second), [])
    assert (told.first, told.second) == labels


def held(*units: int) -> list[Json]:
    return [{"unit": unit, "value": 0.0} for unit in units]


def edit(value: float, place: int = 0) -> Json:
    return {"parameter": "b_h", "index": (place,), "value": value}


@pytest.mark.parametrize(
    ("changes", "other_changes", "labels"),
    [
        # The same in the end: what came before tells them apart.
        (
            {5: {"learning_rate": 0.5}},
            {3: {"learning_rate": 0.3}, 5: {"learning_rate": 0.5}},
            ("η = 0.1, η = 0.5 from 5", "η = 0.1, η = 0.3 from 3, η = 0.5 from 5"),
        ),
        # More than can be named: what only one of them has is named first.
        (
            {2: {"clamps": held(0, 1, 2, 3)}},
            {2: {"clamps": held(0, 1, 2, 4)}},
            (
                "h[3] held at 0, h[0] held at 0, h[1] held at 0 and 1 more from 2",
                "h[4] held at 0, h[0] held at 0, h[1] held at 0 and 1 more from 2",
            ),
        ),
        (
            {1: {"edits": [edit(0.5, place) for place in range(4)]}},
            {1: {"edits": [edit(1.5, place) for place in range(4)]}},
            (
                "4 weights edited, the first b_h[0] = 0.5 at 1",
                "4 weights edited, the first b_h[0] = 1.5 at 1",
            ),
        ),
        # Of two edits at one weight the last holds.
        (
            {1: {"edits": [edit(1.0), edit(2.0)]}},
            {1: {"edits": [edit(2.0), edit(1.0)]}},
            ("b_h[0] = 2 at 1", "b_h[0] = 1 at 1"),
        ),
        (
            {1: {"clamps": [*held(1), {"unit": 2, "value": 1.0}]}},
            {1: {"clamps": [{"unit": 2, "value": 1.0}, *held(1)]}},
            ("", ""),
        ),
    ],
)
def test_labels_tell_apart_whatever_is_different(
    changes: dict[int, Json], other_changes: dict[int, Json], labels: tuple[str, str]
) -> None:
    one, other = (
        [Intervention(at, change) for at, change in of.items()] for of in (changes, other_changes)
    )
    told = compared(RunConfig(), one, RunConfig(), other)
    assert (told.first, told.second) == labels


TEXTS = ("ab", "hello", "mari", "the quick brown fox", "the quick brown fox!", "né ü\n")
OWN = {
    "counting": [["ab", ""], ["aabb", ""]],
    "sentiment": [["so good", "good"], ["so bad", "bad"]],
    "translation": PAIRS,
    "captioning": [["#./.#", "a line"], ["##/##", "a box"]],
    "remembering": [["axx", "a"], ["bxx", "b"]],
}
numbers = st.floats(-2, 2).map(lambda value: round(value, 3))
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "task": st.sampled_from(TASKS),
    "text": st.sampled_from(TEXTS),
    "distance": st.integers(1, 4),
    "examples": st.booleans(),
    "cell": st.sampled_from(tuple(CELLS)),
    "hidden_size": st.integers(2, 4),
    "sharing": st.sampled_from(SHARING),
    "optimizer": st.sampled_from(tuple(OPTIMIZERS)),
    "learning_rate": st.sampled_from((1e-3, 0.1, 0.10000001, 1e6)),
    "clip_norm": st.sampled_from((None, 0.5, 5.0, 1e6)),
    "initialization": st.sampled_from(tuple(INITIALIZATIONS)),
    "initialization_scale": st.sampled_from((0.0, 1.0, 100.0)),
    "spectral_radius": st.none() | st.sampled_from((0.0, 0.9, 10.0)),
    "keep_bias": st.sampled_from((0.0, 4.0)),
    "seed": st.integers(0, 2**32 - 1),
    "initial_parameters": st.none() | st.lists(numbers, min_size=4, max_size=4),
    "h_0": st.none() | st.lists(numbers, min_size=4, max_size=4),
}


def test_every_field_is_drawn() -> None:
    assert set(VALUES) == {field.name for field in fields(RunConfig)}


def configuration(drawn: Json) -> RunConfig:
    """The configuration of what was drawn, without what its task or its cell does not have."""
    values = dict(drawn)
    task = values["task"]
    if not CELLS[values["cell"]].carried:
        if task in ("translation", "captioning"):
            values["cell"] = "tanh"
        values["sharing"] = "all"
    if task == "translation":
        values["sharing"] = "all"
    cell = CELLS[values["cell"]]
    own = values["examples"] and task in OWN
    values["examples"] = OWN[task] if own else None
    if not cell.carried:
        values["spectral_radius"] = values["h_0"] = None
    if cell.keeping_gate is None:
        values["keep_bias"] = 0.0
    if task == "captioning":
        values["h_0"] = None
    if values["h_0"] is not None:
        values["h_0"] = values["h_0"][: values["hidden_size"]]
    given = values.pop("initial_parameters")
    plain = RunConfig(**values)
    shape = plain.architecture.layout.shapes.get("b_h")
    if given is None or shape is None:
        return plain
    return RunConfig(**values, initial_parameters={"b_h": np.resize(given, shape).tolist()})


@st.composite
def interventions_of(draw: st.DrawFn, run: RunConfig) -> list[Intervention]:
    shapes = run.architecture.layout.shapes
    made = []
    for iteration in draw(st.lists(st.integers(0, 3), unique=True, max_size=2)):
        changes: Json = {}
        for name in draw(st.lists(st.sampled_from(HYPERPARAMETERS), unique=True, max_size=2)):
            changes[name] = draw(VALUES[name])
        if draw(st.booleans()):
            name = draw(st.sampled_from(sorted(shapes)))
            place = [draw(st.integers(0, size - 1)) for size in shapes[name]]
            changes["edits"] = [{"parameter": name, "index": place, "value": draw(numbers)}]
        if draw(st.booleans()):
            units = draw(st.lists(st.integers(0, run.hidden_size - 1), max_size=4))
            changes["clamps"] = [{"unit": unit, "value": draw(numbers)} for unit in units]
        made.append(Intervention(iteration, changes))
    return sorted(made, key=lambda each: each.iteration)


@st.composite
def pairs(draw: st.DrawFn) -> tuple[tuple[RunConfig, list[Intervention]], ...]:
    """Two runs that differ in no field, one or several, and perhaps in their interventions."""
    first = {name: draw(values) for name, values in VALUES.items()}
    changed = draw(st.lists(st.sampled_from(sorted(VALUES)), unique=True, max_size=4))
    second = first | {name: draw(VALUES[name]) for name in changed}
    one, other = configuration(first), configuration(second)
    mine = draw(interventions_of(one))
    shared = all(_fits(each, other) for each in mine) and draw(st.booleans())
    return (one, mine), (other, mine if shared else draw(interventions_of(other)))


def _fits(intervention: Intervention, run: RunConfig) -> bool:
    try:
        intervention.require_fitting(run.architecture.layout.shapes, 1, run.hidden_size)
    except InvalidConfiguration:
        return False
    return True


def at(side: tuple[RunConfig, list[Intervention]], iteration: int) -> Run:
    run = Run(side[0], side[1])
    run.train(iteration)
    return run


@pytest.mark.slow
@given(pairs())
@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
def test_the_words_are_true_of_any_two_runs(
    both: tuple[tuple[RunConfig, list[Intervention]], ...],
) -> None:
    (first, mine), (second, theirs) = both
    told = compared(first, mine, second, theirs)
    if told.since is None:
        assert told.first == told.second == ""
    else:
        assert told.first != told.second
        assert told.first in told.words
        assert told.second in told.words
    # Up to there, and for ever where there is no such iteration, they are one and the same run.
    shared = range(4 if told.since is None else min(told.since, 4))
    for iteration in shared:
        runs = [at(side, iteration) for side in both]
        if any(run.iteration < iteration for run in runs):
            assert runs[0].iteration == runs[1].iteration
            break
        one, other = (run.trace for run in runs)
        for name, array in one.parameters.items():
            assert np.array_equal(array, other.parameters[name], equal_nan=True)
    for run, label in ((first, told.first), (second, told.second)):
        for name in ("seed", "task"):
            if getattr(first, name) != getattr(second, name):
                assert f"{name} {getattr(run, name)}" in label
        if first.hidden_size != second.hidden_size:
            assert f"{run.hidden_size} units" in label


def _number(value: float) -> float | None:
    return value if math.isfinite(value) else None


def _plain(array: np.ndarray[Any, Any]) -> Any:
    if array.ndim == 0:
        return _number(float(array))
    return [_plain(row) for row in array]


@pytest.mark.slow
@given(pairs(), st.integers(0, 3), st.integers(0, 3), st.sampled_from(COMPARISON_FIGURES))
@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
def test_any_two_runs_are_compared_at_any_iterations(
    api: TestClient,
    both: tuple[tuple[RunConfig, list[Intervention]], ...],
    one_at: int,
    other_at: int,
    name: str,
) -> None:
    ids, traces = [], []
    for side, wish in zip(both, (one_at, other_at), strict=True):
        run = at(side, wish)
        request = {
            **side[0].to_dict(),
            "interventions": [each.to_dict() for each in side[1]],
            "iteration": wish,
        }
        made = created(api, request)
        assert made["iteration"] == run.iteration
        ids.append(made["id"])
        traces.append(run.trace)
    first, second = traces
    place = f"/api/runs/{ids[0]}/iterations/{first.iteration}/compare"
    query = f"run={ids[1]}&iteration={second.iteration}"
    answer = api.get(f"{place}?{query}")
    assert answer.status_code == 200, answer.text
    told = answer.json()
    with np.errstate(all="ignore"):
        assert told["loss"] == _number(second.loss - first.loss)
        for parameter, values in told["parameters"].items():
            assert values == _plain(second.parameters[parameter] - first.parameters[parameter])
    parts = [None, *(stretch.name for trace in traces for stretch in trace.stretches)]
    for part, theme, log in product(dict.fromkeys(parts), THEME_NAMES, ("false", "true")):
        looks = f"&theme={theme}&log={log}" + (f"&part={part}" if part else "")
        drawn = api.get(f"{place}/figures?{query}{looks}")
        assert drawn.status_code == 200, drawn.text
        assert set(drawn.json()) == set(COMPARISON_FIGURES)
        alone = api.get(f"{place}/figures?{query}{looks}&names={name}").json()
        assert alone == {name: drawn.json()[name]}
        assert alone[name] is None or go.Figure(alone[name])


EXPLODING = {"learning_rate": 1e6, "clip_norm": None, "initialization_scale": 100}


@pytest.mark.parametrize("other", [{}, {"cell": "lstm"}, {**EXPLODING, "seed": 1}])
def test_a_run_that_has_diverged_is_compared(api: TestClient, other: Json) -> None:
    one, two = (created(api, {**values, "iteration": 30}) for values in (EXPLODING, other))
    assert one["diverged"]
    for first, second in ((one, two), (two, one)):
        place = f"/api/runs/{first['id']}/iterations/latest/compare"
        told = api.get(f"{place}?run={second['id']}").json()
        assert told["loss"] is None
        drawn = api.get(f"{place}/figures?run={second['id']}&log=true")
        assert drawn.status_code == 200, drawn.text
        for figure in drawn.json().values():
            assert figure is None or go.Figure(figure)


def test_a_fork_of_a_run_that_has_diverged_is_compared_with_it(api: TestClient) -> None:
    change = {"iteration": 3, "changes": {"learning_rate": 1e6, "optimizer": "sgd"}}
    run = created(api, {"interventions": [change], "iteration": 30})
    assert run["diverged"]
    before = run["iteration"] - 1
    fork = api.post(
        f"/api/runs/{run['id']}/fork", json={"iteration": before, "learning_rate": 1e-3}
    )
    assert fork.status_code == 201, fork.text
    place = f"/api/runs/{run['id']}/iterations/{before}/compare"
    told = api.get(f"{place}?run={fork.json()['id']}").json()
    assert told["same_until"] == before
    assert told["second"]["label"] == f"η = 0.001 from {before}"
