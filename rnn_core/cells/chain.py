"""Several kernels one after the other: what one carries out the next carries in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from rnn_core.arrays import Array, aligned_zeros
from rnn_core.cells.protocol import Kernel
from rnn_core.trace import Clamp


class Chain:
    """A kernel made of kernels, each with weights of its own for its stretch of the timesteps."""

    def __init__(self, kernels: Sequence[Kernel]) -> None:
        self._kernels = tuple(kernels)
        self._rows: list[slice] = []
        start = 0
        for kernel in kernels:
            self._rows.append(slice(start, start + len(kernel.h)))
            start += len(kernel.h)
        self._quantities = {
            name: aligned_zeros(start, *array.shape[1:])
            for name, array in kernels[0].quantities().items()
        }
        self._copies = [
            (self._quantities[name][rows], array)
            for kernel, rows in zip(self._kernels, self._rows, strict=True)
            for name, array in kernel.quantities().items()
            if name != "dh_from_output"
        ]
        self.h = self._quantities["h"]
        self.dh = self._quantities["dh"]
        self.dh_from_output = self._quantities["dh_from_output"]
        first, last = self._kernels[0], self._kernels[-1]
        self.carried_in, self.dcarried_in = first.carried_in, first.dcarried_in
        self.carried_out, self.dcarried_out = last.carried_out, last.dcarried_out

    def read(self, ids: NDArray[np.intp]) -> None:
        for kernel, rows in zip(self._kernels, self._rows, strict=True):
            kernel.read(ids[rows])

    def clamp(self, clamps: Iterable[Clamp]) -> None:
        clamps = tuple(clamps)
        for kernel, rows in zip(self._kernels, self._rows, strict=True):
            kernel.clamp(
                clamp if clamp.t is None else replace(clamp, t=clamp.t - rows.start)
                for clamp in clamps
                if clamp.t is None or rows.start < clamp.t <= rows.stop
            )

    def forward(self) -> None:
        before: Kernel | None = None
        for kernel in self._kernels:
            if before is not None:
                _hand_over(before.carried_out, kernel.carried_in)
            kernel.forward()
            before = kernel
        for kernel, rows in zip(self._kernels, self._rows, strict=True):
            self.h[rows] = kernel.h

    def backward(self) -> None:
        for kernel, rows in zip(self._kernels, self._rows, strict=True):
            kernel.dh_from_output[...] = self.dh_from_output[rows]
        after: Kernel | None = None
        for kernel in self._kernels[::-1]:
            if after is not None:
                _hand_over(after.dcarried_in, kernel.dcarried_out)
            kernel.backward()
            after = kernel
        for ours, theirs in self._copies:
            ours[...] = theirs

    def dx(self) -> Array:
        parts = [kernel.dx() for kernel in self._kernels]
        dx = np.zeros((len(self.h), max(part.shape[1] for part in parts)))
        for part, rows in zip(parts, self._rows, strict=True):
            dx[rows, : part.shape[1]] = part
        return dx

    def quantities(self) -> Mapping[str, Array]:
        return self._quantities


def _hand_over(given: tuple[Array, ...], taken: tuple[Array, ...]) -> None:
    for source, place in zip(given, taken, strict=True):
        place[...] = source
