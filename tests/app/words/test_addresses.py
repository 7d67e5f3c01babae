"""Numbers are called in English what the core calls them, and the same in every language."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from app.words.addresses import number_in_words, remarked
from app.words.language import DEFAULT, LANGUAGES
from app.words.messages import messages
from rnn_core.analysis.derivation import Derivation
from rnn_core.analysis.explain import Explainer
from rnn_core.equations.terms import Address, NumberTerm, Term
from rnn_core.training.configuration import RunConfig
from rnn_core.training.run import Run
from rnn_core.words import Remark
from tests.app.words.test_messages import CORE, REMARK
from tests.spoken import numbers_in

RUNS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "tanh": ({"h_0": [0.1, 0.2, 0.3]}, {}),
    "gru": ({"cell": "gru", "optimizer": "adam"}, {}),
    "lstm": ({"cell": "lstm", "keep_bias": 1.0, "optimizer": "sgd"}, {}),
    "window": ({"cell": "window_2"}, {}),
    "captioning": ({"task": "captioning"}, {}),
    "translation": ({"task": "translation"}, {}),
    "sentiment": ({"task": "sentiment", "initialization": "orthogonal"}, {}),
    "unshared": ({"task": "sentiment", "sharing": "none"}, {}),
    "given": ({"initial_parameters": {"W_hh": [[0.1, 0.2, 0.3]] * 3}}, {}),
    "held": (
        {},
        {
            "clamps": [{"unit": 0, "value": 0.5}],
            "edits": [{"parameter": "W_hh", "index": [0, 0], "value": 1.0}],
        },
    ),
}
"""A configuration, and what an intervention changes of it."""


def derivations(name: str) -> Iterator[tuple[Derivation, Explainer]]:
    """Of every quantity at every timestep its first number, its last, and one between them."""
    settings, changes = RUNS[name]
    run = Run(RunConfig.from_mapping({"hidden_size": 3, **settings}))
    if changes:
        run.intervene(changes)
    explainer = Explainer.of(run)
    ends: dict[tuple[str, int | None], list[Address]] = {}
    for address in explainer.addresses(0):
        ends.setdefault((address.quantity, address.t), []).append(address)
    for addresses in ends.values():
        for address in {addresses[0], addresses[len(addresses) // 3], addresses[-1]}:
            yield explainer.explain(address), explainer


def remarks(derivation: Derivation) -> Iterator[str]:
    if derivation.source is not None:
        yield derivation.source
    yield from notes(derivation.term)


def notes(term: Term | None) -> Iterator[str]:
    if isinstance(term, NumberTerm) and term.note:
        yield term.note
    for child in getattr(term, "children", ()):
        yield from notes(child)


@pytest.mark.parametrize("name", RUNS)
def test_numbers_are_called_what_the_core_calls_them(name: str) -> None:
    for derivation, explainer in derivations(name):
        told = number_in_words(derivation, explainer, messages(DEFAULT))
        assert told == derivation.words
        for language in LANGUAGES:
            other = number_in_words(derivation, explainer, messages(language))
            assert numbers_in(other) == numbers_in(told), f"{told}\n{other}"
        for remark in remarks(derivation):
            assert remarked(remark, messages(DEFAULT)) == remark
            for language in LANGUAGES:
                other = remarked(remark, messages(language))
                assert numbers_in(other) == numbers_in(remark), f"{remark}\n{other}"


def test_every_remark_of_the_core_is_tried() -> None:
    tried = {
        remark.remark
        for name in RUNS
        for derivation, _ in derivations(name)
        for remark in remarks(derivation)
        if isinstance(remark, Remark)
    }
    assert tried == {each for path in CORE for each in REMARK.findall(path.read_text("utf-8"))}
