"""Proof on demand: gradients against central differences, and what cannot be checked."""

from __future__ import annotations

import numpy as np
import pytest

from rnn_core.cells.registry import CELLS
from rnn_core.errors import InvalidAddress
from rnn_core.network.verify import check_gradient
from rnn_core.training.configuration import RunConfig
from rnn_core.training.run import Run


@pytest.mark.parametrize("cell", sorted(CELLS))
def test_a_right_gradient_is_confirmed(cell: str) -> None:
    run = Run(RunConfig(cell=cell))
    run.train(10)
    for parameter in run.trace.parameters:
        check = check_gradient(run.configuration.architecture, run.trace, parameter)
        assert check.complete
        assert check.overall_error < 1e-7, parameter


def test_a_check_can_fail() -> None:
    another_text = check_gradient(
        RunConfig(text="heelo").architecture, Run(RunConfig()).trace, "W_hh"
    )
    assert another_text.overall_error > 1e-3


def test_single_numbers_can_be_checked() -> None:
    run = Run(RunConfig())
    check = check_gradient(run.configuration.architecture, run.trace, "W_hh", [(2, 3)])
    assert check.checked == 1
    assert not check.complete
    assert check.relative_error[2, 3] < 1e-7
    assert np.isnan(check.numeric[0, 0])


def test_a_check_that_runs_out_of_time_says_how_far_it_came() -> None:
    run = Run(RunConfig(text="the cat sat on the mat", hidden_size=30))
    check = check_gradient(run.configuration.architecture, run.trace, "W_hh", seconds=0.005)
    assert 0 < check.checked < 900
    assert check.overall_error < 1e-7


def test_held_states_are_held_in_the_check_too() -> None:
    run = Run(RunConfig())
    run.intervene({"clamps": [{"unit": 2, "value": 0.5}]})
    check = check_gradient(run.configuration.architecture, run.trace, "W_hh")
    assert check.overall_error < 1e-7


@pytest.mark.parametrize(
    ("parameter", "index", "part"), [("W", (0, 0), "parameter"), ("W_hh", (0, 9), "index")]
)
def test_what_cannot_be_checked_is_refused(
    parameter: str, index: tuple[int, ...], part: str
) -> None:
    run = Run(RunConfig())
    with pytest.raises(InvalidAddress) as caught:
        check_gradient(run.configuration.architecture, run.trace, parameter, [index])
    assert caught.value.part == part
