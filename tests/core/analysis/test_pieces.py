"""Long questions in pieces, sent from process to process: the numbers of one piece without end."""

from __future__ import annotations

import pickle
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rnn_core import Run
from rnn_core.analysis.gradient_flow import Training, reach, train
from rnn_core.analysis.pieces import Judging, checked, judged
from rnn_core.errors import CoreError, InvalidAddress, NoWeights, OutOfTime
from rnn_core.network.verify import GradientCheck
from rnn_core.training.configuration import RunConfig
from tests.networks import NETWORKS, examples_of


def sent(value: Any) -> Any:
    """What arrives in another process."""
    return pickle.loads(pickle.dumps(value))


@st.composite
def configurations(draw: st.DrawFn) -> RunConfig:
    task, cell, sharing = draw(st.sampled_from(NETWORKS))
    return RunConfig(
        task=task,
        examples=examples_of(task),
        cell=cell,
        sharing=sharing,
        hidden_size=3,
        optimizer=draw(st.sampled_from(["sgd", "adagrad", "adam"])),
        learning_rate=draw(st.sampled_from([0.1, 1e300])),
        clip_norm=draw(st.sampled_from([None, 0.5])),
        seed=draw(st.integers(0, 5)),
    )


def run_of(configuration: RunConfig, iterations: int) -> Run:
    run = Run(configuration)
    if configuration.architecture.cell.carried:
        run.intervene(clamps=[{"unit": 1, "value": 0.25}])
    if not run.diverged:
        run.train(iterations)
    return run


@settings(max_examples=40, deadline=None)
@given(configurations(), st.integers(0, 6), st.integers(0, 8))
def test_a_training_of_one_iteration_a_piece_is_the_same(
    configuration: RunConfig, iterations: int, at: int
) -> None:
    whole = train(configuration, iterations, at)
    training: Training | None = None
    while training is None or not training.is_over:
        training = sent(train(sent(configuration), iterations, at, 0.0, sent(training)))
    assert training.stopped == whole.stopped
    for one, other in (
        (training.losses, whole.losses),
        (training.gradient_norms, whole.gradient_norms),
        (training.trace.record, whole.trace.record),
        (training.last.record, whole.last.record),
        (training.last.update, whole.last.update),
    ):
        assert one.tobytes() == other.tobytes()
    if configuration.architecture.recurrent:
        far, near = reach(sent(configuration), training.trace), reach(configuration, whole.trace)
        assert far.state.tobytes() == near.state.tobytes()
        assert far.last_loss.tobytes() == near.last_loss.tobytes()


@settings(max_examples=40, deadline=None)
@given(configurations(), st.integers(0, 6), st.data())
def test_a_check_of_one_number_a_piece_is_the_same(
    configuration: RunConfig, iterations: int, data: st.DataObject
) -> None:
    trace = run_of(configuration, iterations).trace
    parameter = data.draw(st.sampled_from(sorted(trace.gradients)))
    whole = checked(configuration, trace, parameter, None)
    check: GradientCheck | None = None
    while check is None or not check.is_over:
        check = sent(checked(sent(configuration), sent(trace), parameter, None, 0.0, sent(check)))
    assert check.complete
    assert check.numeric.tobytes() == whole.numeric.tobytes()
    assert check.relative_error.tobytes() == whole.relative_error.tobytes()


@settings(max_examples=40, deadline=None)
@given(configurations(), st.integers(0, 6))
def test_a_judging_in_pieces_is_the_runs_score(configuration: RunConfig, iterations: int) -> None:
    run = run_of(configuration, iterations)
    splits = tuple(configuration.made_task.splits)
    judging: Judging | None = None
    while judging is None or not judging.is_over:
        # Long enough for some of the examples on any machine, and seldom for all.
        judging = sent(judged(sent(configuration), sent(run.trace), splits, 2e-4, sent(judging)))
    assert repr(judging.scores) == repr(run.scores())
    assert judging.done == sum(judging.of.values())


def test_what_a_configuration_was_made_with_arrives() -> None:
    configuration = RunConfig(
        text="abab",
        hidden_size=2,
        initial_parameters={"W_hh": [[0.5, 0], [0, 0.25]]},
        h_0=[0.5, -0.5],
        clip_norm=None,
    )
    assert sent(configuration) == configuration
    assert (
        Run(sent(configuration)).trace.record.tolist() == Run(configuration).trace.record.tolist()
    )


@pytest.mark.parametrize(
    "error",
    [
        InvalidAddress("index", "the index of b_h is 0 to 2", code="some", values=3),
        NoWeights(4, 3),
        OutOfTime(3, 5),
    ],
)
def test_an_error_arrives_as_it_is(error: CoreError) -> None:
    arrived = sent(error)
    assert type(arrived) is type(error)
    assert str(arrived) == str(error)
    assert vars(arrived) == vars(error)
