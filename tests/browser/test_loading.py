"""What a page asks for, and when: its modules at once, Plotly only when it is wanted."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage, Watch

# When the reader last did something, beside the page's own mark of when it reads Plotly.
_NOTED = """
window.noted = { deed: null };
addEventListener("pointerdown", () => { noted.deed = performance.now(); }, true);
"""
_READ = "performance.getEntriesByName('plotly').map((mark) => mark.startTime - noted.deed)"
MODULE = re.compile(r"/static/(?!dist/plotly-).*\.js$")
_FAR = {"width": 1440, "height": 300}


def requested(page: Page) -> list[str]:
    """The addresses that the page has asked for so far."""
    names: list[str] = page.evaluate("performance.getEntriesByType('resource').map((e) => e.name)")
    return names


@pytest.mark.parametrize("path", ["/", "/compare", "/experiments", "/gradients"])
def test_no_module_is_found_out_about_late_and_none_is_fetched_twice(
    open_page: OpenPage, path: str
) -> None:
    page = open_page(path, ready="main")
    page.wait_for_load_state("load")
    modules = [
        name for name in requested(page) if re.search(r"/static/(?!dist/plotly-).*\.js$", name)
    ]
    assert len(modules) == len(set(modules))
    named = page.locator("link[rel=modulepreload]").evaluate_all(
        "links => links.map((link) => link.href)"
    )
    alone = page.locator("script[src]").evaluate_all(
        "scripts => scripts.map((script) => script.src)"
    )
    assert set(modules) <= {*named, *alone}


def test_plotly_is_left_alone_until_a_figure_is_near(open_page: OpenPage) -> None:
    page = open_page("/", viewport=_FAR)
    assert not any("plotly" in name for name in requested(page))
    page.locator("#figures").scroll_into_view_if_needed()
    expect(page.locator("#figures .js-plotly-plot").first).to_be_visible()


def test_plotly_is_not_read_within_a_second_of_a_click(open_page: OpenPage) -> None:
    page = open_page("/", viewport=_FAR)
    page.evaluate(_NOTED)
    page.locator("#step").click()
    page.locator("#figures").scroll_into_view_if_needed()
    expect(page.locator("#figures .js-plotly-plot").first).to_be_visible()
    [later] = page.evaluate(_READ)
    assert later >= 1000


def test_a_library_that_does_not_load_can_be_asked_for_again(
    open_page: OpenPage, watch: Watch
) -> None:
    page = open_page("/", viewport=_FAR)
    page.route("**/plotly-*.js", lambda route: route.abort())
    page.locator("#figures").scroll_into_view_if_needed()
    again = page.locator("#figures .figure-missing button").first
    expect(again).to_be_visible()
    page.unroute("**/plotly-*.js")
    again.click()
    expect(page.locator("#figures .js-plotly-plot").first).to_be_visible()
    watch.clear()
