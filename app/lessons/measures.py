"""What a lesson can measure: a name, the outcomes there are, and a pure function of the results.

A scene has a sentence for each outcome of its measure, with the measured values put in, so that
what it says cannot contradict the numbers.
"""

from __future__ import annotations

import inspect
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from types import MappingProxyType
from typing import Any

import numpy as np

from rnn_core.analysis.derivation import flattened
from rnn_core.analysis.experiments import Experiment, Measurement
from rnn_core.analysis.explain import Explainer
from rnn_core.analysis.window_floor import window_floor
from rnn_core.equations.terms import Address, SumTerm, Term
from rnn_core.errors import InvalidAddress
from rnn_core.trace import Trace
from rnn_core.training.run import Run

NEAR = 0.05
"""A loss this little above the least possible counts as having reached it."""
MOST_REPEATED = 2000
"""Up to this iteration a measure may train a run again."""

Value = float | int | str
_KINDS: Mapping[str, type] = {"int": int, "str": str, "float": float}


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


@dataclass(frozen=True)
class Parameter:
    """What a measure is told; without a `default` it has to be."""

    name: str
    kind: type
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
    _function: Callable[..., Measured]

    def of_run(self, run: Run, iteration: int, given: Mapping[str, Any]) -> Measured:
        """Measured of a run at an iteration. Raises `InvalidAddress`."""
        return self._function(run, iteration, **self.read(given))

    def of_results(self, results: Results, given: Mapping[str, Any]) -> Measured:
        """Measured of an experiment's results. Raises `InvalidAddress`."""
        return self._function(results, **self.read(given))

    def read(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """The parameters as they are meant. Raises `InvalidAddress`, which says what is allowed."""
        for name in given:
            if name not in self.parameters:
                allowed = ", ".join(self.parameters) or "none"
                raise InvalidAddress(
                    name, f"{self.name} has no parameter {name!r}; it has: {allowed}"
                )
        read = {}
        for name, parameter in self.parameters.items():
            if name not in given:
                if parameter.required:
                    raise InvalidAddress(name, f"{self.name} needs {name}")
                continue
            try:
                read[name] = parameter.kind(given[name])
            except (TypeError, ValueError):
                kind = {int: "a whole number", float: "a number", str: "a text"}[parameter.kind]
                raise InvalidAddress(name, f"{name} is {kind}") from None
        return read


_REGISTERED: dict[str, Measure] = {}
MEASURES: Mapping[str, Measure] = MappingProxyType(_REGISTERED)


def _measure(
    of: str, outcomes: str, values: str
) -> Callable[[Callable[..., Measured]], Callable[..., Measured]]:
    """Takes a function into the registry: its parameters after `*` are those of the measure."""

    def register(function: Callable[..., Measured]) -> Callable[..., Measured]:
        parameters = {
            each.name: Parameter(
                each.name,
                _KINDS[str(each.annotation).removesuffix(" | None")],
                None if each.default is inspect.Parameter.empty else each.default,
                each.default is inspect.Parameter.empty,
            )
            for each in inspect.signature(function).parameters.values()
            if each.kind is inspect.Parameter.KEYWORD_ONLY
        }
        name = function.__name__
        _REGISTERED[name] = Measure(
            name,
            of,
            tuple(outcomes.split()),
            tuple(values.split()),
            MappingProxyType(parameters),
            function,
        )
        return function

    return register


# ---- of a run --------------------------------------------------------------------------------


@_measure("run", "one several none", "letter place size ones")
def one_hot(run: Run, iteration: int, *, t: int) -> Measured:
    """How the input of a timestep is written: which place is 1, counted from 1."""
    trace = _at(run, iteration, t)
    x = trace.x(t)
    places = np.flatnonzero(x)
    outcome = "none" if places.size == 0 else "one" if places.size == 1 else "several"
    place = int(places[0]) + 1 if places.size else 0
    values: dict[str, Value] = {
        "letter": trace.inputs[t - 1],
        "place": place,
        "size": x.size,
        "ones": places.size,
    }
    return Measured(outcome, values)


@_measure("run", "correct wrong", "letter token target p p_target")
def most_probable(run: Run, iteration: int, *, t: int) -> Measured:
    """The most probable next token at a timestep, and whether it is the right one."""
    trace = _at(run, iteration, t)
    target = trace.targets[t - 1]
    if target is None:
        raise InvalidAddress("t", f"nothing is to be predicted at t = {t}")
    probs, token = trace.probs[t - 1], trace.predictions[t - 1]
    values: dict[str, Value] = {
        "letter": trace.inputs[t - 1],
        "token": token,
        "target": target,
        "p": float(probs.max()),
        "p_target": float(probs[trace.vocabulary.index(target)]),
    }
    return Measured("correct" if token == target else "wrong", values)


@_measure("run", "same different", "letter other difference")
def states(run: Run, iteration: int, *, first: int, second: int) -> Measured:
    """Whether two timesteps have the same state: by how much their units differ at most."""
    trace = _at(run, iteration, first, "first")
    _at(run, iteration, second, "second")
    difference = float(np.abs(trace.h[first - 1] - trace.h[second - 1]).max())
    values: dict[str, Value] = {
        "letter": trace.inputs[first - 1],
        "other": trace.inputs[second - 1],
        "difference": difference,
    }
    return Measured("different" if difference else "same", values)


@_measure("run", "letter past both neither", "letter past bias sum")
def parts_of_state(run: Run, iteration: int, *, t: int, unit: int) -> Measured:
    """What the sum inside a state is made of: from the letter, from the past, and the bias."""
    _at(run, iteration, t)
    derivation = Explainer.of(run).explain(Address(iteration, "a", t, (unit,)))
    parts = {"letter": 0.0, "past": 0.0, "bias": 0.0}
    if not isinstance(derivation.term, SumTerm):
        raise InvalidAddress("unit", "this state is no sum of a letter and a past")
    for term in flattened(derivation.term):
        parts[_source(term)] += term.value
    from_letter, from_past = parts["letter"] != 0, parts["past"] != 0
    outcome = {(True, False): "letter", (False, True): "past", (True, True): "both"}.get(
        (from_letter, from_past), "neither"
    )
    return Measured(outcome, {**parts, "sum": derivation.value})


@_measure("run", "better worse", "letter target p loss even even_p")
def loss_of(run: Run, iteration: int, *, t: int) -> Measured:
    """The loss of a timestep, beside that of giving every token the same probability."""
    trace = _at(run, iteration, t)
    target = trace.targets[t - 1]
    if target is None:
        raise InvalidAddress("t", f"nothing is to be predicted at t = {t}")
    loss, size = float(trace.timesteps["loss"][t - 1]), len(trace.vocabulary)
    values: dict[str, Value] = {
        "letter": trace.inputs[t - 1],
        "target": target,
        "p": float(trace.probs[t - 1][trace.vocabulary.index(target)]),
        "loss": loss,
        "even": math.log(size),
        "even_p": 1 / size,
    }
    return Measured("better" if loss < math.log(size) else "worse", values)


@_measure("run", "falls rises same", "before after change steps")
def loss_change(run: Run, iteration: int, *, since: int = 0) -> Measured:
    """Where the loss has gone since an earlier iteration."""
    losses = run.history(iteration)
    if not 0 <= since <= iteration:
        raise InvalidAddress("since", f"since is an iteration from 0 to {iteration}")
    return _change(float(losses[since]), float(losses[iteration]), steps=iteration - since)


@_measure("run", "falls rises same", "before after change steps")
def number_change(
    run: Run,
    iteration: int,
    *,
    quantity: str,
    t: int | None = None,
    index: str = "",
    since: int = 0,
) -> Measured:
    """Which way one number has gone since an earlier iteration; the index as `2,0`."""
    if not 0 <= since <= iteration:
        raise InvalidAddress("since", f"since is an iteration from 0 to {iteration}")
    try:
        place = tuple(int(each) for each in index.split(",") if each.strip())
    except ValueError:
        raise InvalidAddress("index", "an index is whole numbers: 2,0") from None
    explainer = Explainer.of(run)
    before, after = (
        explainer.explain(Address(at, quantity, t, place)).value for at in (since, iteration)
    )
    return _change(before, after, steps=iteration - since)


@_measure("run", "none some all", "right of loss written text")
def reading(run: Run, iteration: int) -> Measured:
    """How many of the predictions are right, and what all of them cost."""
    trace = run.trace_at(iteration)
    asked = [(p, t) for p, t in zip(trace.predictions, trace.targets, strict=True) if t is not None]
    right = sum(predicted == target for predicted, target in asked)
    values: dict[str, Value] = {
        "right": right,
        "of": len(asked),
        "loss": trace.loss,
        "written": "".join(predicted for predicted, _ in asked),
        "text": "".join(target for _, target in asked),
    }
    return Measured("none" if right == 0 else "all" if right == len(asked) else "some", values)


@_measure("run", "learnt not_yet", "first steps loss written text")
def spells(run: Run, iteration: int) -> Measured:
    """Whether every prediction is right, and from which iteration on that was first so."""
    if iteration > MOST_REPEATED:
        raise InvalidAddress("iteration", f"spells trains again, up to iteration {MOST_REPEATED}")
    again = Run(run.configuration, run.interventions)
    first: int | None = None
    for passed in range(iteration + 1):
        if first is None and _all_right(again.trace):
            first = passed
        if passed < iteration and not again.diverged:
            again.step()
    now = reading(run, iteration)
    values: dict[str, Value] = {
        "first": -1 if first is None else first,
        "steps": iteration,
        "loss": now.values["loss"],
        "written": now.values["written"],
        "text": now.values["text"],
    }
    return Measured("learnt" if now.outcome == "all" else "not_yet", values)


@_measure("run", "zero near far", "loss floor gap reads iteration")
def floor(run: Run, iteration: int) -> Measured:
    """How near a window network is to the least loss of any network that sees only as much."""
    configuration = run.configuration
    cell = configuration.architecture.cell
    if cell.carried:
        raise InvalidAddress("cell", "a network with a state has no such floor")
    least = window_floor(configuration.made_task.splits["train"], cell.reads)
    loss = run.trace_at(iteration).loss
    values: dict[str, Value] = {
        "loss": loss,
        "floor": least,
        "gap": loss - least,
        "reads": cell.reads,
        "iteration": iteration,
    }
    outcome = "zero" if least == 0 else "near" if loss - least < NEAR else "far"
    return Measured(outcome, values)


@_measure("run", "certain never", "needed fewer floor seen one other")
def window_needed(run: Run, iteration: int) -> Measured:
    """How many letters a window must show so that the next is certain, and why no fewer do."""
    examples = run.configuration.made_task.splits["train"]
    trace = run.trace_at(iteration)
    longest = max(len(example.inputs) for example in examples)
    needed = next((k for k in range(1, longest + 1) if window_floor(examples, k) == 0), None)
    fewer = longest if needed is None else needed - 1
    after: dict[str, set[str]] = {}
    for t, target in enumerate(trace.targets, 1):
        if target is not None:
            after.setdefault("".join(trace.inputs[max(0, t - fewer) : t]), set()).add(target)
    seen = next((each for each, targets in after.items() if len(targets) > 1), "")
    one, other = [*sorted(after.get(seen, set())), "", ""][:2]
    values: dict[str, Value] = {
        "needed": -1 if needed is None else needed,
        "fewer": fewer,
        "floor": window_floor(examples, fewer) if fewer else math.log(len(trace.vocabulary)),
        "seen": seen,
        "one": one,
        "other": other,
    }
    return Measured("never" if needed is None else "certain", values)


@_measure("run", "last each some", "inputs targets first_target")
def targets(run: Run, iteration: int) -> Measured:
    """How many tokens are read and how many are asked for: only the last, each, or some."""
    trace = run.trace_at(iteration)
    asked = [t for t, target in enumerate(trace.targets, 1) if target is not None]
    outcome = "each" if len(asked) == trace.T else "last" if asked == [trace.T] else "some"
    values: dict[str, Value] = {
        "inputs": trace.T,
        "targets": len(asked),
        "first_target": asked[0] if asked else 0,
    }
    return Measured(outcome, values)


def _at(run: Run, iteration: int, t: int, name: str = "t") -> Trace:
    trace = run.trace_at(iteration)
    if not 1 <= t <= trace.T:
        raise InvalidAddress(name, f"{name} is {t}, but timesteps are 1 to {trace.T}")
    return trace


def _source(term: Term) -> str:
    names = [operand.address.quantity for operand in term.operands()]
    if any(name.startswith(("W_xh", "x")) for name in names):
        return "letter"
    return "past" if any(name.startswith(("W_hh", "h")) for name in names) else "bias"


def _change(before: float, after: float, *, steps: int) -> Measured:
    outcome = "same" if after == before else "falls" if after < before else "rises"
    values: dict[str, Value] = {
        "before": before,
        "after": after,
        "change": abs(after - before),
        "steps": steps,
    }
    return Measured(outcome, values)


def _all_right(trace: Trace) -> bool:
    return all(
        target in (None, predicted)
        for predicted, target in zip(trace.predictions, trace.targets, strict=True)
    )


# ---- of an experiment ------------------------------------------------------------------------


@_measure("experiment", "first second overlap", "first second first_worst second_best seeds")
def lower_loss(results: Results, *, first: int, second: int, split: str = "train") -> Measured:
    """Which of two models ends at the lower loss with each of its seeds; else they overlap."""
    one, other = _losses(results, "first", first, split), _losses(results, "second", second, split)
    outcome = "first" if max(one) < min(other) else "second" if max(other) < min(one) else "overlap"
    values: dict[str, Value] = {
        "first": median(one),
        "second": median(other),
        "first_worst": max(one),
        "second_best": min(other),
        "seeds": len(results.experiment.seeds),
    }
    return Measured(outcome, values)


@_measure("experiment", "all some none", "below seeds median least greatest limit")
def gets_below(results: Results, *, model: int, loss: float, split: str = "train") -> Measured:
    """With how many seeds a model ends below a loss."""
    ends = _losses(results, "model", model, split)
    below = sum(each < loss for each in ends)
    values: dict[str, Value] = {
        "below": below,
        "seeds": len(ends),
        "median": median(ends),
        "least": min(ends),
        "greatest": max(ends),
        "limit": loss,
    }
    return Measured("none" if below == 0 else "all" if below == len(ends) else "some", values)


@_measure("experiment", "first second same", "first second difference")
def fewer_weights(results: Results, *, first: int, second: int) -> Measured:
    """Which of two models has fewer numbers to learn."""
    for name, model in (("first", first), ("second", second)):
        _must_be_a_model(results, name, model)
    one, other = (results.experiment.weights[model - 1] for model in (first, second))
    outcome = "same" if one == other else "first" if one < other else "second"
    values: dict[str, Value] = {"first": one, "second": other, "difference": abs(one - other)}
    return Measured(outcome, values)


def _must_be_a_model(results: Results, name: str, model: int) -> None:
    models = len(results.experiment.models)
    if not 1 <= model <= models:
        raise InvalidAddress(name, f"{name} is {model}, but the models are 1 to {models}")


def _losses(results: Results, name: str, model: int, split: str) -> list[float]:
    """The loss that each seed ends at."""
    _must_be_a_model(results, name, model)
    ends = {m.seed: m.scores for m in results.measurements if m.model == model - 1}
    if len(ends) < len(results.experiment.seeds):
        raise InvalidAddress(name, f"model {model} has not been measured with every seed yet")
    if any(split not in scores for scores in ends.values()):
        raise InvalidAddress("split", f"there is no split {split!r} in this task")
    return list(_infinite_where_there_is_none(scores[split].loss for scores in ends.values()))


def _infinite_where_there_is_none(losses: Iterator[float | None] | Any) -> Iterator[float]:
    for loss in losses:
        yield math.inf if loss is None or math.isnan(loss) else float(loss)
