"""Proof on demand: gradients against central differences of the loss, there and then."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from rnn_core.arrays import Array, frozen
from rnn_core.equations.terms import Index
from rnn_core.errors import InvalidAddress
from rnn_core.network.architecture import Architecture
from rnn_core.network.probe import Probe
from rnn_core.trace import Trace

STEP = 1e-3
"""With the fourth-order formula its error is about 1e-12, where 1e-5 and the second order give
1e-10."""
SMALLEST = 1e-8
"""Relative to no less than this: what both call zero is no error."""


class Traced(Protocol):
    """A network at an iteration: a run is one."""

    @property
    def architecture(self) -> Architecture:
        """Which network it is."""

    @property
    def trace(self) -> Trace:
        """Every number of the iteration."""


@dataclass(frozen=True, eq=False, repr=False)
class GradientCheck:
    """A parameter's gradient by backpropagation and by differences; NaN where it was not checked.

    All arrays have the parameter's shape. `relative_error` is |analytic - numeric| over the larger
    of the two (and of `SMALLEST`).
    """

    parameter: str
    analytic: Array
    numeric: Array
    relative_error: Array
    checked: int
    """How many numbers were checked: fewer than there are where time ran out."""
    wanted: int
    """How many were to be checked."""

    def __repr__(self) -> str:
        return f"GradientCheck({self._summary()})"

    def _summary(self) -> str:
        of = "" if self.complete else f" of {self.analytic.size}"
        return f"{self.parameter}: {self.checked}{of} checked, error {self.overall_error:.1e}"

    @property
    def is_over(self) -> bool:
        """Whether all that was to be checked has been."""
        return self.checked == self.wanted

    @property
    def complete(self) -> bool:
        """Whether every number of the parameter was checked."""
        return self.checked == self.analytic.size

    @property
    def overall_error(self) -> float:
        """‖analytic - numeric‖ / max(‖analytic‖, ‖numeric‖) over what was checked."""
        known = ~np.isnan(self.numeric)
        analytic, numeric = self.analytic[known], self.numeric[known]
        norms = [float(np.linalg.norm(each)) for each in (analytic, numeric, analytic - numeric)]
        return norms[2] / max(norms[0], norms[1], SMALLEST)


class GradientChecks(dict[str, GradientCheck]):
    """The checks of all parameters, by their names."""

    @property
    def worst(self) -> float:
        """The largest `overall_error` of a parameter: about 1e-10 where the gradients are right."""
        return max(check.overall_error for check in self.values())

    def __repr__(self) -> str:
        lines = (f"  {check._summary()}" for check in self.values())
        return "\n".join(("GradientChecks: backpropagation and central differences", *lines))


def check_gradients(network: Traced, seconds: float | None = None) -> GradientChecks:
    """Checks the gradients of all parameters; after `seconds` the rest stays unchecked."""
    deadline = None if seconds is None else time.perf_counter() + seconds
    checks = GradientChecks()
    for parameter in network.trace.gradients:
        left = None if deadline is None else max(0.0, deadline - time.perf_counter())
        checks[parameter] = check_gradient(
            network.architecture, network.trace, parameter, seconds=left
        )
    return checks


def check_gradient(
    architecture: Architecture,
    trace: Trace,
    parameter: str,
    indexes: Iterable[Index] | None = None,
    seconds: float | None = None,
    begun: GradientCheck | None = None,
) -> GradientCheck:
    """Checks these numbers of a parameter's gradient, by default all of them.

    Four forward passes a number: (8(L₊₁ - L₋₁) - (L₊₂ - L₋₂)) / 12 steps of `STEP`. After
    `seconds` the rest stays unchecked; the same check goes on where it had `begun`. Raises
    `InvalidAddress`.
    """
    if parameter not in trace.gradients:
        raise InvalidAddress(
            "parameter",
            f"“{parameter}” is not a parameter; the parameters are: {', '.join(trace.gradients)}",
            code="unknown-parameter",
            parameter=parameter,
            known=", ".join(trace.gradients),
        )
    analytic = trace.gradients[parameter]
    wanted = list(np.ndindex(analytic.shape) if indexes is None else indexes)
    for index in wanted:
        inside = len(index) == analytic.ndim and all(
            0 <= place < size for place, size in zip(index, analytic.shape, strict=True)
        )
        if not inside:
            ranges = ", ".join(f"0 to {size - 1}" for size in analytic.shape)
            raise InvalidAddress(
                "index",
                f"the index of {parameter} is {ranges}",
            )
    probe = Probe(architecture, trace)
    weights = probe.parameters[parameter]
    numeric = np.full(analytic.shape, np.nan) if begun is None else begun.numeric.copy()
    deadline = None if seconds is None else time.perf_counter() + seconds
    first = checked = 0 if begun is None else begun.checked
    for index in wanted[first:]:
        # Whoever goes on gets further, however short the time.
        on = begun is not None and checked == first
        if not on and deadline is not None and time.perf_counter() > deadline:
            break
        middle = weights[index]
        loss = {}
        for shift in (2, 1, -1, -2):
            weights[index] = middle + shift * STEP
            loss[shift] = probe.loss()
        weights[index] = middle
        numeric[index] = (8 * (loss[1] - loss[-1]) - (loss[2] - loss[-2])) / (12 * STEP)
        checked += 1
    scale = np.maximum(np.maximum(np.abs(analytic), np.abs(numeric)), SMALLEST)
    return GradientCheck(
        parameter,
        analytic,
        frozen(numeric),
        frozen(np.abs(analytic - numeric) / scale),
        checked,
        len(wanted),
    )
