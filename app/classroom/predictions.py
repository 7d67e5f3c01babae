"""What a class may be asked to predict, and what the core says came of it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.classroom.records import Json, Value
from app.documents.problems import FieldError
from app.documents.validation import invalid
from app.words.messages import Either, saying
from rnn_core.analysis.numbers import Numbers
from rnn_core.equations.terms import Address
from rnn_core.training.run import Run

KINDS = ("letter", "loss", "sign", "number", "choice")
"""Which token is the most probable, how the loss changes, a number's sign, a number, and an opinion
between choices of one's own, which nothing measures."""
LOSS = ("falls", "stays", "rises")
SIGNS = ("negative", "zero", "positive")
_LARGEST = 1e12
_MOST_OPTIONS = 6
_LONGEST_OPTION = 60


@dataclass(frozen=True)
class Wish:
    """What a teacher wants to ask."""

    kind: str
    text: str = ""
    """In the teacher's own words; empty for those of the page."""
    steps: int = 1
    """How many iterations later it is measured."""
    t: int | None = None
    quantity: str = ""
    index: tuple[int, ...] = ()
    options: tuple[str, ...] = ()


def prepared(wish: Wish, run: Run, iteration: int) -> Json:
    """The question as it is kept, asked at this iteration of a run.

    Raises `Problem` and `CoreError` where it asks for something that is not there.
    """
    asked: Json = {"kind": wish.kind, "text": wish.text, "iteration": iteration}
    if wish.kind == "choice":
        return {**asked, "target": iteration, "options": list(_choices(wish.options))}
    asked["target"] = iteration + wish.steps
    trace = run.trace_at(iteration)
    if wish.kind == "letter":
        t = trace.T if wish.t is None else wish.t
        if not 1 <= t <= trace.T:
            told = saying("wrong-question-timestep", last=trace.T, given=str(t))
            raise invalid([FieldError("t", told)])
        return {**asked, "t": t, "read": list(trace.inputs[:t]), "options": list(trace.vocabulary)}
    if wish.kind == "loss":
        if wish.steps < 1:
            raise invalid([FieldError("steps", saying("wrong-question-steps"))])
        return {**asked, "options": list(LOSS)}
    address = Address(iteration, wish.quantity, wish.t, wish.index)
    Numbers(run.configuration, run.trace_at).checked(address)
    place: Json = {"t": wish.t, "quantity": wish.quantity, "index": list(wish.index)}
    return {**asked, **place, "options": list(SIGNS) if wish.kind == "sign" else None}


def _choices(options: Sequence[str]) -> Sequence[str]:
    if not 2 <= len(options) <= _MOST_OPTIONS or len(set(options)) < len(options):
        told = saying("wrong-question-options", most=_MOST_OPTIONS)
        raise invalid([FieldError("options", told)])
    if not all(len(option.strip()) > 0 and len(option) <= _LONGEST_OPTION for option in options):
        told = saying("wrong-question-option", most=_LONGEST_OPTION)
        raise invalid([FieldError("options", told)])
    return options


def checked_answer(asked: Mapping[str, Any], value: Value) -> Value:
    """An answer that the question takes. Raises `Problem`."""
    options = asked["options"]
    if options is None:
        if isinstance(value, str) or not math.isfinite(value) or abs(value) > _LARGEST:
            raise invalid([FieldError("value", saying("wrong-question-number"))])
        return float(value)
    if value not in options:
        allowed = Either(options)
        told = saying("wrong-question-answer", allowed=allowed)
        raise invalid([FieldError("value", told, allowed)])
    return value


def outcome(asked: Mapping[str, Any], run: Run) -> Json:
    """What the core says of a question, at an iteration that the run has reached.

    `truth` is the right answer; None where nothing is measured, or the run diverged before.
    """
    kind, target = asked["kind"], asked["target"]
    if kind == "choice":
        return {"truth": None}
    if run.furthest_iteration < target:
        # It went no further because it diverged.
        return {"truth": "rises" if kind == "loss" else None, "diverged": True}
    trace = run.trace_at(target)
    if kind == "letter":
        probs = trace.probs[asked["t"] - 1]
        if not all(math.isfinite(p) for p in probs):
            return {"truth": None, "diverged": True}
        return {
            "truth": trace.vocabulary[int(probs.argmax())],
            "probabilities": [float(p) for p in probs],
        }
    if kind == "loss":
        before, after = run.trace_at(asked["iteration"]).loss, trace.loss
        truth = "falls" if after < before else "stays" if after == before else "rises"
        return {"truth": truth, "before": _finite(before), "after": _finite(after)}
    address = Address(target, asked["quantity"], asked["t"], tuple(asked["index"]))
    numbers = Numbers(run.configuration, run.trace_at)
    numbers.checked(address)
    value = _finite(numbers.value(address))
    if value is None:
        return {"truth": None, "diverged": True}
    return {
        "truth": SIGNS[1 + (value > 0) - (value < 0)] if kind == "sign" else value,
        "value": value,
    }


def _finite(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None
