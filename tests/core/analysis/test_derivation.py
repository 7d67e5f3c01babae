"""What a derivation prints is arithmetic: read again, it comes to the number beside it."""

from __future__ import annotations

import math
import random
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pytest

from rnn_core.analysis.derivation import Derivation, written
from rnn_core.analysis.explain import Explainer
from rnn_core.equations.terms import (
    Address,
    FunctionTerm,
    NumberTerm,
    Operand,
    ProductTerm,
    SoftmaxTerm,
    SumTerm,
    Term,
)
from rnn_core.training.configuration import RunConfig
from rnn_core.training.optimizers import OPTIMIZERS
from rnn_core.training.run import Run
from tests.arithmetic import evaluated
from tests.networks import NETWORKS, examples_of

NOISE = re.compile(r"\+ [−+-]|[×/^(]\s*\+|−1 ×|− −|^\+")


OF_THE_OPTIMIZER = ("optimizer_state", "updates")


@cache
def derivations(network: tuple[str, str, str]) -> list[Derivation]:
    """Of the last number of every quantity at every timestep, and of what each optimizer adds."""
    task, cell, sharing = network
    every = []
    for optimizer in OPTIMIZERS:
        configuration: dict[str, Any] = {
            "task": task,
            "text": "abcab",
            "examples": examples_of(task),
            "cell": cell,
            "sharing": sharing,
            "optimizer": optimizer,
        }
        run = Run(RunConfig(**configuration, hidden_size=2, clip_norm=0.1))
        run.train(2)
        explainer = Explainer.of(run)
        last = {
            (iteration, address.quantity, address.t): address
            for iteration in (0, 2)
            for address in explainer.addresses(iteration)
            if address.quantity.startswith(OF_THE_OPTIMIZER)
            or (iteration == 2 and optimizer == "sgd")
        }
        every += [explainer.explain(address) for address in last.values()]
    return every


def rounded(term: Term) -> Term:
    """The same with its numbers as they are printed."""
    return leaves_by(term, lambda value: float(f"{value:.8g}"))


def leaves_by(term: Term, number: Any) -> Term:
    match term:
        case Operand() | NumberTerm():
            if isinstance(term, NumberTerm) and term == NumberTerm(-1.0):
                return term
            return replace(term, number=number(term.value))
        case SumTerm(terms, _):
            return replace(term, terms=tuple(leaves_by(each, number) for each in terms))
        case ProductTerm(factors):
            return replace(term, factors=tuple(leaves_by(each, number) for each in factors))
        case FunctionTerm(_, arguments):
            return replace(term, arguments=tuple(leaves_by(each, number) for each in arguments))
        case SoftmaxTerm(_, logits):
            return replace(term, logits=tuple(leaves_by(each, number) for each in logits))
    raise TypeError(type(term).__name__)


def close(value: float, expected: float, relative: float, absolute: float) -> bool:
    """As `pytest.approx` has it, of a hundred thousand numbers in a tenth of the time."""
    return value == expected or abs(value - expected) <= max(relative * abs(expected), absolute)


def printed(text: str) -> Iterator[tuple[str, str]]:
    """What is said to be equal in a derivation's arithmetic, left and right."""
    *_, arithmetic = text.rstrip().split("\n\n")
    for line in arithmetic.splitlines():
        left, equals, right = line.rpartition(" = ")
        if equals and not left.lstrip().startswith("sum "):
            yield re.split(r" {2,}", left.strip())[-1], right.strip().removeprefix("+")


@pytest.mark.parametrize("network", NETWORKS, ids="-".join)
def test_printed_arithmetic_comes_to_what_is_printed_beside_it(
    network: tuple[str, str, str],
) -> None:
    for derivation in derivations(network):
        text = str(derivation)
        term = derivation.term
        if term is None or isinstance(term, NumberTerm):
            assert derivation.words in text
            continue
        for left, right in printed(text):
            assert not NOISE.search(left), text
            value = float(evaluated(left))
            assert close(value, float(evaluated(right)), 1e-4, 1e-7), text
        if not isinstance(term, SumTerm) and len(derivation.operands) <= 6:
            *_, (left, _) = printed(text)
            # With exactly the digits that are printed.
            exactly = rounded(term).value
            assert close(float(evaluated(left)), exactly, 1e-9, 1e-15), text


@pytest.mark.parametrize("network", NETWORKS, ids="-".join)
def test_arithmetic_is_written_with_its_precedence_whatever_the_numbers(
    network: tuple[str, str, str],
) -> None:
    generator = random.Random(5)

    def of_any_size(_: float) -> float:
        # So that ε, which is too small to matter, does.
        return generator.choice((0.25, 1.5, 1e-6, 3.0)) * generator.choice((1.0, -1.0))

    def positive(_: float) -> float:
        return abs(of_any_size(0.0))

    for derivation in derivations(network):
        if derivation.term is None:
            continue
        # Roots, logarithms and powers are of positive numbers.
        for number in (positive, of_any_size):
            term = leaves_by(derivation.term, number)
            text = written(term)
            try:
                value = term.value
            except ValueError:
                continue
            assert not NOISE.search(text), text
            if math.isfinite(value):
                with np.errstate(all="ignore"):
                    read = float(evaluated(text))
                assert close(read, value, 1e-9, 1e-12), text


@pytest.mark.parametrize(
    ("quantity", "text"),
    [
        ("updates.W_hh", "−0.1 × 0.064183151 / (√0.0041194769 + 1e−10) = −0.1"),
        ("clip_scale", "min(1, 5 / 2.7037713) = 1"),
    ],
)
def test_an_update_reads_as_in_a_book(quantity: str, text: str) -> None:
    explainer = Explainer.of(Run(RunConfig(hidden_size=3)))
    index = (0, 1) if quantity == "updates.W_hh" else ()
    derivation = explainer.explain(Address(0, quantity, None, index))
    assert str(derivation).splitlines()[-1].strip() == text


def test_the_terms_of_a_sum_are_named_as_they_are_reckoned() -> None:
    run = Run(RunConfig(cell="lstm", optimizer="adam", hidden_size=3))
    run.train(2)
    explainer = Explainer.of(run)

    def names(quantity: str, t: int | None, *index: int) -> list[str]:
        derivation = explainer.explain(Address(2, quantity, t, index))
        lines = str(derivation).split("\n\n")[-1].splitlines()
        return [re.split(r" {2,}", line.strip())[0] for line in lines[:-1]]

    assert names("dc", 2, 1) == [
        "dh_through_2[1] × o_2[1] × (1 − tanh(c_2[1])²)",
        "dc_from_future_2[1]",
    ]
    assert names("optimizer_state.v.b_y", None, 0) == [
        "β₂ × previous optimizer_state.v.b_y['h']",
        "(1-β₂) × clipped_gradients.b_y['h']²",
    ]
    assert names("dlogits", 2, 2) == ["probs_2['l']", "the target at t = 2"]
