"""A record is enough to have a run again: its numbers, its place, and its changes to undo."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rnn_core.errors import InvalidRecord
from rnn_core.training.configuration import RunConfig
from rnn_core.training.optimizers import OPTIMIZERS
from rnn_core.training.record import RunRecord
from rnn_core.training.replay import Replay
from rnn_core.training.run import Run
from tests.moves import MOVES, Move, moved
from tests.networks import NETWORKS, examples_of


def replayed(record: RunRecord, seconds: float | None = None) -> Run:
    replay = Replay(RunRecord.from_dict(json.loads(json.dumps(record.to_dict()))))
    while (run := replay.advance(seconds)) is None:
        pass
    return run


def assert_same(run: Run, other: Run) -> None:
    assert other.record == run.record
    assert np.array_equal(other.trace.record, run.trace.record, equal_nan=True)
    furthest = run.furthest_iteration
    assert np.array_equal(other.history(furthest), run.history(furthest), equal_nan=True)


@settings(max_examples=60, deadline=None)
@given(moves=MOVES, optimizer=st.sampled_from(list(OPTIMIZERS)), more=MOVES)
def test_whatever_was_done_to_a_run_it_is_had_again_bit_for_bit(
    moves: list[Move], optimizer: str, more: list[Move]
) -> None:
    run = Run(optimizer=optimizer, learning_rate=0.03)
    for move in moves:
        moved(run, *move)
    again = replayed(run.record)
    assert_same(run, again)
    # And what comes after is the same too, undo and redo included.
    for move in more:
        moved(run, *move)
        moved(again, *move)
    assert_same(run, again)


@pytest.mark.parametrize(("task", "cell", "sharing"), NETWORKS)
def test_a_run_of_every_network_is_had_again(task: str, cell: str, sharing: str) -> None:
    values: dict[str, Any] = {"task": task, "cell": cell, "sharing": sharing}
    run = Run(RunConfig.from_mapping({**values, "examples": examples_of(task)}))
    run.train(5)
    assert_same(run, replayed(run.record))


def test_a_replay_stops_in_between_when_its_time_is_up() -> None:
    run = Run()
    run.train(3000)
    replay = Replay(run.record)
    assert replay.advance(0.0) is None
    assert 0 < replay.iteration < 3000
    assert_same(run, replayed(run.record, 0.001))


def test_a_run_that_diverged_is_had_again() -> None:
    run = Run(optimizer="sgd", learning_rate=1e4, clip_norm=None)
    run.train(50)
    assert run.diverged
    assert_same(run, replayed(run.record))


def test_weights_of_ones_own_are_kept_to_the_last_digit() -> None:
    weights = {name: value.tolist() for name, value in Run(seed=3).trace.parameters.items()}
    run = Run(initial_parameters=weights)
    run.train(4)
    assert_same(run, replayed(run.record))


@pytest.mark.parametrize(
    "change",
    [
        {"version": 2},
        {"interventions": [{"iteration": 1}], "now": [0]},
        {"now": [4]},
        {"before_changes": None},
    ],
)
def test_what_is_no_record_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(InvalidRecord):
        RunRecord.from_dict(Run().record.to_dict() | change)
