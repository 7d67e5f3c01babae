"""My runs: what this browser has made is listed, opened where it stands, given a title, deleted."""

import re

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from app.words.language import LANGUAGES
from app.words.messages import messages
from rnn_core.training.run import Run
from tests.browser.axe import needs_axe, violations_in_both_themes
from tests.browser.conftest import TRACED, OpenOn, OpenPage, Server, Watch

PHONE: ViewportSize = {"width": 390, "height": 844}
WIDE: ViewportSize = {"width": 1440, "height": 900}
CARD = ".kept-runs li"


def stepped(page: Page, steps: int) -> None:
    """Steps, with what the page shows waited for."""
    for _ in range(steps):
        before = int(page.locator("#goto").input_value())
        page.locator("#step").click()
        expect(page.locator("#goto")).to_have_value(str(before + 1))


def test_a_run_is_listed_after_its_first_step_and_opened_where_it_stands(
    open_page: OpenPage,
) -> None:
    page = open_page("/workbench")
    page.goto(page.url.split("/workbench")[0] + "/runs")
    expect(page.locator(".kept-none")).to_be_visible()
    page.locator(".kept-none a").click()
    page.wait_for_selector(TRACED)
    stepped(page, 3)
    page.locator(".site-nav a[href='/runs']").click()
    card = page.locator(CARD)
    expect(card).to_have_count(1)
    expect(card.locator("h2")).to_have_text("“hello”")
    run = Run(text="hello")
    first = run.trace.loss
    for _ in range(3):
        run.step()
    picture = card.locator(".sparkline").get_attribute("aria-label") or ""
    assert f"{first:.3f}" in picture
    card.locator("h2 a").click()
    page.wait_for_selector(TRACED)
    expect(page.locator("#goto")).to_have_value("3")
    assert f"{run.trace.loss:.3f}" in page.locator("#loss").inner_text()


def test_a_title_is_kept_and_escape_takes_back_what_was_typed(open_page: OpenPage) -> None:
    page = open_page("/workbench?iteration=2")
    stepped(page, 1)
    page.goto(page.url.split("/workbench")[0] + "/runs")
    field = page.locator(f"{CARD} input")
    markup = "<img src=x onerror=alert(1)>"
    field.fill(markup)
    field.press("Enter")
    expect(page.locator(f"{CARD} h2")).to_have_text(markup)
    field.fill("something else")
    field.press("Escape")
    page.reload()
    expect(page.locator(f"{CARD} h2")).to_have_text(markup)
    expect(field).to_have_value(markup)


def test_deleting_is_asked_first_and_by_keyboard_nothing_is_deleted_by_mistake(
    open_page: OpenPage,
) -> None:
    page = open_page("/workbench?iteration=1")
    page.goto(page.url.split("/workbench")[0] + "/runs")
    expect(page.locator(CARD)).to_have_count(1)
    page.locator(f"{CARD} button").click()
    expect(page.locator("#keep")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("dialog")).to_have_count(0)
    page.locator("#delete-all").click()
    page.keyboard.press("Escape")
    expect(page.locator(CARD)).to_have_count(1)
    page.locator(f"{CARD} button").click()
    page.locator("#delete").click()
    expect(page.locator(CARD)).to_have_count(0)
    expect(page.locator(".kept-none")).to_be_visible()
    expect(page.locator("h1")).to_be_focused()


def test_what_a_chapter_makes_for_its_figures_is_not_listed(open_page: OpenPage) -> None:
    page = open_page("/learn/one-step", ready=".guess legend")
    page.goto(page.url.split("/learn")[0] + "/runs")
    expect(page.locator(".kept-none")).to_be_visible()


def test_runs_are_there_after_the_server_was_killed(
    keeping_server: Server, open_on: OpenOn
) -> None:
    watch = Watch(keeping_server.url)
    with open_on(keeping_server, watch) as open_page:
        page = open_page("/workbench?cell=lstm")
        stepped(page, 2)
        page.goto(keeping_server.url + "/runs")
        expect(page.locator(CARD)).to_have_count(1)
        page.goto("about:blank")
        keeping_server.kill()
        keeping_server.start()
        page.goto(keeping_server.url + "/runs")
        expect(page.locator(CARD)).to_have_count(1)
        page.locator(f"{CARD} h2 a").click()
        page.wait_for_selector(TRACED)
        expect(page.locator("#goto")).to_have_value("2")


def test_a_server_that_is_away_is_told_and_asked_again(own_server: Server, open_on: OpenOn) -> None:
    watch = Watch(own_server.url)
    with open_on(own_server, watch) as open_page:
        page = open_page("/workbench?iteration=1")
        page.goto(own_server.url + "/runs")
        expect(page.locator(CARD)).to_have_count(1)
        own_server.stop()
        page.locator("#delete-all").click()
        page.locator("#delete").click()
        expect(page.locator(".kept-failure")).to_be_visible()
        expect(page.locator(CARD)).to_have_count(1)
        own_server.start()
        page.locator(".kept-failure button").click()
        expect(page.locator(CARD)).to_have_count(0)
        watch.clear()


@needs_axe
@pytest.mark.parametrize("language", LANGUAGES)
def test_many_runs_fit_read_well_and_come_a_page_at_a_time(
    open_page: OpenPage, server: Server, language: str
) -> None:
    page = open_page(f"/runs?lang={language}", ready=".kept-none")
    made = """async (bodies) => {
      for (const body of bodies) {
        const answer = await fetch("/api/runs", {method: "POST", body: JSON.stringify(body),
          headers: {"Content-Type": "application/json"}});
        if (!answer.ok) throw new Error(await answer.text());
      }
    }"""
    kinds: list[dict[str, object]] = [
        {"cell": "gru", "text": "l" * 60 + "a"},
        {"task": "translation", "cell": "lstm"},
        {"task": "remembering", "distance": 12, "clip_norm": None},
        {"sharing": "none"},
    ]
    page.evaluate(made, [{**kinds[k % 4], "seed": k, "iteration": 1} for k in range(26)])
    page.reload()
    expect(page.locator(CARD)).to_have_count(24)
    words = messages(language)
    expect(page.locator(".kept-foot [role=status]")).to_have_text(
        words.say("runs-shown", count=24, total=26, isAll="no")
    )
    page.get_by_role("button", name=words.say("runs-more")).click()
    expect(page.locator(CARD)).to_have_count(26)
    assert violations_in_both_themes(page) == []
    for size in (PHONE, WIDE):
        page.set_viewport_size(size)
        assert page.evaluate("document.documentElement.scrollWidth") == size["width"]
    assert not re.search(r"\{|\}|undefined|NaN", page.locator("main").inner_text())
