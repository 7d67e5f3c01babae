"""The way back through time: where gradients come from, what they are sums of, what they do."""

from __future__ import annotations

from decimal import Decimal

import numpy as np

from app.lessons.measures.changes import place_of
from app.lessons.measures.moments import at, target_at
from app.lessons.measures.refusals import outside, refused
from app.lessons.measures.registry import Measured, Value, measure
from app.words.messages import Listed
from rnn_core.analysis.explain import Explainer
from rnn_core.analysis.shares import (
    loss_shares,
    losses_of_nudges,
    share_by_differences,
    state_shares,
)
from rnn_core.trace import Trace
from rnn_core.training.run import Run

AGREES = 4
"""A share and a quotient agree where so many digits after the point are the same."""
NUDGE = Decimal("0.0001")
"""How much larger and smaller a weight is made where the two losses are shown."""
_LOSS_DIGITS, _SHARE_DIGITS = 10, 5
"""After the point: as many of the losses as the quotient needs."""


@measure("run", "sum mean last", "loss count largest largest_t least least_t")
def total_loss(run: Run, iteration: int) -> Measured:
    """How the loss of an iteration is made of those of its timesteps."""
    trace = run.trace_at(iteration)
    losses = {
        t: float(trace.timesteps["loss"][t - 1])
        for t, target in enumerate(trace.targets, 1)
        if target is not None
    }
    made = {
        "sum": sum(losses.values()),
        "mean": sum(losses.values()) / len(losses),
        "last": losses[max(losses)],
    }
    outcome = min(made, key=lambda name: abs(made[name] - trace.loss))
    most, least = max(losses, key=losses.__getitem__), min(losses, key=losses.__getitem__)
    values: dict[str, Value] = {
        "loss": trace.loss,
        "count": len(losses),
        "largest": losses[most],
        "largest_t": most,
        "least": losses[least],
        "least_t": least,
    }
    return Measured(outcome, values)


@measure("run", "target several none", "target p value other other_value")
def logit_gradient(run: Run, iteration: int, *, t: int) -> Measured:
    """Which logits the loss asks to go up: those with a negative derivative."""
    trace = at(run, iteration, t)
    target = target_at(trace, t)
    place = trace.vocabulary.index(target)
    derivatives = trace.timesteps["dlogits"][t - 1]
    up = np.flatnonzero(derivatives < 0)
    most = int(derivatives.argmax())
    values: dict[str, Value] = {
        "target": target,
        "p": float(trace.probs[t - 1][place]),
        "value": float(derivatives[place]),
        "other": trace.vocabulary[most],
        "other_value": float(derivatives[most]),
    }
    outcome = "none" if not up.size else "target" if up.tolist() == [place] else "several"
    return Measured(outcome, values)


@measure("run", "own later both none", "own later norm")
def streams(run: Run, iteration: int, *, t: int) -> Measured:
    """What meets at a state on the way back: norms of what comes from its own output and later."""
    trace = at(run, iteration, t)
    own, later, norm = (
        float(np.linalg.norm(trace.timesteps[name][t - 1]))
        for name in ("dh_from_output", "dh_from_future", "dh")
    )
    outcome = {(True, False): "own", (False, True): "later", (True, True): "both"}.get(
        (own > 0, later > 0), "none"
    )
    return Measured(outcome, {"own": own, "later": later, "norm": norm})


@measure("run", "first last between", "t norm own later first last")
def largest_gradient(run: Run, iteration: int) -> Measured:
    """At which timestep the gradient at the state has the largest norm."""
    trace = run.trace_at(iteration)
    norms = np.linalg.norm(trace.timesteps["dh"], axis=1)
    t = int(norms.argmax()) + 1
    values: dict[str, Value] = {
        "t": t,
        "norm": float(norms[t - 1]),
        "own": float(np.linalg.norm(trace.timesteps["dh_from_output"][t - 1])),
        "later": float(np.linalg.norm(trace.timesteps["dh_from_future"][t - 1])),
        "first": float(norms[0]),
        "last": float(norms[-1]),
    }
    return Measured("first" if t == 1 else "last" if t == trace.T else "between", values)


@measure("run", "all some none", "count of own farthest total")
def losses_reaching(run: Run, iteration: int, *, t: int, unit: int) -> Measured:
    """How many of the losses from a timestep on contribute to the gradient at its state."""
    trace = at(run, iteration, t)
    column = loss_shares(run.configuration, trace).of_unit(unit)[:, t - 1]
    asked = [s for s in range(t, trace.T + 1) if trace.targets[s - 1] is not None]
    reaching = int(np.count_nonzero(column))
    values: dict[str, Value] = {
        "count": reaching,
        "of": sum(target is not None for target in trace.targets),
        "own": float(column[t - 1]),
        "farthest": float(column[-1]),
        "total": float(trace.timesteps["dh"][t - 1, unit]),
    }
    outcome = "none" if reaching == 0 else "all" if reaching == len(asked) else "some"
    return Measured(outcome, values)


@measure("run", "all some none", "count of silent total largest largest_t")
def weight_shares(run: Run, iteration: int, *, quantity: str, index: str) -> Measured:
    """How many timesteps add to the gradient of one weight."""
    trace = run.trace_at(iteration)
    place = place_of(index)
    shares = Explainer.of(run).contributions(iteration, quantity)
    _must_be_inside(shares.shape[1:], quantity, place)
    each = np.array([share[place] for share in shares])
    count = int(np.count_nonzero(each))
    most = int(np.abs(each).argmax())
    values: dict[str, Value] = {
        "count": count,
        "of": trace.T,
        "silent": 0 if count == trace.T else int(np.flatnonzero(each == 0)[0]) + 1,
        "total": float(trace.gradients[quantity][place]),
        "largest": float(each[most]),
        "largest_t": most + 1,
    }
    return Measured("none" if count == 0 else "all" if count == trace.T else "some", values)


@measure("run", "agree differ", "share rounded numeric digits step up down width gradient")
def nudged(run: Run, iteration: int, *, quantity: str, index: str, t: int) -> Measured:
    """A timestep's share, and the quotient of two losses after a nudge at that timestep alone.

    The quotient is computed from the losses as they are written, so that it can be checked by hand;
    it and the share agree, as they are written, to `digits` after the point.
    """
    trace = at(run, iteration, t)
    place = place_of(index)
    _must_be_used_everywhere(trace, quantity, place)
    share, _ = share_by_differences(run.configuration, trace, t, quantity, place)
    losses = losses_of_nudges(run.configuration, trace, t, quantity, place, float(NUDGE))
    if not np.isfinite((share, *losses)).all():
        raise refused("iteration", "refused-not-finite")
    up, down = (_rounded(Decimal(loss), _LOSS_DIGITS) for loss in losses)
    quotient = _rounded((up - down) / (2 * NUDGE), _SHARE_DIGITS)
    rounded = _rounded(Decimal(share), _SHARE_DIGITS)
    digits = _same_digits(rounded, quotient)
    values: dict[str, Value] = {
        "share": _written(_rounded(Decimal(share), 8)),
        "rounded": _written(rounded),
        "numeric": _written(quotient),
        "digits": digits,
        "step": str(NUDGE),
        "up": _written(up),
        "down": _written(down),
        "width": str(2 * NUDGE),
        "gradient": float(trace.gradients[quantity][place]),
    }
    return Measured("agree" if digits >= AGREES else "differ", values)


@measure("run", "direct more none", "count direct earlier total")
def direct_and_total(
    run: Run, iteration: int, *, t: int, unit: int, quantity: str, index: str
) -> Measured:
    """Whether a weight acts on a state directly alone, or through earlier states as well."""
    trace = at(run, iteration, t)
    place = place_of(index)
    _must_be_used_everywhere(trace, quantity, place)
    shares = state_shares(run.configuration, trace, unit, quantity, place)
    row = shares.by_use[t - 1]
    count, direct = int(np.count_nonzero(row)), float(shares.direct[t - 1])
    total = float(shares.total[t - 1])
    values: dict[str, Value] = {
        "count": count,
        "direct": direct,
        "earlier": total - direct,
        "total": total,
    }
    outcome = "none" if count == 0 else "more" if np.any(row[: t - 1]) else "direct"
    return Measured(outcome, values)


@measure("run", "against along still", "gradient before after change loss_before loss_after")
def moves(run: Run, iteration: int, *, quantity: str, index: str, since: int = 0) -> Measured:
    """Which way a weight has gone, beside the sign of its gradient before."""
    if not 0 <= since <= iteration:
        raise refused("since", "refused-since", last=str(iteration))
    before, after = run.trace_at(since), run.trace_at(iteration)
    place = place_of(index)
    if quantity not in before.gradients:
        raise refused(
            "quantity",
            "refused-no-parameter",
            quantity=quantity,
            known=Listed(list(before.gradients)),
        )
    _must_be_inside(before.gradients[quantity].shape, quantity, place)
    gradient = float(before.gradients[quantity][place])
    was, now = (float(trace.parameters[quantity][place]) for trace in (before, after))
    values: dict[str, Value] = {
        "gradient": gradient,
        "before": was,
        "after": now,
        "change": now - was,
        "loss_before": before.loss,
        "loss_after": after.loss,
    }
    way = (now - was) * gradient
    return Measured("still" if way == 0 else "along" if way > 0 else "against", values)


def _rounded(value: Decimal, digits: int) -> Decimal:
    return round(value, digits)


def _written(value: Decimal) -> str:
    return str(value).replace("-", "\N{MINUS SIGN}")


def _same_digits(one: Decimal, other: Decimal) -> int:
    """After the point: as many as differ by less than half of the last of them."""
    apart = abs(one - other)
    return next(n for n in range(_SHARE_DIGITS, -1, -1) if n == 0 or 2 * apart < Decimal(10) ** -n)


def _must_be_used_everywhere(trace: Trace, quantity: str, place: tuple[int, ...]) -> None:
    """A weight that all timesteps share: only such a one has a share for each."""
    used = [set(stretch.parameters.values()) for stretch in trace.stretches]
    everywhere = [name for name in trace.parameters if all(name in names for names in used)]
    if quantity not in everywhere:
        known = Listed(everywhere)
        raise refused("quantity", "refused-not-everywhere", quantity=quantity, known=known)
    _must_be_inside(trace.parameters[quantity].shape, quantity, place)


def _must_be_inside(shape: tuple[int, ...], quantity: str, place: tuple[int, ...]) -> None:
    if len(place) != len(shape) or any(not 0 <= i < n for i, n in zip(place, shape, strict=True)):
        raise outside(quantity, shape)
