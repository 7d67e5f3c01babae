"""How long a derivation takes: from an address to the JSON that answers for it."""

from __future__ import annotations

import random
import time
from statistics import median
from typing import Any

from app.documents.derivations import derivation_document
from app.documents.schemas import dumps
from app.words.language import DEFAULT
from app.words.messages import messages
from benchmarks.core import SEED, Size, letters_config
from benchmarks.report import Goal, Report
from rnn_core.analysis.explain import Explainer
from rnn_core.equations.terms import Address
from rnn_core.trace import Trace
from rnn_core.training.configuration import RunConfig
from rnn_core.training.trainer import Trainer

ITERATION = 1
WORDS = messages(DEFAULT)
SIZES = {Size(4, 4, 6, of_textbook=1, of_pytorch=1): 5.0, Size(25, 65, 100, 1, 1): 50.0}
"""The most milliseconds that the slowest of an iteration's derivations is to take."""
SAMPLED = 300
"""Addresses of each size, one of every quantity among them."""


def _traces(size: Size) -> dict[int, Trace]:
    trainer = Trainer(letters_config(size))
    traces = {0: trainer.trace()}
    trainer.step()
    traces[ITERATION] = trainer.trace()
    return traces


def _seconds(configuration: RunConfig, traces: dict[int, Trace], address: Address) -> float:
    began = time.perf_counter()
    explainer = Explainer(configuration, (), traces.__getitem__)
    dumps(derivation_document(explainer.explain(address), explainer, "/api/runs/0", WORDS))
    return time.perf_counter() - began


def run(report: Report, repeats: int) -> None:
    """Measures the derivations of both sizes; the traces are there already."""
    report.begin()
    rows: list[dict[str, Any]] = []
    for size, target in SIZES.items():
        configuration, traces = letters_config(size), _traces(size)
        everything = list(Explainer(configuration, (), traces.__getitem__).addresses(ITERATION))
        by_quantity = {(a.quantity, a.t is None): a for a in everything}
        sample = random.Random(SEED).sample(everything, min(SAMPLED, len(everything)))
        addresses = [*by_quantity.values(), *sample]
        slowest: dict[Address, float] = {
            address: median(
                _seconds(configuration, traces, address) for _ in range(min(repeats, 5))
            )
            for address in addresses
        }
        worst = max(slowest, key=slowest.__getitem__)
        report.goal(Goal(f"{size}: slowest derivation", slowest[worst] * 1e3, target, "ms"))
        rows.append(
            {
                "size": str(size),
                "derivations": len(addresses),
                "median ms": median(slowest.values()) * 1e3,
                "slowest ms": slowest[worst] * 1e3,
                "slowest": str(worst),
            }
        )
    report.table("Milliseconds of a derivation, JSON included", rows)
