"""How far gradients reach: Jacobians against differences and products, spectra, and trainings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
import pytest

from rnn_core.analysis.gradient_flow import OPEN, cures, reach, recurrent_blocks, train
from rnn_core.arrays import Array, aligned_zeros
from rnn_core.network.unrolled import UnrolledNetwork
from rnn_core.trace import Trace
from rnn_core.training.configuration import RunConfig
from rnn_core.training.run import Run

TEXT = "abacabad"
CELLS = ("tanh", "gru", "lstm")


def configured(cell: str, **changes: Any) -> RunConfig:
    return RunConfig(**{"text": TEXT, "cell": cell, "hidden_size": 5, "seed": 3, **changes})


def trace_of(configuration: RunConfig, iteration: int = 0) -> Trace:
    run = Run(configuration)
    run.train(iteration)
    return run.trace


class FromTheMiddle:
    """A network that reads on after timestep t, from states that can be chosen freely."""

    def __init__(self, configuration: RunConfig, trace: Trace, t: int) -> None:
        layout = configuration.architecture.layout
        parameters = layout.views(aligned_zeros(layout.size))
        for name, array in trace.parameters.items():
            parameters[name][...] = array
        example = configuration.made_task.splits["train"][0]
        rest = replace(
            example,
            inputs=example.inputs[t:],
            targets=example.targets[t:],
            scored=example.scored[t:],
            lengths=(len(example) - t,),
        )
        self.network = UnrolledNetwork(
            configuration.architecture,
            rest.lengths,
            parameters,
            layout.views(aligned_zeros(layout.size)),
            np.zeros(configuration.hidden_size),
        )
        self.network.load(rest)

    def last_state(self, **states: Array) -> Array:
        before = self.network.initial_quantities()
        for name, state in states.items():
            before[f"{name}_0"][...] = state
        self.network.forward()
        last: Array = self.network.h[-1].copy()
        return last


def jacobian_by_differences(last_state: Callable[[Array], Array], at_state: Array) -> Array:
    """(H, H), by differences of fourth order."""
    columns, step = [], 1e-3
    for unit in np.eye(len(at_state)):
        at = [last_state(at_state + factor * step * unit) for factor in (-2, -1, 1, 2)]
        columns.append((at[0] - 8 * at[1] + 8 * at[2] - at[3]) / (12 * step))
    return np.column_stack(columns)


def moved_h(network: FromTheMiddle, others: dict[str, Array], h: Array) -> Array:
    return network.last_state(h=h, **others)


def moved_c(network: FromTheMiddle, h: Array, o: Array | None, c: Array) -> Array:
    return network.last_state(h=h if o is None else o * np.tanh(c), c=c)


@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize("iteration", [0, 25])
def test_jacobians_between_states_are_those_of_differences(cell: str, iteration: int) -> None:
    configuration = configured(cell)
    trace = trace_of(configuration, iteration)
    measured = reach(configuration, trace)
    for t in range(trace.T):
        states = {
            name: trace.timesteps[name][t - 1] if t else trace.initials[f"{name}_0"]
            for name in trace.setting.carried
        }
        network = FromTheMiddle(configuration, trace, t)
        rest = {name: state for name, state in states.items() if name != "h"}
        jacobian = jacobian_by_differences(partial(moved_h, network, rest), states["h"])
        assert measured.state[t] == pytest.approx(np.linalg.norm(jacobian, 2), rel=1e-7)
        if cell == "lstm":
            assert measured.cell_state is not None
            # What is shown of c_t, h_t = o_t ⊙ tanh(c_t), moves with it; h_0 is independent.
            o = trace.timesteps["o"][t - 1] if t else None
            jacobian = jacobian_by_differences(
                partial(moved_c, network, states["h"], o), states["c"]
            )
            assert measured.cell_state[t] == pytest.approx(np.linalg.norm(jacobian, 2), rel=1e-7)
    assert measured.state[-1] == 1.0


def test_a_tanh_cells_jacobian_is_the_product_of_its_factors() -> None:
    configuration = configured("tanh", task="remembering", distance=30)
    trace = trace_of(configuration, 10)
    h, W_hh = trace.timesteps["h"], trace.parameters["W_hh"]
    product, norms = np.eye(5), [1.0]
    for t in range(trace.T, 0, -1):
        product = product @ np.diag(1 - h[t - 1] ** 2) @ W_hh
        norms.append(float(np.linalg.norm(product, 2)))
    assert reach(configuration, trace).state == pytest.approx(norms[::-1], rel=1e-10)


@pytest.mark.parametrize("cell", CELLS)
def test_a_loss_at_the_end_alone_is_the_last_loss(cell: str) -> None:
    configuration = configured(cell, task="remembering", distance=12)
    measured = reach(configuration, trace_of(configuration, 5))
    assert measured.loss == pytest.approx(measured.last_loss, rel=1e-12)


def test_the_last_loss_of_a_text_is_the_loss_with_the_others_left_out() -> None:
    configuration = configured("gru")
    trace = trace_of(configuration)
    network = FromTheMiddle(configuration, trace, 0).network
    example = configuration.made_task.splits["train"][0]
    last_only = (*[None] * (len(example) - 1), example.targets[-1])
    network.load(replace(example, targets=last_only))
    network.forward()
    network.backward()
    wanted = np.linalg.norm(network.quantities()["dh"], axis=1)
    assert reach(configuration, trace).last_loss[1:] == pytest.approx(wanted, rel=1e-12)


def test_norms_are_those_of_the_trace() -> None:
    configuration = configured("lstm")
    trace = trace_of(configuration, 3)
    measured = reach(configuration, trace)
    assert measured.loss[1:] == pytest.approx(np.linalg.norm(trace.timesteps["dh"], axis=1))
    assert measured.loss[0] == pytest.approx(np.linalg.norm(trace.initials["dh_0"]))
    assert measured.T == trace.T


@pytest.mark.parametrize("cell", CELLS)
def test_every_gates_block_has_the_spectral_radius_asked_for(cell: str) -> None:
    configuration = configured(cell, spectral_radius=1.7)
    blocks = recurrent_blocks(configuration, trace_of(configuration))
    assert (
        tuple(block.gate for block in blocks)
        == {
            "tanh": ("",),
            "gru": ("r", "z", "n"),
            "lstm": ("i", "f", "g", "o"),
        }[cell]
    )
    assert [block.spectral_radius for block in blocks] == pytest.approx([1.7] * len(blocks))


def test_eigenvalues_and_singular_values_give_trace_determinant_and_norm() -> None:
    configuration = configured("tanh")
    trace = trace_of(configuration, 4)
    W_hh = trace.parameters["W_hh"]
    (block,) = recurrent_blocks(configuration, trace)
    assert block.eigenvalues.sum() == pytest.approx(np.trace(W_hh))
    assert block.eigenvalues.prod() == pytest.approx(np.linalg.det(W_hh))
    assert (block.singular_values**2).sum() == pytest.approx((W_hh**2).sum())
    assert block.spectral_norm >= block.spectral_radius
    assert (np.diff(np.abs(block.eigenvalues)) <= 1e-12).all()


def test_a_linear_recurrence_follows_the_line_drawn_for_it() -> None:
    # A tanh of almost nothing is linear; of an orthogonal matrix every singular value is the same.
    configuration = configured(
        "tanh", initialization="orthogonal", initialization_scale=1e-9, spectral_radius=0.8
    )
    measured = reach(configuration, trace_of(configuration))
    assert measured.state == pytest.approx(measured.linear, rel=1e-9)
    assert measured.linear == pytest.approx(0.8 ** np.arange(measured.T, -1, -1.0))


def test_nothing_recurrent_has_no_blocks_and_reaches_nowhere() -> None:
    configuration = configured("window_2")
    measured = reach(configuration, trace_of(configuration))
    assert measured.blocks == ()
    assert (measured.state[:-1] == 0).all()


@pytest.mark.filterwarnings("error")
def test_what_is_not_finite_is_told_as_such() -> None:
    # Nothing is read and nothing saturates: 1e6 to the power of the distance.
    weights = {"W_xh": np.zeros((5, 4)).tolist(), "W_hh": (1e6 * np.eye(5)).tolist()}
    configuration = configured("tanh", text=25 * TEXT, initial_parameters=weights)
    training = train(configuration, 50, 50)
    assert training.stopped == "diverged"
    measured = reach(configuration, training.trace)
    assert np.isnan(measured.state[0])
    assert measured.state[-1] == 1.0


# ---- trainings -------------------------------------------------------------------------------


def test_a_training_is_the_run_iteration_by_iteration() -> None:
    configuration = configured("gru", task="remembering", distance=8)
    training = train(configuration, 12, 7)
    run = Run(configuration)
    run.train(12)
    assert training.losses.tolist() == run.history(12).tolist()
    assert training.gradient_norms.tolist() == [run.trace_at(k).gradient_norm for k in range(13)]
    assert (training.trace.record == run.trace_at(7).record).all()
    assert training.last.iteration == 12
    assert training.stopped == "iterations"


def test_a_training_without_time_stops_at_once_and_says_so() -> None:
    training = train(configured("tanh"), 100, 50, seconds=0.0)
    assert training.stopped == "time"
    assert training.trace.iteration == len(training.losses) - 1 < 50


@pytest.mark.parametrize("at", [0, 3, 20, 99])
def test_a_training_that_goes_on_where_it_was_stopped_has_the_same_numbers(at: int) -> None:
    configuration = configured("gru", task="remembering", distance=8, optimizer="adam")
    training = train(configuration, 20, at, seconds=0.0)
    pieces = 1
    while not training.is_over:
        assert training.trace.iteration == min(at, training.last.iteration)
        training = train(configuration, 20, at, seconds=0.0, begun=training)
        pieces += 1
    assert pieces == 21
    whole = train(configuration, 20, at)
    assert training.losses.tolist() == whole.losses.tolist()
    assert training.gradient_norms.tolist() == whole.gradient_norms.tolist()
    assert training.trace.record.tolist() == whole.trace.record.tolist()
    assert training.trace.update.tolist() == whole.trace.update.tolist()
    assert train(configuration, 20, at, begun=whole) is whole


@pytest.mark.parametrize(("cell", "gate"), [("lstm", "f"), ("gru", "z")])
def test_a_kept_open_gate_starts_near_one_and_all_else_as_drawn(cell: str, gate: str) -> None:
    configuration = configured(cell)
    usual, opened = trace_of(configuration), trace_of(replace(configuration, keep_bias=OPEN))
    assert opened.timesteps[gate][0].min() > 0.8 > usual.timesteps[gate][0].max()
    # The order of the gates is the trace's: every bias but the keeping gate's is zero.
    biases = opened.parameters["b_h"].reshape(len(opened.gate_names), -1)
    for name, row in zip(opened.gate_names, biases, strict=True):
        assert (row == (OPEN if name == gate else 0.0)).all()
    for name in set(opened.parameters) - {"b_h"}:
        assert (opened.parameters[name] == usual.parameters[name]).all()


def test_a_kept_open_gate_lets_the_gradient_through() -> None:
    configuration = configured("lstm", task="remembering", distance=40)
    closed = reach(configuration, trace_of(configuration))
    opened = replace(configuration, keep_bias=OPEN)
    assert reach(opened, trace_of(opened)).loss[1] > 1e3 * closed.loss[1]


def test_each_cure_changes_one_thing() -> None:
    configuration = configured("tanh", spectral_radius=0.5, clip_norm=None)
    changed = cures(configuration)
    assert list(changed) == ["orthogonal", "gates", "clipping"]
    assert replace(changed["clipping"], clip_norm=None) == configuration
    assert changed["gates"].cell == "lstm"
    assert changed["orthogonal"].spectral_radius is None
    (block,) = recurrent_blocks(changed["orthogonal"], trace_of(changed["orthogonal"]))
    assert np.abs(block.eigenvalues) == pytest.approx(np.ones(5))


def test_a_cure_that_is_chosen_already_is_left_out() -> None:
    chosen = cures(configured("gru"))["gates"]
    assert "gates" not in cures(chosen)
    assert "no clipping" in cures(chosen)


def test_a_gate_kept_open_is_trained_half_closed_beside() -> None:
    opened = configured("lstm", keep_bias=OPEN)
    assert cures(opened)["half closed"] == configured("lstm")
    assert "half closed" not in cures(configured("lstm"))
    assert "half closed" not in cures(configured("tanh"))


def test_clipping_changes_no_gradient_at_initialization() -> None:
    configuration = configured("tanh", spectral_radius=3.0)
    unclipped = replace(configuration, clip_norm=None)
    first, second = (
        reach(configuration, trace_of(configuration)),
        reach(unclipped, trace_of(unclipped)),
    )
    assert (first.loss == second.loss).all()
