"""Clipping, the parts of a trace that have to fit together, and sampling."""

from __future__ import annotations

import numpy as np
import pytest

from rnn_core.cells.registry import CELLS
from rnn_core.errors import InvalidConfiguration, UnknownToken
from rnn_core.network.sampling import softmax_at_temperature
from rnn_core.training.configuration import RunConfig
from rnn_core.training.optimizers import clip_scale
from rnn_core.training.run import Run


def test_clipping_is_by_the_global_norm() -> None:
    trace = Run(RunConfig(clip_norm=1.0)).trace
    norm = np.sqrt(sum((gradient**2).sum() for gradient in trace.gradients.values()))
    assert trace.gradient_norm == pytest.approx(norm, rel=1e-14)
    assert norm > 1.0
    assert trace.clip_scale == pytest.approx(1.0 / norm, rel=1e-14)
    assert trace.clipped_gradient_norm == pytest.approx(1.0, rel=1e-14)


def test_what_is_below_the_limit_is_not_clipped() -> None:
    assert clip_scale(4.9, 5.0) == 1.0
    assert clip_scale(1e9, None) == 1.0
    assert clip_scale(10.0, 5.0) == 0.5


def test_the_parts_of_a_trace_fit_together() -> None:
    run = Run(RunConfig(text="hello world"))
    run.train(20)
    trace = run.trace
    q = trace.timesteps
    np.testing.assert_array_equal(q["dh"], q["dh_from_output"] + q["dh_from_future"])
    np.testing.assert_array_equal(q["dh_from_future"][-1], 0.0)
    np.testing.assert_allclose(
        q["dh_from_output"], q["dlogits"] @ trace.parameters["W_hy"], rtol=1e-13, atol=1e-16
    )
    np.testing.assert_allclose(
        q["dh_from_future"][:-1], q["da"][1:] @ trace.parameters["W_hh"], rtol=1e-13, atol=1e-16
    )
    assert trace.loss == pytest.approx(q["loss"].sum(), rel=1e-14)
    np.testing.assert_allclose(q["probs"].sum(axis=1), 1.0, rtol=1e-14)
    np.testing.assert_allclose(trace.norms["dh_norm"], np.sqrt((q["dh"] ** 2).sum(axis=1)))


@pytest.mark.parametrize("cell", sorted(CELLS))
def test_the_norms_are_of_what_arrives_at_each_state_and_of_its_sum(cell: str) -> None:
    run = Run(RunConfig(text="hello world", cell=cell))
    run.train(20)
    trace = run.trace
    q, states = trace.timesteps, "hc" if cell == "lstm" else "h"
    over_time = [f"d{state}{part}" for state in states for part in ("", "_from_future")]
    for name in (*over_time, "dh_from_output"):
        np.testing.assert_allclose(trace.norms[f"{name}_norm"], np.linalg.norm(q[name], axis=1))
    for state in states:
        initial = np.linalg.norm(trace.initials[f"d{state}_0"])
        assert trace.norms[f"d{state}_0_norm"] == pytest.approx(initial, rel=1e-14)
    assert len(trace.norms) == len(over_time) + 1 + len(states)


def test_a_sample_repeats_with_its_seed() -> None:
    run = Run(RunConfig())
    first, second = (run.sample("h", 30, 1.0, np.random.default_rng(3)) for _ in range(2))
    assert first.text == second.text
    assert len(first.text) == 31


def test_a_sample_says_what_it_was_drawn_from() -> None:
    run = Run(RunConfig())
    run.train(100)
    sample = run.sample("h", 4, 1.0, np.random.default_rng(0))
    trace = run.trace
    assert sample.steps[0].input == "h"
    np.testing.assert_allclose(sample.steps[0].probs, trace.timesteps["probs"][0], rtol=1e-12)


def test_temperature_zero_takes_the_largest_logit() -> None:
    np.testing.assert_array_equal(
        softmax_at_temperature(np.array([1.0, 3.0, 2.0]), 0.0), [0.0, 1.0, 0.0]
    )


def test_a_higher_temperature_is_flatter() -> None:
    logits = np.array([1.0, 3.0, 2.0])
    cold, hot = softmax_at_temperature(logits, 0.5), softmax_at_temperature(logits, 2.0)
    assert cold.max() > hot.max() > 1 / 3


def test_what_cannot_be_sampled_is_refused() -> None:
    run = Run(RunConfig())
    rng = np.random.default_rng(0)
    with pytest.raises(UnknownToken):
        run.sample("x", 3, 1.0, rng)
    with pytest.raises(InvalidConfiguration):
        run.sample("h", 0, 1.0, rng)
    with pytest.raises(InvalidConfiguration):
        run.sample("h", 3, -1.0, rng)
