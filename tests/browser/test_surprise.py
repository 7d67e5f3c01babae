"""The equations −log p = loss on the page: each one holds as it is written."""

import math
import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.boxes import lay_out
from tests.browser.conftest import OpenPage
from tests.browser.test_inspector import explained
from tests.browser.test_phases import PHASES, at_phase
from tests.browser.test_workbench import go_to

LONG = "the+quick+brown+fox+jumps+over+the+lazy+dog"
NETWORKS = {
    "hello": "text=hello",
    "gru": "text=hello&cell=gru",
    "long": f"text={LONG}",
}
WRITTEN = r"\d+(?:\.\d+)?(?:e[−-]\d+)?"
EQUATION = re.compile(rf"−log\s*({WRITTEN}…?)\s*=\s*({WRITTEN})")
SPLIT = re.compile(rf"({WRITTEN})\s*=\s*−log\s*({WRITTEN}…?)")


def number(text: str) -> float:
    return float(text.rstrip("…").replace("−", "-"))


def equations(page: Page) -> list[tuple[str, str]]:
    """Every p and loss that stand in an equation on the page; each −log must be in one."""
    texts: list[Any] = page.evaluate(
        """() => [
          ...Array.from(document.querySelectorAll('#network .network-loss-item'), (item) =>
            Array.from(item.querySelectorAll('text'), (line) => line.textContent).join(' ')),
          document.querySelector('#phase-caption')?.textContent ?? '',
        ].filter((text) => /−log [\\d.]/.test(text))"""
    )
    found = []
    for text in texts:
        pairs = EQUATION.findall(text) + [(p, loss) for loss, p in SPLIT.findall(text)]
        pairs += [(p, loss) for loss, p in re.findall(rf"^({WRITTEN}) −log ({WRITTEN}…?)$", text)]
        assert len(pairs) == text.count("−log"), text
        found += pairs
    return found


def check(p: str, loss: str) -> None:
    """−log of the written p, rounded to the digits of the written loss, is the written loss."""
    if p == "0.9999…":
        assert number(loss) < 1e-4
        return
    surprise = -math.log(number(p))
    digits, _, exponent = loss.partition("e")
    decimals = len(digits.partition(".")[2]) - (int(exponent.replace("−", "-")) if exponent else 0)
    assert abs(surprise - number(loss)) <= 0.5000001 * 10.0**-decimals, (p, loss)


@pytest.mark.parametrize("network", NETWORKS)
def test_every_written_logarithm_is_the_written_loss(open_page: OpenPage, network: str) -> None:
    page = open_page(f"/workbench?{NETWORKS[network]}")
    for iteration in (0, 12, 60, 300):
        go_to(page, iteration)
        for width in (1440, 390):
            page.set_viewport_size({"width": width, "height": 900})
            page.wait_for_function(f"innerWidth === {width}")
            lay_out(page)
            found = equations(page)
            assert len(found) == page.locator("#network .network-loss-item").count() > 0
            for p, loss in found:
                check(p, loss)


def test_every_caption_of_a_loss_holds_as_it_is_written(open_page: OpenPage) -> None:
    page = open_page("/workbench?phase=loss_1")
    for iteration in (0, 12, 60):
        go_to(page, iteration)
        for t in (1, 2, 3, 4):
            page.fill("#phase-slider", str(PHASES.index(f"loss_{t}")))
            at_phase(page, f"loss_{t}")
            lay_out(page)
            expect(page.locator("#phase-caption")).to_contain_text("−log")
            for p, loss in equations(page):
                check(p, loss)


def test_the_inspector_explains_a_loss_by_a_logarithm_that_holds(open_page: OpenPage) -> None:
    page = open_page("/workbench")
    for iteration in (0, 12, 60):
        go_to(page, iteration)
        for t in (1, 2, 3, 4):
            page.locator(f"#network [data-quantity='loss'][data-t='{t}']").click()
            explained(page, f"loss_{t}", iteration)
            step = page.locator("#inspector .step", has_text="log")
            expect(step).to_be_visible()
            p, loss = step.locator(".value").all_inner_texts()
            check(p, loss)
