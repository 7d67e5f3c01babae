"""How far a network gets that sees only the last few tokens."""

from __future__ import annotations

import math
from dataclasses import replace

from app.lessons.measures.refusals import refused
from app.lessons.measures.registry import Measured, Value, measure
from rnn_core.analysis.window_floor import window_floor
from rnn_core.cells.registry import LONGEST_WINDOW
from rnn_core.training.run import Run

NEAR = 0.05
"""A loss this little above the least possible counts as having reached it."""


@measure("run", "zero near far", "loss floor gap reads iteration")
def floor(run: Run, iteration: int) -> Measured:
    """How near a window network is to the least loss of any network that sees only as much."""
    configuration = run.configuration
    cell = configuration.architecture.cell
    if cell.carried:
        raise refused("cell", "refused-no-floor")
    least = window_floor(configuration.made_task.splits["train"], cell.reads)
    loss = run.trace_at(iteration).loss
    values: dict[str, Value] = {
        "loss": loss,
        "floor": least,
        "gap": loss - least,
        "reads": cell.reads,
        "iteration": iteration,
    }
    outcome = "zero" if least == 0 else "near" if loss - least < NEAR else "far"
    return Measured(outcome, values)


@measure("run", "certain never", "needed fewer floor seen one other")
def window_needed(run: Run, iteration: int) -> Measured:
    """How many letters a window must show so that the next is certain, and why no fewer do."""
    examples = run.configuration.made_task.splits["train"]
    trace = run.trace_at(iteration)
    longest = max(len(example.inputs) for example in examples)
    needed = next((k for k in range(1, longest + 1) if window_floor(examples, k) == 0), None)
    fewer = longest if needed is None else needed - 1
    after: dict[str, set[str]] = {}
    for t, target in enumerate(trace.targets, 1):
        if target is not None:
            after.setdefault("".join(trace.inputs[max(0, t - fewer) : t]), set()).add(target)
    seen = next((each for each, targets in after.items() if len(targets) > 1), "")
    one, other = [*sorted(after.get(seen, set())), "", ""][:2]
    values: dict[str, Value] = {
        "needed": -1 if needed is None else needed,
        "fewer": fewer,
        "floor": window_floor(examples, fewer) if fewer else math.log(len(trace.vocabulary)),
        "seen": seen,
        "one": one,
        "other": other,
    }
    return Measured("never" if needed is None else "certain", values)


@measure("run", "fewer same more", "reads window recurrent")
def window_size(run: Run, _iteration: int, *, reads: int) -> Measured:
    """The parameters of a window, and of the recurrent network that the run is, of as many units.

    The outcome is how many the window has.
    """
    recurrent = _recurrent(run)
    if not 1 <= reads <= LONGEST_WINDOW:
        raise refused("reads", "refused-window", given=str(reads), last=LONGEST_WINDOW)
    window = _of_window(run, reads)
    outcome = "fewer" if window < recurrent else "more" if window > recurrent else "same"
    return Measured(outcome, {"reads": reads, "window": window, "recurrent": recurrent})


@measure("run", "grows never", "reads window before fewer more recurrent")
def window_outgrows(run: Run, _iteration: int) -> Measured:
    """From how many letters on a window has more parameters than the recurrent network; of one
    letter it has fewer, because it has no W_hh.

    `window` is what it has there, and `fewer` what it has with the letters `before`.
    """
    recurrent = _recurrent(run)
    counts = [_of_window(run, reads) for reads in range(1, LONGEST_WINDOW + 1)]
    reads = next((k for k, count in enumerate(counts, 1) if count > recurrent), 0)
    before = reads - 1 if reads else LONGEST_WINDOW
    values: dict[str, Value] = {
        "reads": reads,
        "window": counts[reads - 1],
        "before": before,
        "fewer": counts[before - 1],
        "more": counts[1] - counts[0],
        "recurrent": recurrent,
    }
    return Measured("grows" if reads else "never", values)


def _recurrent(run: Run) -> int:
    architecture = run.configuration.architecture
    if not architecture.cell.carried:
        raise refused("cell", "refused-no-state")
    return architecture.weights


def _of_window(run: Run, reads: int) -> int:
    window = replace(run.configuration, cell=f"window_{reads}", initial_parameters=None)
    return window.architecture.weights
