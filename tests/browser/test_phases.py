"""Inside one iteration: its phases both ways, what they show and say, the gradient's two parts."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import in_both_themes, needs_axe, violations
from tests.browser.boxes import box_of
from tests.browser.conftest import OpenPage, Server
from tests.browser.test_accessibility import PHONE
from tests.browser.test_workbench import at_iteration, run_id, shown_number, trace_of

T = 4
FORWARD = [
    f"{name}_{t}"
    for t in range(1, T + 1)
    for name in ("x", "h", "pass", "probs", "loss")
    if (name, t) != ("pass", T)
]
BACKWARD = [f"{name}_{t}" for t in range(T, 0, -1) for name in ("dlogits", "dh", "da", "gradients")]
PHASES = [*FORWARD, "loss", *BACKWARD, "dh_0", "clip", "update"]


def at_phase(page: Page, phase: str) -> None:
    expect(page.locator("#phases")).to_have_attribute("data-phase", phase)
    expect(page.locator("#phases-player")).to_be_visible()


def visible_numbers(page: Page) -> dict[str, list[Any]]:
    """Which numbers of the diagram can be seen, by quantity: [t, index, text]."""
    found = page.evaluate(
        """async () => {
          // Even with less motion, styles change in a transition, of no length.
          do await new Promise(requestAnimationFrame);
          while (document.querySelector('#network').getAnimations({subtree: true}).length > 0);
          const seen = (element) => {
            const style = getComputedStyle(element);
            if (style.visibility === 'hidden' || style.display === 'none') return false;
            for (let each = element; each instanceof SVGElement; each = each.parentElement) {
              if (Number(getComputedStyle(each).opacity) === 0) return false;
            }
            return true;
          };
          const all = {};
          const add = (quantity, item, text) =>
            (all[quantity] ??= []).push([Number(item.dataset.t), item.dataset.index ?? '', text]);
          const selectors = {
            h: '.network-value', probs: '.network-small', loss: '.network-loss',
            dh_norm: '.network-gradient-text',
            dh_from_future_norm: '.network-gradient-text',
          };
          for (const [quantity, selector] of Object.entries(selectors)) {
            for (const item of document.querySelectorAll(
              `#network [data-quantity="${quantity}"]`)) {
              const text = item.querySelector(selector);
              if (text && seen(text)) add(quantity, item, text.textContent);
            }
          }
          for (const item of document.querySelectorAll('#network [data-quantity="x"].is-hot rect'))
            if (getComputedStyle(item).strokeDasharray === 'none')
              add('x', item.closest('[data-quantity]'), '');
          return all;
        }"""
    )
    assert isinstance(found, dict)
    return found


def check_phase(page: Page, trace: dict[str, Any], phase: str) -> None:
    """What can be seen is what is known at a phase, with the API's numbers."""
    index = PHASES.index(phase)
    known = set(PHASES[: index + 1])
    shown = visible_numbers(page)
    units, letters = len(trace["h_0"]), len(trace["vocabulary"])

    def times(quantity: str) -> list[int]:
        return sorted({t for t, _, _ in shown.get(quantity, [])})

    def expected(name: str) -> list[int]:
        return [t for t in range(1, T + 1) if f"{name}_{t}" in known]

    assert times("x") == expected("x")
    assert times("h") == expected("h")
    assert times("probs") == expected("probs")
    assert times("loss") == expected("loss")
    # Every state shows its sum; the last has no arrow into it, for nothing comes after it, and h_0
    # has no sum beside its one arrow.
    assert times("dh_norm") == expected("dh")
    assert times("dh_from_future_norm") == [t for t in range(T) if f"dh_{t}" in known]
    assert len(shown.get("h", [])) == units * len(expected("h"))
    assert len(shown.get("probs", [])) == letters * len(expected("probs"))
    for t, unit, text in shown.get("h", []):
        value = trace["steps"][t - 1]["h"][int(unit)]
        assert shown_number(text) == pytest.approx(value, abs=5.1e-3)
    for t, letter, text in shown.get("probs", []):
        value = trace["steps"][t - 1]["probs"][int(letter)]
        assert shown_number(text.strip("<>")) == pytest.approx(value, abs=1.01e-2)
    for t, _, text in shown.get("loss", []):
        written = re.findall(r"\d+\.\d+", text)[-1]
        assert float(written) == pytest.approx(trace["steps"][t - 1]["loss"], abs=5.1e-4)
    for quantity in ("dh_norm", "dh_from_future_norm"):
        for t, _, text in shown.get(quantity, []):
            value = trace["dh_0_norm"] if t == 0 else trace["steps"][t - 1][quantity]
            assert shown_number(text.split()[-1]) == pytest.approx(value, abs=5.1e-3)


def test_all_phases_forwards_and_backwards(server: Server, open_page: OpenPage) -> None:
    page = open_page("/workbench?iteration=12", reduced_motion="reduce")
    trace = trace_of(server, page)
    page.keyboard.press(".")
    for phase in PHASES:
        at_phase(page, phase)
        check_phase(page, trace, phase)
        if phase != "update":
            page.keyboard.press(".")
    for phase in reversed(PHASES[:-1]):
        page.click("#phase-back")
        at_phase(page, phase)
        check_phase(page, trace, phase)
    # The run has not moved meanwhile.
    at_iteration(page, 12)
    page.keyboard.press("Escape")
    expect(page.locator("#phases-player")).to_be_hidden()
    assert len(visible_numbers(page)["h"]) == 24


def test_captions_have_the_numbers_of_the_api(server: Server, open_page: OpenPage) -> None:
    page = open_page("/workbench?iteration=12&phase=loss_3")
    trace = trace_of(server, page)
    step = trace["steps"][2]
    target = trace["vocabulary"].index(step["target"])
    caption = page.locator("#phase-caption")
    expect(caption).to_contain_text(f"The target was “{step['target']}”: it got ")
    told = re.search(r"it got ([\d.]+), so the loss is −log \1 = (\d+\.\d+)", caption.inner_text())
    assert told is not None
    # `test_surprise` holds the equation to its digits.
    assert float(told[1]) == pytest.approx(step["probs"][target], abs=5e-3)
    assert told[2] == f"{step['loss']:.3f}"
    expect(page.locator(".phases-told [role=status]")).to_have_attribute("aria-live", "polite")
    page.keyboard.press("<")
    page.keyboard.press(">")
    at_phase(page, "x_3")
    page.click("[data-chapter='2']")
    at_phase(page, "h_3")
    expect(caption).to_contain_text(
        "h₃ combines the input “l” with what the network remembers of “he”."
    )
    page.click("[data-chapter='6']")
    at_phase(page, "dlogits_4")
    page.fill("#phase-slider", str(PHASES.index("dh_2")))
    at_phase(page, "dh_2")
    step = trace["steps"][1]
    own, later = step["dh_from_output_norm"], step["dh_from_future_norm"]
    expect(caption).to_contain_text(f"from its own prediction (norm {own:.2f})")
    expect(caption).to_contain_text(f"from timestep 3 (norm {later:.2f})")
    expect(caption).to_contain_text(f"with norm {step['dh_norm']:.2f}. Norms do not add up")
    page.click("#phase-update")
    expect(caption).to_contain_text("The next step applies it, and iteration 13 begins.")


def test_a_state_comes_with_what_brought_it_about(server: Server, open_page: OpenPage) -> None:
    page = open_page("/workbench?iteration=7&phase=h_3")
    at_phase(page, "h_3")
    told = page.locator("#phases .subtotal .value")
    expect(told).to_have_count(3)
    named = re.search(r"h₃\[(\d)\]", page.locator("#phase-caption").inner_text())
    assert named is not None
    path = f"/api/runs/{run_id(page)}/iterations/7/explain?quantity=a&t=3&index={named[1]}"
    found = [each["value"] for each in server.request("GET", path)["subtotals"]]
    written = [float(each.replace("−", "-")) for each in told.all_inner_texts()]
    assert written == pytest.approx(found, rel=1e-3, abs=5e-5)
    # What they belong to goes, and they with it.
    page.click("#phase-next")
    at_phase(page, "pass_3")
    expect(told).to_have_count(0)
    # At the first timestep there is no past yet.
    other = open_page("/workbench?iteration=7&phase=h_1")
    at_phase(other, "h_1")
    expect(other.locator("#phases [data-source='past'] .value")).to_have_text("0")


def test_the_two_streams_end_at_their_sum(server: Server, open_page: OpenPage) -> None:
    page = open_page("/workbench?iteration=12&phase=dh_2")
    trace = trace_of(server, page)
    at_phase(page, "dh_2")
    bars = page.evaluate(
        """() => {
          const streams = document.querySelector('[data-column="2"] .network-streams');
          const width = (name) => [...streams.querySelectorAll(name)].map((bar) =>
            bar.width.baseVal.value);
          const axis = Number(streams.querySelector('.network-streams-axis')
            .getAttribute('d').match(/M(\\S+)/)[1]);
          const ends = [...streams.querySelectorAll('.network-stream-end')].map((end) =>
            Number(end.getAttribute('d').match(/M(\\S+)/)[1]) - axis);
          return {first: width('.network-stream-first'), second: width('.network-stream-second'),
            ends};
        }"""
    )
    step = trace["steps"][1]
    vectors = ("dh", "dh_from_output", "dh_from_future")
    bound = max(abs(v) for s in trace["steps"] for name in vectors for v in s[name])
    unit = max(range(6), key=lambda i: abs(step["dh"][i]))
    reach = bars["ends"][unit] / (step["dh"][unit] / bound)
    for i in range(6):
        assert bars["ends"][i] == pytest.approx(reach * step["dh"][i] / bound, abs=0.15)
        assert bars["first"][i] == pytest.approx(
            reach * abs(step["dh_from_output"][i]) / bound, abs=0.15
        )
        assert bars["second"][i] == pytest.approx(
            reach * abs(step["dh_from_future"][i]) / bound, abs=0.15
        )
    page.keyboard.press(".")
    at_phase(page, "da_2")
    expect(page.locator("[data-column='2'] .network-streams")).to_have_attribute("data-kind", "da")
    page.keyboard.press(".")
    expect(page.locator("[data-column='2'] .network-streams")).to_be_hidden()


def test_the_sum_opens_from_its_card(open_page: OpenPage) -> None:
    page = open_page("/workbench?iteration=12")
    expect(page.locator("#contributions")).to_be_hidden()
    page.click("[data-sum='W_xh']")
    expect(page.locator("#contributions")).to_be_visible()
    expect(page.locator("#contributions-heading")).to_contain_text("∂L/∂Wxh")
    expect(page.locator(".contribution.is-ahead")).to_have_count(0)
    page.click("#contributions [data-parameter='W_hy']")
    expect(page.locator("#contributions-heading")).to_contain_text("∂L/∂Why")
    before = page.locator(".contribution.is-sum .contributions-term").inner_text()
    page.click("#step")
    expect(page.locator(".contribution.is-sum .contributions-term")).not_to_have_text(before)
    page.click("#contributions-close")
    expect(page.locator("#contributions")).to_be_hidden()


def test_going_on_after_the_update_makes_a_step(server: Server, open_page: OpenPage) -> None:
    page = open_page("/workbench?iteration=2&phase=update")
    at_phase(page, "update")
    page.click("#phase-next")
    at_iteration(page, 3)
    at_phase(page, "x_1")
    assert trace_of(server, page)["iteration"] == 3
    # And back over the same edge.
    page.keyboard.press(",")
    at_iteration(page, 2)
    at_phase(page, "update")
    # Another iteration is shown at the same phase.
    page.fill("#phase-slider", str(PHASES.index("h_2")))
    page.click("#step")
    at_iteration(page, 3)
    at_phase(page, "h_2")
    check_phase(page, trace_of(server, page), "h_2")


def test_play_and_pause(open_page: OpenPage) -> None:
    page = open_page("/workbench?iteration=2&phase=dh_0")
    page.select_option("#phase-pace", "250")
    page.click("#phase-play")
    expect(page.locator("#phase-play")).to_have_text("Pause")
    at_phase(page, "update")
    # It waits there for the reader, and plays on when asked to.
    expect(page.locator("#phase-play")).to_have_text("Play")
    at_iteration(page, 2)
    page.click("#phase-play")
    at_iteration(page, 3)
    at_phase(page, "h_1")
    page.keyboard.press("a")
    expect(page.locator("#phase-play")).to_have_text("Play")
    stopped = page.get_attribute("#phases", "data-phase")
    page.wait_for_timeout(700)
    assert page.get_attribute("#phases", "data-phase") == stopped


def test_the_phase_is_part_of_the_link(open_page: OpenPage) -> None:
    page = open_page("/workbench?iteration=12")
    page.click("[data-chapter='4']")
    page.wait_for_function("() => location.search.includes('phase=probs_1')")
    caption = page.inner_text("#phase-caption")
    other = open_page(f"/{page.evaluate('location.search')}")
    at_phase(other, "probs_1")
    other.wait_for_selector("#figures[data-iteration='12']")
    assert other.inner_text("#phase-caption") == caption
    other.reload()
    other.wait_for_selector("#figures[data-iteration='12']")
    at_phase(other, "probs_1")
    other.click("#phases-leave")
    other.wait_for_function("() => !location.search.includes('phase')")
    lost = open_page("/workbench?phase=h_9")
    expect(lost.locator("#notice-text")).to_contain_text("no phase “h_9”")
    expect(lost.locator("#phases-player")).to_be_hidden()


def test_what_lies_ahead_is_not_told(open_page: OpenPage) -> None:
    page = open_page("/workbench?iteration=12&phase=h_2")
    at_phase(page, "h_2")
    tooltip = page.locator(".network-tooltip")
    page.hover("[data-column='3'] [data-quantity='h'][data-index='0']")
    expect(tooltip).to_contain_text("h₃, not computed yet")
    page.hover("[data-column='2'] [data-quantity='h'][data-index='0']")
    expect(tooltip).to_contain_text("h₂[0] = ")
    expect(tooltip).not_to_contain_text("∂L")
    expect(page.locator("[data-column='2']")).to_have_attribute(
        "aria-label", "Timestep 2: reads e."
    )
    expect(page.locator(".network-table tr").nth(2)).to_have_text(
        re.compile(r"^2\s*e\s*not yet\s*not yet")
    )
    expect(page.locator("[data-column='3'] .network-verdict")).to_be_hidden()


def test_nothing_moves_from_phase_to_phase(open_page: OpenPage) -> None:
    page = open_page("/workbench?iteration=12&phase=x_1", reduced_motion="reduce")
    page.wait_for_selector("#figures[data-iteration='12']")
    places = """() => ['#phase-next', '.network-picture', '#contributions', '#figures'].map(
      (name) => { const {left, top, width, height} =
        document.querySelector(name).getBoundingClientRect();
        return [left, top, width, height].map(Math.round); })"""
    before = page.evaluate(places)
    for phase in PHASES[1:]:
        page.click("#phase-next")
        at_phase(page, phase)
        assert page.evaluate(places) == before, phase


def test_the_folded_cell_follows(open_page: OpenPage) -> None:
    page = open_page("/workbench?iteration=12&phase=h_3", reduced_motion="reduce")
    page.click("#view-folded")
    expect(page.locator(".network-shown")).to_have_text("numbers of t = 3 of 4")
    page.keyboard.press(">")
    expect(page.locator(".network-shown")).to_have_text("numbers of t = 4 of 4")


def test_a_long_text_scrolls_to_the_phase(open_page: OpenPage) -> None:
    text = "the quick brown fox jumps over the lazy dog " * 4
    page = open_page(
        f"/workbench?text={text[:180].replace(' ', '%20')}&hidden_size=24&phase=dh_120"
    )
    at_phase(page, "dh_120")
    page.wait_for_function(
        """() => { const band = document.querySelector('[data-column="120"] .network-band')
          ?.getBoundingClientRect();
          const room = document.querySelector('.network-scroller').getBoundingClientRect();
          const middle = band && (band.left + band.width / 2 - room.left) / room.width;
          return 0.3 < middle && middle < 0.75; }"""
    )
    expect(page.locator(".contribution[data-t='121']")).not_to_have_class(re.compile("is-ahead"))
    expect(page.locator(".contribution[data-t='119']")).to_have_class(re.compile("is-ahead"))


def test_less_motion_when_asked(open_page: OpenPage) -> None:
    page = open_page("/workbench?iteration=3&phase=h_1", reduced_motion="reduce")
    at_phase(page, "h_1")
    running = "document.getAnimations().filter((a) => a.animationName === 'phase-arrives').length"
    page.keyboard.press(".")
    page.keyboard.press(".")
    at_phase(page, "probs_1")
    assert page.evaluate(running) == 0


@needs_axe
def test_no_serious_violations(open_page: OpenPage) -> None:
    page = open_page("/workbench?iteration=12&phase=h_2")
    page.wait_for_selector("#figures[data-iteration='12']")
    for rules in in_both_themes(page):
        for phase in ("h_2", "dh_3", "gradients_2", "update"):
            page.fill("#phase-slider", str(PHASES.index(phase)))
            at_phase(page, phase)
            assert violations(page, rules=rules) == [], (phase, rules)


def test_on_a_phone_the_player_stays_in_reach(open_page: OpenPage) -> None:
    page = open_page("/workbench?iteration=12&phase=dh_2", viewport=PHONE)
    at_phase(page, "dh_2")
    page.evaluate("document.querySelector('#network').scrollIntoView()")
    box = box_of(page.locator("#phase-next"))
    assert box["y"] + box["height"] <= PHONE["height"]
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


@needs_axe
def test_a_phone_shows_a_phase_without_serious_violations(open_page: OpenPage) -> None:
    page = open_page("/workbench?iteration=12&phase=dh_2", viewport=PHONE)
    at_phase(page, "dh_2")
    assert violations(page) == []
