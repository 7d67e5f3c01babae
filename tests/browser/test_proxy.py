"""The pages below a path of a proxy: no request of theirs leaves it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

from playwright.sync_api import expect

from tests.browser.conftest import TRACED, OpenOn, Server, Watch
from tests.browser.test_workbench import at_iteration
from tests.command import served
from tests.nginx import location


def test_no_request_leaves_the_path(
    behind_nginx: Callable[[str], AbstractContextManager[str]], open_on: OpenOn
) -> None:
    with (
        served("--port", "0", "--root-path", "/rnn") as address,
        behind_nginx(location(address.removesuffix("/rnn"))) as outside,
    ):
        below = Server(url=f"{outside}/rnn")
        watch = Watch(below.url)
        with open_on(below, watch) as open_page:
            page = open_page("/", ready="#first-told:not(:empty)", alone=True)
            expect(page.locator("#first-curl")).to_contain_text(f"{below.url}/api/runs")
            page.click("#first-workbench")
            page.wait_for_selector(TRACED)
            before = page.locator("#goto").input_value()
            page.click("#step")
            at_iteration(page, int(before) + 1)
            # A figure, for which Plotly comes; a number, whose formula does.
            page.locator("#figures").scroll_into_view_if_needed()
            expect(page.locator("#figures .main-svg").first).to_be_attached()
            page.locator("#network [data-quantity='h'][data-t='1']").first.click()
            expect(page.locator("#inspector svg").first).to_be_attached()
            expect(page.locator("#inspector")).to_contain_text("tanh")
            # The switch reloads in the other language, and finds the run again.
            page.click("[data-language=zh]")
            page.wait_for_selector(f"html[lang=zh] {TRACED}")
            at_iteration(page, int(before) + 1)
            assert page.url.startswith(f"{below.url}/workbench")
            paths = {each["name"]: each["path"] for each in page.context.cookies()}
            assert paths["lang"] == "/rnn/"
            assert set(paths.values()) == {"/rnn/"}
            page.goto(f"{below.url}/docs")
            expect(page.locator(".opblock").first).to_be_visible()
            page.goto(f"{below.url}/experiments")
            expect(page.locator("#models, main").first).to_be_visible()
            assert page.url.startswith(f"{below.url}/experiments")
        watch.check()
