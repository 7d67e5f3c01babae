"""What measures of a run have in common: the timestep that they are about."""

from __future__ import annotations

from app.lessons.measures.refusals import refused
from rnn_core.trace import Trace
from rnn_core.training.run import Run


def at(run: Run, iteration: int, t: int, name: str = "t") -> Trace:
    """The trace of an iteration that has a timestep `t`. Raises `InvalidAddress`."""
    trace = run.trace_at(iteration)
    if not 1 <= t <= trace.T:
        raise refused(name, "refused-timestep", name=name, given=str(t), last=trace.T)
    return trace


def target_at(trace: Trace, t: int) -> str:
    """The token that is to be predicted at a timestep. Raises `InvalidAddress`."""
    target = trace.targets[t - 1]
    if target is None:
        raise refused("t", "refused-no-target", t=str(t))
    return target
