"""Gated cells: chosen in the form, stated by their own equations, opened at a timestep."""

import pytest
from playwright.sync_api import Page, expect

from rnn_core.cells.registry import CELLS
from tests.browser.axe import in_both_themes, needs_axe, violations
from tests.browser.conftest import OpenPage, Server
from tests.browser.test_accessibility import PHONE
from tests.browser.test_workbench import run_id

FORMULAS = ".network-formulas [data-formula]:visible"
BODY = "#inspector-body"


def value(text: str) -> float:
    return float(text.replace("−", "-"))


def check_opened(server: Server, page: Page, t: int) -> None:
    """Every number of the opened cell is the API's."""
    trace = server.request("GET", f"/api/runs/{run_id(page)}/iterations/latest")
    cells = page.locator("#gates-table button[data-quantity]").all()
    assert cells
    seen = set()
    for cell in cells:
        data = cell.evaluate("element => ({...element.dataset})")
        at, unit, name = data.get("t"), int(data["index"]), data["quantity"]
        expected = trace["h_0"][unit] if at is None else trace["steps"][int(at) - 1][name][unit]
        assert value(cell.inner_text()) == pytest.approx(expected, abs=0.00501), data
        assert at is None or int(at) in (t - 1, t)
        seen.add(name)
    assert seen >= set(trace["gate_names"]) | {"h"}


def stated(page: Page) -> list[str]:
    shown = page.locator(FORMULAS).all()
    return [formula.get_attribute("data-formula") or "" for formula in shown]


def forward_of(cell: str) -> list[str]:
    return [f"{cell}.{equation.quantity.name}" for equation in CELLS[cell].forward]


def test_an_lstm_chosen_in_the_form_is_stated_opened_and_explained(
    server: Server, open_page: OpenPage
) -> None:
    page = open_page()
    assert stated(page) == forward_of("tanh")
    expect(page.locator("#gates")).to_be_hidden()
    page.click("#tab-setup")
    page.select_option("#cell", label="LSTM")
    page.click("#start-run")
    expect(page.locator("#run-summary")).to_contain_text("LSTM")
    assert stated(page) == forward_of("lstm")
    expect(page.locator(".equations [data-cells='tanh']").first).to_be_hidden()
    expect(page.locator("[data-figure='W_hh'] .card-note")).to_contain_text("gates")
    page.click("#step")
    expect(page.locator("#goto")).to_have_value("1")
    for t in (2, 4):
        page.select_option("#gates-t", str(t))
        check_opened(server, page, t)
    page.select_option("#gates-t", "2")
    page.click("#gates-table [data-quantity='c'][data-t='2'][data-index='3']")
    expect(page.locator(BODY)).to_have_attribute("data-symbol", "c_2[3]")
    for operand in ("f", "i", "g"):
        expect(page.locator(f"{BODY} .term[data-quantity='{operand}'][data-t='2']")).to_be_visible()
    expect(page.locator("#network .network-cell.is-highlighted")).to_have_attribute(
        "data-index", "3"
    )
    # Down to the gate, and from there to its row of the sums.
    page.click(f"{BODY} .term[data-quantity='f']")
    expect(page.locator(BODY)).to_have_attribute("data-symbol", "f_2[3]")
    row = page.locator(f"{BODY} .term[data-quantity='a'][data-index='9']")
    expect(row.first).to_contain_text("f[3]")


def test_a_gru_by_its_address_is_walked_through_in_its_own_words(
    server: Server, open_page: OpenPage
) -> None:
    page = open_page("/workbench?cell=gru&iteration=3")
    expect(page.locator("#run-summary")).to_contain_text("GRU")
    assert stated(page) == forward_of("gru")
    expect(page.locator("#cell")).to_have_value("gru")
    page = open_page("/workbench?cell=gru&iteration=3&phase=h_2")
    expect(page.locator("#phase-caption")).to_contain_text("the rest comes from the candidate")
    expect(page.locator("#gates-t")).to_have_value("2")
    expect(page.locator("#gates-t")).to_be_disabled()
    check_opened(server, page, 2)
    # What is not computed yet is not told.
    page = open_page("/workbench?cell=gru&iteration=3&phase=x_2")
    ahead = page.locator("#gates-table td:last-child button").first
    expect(ahead).to_have_text("·")
    expect(ahead).to_have_attribute("title", "not computed yet")
    for phase in ("da_2", "update"):
        page = open_page(f"/workbench?cell=gru&iteration=3&phase={phase}")
        expect(page.locator("#phase-caption")).not_to_contain_text("through tanh")
        expect(page.locator("#phase-caption")).not_to_be_empty()
    page.keyboard.press("Escape")
    check_opened(server, page, 2)


def test_the_opened_cell_is_walked_by_keys(open_page: OpenPage) -> None:
    page = open_page("/workbench?cell=lstm&iteration=2")
    page.locator("#gates-table button[tabindex='0']").focus()
    for key in ("ArrowRight", "ArrowDown", "ArrowRight"):
        page.keyboard.press(key)
    focused = page.evaluate("({...document.activeElement.dataset})")
    assert focused == {"quantity": "i", "t": "2", "index": "1"}
    page.keyboard.press("Enter")
    expect(page.locator(BODY)).to_have_attribute("data-symbol", "i_2[1]")
    expect(page.locator("#goto")).to_have_value("2")


@needs_axe
@pytest.mark.parametrize("cell", ["lstm", "gru"])
def test_gated_cells_are_accessible_and_fit_a_phone(open_page: OpenPage, cell: str) -> None:
    page = open_page(f"/workbench?cell={cell}&iteration=5", viewport=PHONE)
    expect(page.locator("#gates-table button[data-quantity]").first).to_be_visible()
    parts = ("#gates", ".equations", ".network-card")
    for part in parts:
        expect(page.locator(part)).to_be_visible()
    for rules in in_both_themes(page):
        assert violations(page, ", ".join(parts), rules=rules) == [], rules
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_the_keeping_gate_can_be_opened_where_there_is_one(
    server: Server, open_page: OpenPage
) -> None:
    page = open_page()
    page.click("#tab-setup")
    expect(page.locator("#keep_bias")).to_be_disabled()
    page.select_option("#cell", "lstm")
    page.fill("#keep_bias", "4")
    page.click("#start-run")
    expect(page.locator("#run-summary")).to_contain_text("LSTM")
    made = server.request("GET", f"/api/runs/{run_id(page)}")["configuration"]
    assert (made["cell"], made["keep_bias"]) == ("lstm", 4)
    page.wait_for_url("**keep_bias=4**")
    page.select_option("#cell", "tanh")
    page.click("#start-run")
    expect(page.locator("#run-summary")).not_to_contain_text("LSTM")
    made = server.request("GET", f"/api/runs/{run_id(page)}")["configuration"]
    assert (made["cell"], made["keep_bias"]) == ("tanh", 0)


def test_a_window_has_no_spectral_radius_to_choose(server: Server, open_page: OpenPage) -> None:
    page = open_page()
    page.click("#tab-setup")
    page.fill("#spectral_radius", "2")
    page.select_option("#cell", "window_2")
    expect(page.locator("#spectral_radius")).to_be_disabled()
    page.click("#start-run")
    expect(page.locator("#run-summary")).to_contain_text("window MLP")
    made = server.request("GET", f"/api/runs/{run_id(page)}")["configuration"]
    assert made["spectral_radius"] is None
    page.select_option("#cell", "gru")
    expect(page.locator("#spectral_radius")).to_be_enabled()
