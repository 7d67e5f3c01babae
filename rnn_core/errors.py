"""The domain errors of the core. Every error the core raises on purpose is a `CoreError`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rnn_core.words import counted, shortened

MOST_NAMED = 100


def named(tokens: Sequence[str]) -> str:
    """Tokens as they are written in a message: `'h', 'e', 'l', 'o'`."""
    more = len(tokens) - MOST_NAMED
    return ", ".join(map(repr, tokens[:MOST_NAMED])) + (f" and {more} more" if more > 0 else "")


class CoreError(Exception):
    """Base class: `str(error)` says in one sentence what was wrong and what is allowed.

    Where a program has to say it in other words, `code` names the sentence and `values` are what
    stands in it.
    """

    def __init__(self, message: str, /, *, code: str | None = None, **values: Any) -> None:
        super().__init__(message)
        self.code = code
        self.values = values

    def __reduce__(self) -> tuple[Any, ...]:
        # Its class takes other arguments than the message: it is carried as it is.
        return _carried, (type(self), self.args, vars(self))


def _carried(kind: type[CoreError], message: tuple[str], attributes: dict[str, Any]) -> CoreError:
    error = kind.__new__(kind, *message)
    vars(error).update(attributes)
    return error


class InvalidConfiguration(CoreError):
    """A field of a configuration or an intervention holds what it may not hold.

    `allowed` is what it may hold beside the other fields, in words.
    """

    def __init__(
        self,
        field: str,
        message: str,
        allowed: str | None = None,
        /,
        *,
        code: str | None = None,
        **values: Any,
    ) -> None:
        super().__init__(message, code=code, **values)
        self.field = field
        self.allowed = allowed


class InvalidRecord(CoreError):
    """What is given is not the record of a run."""


class UnknownToken(CoreError):
    """A token that is not in the vocabulary."""

    def __init__(self, token: str, tokens: tuple[str, ...]) -> None:
        super().__init__(
            f"{shortened(token)!r} is not in the vocabulary, which has {named(tokens)}",
            code="unknown-token",
            token=repr(shortened(token)),
            known=named(tokens),
        )
        self.token = token
        self.tokens = tokens


class IterationOutOfRange(CoreError):
    """An iteration that the run has not reached."""

    def __init__(self, requested: int, first: int, last: int) -> None:
        super().__init__(
            f"iteration {requested} has not been reached: this run has iterations {first} to {last}"
        )
        self.requested = requested
        self.first = first
        self.last = last


class NoWeights(CoreError):
    """A timestep that no weights were made for: those of an unshared network end with training."""

    def __init__(self, timestep: int, last: int) -> None:
        super().__init__(
            f"this network has no weights for timestep {timestep}: its weights are unshared, "
            f"and there are weights for timesteps 1 to {last} only"
        )
        self.timestep = timestep
        self.last = last


class InvalidAddress(CoreError):
    """A number that no iteration of the run has; `part` is quantity, t or index."""

    def __init__(
        self, part: str, message: str, /, *, code: str | None = None, **values: Any
    ) -> None:
        super().__init__(message, code=code, **values)
        self.part = part


class OutOfTime(CoreError):
    """Judging some examples has taken longer than it may."""

    def __init__(self, done: int, examples: int) -> None:
        super().__init__(f"the time was up after {done} of {counted(examples, 'example')}")
        self.done = done
        self.examples = examples


class RunDiverged(CoreError):
    """The run cannot go on: something in the iteration it stands at is not a finite number."""

    def __init__(self, iteration: int, *, clipped: bool) -> None:
        or_clip = "" if clipped else ", or turn on gradient clipping"
        super().__init__(
            f"the run diverged at iteration {iteration}: "
            f"go back and lower the learning rate{or_clip}"
        )
        self.iteration = iteration
        self.clipped = clipped


class NotExportable(CoreError):
    """The run has more weights than a script holds."""

    def __init__(self, weights: int, most: int) -> None:
        super().__init__(
            f"this network has {counted(weights, 'weight')}; a script holds at most {most:,}",
            code="not-exportable",
            count=weights,
            most=most,
        )
