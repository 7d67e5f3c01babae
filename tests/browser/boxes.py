"""Where things are on screen."""

from __future__ import annotations

import time

from playwright.sync_api import FloatRect, Locator, Page

_PATIENCE = 30.0


def box_of(target: Locator) -> FloatRect:
    """The box of what is on screen, in pixels of the window.

    A view may draw it anew between being found and being measured: then it is measured again.
    """
    deadline = time.monotonic() + _PATIENCE
    while (box := target.bounding_box()) is None:
        assert time.monotonic() < deadline, f"{target} is not on screen"
    return box


def lay_out(page: Page) -> None:
    """Has the browser lay out what it leaves until it comes near, and tell those who observe it."""
    page.evaluate(
        """async () => {
          for (const one of document.querySelectorAll('body *')) {
            if (getComputedStyle(one).contentVisibility === 'auto') {
              one.style.contentVisibility = 'visible';
            }
          }
          for (let i = 0; i < 2; i++) await new Promise(requestAnimationFrame);
        }"""
    )


def at_rest(page: Page) -> None:
    """Waits until nothing moves or fades any more, and the page's fonts are there.

    Plotly takes a tenth of a second before it draws a figure in another size; one that never fits
    is waited for in vain, and then found cut.
    """
    page.evaluate(
        """async () => {
          await document.fonts.ready;
          const tooWide = () => [...document.querySelectorAll('.js-plotly-plot')].some((plot) =>
            (plot.querySelector('.main-svg')?.getBoundingClientRect().width ?? 0) >
              plot.getBoundingClientRect().width + 1);
          for (const end = performance.now() + 5000; tooWide() && performance.now() < end;) {
            await new Promise(requestAnimationFrame);
          }
          const moving = () => document.getAnimations().filter((each) =>
            each.playState === 'running' && each.effect?.getTiming().iterations !== Infinity);
          do await new Promise(requestAnimationFrame); while (moving().length > 0);
        }"""
    )
