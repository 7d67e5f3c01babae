"""Fewer points of a long curve, with its peaks and valleys."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray


def decimated(values: NDArray[np.float64], points: int) -> NDArray[np.intp]:
    """The indexes of at most `points` of the values, in order; all of them where they are few.

    The values are cut into stretches of equal length, of each of which the least and the greatest
    are kept. The first and the last value are always there, and so is the first that is not finite.
    """
    count = len(values)
    if count <= points:
        return np.arange(count)
    kept: list[Any] = [[0, count - 1]]
    finite = np.isfinite(values)
    if points > 2 and not finite.all():
        kept.append([int(finite.argmin())])
    stretches = (points - sum(map(len, kept))) // 2
    if stretches > 0:
        edges = np.linspace(0, count, stretches + 1).astype(np.intp)[:-1]
        lowest = np.where(finite, values, np.inf)
        highest = np.where(finite, values, -np.inf)
        kept.append(_where_extreme(lowest, edges, np.minimum))
        kept.append(_where_extreme(highest, edges, np.maximum))
    return np.unique(np.concatenate(kept).astype(np.intp))


def _where_extreme(
    values: NDArray[np.float64], edges: NDArray[np.intp], extreme: np.ufunc
) -> NDArray[np.intp]:
    """The index of the first extreme value of each stretch."""
    extremes = extreme.reduceat(values, edges)
    lengths = np.diff(edges, append=len(values))
    hits = np.flatnonzero(values == np.repeat(extremes, lengths))
    return hits[np.searchsorted(hits, edges)]
