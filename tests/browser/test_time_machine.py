"""The time machine: look at the past, continue, fork, and compare two runs at one iteration."""

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.axe import needs_axe, violations_in_both_themes
from tests.browser.boxes import box_of
from tests.browser.conftest import OpenPage, Server, Watch
from tests.browser.finger import Finger, middle
from tests.browser.test_accessibility import PHONE
from tests.browser.test_workbench import (
    at_iteration,
    check_numbers,
    run_id,
    shown_number,
    trace_of,
)

SLIDER = "#transport-timeline input"
LARGE_SLIDER = "#history-timeline input"


def check_view(server: Server, page: Page, iteration: int) -> None:
    """What the page shows is the run's iteration, though the run stands elsewhere."""
    at_iteration(page, iteration)
    page.wait_for_timeout(250)
    trace = trace_of(server, page, iteration)
    assert shown_number(page.inner_text("#loss")) == pytest.approx(trace["loss"], abs=6e-4)
    values = page.locator("#network [data-quantity='h'][data-t]").evaluate_all(
        "all => all.map(cell => [cell.dataset.t, cell.dataset.index, cell.textContent])"
    )
    compared = 0
    for t, index, text in values:
        written = re.search(r"[+−]?\d+\.\d+", text)
        if written is not None and t != "0":
            expected = trace["steps"][int(t) - 1]["h"][int(index)]
            assert shown_number(written[0]) == pytest.approx(expected, abs=5.1e-3)
            compared += 1
    assert compared > 0


def stands_at(server: Server, page: Page) -> int:
    iteration = server.request("GET", f"/api/runs/{run_id(page)}")["iteration"]
    assert isinstance(iteration, int)
    return iteration


def test_scrubbing_by_keys_looks_and_leaves_the_run_where_it_is(
    server: Server, open_page: OpenPage
) -> None:
    page = open_page("/workbench?iteration=60&at=20~learning_rate:0.5")
    at_iteration(page, 60)
    page.keyboard.press("h")
    expect(page.locator(SLIDER)).to_be_focused()
    page.keyboard.press("Home")
    check_view(server, page, 0)
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("ArrowRight")
    check_view(server, page, 11)
    assert stands_at(server, page) == 60
    expect(page.locator("#notice-text")).to_have_text("Viewing iteration 11; the run is at 60.")
    expect(page.locator("#step")).to_have_text(re.compile("Step.*from 11", re.DOTALL))
    expect(page).to_have_url(re.compile("iteration=11"))
    # The setup follows: the rate was changed only later.
    expect(page.locator("#learning_rate")).to_have_value("0.1")
    page.wait_for_selector("#figures[data-iteration='11']")
    # Both timelines are one, and say where they are.
    expect(page.locator(LARGE_SLIDER)).to_have_value("11")
    expect(page.locator(SLIDER)).to_have_attribute(
        "aria-valuetext", re.compile(r"iteration 11 of 60, loss \d.*; the run is at 60")
    )
    page.keyboard.press("j")
    check_view(server, page, 20)
    expect(page.locator("#learning_rate")).to_have_value("0.5")
    page.keyboard.press("n")
    check_view(server, page, 60)
    expect(page.locator("#step")).not_to_contain_text("from")


def test_a_finger_scrubs_through_the_past(server: Server, open_page: OpenPage) -> None:
    page = open_page("/workbench?iteration=60", viewport=PHONE, has_touch=True)
    at_iteration(page, 60)
    slider = page.locator(SLIDER)
    slider.scroll_into_view_if_needed()
    box = box_of(slider)
    y = box["y"] + box["height"] / 2
    with Finger(page, (box["x"] + box["width"] - 8, y)) as finger:
        finger.move((box["x"] + box["width"] / 2, y))
    half = int(slider.input_value())
    assert 25 <= half <= 35
    check_view(server, page, half)
    assert stands_at(server, page) == 60
    with Finger(page, middle(slider)) as finger:
        finger.move((box["x"] + 1, y))
    check_view(server, page, 0)


def test_scrubbing_by_mouse_keeps_up(server: Server, open_page: OpenPage) -> None:
    page = open_page("/workbench?iteration=100")
    at_iteration(page, 100)
    box = box_of(page.locator(SLIDER))
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] - 8, middle)
    page.mouse.down()
    for part in range(40, -1, -1):
        page.mouse.move(box["x"] + 8 + (box["width"] - 16) * part / 40, middle)
    page.mouse.move(box["x"] + box["width"] / 2, middle)
    check_view(server, page, 50)
    page.mouse.up()
    check_view(server, page, 50)
    assert stands_at(server, page) == 100


def test_the_past_survives_a_reload_and_a_live_link(server: Server, open_page: OpenPage) -> None:
    page = open_page("/workbench?iteration=30")
    page.locator(SLIDER).focus()
    page.keyboard.press("Shift+ArrowLeft")
    check_view(server, page, 20)
    page.wait_for_function("() => history.state.view === 20")
    identity = run_id(page)
    page.reload()
    check_view(server, page, 20)
    assert run_id(page) == identity
    joined = open_page(f"/workbench?run={identity}&view=7")
    check_view(server, joined, 7)
    assert stands_at(server, joined) == 30


def test_step_and_train_continue_from_what_is_looked_at(
    server: Server, open_page: OpenPage
) -> None:
    page = open_page("/workbench?iteration=40")
    page.locator(SLIDER).focus()
    page.keyboard.press("Home")
    at_iteration(page, 0)
    page.keyboard.press("Shift+ArrowRight")
    at_iteration(page, 10)
    page.click("#step")
    at_iteration(page, 11)
    check_numbers(server, page)
    assert stands_at(server, page) == 11
    # What was known stays known: the timeline still reaches to it, and the curve is drawn on.
    expect(page.locator(SLIDER)).to_have_attribute("max", "40")
    page.wait_for_selector("#figures[data-iteration='11']")
    page.locator(SLIDER).focus()
    page.keyboard.press("End")
    check_view(server, page, 40)
    page.click("#notice-actions >> text=Continue from here")
    expect(page.locator("#notice")).not_to_have_attribute("data-kind", "viewing")
    assert stands_at(server, page) == 40


def test_another_window_may_train_while_the_past_is_looked_at(
    server: Server, open_page: OpenPage
) -> None:
    page = open_page("/workbench?iteration=20&at=5~learning_rate:0.3")
    page.locator(SLIDER).focus()
    page.keyboard.press("Home")
    at_iteration(page, 0)
    server.request("POST", f"/api/runs/{run_id(page)}/step")
    expect(page.locator(SLIDER)).to_have_attribute("max", "21")
    check_view(server, page, 0)
    page.click("#notice-actions >> text=Back to the latest")
    at_iteration(page, 21)
    # A change in its past takes away what was looked at.
    page.keyboard.press("End")
    page.keyboard.press("ArrowLeft")
    at_iteration(page, 20)
    page.wait_for_selector("#figures[data-iteration='20']")
    server.request("POST", f"/api/runs/{run_id(page)}/undo")
    at_iteration(page, 5)
    check_numbers(server, page)


# ---- fork and compare ------------------------------------------------------------------------


def pair_of(page: Page) -> tuple[str, str]:
    page.wait_for_function("() => history.state && history.state.first && history.state.second")
    first, second = page.evaluate("[history.state.first, history.state.second]")
    return first, second


def check_pair(server: Server, page: Page, iteration: int) -> None:
    """The numbers of both runs, and of their differences, are the API's."""
    page.wait_for_selector(f"body[data-iteration='{iteration}']")
    first, second = pair_of(page)
    compared = server.request(
        "GET",
        f"/api/runs/{first}/iterations/{iteration}/compare?run={second}&iteration={iteration}",
    )
    for which, id in (("first", first), ("second", second)):
        trace = server.request("GET", f"/api/runs/{id}/iterations/{iteration}")
        written = page.locator(f"#{which} .loss-value")
        assert shown_number(written.inner_text()) == pytest.approx(trace["loss"], abs=6e-4)
        values = page.locator(f"#{which} [data-quantity='h'][data-t]").evaluate_all(
            "all => all.map(cell => [cell.dataset.t, cell.dataset.index, cell.textContent])"
        )
        numbers = 0
        for t, index, text in values:
            number = re.search(r"[+−]?\d+\.\d+", text)
            if number is not None and t != "0":
                state = trace["steps"][int(t) - 1]["h"][int(index)]
                assert shown_number(number[0]) == pytest.approx(state, abs=5.1e-3)
                numbers += 1
        assert numbers > 0
        label = compared[which]["label"] or f"Run {'A' if which == 'first' else 'B'}"
        assert page.locator(f"#{which} .side-label").inner_text() == label
    assert shown_number(page.inner_text("#loss-difference")) == pytest.approx(
        compared["loss"], abs=6e-4
    )
    page.wait_for_selector(f"#figures[data-iteration='{iteration}']")
    for name in ("W_xh", "W_hh", "W_hy"):
        page.locator(f"[data-figure='{name}']").scroll_into_view_if_needed()
        page.wait_for_function(
            """([name, expected]) => {
              const drawn = document.querySelector(`[data-plot="${name}"]`).data;
              return drawn && JSON.stringify(drawn[0].z) === JSON.stringify(expected);
            }""",
            arg=[name, compared["parameters"][name]],
        )


def test_fork_and_compare(server: Server, open_page: OpenPage) -> None:
    page = open_page("/workbench?iteration=30")
    origin = run_id(page)
    page.locator(SLIDER).focus()
    page.keyboard.press("Shift+ArrowLeft")
    at_iteration(page, 20)
    page.keyboard.press("k")
    expect(page.locator("#fork-heading")).to_have_text("Fork at iteration 20")
    page.click("#fork-go")
    expect(page.locator("#fork-error")).to_contain_text("change at least one thing")
    page.fill("#fork-learning_rate", "-1")
    page.click("#fork-go")
    expect(page.locator("#fork-learning_rate-error")).to_contain_text("Enter a number")
    page.fill("#fork-learning_rate", "0.5")
    page.select_option("#fork-parameter", "W_hh")
    page.select_option("#fork-row", "2")
    page.select_option("#fork-column", "3")
    page.fill("#fork-value", "0.25")
    expect(page.locator("#fork-command")).to_contain_text(
        '{"iteration":20,"learning_rate":0.5,'
        '"edits":[{"parameter":"W_hh","index":[2,3],"value":0.25}]}'
    )
    page.click("#fork-go")
    page.wait_for_url("**/compare?**")
    check_pair(server, page, 20)
    first, second = pair_of(page)
    assert first == origin
    fork = server.request("GET", f"/api/runs/{second}")
    (intervention,) = fork["interventions"]
    assert intervention["iteration"] == 20
    assert intervention["changes"]["learning_rate"] == 0.5
    page.click("#step")
    check_pair(server, page, 21)
    page.keyboard.press("Shift+ArrowRight")
    check_pair(server, page, 31)
    # The first run was only looked at as far as it was known, then trained as far as needed.
    assert server.request("GET", f"/api/runs/{origin}")["furthest_iteration"] == 31
    page.locator(SLIDER).focus()
    page.keyboard.press("Home")
    check_pair(server, page, 0)
    page.keyboard.press("End")
    check_pair(server, page, 31)
    # Training both ends with both at one iteration.
    page.select_option("#speed", "max")
    page.click("#train")
    page.wait_for_function("() => Number(document.body.dataset.iteration) > 80")
    page.click("#train")
    expect(page.locator("#train .train-label")).to_have_text("Train")
    page.wait_for_timeout(300)
    check_pair(server, page, int(page.input_value("#goto")))
    page.click("#first .side-open")
    page.wait_for_selector("#spelling .tile")
    assert run_id(page) == origin


def figure_numbers(page: Page) -> Any:
    for name in ("W_hh", "W_hy"):
        page.locator(f"[data-figure='{name}']").scroll_into_view_if_needed()
        page.wait_for_function(f"() => document.querySelector('[data-plot=\"{name}\"]').data")
    return page.evaluate(
        """() => ['W_hh', 'W_hy'].map((name) =>
             document.querySelector(`[data-plot="${name}"]`).data[0].z)"""
    )


def shown_digits(page: Page) -> list[str]:
    return [
        page.input_value("#goto"),
        page.inner_text("#loss-difference"),
        *page.locator(".loss-value").all_inner_texts(),
        *page.locator(".side-label").all_inner_texts(),
        *page.locator(".network [data-quantity='h'][data-t]").all_text_contents(),
    ]


def open_comparison(page: Page, address: str, iteration: int) -> None:
    if page.url != "about:blank":
        page.wait_for_selector("#figures[data-iteration]")  # nothing is cut short by leaving
    page.goto(address)
    page.wait_for_selector(f"body[data-iteration='{iteration}']")
    page.wait_for_selector(f"#figures[data-iteration='{iteration}']")


def test_the_link_of_a_comparison_shows_the_same_digits_elsewhere(
    server: Server, browser: Browser, open_page: OpenPage, watch: Watch
) -> None:
    page = open_page()
    link = (
        "/compare?a.text=banana&a.iteration=50&b.text=banana"
        "&b.at=10~optimizer:adam~W_hh[0,1]:0.75&b.at=15~h[2]:0&iteration=25"
    )
    open_comparison(page, server.url + link, 25)
    check_pair(server, page, 25)
    page.wait_for_function("() => location.search.includes('iteration=25')")
    address, digits, differences = page.url, shown_digits(page), figure_numbers(page)
    assert "a.run" not in address
    for id in pair_of(page):
        server.request("DELETE", f"/api/runs/{id}")
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    try:
        other = context.new_page()
        watch.follow(other)
        open_comparison(other, address, 25)
        assert shown_digits(other) == digits
        assert figure_numbers(other) == differences
        expect(other.locator("#transport-timeline input")).to_have_attribute("max", "50")
    finally:
        context.close()
    # The first window is told that its runs are gone, and makes them again.
    expect(page.locator("#notice-text")).to_contain_text("deleted one of these runs")
    page.click("#notice-actions >> text=Make it again")
    expect(page.locator("#notice-text")).to_contain_text("made again")
    page.click("#step")
    check_pair(server, page, 26)
    watch.clear()


def test_opened_bare_it_compares_with_a_fork(server: Server, open_page: OpenPage) -> None:
    page = open_page("/workbench?iteration=12")
    page.wait_for_selector("#figures[data-iteration='12']")
    expect(page.locator("#nav-compare")).to_have_attribute("href", re.compile("a.run="))
    page.click("#nav-compare")
    page.wait_for_url("**/compare?**")
    check_pair(server, page, 12)
    expect(page.locator("#second .side-label")).to_have_text("η = 0.5")
    open_comparison(page, f"{server.url}/compare", 20)
    first, second = pair_of(page)
    check_pair(server, page, 20)
    # A reload keeps both.
    page.reload()
    page.wait_for_selector("body[data-iteration='20']")
    assert pair_of(page) == (first, second)
    # B in the place of A, and a new fork in the place of B.
    page.keyboard.press("x")
    expect(page.locator("#first .side-label")).to_have_text("η = 0.5")
    page.click("#first .side-fork")
    page.select_option("#fork-optimizer", "sgd")
    page.click("#fork-go")
    expect(page.locator("#second .side-label")).to_have_text("SGD from 20")
    check_pair(server, page, 20)


def test_runs_of_other_shapes_share_what_they_can(open_page: OpenPage, server: Server) -> None:
    page = open_page()
    open_comparison(page, server.url + "/compare?a.seed=7&b.hidden_size=9&iteration=5", 5)
    expect(page.locator("[data-figure='W_hh'] .incomparable")).to_have_text(
        "A has 6 units and B 9: there is no number-by-number difference."
    )
    expect(page.locator("[data-plot='loss_history']")).to_be_visible()


def test_what_cannot_be_compared_says_why(
    open_page: OpenPage, server: Server, watch: Watch
) -> None:
    page = open_page()
    page.goto(server.url + "/compare?a.hidden_size=100000&b.seed=1&iteration=5")
    expect(page.locator("#failure")).to_be_visible()
    expect(page.locator("#failure-text")).to_contain_text("hidden_size")
    expect(page.locator("#pair")).to_be_hidden()
    watch.clear()
    page.click("#failure >> text=Compare the default run")
    page.wait_for_selector("body[data-iteration='20']")


def test_keys_are_listed(open_page: OpenPage, server: Server) -> None:
    page = open_page()
    page.keyboard.press("?")
    for does in (
        "History: the timeline",
        "Fork from this iteration",
        "Back to the latest",
    ):
        expect(page.locator("#keys")).to_contain_text(does)
    open_comparison(page, f"{server.url}/compare", 20)
    page.keyboard.press("?")
    for does in ("Step both", "Swap A and B", "History: the timeline"):
        expect(page.locator("#keys")).to_contain_text(does)


# ---- for every reader ------------------------------------------------------------------------


@needs_axe
def test_no_serious_violations_in_the_past(open_page: OpenPage) -> None:
    page = open_page("/workbench?iteration=30&at=10~learning_rate:0.3")
    page.locator(SLIDER).focus()
    page.keyboard.press("Home")
    at_iteration(page, 0)
    page.wait_for_selector("#figures[data-iteration='0']")
    assert violations_in_both_themes(page) == []
    page.keyboard.press("k")
    page.select_option("#fork-parameter", "b_h")
    assert violations_in_both_themes(page) == []


@needs_axe
def test_no_serious_violations_side_by_side(open_page: OpenPage, server: Server) -> None:
    page = open_page()
    link = "/compare?a.seed=7&b.at=3~learning_rate:0.5&iteration=9"
    open_comparison(page, server.url + link, 9)
    for width in (1440, 390):
        page.set_viewport_size({"width": width, "height": 900})
        page.wait_for_function(f"innerWidth === {width}")
        assert violations_in_both_themes(page) == [], width
        assert page.evaluate("document.documentElement.scrollWidth") <= width


JUMPS = """() => { window.jumps = []; new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) {
    const moved = entry.sources.map(({node}) => node && node.outerHTML?.slice(0, 80));
    window.jumps.push([entry.value, moved]);
  }
}).observe({type: 'layout-shift'}); }"""


@pytest.mark.parametrize("width", [1440, 390])
def test_looking_at_the_past_moves_nothing(open_page: OpenPage, server: Server, width: int) -> None:
    page = open_page("/workbench?iteration=40", viewport={"width": width, "height": 900})
    page.wait_for_selector("#figures[data-iteration='40']")
    page.wait_for_timeout(500)
    page.evaluate(JUMPS)
    before = box_of(page.locator("#network"))
    page.locator(SLIDER).focus()
    for key in ("Home", "PageUp", "Shift+ArrowRight"):
        page.keyboard.press(key)
        page.wait_for_timeout(300)
    expect(page.locator("#notice")).to_have_attribute("data-kind", "viewing")
    assert box_of(page.locator("#network")) == before
    assert [jump for jump in page.evaluate("window.jumps") if jump[0] > 0.01] == []
