"""The measures, against what a run computed, and over the API."""

from __future__ import annotations

import json
import math
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from starlette.testclient import TestClient

from app.lessons import measures
from app.lessons.measures import MEASURES, SUBJECTS, Measured
from app.lessons.measures.windows import NEAR
from rnn_core.errors import InvalidAddress
from rnn_core.training.configuration import RunConfig
from rnn_core.training.interventions import Intervention
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
        assert found.values["y"] == run.trace.timesteps["logits"][t - 1].max()
        assert found.values["exp"] == pytest.approx(math.exp(float(found.values["y"])))
        assert float(found.values["exp"]) / float(found.values["total"]) == pytest.approx(
            float(found.values["p"])
        )


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


@pytest.mark.parametrize("seed", SEEDS)
def test_the_same_letter_brings_the_same_and_the_past_does_not(seed: int) -> None:
    run = Run(seed=seed)
    run.train(10)
    found = measured("why_states_differ", run, 10, first=3, second=4, unit=1)
    one, other = (measured("parts_of_state", run, 10, t=t, unit=1).values for t in (3, 4))
    assert found.outcome == "past"
    assert [found.values[name] for name in ("letter", "past", "bias", "sum")] == [
        one[name] for name in ("letter", "past", "bias", "sum")
    ]
    assert found.values["other_letter"] == one["letter"] == other["letter"]
    assert found.values["other_past"] == other["past"] != one["past"]
    assert found.values["other_sum"] == other["sum"]
    assert measured("why_states_differ", run, 10, first=2, second=3, unit=1).outcome == "both"


def test_without_recurrent_weights_the_past_brings_nothing() -> None:
    run = Run(hidden_size=2, initial_parameters={"W_hh": np.zeros((2, 2))})
    assert measured("parts_of_state", run, t=3, unit=0).outcome == "letter"
    assert measured("states", run, first=3, second=4).outcome == "same"


def test_a_window_reads_several_letters_and_before_the_text_none() -> None:
    run = Run(cell="window_2")
    assert measured("one_hot", run, t=2).outcome == "several"
    assert measured("one_hot", Run(), t=2).values == {
        "letter": "e", "place": 1, "size": 4, "ones": 1,
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
    with pytest.raises(InvalidAddress, match="no such lower bound"):
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


@pytest.mark.parametrize(
    ("H", "text", "grows_at"), [(6, "hello", 3), (20, "hello", 0), (1, "hello", 2)]
)
def test_a_window_has_a_column_of_weights_for_each_letter_that_it_shows(
    H: int, text: str, grows_at: int
) -> None:
    run, V = Run(hidden_size=H, text=text), len(set(text))
    recurrent = H * V + H * H + H + V * H + V
    windows = [H * reads * V + H + V * H + V for reads in (1, 2, 3, 4, 5)]
    for reads, window in enumerate(windows, 1):
        found = measured("window_size", run, reads=reads)
        assert found.values == {"reads": reads, "window": window, "recurrent": recurrent}
        assert found.outcome == ("fewer" if window < recurrent else "more")
    found = measured("window_outgrows", run)
    assert (found.outcome, found.values["reads"]) == ("grows" if grows_at else "never", grows_at)
    assert (found.values["more"], found.values["recurrent"]) == (H * V, recurrent)
    if grows_at:
        assert found.values["window"] == windows[grows_at - 1] > recurrent >= windows[grows_at - 2]
        assert (found.values["before"], found.values["fewer"]) == (
            grows_at - 1,
            windows[grows_at - 2],
        )
    else:
        assert (found.values["before"], found.values["fewer"]) == (5, max(windows))
        assert max(windows) <= recurrent
    with pytest.raises(InvalidAddress, match="windows show 1 to 5"):
        measured("window_size", run, reads=6)
    with pytest.raises(InvalidAddress, match="a network that has a state"):
        measured("window_outgrows", Run(cell="window_2"))


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
        ("one_hot", {"t": 1, "unit": 2}, "no parameter “unit”; it has: t"),
        ("loss_change", {"since": 3}, "since is an iteration from 0 to 0"),
        ("number_change", {"quantity": "W_hh", "index": "x"}, "an index is whole numbers"),
        ("number_change", {"quantity": "nothing"}, "nothing"),
    ],
)
def test_what_cannot_be_measured_is_refused(name: str, told: dict[str, object], says: str) -> None:
    with pytest.raises(InvalidAddress, match=says):
        MEASURES[name].of_run(Run(), 0, told)


@pytest.mark.parametrize("text", ["hello", "mississippi"])
def test_every_merged_layer_saves_its_own_parameters(text: str) -> None:
    apart = Run(text=text, hidden_size=3, sharing="none")
    together = Run(text=text, hidden_size=3)
    T = len(text) - 1
    counts = [int(measured("merging", apart, layers=k).values["count"]) for k in range(1, T + 1)]
    assert counts[0] == apart.configuration.architecture.weights
    assert counts[-1] == together.configuration.architecture.weights
    assert set(np.diff(counts)) == {-counts[-1]}
    assert measured("merging", apart).outcome == "apart"
    assert measured("merging", together).outcome == "together"
    assert measured("merging", apart, layers=2).outcome == "some"
    with pytest.raises(InvalidAddress, match=f"there are 1 to {T}"):
        measured("merging", apart, layers=T + 1)


@pytest.mark.parametrize("seed", SEEDS)
def test_an_unshared_network_recites_and_ends_where_its_weights_do(seed: int) -> None:
    run = Run(sharing="none", seed=seed)
    run.train(300)
    longer = measured("reading_of", run, 300, split="longer")
    assert longer.outcome == "unread"
    assert longer.values["read"] == "hellohell"
    assert longer.values["asked"] == "ello·ello"
    assert (longer.values["written"], longer.values["next"]) == ("ello", 5)
    shifted = measured("recites", run, 300, split="shifted")
    assert (shifted.outcome, shifted.values["written"]) == ("place", "ell")
    own = measured("reading_of", run, 300, split="train")
    assert (own.outcome, own.values["written"]) == (
        "all",
        measured("reading", run, 300).values["written"],
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_predictions_follow_what_has_weights(seed: int) -> None:
    def without(*names: str) -> Run:
        edits = [
            {"parameter": name, "index": list(index), "value": 0.0}
            for name in names
            for index in np.ndindex(*Run().trace.parameters[name].shape)
        ]
        run = Run(RunConfig(seed=seed), [Intervention(50, {"edits": edits})] if edits else ())
        run.train(50)
        return run

    found = {
        names: measured("after_shuffling", without(*names), 50, letters="lleh")
        for names in [(), ("W_hh",), ("W_xh",), ("W_xh", "W_hh")]
    }
    assert [each.outcome for each in found.values()] == ["both", "letter", "place", "neither"]
    alone = found["W_hh",].values
    said = dict(zip(str(alone["read"]), str(alone["written"]), strict=True))
    assert alone["other_written"] == "".join(said[letter] for letter in "lleh")
    assert found["W_xh",].values["written"] == found["W_xh",].values["other_written"]
    with pytest.raises(InvalidAddress, match="in any order"):
        measured("after_shuffling", Run(), letters="hello")


def test_what_an_intervention_moves_is_told() -> None:
    run = Run(RunConfig(), [Intervention(3, {"clamps": [{"unit": 0, "value": 0.9, "t": 2}]})])
    run.train(3)
    plain = Run()
    plain.train(3)
    differences = np.abs(run.trace.h - plain.trace.h).max(axis=1)
    for t in (1, 2, 3, 4):
        assert measured("moved", run, 3, t=t).values["difference"] == differences[t - 1]
    assert measured("moved", plain, 3, t=2).outcome == "unmoved"


def test_equal_factors_multiply() -> None:
    run = Run(text="hello hello hello", hidden_size=8, spectral_radius=0.5)
    found = measured("equal_factors", run)
    trace = run.trace
    product = np.eye(8)
    one = 0.0
    for t in range(trace.T, 1, -1):
        product = product @ ((1 - trace.h[t - 1] ** 2)[:, None] * trace.parameters["W_hh"])
        one = one or float(np.linalg.norm(product, 2))
    assert found.outcome == "shrinks"
    assert found.values["one"] == pytest.approx(one)
    assert found.values["all"] == pytest.approx(np.linalg.norm(product, 2))
    assert found.values["steps"] == trace.T - 1
    assert float(found.values["factor"]) ** (trace.T - 1) == pytest.approx(found.values["all"])


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
    grows = client.get(f"{path}/parameter_growth", params={"model": 2}).json()
    assert (grows["outcome"], grows["values"]["count"]) == ("same", grows["values"]["greatest"])
    more = client.get(f"{path}/more_right", params={"first": 1, "second": 2}).json()
    assert (more["outcome"], more["values"]["least"]) == ("second", 4)
    perfect = [
        client.get(f"{path}/reads_perfectly", params={"model": model}).json()["outcome"]
        for model in (1, 2)
    ]
    assert perfect == ["none", "all"]
    shares = [
        client.get(f"{path}/right_share", params={"model": model, "percent": 80}).json()
        for model in (1, 2)
    ]
    assert [share["outcome"] for share in shares] == ["none", "all"]
    assert shares[0]["values"]["greatest"] == 75
    assert (shares[1]["values"]["least"], shares[1]["values"]["chance"]) == (100, 25)
    assert shares[1]["values"]["tested"] == 4
    for first, second, outcome in (
        (1, 2, "second"),
        (2, 1, "first"),
        (2, 2, "both"),
        (1, 1, "neither"),
    ):
        told = {"first": first, "second": second, "percent": 80}
        found = client.get(f"{path}/which_learn", params=told).json()
        assert found["outcome"] == outcome
        assert found["values"]["first_greatest"] == shares[first - 1]["values"]["greatest"]
        assert found["values"]["second_least"] == shares[second - 1]["values"]["least"]
        assert found["values"]["second_above"] == shares[second - 1]["values"]["above"]
    once = client.get(f"{path}/reads_perfectly", params={"model": 2}).json()["values"]["once"]
    assert once == 2
    assert client.get(f"{path}/gets_below", params={"model": 9, "loss": 1}).status_code == 422


def test_refusals_are_problems(client: TestClient, run: str) -> None:
    unknown = client.get(f"{run}/measures/beauty")
    assert unknown.status_code == 404
    assert "most_probable" in unknown.json()["detail"]
    missing = client.get(f"{run}/measures/one_hot")
    assert missing.status_code == 422
    assert missing.json()["errors"][0]["field"] == "t"
    assert client.get(f"{run}/measures/one_hot?t=1&iteration=5").status_code == 404


TOLD: dict[str, tuple[str, ...]] = {
    "t": ("1", "2"), "first": ("1",), "second": ("2",), "unit": ("0",), "since": ("0",),
    "quantity": ("W_hh", "h", "b_h"), "index": ("0,1", "0"), "layers": ("2",), "reads": ("2", "9"),
    "split": ("train", "shifted", "test"), "letters": ("lleh",), "source": ("hell", "it is good"),
    "other": ("slow but good",), "examples": ("it is good = positive; o = o", "hello"),
}  # fmt: skip
RUNS: tuple[dict[str, object], ...] = (
    {}, {"cell": "lstm"}, {"cell": "gru"}, {"cell": "window_1"}, {"cell": "window_2"},
    {"sharing": "none"}, {"sharing": "output"}, {"text": "ab"}, {"text": "ab", "cell": "lstm"},
    {"text": "hello" * 30}, {"spectral_radius": 0}, {"spectral_radius": 1e-30},
    {"spectral_radius": 1e-310}, {"initialization_scale": 0},
    {"learning_rate": 1e6, "optimizer": "sgd", "clip_norm": None},
    {"task": "counting"}, {"task": "sentiment"}, {"task": "captioning"}, {"task": "translation"},
    {"task": "remembering", "distance": 1},
)  # fmt: skip


@pytest.mark.parametrize("configuration", RUNS, ids=str)
def test_every_measure_of_every_kind_of_run_answers_or_says_why_not(
    client: TestClient, configuration: dict[str, object]
) -> None:
    run = client.post("/api/runs", json=configuration).json()["id"]
    client.post(f"/api/runs/{run}/train", json={"iterations": 3})
    answered = 0
    for name, each in MEASURES.items():
        if each.of != "run":
            continue
        for values in product(*(TOLD[parameter] for parameter in each.parameters)):
            told = dict(zip(each.parameters, values, strict=True))
            answer = client.get(f"/api/runs/{run}/measures/{name}", params=told)
            assert answer.status_code in (200, 422), (name, told, answer.text)
            if answer.status_code == 200:
                assert answer.json()["outcome"] in each.outcomes
                answered += 1
            else:
                assert answer.json()["detail"]
    assert answered > 0
