"""The registry of measures: a name, the outcomes there are, and a pure function of the results.

A scene has a sentence for each outcome of its measure, with the measured values put in, so that
what it says cannot contradict the numbers.
"""

from __future__ import annotations

import inspect
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from app.lessons.measures.refusals import refused
from app.words.messages import Listed
from rnn_core.analysis.experiments import Experiment, Measurement
from rnn_core.training.run import Run

Value = float | int | str
_KINDS: Mapping[str, type] = {"int": int, "str": str, "float": float}
_DEADLINE = "deadline"
"""What a measure that may take long is given, and no chapter tells: a time of `perf_counter`."""
_TIMESTEP = "A timestep, from 1."
_MODEL = "A model by its place, from 1."
DESCRIPTIONS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "run": {
            "t": _TIMESTEP,
            "first": _TIMESTEP,
            "second": _TIMESTEP,
            "unit": "A unit, from 0.",
            "quantity": "A name of the trace, as for `explain`.",
            "index": "As for `explain`: `2,0`.",
            "since": "The iteration before a change.",
            "layers": "How many layers use the same weights, from 1.",
            "split": "A split of the task: train, test, longer, shifted …",
            "reads": "How many letters a window shows, from 1.",
            "letters": "The letters that are read, in another order.",
            "source": "An input, as for `try`.",
            "other": "Another input.",
            "examples": "Inputs and what is right: `good = positive; bad = negative`.",
        },
        "experiment": {
            "model": _MODEL,
            "first": _MODEL,
            "second": _MODEL,
            "loss": "A loss to get below.",
            "percent": "How many percent are to be right, from 0 to 100.",
            "split": "By default train.",
        },
    }
)
"""What measures of a run and of an experiment can be told: a parameter has one meaning for all."""


@dataclass(frozen=True)
class Measured:
    """Which outcome it is, and the values that its sentence may name."""

    outcome: str
    values: Mapping[str, Value]


@dataclass(frozen=True)
class Results:
    """What an experiment has measured, by model (counted from 1), seed and iteration."""

    experiment: Experiment
    measurements: Sequence[Measurement]

    def require(self, name: str, model: int) -> None:
        """Raises `InvalidAddress` where there is no such model."""
        models = len(self.experiment.models)
        if not 1 <= model <= models:
            raise refused(name, "refused-model", name=name, given=str(model), last=models)


@dataclass(frozen=True)
class Parameter:
    """What a measure is told; without a `default` it has to be."""

    name: str
    kind: type
    description: str
    default: Value | None
    required: bool


@dataclass(frozen=True)
class Measure:
    """A measure of a run at an iteration, or of an experiment."""

    name: str
    of: str
    """`run` or `experiment`."""
    outcomes: tuple[str, ...]
    values: tuple[str, ...]
    parameters: Mapping[str, Parameter]
    is_timed: bool
    """Whether it may take long, and can be given an end."""
    _function: Callable[..., Measured]

    def of_run(
        self, run: Run, iteration: int, given: Mapping[str, Any], seconds: float | None = None
    ) -> Measured:
        """Measured of a run at an iteration. Raises `InvalidAddress`, and `OutOfTime` where it
        takes longer than `seconds`."""
        told = self.read(given)
        if self.is_timed and seconds is not None:
            told[_DEADLINE] = time.perf_counter() + seconds
        return self._function(run, iteration, **told)

    def of_results(self, results: Results, given: Mapping[str, Any]) -> Measured:
        """Measured of an experiment's results. Raises `InvalidAddress`."""
        return self._function(results, **self.read(given))

    def read(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """The parameters as they are meant. Raises `InvalidAddress`, which says what is allowed."""
        for name in given:
            if name not in self.parameters:
                raise refused(
                    name,
                    "refused-parameter",
                    measure=self.name,
                    name=name,
                    count=len(self.parameters),
                    known=Listed(list(self.parameters)),
                )
        read = {}
        for name, parameter in self.parameters.items():
            if name not in given:
                if parameter.required:
                    raise refused(name, "refused-missing", measure=self.name, name=name)
                continue
            try:
                read[name] = parameter.kind(given[name])
            except (TypeError, ValueError):
                kind = parameter.kind.__name__
                raise refused(name, "refused-kind", name=name, kind=kind) from None
        return read


_REGISTERED: dict[str, Measure] = {}
MEASURES: Mapping[str, Measure] = MappingProxyType(_REGISTERED)


def measure(
    of: str, outcomes: str, values: str
) -> Callable[[Callable[..., Measured]], Callable[..., Measured]]:
    """Takes a function into the registry: its parameters after `*` are those of the measure."""

    def register(function: Callable[..., Measured]) -> Callable[..., Measured]:
        parameters = {
            each.name: Parameter(
                each.name,
                _KINDS[str(each.annotation).removesuffix(" | None")],
                DESCRIPTIONS[of][each.name],
                None if each.default is inspect.Parameter.empty else each.default,
                each.default is inspect.Parameter.empty,
            )
            for each in inspect.signature(function).parameters.values()
            if each.kind is inspect.Parameter.KEYWORD_ONLY and each.name != _DEADLINE
        }
        name = function.__name__
        _REGISTERED[name] = Measure(
            name,
            of,
            tuple(outcomes.split()),
            tuple(values.split()),
            MappingProxyType(parameters),
            _DEADLINE in inspect.signature(function).parameters,
            function,
        )
        return function

    return register


def parameters_of(of: str) -> dict[str, Parameter]:
    """All that measures of a run, or of an experiment, can be told."""
    measures = [each for each in MEASURES.values() if each.of == of]
    return {name: each for measure in measures for name, each in measure.parameters.items()}
