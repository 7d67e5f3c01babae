"""The network's picture for tasks and networks of other forms than one letter after another."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import needs_axe, violations
from tests.browser.boxes import box_of
from tests.browser.conftest import OpenPage, Server

BODY = "#inspector-body"


def opened(server: Server, open_page: OpenPage, **configuration: object) -> tuple[Page, str]:
    run = server.request("POST", "/api/runs", configuration)["id"]
    return open_page(f"/workbench?run={run}"), run


@needs_axe
def test_translation_is_two_halves_of_which_the_first_only_reads(
    server: Server, open_page: OpenPage
) -> None:
    page, run = opened(server, open_page, task="translation")
    trace = server.request("GET", f"/api/runs/{run}/iterations/0")
    encoder, decoder = trace["parts"]
    assert page.locator(".network-half-name:visible").all_text_contents() == [
        "encoder reads",
        "decoder writes",
    ]
    for part in (encoder, decoder):
        column = page.locator(f".network-column[data-column='{part['first']}']")
        for role in ("W_xh", "W_hh"):
            expect(column.locator(f"[data-arrow='{part['parameters'][role]}']")).to_be_visible()
        shown = column.locator("[data-quantity='probs']:visible").count() > 0
        assert shown == part["writes"]
        read = trace["steps"][part["first"] - 1]["input"]
        expect(column.locator(".network-input.is-hot")).to_have_text(read)
    # The table for screen readers says the same.
    row = page.locator(".network-table tbody tr").first
    expect(row).to_contain_text("only reads")
    expect(row).to_contain_text("no target")
    page.click("#view-folded")
    expect(page.locator(".network-unfoldable")).to_contain_text("separate weights")
    assert violations(page) == []


def test_numbers_of_new_forms_are_reached_by_keys_and_explained(
    server: Server, open_page: OpenPage
) -> None:
    page, run = opened(server, open_page, task="captioning", cell="lstm")
    trace = server.request("GET", f"/api/runs/{run}/iterations/0")
    page.locator(".network-picture [tabindex='0']").focus()
    page.keyboard.press("Home")
    focused = page.locator(".network-picture :focus")
    pixel = trace["example"]["image"]["pixels"][1]
    # From above to below: each state, and under it the gradient that comes back into it.
    for key, name in [
        ("PageDown", "‖∂L/∂h₀‖ = "),
        ("PageDown", "c₀[0] = "),
        ("PageDown", "‖∂L/∂c₀‖ = "),
        ("PageDown", "p[0] = "),
        ("ArrowDown", f"p[1] = {pixel:g}"),
    ]:
        page.keyboard.press(key)
        expect(focused).to_have_attribute("aria-label", re.compile("^" + re.escape(name)))
    page.keyboard.press("Enter")
    expect(page.locator(BODY)).to_contain_text("p")
    page.wait_for_url("**inspect=p:1**")
    page.locator(".network-picture [data-quantity='c'][data-t='2'][data-index='3']").click()
    page.wait_for_url("**inspect=c_2:3**")
    value = trace["steps"][1]["c"][3]
    expect(page.locator(BODY)).to_contain_text(f"{abs(value):.3f}"[:5])


@pytest.mark.parametrize("width", [1440, 390])
def test_another_length_of_the_next_example_moves_nothing(
    server: Server, open_page: OpenPage, width: int
) -> None:
    page, run = opened(server, open_page, task="counting")
    page.set_viewport_size({"width": width, "height": 900})
    lengths = set()
    longest = 0
    places: dict[int, float] = {}
    for k in range(1, 9):
        page.click("#step")
        expect(page.locator("#goto")).to_have_value(str(k))
        steps = server.request("GET", f"/api/runs/{run}/iterations/{k}")["steps"]
        page.wait_for_function(
            "T => document.querySelectorAll('.network-table tbody tr').length === T", arg=len(steps)
        )
        if len(steps) > longest:
            longest = len(steps)
            places = {}
        lengths.add(len(steps))
        for t in (1, 2):
            box = box_of(page.locator(f".network-column[data-column='{t}'] .network-frame"))
            assert places.setdefault(t, box["x"]) == pytest.approx(box["x"], abs=0.6)
    assert len(lengths) > 1


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("hidden_size", [4, 12])
def test_the_picture_leads_to_the_first_state_and_not_to_the_cell_state(
    server: Server, open_page: OpenPage, width: int, hidden_size: int
) -> None:
    page, _ = opened(server, open_page, task="captioning", cell="lstm", hidden_size=hidden_size)
    page.set_viewport_size({"width": width, "height": 900})
    head = box_of(page.locator("[data-arrow='W_ph'] .network-head"))
    state = box_of(page.locator(".network-start .network-frame:not(.network-lane-frame)"))
    assert 0 <= state["x"] - (head["x"] + head["width"]) < 6
    assert state["y"] < head["y"] < state["y"] + state["height"]


@pytest.mark.parametrize("width", [1440, 1100, 390])
@pytest.mark.parametrize("task", ["remembering", "counting", "sentiment", "translation"])
def test_what_it_says_fits_beside_the_readings(
    server: Server, open_page: OpenPage, task: str, width: int
) -> None:
    page, _ = opened(server, open_page, task=task)
    page.set_viewport_size({"width": width, "height": 900})
    page.wait_for_function(
        """() => {
          const bar = document.querySelector(".transport-bar").getBoundingClientRect();
          const mark = document.querySelector("#sentence .mark")?.getBoundingClientRect();
          return mark && mark.width > 0 && bar.left <= mark.left && mark.right <= bar.right
            && mark.bottom <= bar.bottom;
        }"""
    )


def differences_at(server: Server, page: Page, iteration: int) -> dict[str, Any]:
    """What the server says is different in the parameters of the two runs on the page."""
    page.wait_for_function("() => history.state && history.state.first && history.state.second")
    first, second = page.evaluate("[history.state.first, history.state.second]")
    at = f"/api/runs/{first}/iterations/{iteration}"
    told = server.request("GET", f"{at}/compare?run={second}&iteration={iteration}")
    parameters: dict[str, Any] = told["parameters"]
    return parameters


def wait_for_heatmap(page: Page, name: str, expected: list[list[float]]) -> None:
    page.locator(f"[data-figure='{name}']").scroll_into_view_if_needed()
    page.wait_for_function(
        """([name, expected]) => {
          const drawn = document.querySelector(`[data-plot="${name}"]`).data;
          return drawn && JSON.stringify(drawn[0].z) === JSON.stringify(expected);
        }""",
        arg=[name, expected],
    )


def test_two_translations_are_compared_half_by_half(server: Server, open_page: OpenPage) -> None:
    query = "a.task=translation&b.task=translation&b.learning_rate=0.02&iteration=3"
    page = open_page(f"/compare?{query}", ready="body[data-iteration='3']")
    differences = differences_at(server, page, 3)
    for part in ("encoder", "decoder"):
        page.select_option("#whose", part)
        for name in ("W_xh", "W_hh"):
            wait_for_heatmap(page, name, differences[f"{name}_{part}"])
    expect(page.locator(".incomparable:visible")).to_have_count(0)


def test_two_looks_at_a_picture_are_compared(server: Server, open_page: OpenPage) -> None:
    query = "a.task=captioning&b.task=captioning&b.learning_rate=0.02&iteration=20"
    page = open_page(f"/compare?{query}", ready="body[data-iteration='20']")
    wait_for_heatmap(page, "W_ph", differences_at(server, page, 20)["W_ph"])
    other = open_page("/compare?iteration=5", ready="body[data-iteration='5']")
    wait_for_heatmap(other, "W_hh", differences_at(server, other, 5)["W_hh"])
    expect(other.locator("[data-figure='W_ph']")).to_be_hidden()


def test_the_end_of_a_long_sequence_is_one_click_away(server: Server, open_page: OpenPage) -> None:
    page, run = opened(server, open_page, task="remembering", distance=100)
    trace = server.request("GET", f"/api/runs/{run}/iterations/0")
    expect(page.get_by_label("First timestep")).to_be_disabled()
    page.get_by_label("Last timestep").click()
    expect(page.locator(".network-shown")).to_have_text(re.compile("–101 of 101$"))
    asked = page.locator(".network-column[data-column='101']")
    expect(asked).to_contain_text(f"“{trace['steps'][100]['target']}”")
    expect(page.get_by_label("Last timestep")).to_be_disabled()
    page.get_by_label("First timestep").click()
    expect(page.locator(".network-shown")).to_have_text(re.compile("^t = 1–"))


def test_a_short_sequence_has_no_far_ends(open_page: OpenPage) -> None:
    page = open_page("/workbench")
    expect(page.get_by_label("Last timestep")).to_be_hidden()


def test_the_panel_keeps_still_once_the_longest_example_was_seen(
    server: Server, open_page: OpenPage
) -> None:
    page, run = opened(server, open_page, task="translation")
    tops: list[float] = []
    tiles: list[int] = []
    for k in range(1, 13):
        page.click("#step")
        expect(page.locator("#goto")).to_have_value(str(k))
        steps = server.request("GET", f"/api/runs/{run}/iterations/{k}")["steps"]
        asked = sum(step["target"] is not None for step in steps)
        expect(page.locator("#spelling .tile")).to_have_count(asked)
        box = box_of(page.locator("#tab-setup"))
        tops.append(box["y"])
        tiles.append(asked)
    assert len(set(tiles)) > 1
    assert tops == sorted(tops)
    assert len(set(tops[tiles.index(max(tiles)) :])) == 1
