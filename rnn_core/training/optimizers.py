"""Optimizers on one flat parameter vector, by PyTorch's definitions, and clipping by global norm.

An optimizer computes an update; it does not add it, so that an update can be looked at first.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import ClassVar, Protocol

import numpy as np

from rnn_core.arrays import Array
from rnn_core.equations.expressions import Equation, Number, Quantity
from rnn_core.equations.functions import power, quotient, sqrt, square
from rnn_core.equations.notation import (
    LEARNING_RATE,
    OPTIMIZER_STEP,
    clipped_gradient_of,
    optimizer_state_of,
    update_of,
)


class Optimizer(Protocol):
    """How a gradient becomes an update. All arrays are flat, shape (P,); state is (slots, P)."""

    name: ClassVar[str]
    title: ClassVar[str]
    """What people call it."""
    slots: ClassVar[tuple[str, ...]]

    def equations(self, parameter: Quantity) -> tuple[Equation, ...]:
        """The state and the update of one parameter, in order."""

    def update(
        self,
        learning_rate: float,
        gradient: Array,
        step: int,
        state: Array,
        out: Array,
    ) -> None:
        """Writes into `out` what is to be added to the parameters.

        `step` counts this optimizer's updates from 1; `state` is that of the earlier updates and
        has this gradient in it afterwards.
        """


@dataclass(frozen=True)
class SGD:
    """update = -η g   (`torch.optim.SGD` without momentum)."""

    name: ClassVar[str] = "sgd"
    title: ClassVar[str] = "SGD"
    slots: ClassVar[tuple[str, ...]] = ()

    def equations(self, parameter: Quantity) -> tuple[Equation, ...]:
        g = clipped_gradient_of(parameter)
        return (Equation(update_of(parameter), -(LEARNING_RATE.ref * g.ref)),)

    def update(
        self,
        learning_rate: float,
        gradient: Array,
        step: int,
        state: Array,
        out: Array,
    ) -> None:
        np.multiply(gradient, -learning_rate, out)


@dataclass(frozen=True)
class Adagrad:
    """s = s + g²;  update = -η g / (√s + ε)   (`torch.optim.Adagrad`; ε is outside the root).

    min-char-rnn takes the root of s + ε instead; there the first step differs visibly.
    """

    name: ClassVar[str] = "adagrad"
    title: ClassVar[str] = "Adagrad"
    slots: ClassVar[tuple[str, ...]] = ("sum_of_squares",)
    epsilon: ClassVar[float] = 1e-10

    def equations(self, parameter: Quantity) -> tuple[Equation, ...]:
        g = clipped_gradient_of(parameter)
        s = optimizer_state_of("sum_of_squares", "G", parameter)
        epsilon = Number(self.epsilon, r"\varepsilon", "ε")
        return (
            Equation(s, s.previous + square(g.ref)),
            Equation(
                update_of(parameter), -quotient(LEARNING_RATE.ref * g.ref, sqrt(s.ref) + epsilon)
            ),
        )

    def update(
        self,
        learning_rate: float,
        gradient: Array,
        step: int,
        state: Array,
        out: Array,
    ) -> None:
        s = state[0]
        np.multiply(gradient, gradient, out)
        np.add(s, out, s)
        np.sqrt(s, out)
        np.add(out, self.epsilon, out)
        np.divide(gradient, out, out)
        np.multiply(out, -learning_rate, out)


@dataclass(frozen=True)
class Adam:
    """m = β₁m + (1-β₁)g;  v = β₂v + (1-β₂)g²;  after n updates
    update = -η/(1-β₁ⁿ) · m / (√v/√(1-β₂ⁿ) + ε)   (`torch.optim.Adam`).
    """

    name: ClassVar[str] = "adam"
    title: ClassVar[str] = "Adam"
    slots: ClassVar[tuple[str, ...]] = ("m", "v")
    beta_1: ClassVar[float] = 0.9
    beta_2: ClassVar[float] = 0.999
    epsilon: ClassVar[float] = 1e-8

    def equations(self, parameter: Quantity) -> tuple[Equation, ...]:
        g, n = clipped_gradient_of(parameter), OPTIMIZER_STEP.ref
        m = optimizer_state_of("m", "m", parameter)
        v = optimizer_state_of("v", "v", parameter)
        one, epsilon = Number(1.0), Number(self.epsilon, r"\varepsilon", "ε")
        beta_1 = Number(self.beta_1, r"\beta_1", "β₁")
        beta_2 = Number(self.beta_2, r"\beta_2", "β₂")
        rest_1 = Number(1 - self.beta_1, r"(1-\beta_1)", "(1-β₁)")
        rest_2 = Number(1 - self.beta_2, r"(1-\beta_2)", "(1-β₂)")
        m_corrected = quotient(m.ref, one - power(beta_1, n))
        v_corrected = quotient(v.ref, one - power(beta_2, n))
        return (
            Equation(m, beta_1 * m.previous + rest_1 * g.ref),
            Equation(v, beta_2 * v.previous + rest_2 * square(g.ref)),
            Equation(
                update_of(parameter),
                -quotient(LEARNING_RATE.ref * m_corrected, sqrt(v_corrected) + epsilon),
            ),
        )

    def update(
        self,
        learning_rate: float,
        gradient: Array,
        step: int,
        state: Array,
        out: Array,
    ) -> None:
        m, v = state
        np.multiply(gradient, 1 - self.beta_1, out)
        np.multiply(m, self.beta_1, m)
        np.add(m, out, m)
        np.multiply(gradient, gradient, out)
        np.multiply(out, 1 - self.beta_2, out)
        np.multiply(v, self.beta_2, v)
        np.add(v, out, v)
        np.sqrt(v, out)
        np.divide(out, math.sqrt(1 - self.beta_2**step), out)
        np.add(out, self.epsilon, out)
        np.divide(m, out, out)
        np.multiply(out, -learning_rate / (1 - self.beta_1**step), out)


OPTIMIZERS: dict[str, Optimizer] = {
    optimizer.name: optimizer for optimizer in (SGD(), Adagrad(), Adam())
}


def global_norm(gradient: Array) -> float:
    """‖g‖, the Euclidean norm over all parameters together; `gradient` is flat, shape (P,)."""
    return math.sqrt(gradient.dot(gradient))


def clip_scale(norm: float, clip_norm: float | None) -> float:
    """What a gradient of this global norm is multiplied with: min(1, clip_norm / norm).

    1 where `clip_norm` is None. (`torch.nn.utils.clip_grad_norm_` divides by norm + 1e-6.)
    """
    if clip_norm is None or norm <= clip_norm:
        return 1.0
    return clip_norm / norm
