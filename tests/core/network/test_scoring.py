"""Scores: what a network gets right, counted again by hand."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from rnn_core.errors import NoWeights
from rnn_core.network.sampling import answer, written
from rnn_core.training.configuration import RunConfig
from rnn_core.training.run import Run

OWN = {
    "counting": (("aabb", ""), ("ab", "")),
    "sentiment": (("not good", "bad"), ("good", "fine"), ("really not good", "bad")),
    "captioning": (("#.#/.#.", "a b"), ("###/...", "c")),
    "translation": (("i love you", "我爱你"), ("hello", "你好")),
    "remembering": (("axyx", "a"), ("bxx", "b")),
}


def run_of(task: str, cell: str = "gru", iterations: int = 40, sharing: str = "all") -> Run:
    run = Run(
        RunConfig(task=task, examples=OWN.get(task), cell=cell, hidden_size=6, sharing=sharing)
    )
    run.train(iterations)
    return run


@pytest.mark.parametrize("cell", ["tanh", "gru", "lstm"])
@pytest.mark.parametrize("task", ["next_character", *OWN])
def test_reading_token_by_token_gives_what_the_whole_sequence_gives(task: str, cell: str) -> None:
    run = run_of(task, cell)
    trace = run.trace
    setting = trace.setting
    steps = run.answer(setting.source, setting.target, teacher_forcing=True)
    np.testing.assert_allclose([step.probs for step in steps], trace.timesteps["probs"], atol=1e-12)
    np.testing.assert_allclose([step.h for step in steps], trace.timesteps["h"], atol=1e-12)


@pytest.mark.parametrize("cell", ["window_1", "window_3"])
def test_a_window_reads_the_same_letter_by_letter(cell: str) -> None:
    run = run_of("next_character", cell)
    trace = run.trace
    steps = run.answer("hello")[:4]
    np.testing.assert_allclose([step.probs for step in steps], trace.timesteps["probs"], atol=1e-12)


@pytest.mark.parametrize("task", ["next_character", *OWN])
def test_a_score_counts_the_targets_that_are_most_probable(task: str) -> None:
    run = run_of(task)
    configuration = run.configuration
    train = configuration.made_task.splits["train"]
    score = run.scores()["train"]
    losses, right, counted, sequences = [], 0, 0, 0
    for iteration in range(run.iteration, run.iteration + len(train)):
        # An epoch's traces hold all examples, but each with other weights: those of now are given.
        example = train[iteration - run.iteration]
        steps = run.answer(example.source, example.target, teacher_forcing=True)
        asked = list(zip(steps, example.targets, example.scored, strict=False))
        losses.append(-sum(np.log(s.probs[id_]) for s, id_, _ in asked if id_ is not None))
        counted += sum(scored for *_, scored in asked)
        right += sum(scored and s.probs.argmax() == id_ for s, id_, scored in asked)
        sequences += all(s.probs.argmax() == id_ for s, id_, scored in asked if scored)
    assert score.loss == pytest.approx(np.mean(losses), rel=1e-12)
    assert (score.right, score.counted, score.examples) == (right, counted, len(train))
    assert score.sequences_right == sequences


def test_an_answer_is_right_only_as_a_whole() -> None:
    run = run_of("translation", iterations=400)
    assert run.scores()["train"].answers_right == 2
    untrained = run_of("translation", iterations=0)
    right = 0
    for example in untrained.configuration.made_task.splits["train"]:
        said = written(untrained.answer(example.source), "decoder")
        right += said == (*example.target, "EOS")
    assert untrained.scores()["train"].answers_right == right


def test_free_running_reads_what_it_said_itself() -> None:
    run = run_of("translation", iterations=15)
    steps = [step for step in run.answer("hello") if step.part == "decoder"]
    assert steps[0].input == "BOS"
    for before, after in itertools.pairwise(steps):
        assert after.input == before.output


def test_an_unshared_network_has_nothing_for_a_timestep_it_was_not_trained_on() -> None:
    run = run_of("next_character", "tanh", sharing="none")
    longer = run.scores()["longer"]
    assert (longer.out_of_reach, longer.loss, longer.right) == (1, None, 0)
    with pytest.raises(NoWeights, match="timestep 5"):
        run.answer("hellohello")
    written_by_it = run.sample("h", 10, 0.0, np.random.default_rng(0))
    assert len(written_by_it.steps) == 4


def test_an_image_decides_the_first_state() -> None:
    run = run_of("captioning")
    trace = run.trace
    W_ph, b_ph, p = trace.parameters["W_ph"], trace.parameters["b_ph"], trace.initials["p"]
    np.testing.assert_allclose(trace.h_0, np.tanh(W_ph @ p + b_ph), atol=1e-15)


def test_scores_leave_the_run_as_it_is() -> None:
    run, other = run_of("translation"), run_of("translation")
    run.scores()
    configuration = run.configuration
    example = configuration.made_task.splits["train"][0]
    answer(configuration.architecture, run.trace.parameters, run.trace.h_0, example)
    run.train(10)
    other.train(10)
    np.testing.assert_array_equal(run.trace.record, other.trace.record)
