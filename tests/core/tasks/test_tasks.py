"""Tasks: what is read, what is asked, what counts, and what is kept from training."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnn_core.analysis.window_floor import window_floor
from rnn_core.errors import InvalidConfiguration
from rnn_core.tasks.counting import Counting
from rnn_core.tasks.next_character import NextCharacter
from rnn_core.tasks.registry import TASKS
from rnn_core.tasks.remembering import Remembering
from rnn_core.tasks.task import Example, Task, split
from rnn_core.training.configuration import RunConfig
from rnn_core.training.run import Run
from rnn_core.training.trainer import Trainer


def asked(task: Task, example: Example) -> list[str | None]:
    return [None if id_ is None else task.vocabulary.tokens[id_] for id_ in example.targets]


def built_in(name: str) -> Task:
    return RunConfig(task=name).made_task


def test_counting_has_a_hundred_sequences_of_one_to_nine() -> None:
    splits = Counting().splits
    sizes = [len(splits[name]) for name in ("train", "validation", "test")]
    assert sizes == [80, 10, 10]
    for name in ("train", "validation", "test"):
        for example in splits[name]:
            n = len(example) // 2
            assert example.source == "a" * n + "b" * n
            assert 1 <= n <= 9
    assert [len(example) // 2 for example in splits["longer"]] == [10, 11, 12, 13, 14, 15]


def test_counting_scores_the_other_bs_and_the_end() -> None:
    task = Counting()
    example = task.read("aaabbb")
    assert asked(task, example) == ["a", "a", "b", "b", "b", "EOS"]
    assert example.scored == (False, False, False, True, True, True)


def test_letters_that_counting_does_not_know_are_unknown_tokens() -> None:
    task = Counting()
    assert task.vocabulary.decode(task.read("axb").inputs) == ("a", "UNK", "b")


@pytest.mark.parametrize("name", ["sentiment", "translation"])
def test_a_word_is_read_as_written_before_it_is_read_in_lower_case(name: str) -> None:
    task = RunConfig(task=name, examples=(("May may Rose", "x"), ("may", "y"))).made_task
    read = task.read("May may MAY Rose rose ROSE", "")
    of_words = read.inputs[: read.lengths[0]]
    assert task.parts[0].vocabulary.decode(of_words) == (
        "May", "may", "may", "Rose", "UNK", "UNK",
    )  # fmt: skip


def test_sentiment_asks_at_the_last_word_only() -> None:
    task = built_in("sentiment")
    for example in task.splits["train"]:
        assert asked(task, example) == [None] * (len(example) - 1) + [example.target]
        assert example.scored == (False,) * (len(example) - 1) + (True,)


def test_a_decoder_reads_each_target_one_timestep_late() -> None:
    task = built_in("translation")
    encoder, decoder = (part.vocabulary for part in task.parts)
    for example in task.splits["train"]:
        S, _ = example.lengths
        assert encoder.decode(example.inputs[:S]) == tuple(example.source.split())
        assert decoder.decode(example.inputs[S:]) == ("BOS", *example.target)
        assert asked(task, example) == [None] * S + [*example.target, "EOS"]


def test_a_picture_is_read_as_pixels() -> None:
    task = RunConfig(task="captioning", examples=(("#./.#", "a b"), ("##/..", "c"))).made_task
    example = task.splits["train"][0]
    assert task.image_shape == (2, 2)
    np.testing.assert_array_equal(example.image, [1, 0, 0, 1])
    assert asked(task, example) == ["a", "b", "EOS"]


@pytest.mark.parametrize("source", ["#.", "#./.", "#./.x", ""])
def test_a_picture_of_another_shape_is_refused(source: str) -> None:
    task = RunConfig(task="captioning", examples=(("#./.#", "a"), ("##/..", "b"))).made_task
    with pytest.raises(InvalidConfiguration, match="2 rows of 2 pixels"):
        task.read(source)


@pytest.mark.parametrize("distance", [5, 30, 100])
def test_remembering_asks_for_the_first_letter_at_the_end(distance: int) -> None:
    task = Remembering(distance)
    for example in task.splits["train"]:
        assert len(example) == distance + 1
        assert asked(task, example) == [None] * distance + [example.source[0]]
        assert set(example.source[1:]) <= set("xyz")
    assert {len(example) for example in task.splits["longer"]} == {distance + 11}
    assert all(example.source[1] == example.target for example in task.splits["shifted"])


def test_a_longer_text_and_a_shifted_one_count_only_known_pairs_of_letters() -> None:
    splits = NextCharacter("hello").splits
    (longer,), (shifted,) = splits["longer"], splits["shifted"]
    assert longer.source == "hellohello"
    assert longer.scored == (True,) * 4 + (False,) + (True,) * 4
    assert shifted.source == "ello"


@pytest.mark.parametrize("name", sorted(set(TASKS) - {"next_character", "counting"}))
def test_nothing_that_is_judged_was_trained_on(name: str) -> None:
    splits = built_in(name).splits
    trained = {(example.source, example.target) for example in splits["train"]}
    for other in set(splits) - {"train"}:
        assert not trained & {(example.source, example.target) for example in splits[other]}


def test_a_split_keeps_every_pair_once() -> None:
    pairs = [(str(n), "") for n in range(57)]
    parts = split(pairs)
    assert sorted(pair for part in parts.values() for pair in part) == sorted(pairs)
    assert [len(part) for part in parts.values()] == [47, 5, 5]


@given(seed=st.integers(0, 1000), epoch=st.integers(0, 5))
def test_every_epoch_is_a_permutation_that_the_seed_decides(seed: int, epoch: int) -> None:
    configuration = RunConfig(task="counting", seed=seed)
    first, second = Trainer(configuration), Trainer(configuration)
    iterations = range(80 * epoch, 80 * (epoch + 1))
    order = [first.example_at(k) for k in iterations]
    assert sorted(order) == list(range(80))
    # In whatever order it is asked.
    assert [second.example_at(k) for k in reversed(iterations)] == order[::-1]


def best_loss(text: str, reads: int) -> float:
    """Of each context the best distribution, found by counting it out by hand."""
    total = 0.0
    contexts = [text[max(0, place + 1 - reads) : place + 1] for place in range(len(text) - 1)]
    for context, following in zip(contexts, text[1:], strict=True):
        places = [p for p, other in enumerate(contexts) if other == context]
        total -= math.log(sum(text[p + 1] == following for p in places) / len(places))
    return total


@given(
    text=st.text("ab", min_size=2, max_size=12).filter(lambda text: len(set(text)) > 1),
    reads=st.integers(1, 4),
)
def test_the_floor_of_a_window_is_the_entropy_of_what_follows(text: str, reads: int) -> None:
    examples = NextCharacter(text).splits["train"]
    assert window_floor(examples, reads) == pytest.approx(best_loss(text, reads), abs=1e-12)


def test_on_hello_one_letter_cannot_come_below_two_log_two() -> None:
    examples = NextCharacter("hello").splits["train"]
    assert window_floor(examples, 1) == pytest.approx(2 * math.log(2))
    assert window_floor(examples, 2) == 0.0


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_a_window_of_one_letter_is_stuck_on_its_floor_and_the_rnn_is_not(seed: int) -> None:
    floor = 2 * math.log(2)
    window = Trainer(RunConfig(cell="window_1", seed=seed))
    losses: list[float] = []
    window.advance(3000, losses=losses)
    assert min(losses) > floor
    assert losses[-1] < floor + 0.01
    recurrent = Trainer(RunConfig(seed=seed))
    recurrent.advance(3000)
    assert recurrent.loss < 0.01


def test_going_back_meets_the_same_examples_and_the_same_bits() -> None:
    run = Run(RunConfig(task="counting", cell="lstm", hidden_size=4))
    seen = []
    for _ in range(200):
        seen.append(run.trace)
        run.step()
    for k in (150, 3, 79, 80, 199):
        run.rewind(k)
        again = run.trace
        assert again.setting.source == seen[k].setting.source
        np.testing.assert_array_equal(again.record, seen[k].record)


@pytest.mark.parametrize("cell", ["tanh", "gru", "lstm"])
@pytest.mark.parametrize("initialization", ["normal", "uniform", "orthogonal"])
def test_the_spectral_radius_can_be_chosen(cell: str, initialization: str) -> None:
    configuration = RunConfig(
        cell=cell, hidden_size=9, initialization=initialization, spectral_radius=1.7
    )
    W_hh = Run(configuration).trace.parameters["W_hh"]
    for block in W_hh.reshape(-1, 9, 9):
        assert np.abs(np.linalg.eigvals(block)).max() == pytest.approx(1.7)
