"""The picture of a gated cell: where its arrows begin and end, and the numbers it is made of."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import FloatRect, Locator, Page, expect

from rnn_core.cells.registry import CELLS
from rnn_core.cells.structure import structure_of
from tests.browser.boxes import box_of
from tests.browser.conftest import OpenPage, Server
from tests.browser.test_workbench import run_id

GATED = [name for name, cell in CELLS.items() if cell.gate_names]
NEAR = 6.0
"""Pixels between the tip of an arrow and what it points to."""


def trace_of(server: Server, page: Page) -> dict[str, Any]:
    trace: dict[str, Any] = server.request("GET", f"/api/runs/{run_id(page)}/iterations/latest")
    return trace


def column(page: Page, t: int) -> Locator:
    return page.locator(f".network-column[data-column='{t}']")


def before(page: Page, t: int) -> Locator:
    return page.locator(".network-start") if t == 1 else column(page, t - 1)


def frame(of: Locator) -> FloatRect:
    return box_of(of.locator(".network-frame:not(.network-lane-frame)"))


def right(box: FloatRect) -> float:
    return box["x"] + box["width"]


def bottom(box: FloatRect) -> float:
    return box["y"] + box["height"]


def middle(box: FloatRect) -> float:
    return box["x"] + box["width"] / 2


def way(of: Locator, name: str) -> Locator:
    return of.locator(f"[data-way='{name}']")


def value(text: str) -> float:
    return float(text.replace("−", "-"))


@pytest.mark.parametrize("cell", GATED)
@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("hidden_size", [2, 6, 64])
def test_both_matrices_lead_into_the_gates_and_not_to_the_state(
    open_page: OpenPage, cell: str, width: int, hidden_size: int
) -> None:
    page = open_page(
        f"/workbench?cell={cell}&hidden_size={hidden_size}&iteration=3",
        viewport={"width": width, "height": 900},
    )
    block = box_of(column(page, 1).locator(".network-gate-block"))
    state = frame(column(page, 1))
    assert right(block) < state["x"]
    recurrent = box_of(column(page, 1).locator("[data-arrow='W_hh'] .network-head"))
    assert abs(right(recurrent) - block["x"]) < NEAR
    assert block["y"] < recurrent["y"] < bottom(block)
    line = box_of(column(page, 1).locator("[data-arrow='W_hh'] .network-line"))
    assert abs(line["x"] - right(frame(before(page, 1)))) < NEAR
    inward = box_of(column(page, 1).locator("[data-arrow='W_xh'] .network-head"))
    assert abs(inward["y"] - bottom(block)) < NEAR
    assert block["x"] < middle(inward) < right(block)
    read = box_of(column(page, 1).locator(".network-input.is-hot"))
    assert inward["y"] < read["y"]


def test_without_gates_both_matrices_lead_to_the_state(open_page: OpenPage) -> None:
    page = open_page("/workbench?iteration=3")
    expect(page.locator(".network-gating")).to_have_count(0)
    state = frame(column(page, 2))
    recurrent = box_of(column(page, 2).locator("[data-arrow='W_hh'] .network-head"))
    assert abs(right(recurrent) - state["x"]) < NEAR
    inward = box_of(column(page, 2).locator("[data-arrow='W_xh'] .network-head"))
    assert abs(inward["y"] - bottom(state)) < NEAR


@pytest.mark.parametrize("cell", GATED)
def test_every_unit_of_every_gate_is_as_full_as_the_gate_is_open(
    server: Server, open_page: OpenPage, cell: str
) -> None:
    page = open_page(f"/workbench?cell={cell}&iteration=5")
    steps = trace_of(server, page)["steps"]
    for t in (1, 3):
        for gate in structure_of(CELLS[cell]).gates:
            units = column(page, t).locator(f"[data-gate='{gate.name}'] .network-gate")
            expect(units).to_have_count(6)
            for unit, number in enumerate(steps[t - 1][gate.name]):
                item = units.nth(unit)
                assert item.get_attribute("data-t") == str(t)
                assert item.get_attribute("data-index") == str(unit)
                if gate.signed:
                    same = column(page, t).locator(".network-gate-value").nth(unit)
                    red, _, blue = (
                        int(part, 16)
                        for part in (
                            (same.get_attribute("fill") or "")[at : at + 2] for at in (1, 3, 5)
                        )
                    )
                    assert (red > blue) == (number > 0)
                else:
                    track = box_of(item.locator(".network-gate-track"))
                    filled = float(
                        item.locator(".network-gate-fill").get_attribute("height") or "0"
                    )
                    # The outline adds a pixel to the box.
                    assert filled / track["height"] == pytest.approx(number, abs=0.06)


@pytest.mark.parametrize("folded", [False, True])
def test_the_lstm_keeps_adds_and_shows_along_the_way_of_its_cell_state(
    open_page: OpenPage, folded: bool
) -> None:
    page = open_page("/workbench?cell=lstm&iteration=5", reduced_motion="reduce")
    if folded:
        page.click("#view-folded")
    t = 1 if folded else 2
    own = column(page, t)
    keep, add = (box_of(own.locator(f"[data-node='{sign}']")) for sign in "×+")
    strips = {name: box_of(own.locator(f"[data-gate='{name}']")) for name in "ifgo"}
    assert middle(keep) == pytest.approx(middle(strips["f"]), abs=2)
    assert middle(add) == pytest.approx((middle(strips["i"]) + middle(strips["g"])) / 2, abs=2)
    cell_state = box_of(own.locator(".network-lane-frame"))
    lane = box_of(own.locator(".network-carry .network-head"))
    assert abs(right(lane) - keep["x"]) < NEAR
    assert cell_state["y"] < keep["y"]
    assert bottom(keep) < bottom(cell_state)
    to_cell_state = box_of(way(own, "to c").locator(".network-head"))
    assert abs(right(to_cell_state) - cell_state["x"]) < NEAR
    shown = box_of(way(own, "c is shown").locator(".network-head"))
    assert abs(shown["y"] - bottom(frame(own))) < NEAR
    opened = box_of(way(own, "o shows h").locator(".network-head"))
    assert abs(right(opened) - frame(own)["x"]) < NEAR
    if not folded:
        line = box_of(own.locator(".network-carry .network-line"))
        previous = box_of(before(page, t).locator(".network-lane-frame"))
        assert abs(line["x"] - right(previous)) < NEAR


@pytest.mark.parametrize("folded", [False, True])
def test_the_gru_passes_its_state_by_the_update_gate_around_the_others(
    open_page: OpenPage, folded: bool
) -> None:
    page = open_page("/workbench?cell=gru&iteration=5", reduced_motion="reduce")
    if folded:
        page.click("#view-folded")
    t = 1 if folded else 2
    own = column(page, t)
    keep, add = (box_of(own.locator(f"[data-node='{sign}']")) for sign in "×+")
    block = box_of(own.locator(".network-gate-block"))
    assert middle(keep) == pytest.approx(middle(box_of(own.locator("[data-gate='z']"))), abs=2)
    assert keep["y"] > bottom(block)
    lane = box_of(own.locator(".network-carry .network-head"))
    assert abs(right(lane) - keep["x"]) < NEAR
    assert right(block) < add["x"]
    assert right(add) < frame(own)["x"]
    kept = box_of(way(own, "kept h").locator(".network-head"))
    assert abs(kept["y"] - bottom(add)) < NEAR
    state = box_of(way(own, "to h").locator(".network-head"))
    assert abs(right(state) - frame(own)["x"]) < NEAR
    expect(way(own, "n looks through r")).to_be_visible()
    if not folded:
        line = box_of(own.locator(".network-carry .network-line"))
        previous = frame(before(page, t))
        assert previous["x"] < line["x"] < right(previous)
        assert line["y"] > bottom(previous) - NEAR


@pytest.mark.parametrize("configuration", ["", "&task=translation", "&task=captioning"])
def test_gradients_run_back_along_the_cell_state_as_well(
    server: Server, open_page: OpenPage, configuration: str
) -> None:
    page = open_page(f"/workbench?cell=lstm&iteration=5{configuration}")
    trace = trace_of(server, page)
    for t in (1, 2):
        flow = column(page, t).locator("[data-quantity='dc_from_future_norm']")
        assert flow.get_attribute("data-t") == str(t - 1)
        into = trace["dc_0_norm"] if t == 1 else trace["steps"][t - 2]["dc_from_future_norm"]
        told = flow.locator(".network-strong").text_content() or ""
        assert value(told) == pytest.approx(into, rel=0.06)
        line = box_of(flow.locator(".network-line"))
        cell_state = box_of(before(page, t).locator(".network-lane-frame"))
        block = box_of(column(page, t).locator(".network-gate-block"))
        # Back out of the cell, to the right edge of the cell state before.
        assert abs(right(line) - block["x"]) < NEAR
        assert 0 < line["x"] - right(cell_state) < 2 * NEAR + 6
        assert cell_state["y"] < line["y"] < bottom(cell_state)


def test_a_stronger_gradient_along_the_cell_state_has_a_thicker_arrow(
    server: Server, open_page: OpenPage
) -> None:
    page = open_page("/workbench?cell=lstm&iteration=5")
    trace = trace_of(server, page)
    norms = [trace["dc_0_norm"], *(step["dc_from_future_norm"] for step in trace["steps"][:3])]
    widths = [
        column(page, t)
        .locator("[data-quantity='dc_from_future_norm'] .network-line")
        .evaluate("line => parseFloat(line.style.strokeWidth)")
        for t in (1, 2, 3, 4)
    ]
    assert len(set(widths)) > 1
    ranked = sorted(range(4), key=lambda place: norms[place])
    assert [widths[place] for place in ranked] == sorted(widths)


@pytest.mark.parametrize("cell", [name for name in CELLS if name != "lstm"])
def test_only_a_cell_state_has_gradients_of_its_own(open_page: OpenPage, cell: str) -> None:
    page = open_page(f"/workbench?cell={cell}&iteration=2")
    expect(column(page, 1)).to_be_visible()
    expect(page.locator("[data-quantity='dc_from_future_norm']")).to_have_count(0)


def test_a_gate_is_asked_by_pointer_and_by_keys(server: Server, open_page: OpenPage) -> None:
    page = open_page("/workbench?cell=lstm&iteration=2")
    page.locator(".network-picture [data-quantity='f'][data-t='2'][data-index='3']").click()
    expect(page.locator("#inspector-body")).to_have_attribute("data-symbol", "f_2[3]")
    page.locator(".network-picture [tabindex='0']").focus()
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    focused = page.locator(".network-picture :focus")
    for _ in range(10):
        if (focused.get_attribute("aria-label") or "").startswith("f₁[0]"):
            break
        page.keyboard.press("PageDown")
    told = trace_of(server, page)["steps"][0]["f"][0]
    label = focused.get_attribute("aria-label") or ""
    assert label.startswith(f"f₁[0] = {told!r}")
    assert "The forget gate: how much is kept." in label
    page.keyboard.press("Enter")
    expect(page.locator("#inspector-body")).to_have_attribute("data-symbol", "f_1[0]")


def test_the_table_for_screen_readers_tells_the_gates(server: Server, open_page: OpenPage) -> None:
    page = open_page("/workbench?cell=gru&iteration=4")
    heads = page.locator(".network-table thead th")
    expect(heads.filter(has_text="z, the update gate")).to_have_count(1)
    place = heads.all_text_contents().index("z, the update gate: how much is kept")
    row = page.locator(".network-table tbody tr").nth(1)
    told = row.locator("th, td").nth(place).text_content() or ""
    z = trace_of(server, page)["steps"][1]["z"]
    assert [float(part) for part in told.split(", ")] == pytest.approx(z, abs=0.00501)


@pytest.mark.parametrize("cell", GATED)
def test_gates_are_empty_before_their_state_is_computed(open_page: OpenPage, cell: str) -> None:
    page = open_page(f"/workbench?cell={cell}&iteration=3&phase=x_2")
    fills = ".network-gate-fill"
    expect(column(page, 1).locator(fills).first).to_be_visible()
    expect(column(page, 2).locator(fills).first).to_be_hidden()
    page.locator("#phase-next").click()
    expect(column(page, 2).locator(fills).first).to_be_visible()
    expect(column(page, 2)).to_have_attribute("data-gates", "now")
