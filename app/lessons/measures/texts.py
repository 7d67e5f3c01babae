"""What a network makes of texts that it was not trained on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from app.lessons.measures.refusals import about, refused
from app.lessons.measures.registry import Measured, Value, measure
from rnn_core.arrays import Array
from rnn_core.errors import NoWeights
from rnn_core.network.sampling import Stepper, softmax_at_temperature
from rnn_core.training.run import Run

NOTHING_ASKED = "·"
"""Stands where no prediction is counted."""
_SAME = 1e-9
"""Probabilities that differ by less come from the same sums, added in another order."""


@measure("run", "unread none some all", "read written asked right of timesteps needed next")
def reading_of(run: Run, iteration: int, *, split: str) -> Measured:
    """How many of the predictions on a text of the task are right, if it can be read at all."""
    values = _reading(run, iteration, split)
    if values["timesteps"] < values["needed"]:
        return Measured("unread", values)
    right = values["right"]
    return Measured("none" if right == 0 else "all" if right == values["of"] else "some", values)


@measure("run", "place letter neither", "read written asked right of timesteps needed next own")
def recites(run: Run, iteration: int, *, split: str) -> Measured:
    """Whether a text is read as it should be, or as if it were the text of the training.

    `own` is what is predicted at the same timesteps of that.
    """
    values = _reading(run, iteration, split)
    own = str(_reading(run, iteration, "train")["written"])[: int(values["timesteps"])]
    if values["right"] == values["of"]:
        outcome = "letter"
    else:
        outcome = "place" if values["written"] == own else "neither"
    return Measured(outcome, {**values, "own": own})


def _reading(run: Run, iteration: int, split: str) -> dict[str, Any]:
    task = run.configuration.made_task
    if split not in task.splits or len(task.parts) > 1:
        raise refused("split", "refused-no-text", split=split)
    example = task.splits[split][0]
    letters, tokens = task.parts[0].vocabulary.tokens, task.vocabulary.tokens
    if any(len(token) != 1 for token in (*letters, *tokens)):
        raise refused("split", "refused-words")
    written = _predicted(run, iteration, example.inputs)
    asked = [
        tokens[target] if scored and target is not None else NOTHING_ASKED
        for target, scored in zip(example.targets, example.scored, strict=True)
    ]
    return {
        "read": "".join(letters[each] for each in example.inputs),
        "written": "".join(written),
        "asked": "".join(asked),
        "right": sum(said == target for said, target in zip(written, asked, strict=False)),
        "of": sum(example.scored),
        "timesteps": len(written),
        "needed": len(example.inputs),
        "next": len(written) + 1,
    }


@measure("run", "letter place both neither", "read written other other_written")
def after_shuffling(run: Run, iteration: int, *, letters: str) -> Measured:
    """What predictions follow when the letters come in another order: the letter, or its place."""
    task = run.configuration.made_task
    own = task.splits["train"][0].inputs
    with about("letters"):
        other = task.parts[0].vocabulary.encode(letters)
    if sorted(own) != sorted(other):
        raise refused("letters", "refused-letters")
    here, there = _probabilities(run, iteration, own), _probabilities(run, iteration, other)
    by_letter: dict[int, list[Array]] = {}
    for letter, probs in zip([*own, *other], [*here, *there], strict=True):
        by_letter.setdefault(letter, []).append(probs)
    follows_letter = all(map(_are_same, by_letter.values()))
    follows_place = all(map(_are_same, zip(here, there, strict=True)))
    read, tokens = task.parts[0].vocabulary.tokens, task.vocabulary.tokens
    values: dict[str, Value] = {
        "read": "".join(read[each] for each in own),
        "written": "".join(tokens[int(probs.argmax())] for probs in here),
        "other": letters,
        "other_written": "".join(tokens[int(probs.argmax())] for probs in there),
    }
    outcome = {(True, False): "letter", (False, True): "place", (True, True): "neither"}.get(
        (follows_letter, follows_place), "both"
    )
    return Measured(outcome, values)


def _predicted(run: Run, iteration: int, ids: Iterable[int]) -> list[str]:
    tokens = run.configuration.made_task.vocabulary.tokens
    return [tokens[int(probs.argmax())] for probs in _probabilities(run, iteration, ids)]


def _probabilities(run: Run, iteration: int, ids: Iterable[int]) -> list[Array]:
    """What the network expects after each token, as far as it has weights."""
    trace = run.trace_at(iteration)
    stepper = Stepper(run.configuration.architecture, trace.parameters, trace.h_0, trace.clamps)
    found = []
    with np.errstate(all="ignore"):
        for id_ in ids:
            try:
                logits, _ = stepper.step(0, id_)
            except NoWeights:
                break
            found.append(softmax_at_temperature(logits, 1.0))
    return found


def _are_same(all_probs: Iterable[Array]) -> bool:
    first, *others = all_probs
    return all(np.abs(first - each).max() < _SAME for each in others)
