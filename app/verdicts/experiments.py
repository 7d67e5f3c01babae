"""What an experiment shows: sentences made from its measurements. Pure.

Each section answers one question, and returns nothing where the experiment does not pose it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from statistics import median

from app.verdicts.counting import carried_while_counting
from app.verdicts.reading import Part, Reading
from app.verdicts.words import (
    ONE_SEED,
    WORST,
    Values,
    Verdict,
    do_not_show,
    number,
    of_seeds,
    percent,
    quoted,
    spread,
    standing,
    uncapitalized,
    with_all,
)
from rnn_core.analysis.experiments import Experiment, Measurement
from rnn_core.cells.structure import keeping_gate_of
from rnn_core.training.optimizers import OPTIMIZERS
from rnn_core.words import counted, listed

_JUDGED = {
    "counting": ("longer", "Fully correct sequences, among those longer than any in training"),
    "remembering": ("test", "Test sequences with the first letter recalled"),
    "sentiment": ("test", "Test sentences classified correctly"),
    "captioning": ("test", "Test pictures captioned exactly"),
    "translation": ("test", "Test phrases translated exactly"),
}
"""The split that a task is judged on here, and what counts as correct in it."""

_TOO_EARLY = "No verdict yet: not every network was evaluated with every seed."
_ALL_DIVERGED = "Every network diverged with every seed: there is nothing to compare."


def verdict(
    experiment: Experiment,
    labels: Sequence[str],
    measurements: Sequence[Measurement],
    stopped: str | None,
) -> Verdict:
    """What the measurements of an experiment show, as far as it has come.

    `stopped` is "finished" where it ran to its end; any other value is mentioned.
    """
    reading = Reading(experiment, labels, measurements)
    if reading.iteration is None:
        return Verdict((), (_TOO_EARLY,), "")
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
        limits.append(ONE_SEED)
    if stopped != "finished":
        so = [f"So far: {uncapitalized(sentence)}" for sentence in so]
        limits.insert(
            0,
            f"The experiment was stopped early: this describes iteration {reading.iteration:,} "
            f"of {experiment.iterations:,} and may still change.",
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
    names = {
        OPTIMIZERS[configuration.optimizer].title
        for configuration in reading.experiment.configurations
    }
    by_what = f" of {names.pop()}" if len(names) == 1 else ""
    told = f"Measured with {seeds} after {counted(reading.iteration or 0, 'iteration')}{by_what}."
    if reading.seeds == 1:
        return told
    return f"{told} Each number is the median over the seeds, with the range in brackets."


def _divergences(reading: Reading) -> Iterator[str]:
    for model in reading.models:
        if count := reading.diverged(model):
            yield (
                f"“{reading.labels[model]}” diverged {of_seeds(count, reading.seeds)}: "
                "a run that diverged counts as worst."
            )


# ---- the lower bound of a window ---------------------------------------------------------------


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
            f"“{reading.labels[model]}” ends with a loss of {ends}. No network that sees only this "
            f"window can get below {number(floor, 4)}."
        )
    least = min(floors.values())
    below = []
    for model in reading.models:
        if model in floors:
            continue
        losses = reading.loss(model)
        count = sum(loss is not None and loss < least for loss in losses)
        seen.append(
            f"“{reading.labels[model]}” ends with a loss of {spread(losses, number)}, below "
            f"{number(least, 4)} {of_seeds(count, reading.seeds)}."
            if any(loss is not None for loss in losses)
            else f"“{reading.labels[model]}” has no finite loss to compare."
        )
        if count == reading.seeds:
            below.append(model)
    cells = [reading.experiment.configurations[model].architecture.cell for model in below]
    windows = [reading.labels[m] for m, cell in zip(below, cells, strict=True) if not cell.carried]
    states = [reading.labels[m] for m, cell in zip(below, cells, strict=True) if cell.carried]
    always, bound = with_all(reading.seeds), number(least, 4)
    if windows and states:
        so = (
            f"{always}, a longer window gets below {bound} ({quoted(windows)}), and so does a "
            f"recurrent state ({quoted(states)}): the past helps here, and either can supply it."
        )
    elif states:
        so = (
            f"{always}, {quoted(states)} {_verb(states, 'get')} below {bound}: the recurrent state "
            "carries more of the past than the window holds."
        )
    elif windows:
        so = f"{always}, a longer window gets below {bound} ({quoted(windows)})."
        if any(reading.experiment.floors[model] is None for model in reading.models):
            so += (
                " No recurrent network does within these iterations, which does not show that "
                "none can."
            )
    else:
        so = (
            f"No network gets below {bound} with every seed: this result does not show that more "
            "of the past helps."
        )
    text = reading.experiment.configurations[0].text
    what = f"the text “{text}”" if reading.task == "next_character" else "the examples"
    yield Part(
        tuple(seen),
        (so,),
        (f"How many letters are enough depends on the data; this result holds for {what}.",),
    )


# ---- the text twice, and without its first letter --------------------------------------------

_OTHER_TEXTS = ("longer", "shifted")


def _other_texts(reading: Reading) -> Iterator[Part]:
    """How the networks do on other texts, where all share their weights; else see `_sharing`."""
    configurations = reading.experiment.configurations
    splits = [split for split in _OTHER_TEXTS if split in reading.splits]
    shared = all(configuration.sharing == "all" for configuration in configurations)
    if reading.task != "next_character" or not splits or not shared:
        return
    seen = []
    for split in splits:
        scores = [
            f"“{reading.labels[m]}” {_share(reading.right(m, split), reading.seeds)}"
            for m in reading.models
        ]
        seen.append(f"Score on {_others(reading, split)}: {listed(scores)}.")
    so = []
    for model in reading.models:
        if configurations[model].architecture.cell.carried and not reading.lost(model):
            scores = [
                f"{_share(reading.right(model, split), reading.seeds)} on {_others(reading, split)}"
                for split in splits
            ]
            so.append(
                f"Without further training, “{reading.labels[model]}” scores {listed(scores)}."
            )
    yield Part(tuple(seen), tuple(so))


# ---- unshared weights -------------------------------------------------------------------------


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
    own = [f"“{labels[m]}” {weights[m]:,}" for m in (shared, *unshared)]
    seen = [f"Number of parameters: {listed(own)}."]
    unread = [model for model in unshared if reading.out_of_reach(model, "longer")]
    if unread:
        last = reading.experiment.configurations[unread[0]].architecture.longest
        seen.append(
            f"{quoted([labels[m] for m in unread])} {_have(unread)} no weights after timestep "
            f"{last} and cannot process {_others(reading, 'longer')}, where "
            f"“{labels[shared]}” scores "
            f"{spread(reading.right(shared, 'longer'), percent)}."
        )
    shares = [
        f"“{labels[m]}” {spread(reading.right(m, split), percent)}" for m in (shared, *unshared)
    ]
    on = _others(reading, split)
    seen.append(f"Score on {on}: {listed(shares)}.")
    by_standing: dict[str, list[str]] = {}
    for model in unshared:
        found = standing(reading.right(shared, split), reading.right(model, split))
        by_standing.setdefault(found, []).append(labels[model])
    so = []
    if ahead := by_standing.get("ahead"):
        so.append(
            f"“{labels[shared]}” applies at every timestep what it learned at one: on {on} it "
            f"scores higher than {quoted(ahead)} {of_seeds(reading.seeds, reading.seeds)}."
        )
    if behind := by_standing.get("behind"):
        so.append(
            f"{with_all(reading.seeds)}, {quoted(behind)} {_verb(behind, 'score')} higher on "
            f"{on} than “{labels[shared]}”: sharing does not help there."
        )
    if level := by_standing.get("same", []) + by_standing.get("overlap", []):
        so.append(
            f"On {on}, {uncapitalized(do_not_show(reading.seeds))} that “{labels[shared]}” does "
            f"better than {quoted(level)}, or worse."
        )
    fits = [m for m in (shared, *unshared) if set(reading.right(m, "train")) == {1.0}]
    if len(fits) == 1 + len(unshared):
        limit = (
            f"{with_all(reading.seeds)}, all of them reach a 100% score on the training data, so "
            "the score shows no effect of sharing there."
        )
    else:
        failing = [labels[m] for m in (shared, *unshared) if m not in fits]
        some = "With some seeds" if reading.seeds > 1 else with_all(1)
        err = f"{quoted(failing)} {_verb(failing, 'make')} mistakes"
        limit = f"{some}, {err} even on the training data."
    return Part(tuple(seen), tuple(so), (limit,))


def _others(reading: Reading, split: str) -> str:
    """What a split that is not held out is: `the longer text`, `the shifted sequences`."""
    what = "text" if reading.task == "next_character" else "sequences"
    return f"the {split} {what}"


def _have(models: Sequence[object]) -> str:
    return "have" if len(models) > 1 else "has"


def _verb(subjects: Sequence[object], plural: str) -> str:
    return plural if len(subjects) > 1 else f"{plural}s"


# ---- examples that were not learned from -------------------------------------------------------


def _held_out(reading: Reading) -> Iterator[Part]:
    split, what = _JUDGED.get(reading.task, ("", ""))
    if split not in reading.splits:
        return
    values = {model: reading.whole(model, split) for model in reading.models}
    shares = [
        f"“{reading.labels[model]}” {_share(of, reading.seeds)}" for model, of in values.items()
    ]
    seen = [f"{what}: {listed(shares)}."]
    if reading.task == "counting":
        letters = [
            f"“{reading.labels[m]}” {spread(reading.right(m, split), percent)}" for m in values
        ]
        seen.append(f"The score in the table counts single predictions instead: {listed(letters)}.")
    if (chance := _commonest(reading, split)) is not None:
        seen.append(f"Always guessing the most frequent answer would score {percent(chance)}.")
    better = _more_sequences if reading.task == "counting" else _higher
    so = [_leading(reading, values, percent, better), *_twins(reading, values)]
    yield Part(tuple(seen), tuple(so), (_settings_of(reading, split),))


def _share(values: Values, seeds: int) -> str:
    """`100%`, `45% (20%–100%; 100% with 2 of 5 seeds)`."""
    told = spread(values, percent)
    whole = sum(value == 1.0 for value in values)
    if 0 < whole < seeds and told.endswith(")"):
        return f"{told[:-1]}; 100% {of_seeds(whole, seeds)})"
    return told


def _commonest(reading: Reading, split: str) -> float | None:
    """The share of the most frequent answer; None where an example has several."""
    examples = reading.splits[split]
    if any(sum(example.scored) != 1 for example in examples):
        return None
    asked = [example.targets[-1] for example in examples]
    return max(asked.count(target) for target in set(asked)) / len(asked)


_Better = Callable[[Sequence[object]], str]
"""`scores higher`, `score higher`, as the subjects are one or several."""


def _higher(subjects: Sequence[object]) -> str:
    return f"{_verb(subjects, 'score')} higher"


def _more_sequences(subjects: Sequence[object]) -> str:
    return f"{_verb(subjects, 'get')} more sequences fully correct"


def _lower_loss(subjects: Sequence[object]) -> str:
    return f"{_verb(subjects, 'end')} with a lower loss"


def _leading(
    reading: Reading, values: dict[int, Values], written: Callable[[float], str], better: _Better
) -> str:
    """Who is ahead of whom with every seed, and between whom the seeds do not decide."""
    labels = reading.labels
    if len(values) < 2:
        return "There is only one network, and nothing to compare it with."
    best = max(values, key=lambda model: _rank(values[model]))
    level = [m for m in values if m != best and standing(values[best], values[m]) != "ahead"]
    rest = [m for m in values if m != best and m not in level]
    if not rest:
        if all(standing(values[best], values[model]) == "same" for model in level):
            return "All networks do equally well: this does not tell them apart."
        return "The results overlap between seeds: this does not show which network is better."
    clear = [m for m in level if all(standing(values[m], values[r]) == "ahead" for r in rest)]
    first = sorted((best, *(m for m in clear if standing(values[best], values[m]) == "same")))
    told = (
        f"{with_all(reading.seeds)}, {quoted([labels[m] for m in first])} {better(first)} than "
        f"{quoted([labels[m] for m in rest])}."
    )
    if between := [m for m in level if m not in first]:
        ranges = [f"“{labels[m]}” ({_range(values[m], written)})" for m in between]
        leaders = "the leaders" if len(first) > 1 else "the leader"
        told += (
            f" {listed(ranges)} {_verb(between, 'overlap')} with {leaders}: these seeds do not "
            f"rank {'them' if len(between) > 1 else 'it'}."
        )
    return told


def _range(values: Values, written: Callable[[float], str]) -> str:
    known = [value for value in values if value is not None]
    return f"median {written(median(known))}, from {written(min(known))} to {written(max(known))}"


def _rank(values: Values) -> tuple[float, float]:
    known = [WORST if value is None else value for value in values]
    return median(known), min(known)


def _twins(reading: Reading, values: dict[int, Values]) -> Iterator[str]:
    """Two that differ in nothing but their forget-gate or update-gate bias."""
    configurations = reading.experiment.configurations
    for opened in reading.models:
        bias = configurations[opened].keep_bias
        for other in reading.models:
            less = configurations[other].keep_bias
            twin = replace(configurations[opened], keep_bias=less) if less < bias else None
            if twin != configurations[other]:
                continue
            cell = configurations[opened].architecture.cell
            gate, kind = cell.keeping_gate, cell.title
            starts, instead = (f"{gate} = {number(_sigmoid(b), 2)}" for b in (bias, less))
            differ = (
                f"The two {kind}s differ only in where the {keeping_gate_of(cell)} starts: "
                f"{of_seeds(reading.seeds, reading.seeds)}, the one that starts at {starts} scores"
            )
            yield {
                "ahead": f"{differ} higher than the one that starts at {instead}. Starting with "
                "the gate open makes the difference.",
                "behind": f"{differ} lower than the one that starts at {instead}.",
            }.get(
                standing(values[opened], values[other]),
                f"{do_not_show(reading.seeds)} whether the {kind} does better starting at {starts} "
                f"or at {instead}.",
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
    return f"Measured for {of}, {units} and this learning rate; others may give other results."


# ---- nothing but the training loss ------------------------------------------------------------


def _learnt(reading: Reading) -> Iterator[Part]:
    losses = {model: reading.loss(model) for model in reading.models}
    told = [f"“{reading.labels[m]}” {spread(of, number)}" for m, of in losses.items()]
    better: dict[int, Values] = {
        model: [None if loss is None else -loss for loss in of] for model, of in losses.items()
    }
    yield Part(
        (f"Training loss: {listed(told)}.",),
        (_leading(reading, better, lambda value: number(-value), _lower_loss),),
        ("The training loss says nothing about other data.",),
    )


_Section = Callable[[Reading], Iterator[Part]]
_SECTIONS: tuple[_Section, ...] = (
    _floors,
    _other_texts,
    _sharing,
    _held_out,
    carried_while_counting,
)
