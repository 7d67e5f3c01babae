"""Every language on every page: nothing bypasses the catalogues, everything fits, and switching
from one to the other loses nothing."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from app.web.language import COOKIE
from app.words.language import LANGUAGES
from app.words.messages import messages
from tests import pseudo
from tests.browser.conftest import TRACED, OpenOn, OpenPage, Server, Watch, running_server

ROOT = Path(__file__).resolve().parents[2]
SERVED = ("app", "templates", "static")

PAGES = {
    "/": "#first-curl code:not(:empty)",
    "/workbench": TRACED,
    "/workbench?cell=lstm&iteration=3&phase=da_3": "#phases.is-inside",
    "/workbench?cell=gru&inspect=h_3:1": "#inspector-title",
    "/compare": "#network-second .network-column",
    "/experiments": "#controls",
    "/gradients": "#results[data-iteration]",
    "/runs": ".kept-none",
    "/docs": "#swagger-ui .opblock",
}
"""Addresses, and what is there when a page is."""
WIDTHS = (1440, 390)


@pytest.fixture(scope="module")
def made_up(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server of a checkout with one more language: nothing but a folder is added to it."""
    home = tmp_path_factory.mktemp("checkout")
    for name in SERVED:
        shutil.copytree(ROOT / name, home / name, ignore=shutil.ignore_patterns("dist"))
    for name in ("rnn_core", "node_modules"):
        (home / name).symlink_to(ROOT / name)
    pseudo.write(home / "static" / "messages")
    # Node.js may be the one that `make` installs beside Python.
    path = f"{os.environ['PATH']}{os.pathsep}{Path(sys.executable).parent}"
    node = shutil.which("node", path=path)
    assert node is not None, "the pages are built with Node.js"
    subprocess.run([node, "static/build.mjs"], cwd=home, check=True)
    with running_server(home) as server:
        yield server


# Words without accents in what can be read: text, and what is told of an element.
WORDS = """() => {
  const found = [];
  const note = (element, kind, text) => {
    for (const word of text.match(/[A-Za-z]{3,}/g) ?? []) {
      const classes = [...element.classList].map((name) => "." + name).join("");
      found.push([word, element, kind, text.trim().slice(0, 60), classes]);
    }
  };
  const walker = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT);
  for (let text = walker.nextNode(); text; text = walker.nextNode()) {
    note(text.parentElement, "text", text.data);
  }
  const told = ["title", "aria-label", "aria-valuetext", "aria-description", "placeholder", "alt"];
  for (const name of told) {
    for (const element of document.querySelectorAll(`[${name}]`)) {
      note(element, name, element.getAttribute(name));
    }
  }
  return found.map(([word, element, kind, text, classes]) => ({
    word, kind, text,
    within: EXCUSED.filter((selector) => element.closest(selector) !== null),
    place: `${element.localName}#${element.closest("[id]")?.id ?? ""}${classes}`,
  }));
}"""

NOT_READ = (
    "script, style, noscript, template, code, pre, kbd",
    "[data-language]",  # the languages' own names
    "#swagger-ui",  # the documentation of the API is in English
    ".plot",
)
"""What nobody reads, and what is the same in every language."""
NOT_SAID_YET = (
    ".first-chapters [lang]",  # chapters that are not written in the language
)
"""What the server still says in English itself."""
NAMES = {"hello", "hell", "tanh", "softmax", "log", "Adagrad", "SGD", "Adam", "CSV", "JSON"}
"""The text that is learnt, functions, and names."""


def bypassing(page: Page) -> list[str]:
    """What can be read without accents: where it stands, and its beginning."""
    found = page.evaluate(WORDS.replace("EXCUSED", repr([*NOT_READ, *NOT_SAID_YET])))
    return list(
        dict.fromkeys(
            f"{each['place']} {each['kind']}: {each['text']}"
            for each in found
            if not each["within"] and each["word"] not in NAMES
        )
    )


def in_language(path: str, language: str = pseudo.TAG) -> str:
    return f"{path}{'&' if '?' in path else '?'}lang={language}"


def widest(page: Page, width: int) -> int:
    """How wide the page is in a window of this width."""
    page.set_viewport_size({"width": width, "height": 900})
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 300)))")
    wide: int = page.evaluate("document.documentElement.scrollWidth")
    return wide


@pytest.mark.parametrize("path", PAGES)
def test_nothing_bypasses_the_catalogues_and_longer_words_fit(
    made_up: Server, open_on: OpenOn, path: str
) -> None:
    watch = Watch(made_up.url)
    with open_on(made_up, watch) as open_page:
        page = open_page(in_language(path), ready=PAGES[path])
        assert bypassing(page) == []
        assert {width: widest(page, width) for width in WIDTHS} == {w: w for w in WIDTHS}
    watch.check()


@pytest.mark.parametrize("language", LANGUAGES[1:])
@pytest.mark.parametrize("path", PAGES)
def test_every_page_opens_in_every_language(open_page: OpenPage, path: str, language: str) -> None:
    page = open_page(in_language(path, language), ready=PAGES[path])
    expect(page.locator("html")).to_have_attribute("lang", language)
    expect(page.locator(".skip-link")).to_have_text(messages(language).say("skip"))
    assert {width: widest(page, width) for width in WIDTHS} == {w: w for w in WIDTHS}
    # The address names a run and not its reader.
    assert "lang=" not in page.url
    page.goto(page.url.split("?")[0])
    expect(page.locator("html")).to_have_attribute("lang", language)


def test_switching_the_language_keeps_run_iteration_and_phase(open_page: OpenPage) -> None:
    page = open_page("/workbench?cell=gru&iteration=4#network", ready="#spelling .tile")
    page.keyboard.press("ArrowRight")
    page.wait_for_url("**iteration=5**")
    page.click("[data-chapter='2']")
    run = page.evaluate("history.state.run")
    address = page.url
    other = page.locator(f"[data-language={LANGUAGES[-1]}]")
    other.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.wait_for_selector("#phases.is-inside")
    expect(page.locator("html")).to_have_attribute("lang", LANGUAGES[-1])
    expect(other).to_have_attribute("aria-current", "true")
    assert (page.evaluate("history.state.run"), page.url) == (run, address)
    (cookie,) = (each for each in page.context.cookies() if each["name"] == COOKIE)
    assert (cookie["name"], cookie["value"], cookie["sameSite"]) == ("lang", LANGUAGES[-1], "Lax")


def test_a_page_asks_in_its_own_language_whatever_another_window_chose(
    server: Server, open_page: OpenPage
) -> None:
    page = open_page(in_language("/workbench", LANGUAGES[-1]))
    page.context.add_cookies([{"name": "lang", "value": LANGUAGES[0], "url": server.url}])
    with page.expect_request(f"**/step?lang={LANGUAGES[-1]}"):
        page.keyboard.press("ArrowRight")
