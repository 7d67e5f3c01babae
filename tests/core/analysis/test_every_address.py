"""Every address that the notation allows, in every kind of network, has a derivation."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest

from rnn_core.analysis.explain import Explainer
from rnn_core.arrays import Array
from rnn_core.equations.terms import Address, Term
from rnn_core.trace import Trace
from rnn_core.training.configuration import RunConfig
from rnn_core.training.optimizers import OPTIMIZERS
from rnn_core.training.run import Run
from tests.networks import NETWORKS, examples_of

# What is read, and what is written, from more tokens than the other.
TRANSLATIONS = (
    (("i love you so much", "我爱你"), ("hello", "你好")),
    (("hi", "我很爱你"), ("so", "你好吗")),
)
COURSES = ("unclipped", "clipped", "changed by hand", "diverged")
ALL = [
    (network, optimizer, COURSES[number % len(COURSES)], number)
    for number, (network, optimizer) in enumerate(product(NETWORKS, OPTIMIZERS))
]


def run_of(network: tuple[str, str, str], optimizer: str, course: str, number: int) -> Run:
    """Three updates of a small network, on the course that its number falls on."""
    task, cell, sharing = network
    examples = TRANSLATIONS[number % 2] if task == "translation" else examples_of(task)
    configuration: dict[str, Any] = {
        "task": task,
        "text": "abcab",
        "examples": examples,
        "cell": cell,
        "sharing": sharing,
        "hidden_size": 2,
        "optimizer": optimizer,
        "clip_norm": 0.1 if course == "clipped" else None,
        "learning_rate": 0.1,
    }
    if course == "diverged":
        return diverged_run(configuration)
    run = Run(RunConfig(**configuration))
    run.step()
    if course == "changed by hand":
        parameters = run.configuration.architecture.parameters
        held = [{"unit": 0, "value": 0.5, "t": None}, {"unit": 1, "value": -1.0, "t": 2}]
        edits = [
            {"parameter": each.name, "index": [0] * len(each.axes), "value": -0.5}
            for each in parameters
        ]
        run.intervene({"clamps": held, "edits": edits, "optimizer": "adam"})
    run.train(2)
    return run


def diverged_run(configuration: dict[str, Any]) -> Run:
    """After some updates where that can be, else with a first one that is too large."""
    for rate in (1e100, 1e160):
        run = Run(RunConfig(**{**configuration, "learning_rate": rate}))
        if not run.diverged:
            run.train(100)
        if run.diverged:
            return run
    raise AssertionError("it does not diverge")


def some_addresses(explainer: Explainer, iteration: int) -> Iterator[Address]:
    """The first, the middle and the last number of every quantity at every timestep."""
    whole: dict[tuple[str, int | None], list[Address]] = {}
    for address in explainer.addresses(iteration):
        whole.setdefault((address.quantity, address.t), []).append(address)
    for every in whole.values():
        yield from {every[0], every[len(every) // 2], every[-1]}


def held_by(trace: Trace, address: Address) -> float | None:
    """The number as the trace has it, where it has it."""
    group, _, rest = address.quantity.partition(".")
    slot, _, parameter = rest.partition(".")
    array: Array | None = None
    if address.t is not None:
        if address.quantity in trace.timesteps:
            array = trace.timesteps[address.quantity][address.t - 1]
    elif rest == "":
        array = {**trace.parameters, **trace.initials}.get(group)
    elif group in ("gradients", "updates"):
        array = getattr(trace, group)[rest]
    elif group == "optimizer_state":
        array = trace.optimizer_state[slot][parameter]
    return None if array is None else float(array[address.index])


def same(one: float, other: float) -> bool:
    """Whether it is the same number, or neither is one."""
    return one == other or (math.isnan(one) and math.isnan(other))


def comes_to(term: Term, value: float) -> bool:
    """Whether the arithmetic has this result, up to the rounding of its largest part."""
    if not math.isfinite(value) or not math.isfinite(term.value):
        # What has no bounds cannot be added up again in another order.
        return not math.isfinite(value) and not math.isfinite(term.value)
    return abs(term.value - value) <= 1e-12 * max(1.0, _largest(term))


def _largest(term: Term) -> float:
    return max(abs(term.value), *map(_largest, term.children), 0.0)


@pytest.mark.parametrize(
    ("network", "optimizer", "course", "number"),
    ALL,
    ids=["-".join((*network, optimizer, course)) for network, optimizer, course, _ in ALL],
)
def test_every_number_has_the_trace_s_value_and_operands_that_can_be_asked(
    network: tuple[str, str, str], optimizer: str, course: str, number: int
) -> None:
    run = run_of(network, optimizer, course, number)
    explainer = Explainer.of(run)
    iteration = min((0, 1, run.iteration)[number // len(COURSES) % 3], run.iteration)
    trace = run.trace_at(iteration)
    asked: dict[Address, float] = {}
    for address in some_addresses(explainer, iteration):
        derivation = explainer.explain(address)
        held = held_by(trace, address)
        assert held is None or same(held, derivation.value), address
        assert derivation.words
        if derivation.term is None:
            assert derivation.source, address
        else:
            assert comes_to(derivation.term, derivation.value), address
        for operand in derivation.operands:
            if operand.address not in asked:
                asked[operand.address] = explainer.explain(operand.address).value
            assert same(operand.number, asked[operand.address])


@pytest.mark.parametrize("examples", TRANSLATIONS, ids=["reads more", "writes more"])
@pytest.mark.parametrize("cell", ["tanh", "gru", "lstm"])
def test_the_squares_of_a_row_are_those_of_all_its_columns(cell: str, examples: Any) -> None:
    """Also of tokens that are not read here, and that another part does not know."""
    run = Run(RunConfig(task="translation", examples=examples, cell=cell, hidden_size=2))
    explainer, trace = Explainer.of(run), run.trace
    for name, gradient in trace.gradients.items():
        if gradient.ndim < 2:
            continue
        for row in range(len(gradient)):
            address = Address(0, f"gradient_square_sums.{name}", None, (row,))
            operands = [each.address.index for each in explainer.explain(address).operands]
            assert operands == [(row, column) for column in range(gradient.shape[1])], name
            by_hand = math.fsum(gradient[row] ** 2)
            assert explainer.value(address) == pytest.approx(by_hand, rel=1e-12)
