"""Numbers that were published elsewhere."""

from __future__ import annotations

import numpy as np

from rnn_core.arrays import Array
from rnn_core.training.configuration import RunConfig
from rnn_core.training.trainer import Trainer

GUPTA_2017 = {
    "W_xh": [
        [0.287027, 0.84606, 0.572392, 0.486813],
        [0.902874, 0.871522, 0.691079, 0.18998],
        [0.537524, 0.09224, 0.558159, 0.491528],
    ],
    "W_hh": (0.427043 * np.eye(3)).tolist(),
    "b_h": [0.567001] * 3,
    "W_hy": [
        [0.37168, 0.974829459, 0.830034886],
        [0.39141, 0.282585823, 0.659835709],
        [0.64985, 0.09821557, 0.334287084],
        [0.91266, 0.32581642, 0.144630018],
    ],
    "b_y": [0.0] * 4,
}
"""Gupta, "Fundamentals of Deep Learning: Introduction to Recurrent Neural Networks" (2017)."""


def assert_printed(values: Array, printed: str) -> None:
    """Each value is within one unit of the last digit printed: the weights were rounded, too."""
    for value, digits in zip(values, printed.split(), strict=True):
        decimals = len(digits.partition(".")[2])
        assert abs(value - float(digits)) <= 10.0**-decimals, (value, digits)


def test_the_worked_example_of_gupta() -> None:
    trace = Trainer(RunConfig(hidden_size=3, initial_parameters=GUPTA_2017)).trace()
    assert trace.inputs[:2] == ("h", "e")
    h, probs = trace.timesteps["h"], trace.timesteps["probs"]
    assert_printed(h[0], "0.693168 0.899554 0.802118")
    assert_printed(h[1], "0.936534 0.949104 0.76234")
    assert_printed(probs[1], "0.419748 0.194682 0.162429 0.223141")
