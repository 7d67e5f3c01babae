"""How far gradients reach, and what a gate lets through on the way."""

from __future__ import annotations

import math

import numpy as np

from app.lessons.measures.moments import at
from app.lessons.measures.refusals import refused
from app.lessons.measures.registry import Measured, Value, measure
from app.verdicts.gradients import VANISHES, fate
from rnn_core.analysis.gradient_flow import Reach, reach
from rnn_core.arrays import Array
from rnn_core.trace import Trace
from rnn_core.training.run import Run

MOST, LITTLE = 0.8, 0.3
"""Of what a lane held, more than the first is most of it, and less than the second little."""
_LARGEST_WHOLE = 2.0**53
RISES = 1.5
"""A gradient has risen again where it is so many times as large as at its smallest."""
LOST = 10.0
"""A gradient has been lost or has grown where training has changed its reach by this factor."""
EMPTY = 0.05
"""A state holds next to nothing below this share of what it would hold, or of what is behind it."""


@measure("run", "vanishes fades arrives explodes infinite", "ratio steps rho")
def gradient_ratio(run: Run, iteration: int) -> Measured:
    """What is left of the last loss's gradient at the first state, of what it was at the last."""
    measured = reach(run.configuration, run.trace_at(iteration))
    ratio = _ratio(measured)
    values: dict[str, Value] = {
        "ratio": ratio,
        "steps": measured.T - 1,
        "rho": max((block.spectral_radius for block in measured.blocks), default=0.0),
    }
    return Measured(fate(ratio), values)


@measure(
    "run", "vanishes fades dips arrives explodes infinite", "ratio steps least least_t late early"
)
def lane_reach(run: Run, iteration: int) -> Measured:
    """As `gradient_ratio`, of a cell state's lane, and whether what arrives `dips` on the way.

    `least` is the smallest norm by the last one. `late` and `early` are the shares of the gradient
    at the last and the first state that get into the cell state there, through o ⊙ tanh′(c); it
    dips where the second is larger, because the cell state is smaller and tanh steeper.
    """
    trace = run.trace_at(iteration)
    if "c" not in trace.timesteps:
        raise refused("cell", "refused-no-cell-state")
    if any(target is not None for target in trace.targets[:-1]):
        raise refused("task", "refused-earlier-losses")
    measured = reach(run.configuration, trace)
    norms = measured.last_loss[1:]
    ratio, place = _ratio(measured), int(norms.argmin())
    steepness = 1 - np.tanh(trace.timesteps["c"]) ** 2
    gradients = trace.timesteps["dh"]
    entering = np.linalg.norm(gradients * trace.timesteps["o"] * steepness, axis=1)
    with np.errstate(all="ignore"):
        shares = entering / np.linalg.norm(gradients, axis=1)
        least = float(norms[place] / norms[-1])
    values: dict[str, Value] = {
        "ratio": ratio,
        "steps": measured.T - 1,
        "least": least,
        "least_t": place + 1,
        "late": float(shares[-1]),
        "early": float(shares[0]),
    }
    is_reopened = shares[0] > shares[-1] and steepness[0].mean() > steepness[-1].mean()
    outcome = fate(ratio)
    if outcome == "arrives" and min(ratio, 1.0) > RISES * least and is_reopened:
        outcome = "dips"
    return Measured(outcome, values)


@measure("run", "reached never", "steps rho left before")
def steps_until_vanished(run: Run, iteration: int) -> Measured:
    """After how many factors of ρ so little is left that a gradient counts as vanished.

    `left` and `before`: it is one part in so many after the last of them, and one factor earlier.
    """
    blocks = reach(run.configuration, run.trace_at(iteration)).blocks
    rho = max((block.spectral_radius for block in blocks), default=0.0)
    if not 0 < rho < 1:
        return Measured("never", {"steps": -1, "rho": rho, "left": 1, "before": 1})
    steps = math.floor(math.log(VANISHES) / math.log(rho)) + 1
    values: dict[str, Value] = {
        "steps": steps,
        "rho": rho,
        "left": _one_part_in(rho, steps),
        "before": _one_part_in(rho, steps - 1),
    }
    return Measured("reached", values)


@measure("run", "most some little", "f kept steps near far")
def lane(run: Run, iteration: int) -> Measured:
    """How much of the first cell state the forget gates let through to the last, on average.

    `near` and `far` are norms of the gradient that comes back on the lane: to the cell state before
    the last, and to the first.
    """
    trace = run.trace_at(iteration)
    if "f" not in trace.timesteps:
        raise refused("cell", "refused-no-forget-gate")
    if trace.T < 2:
        raise refused("iteration", "refused-short-lane")
    gates = trace.timesteps["f"][1:]
    kept = float(np.prod(gates, axis=0).mean())
    back = np.linalg.norm(trace.timesteps["dc_from_future"], axis=1)
    values: dict[str, Value] = {
        "f": float(gates.mean()),
        "kept": kept,
        "steps": len(gates),
        "near": float(back[-2]),
        "far": float(back[0]),
    }
    return Measured("most" if kept > MOST else "little" if kept < LITTLE else "some", values)


@measure("run", "empty less same", "i held before")
def lane_filled(run: Run, iteration: int, *, t: int) -> Measured:
    """What the cell state holds after the run's interventions, of what it held `before` them.

    `held` and `before` are norms at a timestep, and `i` is the mean of the input gates so far.
    """
    trace = _with_lane(run, iteration, t)
    held, before = (float(np.linalg.norm(c)) for c in _changed(run, iteration, t, "c"))
    outcome = "empty" if held < EMPTY * before else "less" if held < before else "same"
    i = float(trace.timesteps["i"][:t].mean())
    return Measured(outcome, {"i": i, "held": held, "before": before})


@measure("run", "shown hidden emptied", "o held kept shown before")
def lane_shown(run: Run, iteration: int, *, t: int) -> Measured:
    """Whether a state shows what the cell state holds after the run's interventions.

    `held` and `shown` are norms of c and h at a timestep, `kept` and `before` what these were
    before the interventions, and `o` is the mean of its output gates.
    """
    trace = _with_lane(run, iteration, t)
    held, kept = (float(np.linalg.norm(c)) for c in _changed(run, iteration, t, "c"))
    shown, before = (float(np.linalg.norm(h)) for h in _changed(run, iteration, t, "h"))
    hidden = shown < EMPTY * held
    outcome = "emptied" if held < LITTLE * kept else "hidden" if hidden else "shown"
    values: dict[str, Value] = {
        "o": float(trace.timesteps["o"][t - 1].mean()),
        "held": held,
        "kept": kept,
        "shown": shown,
        "before": before,
    }
    return Measured(outcome, values)


@measure("run", "lost kept grown", "before after steps updates")
def reach_change(run: Run, iteration: int, *, since: int = 0) -> Measured:
    """What training has done to the reach of the gradient since an earlier iteration."""
    if not 0 <= since <= iteration:
        raise refused("since", "refused-since", last=str(iteration))
    then, now = (reach(run.configuration, run.trace_at(at)) for at in (since, iteration))
    before, after = _ratio(then), _ratio(now)
    values: dict[str, Value] = {
        "before": before,
        "after": after,
        "steps": now.T - 1,
        "updates": iteration - since,
    }
    if after * LOST < before:
        return Measured("lost", values)
    return Measured("grown" if after > before * LOST else "kept", values)


def _with_lane(run: Run, iteration: int, t: int) -> Trace:
    trace = at(run, iteration, t)
    if "c" not in trace.timesteps:
        raise refused("cell", "refused-no-cell-state")
    return trace


def _changed(run: Run, iteration: int, t: int, state: str) -> tuple[Array, Array]:
    """A state with the run's interventions, and without them."""
    untouched = Run(run.configuration)
    untouched.train(iteration)
    one, other = (each.trace_at(iteration).timesteps[state] for each in (run, untouched))
    return one[t - 1], other[t - 1]


def _one_part_in(rho: float, steps: int) -> Value:
    """ρ⁻ˢ for s steps, as a whole number where it is exact as one."""
    with np.errstate(over="ignore"):
        parts = float(np.power(rho, -float(steps)))
    return round(parts) if parts <= _LARGEST_WHOLE else parts


def _ratio(measured: Reach) -> float:
    first, last = float(measured.last_loss[1]), float(measured.last_loss[-1])
    return first / last if last > 0 else math.inf
