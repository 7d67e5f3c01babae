"""Every number explains itself."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rnn_core.analysis.derivation import Derivation
from rnn_core.analysis.explain import Explainer
from rnn_core.cells.registry import CELLS
from rnn_core.equations.terms import Address
from rnn_core.errors import InvalidAddress, IterationOutOfRange
from rnn_core.network.architecture import SHARING
from rnn_core.tasks.registry import TASKS
from rnn_core.training.configuration import RunConfig
from rnn_core.training.optimizers import OPTIMIZERS
from rnn_core.training.run import Run
from tests.networks import examples_of


@st.composite
def runs(draw: st.DrawFn) -> Run:
    text = draw(st.text("abcd", min_size=2, max_size=7).filter(lambda text: len(set(text)) > 1))
    task = draw(st.sampled_from(sorted(TASKS)))
    recurrent = [name for name, cell in CELLS.items() if cell.carried]
    cells = recurrent if task in ("captioning", "translation") else sorted(CELLS)
    cell = draw(st.sampled_from(cells))
    unshared = task != "translation" and cell in recurrent
    run = Run(
        RunConfig(
            task=task,
            text=text,
            examples=examples_of(task),
            cell=cell,
            sharing=draw(st.sampled_from(SHARING)) if unshared else "all",
            hidden_size=draw(st.integers(1, 4)),
            optimizer=draw(st.sampled_from(list(OPTIMIZERS))),
            clip_norm=draw(st.sampled_from([None, 0.1, 5.0])),
            keep_bias=draw(st.sampled_from([0.0, 2.5])) if cell in ("gru", "lstm") else 0.0,
            learning_rate=draw(st.sampled_from([0.01, 0.5])),
            seed=draw(st.integers(0, 100)),
        )
    )
    run.train(draw(st.integers(1, 3)))
    if draw(st.booleans()):
        run.intervene({"optimizer": draw(st.sampled_from(list(OPTIMIZERS)))})
        run.train(draw(st.integers(1, 2)))
    if draw(st.booleans()):
        biases = [name for name in run.trace.parameters if name.startswith("b_h")]
        run.intervene(
            {
                "clamps": [{"unit": 0, "value": 0.5, "t": draw(st.sampled_from([None, 1]))}],
                "edits": [
                    {"parameter": draw(st.sampled_from(biases)), "index": [0], "value": -0.5}
                ],
            }
        )
        run.train(draw(st.integers(0, 1)))
    return run


@pytest.mark.slow
@settings(max_examples=30)
@given(run=runs(), data=st.data())
def test_every_number_is_what_its_derivation_comes_to(run: Run, data: st.DataObject) -> None:
    explainer = Explainer.of(run)
    iteration = data.draw(st.integers(0, run.iteration))
    asked: dict[Address, float] = {}
    for address in explainer.addresses(iteration):
        derivation = explainer.explain(address)
        assert derivation.value == explainer.value(address)
        if derivation.term is None:
            assert derivation.source, address
            continue
        difference = abs(derivation.term.value - derivation.value)
        assert difference <= 1e-12 * max(1.0, abs(derivation.value)), address
        for operand in derivation.operands:
            if operand.address not in asked:
                asked[operand.address] = explainer.explain(operand.address).value
            assert operand.number == asked[operand.address]


@settings(max_examples=15)
@given(run=runs(), data=st.data())
def test_following_the_operands_ends_at_letters_and_choices(run: Run, data: st.DataObject) -> None:
    explainer = Explainer.of(run)
    starts = list(explainer.addresses(run.iteration))
    todo = [data.draw(st.sampled_from(starts))]
    seen: set[Address] = set()
    ends: set[Address] = set()
    while todo:
        address = todo.pop()
        if address in seen:
            continue
        seen.add(address)
        derivation = explainer.explain(address)
        todo.extend(operand.address for operand in derivation.operands)
        if not derivation.operands:
            assert derivation.source or derivation.value in (0.0, 1.0), address
            ends.add(address)
    parameters = {p.name for p in explainer.model(0).parameters}
    assert {address.quantity for address in ends} <= {
        *parameters,
        *("x", "p", "h_0", "c_0", "learning_rate", "clip_norm", "clip_scale", "optimizer_step"),
        *("dh_from_future", "dc_from_future", "h", "da", "dh_through", "dh_0", "loss", "dlogits"),
        *(f"gradients.{name}" for name in parameters),
    }
    for address in ends:
        if address.quantity in parameters:
            edited = any(each.iteration == address.iteration for each in run.interventions)
            assert address.iteration == 0 or edited


def explain(run: Run, quantity: str, t: int | None = None, *index: int) -> Derivation:
    return Explainer.of(run).explain(Address(run.iteration, quantity, t, index))


def test_a_weighted_sum_names_its_weights_inputs_and_states() -> None:
    run = Run(RunConfig())
    run.train(12)
    derivation = explain(run, "a", 3, 4)
    assert [str(operand.address) for operand in derivation.operands] == [
        *(name for j in range(4) for name in (f"W_xh[4,{j}]", f"x_3[{j}]")),
        *(name for j in range(6) for name in (f"W_hh[4,{j}]", f"h_2[{j}]")),
        "b_h[4]",
    ]
    trace = run.trace
    W_xh, W_hh = trace.parameters["W_xh"], trace.parameters["W_hh"]
    by_hand = W_xh[4, 2] + W_hh[4] @ trace.timesteps["h"][1] + trace.parameters["b_h"][4]
    assert derivation.value == pytest.approx(by_hand, rel=1e-12)


def test_the_first_state_comes_from_the_initial_one() -> None:
    derivation = explain(Run(RunConfig()), "a", 1, 0)
    assert "h_0[3]" in [str(operand.address) for operand in derivation.operands]


def test_a_gradient_is_the_sum_of_its_timesteps() -> None:
    derivation = explain(Run(RunConfig()), "gradients.W_hh", None, 1, 2)
    term = derivation.term
    assert term is not None
    assert len(term.children) == 4
    assert [str(o.address) for o in derivation.operands][:2] == ["da_1[1]", "h_0[2]"]


@pytest.mark.parametrize("cell", sorted(CELLS))
def test_contributions_add_up_to_the_gradient(cell: str) -> None:
    run = Run(RunConfig(cell=cell))
    run.train(3)
    explainer, trace = Explainer.of(run), run.trace
    for name, gradient in trace.gradients.items():
        parts = explainer.contributions(3, name)
        assert parts.shape == (4, *gradient.shape)
        np.testing.assert_allclose(parts.sum(axis=0), gradient, rtol=1e-12, atol=1e-15)
    last = explainer.explain(Address(3, "gradients.W_xh", None, (1, 2))).term
    assert last is not None
    assert last.children[3].value == pytest.approx(explainer.contributions(3, "W_xh")[3, 1, 2])
    with pytest.raises(InvalidAddress):
        explainer.contributions(3, "W")


def test_what_acts_before_the_first_timestep_has_no_contributions_of_timesteps() -> None:
    run = Run(RunConfig(task="captioning", examples=examples_of("captioning")))
    explainer = Explainer.of(run)
    assert explainer.contributions(0, "W_hh").any()
    with pytest.raises(InvalidAddress, match="before the first timestep"):
        explainer.contributions(0, "W_ph")


def test_nothing_flows_back_into_the_last_timestep() -> None:
    derivation = explain(Run(RunConfig()), "dh_from_future", 4, 0)
    assert derivation.value == 0.0
    assert derivation.source == "nothing follows the last timestep"


def test_an_initial_weight_says_how_it_was_drawn() -> None:
    derivation = explain(Run(RunConfig()), "W_hh", None, 0, 0)
    assert derivation.source == "a random initial weight: normal, scale 1, seed 7"
    assert not derivation.operands


def test_a_later_weight_is_the_earlier_one_plus_its_update() -> None:
    run = Run(RunConfig())
    run.train(2)
    operands = explain(run, "W_hh", None, 0, 0).operands
    assert [(o.address.iteration, o.address.quantity) for o in operands] == [
        (1, "W_hh"),
        (1, "updates.W_hh"),
    ]


def test_rows_of_gates_are_named_by_their_gate() -> None:
    lstm = Run(RunConfig(cell="lstm"))
    assert explain(lstm, "da", 2, 8).words == (
        "the gradient with respect to the weighted sums of the gates, at "
        "timestep 2, gate f of unit 2"
    )
    assert explain(lstm, "W_hh", None, 23, 1).words == (
        "weight from unit 1 (at t − 1) to gate o of unit 5"
    )
    assert explain(lstm, "c", 2, 3).words == "the cell state of unit 3 at timestep 2"


def test_the_words_say_what_and_where() -> None:
    assert explain(Run(RunConfig()), "probs", 2, 3).words == (
        "the probability of 'o' at timestep 2"
    )


@pytest.mark.parametrize(
    ("address", "part", "message"),
    [
        (Address(0, "g"), "quantity", "the quantities are: W_hh, "),
        (Address(0, "h"), "t", "needs a timestep: t must be 1 to 4"),
        (Address(0, "h", 5, (0,)), "t", "t must be 1 to 4, but is 5"),
        (Address(0, "W_hh", 1, (0, 0)), "t", "has no timestep"),
        (Address(0, "h", 1, (6,)), "index", "unit 0 to 5"),
        (Address(0, "h", 1), "index", "needs one index .*but none was given"),
        (Address(0, "W_xh", None, (0, -1)), "index", "unit 0 to 5, input 0 to 3"),
    ],
)
def test_an_impossible_address_says_which_part_and_what_there_is(
    address: Address, part: str, message: str
) -> None:
    with pytest.raises(InvalidAddress, match=message) as caught:
        Explainer.of(Run(RunConfig())).explain(address)
    assert caught.value.part == part


def test_an_iteration_not_reached_cannot_be_explained() -> None:
    with pytest.raises(IterationOutOfRange):
        Explainer.of(Run(RunConfig())).explain(Address(1, "loss"))


@pytest.mark.parametrize("learning_rate", [1e4, 1e6])
def test_an_exploded_iteration_can_still_be_explained(learning_rate: float) -> None:
    run = Run(RunConfig(optimizer="sgd", learning_rate=learning_rate, clip_norm=None))
    assert run.train(1000).stopped == "diverged"
    explainer = Explainer.of(run)
    for address in explainer.addresses(run.iteration):
        derivation = explainer.explain(address)
        if derivation.term is not None and math.isfinite(derivation.value):
            assert derivation.term.value == pytest.approx(derivation.value, rel=1e-9, abs=1e-12)


@pytest.mark.parametrize(("cell", "keeping"), [("lstm", range(3, 6)), ("gru", range(3, 6))])
def test_a_bias_says_where_it_begins(cell: str, keeping: range) -> None:
    run = Run(RunConfig(cell=cell, hidden_size=3, keep_bias=4))
    for row in range(len(run.trace.parameters["b_h"])):
        derivation = explain(run, "b_h", None, row)
        assert derivation.value == (4 if row in keeping else 0)
        assert ("start at 4" in (derivation.source or "")) == (row in keeping)
