"""The gradients' laboratory in a browser: presets, sliders, the address, and its failures."""

import json
import re
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.axe import needs_axe, violations_in_both_themes
from tests.browser.conftest import OpenPage, Server, Watch

PHONE = {"width": 390, "height": 844}
MEASURED = "#results[data-iteration]"
SETTLED = "#results[aria-busy='false']"
SOON = {"iterations": 40}


def opened(open_page: OpenPage, query: str = "", **options: Any) -> Page:
    page = open_page(f"/gradients{query}", ready=MEASURED, **options)
    page.wait_for_selector(SETTLED)
    return page


def soon_trained(page: Page) -> None:
    """What a page does with the answer for several seeds does not hang on how long each trains."""

    def shorten(route: Route) -> None:
        asked = json.loads(route.request.post_data or "")
        route.continue_(post_data=json.dumps({**asked, **SOON}))

    page.route("**/api/gradients/seeds*", shorten)


def test_the_presets_vanish_explode_and_cure(open_page: OpenPage) -> None:
    page = opened(open_page)
    verdict = page.locator("#verdict")

    def choose(preset: str, bounds: str) -> None:
        page.click(f"[data-preset={preset}]")
        page.wait_for_selector(f"[data-preset={preset}][aria-pressed=true]")
        page.wait_for_selector(SETTLED)
        expect(verdict).to_contain_text(f"(ratio {bounds}).")

    choose("vanish", "below 0.001")
    expect(verdict).to_contain_text("vanishes on the way back")
    expect(page.locator("#read-spectral_radius")).to_have_text("0.5")
    expect(page.locator("[data-text=vanish]")).to_be_visible()
    choose("explode", "above 10")
    expect(verdict).to_contain_text("explodes on the way back")
    first = page.inner_text("#read-first_gradient")
    choose("clipping", "above 10")
    expect(page.locator("#clip-note")).to_contain_text("clipped to, 1")
    # Clipping does not change how far a gradient reaches.
    expect(page.locator("#read-first_gradient")).to_have_text(first)
    choose("orthogonal", "between 0.001 and 0.1")
    expect(page.locator("#read-spectral_norm")).to_have_text("1")
    choose("gates", "between 0.1 and 10")
    expect(verdict).to_contain_text("It arrives")
    expect(page.locator("[data-preset=gates]")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#trainings tr")).to_have_count(4)


def test_a_slider_by_keyboard_changes_the_measurement_and_the_address(
    open_page: OpenPage, watch: Watch
) -> None:
    page = opened(open_page, "?spectral_radius=0.5")
    before = page.inner_text("#read-ratio")
    page.focus("#spectral_radius")
    for _ in range(6):
        page.keyboard.press("ArrowRight")
    expect(page.locator("#read-spectral_radius")).to_have_text("0.8")
    expect(page.locator("#read-ratio")).not_to_have_text(before)
    assert page.url.endswith("?spectral_radius=0.8")
    expect(page.locator("#command")).to_contain_text('{"spectral_radius":0.8}')
    page.wait_for_selector(SETTLED)
    watch.clear()  # a newer question cuts an older one off


def test_a_link_opens_the_same_experiment(open_page: OpenPage) -> None:
    query = "?task=next_character&text=abcabd&cell=gru&keep_bias=2&iteration=30&iterations=50"
    page = opened(open_page, query)
    expect(page.locator("#verdict")).to_contain_text("After 30 iterations")
    expect(page.locator("#cell")).to_have_value("gru")
    expect(page.locator("#text")).to_have_value("abcabd")
    expect(page.locator("#keep_bias-value")).to_have_text("z: 2")
    expect(page.locator("#distance")).to_be_hidden()
    assert set(re.findall(r"[?&](\w+)=", page.url)) == set(re.findall(r"[?&](\w+)=", query))
    page.locator("[data-plot=eigenvalues]").scroll_into_view_if_needed()
    expect(page.locator("[data-plot=eigenvalues] .legendtext")).to_have_count(3)


def test_an_address_beyond_the_limits_is_told_and_measured_anyway(open_page: OpenPage) -> None:
    page = opened(open_page, "?distance=500")
    expect(page.locator("#link-problems")).to_contain_text("Invalid distance in the address")
    expect(page.locator("#distance-value")).to_have_text("20")


def test_a_field_that_cannot_be_read_is_told_at_the_field(open_page: OpenPage) -> None:
    page = opened(open_page, "?task=next_character")
    page.fill("#text", "aaa")
    expect(page.locator("#text-error")).to_contain_text("Enter")
    page.fill("#text", "abab")
    expect(page.locator("#text-error")).to_be_empty()
    expect(page.locator("#verdict")).to_contain_text("at t = 3.")


def test_a_failure_is_told_and_can_be_tried_again(open_page: OpenPage, watch: Watch) -> None:
    page = opened(open_page)

    def refuse(route: Route) -> None:
        route.abort("connectionrefused")

    page.route("**/api/gradients*", refuse)
    page.click("[data-preset=vanish]")
    expect(page.locator("#failure-text")).to_contain_text("does not answer")
    expect(page.locator("#verdict")).to_contain_text("earlier settings")
    page.unroute("**/api/gradients*")
    page.click("#retry")
    expect(page.locator("#failure")).to_be_hidden()
    expect(page.locator("#verdict")).to_contain_text("It vanishes")
    watch.clear()


def test_nothing_moves_when_another_experiment_is_chosen(open_page: OpenPage) -> None:
    page = opened(open_page)
    soon_trained(page)
    places = """() => ['#controls', '#verdict', '.readouts', '[data-plot=losses]', '#command'].map(
      (name) => { const {left, top} = document.querySelector(name).getBoundingClientRect();
        return [Math.round(left), Math.round(top)]; })"""
    before = page.evaluate(places)
    for preset in ("vanish", "gates", "explode"):
        page.click(f"[data-preset={preset}]")
        page.wait_for_selector(f"[data-preset={preset}][aria-pressed=true]")
        page.wait_for_selector(SETTLED)
        assert page.evaluate(places) == before
    expect(page.locator("#seeds-found")).to_be_visible(timeout=60_000)
    assert page.evaluate(places) == before


@needs_axe
def test_no_serious_violations(open_page: OpenPage) -> None:
    page = opened(open_page, "?cell=lstm&keep_bias=4")
    assert violations_in_both_themes(page) == []


@pytest.mark.parametrize("query", ["", "?cell=lstm&task=next_character&text=the%20quick%20brown"])
def test_a_phone_scrolls_down_only_and_keeps_the_verdict_in_sight(
    open_page: OpenPage, query: str
) -> None:
    page = opened(open_page, query, viewport=PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.locator("#iterations").scroll_into_view_if_needed()
    expect(page.locator("#verdict")).to_be_in_viewport()


def test_the_laboratory_is_a_link_away_from_the_workbench(open_page: OpenPage) -> None:
    page = open_page("/workbench")
    page.click(".site-nav >> text=Gradients")
    page.wait_for_selector(MEASURED)
    expect(page.locator("h1")).to_have_text("How far does a gradient reach?")


def test_a_button_puts_its_question_to_several_seeds(open_page: OpenPage, server: Server) -> None:
    page = opened(open_page, "")
    soon_trained(page)
    expect(page.locator("#seeds-found")).to_be_hidden()
    page.click("[data-preset='vanish']")
    expect(page.locator("#seeds-found")).to_be_visible(timeout=60_000)
    asked = {"spectral_radius": 0.5, **SOON}
    told = server.request("POST", "/api/gradients/seeds", asked)["verdict"]
    # Seed after seed is added to what was found.
    expect(page.locator("#so li")).to_have_text(told["so"], timeout=60_000)
    page.locator("#seeds-card summary").click()
    expect(page.locator("#seen li")).to_have_text(told["seen"])
    expect(page.locator("#limit")).to_have_text(told["limit"])
    # Of another iteration or seed they say the same; of other settings they say nothing.
    page.click("#new-seed")
    expect(page.locator("#seeds-found")).to_be_visible()
    page.select_option("#cell", "gru")
    expect(page.locator("#seeds-found")).to_be_hidden()
    page.click("#ask-seeds")
    expect(page.locator("#seeds-found")).to_be_visible(timeout=60_000)
