"""Named arrays in one flat vector, and arrays as they leave the core: float64 and read-only."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping
from types import MappingProxyType
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Shapes = Mapping[str, tuple[int, ...]]


MOST_LISTED = 24


def listed(shapes: Shapes) -> str:
    """Names with shapes: `W_xh (6, 4), b_h (6,)`."""
    written = [f"{name} {shape}" for name, shape in list(shapes.items())[:MOST_LISTED]]
    more = len(shapes) - len(written)
    return ", ".join(written) + (f" and {more} more" if more else "")


ALIGNMENT = 64
"""Bytes. Vector instructions run up to half slower on arrays that begin elsewhere, and an allocator
promises only 16; besides, the same place gives the same order of additions, thus the same digits.
"""


def aligned_empty(*shape: int) -> Array:
    """An array, not yet filled, that begins at a multiple of `ALIGNMENT`."""
    size, step = math.prod(shape), ALIGNMENT // 8
    buffer = np.empty(size + step)
    start = -buffer.__array_interface__["data"][0] % ALIGNMENT // 8
    return buffer[start : start + size].reshape(shape)


def aligned_zeros(*shape: int) -> Array:
    """Zeros that begin at a multiple of `ALIGNMENT`."""
    array = aligned_empty(*shape)
    array.fill(0.0)
    return array


def frozen(array: Array) -> Array:
    """`array` itself, made read-only."""
    array.flags.writeable = False
    return array


def frozen_copy(array: Array) -> Array:
    """A read-only copy of `array`."""
    return frozen(array.copy())


class Layout:
    """Where each named array lies in one flat vector of `size` numbers.

    One vector is what makes an optimizer five calls instead of five calls per parameter, and a
    record one copy. The arrays named in `by_column` lie there column by column. With
    `aligned` each begins at a multiple of `ALIGNMENT` in a vector that does; what lies between two
    arrays is zero and has to stay so.
    """

    def __init__(
        self, shapes: Shapes, by_column: Collection[str] = (), *, aligned: bool = False
    ) -> None:
        self.shapes: Shapes = MappingProxyType(dict(shapes))
        self._by_column = frozenset(by_column)
        self._slices: dict[str, slice] = {}
        start = 0
        for name, shape in self.shapes.items():
            stop = start + math.prod(shape)
            self._slices[name] = slice(start, stop)
            start = stop + (-stop % (ALIGNMENT // 8) if aligned else 0)
        self.size = start

    def __getstate__(self) -> dict[str, Any]:
        return vars(self) | {"shapes": dict(self.shapes)}

    def __setstate__(self, state: dict[str, Any]) -> None:
        vars(self).update(state | {"shapes": MappingProxyType(state["shapes"])})

    def view(self, flat: Array, name: str) -> Array:
        """The array `name` in `flat`, shape (size,): writing into it writes into `flat`."""
        order: Literal["F", "C"] = "F" if name in self._by_column else "C"
        return flat[self._slices[name]].reshape(self.shapes[name], order=order)

    def views(self, flat: Array) -> dict[str, Array]:
        """All named views on `flat`."""
        return {name: self.view(flat, name) for name in self.shapes}


class NamedArrays(Mapping[str, Array]):
    """The arrays of a layout in one flat vector, as a mapping; views are made on access."""

    __slots__ = ("_flat", "_layout")

    def __init__(self, flat: Array, layout: Layout) -> None:
        self._flat = flat
        self._layout = layout

    def __getitem__(self, name: str) -> Array:
        return self._layout.view(self._flat, name)

    def __iter__(self) -> Iterator[str]:
        return iter(self._layout.shapes)

    def __len__(self) -> int:
        return len(self._layout.shapes)

    def __contains__(self, name: object) -> bool:
        return name in self._layout.shapes

    @property
    def shapes(self) -> Shapes:
        """The shape of each array."""
        return self._layout.shapes

    def __repr__(self) -> str:
        return f"{type(self).__name__}({listed(self.shapes)})"
