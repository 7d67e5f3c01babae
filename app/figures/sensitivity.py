"""The figure of how far back states still matter: ‖∂h_t/∂h_s‖ over s. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.figures.palette import theme_named
from app.figures.parts import (
    MOST_LABELS,
    Figure,
    base_axis,
    base_layout,
    linear_top,
    log_range,
    plain,
    time_ticks,
)

# More points than these run into a line.
MOST_MARKERS = 60


def state_norm_figure(
    norms: NDArray[np.float64], letters: Sequence[str], *, theme: str = "light", log: bool = False
) -> Figure:
    """‖∂h_t/∂h_s‖, `norms` (t+1,), over s = 0..t, with the letters read at 1..t below.

    A dashed line at 1 parts fading from growing.
    """
    colours = theme_named("dark" if theme == "dark" else "light")
    t = len(letters)
    shown = np.where(norms > 0, norms, np.nan) if log else norms
    known = shown[np.isfinite(shown)]
    curve: dict[str, Any] = {
        "type": "scatter",
        "mode": "lines+markers" if t <= MOST_MARKERS else "lines",
        "x": list(range(t + 1)),
        "y": plain(shown),
        "line": {"color": colours.loss, "width": 1.75, "dash": "dash"},
        "marker": {"color": colours.loss, "size": 7},
        "hovertemplate": f"‖∂h_{t}/∂h_%{{x:d}}‖ = %{{y:.5~g}}<extra></extra>",
        "cliponaxis": False,
    }
    layout = base_layout(f"‖∂h<sub>{t}</sub>/∂h<sub>s</sub>‖", colours, colours.loss)
    ticks = time_ticks(letters)
    # "start" takes the room of the first letter.
    crowded = int(t > MOST_LABELS / 2)
    layout |= {
        "uirevision": f"state_norm-{'log' if log else 'linear'}",
        "meta": {"quantity": "state_norm", "axes": ["iteration"], "bare_top": 12},
        "hovermode": "x",
        "xaxis": base_axis(colours, mirror=False)
        | {
            "tickmode": "array",
            "tickvals": [0, *ticks["tickvals"][crowded:]],
            "ticktext": ["0<br>start", *ticks["ticktext"][crowded:]],
            "range": [-0.35, t + 0.35],
        },
        "yaxis": base_axis(colours, mirror=False)
        | {"showgrid": True, "gridcolor": colours.line, "showline": False}
        | (
            log_range(np.append(known, 1.0), colours)
            if log
            else {"range": [0, linear_top(np.append(known, 1.0))], "nticks": 5}
        ),
        "shapes": [
            {
                "type": "line",
                "xref": "paper",
                "x0": 0,
                "x1": 1,
                "y0": 1,
                "y1": 1,
                "layer": "below",
                "line": {"color": colours.text_muted, "width": 1, "dash": "dot"},
            }
        ],
    }
    layout["margin"] |= {"l": 46, "r": 14, "b": 36}
    return {"data": [curve], "layout": layout}
