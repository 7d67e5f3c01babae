"""The equations of a whole iteration: forwards, backwards, clipping, and the optimizer's update."""

from __future__ import annotations

from dataclasses import replace

from rnn_core.equations.expressions import Equation, Expression, Number, Quantity, Sum
from rnn_core.equations.functions import minimum, quotient, sqrt, square
from rnn_core.equations.notation import (
    C_0,
    CLIP_NORM,
    CLIP_SCALE,
    CLIPPED_GRADIENT_NORM,
    GRADIENT_NORM,
    H_0,
    LEARNING_RATE,
    OPTIMIZER_STEP,
    P,
    clipped_gradient_of,
    gradient_of,
    next_of,
    square_sum_of,
    square_sums_of,
    update_of,
)
from rnn_core.equations.operations import SumOverAxis, SumOverTime
from rnn_core.network.architecture import Architecture
from rnn_core.network.unrolled import passes_of
from rnn_core.training.optimizers import OPTIMIZERS

Key = tuple[str, bool]
"""The name of a quantity, and whether it has a timestep."""


class Model:
    """The equations of a whole iteration, by the quantity they define.

    Where not all timesteps use the same weights, the equations of a timestep still speak of W_xh:
    the explainer puts in the timestep's own.
    """

    def __init__(self, architecture: Architecture, optimizer: str, *, clipped: bool) -> None:
        self.optimizer, self.clipped = optimizer, clipped
        self.parameters = architecture.parameters
        self.equations: dict[Key, Equation] = {}
        self.quantities: dict[Key, Quantity] = {}
        image = architecture.task.image_shape is not None
        given = [LEARNING_RATE, OPTIMIZER_STEP, *self.parameters]
        if not image:
            given.append(H_0)
        if C_0.name in {f"{name}_0" for name in architecture.cell.carried}:
            given.append(C_0)
        if image:
            given.append(P)
        for quantity in given:
            self.quantities[quantity.name, quantity.timed] = quantity
        own = {gradient_of(parameter).name for parameter in self.parameters}
        for equation in passes_of(architecture.cell, image=image):
            if not equation.quantity.name.startswith("gradients.") or equation.quantity.name in own:
                self._state(equation)
            else:
                self._state_by_set(equation, architecture)
        self._state_clipping(clipped=clipped)
        for parameter in self.parameters:
            gradient = gradient_of(parameter)
            self._state(Equation(clipped_gradient_of(parameter), CLIP_SCALE.ref * gradient.ref))
            for equation in OPTIMIZERS[optimizer].equations(parameter):
                self._state(equation)
            update = update_of(parameter)
            self._state(Equation(next_of(parameter), parameter.ref + update.ref))
            self._state(Equation(parameter, parameter.previous + update.previous))

    def _state(self, equation: Equation) -> None:
        key = (equation.quantity.name, equation.quantity.timed)
        self.equations[key] = equation
        self.quantities[key] = equation.quantity

    def _state_by_set(self, equation: Equation, architecture: Architecture) -> None:
        """The gradient of each of a parameter's sets, over the timesteps that use it."""
        assert isinstance(equation.expression, SumOverTime)
        for parameter in self.parameters:
            base, name = architecture.base[parameter.name]
            if gradient_of(base).name == equation.quantity.name:
                over = replace(equation.expression, over=name)
                self._state(Equation(gradient_of(parameter), over))

    def _state_clipping(self, *, clipped: bool) -> None:
        squares: list[Expression] = []
        for parameter in self.parameters:
            gradient, total = gradient_of(parameter), square_sum_of(parameter)
            of = square(gradient.ref)
            if len(parameter.axes) == 2:
                rows = square_sums_of(parameter)
                self._state(Equation(rows, SumOverAxis(of, parameter.axes[1])))
                of = rows.ref
            self._state(Equation(total, SumOverAxis(of, parameter.axes[0])))
            squares.append(total.ref)
        self._state(Equation(GRADIENT_NORM, sqrt(Sum(tuple(squares)))))
        scale: Expression = Number(1.0)
        if clipped:
            self.quantities[CLIP_NORM.name, False] = CLIP_NORM
            scale = minimum(Number(1.0), quotient(CLIP_NORM.ref, GRADIENT_NORM.ref))
        self._state(Equation(CLIP_SCALE, scale))
        self._state(Equation(CLIPPED_GRADIENT_NORM, GRADIENT_NORM.ref * CLIP_SCALE.ref))
