"""What must hold for every reader: axe, reduced motion, narrow screens, room kept for figures."""

import pytest
from playwright.sync_api import expect

from tests.browser.axe import (
    in_both_themes,
    needs_axe,
    violations,
    violations_in_both_themes,
)
from tests.browser.conftest import OpenPage

PHONE = {"width": 390, "height": 844}


@needs_axe
def test_no_serious_violations(open_page: OpenPage) -> None:
    page = open_page("/workbench?iteration=2&at=1~learning_rate:0.3")
    expect(page.locator("html")).to_have_attribute("data-theme", "light")
    page.wait_for_selector("#figures[data-iteration='2']")
    for rules in in_both_themes(page):
        for tab in ("setup", "generate", "share"):
            page.click(f"#tab-{tab}")
            assert violations(page, rules=rules) == [], (tab, rules)


def test_the_page_begins_in_the_theme_of_the_system(open_page: OpenPage) -> None:
    page = open_page(color_scheme="dark")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


@needs_axe
def test_no_serious_violations_when_something_is_wrong(open_page: OpenPage) -> None:
    page = open_page(
        "/workbench?optimizer=sgd&learning_rate=1000000&clip_norm=none", viewport=PHONE
    )
    page.click("#step")
    expect(page.locator("#notice-text")).to_contain_text("diverged")
    page.fill("#hidden_size", "0")
    expect(page.locator("#hidden_size-error")).not_to_be_empty()
    assert violations_in_both_themes(page) == []
    page.keyboard.press("Escape")
    page.click("#open-help")
    expect(page.locator("#keys")).to_be_visible()
    assert violations_in_both_themes(page) == []


@pytest.mark.parametrize(
    "path", ["/workbench", "/workbench?text=the%20quick%20brown%20fox%20jumps&hidden_size=32"]
)
def test_a_phone_scrolls_down_only(open_page: OpenPage, path: str) -> None:
    page = open_page(path, viewport=PHONE)
    page.wait_for_selector("#figures[data-iteration='0']")
    for tab in ("setup", "generate", "share"):
        page.click(f"#tab-{tab}")
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_nothing_jumps_when_the_figures_arrive(open_page: OpenPage) -> None:
    page = open_page()
    before = page.evaluate("document.documentElement.scrollHeight")
    page.wait_for_selector("#figures[data-iteration='0']")
    page.wait_for_timeout(500)
    assert page.evaluate("document.documentElement.scrollHeight") == before
    shift = page.evaluate(
        """() => new Promise((done) => {
          let sum = 0;
          new PerformanceObserver((list) => {
            for (const entry of list.getEntries()) sum += entry.value;
          }).observe({type: 'layout-shift', buffered: true});
          setTimeout(() => done(sum), 200);
        })"""
    )
    assert shift < 0.1


def test_a_step_moves_nothing(open_page: OpenPage) -> None:
    page = open_page()
    page.wait_for_selector("#figures[data-iteration='0']")
    places = """() => ['#goto', '#loss', '#notice', '#network', '.panel-card', '#figures'].map(
      (name) => { const {left, top} = document.querySelector(name).getBoundingClientRect();
        return [Math.round(left), Math.round(top)]; })"""
    before = page.evaluate(places)
    page.click("#step")
    page.wait_for_selector("#figures[data-iteration='1']")
    assert page.evaluate(places) == before


def test_nothing_glows_while_training_skips_iterations(open_page: OpenPage) -> None:
    page = open_page()
    page.select_option("#speed", "max")
    page.click("#train")
    page.wait_for_function("() => Number(document.querySelector('#goto').value) > 10")
    glowing = page.evaluate(
        """async () => {
          const seen = new Set();
          const shown = document.querySelector("#goto");
          const found = [];
          while (seen.size < 6) {
            await new Promise(requestAnimationFrame);
            seen.add(shown.value);
            for (const one of document.getAnimations()) {
              const { target } = one.effect;
              if (target.closest("#network, #loss") !== null) found.push(target.outerHTML);
            }
          }
          return found;
        }"""
    )
    assert glowing == []
    page.click("#train")


def test_less_motion_when_asked(open_page: OpenPage) -> None:
    page = open_page("/workbench", reduced_motion="reduce")
    page.click("#step")
    expect(page.locator("#goto")).to_have_value("1")
    frames = page.evaluate(
        "document.querySelector('#loss').getAnimations().flatMap((a) => a.effect.getKeyframes())"
    )
    assert all(frame.get("backgroundColor") is None for frame in frames)
    page.keyboard.press("f")
    expect(page.locator("#network-title")).to_have_text("The folded network")


def test_less_motion_is_no_motion_at_all(open_page: OpenPage) -> None:
    page = open_page("/workbench?cell=lstm", reduced_motion="reduce")
    moving = """() => {
      document.querySelector("#view-folded").click();
      return document.getAnimations().map((one) => one.transitionProperty ?? one.animationName);
    }"""
    assert page.evaluate(moving) == []


def test_the_skip_link_and_the_focus_are_visible(open_page: OpenPage) -> None:
    page = open_page()
    page.keyboard.press("Tab")
    expect(page.locator(".skip-link")).to_be_focused()
    assert page.evaluate("document.querySelector('.skip-link').getBoundingClientRect().top") >= 0
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    page.locator("#step").focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"


def test_iteration_and_loss_are_announced(open_page: OpenPage) -> None:
    page = open_page()
    expect(page.locator("#announcer")).to_contain_text("Iteration 0, loss")
    page.click("#step")
    expect(page.locator("#announcer")).to_contain_text("Iteration 1, loss")
