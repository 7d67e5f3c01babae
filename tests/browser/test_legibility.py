"""Nothing that carries meaning is smaller than 11 pixels in a window of 1440, on any page."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenPage, shorten_experiments
from tests.browser.reading import open_task_card, see_figures, small_texts

TASKS = ["next_character", "counting", "sentiment", "captioning", "translation", "remembering"]
CELLS = ["tanh", "gru", "lstm", "window_2", "window_3"]
MEASURED = "#results[data-iteration]"
SETTLED = "#results[aria-busy='false']"


@pytest.mark.parametrize("task", TASKS)
def test_the_workbench_is_legible_at_every_task(open_page: OpenPage, task: str) -> None:
    page = open_page(f"/workbench?task={task}&iteration=2", reduced_motion="reduce")
    open_task_card(page)
    see_figures(page)
    assert small_texts(page) == []


@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize("optimizer", ["sgd", "adam"])
def test_every_cell_and_its_equations_are_legible(
    open_page: OpenPage, cell: str, optimizer: str
) -> None:
    page = open_page(
        f"/workbench?cell={cell}&optimizer={optimizer}&iteration=2", reduced_motion="reduce"
    )
    assert small_texts(page) == []
    page.click("#view-folded")
    assert small_texts(page) == []


@pytest.mark.parametrize(
    "network",
    [
        "text=mississippi",
        "text=ab",
        "text=the%20quick%20brown%20fox%20jumps%20over%20the%20lazy%20dog",
        "text=abcdefgh",
        "text=abababababababab",
        "hidden_size=2",
        "hidden_size=24",
        "hidden_size=64",
        "sharing=none",
    ],
)
def test_condensing_makes_no_text_smaller(open_page: OpenPage, network: str) -> None:
    page = open_page(f"/workbench?{network}", reduced_motion="reduce")
    assert small_texts(page) == []


@pytest.mark.parametrize("cell", ["tanh", "lstm"])
def test_every_kind_of_phase_of_an_iteration_is_legible(open_page: OpenPage, cell: str) -> None:
    page = open_page(
        f"/workbench?cell={cell}&text=abc&iteration=3&phase=x_1", reduced_motion="reduce"
    )
    small: set[str] = set()
    seen: set[str] = set()
    last = page.locator("#phase-slider").get_attribute("max")
    for place in range(int(last or 0) + 1):
        page.locator("#phase-slider").fill(str(place))
        kind = re.sub(r"[₀-₉]", "", page.inner_text("#phase-title"))
        if kind not in seen:
            seen.add(kind)
            small.update(small_texts(page))
    assert len(seen) > 8
    assert small == set()


@pytest.mark.parametrize(
    "address",
    [
        "h_3:4",
        "probs_2:1",
        "loss_1",
        "W_hh:1,2",
        "x_1:0",
        "dh_2:0",
        "updates.W_hh:0,0",
        "gradients.W_xh:0,0",
    ],
)
def test_the_explanation_of_a_number_is_legible(open_page: OpenPage, address: str) -> None:
    page = open_page(f"/workbench?iteration=3&inspect={address}", reduced_motion="reduce")
    expect(page.locator("#inspector-body")).to_have_attribute("data-iteration", "3")
    page.wait_for_selector("#figures[data-iteration='3']")
    assert small_texts(page) == []


def test_every_panel_and_dialog_of_the_workbench_is_legible(open_page: OpenPage) -> None:
    page = open_page("/workbench?iteration=2&at=1~learning_rate:0.3", reduced_motion="reduce")
    small: set[str] = set()
    for tab in ("explain", "setup", "generate", "share"):
        page.click(f"#tab-{tab}")
        small.update(small_texts(page))
    page.click("#open-help")
    small.update(small_texts(page))
    page.keyboard.press("Escape")
    page.click("#open-fork")
    small.update(small_texts(page))
    assert small == set()


def test_the_figures_of_a_trained_network_are_legible(open_page: OpenPage) -> None:
    page = open_page("/workbench?iteration=30", reduced_motion="reduce")
    page.wait_for_selector("#figures[data-iteration='30']")
    for metric in ("value", "gradient", "update"):
        if metric != "value":
            with page.expect_response(lambda r: "/figures?" in r.url):
                page.click(f"[data-show='{metric}']")
        expect(page.locator(f"[data-show='{metric}']")).to_have_attribute("aria-pressed", "true")
        see_figures(page)
        assert small_texts(page) == [], metric


@pytest.mark.parametrize(
    "pair", ["", "?a.text=mississippi&b.text=mississippi", "?a.seed=7&b.hidden_size=24"]
)
def test_the_comparison_is_legible(open_page: OpenPage, pair: str) -> None:
    page = open_page(
        f"/compare{pair}", ready="#network-first .network-column", reduced_motion="reduce"
    )
    page.wait_for_selector("#network-second .network-column")
    see_figures(page)
    assert small_texts(page) == []


@pytest.mark.parametrize("preset", ["recurrence", "sharing", "counting", "remembering"])
def test_the_experiments_are_legible(open_page: OpenPage, preset: str) -> None:
    page = open_page("/experiments", ready="#controls", reduced_motion="reduce")
    # How large its letters are does not hang on how long the networks are trained.
    shorten_experiments(page)
    page.click(f"[data-preset='{preset}']")
    expect(page.locator("#status")).to_contain_text("Done:", timeout=120_000)
    see_figures(page)
    assert small_texts(page) == []


def test_the_laboratory_of_gradients_is_legible(open_page: OpenPage) -> None:
    page = open_page("/gradients", ready=MEASURED, reduced_motion="reduce")
    page.wait_for_selector(SETTLED)
    for preset in ("vanish", "explode", "clipping", "orthogonal", "gates"):
        page.click(f"[data-preset='{preset}']")
        page.wait_for_selector(f"[data-preset='{preset}'][aria-pressed=true]")
        page.wait_for_selector(SETTLED)
        see_figures(page)
        assert small_texts(page) == [], preset


def test_the_documentation_of_the_api_is_legible(open_page: OpenPage) -> None:
    page = open_page("/docs", ready=".opblock", reduced_motion="reduce")
    page.locator(".opblock-summary-control").first.click()
    page.wait_for_selector(".opblock-body")
    assert small_texts(page) == []
