"""Each question that a page asks by itself: carried out, it teaches what it is asked for, with
every seed it shows, and what the page says is what its numbers say.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import pytest
from starlette.testclient import TestClient

from app.documents.experiments import labels
from app.verdicts.experiments import verdict
from app.verdicts.words import Verdict, percent
from app.words.language import LANGUAGES
from app.words.messages import messages
from app.words.questions import QUESTIONS
from rnn_core.analysis.experiments import Experiment, Measurement
from rnn_core.network.scoring import Score
from tests.once import once
from tests.spoken import in_every_language

# Each network of a question is trained with five seeds.
pytestmark = pytest.mark.slow


def experiment_of(question: str) -> Experiment:
    request = QUESTIONS[question].plan.request()
    return Experiment(
        task={name: request[name] for name in ("task", "text", "distance") if name in request},
        models=tuple(request["models"]),
        seeds=tuple(request["seeds"]),
        iterations=request["iterations"],
        # Only how each ends is judged here; how often on the way changes none of it.
        evaluations=1,
    )


def said_of(experiment: Experiment, found: Sequence[Measurement]) -> Verdict:
    return in_every_language(
        lambda words: verdict(experiment, labels(experiment, words), found, "finished", words)
    )


@cache
def carried_out(question: str) -> tuple[Experiment, tuple[Measurement, ...], Verdict]:
    experiment = experiment_of(question)
    found = once(lambda: tuple(each for each in experiment.run() if each is not None), experiment)
    return experiment, found, said_of(experiment, found)


def ends(question: str, model: int, split: str) -> list[Score]:
    experiment, found, _ = carried_out(question)
    scores = [
        each.scores[split]
        for each in found
        if each.model == model and each.iteration == experiment.iterations
    ]
    assert len(scores) == len(experiment.seeds) == 5
    return scores


def losses(question: str, model: int) -> list[float]:
    return [score.loss for score in ends(question, model, "train") if score.loss is not None]


def whole(question: str, model: int, split: str) -> list[float]:
    return [score.sequences_right / score.examples for score in ends(question, model, split)]


def shifted_right(model: int) -> list[float]:
    return [score.right / score.counted for score in ends("sharing", model, "shifted")]


def test_one_letter_is_not_enough_and_two_are_and_a_state_is() -> None:
    experiment, _, said = carried_out("recurrence")
    floor = experiment.floors[0]
    assert floor is not None
    assert floor == pytest.approx(1.3862943611198906)
    assert min(losses("recurrence", 0)) > floor
    for model in (1, 2, 3):
        assert max(losses("recurrence", model)) < 0.05
    so = said.so[0]
    assert "a wider window gets below 1.386 (“window MLP, k = 2” and “window MLP, k = 3”)" in so
    assert "and so does a recurrent state (“tanh RNN”)" in so


def test_the_state_is_also_judged_on_the_longer_and_the_shifted_text() -> None:
    _, _, said = carried_out("recurrence")
    told = []
    for split in ("longer", "shifted"):
        shares = sorted(s.right / s.counted for s in ends("recurrence", 3, split))
        least, middle, greatest = (percent(shares[place]) for place in (0, 2, 4))
        whole = f"; 100% with {shares.count(1.0)} of 5 seeds"
        told.append(f"{middle} ({least}–{greatest}{whole}) on the {split} text")
    assert said.so[1] == f"Without further training, “tanh RNN” scores {told[0]} and {told[1]}."
    # The windows have theirs beside it.
    assert "Score on the longer text: “window MLP, k = 1” 75%" in " ".join(said.seen)


def test_shared_weights_know_at_one_timestep_what_was_learnt_at_another() -> None:
    _, _, said = carried_out("sharing")
    shared, *unshared = (shifted_right(m) for m in range(3))
    for model, shares in enumerate(unshared, 1):
        assert min(shared) > max(shares)
        assert all(score.out_of_reach == 1 for score in ends("sharing", model, "longer"))
        assert {score.value for score in ends("sharing", model, "train")} == {1.0}
    (so,) = said.so
    others = "“tanh RNN, only output weights shared” and “tanh RNN, no weights shared”"
    assert so.endswith(f"on the shifted text it scores higher than {others} with every seed.")
    assert "no weights after timestep 10" in " ".join(said.seen)


def test_the_lstm_counts_beyond_its_training_by_adding_and_the_others_do_not() -> None:
    experiment, found, said = carried_out("counting")
    tanh, gru, lstm = (whole("counting", model, "longer") for model in range(3))
    assert lstm == [1.0] * 5
    assert max(tanh + gru) < 0.5
    memories = [each.memory for each in found if each.iteration == experiment.iterations]
    for memory in memories:
        assert memory is not None
        if memory.state == "c":
            # About one more for each letter.
            assert memory.largest[14] > memory.largest[9] + 3 > memory.largest[4] + 6
        else:
            assert max(memory.largest) <= 1.0
    assert said.so[0] == (
        "With every seed, “LSTM, forget-gate bias 4” gets more sequences fully "
        "correct than “tanh RNN” and "
        "“GRU, update-gate bias 4”."
    )
    assert "keeps growing with the count: it counts by adding" in said.so[1]
    (gru_fails,) = [sentence for sentence in said.so if "a GRU" in sentence]
    assert "no room to keep adding" in gru_fails
    assert "Even so" not in gru_fails


def test_whole_sequences_and_single_letters_are_told_apart() -> None:
    _, _, said = carried_out("counting")
    whole_told, letters_told = said.seen[1:3]
    assert whole_told.startswith("Fully correct sequences, among those longer than any in training")
    assert letters_told.startswith("The score in the table counts single predictions instead")
    for model in range(3):
        shares = sorted(s.right / s.counted for s in ends("counting", model, "longer"))
        assert percent(shares[2]) in letters_told
        assert percent(sorted(whole("counting", model, "longer"))[2]) in whole_told


def test_gates_kept_open_remember_with_every_seed_and_a_half_closed_one_does_not() -> None:
    _, _, said = carried_out("remembering")
    tanh, gru_open, half_closed, lstm_open = (
        whole("remembering", model, "test") for model in range(4)
    )
    assert gru_open == lstm_open == [1.0] * 5
    assert max(half_closed) < 0.5
    assert min(tanh) < 1.0
    assert said.so[0].startswith(
        "With every seed, “GRU, update-gate bias 4” and “LSTM, forget-gate bias "
        "4” score higher than “LSTM”."
    )
    assert (
        "with every seed, the one that starts at f = 0.98 scores higher than the one that starts "
        "at f = 0.5"
    ) in said.so[1]


@pytest.mark.parametrize(
    ("question", "first", "second"),
    [("counting", 1, 2), ("remembering", 2, 3), ("sharing", 0, 2), ("recurrence", 0, 3)],
)
def test_with_the_numbers_exchanged_the_verdict_is_another(
    question: str, first: int, second: int
) -> None:
    experiment, found, said = carried_out(question)
    exchanged = {first: second, second: first}
    other = [replace(each, model=exchanged.get(each.model, each.model)) for each in found]
    turned = said_of(experiment, other)
    assert said.so[0] != turned.so[0]
    assert said.seen != turned.seen


def test_an_lstm_that_does_not_lead_is_not_said_to() -> None:
    experiment, found, _ = carried_out("counting")
    # As if the GRU had ended as the LSTM, and the LSTM as the GRU; what they carry stays.
    scores = {(each.model, each.seed, each.iteration): each.scores for each in found}
    turn = {1: 2, 2: 1}
    other = [
        replace(each, scores=scores[turn.get(each.model, each.model), each.seed, each.iteration])
        for each in found
    ]
    told = " ".join(said_of(experiment, other).so)
    assert (
        "With every seed, “GRU, update-gate bias 4” gets more sequences fully "
        "correct than “tanh RNN” and "
        "“LSTM, forget-gate bias 4”."
    ) in told
    assert "The state of a GRU" in told
    assert "no network that adds beats it" in told


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("question", QUESTIONS)
def test_what_is_said_beforehand_promises_nothing(
    client: TestClient, question: str, language: str
) -> None:
    page = client.get("/experiments", headers={"Accept-Language": language}).text
    config = re.search(r'id="page-config">(.*?)</script>', page)
    assert config is not None
    page = json.dumps(json.loads(config[1]), ensure_ascii=False)
    told = QUESTIONS[question].beforehand(messages(language))
    assert told in page
    assert "?" in told or "？" in told
    # What is found out is not said in advance.
    experiment, found, _ = carried_out(question)
    words = messages(language)
    said = verdict(experiment, labels(experiment, words), found, "finished", words)
    for sentence in said.so:
        assert sentence not in page
