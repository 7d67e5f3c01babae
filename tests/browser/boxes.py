"""Where things are on screen."""

from __future__ import annotations

import time

from playwright.sync_api import FloatRect, Locator

_PATIENCE = 30.0


def box_of(target: Locator) -> FloatRect:
    """The box of what is on screen, in pixels of the window.

    A view may draw it anew between being found and being measured: then it is measured again.
    """
    deadline = time.monotonic() + _PATIENCE
    while (box := target.bounding_box()) is None:
        assert time.monotonic() < deadline, f"{target} is not on screen"
    return box
