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
    WORST,
    Values,
    Verdict,
    diverged_in_words,
    do_not_show,
    number,
    of_seeds,
    percent,
    quoted,
    spread,
    standing,
    told,
    uncapitalized,
    with_all,
)
from app.words.messages import Messages
from rnn_core.analysis.experiments import Experiment, Measurement
from rnn_core.cells.structure import keeping_gate_of
from rnn_core.training.optimizers import OPTIMIZERS

_JUDGED = {
    "counting": "longer",
    "remembering": "test",
    "sentiment": "test",
    "captioning": "test",
    "translation": "test",
}
"""The split that a task is judged on here."""


def verdict(
    experiment: Experiment,
    labels: Sequence[str],
    measurements: Sequence[Measurement],
    stopped: str | None,
    words: Messages,
) -> Verdict:
    """What the measurements of an experiment show, as far as it has come.

    `stopped` is "finished" where it ran to its end; any other value is mentioned.
    """
    reading = Reading(experiment, labels, measurements, words)
    if reading.iteration is None:
        return Verdict((), (words.say("verdict-too-early"),), "")
    if reading.all_diverged:
        return Verdict(tuple(_divergences(reading)), (words.say("verdict-all-diverged"),), "")
    parts = [part for section in _SECTIONS for part in section(reading)]
    if not parts:
        parts = list(_learnt(reading))
    seen = [_condition(reading), *_divergences(reading)]
    seen += [sentence for part in parts for sentence in part.seen]
    so = [sentence for part in parts for sentence in part.so]
    limits = [sentence for part in parts for sentence in part.limit]
    if reading.seeds == 1:
        limits.append(words.say("verdict-one-seed"))
    if stopped != "finished":
        so = [words.say("verdict-so-far", sentence=uncapitalized(sentence)) for sentence in so]
        at, of = reading.iteration, experiment.iterations
        limits.insert(0, words.say("verdict-stopped", iteration=at, iterations=of))
    return Verdict(tuple(seen), tuple(so), words.say("sentence-separator").join(limits))


def judged_on(experiment: Experiment) -> str:
    """The split that the verdict speaks of, as far as it speaks of one."""
    configurations = experiment.configurations
    splits = configurations[0].made_task.splits
    held_out = _JUDGED.get(configurations[0].task, "")
    unshared = any(configuration.sharing != "all" for configuration in configurations)
    wanted = held_out or ("shifted" if unshared else "train")
    return wanted if wanted in splits else "train"


def _condition(reading: Reading) -> str:
    words = reading.words
    names = {
        OPTIMIZERS[configuration.optimizer].title
        for configuration in reading.experiment.configurations
    }
    told = words.say(
        "verdict-condition",
        seeds=reading.seeds,
        iterations=reading.iteration or 0,
        optimizer=names.pop() if len(names) == 1 else "none",
    )
    if reading.seeds == 1:
        return told
    return words.say("sentence-separator").join((told, words.say("verdict-median")))


def _divergences(reading: Reading) -> Iterator[str]:
    for model in reading.models:
        if count := reading.diverged(model):
            yield diverged_in_words(reading.labels[model], count, reading.seeds, reading.words)


# ---- the lower bound of a window ---------------------------------------------------------------


def _floors(reading: Reading) -> Iterator[Part]:
    floors = {
        model: floor
        for model, floor in enumerate(reading.experiment.floors)
        if floor is not None and floor > 1e-9
    }
    if not floors:
        return
    words, seen = reading.words, []
    for model, floor in floors.items():
        seen.append(
            words.say(
                "verdict-floor",
                name=reading.labels[model],
                loss=spread(reading.loss(model), number, words),
                floor=number(floor, 4),
            )
        )
    least = min(floors.values())
    below = []
    for model in reading.models:
        if model in floors:
            continue
        losses = reading.loss(model)
        count = sum(loss is not None and loss < least for loss in losses)
        seen.append(
            words.say(
                "verdict-below",
                name=reading.labels[model],
                loss=spread(losses, number, words),
                floor=number(least, 4),
                seeds=of_seeds(count, reading.seeds, words),
            )
            if any(loss is not None for loss in losses)
            else words.say("verdict-no-loss", name=reading.labels[model])
        )
        if count == reading.seeds:
            below.append(model)
    cells = [reading.experiment.configurations[model].architecture.cell for model in below]
    windows = [reading.labels[m] for m, cell in zip(below, cells, strict=True) if not cell.carried]
    states = [reading.labels[m] for m, cell in zip(below, cells, strict=True) if cell.carried]
    bound = {"all": with_all(reading.seeds, words), "floor": number(least, 4)}
    if windows and states:
        both = {"windows": quoted(windows, words), "states": quoted(states, words)}
        so = words.say("verdict-past-both", **both, **bound)
    elif states:
        names = quoted(states, words)
        so = words.say("verdict-past-state", states=names, count=len(states), **bound)
    elif windows:
        alone = any(reading.experiment.floors[model] is None for model in reading.models)
        key = "verdict-past-window-alone" if alone else "verdict-past-window"
        so = words.say(key, windows=quoted(windows, words), **bound)
    else:
        so = words.say("verdict-past-unshown", floor=bound["floor"])
    text = reading.experiment.configurations[0].text
    limit = words.say("verdict-floor-limit", task=reading.task, text=text)
    yield Part(tuple(seen), (so,), (limit,))


# ---- the text twice, and without its first letter --------------------------------------------

_OTHER_TEXTS = ("longer", "shifted")


def _other_texts(reading: Reading) -> Iterator[Part]:
    """How the networks do on other texts, where all share their weights; else see `_sharing`."""
    configurations = reading.experiment.configurations
    splits = [split for split in _OTHER_TEXTS if split in reading.splits]
    shared = all(configuration.sharing == "all" for configuration in configurations)
    if reading.task != "next_character" or not splits or not shared:
        return
    words, seen = reading.words, []
    for split in splits:
        scores = told(
            (
                (reading.labels[m], _share(reading.right(m, split), reading.seeds, words))
                for m in reading.models
            ),
            words,
        )
        seen.append(words.say("verdict-scores-on", others=_others(reading, split), scores=scores))
    so = []
    for model in reading.models:
        if configurations[model].architecture.cell.carried and not reading.lost(model):
            on = [
                words.say(
                    "verdict-score-on",
                    score=_share(reading.right(model, split), reading.seeds, words),
                    others=_others(reading, split),
                )
                for split in splits
            ]
            so.append(
                words.say(
                    "verdict-untrained", name=reading.labels[model], scores=words.conjoined(on)
                )
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
    labels, weights, words = reading.labels, reading.experiment.weights, reading.words
    every = (shared, *unshared)
    own = told(((labels[m], f"{weights[m]:,}") for m in every), words)
    seen = [words.say("verdict-parameters", numbers=own)]
    unread = [model for model in unshared if reading.out_of_reach(model, "longer")]
    if unread:
        seen.append(
            words.say(
                "verdict-unread",
                names=quoted([labels[m] for m in unread], words),
                count=len(unread),
                last=str(reading.experiment.configurations[unread[0]].architecture.longest),
                others=_others(reading, "longer"),
                shared=labels[shared],
                score=spread(reading.right(shared, "longer"), percent, words),
            )
        )
    on = _others(reading, split)
    shares = ((labels[m], spread(reading.right(m, split), percent, words)) for m in every)
    seen.append(words.say("verdict-scores-on", others=on, scores=told(shares, words)))
    by_standing: dict[str, list[str]] = {}
    for model in unshared:
        found = standing(reading.right(shared, split), reading.right(model, split))
        by_standing.setdefault(found, []).append(labels[model])
    so = []
    all_of_them, about = with_all(reading.seeds, words), {"shared": labels[shared], "others": on}
    if ahead := by_standing.get("ahead"):
        seeds = of_seeds(reading.seeds, reading.seeds, words)
        names = quoted(ahead, words)
        so.append(words.say("verdict-sharing-ahead", names=names, seeds=seeds, **about))
    if behind := by_standing.get("behind"):
        named = {"names": quoted(behind, words), "count": len(behind)}
        so.append(words.say("verdict-sharing-behind", all=all_of_them, **named, **about))
    if level := by_standing.get("same", []) + by_standing.get("overlap", []):
        unshown = uncapitalized(do_not_show(reading.seeds, words))
        names = quoted(level, words)
        so.append(words.say("verdict-sharing-level", unshown=unshown, names=names, **about))
    failing = [labels[m] for m in every if set(reading.right(m, "train")) != {1.0}]
    if not failing:
        limit = words.say("verdict-fits", all=all_of_them)
    else:
        limit = words.say(
            "verdict-mistakes",
            seeds=reading.seeds,
            names=quoted(failing, words),
            count=len(failing),
        )
    return Part(tuple(seen), tuple(so), (limit,))


def _others(reading: Reading, split: str) -> str:
    """What a split that is not held out is: `the longer text`, `the shifted sequences`."""
    return reading.words.say("verdict-others", split=split, task=reading.task)


# ---- examples that were not learned from -------------------------------------------------------


def _held_out(reading: Reading) -> Iterator[Part]:
    split, words = _JUDGED.get(reading.task, ""), reading.words
    if split not in reading.splits:
        return
    values = {model: reading.whole(model, split) for model in reading.models}
    shares = (
        (reading.labels[model], _share(of, reading.seeds, words)) for model, of in values.items()
    )
    seen = [words.say("verdict-judged", task=reading.task, scores=told(shares, words))]
    if reading.task == "counting":
        single = (
            (reading.labels[m], spread(reading.right(m, split), percent, words)) for m in values
        )
        seen.append(words.say("verdict-single", scores=told(single, words)))
    if (chance := _commonest(reading, split)) is not None:
        seen.append(words.say("verdict-guessing", share=percent(chance)))
    better = "sequences" if reading.task == "counting" else "score"
    so = [_leading(reading, values, percent, better), *_twins(reading, values)]
    yield Part(tuple(seen), tuple(so), (_settings_of(reading, split),))


def _share(values: Values, seeds: int, words: Messages) -> str:
    """`100%`, `45% (20%–100%; 100% with 2 of 5 seeds)`."""
    known = [value for value in values if value is not None]
    whole = sum(value == 1.0 for value in values)
    if 0 < whole < seeds and percent(min(known)) != percent(max(known)):
        return words.say(
            "verdict-share-whole",
            median=percent(median(known)),
            least=percent(min(known)),
            greatest=percent(max(known)),
            seeds=of_seeds(whole, seeds, words),
        )
    return spread(values, percent, words)


def _commonest(reading: Reading, split: str) -> float | None:
    """The share of the most frequent answer; None where an example has several."""
    examples = reading.splits[split]
    if any(sum(example.scored) != 1 for example in examples):
        return None
    asked = [example.targets[-1] for example in examples]
    return max(asked.count(target) for target in set(asked)) / len(asked)


def _leading(
    reading: Reading, values: dict[int, Values], written: Callable[[float], str], better: str
) -> str:
    """Who is ahead of whom with every seed, and between whom the seeds do not decide.

    `better` is by what they are compared: "score", "sequences" or "loss".
    """
    labels, words = reading.labels, reading.words
    if len(values) < 2:
        return words.say("verdict-only-one")
    best = max(values, key=lambda model: _rank(values[model]))
    level = [m for m in values if m != best and standing(values[best], values[m]) != "ahead"]
    rest = [m for m in values if m != best and m not in level]
    if not rest:
        if all(standing(values[best], values[model]) == "same" for model in level):
            return words.say("verdict-equal")
        return words.say("verdict-overlap")
    clear = [m for m in level if all(standing(values[m], values[r]) == "ahead" for r in rest)]
    first = sorted((best, *(m for m in clear if standing(values[best], values[m]) == "same")))
    leading = words.say(
        "verdict-leading",
        all=with_all(reading.seeds, words),
        first=quoted([labels[m] for m in first], words),
        better=better,
        count=len(first),
        rest=quoted([labels[m] for m in rest], words),
    )
    if not (between := [m for m in level if m not in first]):
        return leading
    ranges = [_range(labels[m], values[m], written, words) for m in between]
    unranked = words.say(
        "verdict-unranked",
        ranges=words.conjoined(ranges),
        count=len(between),
        leaders=len(first),
    )
    return words.say("sentence-separator").join((leading, unranked))


def _range(label: str, values: Values, written: Callable[[float], str], words: Messages) -> str:
    known = [value for value in values if value is not None]
    return words.say(
        "verdict-range",
        name=label,
        median=written(median(known)),
        least=written(min(known)),
        greatest=written(max(known)),
    )


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
            cell, words = configurations[opened].architecture.cell, reading.words
            starts, instead = (
                f"{cell.keeping_gate} = {number(_sigmoid(b), 2)}" for b in (bias, less)
            )
            found = standing(values[opened], values[other])
            yield words.say(
                "verdict-twins",
                found=found if found in ("ahead", "behind") else "open",
                cell=cell.title,
                gate=keeping_gate_of(cell).removesuffix(" gate"),
                seeds=of_seeds(reading.seeds, reading.seeds, words),
                unshown=do_not_show(reading.seeds, words),
                starts=starts,
                instead=instead,
            )


def _sigmoid(bias: float) -> float:
    return 1 / (1 + math.exp(-bias))


def _settings_of(reading: Reading, split: str) -> str:
    first = reading.experiment.configurations[0]
    lengths = {len(example) for example in reading.splits[split]}
    size = {c.hidden_size for c in reading.experiment.configurations}
    distance = {"remembering": first.distance, "counting": max(lengths) // 2}.get(reading.task)
    return reading.words.say(
        "verdict-settings",
        task=reading.task,
        distance=str(distance),
        examples=len(reading.splits[split]),
        units=size.pop() if len(size) == 1 else 0,
    )


# ---- nothing but the training loss ------------------------------------------------------------


def _learnt(reading: Reading) -> Iterator[Part]:
    losses = {model: reading.loss(model) for model in reading.models}
    words = reading.words
    each = ((reading.labels[m], spread(of, number, words)) for m, of in losses.items())
    better: dict[int, Values] = {
        model: [None if loss is None else -loss for loss in of] for model, of in losses.items()
    }
    yield Part(
        (words.say("verdict-training-loss", losses=told(each, words)),),
        (_leading(reading, better, lambda value: number(-value), "loss"),),
        (words.say("verdict-training-limit"),),
    )


_Section = Callable[[Reading], Iterator[Part]]
_SECTIONS: tuple[_Section, ...] = (
    _floors,
    _other_texts,
    _sharing,
    _held_out,
    carried_while_counting,
)
