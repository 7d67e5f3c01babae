"""A finger on the glass: real touch events of the browser's own, as a phone would send them."""

from __future__ import annotations

from collections.abc import Iterable
from types import TracebackType
from typing import Self

from playwright.sync_api import Locator, Page

from tests.browser.boxes import box_of

Point = tuple[float, float]


def middle(target: Locator) -> Point:
    """The middle of what is on screen."""
    box = box_of(target)
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


class Finger:
    """Put down at a point; it is lifted at the end of the `with`. The page needs `has_touch`."""

    def __init__(self, page: Page, at: Point) -> None:
        self._session = page.context.new_cdp_session(page)
        self._at = at

    def _send(self, kind: str, points: Iterable[Point]) -> None:
        self._session.send(
            "Input.dispatchTouchEvent",
            {"type": kind, "touchPoints": [{"x": x, "y": y} for x, y in points]},
        )

    def move(self, to: Point, steps: int = 12) -> None:
        """Slides to a point in equal steps."""
        (x, y), (x_to, y_to) = self._at, to
        for step in range(1, steps + 1):
            part = step / steps
            self._send("touchMove", [(x + (x_to - x) * part, y + (y_to - y) * part)])
        self._at = to

    def __enter__(self) -> Self:
        self._send("touchStart", [self._at])
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        where: TracebackType | None,
    ) -> None:
        self._send("touchEnd", [])
        self._session.detach()
