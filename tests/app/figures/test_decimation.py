"""Thinned curves keep what the eye looks for."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from app.figures.decimation import decimated


@given(
    arrays(np.float64, st.integers(1, 400), elements=st.floats(width=64)),
    st.integers(2, 60),
)
def test_thinned_curves(values: np.ndarray, points: int) -> None:
    kept = decimated(values, points)
    assert len(kept) <= max(points, 2)
    assert (np.diff(kept) > 0).all()
    assert kept[0] == 0
    assert kept[-1] == len(values) - 1
    if len(values) <= points:
        assert len(kept) == len(values)
    elif points >= 6 and np.isfinite(values).any():
        finite = values[np.isfinite(values)]
        assert finite.max() in values[kept]
        assert finite.min() in values[kept]


def test_the_first_value_that_is_not_finite_is_kept() -> None:
    values = np.ones(1000)
    values[437:] = np.nan
    assert 437 in decimated(values, 20)
