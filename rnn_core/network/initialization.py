"""Initialization: how parameters begin."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np

from rnn_core.arrays import Array, Layout, frozen


def _normal(shape: tuple[int, ...], scale: float, rng: np.random.Generator) -> Array:
    return rng.standard_normal(shape) * (scale / math.sqrt(shape[1]))


def _uniform(shape: tuple[int, ...], scale: float, rng: np.random.Generator) -> Array:
    bound = scale / math.sqrt(shape[1])
    return rng.uniform(-1.0, 1.0, shape) * bound


def _orthogonal(shape: tuple[int, ...], scale: float, rng: np.random.Generator) -> Array:
    """QR of a normal matrix, the signs fixed by R's diagonal (Saxe et al. 2013; Mezzadri 2006)."""
    rows, columns = shape
    tall = rng.standard_normal((max(shape), min(shape)))
    q, r = np.linalg.qr(tall)
    q = q * np.sign(np.diag(r))
    return np.ascontiguousarray(q if rows >= columns else q.T) * scale


INITIALIZATIONS: Mapping[str, Callable[[tuple[int, ...], float, np.random.Generator], Array]] = (
    MappingProxyType({"normal": _normal, "uniform": _uniform, "orthogonal": _orthogonal})
)
"""How a matrix of shape (rows, columns) begins.

normal       N(0, (scale / √columns)²)
uniform      U(-scale / √columns, scale / √columns)
orthogonal   rows or columns (the fewer) orthonormal, times scale
"""


def initialize(
    layout: Layout,
    initialization: str,
    scale: float,
    rng: np.random.Generator,
    spectral_radius: float | None = None,
    recurrent: Mapping[str, int] = MappingProxyType({}),
) -> Array:
    """A flat vector of initial parameters: matrices by `initialization`, vectors (biases) zero.

    `recurrent` are the matrices from state to state, with the rows of one gate in each. Given a
    `spectral_radius`, every gate's square block is scaled to have it.
    """
    flat = np.zeros(layout.size)
    draw = INITIALIZATIONS[initialization]
    for view in layout.views(flat).values():
        if view.ndim == 2:
            view[...] = draw(view.shape, scale, rng)
    if spectral_radius is not None:
        for name, rows in recurrent.items():
            view = layout.view(flat, name)
            for start in range(0, len(view), rows):
                block = view[start : start + rows]
                largest = float(np.abs(np.linalg.eigvals(block)).max())
                if largest > 0:
                    block *= spectral_radius / largest
    return frozen(flat)
