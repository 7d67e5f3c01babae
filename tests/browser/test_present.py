"""Presenting: the network alone on the screen, rows of it covered, on every size of screen."""

import pytest
from playwright.sync_api import FloatRect, Page, ViewportSize, expect

from tests.browser.axe import needs_axe, violations_in_both_themes
from tests.browser.conftest import OpenPage

SCREENS: list[ViewportSize] = [
    {"width": 1280, "height": 720},
    {"width": 1920, "height": 1080},
    {"width": 3840, "height": 2160},
]
LEAST_TEXT = 14

# Every text on screen that is smaller, with its size: what is drawn larger counts as it is seen.
SMALL = """least => {
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const {parentElement: parent, textContent} = walker.currentNode;
    const range = document.createRange();
    range.selectNode(walker.currentNode);
    const {width, height, top} = range.getBoundingClientRect();
    const isSeen = parent.checkVisibility({visibilityProperty: true}) && width > 1 && height > 1;
    if (textContent.trim() === '' || !isSeen || top > innerHeight) continue;
    if (parent.closest('.visually-hidden, option, script, template') !== null) continue;
    const size = parseFloat(getComputedStyle(parent).fontSize) * parent.currentCSSZoom;
    if (size < least - 0.05) found.push([textContent.trim(), size]);
  }
  return found;
}"""


def present(page: Page) -> None:
    page.locator("#present").click()
    expect(page.locator("#stop-presenting")).to_be_visible()
    page.wait_for_function("document.querySelector('#network').currentCSSZoom > 1.2")


def box(page: Page, selector: str) -> FloatRect:
    found = page.locator(selector).first.bounding_box()
    assert found is not None
    return found


@pytest.mark.parametrize("viewport", SCREENS, ids=["small", "usual", "large"])
@pytest.mark.parametrize("query", ["", "?text=mississippi", "?cell=lstm"])
def test_the_network_fills_the_screen_with_letters_that_the_last_row_can_read(
    open_page: OpenPage, viewport: ViewportSize, query: str
) -> None:
    page = open_page(f"/workbench{query}", viewport=viewport)
    present(page)
    assert page.evaluate(SMALL, LEAST_TEXT) == []
    picture, bar = box(page, ".network-picture"), box(page, ".present-bar")
    across = picture["width"] / viewport["width"]
    room = bar["y"] - box(page, ".network-room")["y"]
    assert across > 0.9 or picture["height"] / room > 0.85
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    for hidden in (".site-header", ".spelling-card", ".figures", ".equations", "#panel-setup"):
        expect(page.locator(hidden).first).to_be_hidden()


def test_hello_is_whole_on_a_small_projector(open_page: OpenPage) -> None:
    page = open_page(viewport=SCREENS[0])
    present(page)
    picture, bar = box(page, ".network-picture"), box(page, ".present-bar")
    assert picture["y"] + picture["height"] <= bar["y"] + 1
    assert picture["x"] + picture["width"] <= SCREENS[0]["width"]


def test_one_steps_walks_and_asks_while_presenting(open_page: OpenPage) -> None:
    page = open_page(viewport=SCREENS[1])
    present(page)
    page.locator("#step").click()
    expect(page.locator("#goto")).to_have_value("1")
    page.keyboard.press(".")
    expect(page.locator("#phase-caption")).to_be_visible()
    page.locator("#phases-leave").click()
    page.locator(".network [data-quantity='h'][data-t='2']").first.click()
    expect(page.locator("#inspector-title")).to_be_visible()
    explained = box(page, ".panel-card")
    assert explained["x"] + explained["width"] <= SCREENS[1]["width"]
    # Escape leaves what was opened last, one after the other.
    page.keyboard.press("Escape")
    expect(page.locator("#inspector-title")).to_have_count(0)
    expect(page.locator("#stop-presenting")).to_be_visible()


def test_p_begins_and_ends_and_everything_is_as_it_was(open_page: OpenPage) -> None:
    page = open_page()
    before = box(page, ".network-picture")
    page.keyboard.press("p")
    expect(page.locator("#stop-presenting")).to_be_visible()
    page.keyboard.press("p")
    expect(page.locator("#stop-presenting")).to_have_count(0)
    expect(page.locator(".site-header")).to_be_visible()
    expect(page.locator("#present")).to_be_focused()
    page.wait_for_function(
        """before => {
          const picture = document.querySelector('.network-picture');
          const {width, height} = picture.getBoundingClientRect();
          return width === before.width && height === before.height;
        }""",
        arg=before,
    )


def test_what_is_covered_is_nowhere_on_the_page_until_it_is_revealed(open_page: OpenPage) -> None:
    page = open_page()
    page.locator("#step").click()
    expect(page.locator("#goto")).to_have_value("1")
    probs = page.locator("#network [data-quantity='probs']")
    losses = page.locator("#network [data-quantity='loss']")
    shown = probs.count(), losses.count()
    assert min(shown) > 0
    present(page)
    page.locator("#cover-losses").click()
    expect(losses).to_have_count(0)
    expect(probs).to_have_count(shown[0])
    expect(page.locator("#loss")).to_be_hidden()
    page.locator("#cover-predictions").click()
    expect(probs).to_have_count(0)
    expect(page.locator("#network .network-verdict")).to_have_count(0)
    table = page.locator("#network table")
    expect(table).to_contain_text("not yet")
    for column in page.locator("#network .network-column[data-column]").all():
        label = column.get_attribute("aria-label")
        assert label is not None
        assert "predict" not in label
        assert "loss" not in label
    page.locator("#stop-presenting").click()
    # Nor beside it, when the chrome is back.
    for hidden in ("#spelling .tile", "#sentence", "#loss"):
        expect(page.locator(hidden).first).to_be_hidden()
    page.locator("#step").click()
    expect(page.locator("#goto")).to_have_value("2")
    expect(probs).to_have_count(0)
    page.locator("button.network-cover").click()
    expect(probs).to_have_count(shown[0])
    expect(losses).to_have_count(shown[1])
    expect(page.locator("#spelling .tile").first).to_be_visible()
    expect(page.locator("#loss")).to_be_visible()


def test_a_key_covers_more_and_then_nothing(open_page: OpenPage) -> None:
    page = open_page()
    for cover in ("losses", "predictions"):
        page.keyboard.press("x")
        expect(page.locator("body")).to_have_attribute("data-cover", cover)
    page.keyboard.press("x")
    expect(page.locator(".network-cover")).to_have_count(0)


@needs_axe
def test_axe_finds_nothing_while_presenting(open_page: OpenPage) -> None:
    page = open_page()
    present(page)
    page.locator("#cover-predictions").click()
    assert violations_in_both_themes(page) == []


def test_a_link_hides_parts_of_the_page(open_page: OpenPage) -> None:
    hide = "menu,setup,spelling,figures,questions"
    page = open_page(f"/workbench?hide={hide}&iteration=2", ready="#network .network-column")
    expect(page.locator("#goto")).to_have_value("2")
    for hidden in ("#tab-setup", "#panel-setup", ".spelling-card", ".figures", ".questions-card"):
        expect(page.locator(hidden)).to_be_hidden()
    expect(page.locator(".site-nav a").first).to_be_hidden()
    expect(page.locator("#tab-share")).to_be_visible()
    # The key that would open it finds nothing to open.
    page.keyboard.press("e")
    expect(page.locator("#panel-setup")).to_be_hidden()
    page.locator("#step").click()
    expect(page.locator("#goto")).to_have_value("3")
    page.wait_for_function("new URLSearchParams(location.search).get('iteration') === '3'")
    assert "hide=menu,spelling,setup,questions,figures" in page.url


def test_a_teacher_chooses_what_the_copied_link_hides(open_page: OpenPage) -> None:
    page = open_page(alone=True, permissions=["clipboard-read", "clipboard-write"])
    page.locator("#tab-share").click()
    page.locator(".hiding summary").click()
    for name in ("figures", "setup"):
        page.locator(f".hiding input[value={name}]").check()
    page.locator("#copy-link").click()
    expect(page.locator("#copy-status")).not_to_be_empty()
    link = page.evaluate("navigator.clipboard.readText()")
    assert link.endswith("hide=setup,figures")
    expect(page.locator(".figures")).to_be_visible()
    page.goto(link)
    expect(page.locator("#step")).to_be_enabled()
    expect(page.locator(".figures")).to_be_hidden()
    expect(page.locator("#tab-setup")).to_have_count(0)
