"""The measures, against what a run computed, and over the API."""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import pytest
from starlette.testclient import TestClient

from app.lessons import measures
from app.lessons.measures import MEASURES, SUBJECTS, Measured
from app.lessons.measures.windows import NEAR
from rnn_core.errors import InvalidAddress
from rnn_core.training.run import Run

SEEDS = (1, 2, 3, 4, 5)


def measured(name: str, run: Run, iteration: int = 0, **told: object) -> Measured:
    return MEASURES[name].of_run(run, iteration, told)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_prediction_is_the_largest_probability(seed: int) -> None:
    run = Run(seed=seed)
    for t, target in enumerate("ello", start=1):
        found = measured("most_probable", run, t=t)
        probs = run.trace.probs[t - 1]
        assert found.values["p"] == probs.max()
        assert found.values["token"] == "helo"[probs.argmax()]
        assert found.values["p_target"] == probs["helo".index(target)]
        assert (found.outcome == "correct") == (found.values["token"] == target)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("t", [1, 2, 3, 4])
def test_the_parts_of_a_state_add_up(seed: int, t: int) -> None:
    run = Run(seed=seed)
    run.train(10)
    trace = run.trace
    found = measured("parts_of_state", run, 10, t=t, unit=2)
    letter = (trace.parameters["W_xh"] @ trace.x(t))[2]
    past = (trace.parameters["W_hh"] @ (trace.h[t - 2] if t > 1 else trace.h_0))[2]
    parts = (letter, past, trace.parameters["b_h"][2])
    assert [found.values[name] for name in ("letter", "past", "bias")] == pytest.approx(parts)
    assert found.values["sum"] == pytest.approx(sum(parts))
    assert math.tanh(float(found.values["sum"])) == pytest.approx(trace.h[t - 1][2])
    assert found.outcome == ("letter" if t == 1 else "both")


def test_without_recurrent_weights_the_past_brings_nothing() -> None:
    run = Run(hidden_size=2, initial_parameters={"W_hh": np.zeros((2, 2))})
    assert measured("parts_of_state", run, t=3, unit=0).outcome == "letter"
    assert measured("states", run, first=3, second=4).outcome == "same"


def test_a_window_reads_several_letters_and_before_the_text_none() -> None:
    run = Run(cell="window_2")
    assert measured("one_hot", run, t=2).outcome == "several"
    assert measured("one_hot", Run(), t=2).values == {
        "letter": "e", "place": 2, "size": 4, "ones": 1,
    }  # fmt: skip


@pytest.mark.parametrize("seed", SEEDS)
def test_a_text_is_learnt_when_every_prediction_is_right(seed: int) -> None:
    run = Run(seed=seed, hidden_size=3)
    run.train(100)
    found = measured("spells", run, 100)
    assert found.outcome == "learnt"
    assert found.values["written"] == "ello"
    first = int(found.values["first"])
    assert measured("reading", run, first).outcome == "all"
    assert all(measured("reading", run, k).outcome != "all" for k in range(first))
    assert measured("spells", run, max(0, first - 1)).outcome == "not_yet"


def test_changes_have_a_direction() -> None:
    run = Run()
    run.train(5)
    fell = measured("loss_change", run, 5)
    assert fell.outcome == "falls"
    assert fell.values["before"] == run.history()[0]
    assert measured("loss_change", run, 5, since=5).outcome == "same"
    number = measured("number_change", run, 5, quantity="W_hh", index="0,1")
    before, after = (run.trace_at(k).parameters["W_hh"][0, 1] for k in (0, 5))
    assert (number.values["before"], number.values["after"]) == (before, after)
    assert number.outcome == ("rises" if after > before else "falls")


def test_an_even_guess_costs_the_logarithm_of_the_number_of_tokens() -> None:
    even = Run(initial_parameters={"W_hy": np.zeros((4, 6))})
    found = measured("loss_of", even, t=1)
    assert found.values["loss"] == pytest.approx(math.log(4))
    assert found.values["even"] == math.log(4)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_window_of_one_comes_to_its_floor_and_not_below(seed: int) -> None:
    run = Run(cell="window_1", seed=seed)
    run.train(300)
    found = measured("floor", run, 300)
    assert found.outcome == "near"
    assert found.values["floor"] == pytest.approx(2 * math.log(2))
    assert 0 < float(found.values["gap"]) < NEAR
    assert measured("floor", run, 0).outcome == "far"
    assert measured("floor", Run(cell="window_2")).outcome == "zero"
    with pytest.raises(InvalidAddress, match="no such floor"):
        measured("floor", Run())


@pytest.mark.parametrize(
    ("text", "needed", "seen", "follow"),
    [
        ("hello", 2, "l", "lo"),
        ("mississippi", 5, "issi", "ps"),
        ("banana", 1, "", "b"),
        ("aab", 2, "a", "ab"),
    ],
)
def test_a_window_is_wide_enough_when_nothing_is_followed_by_two(
    text: str, needed: int, seen: str, follow: str
) -> None:
    found = measured("window_needed", Run(text=text))
    assert (found.outcome, found.values["needed"]) == ("certain", needed)
    if needed > 1:
        assert (found.values["seen"], found.values["one"], found.values["other"]) == (seen, *follow)
        assert all(f"{seen}{letter}" in text for letter in follow)


def test_a_task_asks_at_the_end_everywhere_or_in_between() -> None:
    assert measured("targets", Run()).outcome == "each"
    assert measured("targets", Run(task="sentiment")).outcome == "last"
    found = measured("targets", Run(task="translation"))
    assert found.outcome == "some"
    assert (
        int(found.values["first_target"]) + int(found.values["targets"]) - 1
        == found.values["inputs"]
    )


@pytest.mark.parametrize(
    ("name", "told", "says"),
    [
        ("one_hot", {}, "one_hot needs t"),
        ("one_hot", {"t": 9}, "timesteps are 1 to 4"),
        ("one_hot", {"t": "two"}, "t is a whole number"),
        ("one_hot", {"t": 1, "unit": 2}, "no parameter 'unit'; it has: t"),
        ("loss_change", {"since": 3}, "since is an iteration from 0 to 0"),
        ("number_change", {"quantity": "W_hh", "index": "x"}, "an index is whole numbers"),
        ("number_change", {"quantity": "nothing"}, "nothing"),
    ],
)
def test_what_cannot_be_measured_is_refused(name: str, told: dict[str, object], says: str) -> None:
    with pytest.raises(InvalidAddress, match=says):
        MEASURES[name].of_run(Run(), 0, told)


def test_every_subject_is_registered() -> None:
    files = {Path(subject.__file__ or "") for subject in SUBJECTS}
    package = Path(measures.__file__).parent
    assert files == {path for path in package.glob("*.py") if "\n@measure(" in path.read_text()}


# ---- over the API ------------------------------------------------------------------------------


def test_a_run_is_measured_at_an_iteration(client: TestClient, run: str) -> None:
    client.post(f"{run}/step")
    answer = client.get(f"{run}/measures/loss_change", params={"iteration": 1})
    assert answer.status_code == 200
    assert answer.json()["outcome"] == "falls"
    losses = client.get(f"{run}/history").json()["loss"]
    assert [answer.json()["values"][name] for name in ("before", "after")] == losses
    here = client.get(f"{run}/measures/states", params={"first": 3, "second": 4})
    assert here.json()["outcome"] == "different"


def test_an_experiment_is_measured(client: TestClient) -> None:
    body = {
        "text": "hello",
        "models": [{"cell": "window_1"}, {"cell": "tanh"}],
        "seeds": [1, 2],
        "iterations": 300,
    }
    lines = client.post("/api/experiments", json=body).text.splitlines()
    path = f"/api/experiments/{json.loads(lines[0])['id']}/measures"
    lower = client.get(f"{path}/lower_loss", params={"first": 1, "second": 2}).json()
    assert lower["outcome"] == "second"
    assert lower["values"]["second"] < lower["values"]["first"]
    below = client.get(f"{path}/gets_below", params={"model": 1, "loss": 2 * math.log(2)})
    assert below.json()["outcome"] == "none"
    fewer = client.get(f"{path}/fewer_weights", params={"first": 1, "second": 2}).json()
    assert (fewer["outcome"], fewer["values"]["difference"]) == ("first", 6 * 6)
    assert client.get(f"{path}/gets_below", params={"model": 9, "loss": 1}).status_code == 422


def test_refusals_are_problems(client: TestClient, run: str) -> None:
    unknown = client.get(f"{run}/measures/beauty")
    assert unknown.status_code == 404
    assert "most_probable" in unknown.json()["detail"]
    missing = client.get(f"{run}/measures/one_hot")
    assert missing.status_code == 422
    assert missing.json()["errors"][0]["field"] == "t"
    assert client.get(f"{run}/measures/one_hot?t=1&iteration=5").status_code == 404
