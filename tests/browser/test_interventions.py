"""Changes by hand and their record, the link that replays them, and which letters mattered."""

import re
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.axe import needs_axe, violations_in_both_themes
from tests.browser.boxes import at_rest, box_of
from tests.browser.conftest import OpenOn, OpenPage, Server, Watch
from tests.browser.finger import Finger, middle
from tests.browser.test_accessibility import PHONE
from tests.browser.test_workbench import (
    FIGURES_DRAWN,
    at_iteration,
    check_numbers,
    run_id,
    shown_number,
    trace_of,
)

EDITED = "/workbench?iteration=12&at=3~W_hh[2,3]:0.5~h_2[1]:0.4&at=5~h[3]:0~h_2[1]:0.4"


def cell(page: Page, t: int, unit: int) -> Locator:
    return page.locator(f"#network [data-quantity='h'][data-t='{t}'][data-index='{unit}']")


def switch(page: Page, unit: int) -> Locator:
    return page.get_by_role("switch", name=re.compile(rf"^Unit {unit}\b"))


def choose(page: Page, quantity: str, first: int, second: int | None = None) -> None:
    """Opens the dialog for any number, by name."""
    page.select_option("#choose-quantity", quantity)
    page.select_option("#choose-first", str(first))
    if second is not None:
        page.select_option("#choose-second", str(second))
    page.click("#choose-number button")
    expect(page.locator("#intervene")).to_be_visible()


def interventions(server: Server, page: Page) -> Any:
    return server.request("GET", f"/api/runs/{run_id(page)}")["interventions"]


def settled(page: Page) -> None:
    expect(page.locator("#intervene")).not_to_have_attribute("aria-busy", "true")


# ---- weights --------------------------------------------------------------------------------


def test_a_weight_is_edited_and_taken_back(server: Server, open_page: OpenPage) -> None:
    page = open_page("/workbench?iteration=4")
    before = trace_of(server, page)
    choose(page, "W_hh", 2, 3)
    expect(page.locator("#intervene-symbol")).to_have_text("Whh[2,3]")
    shown = shown_number(page.inner_text("#intervene-value"))
    assert shown == pytest.approx(before["parameters"]["W_hh"][2][3], abs=6e-5)
    assert page.get_attribute("#intervene-value", "title") == str(
        before["parameters"]["W_hh"][2][3]
    ).replace("-", "−")
    page.fill("#intervene-number", "0,5")
    page.press("#intervene-number", "Enter")
    expect(page.locator("#intervene-value")).to_have_text("+0.5000")
    after = trace_of(server, page)
    assert after["parameters"]["W_hh"][2][3] == 0.5
    expect(page.locator("#intervene-effect")).to_contain_text(
        f"Loss {before['loss']:.3f} → {after['loss']:.3f}"
    )
    expect(page.locator("#intervene-effect")).to_contain_text("spelling")
    expect(page.locator("#notice-text")).to_contain_text("W_hh[2,3] set to 0.5. Loss")
    check_numbers(server, page)
    page.click("#intervene-reset")
    expect(page.locator("#intervene-reset")).to_be_disabled()
    assert trace_of(server, page) == before
    assert interventions(server, page) == []
    page.click("#intervene-undo")
    # The taking back was a change, too.
    expect(page.locator("#intervene-value")).to_have_text("+0.5000")
    page.keyboard.press("Escape")
    expect(page.locator("#interventions li")).to_have_text(["iteration 4: W_hh[2,3] set to 0.5"])
    page.click("#undo-change")
    expect(page.locator("#no-interventions")).to_be_visible()
    expect(page.locator("#undo-change")).to_be_disabled()
    assert trace_of(server, page) == before
    page.click("#redo-change")
    expect(page.locator("#notice-text")).to_contain_text("W_hh[2,3] set to 0.5. Loss")
    assert trace_of(server, page) == after
    page.keyboard.press("Control+z")
    expect(page.locator("#no-interventions")).to_be_visible()
    page.keyboard.press("Control+Shift+Z")
    expect(page.locator("#interventions li")).to_have_text(["iteration 4: W_hh[2,3] set to 0.5"])
    assert trace_of(server, page) == after


def test_changes_are_undone_one_by_one_even_in_another_window(
    server: Server, open_page: OpenPage
) -> None:
    page = open_page()
    for unit in (1, 4):
        switch(page, unit).click()
        expect(page.locator("#interventions li")).to_contain_text([f"unit {unit}"])
    other = open_page(f"/workbench?run={run_id(page)}")
    expect(other.locator("#interventions li")).to_contain_text(["unit 4"])
    other.click("#undo-change")
    expect(other.locator("#interventions li")).to_have_text(["iteration 0: unit 1 switched off"])
    expect(page.locator("#interventions li")).to_have_text(["iteration 0: unit 1 switched off"])
    expect(page.locator("#redo-change")).to_be_enabled()
    page.click("#undo-change")
    expect(other.locator("#no-interventions")).to_be_visible()
    assert interventions(server, page) == []


def test_the_slider_applies_when_it_is_let_go(server: Server, open_page: OpenPage) -> None:
    page = open_page()
    choose(page, "b_h", 1)
    box = box_of(page.locator("#intervene-slider"))
    page.mouse.move(box["x"] + box["width"] * 0.5, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.9, box["y"] + box["height"] / 2, steps=5)
    typed = page.input_value("#intervene-number")
    assert typed != "0"
    assert interventions(server, page) == []
    page.mouse.up()
    expect(page.locator("#intervene-effect")).to_contain_text("b_h[1] set to")
    assert trace_of(server, page)["parameters"]["b_h"][1] == shown_number(typed)
    page.click("#intervene-zero")
    expect(page.locator("#intervene-value")).to_have_text("0.0000")
    page.click("#intervene-undo")
    expect(page.locator("#intervene-value")).to_have_text(f"+{shown_number(typed):.4f}")


def test_a_cell_of_a_heatmap_has_a_context_menu(server: Server, open_page: OpenPage) -> None:
    page = open_page()
    page.wait_for_selector(FIGURES_DRAWN.format(0))
    page.locator("[data-plot='W_hh']").scroll_into_view_if_needed()
    plot = page.locator("[data-plot='W_hh'] .nsewdrag").first
    plot.hover()
    box = box_of(plot)
    x, y = box["x"] + box["width"] * 3.5 / 6, box["y"] + box["height"] * 2.5 / 6
    page.mouse.move(x - 3, y)
    page.mouse.move(x, y)
    page.wait_for_timeout(300)
    page.mouse.click(x, y, button="right")
    expect(page.locator("#intervene-symbol")).to_have_text("Whh[2,3]")
    expect(page.locator("#intervene-words")).to_have_text(
        "Weight from unit 3 to unit 2, one timestep later; used at every timestep."
    )
    page.click("#intervene-zero")
    expect(page.locator("#intervene-value")).to_have_text("0.0000")
    assert trace_of(server, page)["parameters"]["W_hh"][2][3] == 0


def test_the_inspector_changes_what_it_explains(server: Server, open_page: OpenPage) -> None:
    page = open_page()
    cell(page, 3, 4).click()
    page.click(".inspector-change")
    expect(page.locator("#intervene-symbol")).to_have_text("h₃[4]")
    page.keyboard.press("Escape")
    # A logit is made of other numbers: there is nothing to change about it.
    page.locator("#network [data-quantity='probs'][data-t='2']").first.click()
    expect(page.locator("#inspector-title")).to_contain_text("[h]")
    expect(page.locator(".inspector-change")).to_have_count(0)


def test_what_cannot_be_is_explained_at_the_field(
    server: Server, open_page: OpenPage, watch: Watch
) -> None:
    page = open_page()
    choose(page, "W_xh", 0, 1)
    for wrong in ("many", "", "1e7", "Infinity"):
        page.fill("#intervene-number", wrong)
        page.press("#intervene-number", "Enter")
        expect(page.locator("#intervene-error")).to_contain_text("Enter a number from −1,000,000")
        expect(page.locator("#intervene-number")).to_be_focused()
        expect(page.locator("#intervene-number")).to_have_attribute("aria-invalid", "true")
    assert interventions(server, page) == []
    # What the server refuses is told there too.
    page.route(
        f"**/api/runs/{run_id(page)}",
        lambda route: (
            route.fulfill(
                status=422,
                content_type="application/problem+json",
                body='{"status":422,"errors":[{"field":"edits","message":"too much"}]}',
            )
            if route.request.method == "PATCH"
            else route.continue_()
        ),
    )
    page.fill("#intervene-number", "2")
    page.press("#intervene-number", "Enter")
    expect(page.locator("#intervene-error")).to_have_text("too much.")
    watch.clear()


# ---- units and states -----------------------------------------------------------------------


def test_a_unit_is_switched_off_and_on(server: Server, open_page: OpenPage) -> None:
    page = open_page("/workbench?iteration=6")
    before = trace_of(server, page)
    expect(switch(page, 3)).to_have_attribute("aria-checked", "true")
    switch(page, 3).click()
    expect(switch(page, 3)).to_have_attribute("aria-checked", "false")
    expect(page.locator("#notice-text")).to_contain_text("Unit 3 switched off. Loss")
    off = trace_of(server, page)
    assert off["clamps"] == [{"unit": 3, "value": 0.0, "t": None}]
    assert all(step["h"][3] == 0 for step in off["steps"])
    for t in range(1, 5):
        expect(cell(page, t, 3)).to_have_class(re.compile("is-held"))
        expect(cell(page, t, 3).locator(".network-jaws")).to_have_count(1)
    expect(cell(page, 1, 2)).not_to_have_class(re.compile("is-held"))
    check_numbers(server, page)
    page.click("#step")
    at_iteration(page, 7)
    assert all(step["h"][3] == 0 for step in trace_of(server, page)["steps"])
    switch(page, 3).click()
    expect(switch(page, 3)).to_have_attribute("aria-checked", "true")
    expect(page.locator("#interventions li")).to_have_text(
        ["iteration 6: unit 3 switched off", "iteration 7: unit 3 switched on again"]
    )
    page.keyboard.press("Control+z")
    expect(switch(page, 3)).to_have_attribute("aria-checked", "false")
    at_iteration(page, 7)
    page.keyboard.press("Control+z")
    at_iteration(page, 6)
    expect(switch(page, 3)).to_have_attribute("aria-checked", "true")
    assert trace_of(server, page) == before
    page.click("#notice-actions >> text=Redo")
    at_iteration(page, 7)
    expect(switch(page, 3)).to_have_attribute("aria-checked", "false")


def test_a_state_is_overwritten_and_let_go(server: Server, open_page: OpenPage) -> None:
    page = open_page("/workbench?iteration=6")
    before = trace_of(server, page)
    cell(page, 2, 4).click(button="right")
    expect(page.locator("#intervene-symbol")).to_have_text("h₂[4]")
    page.fill("#intervene-number", "0.9")
    page.click("#intervene-set")
    expect(page.locator("#intervene-words")).to_contain_text("Held at 0.9 at t = 2")
    held = trace_of(server, page)
    assert held["clamps"] == [{"unit": 4, "value": 0.9, "t": 2}]
    assert held["steps"][1]["h"][4] == 0.9
    assert held["steps"][0]["h"] == before["steps"][0]["h"]
    assert held["steps"][2]["h"] != before["steps"][2]["h"]
    expect(cell(page, 2, 4)).to_have_class(re.compile("is-held"))
    expect(cell(page, 3, 4)).not_to_have_class(re.compile("is-held"))
    page.click("#intervene-unit-switch")
    expect(page.locator("#intervene-unit-words")).to_contain_text("is held at 0")
    assert trace_of(server, page)["clamps"] == [{"unit": 4, "value": 0.0, "t": None}]
    page.click("#intervene-undo")
    expect(page.locator("#intervene-value")).to_have_text("+0.9000")
    assert trace_of(server, page) == held
    page.click("#intervene-reset")
    expect(page.locator("#intervene-reset")).to_be_disabled()
    settled(page)
    assert trace_of(server, page) == before
    page.keyboard.press("Escape")
    check_numbers(server, page)


def test_a_long_press_changes_a_number(open_page: OpenPage) -> None:
    page = open_page("/workbench", viewport=PHONE, has_touch=True)
    target = cell(page, 1, 2)
    target.scroll_into_view_if_needed()
    with Finger(page, middle(target.locator("rect").first)):
        expect(page.locator("#intervene")).to_be_visible()
    # Lifting the finger is no click elsewhere.
    expect(page.locator("#intervene")).to_be_visible()
    expect(page.locator("#intervene-symbol")).to_have_text("h₁[2]")
    cell_box, sheet_box = box_of(target), box_of(page.locator("#intervene"))
    assert cell_box["y"] + cell_box["height"] <= sheet_box["y"]


def test_the_past_is_changed_where_it_is_looked_at(server: Server, open_page: OpenPage) -> None:
    page = open_page("/workbench?iteration=9&at=8~learning_rate:0.3")
    for _ in range(4):
        page.keyboard.press("ArrowLeft")
    at_iteration(page, 5)
    expect(page.locator("#interventions li")).to_have_text(
        ["iteration 8: learning rate 0.1 → 0.3, still to come"]
    )
    switch(page, 1).click()
    expect(page.locator("#interventions li")).to_have_text(["iteration 5: unit 1 switched off"])
    at_iteration(page, 5)
    assert interventions(server, page) == [
        {"iteration": 5, "changes": {"clamps": [{"unit": 1, "value": 0.0, "t": None}]}}
    ]


def test_another_window_follows_a_change(open_page: OpenPage) -> None:
    page = open_page()
    other = open_page(f"/workbench?run={run_id(page)}")
    switch(page, 2).click()
    expect(switch(other, 2)).to_have_attribute("aria-checked", "false")
    expect(other.locator("#interventions li")).to_have_text(["iteration 0: unit 2 switched off"])
    assert page.inner_text("#loss") == other.inner_text("#loss")


# ---- links and lost runs --------------------------------------------------------------------


def numbers(page: Page) -> list[str]:
    found = page.evaluate(
        """() => [...document.querySelectorAll('#loss, #network text, #spelling .target')]
          .map((element) => element.textContent)"""
    )
    assert isinstance(found, list)
    return found


def test_a_link_replays_the_changes_in_another_browser(server: Server, open_page: OpenPage) -> None:
    page = open_page("/workbench?iteration=3")
    choose(page, "W_hh", 2, 3)
    page.fill("#intervene-number", "0.5")
    page.press("#intervene-number", "Enter")
    expect(page.locator("#intervene-effect")).to_contain_text("set to 0.5")
    page.keyboard.press("Escape")
    page.click("#step")
    at_iteration(page, 4)
    switch(page, 3).click()
    expect(switch(page, 3)).to_have_attribute("aria-checked", "false")
    cell(page, 2, 1).click(button="right")
    page.fill("#intervene-number", "0.25")
    page.press("#intervene-number", "Enter")
    expect(page.locator("#intervene-effect")).to_contain_text("h_2[1] held")
    page.keyboard.press("Escape")
    page.click("#step", modifiers=["Shift"])
    at_iteration(page, 14)
    expect(page).to_have_url(re.compile("iteration=14"))
    address = urlsplit(page.url)
    assert "at=3~W_hh[2,3]:0.5&at=4~h[3]:0~h_2[1]:0.25" in address.query
    second = open_page(f"/workbench?{address.query}")
    at_iteration(second, 14)
    assert run_id(second) != run_id(page)
    assert trace_of(server, second) == trace_of(server, page)
    second.wait_for_timeout(300)
    assert numbers(second) == numbers(page)
    assert second.inner_text("#interventions") == page.inner_text("#interventions")
    # The address that the API gives describes the same run.
    given = server.request("GET", f"/api/runs/{run_id(page)}")["links"]["page"]
    third = open_page("/workbench?" + re.sub(r"run=\w+&?", "", urlsplit(given).query))
    at_iteration(third, 14)
    assert trace_of(server, third) == trace_of(server, page)


def test_garbage_in_a_link_is_told_and_the_rest_followed(open_page: OpenPage) -> None:
    page = open_page("/workbench?iteration=2&at=1~h[9,9]:1&at=2~h[1]:0")
    expect(page.locator("#notice-text")).to_contain_text("h[9,9]:1")
    expect(page.locator("#interventions li")).to_have_text(["iteration 2: unit 1 switched off"])


def test_a_change_outside_the_network_leaves_its_run_unchanged(
    open_page: OpenPage, watch: Watch
) -> None:
    page = open_page("/workbench?text=abc&iteration=2&at=1~W_hh[9,9]:1")
    expect(page.locator("#notice-text")).to_contain_text(
        "the indexes of W_hh must be 0 to 5 and 0 to 5"
    )
    expect(page.locator("#notice-text")).to_contain_text("without any changes")
    expect(page.locator("#run-summary")).to_contain_text("“abc”")
    watch.clear()


def test_a_lost_run_is_made_again_with_its_changes(own_server: Server, open_on: OpenOn) -> None:
    watch = Watch(own_server.url)
    with open_on(own_server, watch) as opener:
        page = opener(EDITED)
        at_iteration(page, 12)
        before = trace_of(own_server, page)
        own_server.stop()
        expect(page.locator("#connection")).to_have_attribute("data-state", "lost")
        own_server.start()
        expect(page.locator("#notice-text")).to_contain_text("made again")
        assert trace_of(own_server, page) == before


def test_every_change_has_its_command(server: Server, open_page: OpenPage) -> None:
    page = open_page()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.click("#tab-share")
    for name in ("edit", "clamp", "undo", "sensitivity"):
        expect(page.locator(f"[data-command='{name}']")).to_contain_text(run_id(page))
    cell(page, 2, 1).click(button="right")
    page.fill("#intervene-number", "0.25")
    page.click("#intervene-copy")
    expect(page.locator("#intervene-copy")).to_have_text("Copied")
    command = page.evaluate("navigator.clipboard.readText()")
    assert command.endswith("""-d '{"clamps":[{"unit":1,"value":0.25,"t":2}]}'""")


# ---- which letters mattered -----------------------------------------------------------------


def sensitivity(server: Server, page: Page, query: str) -> dict[str, Any]:
    k = page.input_value("#goto")
    answer = server.request("GET", f"/api/runs/{run_id(page)}/iterations/{k}/sensitivity?{query}")
    assert isinstance(answer, dict)
    return answer


def check_letters(page: Page, told: dict[str, Any]) -> None:
    letters = page.locator(".sensitivity-letter")
    expect(letters).to_have_count(len(told["letters"]))
    for place, letter in enumerate(told["letters"]):
        tile = letters.nth(place)
        expect(tile.locator(".sensitivity-token")).to_have_text({" ": "␣"}.get(letter, letter))
        shown = shown_number(tile.locator(".sensitivity-number").text_content())
        assert shown == pytest.approx(told["of_letter"][place], abs=5.1e-3)
        tile.hover()
        exact = page.locator(f"[data-of-letter='{place + 1}']")
        assert shown_number(exact.text_content()) == told["of_letter"][place]
        norm = page.locator(f"[data-norm='{place + 1}']")
        assert shown_number(norm.text_content()) == told["norm"][place]


def test_the_letters_are_those_of_the_api(server: Server, open_page: OpenPage) -> None:
    page = open_page("/workbench?iteration=12")
    card = page.locator("#sensitivity")
    card.scroll_into_view_if_needed()
    expect(card).to_have_attribute("data-of", "4 o")
    check_letters(page, sensitivity(server, page, "t=4"))
    told = sensitivity(server, page, "t=4")
    strongest = max(range(4), key=lambda s: abs(told["of_letter"][s]))
    expect(page.locator("#sensitivity-sentence")).to_contain_text(
        f"Of the inputs read, “{told['letters'][strongest]}” at t = {strongest + 1}"
    )
    page.wait_for_selector("#sensitivity-plot .scatterlayer .trace")
    drawn = page.evaluate("document.querySelector('#sensitivity-plot .js-plotly-plot').data[0].y")
    assert drawn == told["state_norm"]
    page.click("#sensitivity-log")
    page.wait_for_function(
        "() => document.querySelector('#sensitivity-plot .js-plotly-plot')"
        ".layout.yaxis.type === 'log'"
    )
    # Chosen by name, and by a bar of the diagram.
    page.select_option("#sensitivity-t", "2")
    expect(card).to_have_attribute("data-of", "2 l")
    check_letters(page, sensitivity(server, page, "t=2"))
    page.select_option("#sensitivity-token", label="“o”")
    expect(card).to_have_attribute("data-of", "2 o")
    check_letters(page, sensitivity(server, page, "t=2&token=3"))
    page.evaluate("window.scrollTo(0, 0)")
    page.locator("#network [data-quantity='probs'][data-t='3'][data-index='1']").click()
    card.scroll_into_view_if_needed()
    expect(card).to_have_attribute("data-of", "3 e")
    # It follows the iteration, and a change by hand.
    page.keyboard.press("ArrowRight")
    expect(card).to_have_attribute("data-iteration", "13")
    check_letters(page, sensitivity(server, page, "t=3&token=1"))
    choose(page, "W_xh", 0, 1)
    page.fill("#intervene-number", "1.5")
    page.press("#intervene-number", "Enter")
    expect(page.locator("#intervene-effect")).to_contain_text("set to 1.5")
    page.keyboard.press("Escape")
    page.wait_for_timeout(500)
    check_letters(page, sensitivity(server, page, "t=3&token=1"))


def test_a_fast_training_is_followed_when_it_pauses(server: Server, open_page: OpenPage) -> None:
    page = open_page()
    card = page.locator("#sensitivity")
    card.scroll_into_view_if_needed()
    expect(card).to_have_attribute("data-iteration", "0")
    asked: list[str] = []
    page.on("request", lambda r: asked.append(r.url) if "/sensitivity" in r.url else None)
    page.select_option("#speed", "max")
    page.click("#train")
    page.wait_for_function("() => Number(document.querySelector('#goto').value) > 500")
    assert asked == []
    expect(page.locator("#sensitivity-note")).to_contain_text("from iteration 0")
    page.click("#train")
    card.scroll_into_view_if_needed()
    expect(page.locator("#sensitivity-note")).to_have_text("")
    expect(card).to_have_attribute("data-iteration", page.input_value("#goto"))


def test_out_of_sight_it_asks_nothing(open_page: OpenPage) -> None:
    page = open_page("/workbench", viewport={"width": 1440, "height": 500})
    asked: list[str] = []
    page.on("request", lambda r: asked.append(r.url) if "/sensitivity" in r.url else None)
    page.click("#step")
    at_iteration(page, 1)
    page.wait_for_timeout(500)
    assert asked == []


def test_a_diverged_run_has_letters_without_numbers(open_page: OpenPage) -> None:
    page = open_page("/workbench?optimizer=sgd&learning_rate=1000000&clip_norm=none")
    page.click("#step")
    expect(page.locator("#notice-text")).to_contain_text("diverged")
    page.locator("#sensitivity").scroll_into_view_if_needed()
    expect(page.locator("#sensitivity")).to_have_attribute("data-iteration", "1")
    expect(page.locator(".sensitivity-letter")).to_have_count(4)
    cell(page, 1, 1).click(button="right")
    expect(page.locator("#intervene")).not_to_be_visible()


# ---- for every reader -----------------------------------------------------------------------


def test_everything_by_keyboard(server: Server, open_page: OpenPage) -> None:
    page = open_page("/workbench?iteration=4")
    before = trace_of(server, page)
    # A state: from its cell in the diagram.
    page.locator("#network [tabindex='0'][role='button']").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("e")
    expect(page.locator("#intervene-number")).to_be_focused()
    symbol = page.inner_text("#intervene-symbol")
    assert symbol.startswith("h₂")
    page.keyboard.type("0.75")
    page.keyboard.press("Enter")
    expect(page.locator("#intervene-value")).to_have_text("+0.7500")
    page.keyboard.press("Control+z")
    expect(page.locator("#intervene-words")).to_contain_text("The state of unit")
    page.keyboard.press("Escape")
    expect(page.locator("#intervene")).not_to_be_visible()
    focused = page.evaluate(
        "document.activeElement.closest('[data-quantity]')?.getAttribute('data-t')"
    )
    assert focused == "2"
    assert trace_of(server, page) == before
    # A unit: by its switch.
    switch(page, 0).focus()
    page.keyboard.press("ArrowDown")
    expect(switch(page, 1)).to_be_focused()
    page.keyboard.press(" ")
    expect(switch(page, 1)).to_have_attribute("aria-checked", "false")
    expect(page.locator("#train")).to_have_attribute("aria-pressed", "false")
    page.keyboard.press("Control+z")
    expect(switch(page, 1)).to_have_attribute("aria-checked", "true")
    # A weight: by its name.
    page.locator("#choose-quantity").focus()
    page.keyboard.type("W_hy")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#intervene-symbol")).to_have_text("Why[1,0]")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.locator("#intervene-slider")).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#intervene-effect")).to_contain_text("W_hy[1,0] set to")
    at_iteration(page, 4)
    page.keyboard.press("Escape")
    # The letters.
    page.locator("#sensitivity").scroll_into_view_if_needed()
    page.locator(".sensitivity-letter").first.focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".sensitivity-letter").nth(1)).to_be_focused()
    expect(page.locator("[data-of-letter='2']")).to_be_visible()
    at_iteration(page, 4)


@needs_axe
@pytest.mark.parametrize("size", [{"width": 1440, "height": 900}, PHONE], ids=["wide", "phone"])
def test_no_serious_violations(open_page: OpenPage, size: dict[str, int]) -> None:
    page = open_page(EDITED, viewport=size)
    page.locator("#sensitivity").scroll_into_view_if_needed()
    page.wait_for_selector("#sensitivity[data-iteration='12']")
    at_rest(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    assert violations_in_both_themes(page) == []
    choose(page, "h", 4, 2)
    page.fill("#intervene-number", "many")
    page.press("#intervene-number", "Enter")
    assert violations_in_both_themes(page) == []


def test_a_change_moves_nothing(open_page: OpenPage) -> None:
    page = open_page()
    page.wait_for_selector(FIGURES_DRAWN.format(0))
    places = """() => ['#network', '.panel-card', '#sensitivity', '.changes-card', '#figures'].map(
      (name) => { const {left, top, height} = document.querySelector(name).getBoundingClientRect();
        return [left, top, height].map(Math.round); })"""
    page.locator("#sensitivity").scroll_into_view_if_needed()
    page.wait_for_selector("#sensitivity[data-iteration='0']")
    page.evaluate("window.scrollTo(0, 0)")
    before = page.evaluate(places)
    switch(page, 0).click()
    switch(page, 1).click()
    expect(page.locator("#interventions li")).to_have_count(2)
    page.wait_for_timeout(500)
    assert page.evaluate(places) == before
