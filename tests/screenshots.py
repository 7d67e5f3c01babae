"""Pictures of the pages for the README, taken by the project itself: `make screenshots`."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.browser.conftest import running_server
from tests.chromium import find_chromium

DOCS = Path(__file__).resolve().parents[1] / "docs"
SIZE = {"width": 1440, "height": 900}


def take(page: Page, name: str) -> None:
    """Waits until the figures are there and stand still, and writes the picture."""
    page.locator(".js-plotly-plot").first.wait_for()
    page.wait_for_timeout(1500)
    page.screenshot(path=DOCS / name)


def main() -> None:
    """Writes docs/workbench.png: "hello" after twelve iterations, and why h_3[4] is what it is."""
    DOCS.mkdir(exist_ok=True)
    with running_server() as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find_chromium(), args=["--no-sandbox", "--hide-scrollbars"]
        )
        page = browser.new_page(viewport=SIZE, reduced_motion="reduce")  # type: ignore[arg-type]
        page.goto(f"{server.url}/?iteration=12&inspect=h_3:4")
        take(page, "workbench.png")
        browser.close()


if __name__ == "__main__":
    main()
