"""Asking why: walking a derivation by clicks or by keys, hovering, links, proofs, trouble."""

import re
import shlex
import urllib.request
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.axe import needs_axe, violations_in_both_themes
from tests.browser.boxes import box_of
from tests.browser.conftest import OpenPage, Server, Watch
from tests.browser.test_accessibility import PHONE
from tests.browser.test_workbench import run_id

TITLE = "#inspector-title"
BODY = "#inspector-body"
UNIT = "#network [data-quantity='{0}'][data-t='{1}'][data-index='{2}']"
SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")


def number(text: str) -> float:
    """A number as the inspector writes it: `−0.8309`, `+2.1·10⁻⁵`."""
    digits, _, power = text.strip().replace("−", "-").partition("·10")
    return float(digits) * 10.0 ** int(power.translate(SUPERSCRIPTS) or 0)


def explained(page: Page, symbol: str, iteration: int | None = None) -> None:
    expect(page.locator(BODY)).to_have_attribute("data-symbol", symbol)
    if iteration is not None:
        expect(page.locator(BODY)).to_have_attribute("data-iteration", str(iteration))


def asked(server: Server, page: Page, data: dict[str, str]) -> dict[str, Any]:
    query = f"quantity={data['quantity']}"
    query += f"&t={data['t']}" if data.get("t") else ""
    query += f"&index={data['index']}" if data.get("index") else ""
    answer = server.request(
        "GET", f"/api/runs/{run_id(page)}/iterations/{data['iteration']}/explain?{query}"
    )
    assert isinstance(answer, dict)
    return answer


def check_panel(server: Server, page: Page) -> None:
    """Every operand's number, and the headline, are what the API says, to the digits shown."""
    terms = page.locator(f"{BODY} .term[data-quantity]").all()
    for term in terms:
        written = term.locator(".value")
        if written.count() == 0:
            continue
        data = term.evaluate("element => ({...element.dataset})")
        value = asked(server, page, data)["value"]
        assert number(written.inner_text()) == pytest.approx(value, rel=0.05, abs=5.1e-5), data
    crumb = page.locator(".crumb[aria-current]").first
    expect(crumb).to_be_visible()


def operand(page: Page, quantity: str, **data: str) -> Locator:
    rest = "".join(f"[data-{name}='{value}']" for name, value in data.items())
    return page.locator(f"{BODY} .term[data-quantity='{quantity}']{rest}").first


def drawn(page: Page, figure: str, selector: str) -> Locator:
    """A part of a figure, which is drawn once it is near the viewport."""
    page.locator(f"[data-plot='{figure}']").scroll_into_view_if_needed()
    part = page.locator(f"[data-plot='{figure}'] {selector}")
    expect(part.first).to_be_visible()
    page.wait_for_timeout(300)
    return part


def cell(page: Page, figure: str, x: float, y: float) -> tuple[float, float]:
    """A point of a heatmap on screen, in parts of its width and height."""
    box = box_of(drawn(page, figure, ".heatmaplayer image"))
    return box["x"] + x * box["width"], box["y"] + y * box["height"]


def test_from_a_loss_bar_to_an_initial_weight_by_clicks(
    server: Server, open_page: OpenPage
) -> None:
    page = open_page("/workbench?iteration=2")
    bar = drawn(page, "loss_per_timestep", ".barlayer .point").nth(2)
    box = box_of(bar)
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    explained(page, "loss_3", 2)
    check_panel(server, page)
    for quantity, t, symbol, iteration in (
        ("probs", "3", "probs_3[2]", 2),
        ("logits", "3", "logits_3[2]", 2),
        ("W_hy", "", "W_hy[2,0]", 2),
        ("W_hy", "", "W_hy[2,0]", 1),
        ("W_hy", "", "W_hy[2,0]", 0),
    ):
        data = {"t": t, "index": "2"} if t else {"iteration": str(iteration)}
        operand(page, quantity, **data).click()
        explained(page, symbol, iteration)
        trace = server.request("GET", f"/api/runs/{run_id(page)}/iterations/{iteration}")
        shown = number(page.inner_text(f"{TITLE} .value"))
        if quantity == "W_hy":
            assert shown == pytest.approx(trace["parameters"]["W_hy"][2][0], abs=5.1e-5)
        else:
            assert shown == pytest.approx(trace["steps"][2][quantity][2], abs=5.1e-4)
        check_panel(server, page)
    expect(page.locator(f"{BODY} .end")).to_contain_text(
        "a random initial weight: normal, scale 1, seed 7"
    )
    assert page.locator(f"{BODY} .term").count() == 0
    # The breadcrumbs lead back, and the way stays open forwards.
    assert page.locator(".crumb").count() == 6
    page.locator(".crumb").first.click()
    explained(page, "loss_3", 2)
    page.click("#inspector-forward")
    explained(page, "probs_3[2]", 2)
    page.click("#inspector-back")
    explained(page, "loss_3", 2)


def test_one_click_explains_a_hidden_unit(server: Server, open_page: OpenPage) -> None:
    page = open_page("/workbench?iteration=12")
    page.click(UNIT.format("h", 3, 4))
    explained(page, "h_3[4]", 12)
    expect(page.locator("#tab-explain")).to_have_attribute("aria-selected", "true")
    # Its own sum stands inside, from W_xh to the bias; what is zero is folded away.
    expect(page.locator(f"{BODY} .inner .row-pair")).to_have_count(7)
    expect(page.locator(f"{BODY} .fold")).to_contain_text("3 more terms, all 0")
    expect(page.locator(f"{BODY} .inspector-formula svg")).to_have_count(2)
    check_panel(server, page)
    trace = server.request("GET", f"/api/runs/{run_id(page)}/iterations/12")
    for row in page.locator(f"{BODY} .row-pair").all():
        left, right = (
            asked(server, page, each.evaluate("element => ({...element.dataset})"))["value"]
            for each in row.locator(".term").all()
        )
        assert number(row.locator(".row-value").inner_text()) == pytest.approx(
            left * right, abs=5.1e-5
        )
    total = page.locator(f"{BODY} .inner .total > .value")
    assert number(total.inner_text()) == pytest.approx(trace["steps"][2]["a"][4], abs=5.1e-5)
    page.click(f"{BODY} .fold")
    expect(page.locator(f"{BODY} .inner .row-pair")).to_have_count(10)
    page.locator(f"{BODY} .total .term").click()
    explained(page, "a_3[4]", 12)


@pytest.mark.parametrize(
    ("selector", "symbol"),
    [
        (".transport .number[data-quantity='loss']", "loss"),
        ("#spelling .tile:nth-child(2) .number", "probs_2[2]"),
        ("#network [data-quantity='probs'][data-t='2'][data-index='1']", "probs_2[1]"),
        ("#network [data-quantity='x'][data-t='2'][data-index='1']", "x_2[1]"),
        ("#network [data-quantity='loss'][data-t='2']", "loss_2"),
        ("#network [data-quantity='dh_norm'][data-t='2'] text", "dh_norm_2"),
        ("#network [data-quantity='h_0'][data-index='1']", "h_0[1]"),
        ("#gradient-norm", "gradient_norm"),
        ("#clip-scale", "clip_scale"),
    ],
)
def test_every_kind_of_number_can_be_asked(
    server: Server, open_page: OpenPage, selector: str, symbol: str
) -> None:
    page = open_page("/workbench?iteration=3")
    page.locator(selector).first.click()
    explained(page, symbol, 3)
    check_panel(server, page)


def test_a_cell_of_a_heatmap_is_the_number_it_shows(open_page: OpenPage) -> None:
    page = open_page("/workbench?iteration=3")
    drawn(page, "W_hh", ".heatmaplayer image")
    for show, symbol in (("value", "W_hh[0,0]"), ("gradient", "gradients.W_hh[0,0]")):
        page.click(f"[data-show='{show}']")
        page.wait_for_timeout(600)
        page.focus("[data-plot='W_hh']")
        page.keyboard.press("Home")
        page.keyboard.press("Enter")
        explained(page, symbol, 3)
        mark = page.locator("[data-figure='W_hh'] .cell-mark[data-kind='inspected']")
        expect(mark).to_have_attribute("data-point", "0,0")
        page.keyboard.press("Escape")
    x, y = cell(page, "W_hh", 0.25, 0.75)
    page.mouse.move(x, y)
    page.mouse.click(x, y)
    explained(page, "gradients.W_hh[4,1]", 3)


def test_by_keys_alone(open_page: OpenPage) -> None:
    page = open_page("/workbench?iteration=2")
    page.locator("#view-unrolled").focus()
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.closest('#network svg') !== null"):
            break
    focused = page.evaluate(
        "(({dataset}) => ({...dataset}))(document.activeElement.closest('[data-quantity]'))"
    )
    page.keyboard.press("Enter")
    symbol = f"{focused['quantity']}_{focused['t']}[{focused['index']}]"
    explained(page, symbol, 2)
    expect(page.locator(TITLE)).to_be_focused()
    # From the headline past the formula to the first operand.
    for _ in range(4):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.classList.contains('term')"):
            break
    page.keyboard.press("Enter")
    expect(page.locator(".crumb")).to_have_count(2)
    expect(page.locator(TITLE)).to_be_focused()
    second = page.get_attribute(BODY, "data-symbol")
    page.keyboard.press("[")
    explained(page, symbol, 2)
    page.keyboard.press("]")
    explained(page, second or "", 2)
    page.keyboard.press("Alt+ArrowLeft")
    explained(page, symbol, 2)
    page.keyboard.press("Alt+ArrowRight")
    explained(page, second or "", 2)
    page.wait_for_function("() => location.search.includes('inspect=')")
    page.keyboard.press("Escape")
    expect(page.locator("#inspector-empty")).to_be_hidden()
    expect(page.locator("#tab-setup")).to_have_attribute("aria-selected", "true")
    assert page.evaluate("document.activeElement.closest('#network') !== null")
    page.wait_for_function("() => !location.search.includes('inspect=')")


def test_pointing_lights_up_the_same_number_everywhere(open_page: OpenPage) -> None:
    page = open_page("/workbench?iteration=12&inspect=a_3:4")
    explained(page, "a_3[4]", 12)
    drawn(page, "W_hh", ".heatmaplayer image")
    page.locator("#network").scroll_into_view_if_needed()
    # From the term to the diagram and to the heatmap.
    operand(page, "h", t="2", index="2").hover()
    expect(page.locator(UNIT.format("h", 2, 2))).to_have_class(re.compile("is-highlighted"))
    states = page.locator("[data-figure='hidden_states'] .cell-mark[data-kind='lit']")
    operand(page, "W_hh", index="4,2").hover()
    expect(page.locator("#network")).to_have_attribute("data-lit", "W_hh")
    lit = page.locator("[data-figure='W_hh'] .cell-mark[data-kind='lit']")
    expect(lit).to_have_attribute("data-point", "4,2")
    expect(states).to_have_count(0)
    # And the other way round: from the diagram, and from the heatmap.
    page.locator(UNIT.format("h", 2, 5)).hover()
    expect(operand(page, "h", t="2", index="5")).to_have_class(re.compile("is-lit"))
    expect(lit).to_have_count(0)
    page.mouse.move(*cell(page, "W_hh", 0.1, 0.6))
    page.mouse.move(*cell(page, "W_hh", 0.25, 0.75))
    expect(operand(page, "W_hh", index="4,1")).to_have_class(re.compile("is-lit"))


def test_the_explanation_follows_the_iteration(server: Server, open_page: OpenPage) -> None:
    page = open_page("/workbench?iteration=4&inspect=h_2:1")
    explained(page, "h_2[1]", 4)
    before = page.inner_text(f"{TITLE} .value")
    page.click("#step")
    explained(page, "h_2[1]", 5)
    expect(page.locator(f"{BODY} .before")).to_have_text(f"was {before} at iteration 4")
    check_panel(server, page)
    page.click("#back")
    explained(page, "h_2[1]", 4)
    assert page.inner_text(f"{TITLE} .value") == before
    # A number of an earlier iteration stays where it is.
    page.goto(server.url + "/workbench?iteration=4&inspect=W_hh:1,1")
    operand(page, "W_hh", iteration="3").click()
    explained(page, "W_hh[1,1]", 3)
    page.click("#step")
    expect(page.locator("#goto")).to_have_value("5")
    explained(page, "W_hh[1,1]", 3)


def test_a_link_brings_the_explanation_back(open_page: OpenPage) -> None:
    page = open_page("/workbench?iteration=3")
    page.click(UNIT.format("h", 3, 4))
    explained(page, "h_3[4]", 3)
    operand(page, "W_hh", index="4,2").click()
    operand(page, "W_hh", iteration="2").click()
    explained(page, "W_hh[4,2]", 2)
    page.wait_for_function("() => location.search.includes('inspect=W_hh:4,2@2')")
    value = page.inner_text(f"{TITLE} .value")
    again = open_page(page.evaluate("location.pathname + location.search"))
    explained(again, "W_hh[4,2]", 2)
    assert again.inner_text(f"{TITLE} .value") == value
    again.wait_for_selector("#figures[data-iteration='3']")
    again.reload()
    explained(again, "W_hh[4,2]", 2)


def test_the_requests_can_be_copied_and_work(server: Server, open_page: OpenPage) -> None:
    page = open_page("/workbench?iteration=3&inspect=gradients.W_hh:2,3")
    explained(page, "gradients.W_hh[2,3]", 3)
    for key, content in (
        ("curl", '"symbol":"gradients.W_hh[2,3]"'),
        ("text", "the gradient of W_hh"),
    ):
        command = page.get_attribute(f"{BODY} [data-key='{key}']", "data-command")
        words = shlex.split(command or "")
        headers = dict(words[i + 1].split(": ") for i, word in enumerate(words) if word == "-H")
        request = urllib.request.Request(words[-1], headers=headers)
        with urllib.request.urlopen(request, timeout=60) as answer:
            assert content in answer.read().decode()
    page.click(f"{BODY} [data-key='curl']")
    expect(page.locator(f"{BODY} .requests .hint")).to_have_text(re.compile("Copied|not allowed"))


def test_a_gradient_is_proved_on_demand(server: Server, open_page: OpenPage) -> None:
    page = open_page("/workbench?iteration=3&inspect=gradients.W_hh:2,3")
    page.click("#prove-this")
    result = page.locator(".proof-result dd")
    expect(result).to_have_count(3)
    check = server.request(
        "GET", f"/api/runs/{run_id(page)}/iterations/3/check?parameter=W_hh&index=2,3"
    )
    shown = [number(text) for text in result.all_inner_texts()]
    assert shown[0] == check["analytic"][2][3]
    assert shown[1] == pytest.approx(check["numeric"][2][3])
    assert shown[2] < 1e-6
    badge = page.locator("[data-prove='W_hh']")
    expect(badge).to_have_text("check")
    badge.click()
    expect(badge).to_have_text(re.compile(r"^✓ \d·10⁻"))
    expect(page.locator("[data-prove='W_xh']")).to_have_text("check")
    page.click("#step")
    expect(page.locator("#goto")).to_have_value("4")
    expect(badge).to_have_text("check")
    explained(page, "gradients.W_hh[2,3]", 4)
    expect(result).to_have_count(0)


def test_long_sums_fold_to_what_matters(server: Server, open_page: OpenPage) -> None:
    page = open_page("/workbench?hidden_size=40&iteration=1&inspect=logits_2:1")
    explained(page, "logits_2[1]", 1)
    expect(page.locator(f"{BODY} .row-pair")).to_have_count(8)
    fold = page.locator(f"{BODY} .fold")
    expect(fold).to_have_text(re.compile("33 more terms, together [+−]"))
    told = asked(server, page, {"quantity": "logits", "t": "2", "index": "1", "iteration": "1"})[
        "arithmetic"
    ]["fold"]
    together = re.search(r"together (\S+?)show", fold.inner_text().replace("\n", ""))
    assert together is not None
    assert number(together[1]) == pytest.approx(told["value"], abs=5.1e-5)
    fold.click()
    expect(page.locator(f"{BODY} .row-pair")).to_have_count(40)
    expect(page.locator(f"{BODY} .fold")).to_be_focused()


def test_trouble_is_told_in_the_panel(open_page: OpenPage, watch: Watch) -> None:
    page = open_page("/workbench?iteration=1&inspect=h_3:9")
    expect(page.locator(".trouble")).to_contain_text("unit 0 to 5")
    page.click(".trouble >> text=Close")
    expect(page.locator(BODY)).to_be_hidden()
    page.click("#tab-explain")
    page.click("#inspector-empty >> text=the loss")
    explained(page, "loss", 1)
    watch.clear()


def test_an_iteration_that_is_not_there_can_be_left(open_page: OpenPage, watch: Watch) -> None:
    page = open_page("/workbench?iteration=1&inspect=loss_1@9")
    page.click(".trouble >> text=Explain it at iteration 1")
    explained(page, "loss_1", 1)
    watch.clear()


def test_on_a_phone_it_comes_up_from_below(open_page: OpenPage) -> None:
    page = open_page("/workbench?iteration=2", viewport=PHONE)
    page.locator(UNIT.format("h", 1, 4)).click()
    explained(page, "h_1[4]", 2)
    box = box_of(page.locator("#panel-explain"))
    assert box["y"] + box["height"] == pytest.approx(PHONE["height"], abs=1)
    assert box["y"] > PHONE["height"] * 0.35
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert page.evaluate(
        "(({scrollWidth, clientWidth}) => scrollWidth <= clientWidth)"
        "(document.querySelector('#inspector'))"
    )
    page.click("#inspector-close")
    expect(page.locator(BODY)).to_be_hidden()


def test_it_comes_along_where_its_card_is_out_of_sight(open_page: OpenPage) -> None:
    page = open_page("/workbench?iteration=3")
    x, y = cell(page, "W_hh", 0.25, 0.75)
    page.mouse.wheel(0, 300)
    page.wait_for_timeout(300)
    x, y = cell(page, "hidden_states", 0.1, 0.5)
    top = page.evaluate("document.querySelector('#figures').getBoundingClientRect().top")
    page.mouse.move(x, y)
    page.mouse.click(x, y)
    expect(page.locator(BODY)).to_have_attribute("data-symbol", re.compile(r"h_1\[\d\]"))
    expect(page.locator("#panel-explain")).to_be_in_viewport(ratio=0.5)
    assert page.evaluate(
        "document.querySelector('#figures').getBoundingClientRect().top"
    ) == pytest.approx(top, abs=1)
    page.evaluate("window.scrollTo(0, 0)")
    expect(page.locator("body")).not_to_have_class(re.compile("is-floating"))
    inside = page.evaluate(
        "document.querySelector('.panel-card').contains(document.elementFromPoint("
        "...(({left, top}) => [left + 60, top + 60])"
        "(document.querySelector('#panel-explain').getBoundingClientRect())))"
    )
    assert inside


def test_training_is_followed_without_piling_up(open_page: OpenPage) -> None:
    page = open_page("/workbench?inspect=h_3:4")
    page.select_option("#speed", "max")
    page.click("#train")
    page.wait_for_function("() => Number(document.querySelector('#goto').value) > 30")
    page.click("#train")
    expect(page.locator("#train")).to_have_attribute("aria-pressed", "false")
    # The last frames of the training are drawn after the button has come up.
    page.wait_for_function(
        f"() => document.querySelector('{BODY}').dataset.iteration"
        " === document.querySelector('#goto').value"
    )


@needs_axe
@pytest.mark.parametrize("place", ["h_3:4", "probs_3:2", "gradients.W_hh:2,3", "W_hh:1,1", "x_1:0"])
def test_no_serious_violations_while_asking(open_page: OpenPage, place: str) -> None:
    page = open_page(f"/workbench?iteration=2&inspect={place}")
    page.wait_for_selector("#figures[data-iteration='2']")
    expect(page.locator(BODY)).to_have_attribute("data-iteration", "2")
    assert violations_in_both_themes(page, "#panel-explain") == []


@pytest.mark.parametrize(
    ("query", "place", "sums"),
    [
        ("", "h_3:4", "quantity=a&t=3&index=4"),
        ("cell=window_2&", "h_3:4", "quantity=a&t=3&index=4"),
        ("cell=lstm&", "f_2:1", "quantity=a&t=2&index=7"),
        ("cell=gru&", "z_2:1", "quantity=z&t=2&index=1"),
    ],
)
def test_a_state_tells_where_it_comes_from(
    server: Server, open_page: OpenPage, query: str, place: str, sums: str
) -> None:
    page = open_page(f"/workbench?{query}iteration=12&inspect={place}")
    brought = page.locator(f"{BODY} .subtotal")
    expect(brought.first).to_be_visible()
    document = server.request("GET", f"/api/runs/{run_id(page)}/iterations/12/explain?{sums}")
    told = [(each["source"], each["value"]) for each in document["subtotals"]]
    expect(brought).to_have_count(len(told))
    for each, (source, value) in zip(brought.all(), told, strict=True):
        expect(each).to_have_attribute("data-source", source)
        written = each.locator(".value").inner_text()
        assert number(written.replace("+", "")) == pytest.approx(value, rel=1e-3, abs=5e-5)
