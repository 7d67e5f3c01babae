"""The measures of the way back, against what a run computed."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest

from app.lessons.measures import MEASURES, Measured, backward
from rnn_core.errors import InvalidAddress
from rnn_core.network.probe import Probe
from rnn_core.network.verify import check_gradient
from rnn_core.training.run import Run

SEEDS = (1, 2, 3, 4, 5)


def measured(name: str, run: Run, iteration: int = 0, **told: object) -> Measured:
    return MEASURES[name].of_run(run, iteration, told)


def test_the_loss_is_a_sum_and_its_parts_are_named() -> None:
    run = Run(seed=2)
    found = measured("total_loss", run)
    losses = run.trace.timesteps["loss"]
    assert found.outcome == "sum"
    assert found.values["loss"] == pytest.approx(losses.sum())
    assert losses[int(found.values["largest_t"]) - 1] == losses.max() == found.values["largest"]
    assert losses[int(found.values["least_t"]) - 1] == losses.min() == found.values["least"]


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("t", [1, 2, 3, 4])
def test_only_the_target_s_logit_has_to_rise(seed: int, t: int) -> None:
    run = Run(seed=seed)
    found = measured("logit_gradient", run, t=t)
    assert (found.outcome, found.values["target"]) == ("target", "ello"[t - 1])
    assert found.values["value"] == pytest.approx(float(found.values["p"]) - 1)
    others = [p for p, token in zip(run.trace.probs[t - 1], "helo", strict=True)
              if token != "ello"[t - 1]]  # fmt: skip
    assert found.values["other_value"] == pytest.approx(max(others))


def test_what_meets_at_a_state_is_told_by_where_it_comes_from() -> None:
    run = Run(seed=2)
    outcomes = [measured("streams", run, t=t).outcome for t in (1, 2, 3, 4)]
    assert outcomes == ["both", "both", "both", "own"]
    # Only the last timestep of a sentence is asked about.
    sentence = Run(task="sentiment")
    assert measured("streams", sentence, t=1).outcome == "later"
    apart = Run(initial_parameters={"W_hh": np.zeros((6, 6))})
    assert measured("streams", apart, t=2).outcome == "own"
    silent = Run(initial_parameters={"W_hy": np.zeros((4, 6))})
    assert measured("streams", silent, t=2).outcome == "none"


@pytest.mark.parametrize("seed", SEEDS)
def test_the_largest_gradient_is_found(seed: int) -> None:
    run = Run(seed=seed)
    norms = np.linalg.norm(run.trace.timesteps["dh"], axis=1)
    found = measured("largest_gradient", run)
    assert found.values["norm"] == pytest.approx(norms.max())
    assert found.values["t"] == norms.argmax() + 1
    assert found.outcome == {1: "first", 4: "last"}.get(int(found.values["t"]), "between")


@pytest.mark.parametrize("t", [1, 2, 3, 4])
def test_as_many_losses_reach_a_state_as_come_after_it(t: int) -> None:
    found = measured("losses_reaching", Run(seed=2), t=t, unit=0)
    assert (found.outcome, found.values["count"], found.values["of"]) == ("all", 5 - t, 4)
    apart = Run(initial_parameters={"W_hh": np.zeros((6, 6))})
    other = measured("losses_reaching", apart, t=t, unit=0)
    assert other.outcome == ("all" if t == 4 else "some")
    assert other.values["count"] == 1


def test_a_weight_gets_no_share_where_it_was_multiplied_by_nothing() -> None:
    run = Run(seed=2)
    found = measured("weight_shares", run, quantity="W_hh", index="0,1")
    assert (found.outcome, found.values["count"], found.values["silent"]) == ("some", 3, 1)
    assert found.values["total"] == run.trace.gradients["W_hh"][0, 1]
    assert measured("weight_shares", run, quantity="b_h", index="0").outcome == "all"
    # Nothing reads the letter o.
    assert measured("weight_shares", run, quantity="W_xh", index="0,3").outcome == "none"


def as_written(value: object) -> Decimal:
    return Decimal(str(value).replace("\N{MINUS SIGN}", "-"))


def same_digits(one: Decimal, other: Decimal) -> int:
    """After the point, as far as two numbers differ by less than half of the last of them."""
    return max(n for n in range(6) if abs(one - other) < Decimal(10) ** -n / 2 or n == 0)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_nudge_agrees_with_the_share(seed: int) -> None:
    run = Run(seed=seed)
    told = [measured("nudged", run, quantity="W_hh", index="0,1", t=t) for t in (1, 2, 3, 4)]
    assert {each.outcome for each in told} == {"agree"}
    shares = [float(as_written(each.values["share"])) for each in told]
    for t, each in enumerate(told, 1):
        losses = []
        for shift in (1e-4, -1e-4):
            probe = Probe.by_timestep(run.architecture, run.trace)
            probe.parameters[f"W_hh_{t}"][0, 1] += shift
            losses.append(probe.loss())
        assert [each.values[name] for name in ("up", "down")] == [f"{loss:.10f}" for loss in losses]
    whole = check_gradient(run.architecture, run.trace, "W_hh", [(0, 1)]).numeric[0, 1]
    assert sum(shares) == pytest.approx(whole, abs=1e-7)


# The larger the nudge, the more a difference quotient misses the derivative.
@pytest.mark.parametrize(
    ("nudge", "outcome"), [("0.0001", "agree"), ("0.01", "agree"), ("0.1", "differ")]
)
def test_what_is_said_of_a_nudge_holds_for_the_numbers_as_they_are_written(
    monkeypatch: pytest.MonkeyPatch, nudge: str, outcome: str
) -> None:
    monkeypatch.setattr(backward, "NUDGE", Decimal(nudge))
    found = measured("nudged", Run(seed=2), quantity="W_hh", index="0,1", t=3)
    values = {name: as_written(found.values[name]) for name in ("up", "down", "width")}
    share, quotient = (as_written(found.values[name]) for name in ("rounded", "numeric"))
    assert quotient == round((values["up"] - values["down"]) / values["width"], 5)
    assert found.values["digits"] == same_digits(share, quotient)
    assert found.outcome == outcome == ("agree" if same_digits(share, quotient) >= 4 else "differ")


def test_a_weight_acts_directly_and_through_earlier_states() -> None:
    run = Run(seed=2)
    told = {"unit": 0, "quantity": "W_hh", "index": "0,1"}
    measure = MEASURES["direct_and_total"]
    counts = [measure.of_run(run, 0, {**told, "t": t}) for t in (1, 2, 3, 4)]
    assert [each.outcome for each in counts] == ["none", "direct", "more", "more"]
    assert [each.values["count"] for each in counts] == [0, 1, 2, 3]
    for each in counts:
        parts = float(each.values["direct"]) + float(each.values["earlier"])
        assert parts == pytest.approx(float(each.values["total"]))


@pytest.mark.parametrize("seed", SEEDS)
def test_an_update_goes_against_the_gradient(seed: int) -> None:
    run = Run(seed=seed, optimizer="sgd", clip_norm=None)
    run.step()
    found = measured("moves", run, 1, quantity="W_hh", index="0,1")
    assert found.outcome == "against"
    assert found.values["change"] == pytest.approx(-0.1 * float(found.values["gradient"]))
    assert measured("moves", run, 0, quantity="W_hh", index="0,1").outcome == "still"


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("weight_shares", {"quantity": "W_hh", "index": "9,0"}),
        ("weight_shares", {"quantity": "W", "index": "0,0"}),
        ("moves", {"quantity": "W", "index": "0,0"}),
        ("moves", {"quantity": "W_hh", "index": "0"}),
        ("moves", {"quantity": "W_hh", "index": "0,0", "since": 3}),
        ("nudged", {"quantity": "W_hh", "index": "0,0", "t": 9}),
        ("losses_reaching", {"t": 1, "unit": 9}),
        ("direct_and_total", {"t": 1, "unit": 9, "quantity": "W_hh", "index": "0,0"}),
    ],
)
def test_what_cannot_be_measured_is_refused(name: str, told: dict[str, object]) -> None:
    with pytest.raises(InvalidAddress):
        MEASURES[name].of_run(Run(), 0, told)
