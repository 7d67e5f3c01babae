"""Pictures of the pages for the README, taken by the project itself: `make screenshots`."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlencode

from playwright.sync_api import Page, expect, sync_playwright

from tests.browser.conftest import Server, running_server
from tests.chromium import find_chromium

DOCS = Path(__file__).resolve().parents[1] / "docs"
SIZE = {"width": 1440, "height": 900}


def stand_still(page: Page) -> None:
    """Waits until what is in sight has been drawn."""
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(1500)


def first(page: Page, server: Server) -> None:
    """The page to begin on, once its network has learned to spell "hello"."""
    page.goto(f"{server.url}/")
    expect(page.locator("#first-curl code")).not_to_be_empty()
    page.click("#train")
    expect(page.locator("#first-told")).to_contain_text("first spelled", timeout=60_000)
    expect(page.locator("#train progress")).to_have_count(0, timeout=60_000)
    stand_still(page)
    page.screenshot(path=DOCS / "first.png")


def workbench(page: Page, server: Server) -> None:
    """ "hello" after twelve iterations, and why h_3[4] is what it is."""
    page.goto(f"{server.url}/workbench?iteration=12&inspect=h_3:4")
    expect(page.locator("#inspector-body")).to_contain_text("h")
    stand_still(page)
    page.screenshot(path=DOCS / "workbench.png")


def captioning(page: Page, server: Server) -> None:
    """A trained network says what is on a picture it has not seen."""
    tasks = server.request("GET", "/api/tasks")["tasks"]
    (suggested,) = (task["suggested"] for task in tasks if task["name"] == "captioning")
    trained = {"task": "captioning", **suggested, "cell": "gru", "iteration": 20_000}
    page.goto(f"{server.url}/workbench?{urlencode(trained)}")
    expect(page.locator("#goto")).to_have_value("20000", timeout=60_000)
    page.click("#task-grid-pick")
    page.click("#task-score-ask")
    expect(page.locator("#task-score-table")).to_contain_text("test")
    stand_still(page)
    page.locator("#task-card").screenshot(path=DOCS / "captioning.png")


def experiments(page: Page, server: Server) -> None:
    """What becomes of weights that no two timesteps share."""
    page.goto(f"{server.url}/experiments")
    page.click("[data-preset='sharing']")
    expect(page.locator("#status")).to_contain_text("Done.", timeout=60_000)
    stand_still(page)
    page.screenshot(path=DOCS / "experiments.png")


def gradients(page: Page, server: Server) -> None:
    """A gradient that explodes."""
    page.goto(f"{server.url}/gradients")
    page.click("[data-preset='explode']")
    expect(page.locator("#results")).to_have_attribute("aria-busy", "false", timeout=60_000)
    stand_still(page)
    page.screenshot(path=DOCS / "gradients.png")


def main() -> None:
    """Writes docs/*.png."""
    DOCS.mkdir(exist_ok=True)
    with running_server() as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find_chromium(), args=["--no-sandbox", "--hide-scrollbars"]
        )
        for take in (first, workbench, captioning, experiments, gradients):
            page = browser.new_page(viewport=SIZE, reduced_motion="reduce")  # type: ignore[arg-type]
            take(page, server)
            page.close()
        browser.close()


if __name__ == "__main__":
    main()
