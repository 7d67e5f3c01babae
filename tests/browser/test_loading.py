"""What a page asks for, and when: its modules at once, Plotly only when it is wanted."""

import re

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import TRACED, OpenPage, Watch

# When the reader last did something, beside the page's own mark of when it reads Plotly.
_NOTED = """
window.noted = { deed: null };
addEventListener("pointerdown", () => { noted.deed = performance.now(); }, true);
"""
_READ = """() => {
  const marks = performance.getEntriesByName("plotly");
  return marks.length > 0 && marks.map((mark) => mark.startTime - noted.deed);
}"""
# Every iteration that was on screen, frame by frame.
_SEEN = """
window.seen = [];
const look = () => {
  if (document.querySelector("#network [data-quantity='h']") !== null) {
    window.seen.push(document.querySelector("#goto").value);
  }
  requestAnimationFrame(look);
};
requestAnimationFrame(look);
"""
MODULE = re.compile(r"/static/(?!dist/plotly-).*\.js$")
_FAR = {"width": 1440, "height": 300}


def requested(page: Page) -> list[str]:
    """The addresses that the page has asked for so far."""
    names: list[str] = page.evaluate("performance.getEntriesByType('resource').map((e) => e.name)")
    return names


@pytest.mark.parametrize("path", ["/", "/workbench", "/compare", "/experiments", "/gradients"])
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


def test_the_first_drawing_waits_for_no_answer_and_is_the_runs(open_page: OpenPage) -> None:
    page = open_page("/docs", ready="main")
    held: list[Route] = []
    page.route("**/api/runs", lambda route: held.append(route))
    page.goto(page.url.replace("/docs", "/workbench"))
    expect(page.locator("#network [data-quantity='h']").first).to_be_visible()
    drawn = page.locator("#network .network-column").all_inner_texts()
    page.locator("#step").click()
    assert page.evaluate("history.state") is None
    for route in held:
        route.continue_()
    page.unroute("**/api/runs")
    # What was clicked meanwhile is done as soon as it can be.
    expect(page.locator("#goto")).to_have_value("1")
    page.locator("#back").click()
    expect(page.locator("#goto")).to_have_value("0")
    page.goto(page.url.split("?")[0] + "?iteration=0")
    page.wait_for_selector(TRACED)
    assert page.locator("#network .network-column").all_inner_texts() == drawn


def test_the_first_page_takes_few_requests(open_page: OpenPage) -> None:
    page = open_page("/docs", ready="main", viewport=_FAR)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(page.url.replace("/docs", "/workbench"))
    page.wait_for_selector(TRACED)
    page.wait_for_selector("#figures[data-iteration='0']")
    assert len(asked) <= 12, asked


def test_what_a_page_begins_with_is_asked_for_once(open_page: OpenPage) -> None:
    page = open_page("/workbench")
    expect(page.locator("#connection")).to_have_attribute("data-state", "live")
    page.wait_for_selector("#figures[data-iteration='0']")
    page.wait_for_timeout(1000)
    asked = [name for name in requested(page) if "/iterations/" in name]
    assert [re.search(r"/iterations/\w+/(\w+)", name)[1] for name in asked] == ["figures"]  # type: ignore[index]
    page = open_page("/workbench?iteration=2")
    page.wait_for_selector("#figures[data-iteration='2']")
    page.wait_for_timeout(1000)
    asked = [name for name in requested(page) if "/iterations/" in name]
    assert len(asked) == len(set(asked)) == 2


def test_a_reload_does_not_go_back_to_the_first_drawing(open_page: OpenPage) -> None:
    page = open_page("/workbench")
    page.locator("#step").click()
    expect(page.locator("#goto")).to_have_value("1")
    page.wait_for_url("**/workbench?iteration=1")
    page.evaluate("history.replaceState(history.state, '', '/workbench')")
    # The browser forgets a state that is replaced right before a reload.
    page.wait_for_timeout(1000)
    page.add_init_script(_SEEN)
    page.reload()
    page.wait_for_selector(TRACED)
    page.wait_for_function("() => window.seen.length > 2")
    assert set(page.evaluate("window.seen")) == {"1"}


def test_plotly_is_left_alone_until_a_figure_is_near(open_page: OpenPage) -> None:
    page = open_page("/workbench", viewport=_FAR)
    assert not any("plotly" in name for name in requested(page))
    page.locator("#figures").scroll_into_view_if_needed()
    expect(page.locator("#figures .js-plotly-plot").first).to_be_visible()


def test_plotly_is_not_read_within_a_second_of_a_click(open_page: OpenPage) -> None:
    page = open_page("/workbench", viewport=_FAR)
    page.evaluate(_NOTED)
    page.locator("#step").click()
    page.locator("#figures").scroll_into_view_if_needed()
    expect(page.locator("#figures .js-plotly-plot").first).to_be_visible()
    [later] = page.wait_for_function(_READ).json_value()
    assert later >= 1000


def test_a_library_that_does_not_load_can_be_asked_for_again(
    open_page: OpenPage, watch: Watch
) -> None:
    page = open_page("/workbench", viewport=_FAR)
    page.route("**/plotly-*.js", lambda route: route.abort())
    page.locator("#figures").scroll_into_view_if_needed()
    again = page.locator("#figures .figure-missing button").first
    expect(again).to_be_visible()
    page.unroute("**/plotly-*.js")
    again.click()
    expect(page.locator("#figures .js-plotly-plot").first).to_be_visible()
    watch.clear()
