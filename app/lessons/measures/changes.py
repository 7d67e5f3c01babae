"""Which way a number goes while a network is trained."""

from __future__ import annotations

from app.lessons.measures.refusals import refused
from app.lessons.measures.registry import Measured, Value, measure
from rnn_core.analysis.explain import Explainer
from rnn_core.equations.terms import Address
from rnn_core.errors import InvalidAddress
from rnn_core.training.run import Run


@measure("run", "falls rises same", "before after change steps")
def loss_change(run: Run, iteration: int, *, since: int = 0) -> Measured:
    """Where the loss has gone since an earlier iteration."""
    losses = run.history(iteration)
    if not 0 <= since <= iteration:
        raise refused("since", "refused-since", last=str(iteration))
    return _change(float(losses[since]), float(losses[iteration]), steps=iteration - since)


@measure("run", "falls rises same", "before after change steps")
def number_change(
    run: Run,
    iteration: int,
    *,
    quantity: str,
    t: int | None = None,
    index: str = "",
    since: int = 0,
) -> Measured:
    """Which way one number has gone since an earlier iteration; the index as `2,0`."""
    if not 0 <= since <= iteration:
        raise refused("since", "refused-since", last=str(iteration))
    place = place_of(index)
    explainer = Explainer.of(run)
    try:
        before, after = (
            explainer.explain(Address(at, quantity, t, place)).value for at in (since, iteration)
        )
    except InvalidAddress as error:
        if error.part != "index":
            raise
        raise refused("index", "refused-no-index", quantity=quantity) from None
    return _change(before, after, steps=iteration - since)


def place_of(index: str) -> tuple[int, ...]:
    """An index as it is written, `2,0`. Raises `InvalidAddress`."""
    try:
        return tuple(int(each) for each in index.split(",") if each.strip())
    except ValueError:
        raise refused("index", "refused-index-form") from None


def _change(before: float, after: float, *, steps: int) -> Measured:
    outcome = "same" if after == before else "falls" if after < before else "rises"
    values: dict[str, Value] = {
        "before": before,
        "after": after,
        "change": abs(after - before),
        "steps": steps,
    }
    return Measured(outcome, values)
