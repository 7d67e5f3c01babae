"""Scenes and checks: what stands in a chapter's directives, as frozen records."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np

from app.lessons.measures import MEASURES, Measure
from app.lessons.reading import Fields, LessonError, named, parsed
from rnn_core.analysis.experiments import Experiment
from rnn_core.cells.registry import LONGEST_WINDOW
from rnn_core.errors import CoreError
from rnn_core.training.configuration import RunConfig
from rnn_core.training.interventions import Intervention
from rnn_core.training.run import Run

FIGURES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "network": ("show", "caption", "t"),
        "letters": (),
        "derivation": ("quantity", "t", "index"),
        "shares": ("quantity", "index"),
        "loss-shares": ("unit",),
        "state-shares": ("quantity", "index", "unit"),
        "losses": (),
        "reach": ("sliders", "of"),
        "experiment": ("split", "show"),
        "merge": (),
        "widths": ("to",),
        "readings": (),
        "answers": ("sources",),
        "answered": (),
        "scores": (),
        "subtotals": ("t",),
        "lane": ("gates", "of"),
        "streams": ("t",),
        "nudge": (),
    }
)
"""What a scene can show, with what it is told."""
SHOWN = ("x", "h", "probs", "loss", "gradients")
"""What of the network a figure shows."""
DRAWN = ("loss", "score", "growth")
"""What an experiment's figure shows; by default the loss."""
REACHING = ("loss", "state")
"""Whose gradient reaches the states: that of the last loss, by default, or of the last state."""
GATES = ("f", "i", "g", "o")
"""What of an LSTM is drawn at its lane; by default all."""
SLIDERS = ("spectral_radius", "distance", "keep_bias")
"""What the reader can move where a figure shows how far a gradient reaches."""
PREDICTIONS = ("choice", "token", "number", "sign")
SIGNS = ("rises", "falls", "same")
ACTIONS = ("reveal", "compute", "step", "train", "edit", "zero", "swap", "merge", "experiment")
VARIES = "varies"
_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_PHASE = re.compile(r"(x|h|pass|probs|loss|dlogits|dh|da|gradients)_[1-9]\d*|loss|dh_0|clip|update")


@dataclass(frozen=True)
class State:
    """Where a scene's run stands: all that decides what is on screen."""

    configuration: Mapping[str, Any]
    interventions: tuple[Mapping[str, Any], ...] = ()
    iteration: int = 0
    phase: str | None = None
    """The phase of the iteration up to which everything is known; None is all of it."""

    def document(self) -> dict[str, Any]:
        return {
            "configuration": dict(self.configuration),
            "interventions": list(self.interventions),
            "iteration": self.iteration,
            "phase": self.phase,
        }

    def made(self) -> tuple[RunConfig, list[Intervention]]:
        """What the core makes of it. Raises `CoreError`."""
        changes = [Intervention(each["iteration"], each["changes"]) for each in self.interventions]
        return RunConfig.from_mapping(self.configuration), changes


@dataclass(frozen=True)
class Figure:
    """A component of the product, and what it is told."""

    name: str
    told: Mapping[str, Any]


@dataclass(frozen=True)
class Prediction:
    """What the reader commits to before anything is revealed."""

    kind: str
    ask: str
    options: Mapping[str, str]
    """Of a choice, by name."""


@dataclass(frozen=True)
class Asked:
    """A measure with its parameters, and what is said of each of its outcomes."""

    measure: Measure
    told: Mapping[str, Any]
    verdict: Mapping[str, str]
    right: Mapping[str, str] | str
    """Which prediction each outcome corresponds to, or which measured value it has to be."""
    intends: str
    """The outcome that is taught, or that it varies from seed to seed."""

    def document(self) -> dict[str, Any]:
        return {
            "measure": self.measure.name,
            "told": dict(self.told),
            "verdict": dict(self.verdict),
            "right": self.right if isinstance(self.right, str) else dict(self.right),
        }


@dataclass(frozen=True)
class Scene:
    """Guess, do, see: a prediction, one action on a real run, and what its result says."""

    id: str
    line: int
    before: State
    after: State
    experiment: Mapping[str, Any] | None
    figure: Figure | None
    predict: Prediction
    action: str
    """One of `ACTIONS`."""
    by_hand: Mapping[str, str] | None
    """Where the reader chooses each next phase: what each kind of phase is called."""
    unready: Mapping[str, str] | None
    """And what is said where another one comes first, by the kind that does."""
    label: str
    asked: Asked

    def document(self) -> dict[str, Any]:
        """As the page gets it."""
        return {
            "id": self.id,
            "before": self.before.document(),
            "after": self.after.document(),
            "experiment": self.experiment,
            "figure": None
            if self.figure is None
            else {"name": self.figure.name, "told": dict(self.figure.told)},
            "predict": {**vars(self.predict), "options": dict(self.predict.options)},
            "action": self.action,
            "by_hand": self.by_hand,
            "unready": self.unready,
            "label": self.label,
            **self.asked.document(),
        }

    @property
    def structure(self) -> tuple[Any, ...]:
        """What must be the same in every language."""
        figure = None if self.figure is None else (self.figure.name, str(self.figure.told))
        return (
            "scene",
            self.id,
            str(self.before),
            str(self.after),
            str(self.experiment),
            figure,
            self.predict.kind,
            tuple(self.predict.options),
            self.action,
            self.by_hand and tuple(self.by_hand),
            self.asked.measure.name,
            str(self.asked.told),
            str(self.asked.right),
            self.asked.intends,
        )


@dataclass(frozen=True)
class Sum:
    """A check: a number of a real derivation with some of its arithmetic left out."""

    id: str
    line: int
    state: State
    number: Mapping[str, Any]
    ask: str
    blank: tuple[str, ...]
    """Which numbers are left out: a term of the sum by its place from 1, `sum`, `result`."""
    tolerance: float
    well: str

    def document(self) -> dict[str, Any]:
        """As the page gets it."""
        return {
            "id": self.id,
            "state": self.state.document(),
            "number": dict(self.number),
            "ask": self.ask,
            "blank": list(self.blank),
            "tolerance": self.tolerance,
            "well": self.well,
        }

    @property
    def structure(self) -> tuple[Any, ...]:
        """What must be the same in every language."""
        return ("sum", self.id, str(self.state), str(self.number), self.blank, self.tolerance)


Part = Scene | Sum
DIRECTIVES = ("scene", "check")


def read_scene(
    path: Path, line: int, name: str, body: str, run: Mapping[str, Any], kind: str = "scene"
) -> Scene:
    """A scene; a check that asks a question is one without a figure. Raises `LessonError`."""
    id = named(path, line, kind, name)
    fields = Fields(path, line + 1, parsed(path, line + 1, body), f"{kind} {id}", body)
    asks = kind == "check"
    experiment = fields.take("experiment", dict) if fields.has("experiment") else None
    if experiment is not None:
        _must_be_an_experiment(fields, experiment)
    before = _state(fields, run)
    figure = _figure(fields) if fields.has("figure") or not asks else None
    predict = _prediction(fields)
    if experiment is not None and not asks:
        action, after, by_hand, unready = "experiment", before, None, None
    elif asks:
        action, after, by_hand, unready = "reveal", before, None, None
    else:
        action, after, by_hand, unready = _action(fields, before)
    label = "" if asks else fields.text("label")
    asked = _asked(fields, predict, of="run" if experiment is None else "experiment")
    fields.done()
    for state in (before, after):
        _must_be_made(fields, state)
    return Scene(
        id, line, before, after, experiment, figure, predict, action, by_hand, unready, label, asked
    )


def read_check(path: Path, line: int, name: str, body: str, run: Mapping[str, Any]) -> Part:
    """A check: numbers to be filled in, or a question. Raises `LessonError`."""
    id = named(path, line, "check", name)
    values = parsed(path, line + 1, body)
    if "number" not in values:
        return read_scene(path, line, name, body, run, "check")
    fields = Fields(path, line + 1, values, f"check {id}", body)
    state = _state(fields, run)
    number = _number(fields, fields.take("number", dict))
    ask = fields.text("ask")
    blank = tuple(str(each) for each in fields.take("blank", list))
    for each in blank:
        if not (each in ("sum", "result") or each.isdigit()):
            raise fields.wrong(
                f"blank {each!r} is not known; there are: the places of terms from 1, sum, result",
                "blank",
            )
    if not blank:
        raise fields.wrong("nothing is left out", "blank")
    tolerance = fields.take("tolerance", float, 0.01)
    well = fields.text("well")
    fields.done()
    _must_be_made(fields, state)
    return Sum(id, line, state, number, ask, blank, tolerance, well)


def _state(fields: Fields, run: Mapping[str, Any]) -> State:
    own = fields.take("run", dict, {}) or {}
    iteration = fields.take("iteration", int, -1)
    begin = fields.take("begin", str, "loss")
    if not _PHASE.fullmatch(begin):
        raise fields.wrong(f"begin {begin!r} is no phase, such as x_1, h_2, probs_2, loss", "begin")
    return State(MappingProxyType({**run, **own}), (), max(0, iteration), begin)


def _must_be_made(fields: Fields, state: State) -> None:
    try:
        state.made()
    except (CoreError, KeyError, TypeError) as error:
        raise fields.wrong(f"the core refuses this run: {error}", "run") from None


def _must_be_an_experiment(fields: Fields, values: Mapping[str, Any]) -> None:
    try:
        experiment_of(values)
    except (CoreError, KeyError, TypeError, AttributeError) as error:
        raise fields.wrong(f"the core refuses this experiment: {error}", "experiment") from None


def experiment_of(values: Mapping[str, Any]) -> Experiment:
    """What the core makes of an experiment as requests write it. Raises `CoreError`."""
    own = ("models", "seeds", "iterations", "evaluations")
    return Experiment(
        task={name: value for name, value in values.items() if name not in own},
        models=tuple(dict(model) for model in values["models"]),
        seeds=tuple(values.get("seeds", (1, 2, 3))),
        iterations=values["iterations"],
        evaluations=values.get("evaluations", 20),
    )


def _figure(fields: Fields) -> Figure:
    name, told = fields.call("figure", FIGURES)
    for key in told:
        fields.choice(key, FIGURES[name] or ["nothing"], f"figure {name}:")
    if name == "network":
        shown = told.get("show", list(SHOWN[:4]))
        if not isinstance(shown, list) or not shown:
            raise fields.wrong(f"show is a list of any of: {', '.join(SHOWN)}", "figure")
        for each in shown:
            fields.choice(str(each), SHOWN, "show")
        caption = told.get("caption", False)
        if not isinstance(caption, bool):
            raise fields.wrong("caption is true or false", "figure")
        about = told.get("t")
        if not isinstance(about, int | None):
            raise fields.wrong("t is the timestep that the figure is about", "figure")
        told = {"show": [str(each) for each in shown], "caption": caption, "t": about}
    if name == "experiment":
        fields.choice(str(told.get("show", "loss")), DRAWN, "show")
    if name == "subtotals":
        times = told.get("t")
        times = times if isinstance(times, list) else [times]
        if not all(isinstance(t, int) for t in times):
            raise fields.wrong("subtotals needs t, a timestep or several", "figure")
        told = {"t": times}
    if name == "derivation":
        told = _number(fields, told)
    if name in ("shares", "state-shares"):
        number = {key: value for key, value in told.items() if key != "unit"}
        told = {**told, **_number(fields, number)}
    if name == "reach":
        sliders = told.get("sliders", [])
        if not isinstance(sliders, list):
            raise fields.wrong(f"sliders is a list of any of: {', '.join(SLIDERS)}", "figure")
        told = {
            "sliders": [fields.choice(str(each), SLIDERS, "sliders") for each in sliders],
            "of": fields.choice(str(told.get("of", "loss")), REACHING, "of"),
        }
    if name == "streams" and not isinstance(told.get("t"), int):
        raise fields.wrong("streams needs t, the timestep at which they meet", "figure")
    if name == "lane":
        gates = told.get("gates", list(GATES))
        if not isinstance(gates, list) or "f" not in gates:
            raise fields.wrong(f"gates is a list of any of: {', '.join(GATES)}, with f", "figure")
        gates = [fields.choice(str(each), GATES, "gates") for each in gates]
        told = {"gates": gates, "of": fields.choice(str(told.get("of", "f")), gates, "of")}
    if name == "widths":
        widest = told.get("to")
        if not isinstance(widest, int) or not 1 <= widest <= LONGEST_WINDOW:
            raise fields.wrong(
                f"widths needs to, the widest window, 1 to {LONGEST_WINDOW}", "figure"
            )
    if name == "answers":
        sources = told.get("sources")
        if not isinstance(sources, list) or not sources:
            raise fields.wrong("answers needs sources, a list of inputs", "figure")
        told = {"sources": [str(each) for each in sources]}
    if not isinstance(told.get("unit", 0), int):
        raise fields.wrong("unit is a whole number from 0", "figure")
    return Figure(name, MappingProxyType(dict(told)))


def _number(fields: Fields, told: Mapping[str, Any]) -> dict[str, Any]:
    index = told.get("index", [])
    if (
        not isinstance(told.get("quantity"), str)
        or not isinstance(told.get("t", 1), int)
        or not isinstance(index, list)
        or not all(isinstance(each, int) for each in index)
    ):
        raise fields.wrong("a number is {quantity: h, t: 2, index: [0]}")
    for key in told:
        fields.choice(key, ("quantity", "t", "index"), "number")
    return {"quantity": told["quantity"], "t": told.get("t"), "index": list(index)}


def _prediction(fields: Fields) -> Prediction:
    if not fields.has("predict"):
        raise fields.wrong("predict is missing: nothing is revealed before a guess")
    inner = Fields(
        fields.path, fields.line, fields.take("predict", dict), f"{fields.within}, predict"
    )
    kind = inner.one_of("kind", PREDICTIONS)
    ask = inner.text("ask")
    options = inner.texts("options") if kind == "choice" else {}
    inner.done()
    if kind == "choice" and len(options) < 2:
        raise inner.wrong("a choice has at least two options")
    return Prediction(kind, ask, MappingProxyType(options))


def _action(
    fields: Fields, before: State
) -> tuple[str, State, Mapping[str, str] | None, Mapping[str, str] | None]:
    if not fields.has("do"):
        raise fields.wrong(
            f"do is missing: a prediction needs what reveals it; there are: {', '.join(ACTIONS)}"
        )
    do = fields.take("do", dict)
    if len(do) != 1:
        raise fields.wrong("a scene does one thing", "do")
    [(action, value)] = do.items()
    fields.choice(str(action), ACTIONS, "do")
    by_hand = unready = None
    configuration, iteration = before.configuration, before.iteration
    if action == "compute" and value == "next":
        until = fields.text("until", "loss")
        by_hand, unready = fields.texts("by_hand"), fields.texts("unready")
        after = State(configuration, (), iteration, _phase(fields, until, "until"))
    elif action == "compute":
        after = State(configuration, (), iteration, _phase(fields, value, "do"))
    elif action in ("step", "train"):
        if not isinstance(value, int) or value < 1:
            raise fields.wrong(f"{action} is a number of iterations, at least 1", "do")
        # Whatever was held back before, all of what was trained is seen.
        after = State(configuration, (), iteration + value, "loss")
    elif action in ("edit", "zero", "swap"):
        changes = _changed(fields, before, action, value)
        change = {"iteration": iteration, "changes": changes}
        after = State(configuration, (change,), iteration, before.phase)
    elif action == "merge":
        by_hand = fields.texts("by_hand")
        together = MappingProxyType({**configuration, "sharing": "all"})
        after = State(together, (), iteration, before.phase)
    elif action == "experiment":
        raise fields.wrong("an experiment is described beside the figure: experiment: {…}", "do")
    else:
        after = State(configuration, (), iteration, before.phase)
    return str(action), after, by_hand, unready


def _changed(fields: Fields, before: State, action: str, value: Any) -> Mapping[str, Any]:
    """What an intervention changes: as it is written, a matrix of zeros, or another run's state."""
    try:
        if action == "zero":
            shape = before.made()[0].architecture.layout.shapes[value]
            return {
                "edits": [
                    {"parameter": value, "index": list(index), "value": 0.0}
                    for index in np.ndindex(shape)
                ]
            }
        if action == "swap":
            t, seed = value["t"], value["seed"]
            other = Run(replace(before.made()[0], seed=seed))
            other.train(before.iteration)
            state = other.trace_at(before.iteration).h[t - 1]
            return {
                "clamps": [
                    {"unit": unit, "value": number, "t": t}
                    for unit, number in enumerate(state.tolist())
                ]
            }
    except (CoreError, KeyError, TypeError, IndexError) as error:
        raise fields.wrong(f"the core cannot do this: {error!r}", "do") from None
    if not isinstance(value, dict):
        raise fields.wrong("an edit is what an intervention changes", "do")
    return value


def _phase(fields: Fields, value: Any, name: str) -> str:
    if not isinstance(value, str) or not _PHASE.fullmatch(value):
        raise fields.wrong(f"{value!r} is no phase, such as x_1, h_2, probs_2, loss", name)
    return value


def _asked(fields: Fields, predict: Prediction, *, of: str) -> Asked:
    known = [name for name, each in MEASURES.items() if each.of == of]
    name, told = fields.call("measure", known)
    measure = MEASURES[name]
    try:
        read = measure.read(told)
    except CoreError as error:
        raise fields.wrong(str(error), "measure") from None
    verdict = fields.texts("verdict")
    _each_once(fields, verdict, measure.outcomes, "verdict")
    for outcome, sentence in verdict.items():
        for placeholder in _PLACEHOLDER.findall(sentence):
            if placeholder not in measure.values:
                raise fields.wrong(
                    f"verdict.{outcome}: {{{placeholder}}} is nothing that {name} gives; "
                    f"it gives: {', '.join(measure.values)}",
                    "verdict",
                )
    right = _right(fields, predict, measure)
    intends = fields.one_of("intends", (*measure.outcomes, VARIES))
    return Asked(measure, MappingProxyType(read), MappingProxyType(verdict), right, intends)


def _right(fields: Fields, predict: Prediction, measure: Measure) -> Mapping[str, str] | str:
    if predict.kind in ("token", "number"):
        return fields.one_of("right", measure.values)
    right = fields.texts("right")
    _each_once(fields, right, measure.outcomes, "right")
    options = tuple(predict.options) if predict.kind == "choice" else SIGNS
    for option in right.values():
        fields.choice(option, options, "right")
    return MappingProxyType(right)


def _each_once(
    fields: Fields, given: Mapping[str, str], outcomes: tuple[str, ...], name: str
) -> None:
    for outcome in outcomes:
        if outcome not in given:
            raise fields.wrong(
                f"{name} has nothing for {outcome!r}; the outcomes are: {', '.join(outcomes)}", name
            )
    for outcome in given:
        fields.choice(outcome, outcomes, name)


__all__ = ["DIRECTIVES", "LessonError", "Part", "Scene", "State", "Sum", "read_check", "read_scene"]
