"""What an experiment says: sentences made from its measurements. Pure.

Each section reads one thing off, and is silent where the experiment does not ask it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from statistics import median

from app.experiment_reading import Part, Reading
from app.verdict_words import (
    WORST,
    Values,
    Verdict,
    listed,
    number,
    of_seeds,
    percent,
    quoted,
    spread,
    standing,
)
from rnn_core.experiments import Experiment, Measurement, Memory, longest_example, memories
from rnn_core.words import counted

_CELLS = {"gru": "GRU", "lstm": "LSTM"}
_KEEPING = {"gru": "z", "lstm": "f"}
_JUDGED = {
    "counting": ("longer", "sequences longer than any in training, right as a whole"),
    "remembering": ("test", "test sequences, the letter right"),
    "sentiment": ("test", "test sentences, judged right"),
    "captioning": ("test", "test pictures, the caption right as a whole"),
    "translation": ("test", "test phrases, the translation right as a whole"),
}
"""The split that a task is judged on here, and what is right in it."""


_ALL_DIVERGED = "All of them diverged: none is judged."


def verdict(
    experiment: Experiment,
    labels: Sequence[str],
    measurements: Sequence[Measurement],
    stopped: str | None,
) -> Verdict:
    """What the measurements of an experiment say, as far as it has come.

    `stopped` is "finished" where it came to its end; anything else is said.
    """
    reading = Reading(experiment, labels, measurements)
    if reading.iteration is None:
        return Verdict((), ("Nothing yet: not every network was judged with every seed.",), "")
    if reading.all_diverged:
        return Verdict(tuple(_divergences(reading)), (_ALL_DIVERGED,), "")
    parts = [part for section in _SECTIONS for part in section(reading)]
    if not parts:
        parts = list(_learnt(reading))
    seen = [_condition(reading), *_divergences(reading)]
    seen += [sentence for part in parts for sentence in part.seen]
    so = [sentence for part in parts for sentence in part.so]
    limits = [sentence for part in parts for sentence in part.limit]
    if reading.seeds == 1:
        limits.append("One seed shows what can happen, not what must.")
    if stopped != "finished":
        so = [f"So far: {sentence[:1].lower()}{sentence[1:]}" for sentence in so]
        limits.insert(
            0,
            f"It was stopped early: this is of iteration {reading.iteration:,} "
            f"of {experiment.iterations:,}, and may still turn.",
        )
    return Verdict(tuple(seen), tuple(so), " ".join(limits))


def judged_on(experiment: Experiment) -> str:
    """The split that the verdict speaks of, as far as it speaks of one."""
    configurations = experiment.configurations
    splits = configurations[0].made_task.splits
    held_out = _JUDGED.get(configurations[0].task, ("", ""))[0]
    unshared = any(configuration.sharing != "all" for configuration in configurations)
    wanted = held_out or ("shifted" if unshared else "train")
    return wanted if wanted in splits else "train"


def _condition(reading: Reading) -> str:
    seeds = "one seed" if reading.seeds == 1 else counted(reading.seeds, "seed")
    names = {configuration.optimizer for configuration in reading.experiment.configurations}
    by_what = f" of {_OPTIMIZERS[names.pop()]}" if len(names) == 1 else ""
    told = f"With {seeds}, after {counted(reading.iteration or 0, 'iteration')}{by_what}."
    if reading.seeds == 1:
        return told
    return (
        f"{told} Each number is the median of the seeds; in brackets, the least and the greatest."
    )


_OPTIMIZERS = {"sgd": "SGD", "adagrad": "Adagrad", "adam": "Adam"}


def _divergences(reading: Reading) -> Iterator[str]:
    for model in reading.models:
        if count := reading.diverged(model):
            yield (
                f"“{reading.labels[model]}” diverged {of_seeds(count, reading.seeds)}: "
                "there it has no number, and counts as worst."
            )


# ---- no window of this size comes below ------------------------------------------------------


def _floors(reading: Reading) -> Iterator[Part]:
    floors = {
        model: floor
        for model, floor in enumerate(reading.experiment.floors)
        if floor is not None and floor > 1e-9
    }
    if not floors:
        return
    seen = []
    for model, floor in floors.items():
        ends = spread(reading.loss(model), number)
        seen.append(
            f"“{reading.labels[model]}” ends at a loss of {ends}. Whoever sees no more than that "
            f"cannot come below {number(floor, 4)}."
        )
    least = min(floors.values())
    below = []
    for model in reading.models:
        if model in floors:
            continue
        losses = reading.loss(model)
        count = sum(loss is not None and loss < least for loss in losses)
        seen.append(
            f"“{reading.labels[model]}” ends at {spread(losses, number)}: below "
            f"{number(least, 4)} {of_seeds(count, reading.seeds)}."
        )
        if count == reading.seeds:
            below.append(model)
    cells = [reading.experiment.configurations[model].architecture.cell for model in below]
    windows = [reading.labels[m] for m, cell in zip(below, cells, strict=True) if not cell.carried]
    states = [reading.labels[m] for m, cell in zip(below, cells, strict=True) if cell.carried]
    if windows and states:
        so = (
            "The past is needed here, in whatever way: a longer window has it "
            f"({quoted(windows)}), and so has a state that is passed on ({quoted(states)})."
        )
    elif states:
        so = (
            f"What no window of that size can do, {quoted(states)} did with every seed: a state "
            "carries more of the past than the window holds."
        )
    elif windows:
        so = f"A longer window was enough with every seed: {quoted(windows)}."
        if any(reading.experiment.floors[model] is None for model in reading.models):
            so += " No state was, within these iterations; that it could not be is not shown."
    else:
        so = (
            "No network came below that with every seed: this result does not show that more of "
            "the past helps."
        )
    told = f" “{reading.experiment.configurations[0].text}”" if _has_text(reading) else ""
    what = f"the text{told}" if told else "these examples"
    yield Part(tuple(seen), (so,), (f"How many letters are enough is a matter of {what}.",))


def _has_text(reading: Reading) -> bool:
    return reading.task == "next_character"


# ---- weights of one's own for every timestep -------------------------------------------------


def _sharing(reading: Reading) -> Iterator[Part]:
    split = "shifted" if "shifted" in reading.splits else "test"
    configurations = reading.experiment.configurations
    for shared in reading.models:
        if configurations[shared].sharing != "all":
            continue
        unshared = [
            model
            for model in reading.models
            if model != shared
            and replace(configurations[model], sharing="all") == configurations[shared]
        ]
        if unshared and split in reading.splits:
            yield _shared_against(reading, shared, unshared, split)


def _shared_against(reading: Reading, shared: int, unshared: list[int], split: str) -> Part:
    labels, weights = reading.labels, reading.experiment.weights
    own = [f"“{labels[m]}” {weights[m]:,}" for m in unshared]
    seen = [f"“{labels[shared]}” has {counted(weights[shared], 'weight')}, {listed(own)}."]
    unread = [model for model in unshared if reading.out_of_reach(model, "longer")]
    if unread:
        last = reading.experiment.configurations[unread[0]].architecture.longest
        seen.append(
            f"{quoted([labels[m] for m in unread])} {_have(unread)} no weights after timestep "
            f"{last}, and cannot read “longer”; “{labels[shared]}” is right there in "
            f"{spread(reading.right(shared, 'longer'), percent)}."
        )
    shares = [
        f"“{labels[m]}” in {spread(reading.right(m, split), percent)}" for m in (shared, *unshared)
    ]
    seen.append(f"Of “{split}” right: {listed(shares)}.")
    by_standing: dict[str, list[str]] = {}
    for model in unshared:
        found = standing(reading.right(shared, split), reading.right(model, split))
        by_standing.setdefault(found, []).append(labels[model])
    so = []
    if ahead := by_standing.get("ahead"):
        so.append(
            f"What “{labels[shared]}” learnt at one timestep it knows at the others: on "
            f"“{split}” it is ahead of {quoted(ahead)} with every seed."
        )
    if behind := by_standing.get("behind"):
        so.append(f"On “{split}” {quoted(behind)} did better with every seed, unshared.")
    if level := by_standing.get("same", []) + by_standing.get("overlap", []):
        so.append(
            f"Between “{labels[shared]}” and {quoted(level)} these seeds do not decide on "
            f"“{split}”: that sharing helps there is not shown."
        )
    fits = [m for m in (shared, *unshared) if set(reading.right(m, "train")) == {1.0}]
    if len(fits) == 1 + len(unshared):
        limit = (
            "On what they learnt from all are right with every seed: there it makes no difference."
        )
    else:
        failing = [labels[m] for m in (shared, *unshared) if m not in fits]
        limit = f"{quoted(failing)} did not learn even its own examples with every seed."
    return Part(tuple(seen), tuple(so), (limit,))


def _have(models: Sequence[object]) -> str:
    return "have" if len(models) > 1 else "has"


def _are(models: Sequence[object]) -> str:
    return "are" if len(models) > 1 else "is"


# ---- examples that were not learnt from -------------------------------------------------------


def _held_out(reading: Reading) -> Iterator[Part]:
    split, what = _JUDGED.get(reading.task, ("", ""))
    if split not in reading.splits:
        return
    values = {model: reading.whole(model, split) for model in reading.models}
    shares = [
        f"“{reading.labels[model]}” {_share(of, reading.seeds)}" for model, of in values.items()
    ]
    seen = [f"Of {what}: {listed(shares)}."]
    if (chance := _commonest(reading, split)) is not None:
        seen.append(f"Always the commonest answer would be right in {percent(chance)}.")
    so = [_leading(reading, values, percent), *_twins(reading, values)]
    yield Part(tuple(seen), tuple(so), (_settings_of(reading, split),))


def _share(values: Values, seeds: int) -> str:
    """`100%`, `45% (20%–100%, all of them right with 2 of 5 seeds)`."""
    told = spread(values, percent)
    whole = sum(value == 1.0 for value in values)
    if 0 < whole < seeds and told.endswith(")"):
        return f"{told[:-1]}; all right {of_seeds(whole, seeds)})"
    return told


def _commonest(reading: Reading, split: str) -> float | None:
    """How often the commonest answer is right; None where more than one prediction is asked for."""
    examples = reading.splits[split]
    if any(sum(example.scored) != 1 for example in examples):
        return None
    asked = [example.targets[-1] for example in examples]
    return max(asked.count(target) for target in set(asked)) / len(asked)


def _leading(reading: Reading, values: dict[int, Values], written: Callable[[float], str]) -> str:
    """Who is ahead of whom with every seed, and between whom the seeds do not decide."""
    labels = reading.labels
    if len(values) < 2:
        return "One network alone is compared with nothing."
    best = max(values, key=lambda model: _rank(values[model]))
    level = [m for m in values if m != best and standing(values[best], values[m]) != "ahead"]
    rest = [m for m in values if m != best and m not in level]
    if not rest:
        if all(standing(values[best], values[model]) == "same" for model in level):
            return "All of them do equally well: this does not tell them apart."
        return "Their seeds overlap: which of them is better here, this does not tell."
    clear = [m for m in level if all(standing(values[m], values[r]) == "ahead" for r in rest)]
    first = sorted((best, *(m for m in clear if standing(values[best], values[m]) == "same")))
    told = (
        f"{quoted([labels[m] for m in first])} {_are(first)} ahead of "
        f"{quoted([labels[m] for m in rest])} {of_seeds(reading.seeds, reading.seeds)}."
    )
    if between := [m for m in level if m not in first]:
        ranges = [f"“{labels[m]}” ({_range(values[m], written)})" for m in between]
        told += f" In between, where the seeds overlap: {listed(ranges)}."
    return told


def _range(values: Values, written: Callable[[float], str]) -> str:
    known = [value for value in values if value is not None]
    return f"{written(min(known))} to {written(max(known))}"


def _rank(values: Values) -> tuple[float, float]:
    known = [WORST if value is None else value for value in values]
    return median(known), min(known)


def _twins(reading: Reading, values: dict[int, Values]) -> Iterator[str]:
    """Two that differ in nothing but where their keeping gate starts."""
    configurations = reading.experiment.configurations
    for opened in reading.models:
        bias = configurations[opened].keep_bias
        for other in reading.models:
            less = configurations[other].keep_bias
            twin = replace(configurations[opened], keep_bias=less) if less < bias else None
            if twin != configurations[other]:
                continue
            cell = configurations[opened].cell
            gate, kind = _KEEPING[cell], _CELLS[cell]
            starts, instead = (f"{gate} = {number(_sigmoid(b), 2)}" for b in (bias, less))
            yield {
                "ahead": f"The two {kind}s differ only in where {gate} starts: the one from "
                f"{starts} is ahead of the one from {instead} with every seed. A gate can keep "
                "what was read; that it starts open made the difference.",
                "behind": f"The two {kind}s differ only in where {gate} starts: the one from "
                f"{starts} is behind the one from {instead} with every seed.",
            }.get(
                standing(values[opened], values[other]),
                f"Whether the {kind} starts from {starts} or {instead}, these seeds do not tell "
                "apart.",
            )


def _sigmoid(bias: float) -> float:
    return 1 / (1 + math.exp(-bias))


def _settings_of(reading: Reading, split: str) -> str:
    first = reading.experiment.configurations[0]
    lengths = {len(example) for example in reading.splits[split]}
    size = {c.hidden_size for c in reading.experiment.configurations}
    units = counted(size.pop(), "unit") if len(size) == 1 else "these sizes"
    of = {
        "remembering": f"a distance of {first.distance}",
        "counting": f"n up to {max(lengths) // 2}",
    }.get(reading.task, counted(len(reading.splits[split]), "example"))
    return f"This is of {of}, {units} and this learning rate; with others it may be otherwise."


_BOUNDED = {
    "gru": "A GRU’s state is a mean of the state before and of a tanh,",
    "tanh": "A tanh cell’s state is a tanh,",
}


# ---- what is carried while counting -----------------------------------------------------------


def _counting(reading: Reading) -> Iterator[Part]:
    if reading.task != "counting":
        return
    source = longest_example(reading.experiment.configurations[0].made_task).source
    letters = len(source) - len(source.lstrip(source[0]))
    found = {model: memories(reading.measurements, model) for model in reading.models}
    found = {model: of for model, of in found.items() if len(of) == reading.seeds}
    if letters < 6:
        return
    if not found:
        yield Part(limit=("What they carry is measured at the end, which they did not come to.",))
        return
    letter = source[0]
    marks = (letters // 3, 2 * letters // 3, letters)
    seen = [_carried(reading.labels[m], of, marks, letter) for m, of in found.items()]
    so = list(_why(reading, found, marks))
    yield Part(tuple(seen), tuple(so))


def _carried(label: str, of: Sequence[Memory], marks: Sequence[int], letter: str) -> str:
    sizes = [f"{median(memory.largest[n - 1] for memory in of):.2f}" for n in marks]
    second, last = (_moves(of, n) for n in (2, marks[-1]))
    return (
        f"“{label}”, the largest |{of[0].state}| after {listed([str(n) for n in marks])} "
        f"{letter}’s: {listed(sizes)}. The 2nd {letter} moves its {of[0].state} by "
        f"{number(second, 2)}, the {marks[-1]}th by {number(last, 2)}."
    )


def _moves(of: Sequence[Memory], n: int) -> float:
    return median(memory.moved[n - 1] for memory in of)


def _why(
    reading: Reading, found: dict[int, tuple[Memory, ...]], marks: Sequence[int]
) -> Iterator[str]:
    """How the LSTM counts and why the others do not, as far as what they carry shows it."""
    values = {model: reading.whole(model, "longer") for model in reading.models}
    cells = {model: reading.experiment.configurations[model].cell for model in found}
    adding = [
        model
        for model, of in found.items()
        if all(m.largest[marks[2] - 1] > 1.1 * m.largest[marks[1] - 1] > 1.0 for m in of)
    ]
    for model in found:
        if cells[model] == "lstm":
            yield (
                f"The c of “{reading.labels[model]}” goes on growing with the count: it adds."
                if model in adding
                else f"The c of “{reading.labels[model]}” does not go on growing with the count "
                "with every seed: not by adding alone does it count."
            )
    for model in found:
        if cells[model] not in _BOUNDED:
            continue
        label, of = reading.labels[model], found[model]
        most = max(max(memory.largest) for memory in of)
        if most > 1:
            continue
        told = (
            f"{_BOUNDED[cells[model]]} so it stays between −1 and 1 (“{label}” came to "
            f"{most:.2f}): no room to go on adding."
        )
        if _moves(of, marks[2]) < 0.5 * _moves(of, 2):
            told += f" Letter {marks[2]} moves it less than half as far as letter 2."
        if not any(standing(values[model], values[other]) == "behind" for other in adding):
            told += f" Yet up to n = {marks[2]} it is not behind what adds with every seed."
        yield told


# ---- nothing else was asked -------------------------------------------------------------------


def _learnt(reading: Reading) -> Iterator[Part]:
    losses = {model: reading.loss(model) for model in reading.models}
    told = [f"“{reading.labels[m]}” {spread(of, number)}" for m, of in losses.items()]
    better: dict[int, Values] = {
        model: [None if loss is None else -loss for loss in of] for model, of in losses.items()
    }
    yield Part(
        (f"Loss on what they learnt from: {listed(told)}.",),
        (_leading(reading, better, lambda value: number(-value)),),
        ("Of what they learnt from, and of nothing else.",),
    )


_Section = Callable[[Reading], Iterator[Part]]
_SECTIONS: tuple[_Section, ...] = (_floors, _sharing, _held_out, _counting)
