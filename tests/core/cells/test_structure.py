"""What a picture of a cell shows, held to the numbers of a run and not to the equations."""

import numpy as np
import pytest

from rnn_core.cells.registry import CELLS
from rnn_core.cells.structure import structure_of
from rnn_core.trace import Trace
from rnn_core.training.configuration import RunConfig
from rnn_core.training.run import Run


def trained(cell: str, **changes: object) -> Trace:
    run = Run(RunConfig(cell=cell, hidden_size=5, seed=3, **changes))  # type: ignore[arg-type]
    run.train(8)
    return run.trace_at(8)


GATED = [name for name, cell in CELLS.items() if cell.gate_names]


@pytest.mark.parametrize("name", [name for name in CELLS if name not in GATED])
def test_a_cell_without_gates_has_no_build_to_be_shown(name: str) -> None:
    structure = structure_of(CELLS[name])
    assert (structure.gates, structure.lanes, structure.shown) == ((), (), ())


@pytest.mark.parametrize("name", GATED)
def test_gates_keep_the_order_of_their_rows(name: str) -> None:
    assert tuple(gate.name for gate in structure_of(CELLS[name]).gates) == CELLS[name].gate_names


@pytest.mark.parametrize("name", GATED)
def test_what_is_signed_has_negative_values_and_what_is_not_lies_between_0_and_1(name: str) -> None:
    steps = trained(name, initialization_scale=3.0).timesteps
    for gate in structure_of(CELLS[name]).gates:
        values = steps[gate.name]
        assert gate.signed == bool((values < 0).any()), gate.name
        assert gate.signed or ((values > 0) & (values < 1)).all()


@pytest.mark.parametrize("name", GATED)
def test_a_lane_keeps_the_old_state_by_its_gate_and_adds_what_it_says(name: str) -> None:
    trace = trained(name)
    steps, structure = trace.timesteps, structure_of(CELLS[name])
    (lane,) = structure.lanes
    assert lane.keeps == CELLS[name].keeping_gate
    before = np.vstack([trace.initials[f"{lane.state}_0"], steps[lane.state][:-1]])
    added = eval(lane.adds.replace("⊙", "*"), {gate: steps[gate] for gate in lane.by})
    np.testing.assert_allclose(steps[lane.state], steps[lane.keeps] * before + added, atol=1e-14)


def test_the_lstm_shows_its_state_of_the_cell_state_by_the_output_gate() -> None:
    steps = trained("lstm").timesteps
    (shown,) = structure_of(CELLS["lstm"]).shown
    assert (shown.state, shown.of, shown.by) == ("h", "c", ("o",))
    names = {"tanh": np.tanh, "o": steps["o"], "c": steps["c"]}
    computed = eval(shown.formula.replace("⊙", "*"), names)
    np.testing.assert_allclose(steps["h"], computed, atol=1e-14)


def test_only_the_candidate_of_the_gru_looks_through_another_gate() -> None:
    reads = {
        (name, gate.name): gate.reads
        for name in GATED
        for gate in structure_of(CELLS[name]).gates
        if gate.reads
    }
    assert reads == {("gru", "n"): ("r",)}


def test_what_flows_back_along_the_cell_state_is_told_by_its_length() -> None:
    trace = trained("lstm")
    steps, norms = trace.timesteps, trace.norms
    flows = np.vstack([steps["f"] * steps["dc"], np.zeros(5)])
    lengths = np.sqrt((flows**2).sum(axis=1))
    np.testing.assert_allclose(norms["dc_from_future_norm"], lengths[1:], rtol=1e-12)
    np.testing.assert_allclose(norms["dc_0_norm"], lengths[0], rtol=1e-12)
    assert "dc_0_norm" not in trained("gru").norms
