"""What makes two runs different, in words: their configurations and interventions. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from itertools import zip_longest
from typing import Any

import numpy as np

from app.words.tokens import visible
from rnn_core.cells.registry import CELLS
from rnn_core.cells.structure import keeping_gate_of
from rnn_core.tasks.next_character import NextCharacter
from rnn_core.tasks.remembering import Remembering
from rnn_core.tasks.task import Pair
from rnn_core.trace import Clamp
from rnn_core.training.configuration import RunConfig
from rnn_core.training.interventions import HYPERPARAMETERS, Edit, Intervention
from rnn_core.training.optimizers import OPTIMIZERS
from rnn_core.words import counted

MOST_NAMED = 3
LONGEST_TEXT = 20
BEFORE_THE_DIFFERENCE = 8
UNCHANGED = "unchanged"
_SHARED = {
    "all": "all weights shared",
    "output": "only output weights shared",
    "none": "no weights shared",
}


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
        if field.name in HYPERPARAMETERS or values[0] == values[1]:
            continue
        pair = _settings(field.name, *values)
        for said, phrase, run in zip(phrases, pair, (first, second), strict=True):
            if applies(field.name, run):
                of_gate = field.name == "keep_bias"
                said.append(keep_bias_in_words(run.cell, run.keep_bias) if of_gate else phrase)
                since.append(0)
    for name in (*HYPERPARAMETERS, "clamps"):
        courses = _course(name, first, one), _course(name, second, other)
        if courses[0] != courses[1]:
            parting = _parting(*courses)
            since.append(parting)
            for said, phrase in zip(phrases, _courses(name, *courses, parting), strict=True):
                said.append(phrase)
    edits = _edits(one), _edits(other)
    for said, mine, theirs in ((phrases[0], *edits), (phrases[1], edits[1], edits[0])):
        own = [edit for edit in mine if edit not in theirs]
        since += [iteration for iteration, _ in own]
        said.extend(_edited(own))
    if not since:
        words = (
            "Both have the same configuration and interventions: "
            "at the same iteration every difference is 0."
        )
        return Contrast("", "", words, None)
    labels = [", ".join(said) or UNCHANGED for said in phrases]
    parting = min(since)
    past = f"The same run up to iteration {parting}. " if parting else ""
    words = f"{past}A: {labels[0]}. B: {labels[1]}."
    return Contrast(labels[0], labels[1], words, parting)


def applies(name: str, configuration: RunConfig) -> bool:
    """Whether a setting means anything for the task and the cell of a configuration."""
    match name:
        case "text":
            return configuration.task == NextCharacter.name
        case "distance":
            return configuration.task == Remembering.name and configuration.examples is None
        case "keep_bias":
            return configuration.architecture.cell.keeping_gate is not None
        case "spectral_radius":
            return bool(configuration.architecture.recurrent)
        case "h_0":
            pictured = configuration.made_task.image_shape is not None
            return bool(configuration.architecture.recurrent) and not pictured
        case _:
            return True


def keep_bias_in_words(cell: str, bias: float) -> str:
    """`forget-gate bias 4` of an LSTM, `update-gate bias 4` of a GRU."""
    return f"{keeping_gate_of(CELLS[cell]).replace(' ', '-')} bias {_number(bias)}"


def setting_in_words(name: str, value: Any) -> str:
    """One setting of a configuration in a few words: `no clipping`, `orthogonal weights`."""
    return _changed(name, value) if name in HYPERPARAMETERS else _setting(name, value)


def _settings(name: str, first: Any, second: Any) -> tuple[str, str]:
    """Two values of a field that are not the same, in two phrases that are not."""
    if name == "text":
        return _texts(first, second)
    if name == "examples" and first is not None and second is not None:
        return _own_examples(first, second)
    if name == "initial_parameters" and first is not None and second is not None:
        return _given_parameters(first, second)
    if name == "h_0" and first is not None and second is not None:
        return _given_arrays(name, first, second)
    return _setting(name, first), _setting(name, second)


def _setting(name: str, value: Any) -> str:
    match name:
        case "task" | "distance" | "seed":
            return f"{name} {value}"
        case "sharing":
            return _SHARED[value]
        case "cell":
            return CELLS[value].title
        case "hidden_size":
            return counted(value, "unit")
        case "initialization":
            return f"{value} weights"
        case "initialization_scale":
            return f"weights × {_number(value)}"
        case "spectral_radius":
            return "W_hh unscaled" if value is None else f"spectral radius {_number(value)}"
        case "keep_bias":
            return f"forget-gate or update-gate bias {_number(value)}"
        case "examples":
            return (
                "built-in examples"
                if value is None
                else f"{counted(len(value), 'example')} of your own"
            )
        case "initial_parameters":
            return "random weights" if value is None else f"{', '.join(value)} given"
        case "h_0":
            return "h_0 zero" if value is None else "h_0 given"
    raise KeyError(name)


def _texts(first: str, second: str) -> tuple[str, str]:
    place = _parting_place(first, second)
    start = 0 if place < LONGEST_TEXT else place - BEFORE_THE_DIFFERENCE
    return _excerpt(first, start), _excerpt(second, start)


def _excerpt(text: str, start: int) -> str:
    end = start + LONGEST_TEXT
    shown = "".join(visible(c) if c < " " else c for c in text[start:end])
    return f"“{'…' if start else ''}{shown}{'…' if len(text) > end else ''}”"


def _own_examples(first: Sequence[Pair], second: Sequence[Pair]) -> tuple[str, str]:
    if len(first) != len(second):
        return _setting("examples", first), _setting("examples", second)
    place = _parting_place(first, second)
    what, texts = next(
        (what, texts)
        for what, *texts in zip(
            ("reads", "has the target"), first[place], second[place], strict=True
        )
        if texts[0] != texts[1]
    )
    one, other = (f"example {place + 1} {what} {text}" for text in _texts(*texts))
    return one, other


def _given_parameters(first: Mapping[str, Any], second: Mapping[str, Any]) -> tuple[str, str]:
    if set(first) != set(second):
        return _setting("initial_parameters", first), _setting("initial_parameters", second)
    name = next(name for name in first if first[name] != second[name])
    return _given_arrays(name, first[name], second[name])


def _given_arrays(name: str, first: Any, second: Any) -> tuple[str, str]:
    arrays = np.array(first), np.array(second)
    if arrays[0].shape != arrays[1].shape:
        one, other = (f"{name} given as {' × '.join(map(str, a.shape))}" for a in arrays)
    else:
        index = tuple(int(place) for place in np.argwhere(arrays[0] != arrays[1])[0])
        place = ",".join(map(str, index))
        one, other = (f"{name}[{place}] given as {_number(float(a[index]))}" for a in arrays)
    return one, other


def _parting_place(first: Sequence[Any], second: Sequence[Any]) -> int:
    pairs = enumerate(zip_longest(first, second))
    return next(place for place, (one, other) in pairs if one != other)


def _changed(name: str, value: Any) -> str:
    if name == "learning_rate":
        return f"η = {_number(value)}"
    if name == "optimizer":
        return OPTIMIZERS[value].title
    if name == "clip_norm":
        return "no clipping" if value is None else f"clipped to {_number(value)}"
    raise KeyError(name)


def _held(clamps: tuple[Clamp, ...], others: tuple[Clamp, ...]) -> str:
    if not clamps:
        return "no unit held"
    # What only one of the two holds comes first.
    told = list(map(_clamped, sorted(clamps, key=others.__contains__)))
    more = len(told) - MOST_NAMED
    return ", ".join(told[:MOST_NAMED]) + (f" and {more} more" if more > 0 else "")


def _clamped(clamp: Clamp) -> str:
    when = "" if clamp.t is None else f"_{clamp.t}"
    return f"h{when}[{clamp.unit}] held at {_number(clamp.value)}"


def _course(name: str, configuration: RunConfig, interventions: list[Intervention]) -> Course:
    course: Course = [(0, () if name == "clamps" else getattr(configuration, name))]
    for intervention in interventions:
        if name not in intervention.changes:
            continue
        value = intervention.changes[name]
        if name == "clamps":
            value = _states(value)
        if value != course[-1][1]:
            # What is changed at iteration 0 was never anything else.
            if intervention.iteration == 0:
                course.clear()
            course.append((intervention.iteration, value))
    return course


def _states(clamps: Iterable[Clamp]) -> tuple[Clamp, ...]:
    # Of several that hold the same state the last holds it.
    held: dict[tuple[int, int], Clamp] = {}
    for clamp in clamps:
        if clamp.t is None:
            held = {place: kept for place, kept in held.items() if place[0] != clamp.unit}
        held[clamp.unit, clamp.t or 0] = clamp
    return tuple(held[place] for place in sorted(held))


def _parting(first: Course, second: Course) -> int:
    for one, other in zip(first, second, strict=False):
        if one != other:
            return min(one[0], other[0])
    shorter = min(len(first), len(second))
    return (first if len(first) > shorter else second)[shorter][0]


def _courses(name: str, first: Course, second: Course, parting: int) -> tuple[str, str]:
    """What each comes to in the end; where that is the same, every step since they parted."""
    ends = first[-1:], second[-1:]
    if _told(name, *ends) == _told(name, *reversed(ends)):
        ends = _since(first, parting), _since(second, parting)
    return _told(name, *ends), _told(name, *reversed(ends))


def _since(course: Course, parting: int) -> Course:
    before = [entry for entry in course if entry[0] < parting]
    return [*before[-1:], *course[len(before) :]]


def _told(name: str, course: Course, other: Course) -> str:
    theirs = other[-1][1]
    return ", ".join(
        (_held(value, theirs) if name == "clamps" else _changed(name, value))
        + (f" from {iteration}" if iteration else "")
        for iteration, value in course
    )


def _edits(interventions: list[Intervention]) -> list[tuple[int, Edit]]:
    # Of several at one weight the last holds.
    edits = {
        (each.iteration, edit.parameter, edit.index): (each.iteration, edit)
        for each in interventions
        for edit in each.edits
    }
    return list(edits.values())


def _edited(edits: list[tuple[int, Edit]]) -> Iterator[str]:
    told = [
        f"{edit.parameter}[{','.join(map(str, edit.index))}] = {_number(edit.value)} at {iteration}"
        for iteration, edit in edits
    ]
    if len(told) > MOST_NAMED:
        yield f"{counted(len(told), 'weight')} edited, the first {told[0]}"
    else:
        yield from told


def _number(value: float) -> str:
    short = f"{value:g}"
    return (short if float(short) == value else repr(value)).replace("-", "−")
