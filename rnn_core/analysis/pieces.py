"""Questions about an iteration that are long to answer, in pieces of so many seconds each.

A piece is a pure function of values that any process can be sent. It goes on where the one before
it had `begun`; together they give the numbers of one piece without end.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rnn_core.equations.terms import Index
from rnn_core.network.architecture import Architecture
from rnn_core.network.scoring import Examiner, Score, Tally
from rnn_core.network.verify import GradientCheck, check_gradient
from rnn_core.trace import Trace
from rnn_core.training.configuration import RunConfig

# Measured, in seconds. Where networks are small the calls of NumPy are most of it.
_PASS, _TIMESTEP, _WEIGHT = 30e-6, 2e-6, 0.25e-9


@dataclass(frozen=True)
class Judging:
    """How far a network has been judged on the splits of its task."""

    tallies: Mapping[str, Tally]
    of: Mapping[str, int]
    """How many examples each split has."""
    scores: Mapping[str, Score]
    """Of the splits that are done."""

    @property
    def is_over(self) -> bool:
        """Whether it has been judged on all of them."""
        return len(self.scores) == len(self.of)

    @property
    def done(self) -> int:
        """On how many examples it has been judged."""
        return sum(tally.done for tally in self.tallies.values())


def judged(
    configuration: RunConfig,
    trace: Trace,
    splits: Sequence[str],
    seconds: float | None = None,
    begun: Judging | None = None,
) -> Judging:
    """How good the network of a trace is, on these splits of its task."""
    examiner = Examiner(configuration.architecture, trace.parameters, trace.h_0, trace.clamps)
    deadline = None if seconds is None else time.perf_counter() + seconds
    tallies, scores = {}, {}
    examples = {name: configuration.made_task.splits[name] for name in splits}
    for name, of in examples.items():
        before = Tally() if begun is None else begun.tallies[name]
        tallies[name] = examiner.tally(of, deadline, before)
        if tallies[name].done == len(of):
            scores[name] = examiner.score_of(tallies[name])
    return Judging(tallies, {name: len(of) for name, of in examples.items()}, scores)


def checked(
    configuration: RunConfig,
    trace: Trace,
    parameter: str,
    indexes: Sequence[Index] | None,
    seconds: float | None = None,
    begun: GradientCheck | None = None,
) -> GradientCheck:
    """A parameter's gradient by backpropagation and by central differences. Raises
    `InvalidAddress`."""
    return check_gradient(
        configuration.architecture, trace, parameter, indexes, seconds, begun=begun
    )


def seconds_of(architecture: Architecture, passes: int) -> float:
    """What so many passes through a network take, roughly, on one core: reckoned from its sizes
    alone, so that it is the same on every machine, however busy it is."""
    timesteps = architecture.longest
    return passes * (_PASS + timesteps * (_TIMESTEP + architecture.weights * _WEIGHT))
