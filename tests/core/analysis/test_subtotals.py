"""Where a weighted sum comes from: held to the trace's own arrays, for every network."""

from __future__ import annotations

import numpy as np
import pytest

from rnn_core.analysis.explain import Explainer
from rnn_core.analysis.subtotals import SOURCES, subtotals
from rnn_core.cells.registry import CELLS
from rnn_core.equations.terms import Address
from rnn_core.training.configuration import RunConfig
from rnn_core.training.run import Run
from tests.networks import NETWORKS, examples_of

SUMS = {"tanh": ("a",), "window_2": ("a",), "lstm": ("a",), "gru": ("r", "z", "from_input", "m")}
"""What of a cell is a weighted sum, or a function of one."""

BASE = {cell: [each.name for each in CELLS[cell].parameters] for cell in SUMS}


def made(task: str, cell: str, sharing: str) -> Run:
    run = Run(
        RunConfig(
            task=task,
            text="abcab",
            examples=examples_of(task),
            cell=cell,
            sharing=sharing,
            hidden_size=3,
            seed=4,
        )
    )
    run.train(3)
    return run


@pytest.mark.parametrize(("task", "cell", "sharing"), NETWORKS)
def test_a_sum_is_what_its_sources_bring(task: str, cell: str, sharing: str) -> None:
    run = made(task, cell, sharing)
    trace, explainer = run.trace, Explainer.of(run)
    for t in range(1, trace.T + 1):
        own = trace.stretch_at(t).parameters
        weights = {name: trace.parameters[own.get(name, name)] for name in BASE[cell]}
        x = trace.x(t)
        past = trace.h[t - 2] if t > 1 else trace.h_0
        for quantity in SUMS[cell]:
            for index in range(len(trace.timesteps[quantity][t - 1])):
                unit = index + {"z": 3, "m": 6}.get(quantity, 0)
                # What a GRU adds behind its candidate's reset gate has a bias of its own.
                bias = weights["b_hn"][index] if quantity == "m" else weights["b_h"][unit]
                expected = {"input": weights["W_xh"][unit] @ x, "bias": bias}
                if cell != "window_2":
                    expected["past"] = weights["W_hh"][unit] @ past
                if quantity == "from_input":
                    del expected["past"]
                if quantity == "m":
                    del expected["input"]
                derivation = explainer.explain(Address(run.iteration, quantity, t, (index,)))
                found = {each.source: each.value for each in subtotals(explainer, derivation)}
                assert found == pytest.approx(expected, abs=1e-12)
                assert list(found) == [source for source in SOURCES if source in expected]
                value = derivation.value
                total = sum(found.values())
                if quantity in ("r", "z"):
                    total = 0.5 * (1 + np.tanh(0.5 * total))
                assert total == pytest.approx(value, abs=1e-12)


@pytest.mark.parametrize(("task", "cell", "sharing"), NETWORKS)
def test_nothing_else_has_sources(task: str, cell: str, sharing: str) -> None:
    run = made(task, cell, sharing)
    explainer = Explainer.of(run)
    seen = set()
    for address in explainer.addresses(run.iteration):
        if (address.quantity, address.t) in seen:
            continue
        seen.add((address.quantity, address.t))
        found = subtotals(explainer, explainer.explain(address))
        assert bool(found) == (address.quantity in SUMS[cell]), address


def test_what_a_source_is_made_of_has_addresses() -> None:
    run = Run(text="hello", hidden_size=3, sharing="none", seed=1)
    explainer = Explainer.of(run)
    derivation = explainer.explain(Address(0, "a", 3, (1,)))
    letter, past, bias = subtotals(explainer, derivation)
    assert [str(each).split("[")[0] for each in letter.made_of] == ["W_xh_3", "x_3"]
    assert [str(each).split("[")[0] for each in past.made_of] == ["W_hh_3", "h_2"]
    assert [str(each) for each in bias.made_of] == ["b_h_3[1]"]
