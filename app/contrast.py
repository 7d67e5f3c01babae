"""What makes two runs different, in words: their configurations and interventions. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from typing import Any

from rnn_core.configuration import HYPERPARAMETERS, Edit, Intervention, RunConfig
from rnn_core.trace import Clamp

MOST_NAMED = 3
LONGEST_TEXT = 20
UNCHANGED = "unchanged"
_OPTIMIZERS = {"sgd": "SGD", "adagrad": "Adagrad", "adam": "Adam"}


@dataclass(frozen=True)
class Contrast:
    """A short label for each of two runs, such as `η = 0.1` and `η = 0.5`, and a sentence."""

    first: str
    second: str
    words: str
    since: int | None
    """The iteration up to which they are the same run; None when they are the same for ever."""


Course = list[tuple[int, Any]]
"""The values of something during a run, each with the iteration from which it holds."""


def contrast(
    first: RunConfig,
    first_interventions: Iterable[Intervention],
    second: RunConfig,
    second_interventions: Iterable[Intervention],
) -> Contrast:
    """What `first` and `second` do not share. Labels are empty when they share everything."""
    one, other = list(first_interventions), list(second_interventions)
    phrases: tuple[list[str], list[str]] = ([], [])
    since: list[int] = []
    for field in fields(RunConfig):
        values = getattr(first, field.name), getattr(second, field.name)
        if field.name not in HYPERPARAMETERS and values[0] != values[1]:
            since.append(0)
            for said, value in zip(phrases, values, strict=True):
                said.append(_setting(field.name, value))
    for name in (*HYPERPARAMETERS, "clamps"):
        courses = _course(name, first, one), _course(name, second, other)
        if courses[0] != courses[1]:
            since.append(_parting(*courses))
            for said, course in zip(phrases, courses, strict=True):
                said.append(_in_the_end(name, course))
    edits = _edits(one), _edits(other)
    for said, mine, theirs in ((phrases[0], *edits), (phrases[1], edits[1], edits[0])):
        own = [edit for edit in mine if edit not in theirs]
        since += [iteration for iteration, _ in own]
        said.extend(_edited(own))
    if not since:
        words = "Both have the same configuration and interventions: every difference is 0."
        return Contrast("", "", words, None)
    labels = [", ".join(said) or UNCHANGED for said in phrases]
    parting = min(since)
    past = f"The same run up to iteration {parting}. " if parting else ""
    words = f"{past}A: {labels[0]}. B: {labels[1]}."
    return Contrast(labels[0], labels[1], words, parting)


def _setting(name: str, value: Any) -> str:
    if name == "text":
        return f"“{value[:LONGEST_TEXT]}{'…' if len(value) > LONGEST_TEXT else ''}”"
    if name == "examples":
        return "built-in examples" if value is None else f"{len(value)} examples of one's own"
    if name == "spectral_radius":
        return "W_hh as drawn" if value is None else f"spectral radius {_number(value)}"
    return {
        "task": f"task {value}",
        "sharing": f"sharing {value}",
        "cell": f"{value} cell",
        "hidden_size": f"{value} units",
        "initialization": f"{value} weights",
        "initialization_scale": f"weights × {_number(value)}",
        "keep_bias": f"bias of the keeping gate {_number(value)}",
        "distance": f"distance {value}",
        "seed": f"seed {value}",
        "initial_parameters": "weights drawn" if value is None else "weights given",
        "h_0": "h_0 zero" if value is None else "h_0 given",
    }[name]


def _changed(name: str, value: Any) -> str:
    if name == "learning_rate":
        return f"η = {_number(value)}"
    if name == "optimizer":
        return _OPTIMIZERS.get(value, str(value))
    if name == "clip_norm":
        return "no clipping" if value is None else f"clipped to {_number(value)}"
    return _held(value)


def _held(clamps: tuple[Clamp, ...]) -> str:
    if not clamps:
        return "no unit held"
    if len(clamps) > MOST_NAMED:
        return f"{len(clamps)} states held"
    return ", ".join(
        f"h{'' if clamp.t is None else f'_{clamp.t}'}[{clamp.unit}] held at {_number(clamp.value)}"
        for clamp in clamps
    )


def _course(name: str, configuration: RunConfig, interventions: list[Intervention]) -> Course:
    course: Course = [(0, () if name == "clamps" else getattr(configuration, name))]
    for intervention in interventions:
        if name in intervention.changes and intervention.changes[name] != course[-1][1]:
            # What is changed at iteration 0 was never anything else.
            if intervention.iteration == 0:
                course.clear()
            course.append((intervention.iteration, intervention.changes[name]))
    return course


def _parting(first: Course, second: Course) -> int:
    for one, other in zip(first, second, strict=False):
        if one != other:
            return min(one[0], other[0])
    shorter = min(len(first), len(second))
    return (first if len(first) > shorter else second)[shorter][0]


def _in_the_end(name: str, course: Course) -> str:
    iteration, value = course[-1]
    return _changed(name, value) + (f" from {iteration}" if iteration else "")


def _edits(interventions: list[Intervention]) -> list[tuple[int, Edit]]:
    return [(each.iteration, edit) for each in interventions for edit in each.edits]


def _edited(edits: list[tuple[int, Edit]]) -> Iterator[str]:
    if len(edits) > MOST_NAMED:
        yield f"{len(edits)} weights edited"
        return
    for iteration, edit in edits:
        place = ",".join(map(str, edit.index))
        yield f"{edit.parameter}[{place}] = {_number(edit.value)} at {iteration}"


def _number(value: float) -> str:
    return f"{value:g}".replace("-", "−")
