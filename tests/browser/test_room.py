"""Nothing is cut off without a sign, and a network that fits is on screen as a whole."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.boxes import at_rest, box_of
from tests.browser.conftest import TRACED, OpenPage
from tests.browser.reading import (
    cut_texts,
    open_task_card,
    see_figures,
    texts_on_another,
    untold_scrollers,
)

SIZES = {
    "1440x900": {"width": 1440, "height": 900},
    "1280x720": {"width": 1280, "height": 720},
    "1024x768": {"width": 1024, "height": 768},
    "768x1024": {"width": 768, "height": 1024},
    "390x844": {"width": 390, "height": 844},
}
TASKS = ["next_character", "counting", "sentiment", "captioning", "translation", "remembering"]
LONG = "the%20quick%20brown%20fox%20jumps%20over%20the%20lazy%20dog"
OUT_OF_SIGHT = """(network) => {
  const room = network.querySelector('.network-scroller').getBoundingClientRect();
  return [...network.querySelectorAll('.network-column')]
    .map((column) => [column.dataset.column, column.getBoundingClientRect()])
    .filter(([, box]) => box.width > 0)
    .filter(([, box]) => box.left < room.left - 1 || box.right > room.right + 1)
    .map(([t]) => t);
}"""


def opened(open_page: OpenPage, path: str, size: str) -> Page:
    return open_page(path, viewport=SIZES[size], reduced_motion="reduce")


def in_sizes(
    open_page: OpenPage, path: str, sizes: Iterable[str] = SIZES, *, ready: str = TRACED
) -> Iterator[Page]:
    """The page in each size: loaded in one of them, another for each address, then resized."""
    order = list(sizes)
    first = zlib.crc32(path.encode()) % len(order)
    page = open_page(path, ready=ready, viewport=SIZES[order[first]], reduced_motion="reduce")
    yield page
    for size in order[first + 1 :] + order[:first]:
        page.set_viewport_size(SIZES[size])  # type: ignore[arg-type]
        page.evaluate("() => new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")
        yield page


def check(page: Page) -> None:
    """What scrolls says so, and nothing else is cut."""
    at_rest(page)
    assert untold_scrollers(page) == []
    assert cut_texts(page) == []


@pytest.mark.parametrize("task", TASKS)
def test_nothing_of_a_task_is_cut_without_a_sign(open_page: OpenPage, task: str) -> None:
    sizes = in_sizes(open_page, f"/workbench?task={task}&iteration=2")
    page = next(sizes)
    open_task_card(page)
    check(page)
    for resized in sizes:
        check(resized)


@pytest.mark.parametrize(
    "network",
    [
        "text=ab",
        "text=mississippi",
        f"text={LONG}",
        "hidden_size=2",
        "hidden_size=64",
        "cell=lstm&text=mississippi",
        "cell=gru",
        "cell=window_3",
        "sharing=none",
    ],
)
def test_nothing_of_a_network_is_cut_without_a_sign(open_page: OpenPage, network: str) -> None:
    for page in in_sizes(open_page, f"/workbench?{network}"):
        check(page)


def test_nothing_of_a_comparison_is_cut_without_a_sign(open_page: OpenPage) -> None:
    for page in in_sizes(open_page, "/compare", ready="#network-second .network-column"):
        see_figures(page)
        check(page)


@pytest.mark.parametrize("path", ["/experiments", "/gradients"])
def test_nothing_of_an_experiment_is_cut_without_a_sign(open_page: OpenPage, path: str) -> None:
    for page in in_sizes(open_page, path, ready="#controls"):
        check(page)


def test_nothing_of_the_documentation_is_cut_without_a_sign(open_page: OpenPage) -> None:
    sizes = in_sizes(open_page, "/docs", ready=".opblock")
    page = next(sizes)
    page.locator(".opblock-summary-control").first.click()
    page.wait_for_selector(".opblock-body pre")
    check(page)
    for resized in sizes:
        check(resized)


@pytest.mark.parametrize("phase", ["h_2", "dh_2", "gradients_2", "update"])
def test_nothing_of_a_phase_is_cut_without_a_sign(open_page: OpenPage, phase: str) -> None:
    for page in in_sizes(open_page, f"/workbench?iteration=3&phase={phase}"):
        check(page)


@pytest.mark.parametrize(
    ("network", "sizes"),
    [
        ("text=hello", ["1280x720", "1024x768", "768x1024"]),
        ("text=mississippi", ["1440x900"]),
        ("text=hello&cell=gru", ["1440x900", "1280x720", "1024x768"]),
        ("text=hello&cell=lstm", ["1440x900", "1280x720", "1024x768"]),
        ("text=ab&cell=gru", ["390x844"]),
        ("text=ab&cell=lstm", ["390x844"]),
        ("text=abcdefgh", ["1440x900"]),
        ("text=ab", ["390x844"]),
        ("task=remembering", ["1440x900"]),
        ("task=translation", ["1440x900"]),
        ("task=sentiment", ["1440x900"]),
    ],
)
def test_a_network_that_fits_is_on_screen_as_a_whole(
    open_page: OpenPage, network: str, sizes: list[str]
) -> None:
    for page in in_sizes(open_page, f"/workbench?{network}", sizes):
        at_rest(page)
        assert page.locator("#network").evaluate(OUT_OF_SIGHT) == [], page.viewport_size


# Between the states of a gated cell stand its gates: of ten timesteps, no row of them is as narrow.
@pytest.mark.parametrize("cell", ["gru", "lstm"])
def test_a_network_that_does_not_fit_says_that_it_scrolls(open_page: OpenPage, cell: str) -> None:
    page = opened(open_page, f"/workbench?text=mississippi&cell={cell}", "1440x900")
    network = page.locator("#network")
    scroller = network.locator(".network-scroller")
    assert network.evaluate(OUT_OF_SIGHT) != []
    expect(scroller).to_have_attribute("data-more", "right")
    expect(network.locator(".network-shown")).to_have_text(re.compile(r"^t = 1–\d of 10$"))


@pytest.mark.parametrize(
    "network",
    [
        "text=ab",
        "text=hello",
        "text=mississippi",
        f"text={LONG}",
        "text=abcdefgh",
        "hidden_size=64",
        "sharing=none",
        "cell=gru",
        "cell=lstm",
        "cell=window_3",
        "task=counting",
        "task=translation",
        "task=sentiment",
        "task=captioning",
        "task=remembering",
    ],
)
def test_no_texts_of_a_network_stand_on_one_another(open_page: OpenPage, network: str) -> None:
    sizes = ["1440x900", "1280x720", "768x1024", "390x844"]
    for page in in_sizes(open_page, f"/workbench?{network}&iteration=3", sizes):
        at_rest(page)
        assert texts_on_another(page) == []


HUNDRED = "ab" * 56


@pytest.mark.parametrize("text", ["hello", "mississippi", HUNDRED], ids=["4", "10", "111"])
@pytest.mark.parametrize(
    "network",
    ["cell=tanh", "cell=gru", "cell=lstm", "cell=window_3", "sharing=none", "hidden_size=64"],
)
def test_the_last_timestep_is_whole_once_it_is_reached(
    open_page: OpenPage, network: str, text: str
) -> None:
    for page in in_sizes(open_page, f"/workbench?{network}&text={text}", ["390x844", "1440x900"]):
        page.locator("#network .network-scroller").evaluate("one => { one.scrollLeft = 1e6; }")
        last = page.locator(f".network-column[data-column='{len(text) - 1}']")
        expect(last.locator(".network-caption")).to_be_visible()
        assert [cut for cut in cut_texts(page) if "network-picture" in cut] == []
        assert (
            last.evaluate(
                """(column) => column.getBoundingClientRect().right
              - column.closest('svg').getBoundingClientRect().right"""
            )
            <= 1
        )


def test_both_sides_of_the_comparison_show_the_whole_default_word(open_page: OpenPage) -> None:
    page = open_page("/compare", ready="#network-second .network-column")
    for side in ("first", "second"):
        assert page.locator(f"#network-{side}").evaluate(OUT_OF_SIGHT) == []


@pytest.mark.parametrize("size", ["1440x900", "1280x720", "1024x768"])
def test_the_network_is_above_the_fold_down_to_what_it_reads(
    open_page: OpenPage, size: str
) -> None:
    page = opened(open_page, "/workbench", size)
    captions = page.locator("#network .network-caption")
    bottoms = captions.evaluate_all("all => all.map((one) => one.getBoundingClientRect().bottom)")
    assert len(bottoms) == 4
    assert max(bottoms) <= SIZES[size]["height"]


def test_under_a_network_there_is_no_dead_space(open_page: OpenPage) -> None:
    page = opened(open_page, "/workbench?text=mississippi", "1440x900")
    network = box_of(page.locator("#network .network-picture"))
    formulas = box_of(page.locator(".network-formulas"))
    assert formulas["y"] - (network["y"] + network["height"]) < 60


def test_the_sign_goes_when_the_end_is_reached(open_page: OpenPage) -> None:
    page = opened(open_page, f"/workbench?text={LONG}", "1440x900")
    scroller = page.locator("#network .network-scroller")
    expect(scroller).to_have_attribute("data-more", "right")
    scroller.evaluate("one => { one.scrollLeft = 200; }")
    expect(scroller).to_have_attribute("data-more", "left right")
    scroller.evaluate("one => { one.scrollLeft = one.scrollWidth; }")
    expect(scroller).to_have_attribute("data-more", "left")


def test_what_fits_has_no_scrollbar_for_a_fraction_of_a_pixel(open_page: OpenPage) -> None:
    page = opened(open_page, "/workbench", "1440x900")
    network = page.locator("#network")
    network.locator(".network-scroller").evaluate("one => { one.style.width = '1000.6px'; }")
    expect(network.locator(".network-canvas")).to_have_css("width", "1000px")


def test_what_all_fits_has_no_sign(open_page: OpenPage) -> None:
    page = opened(open_page, "/workbench", "1440x900")
    assert page.locator("#network .network-scroller").get_attribute("data-more") is None
    assert page.locator("#spelling").get_attribute("data-more") is None
