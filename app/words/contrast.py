"""What makes two runs different, in words: their configurations and interventions. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from itertools import zip_longest
from typing import Any

import numpy as np

from app.words.messages import Messages
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

MOST_NAMED = 3
LONGEST_TEXT = 20
BEFORE_THE_DIFFERENCE = 8


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
    words: Messages,
) -> Contrast:
    """What `first` and `second` do not share. Labels are empty when they share everything."""
    one, other = list(first_interventions), list(second_interventions)
    phrases: tuple[list[str], list[str]] = ([], [])
    since: list[int] = []
    for field in fields(RunConfig):
        values = getattr(first, field.name), getattr(second, field.name)
        if field.name in HYPERPARAMETERS or values[0] == values[1]:
            continue
        pair = _settings(field.name, *values, words)
        for said, phrase, run in zip(phrases, pair, (first, second), strict=True):
            if applies(field.name, run):
                of_gate = field.name == "keep_bias"
                bias = keep_bias_in_words(run.cell, run.keep_bias, words) if of_gate else phrase
                said.append(bias)
                since.append(0)
    for name in (*HYPERPARAMETERS, "clamps"):
        courses = _course(name, first, one), _course(name, second, other)
        if courses[0] != courses[1]:
            parting = _parting(*courses)
            since.append(parting)
            told = _courses(name, *courses, parting, words)
            for said, phrase in zip(phrases, told, strict=True):
                said.append(phrase)
    edits = _edits(one), _edits(other)
    for said, mine, theirs in ((phrases[0], *edits), (phrases[1], edits[1], edits[0])):
        own = [edit for edit in mine if edit not in theirs]
        since += [iteration for iteration, _ in own]
        said.extend(_edited(own, words))
    if not since:
        return Contrast("", "", words.say("contrast-same"), None)
    one_label, other_label = (words.listed(s) or words.say("contrast-unchanged") for s in phrases)
    parting, labels = min(since), {"first": one_label, "second": other_label}
    sentence = (
        words.say("contrast-same-until", iteration=str(parting), **labels)
        if parting
        else words.say("contrast-words", **labels)
    )
    return Contrast(one_label, other_label, sentence, parting)


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


def cell_in_words(cell: str, words: Messages) -> str:
    """`tanh RNN`, `window MLP, k = 2`."""
    window = cell.removeprefix("window_")
    kind = cell if window == cell else "window"
    return words.say("cell-name", cell=kind, name=cell, window=window)


def keep_bias_in_words(cell: str, bias: float, words: Messages) -> str:
    """`forget-gate bias 4` of an LSTM, `update-gate bias 4` of a GRU."""
    gate = keeping_gate_of(CELLS[cell]).removesuffix(" gate")
    return words.say("keep-bias", gate=gate, bias=_number(bias))


def setting_in_words(name: str, value: Any, words: Messages) -> str:
    """One setting of a configuration in a few words: `no clipping`, `orthogonal weights`."""
    said = _changed if name in HYPERPARAMETERS else _setting
    return said(name, value, words)


def _settings(name: str, first: Any, second: Any, words: Messages) -> tuple[str, str]:
    """Two values of a field that are not the same, in two phrases that are not."""
    if name == "text":
        return _texts(first, second, words)
    if name == "examples" and first is not None and second is not None:
        return _own_examples(first, second, words)
    if name == "initial_parameters" and first is not None and second is not None:
        return _given_parameters(first, second, words)
    if name == "h_0" and first is not None and second is not None:
        return _given_arrays(name, first, second, words)
    return _setting(name, first, words), _setting(name, second, words)


def _setting(name: str, value: Any, words: Messages) -> str:
    match name:
        case "task" | "distance" | "seed" | "sharing":
            return words.say(f"setting-{name}", value=str(value))
        case "cell":
            return cell_in_words(value, words)
        case "hidden_size":
            return words.say("setting-hidden_size", value=value)
        case "initialization":
            return words.say("setting-initialization", value=value, name=value)
        case "initialization_scale" | "keep_bias":
            return words.say(f"setting-{name}", value=_number(value))
        case "spectral_radius":
            return words.say("setting-spectral_radius", **_or_null(value))
        case "examples":
            return words.say("setting-examples", count=0 if value is None else len(value))
        case "initial_parameters":
            names = "null" if value is None else words.listed(list(value))
            return words.say("setting-initial_parameters", names=names)
        case "h_0":
            return words.say("setting-h_0", value="null" if value is None else "given")
    raise KeyError(name)


def _or_null(value: float | None) -> dict[str, str]:
    """A number of a message that says something else where there is none."""
    number = "" if value is None else _number(value)
    return {"value": "null" if value is None else "number", "number": number}


def _texts(first: str, second: str, words: Messages) -> tuple[str, str]:
    place = _parting_place(first, second)
    start = 0 if place < LONGEST_TEXT else place - BEFORE_THE_DIFFERENCE
    return _excerpt(first, start, words), _excerpt(second, start, words)


def _excerpt(text: str, start: int, words: Messages) -> str:
    end = start + LONGEST_TEXT
    shown = "".join(visible(c) if c < " " else c for c in text[start:end])
    excerpt = f"{'…' if start else ''}{shown}{'…' if len(text) > end else ''}"
    return words.say("quotation", text=excerpt)


def _own_examples(
    first: Sequence[Pair], second: Sequence[Pair], words: Messages
) -> tuple[str, str]:
    if len(first) != len(second):
        return _setting("examples", first, words), _setting("examples", second, words)
    place = _parting_place(first, second)
    key, texts = next(
        (key, texts)
        for key, *texts in zip(
            ("contrast-reads", "contrast-has-target"), first[place], second[place], strict=True
        )
        if texts[0] != texts[1]
    )
    one, other = (
        words.say(key, number=str(place + 1), text=text)
        for text in _texts(texts[0], texts[1], words)
    )
    return one, other


def _given_parameters(
    first: Mapping[str, Any], second: Mapping[str, Any], words: Messages
) -> tuple[str, str]:
    if set(first) != set(second):
        name = "initial_parameters"
        return _setting(name, first, words), _setting(name, second, words)
    name = next(name for name in first if first[name] != second[name])
    return _given_arrays(name, first[name], second[name], words)


def _given_arrays(name: str, first: Any, second: Any, words: Messages) -> tuple[str, str]:
    arrays = np.array(first), np.array(second)
    if arrays[0].shape != arrays[1].shape:
        names, values = [name, name], [" × ".join(map(str, a.shape)) for a in arrays]
    else:
        index = tuple(int(place) for place in np.argwhere(arrays[0] != arrays[1])[0])
        place = ",".join(map(str, index))
        names, values = [f"{name}[{place}]"] * 2, [_number(float(a[index])) for a in arrays]
    one, other = (
        words.say("contrast-array", name=name, value=value)
        for name, value in zip(names, values, strict=True)
    )
    return one, other


def _parting_place(first: Sequence[Any], second: Sequence[Any]) -> int:
    pairs = enumerate(zip_longest(first, second))
    return next(place for place, (one, other) in pairs if one != other)


def _changed(name: str, value: Any, words: Messages) -> str:
    if name == "learning_rate":
        return words.say("setting-learning_rate", value=_number(value))
    if name == "optimizer":
        return OPTIMIZERS[value].title
    if name == "clip_norm":
        return words.say("setting-clip_norm", **_or_null(value))
    raise KeyError(name)


def _held(clamps: tuple[Clamp, ...], others: tuple[Clamp, ...], words: Messages) -> str:
    if not clamps:
        return words.say("contrast-not-held")
    # What only one of the two holds comes first.
    told = [_clamped(clamp, words) for clamp in sorted(clamps, key=others.__contains__)]
    more = len(told) - MOST_NAMED
    names = words.listed(told[:MOST_NAMED])
    return words.say("contrast-more", names=names, count=str(more)) if more > 0 else names


def _clamped(clamp: Clamp, words: Messages) -> str:
    when = "" if clamp.t is None else f"_{clamp.t}"
    state = f"h{when}[{clamp.unit}]"
    return words.say("contrast-held", state=state, value=_number(clamp.value))


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


def _courses(
    name: str, first: Course, second: Course, parting: int, words: Messages
) -> tuple[str, str]:
    """What each comes to in the end; where that is the same, every step since they parted."""
    one, other = first[-1:], second[-1:]
    if _told(name, one, other, words) == _told(name, other, one, words):
        one, other = _since(first, parting), _since(second, parting)
    return _told(name, one, other, words), _told(name, other, one, words)


def _since(course: Course, parting: int) -> Course:
    before = [entry for entry in course if entry[0] < parting]
    return [*before[-1:], *course[len(before) :]]


def _told(name: str, course: Course, other: Course, words: Messages) -> str:
    theirs = other[-1][1]
    told = []
    for iteration, value in course:
        held = name == "clamps"
        setting = _held(value, theirs, words) if held else _changed(name, value, words)
        if iteration:
            setting = words.say("contrast-from", setting=setting, iteration=str(iteration))
        told.append(setting)
    return words.listed(told)


def _edits(interventions: list[Intervention]) -> list[tuple[int, Edit]]:
    # Of several at one weight the last holds.
    edits = {
        (each.iteration, edit.parameter, edit.index): (each.iteration, edit)
        for each in interventions
        for edit in each.edits
    }
    return list(edits.values())


def _edited(edits: list[tuple[int, Edit]], words: Messages) -> Iterator[str]:
    told = [
        words.say(
            "contrast-edit",
            weight=f"{edit.parameter}[{','.join(map(str, edit.index))}]",
            value=_number(edit.value),
            iteration=str(iteration),
        )
        for iteration, edit in edits
    ]
    if len(told) > MOST_NAMED:
        yield words.say("contrast-edits", count=len(told), edit=told[0])
    else:
        yield from told


def _number(value: float) -> str:
    short = f"{value:g}"
    return (short if float(short) == value else repr(value)).replace("-", "−")
