"""A real server in a process of its own, a real Chromium, and a watch over what a page does."""

import json
import os
import re
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, Protocol

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Page,
    Request,
    Route,
    ViewportSize,
    expect,
    sync_playwright,
)

from tests.app import forked
from tests.chromium import find_chromium

_STARTED = re.compile(r"(http://[\w.:\[\]]+)")
ABORTED = "net::ERR_ABORTED"
# Milliseconds a busy machine is given; waiting ends as soon as a page is as expected.
_PATIENCE = 60_000
expect.set_options(timeout=_PATIENCE)
# The page has its run, follows it and shows it: the first trace is drawn before the run is made.
_JOINED = "body:has(#run-summary:not(:empty)):has(#connection[data-state=live])"
TRACED = f"{_JOINED} #spelling .tile"
_ROOT = Path(__file__).resolve().parents[2]
_SETTINGS = {f"RNN_EXPLAINER_{work}_SECONDS": "60" for work in ("GRADIENT", "CHECK", "SCORE")}
"""What is cut short by the clock has other numbers on a busy machine than on an idle one."""


@dataclass
class Server:
    """The server under test; it can be stopped, and started again on the same port."""

    port: int = 0
    url: str = ""
    home: Path = _ROOT
    """The checkout that it serves."""
    database: str = "off"
    _process: subprocess.Popen[str] | BaseProcess | None = field(default=None, repr=False)

    def start(self) -> None:
        arguments = ("--host", "127.0.0.1", "--port", str(self.port))
        environment = {**_SETTINGS, "RNN_EXPLAINER_DATABASE": self.database}
        if self.home == _ROOT:
            self._process, line = forked.commanded(*arguments, **environment)
        else:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "app.main", *arguments],
                cwd=self.home,
                env=os.environ | environment,
                stdout=subprocess.PIPE,
                text=True,
            )
            assert self._process.stdout is not None
            line = self._process.stdout.readline()
        started = _STARTED.search(line)
        assert started is not None, f"the server did not start: {line}"
        self.url = started[1]
        self.port = int(self.url.rsplit(":", 1)[1])

    def stop(self) -> None:
        if self._process is not None:
            self._process.terminate()
            self._end()

    def kill(self) -> None:
        assert self._process is not None
        self._process.kill()
        self._end()

    def _end(self) -> None:
        if isinstance(self._process, BaseProcess):
            self._process.join(60)
            assert self._process.exitcode is not None, "the server does not stop"
        elif self._process is not None:
            self._process.communicate(timeout=60)
        self._process = None

    def request(self, method: str, path: str, body: object = None) -> Any:
        """An answer of the API; None when it is empty."""
        request = urllib.request.Request(
            self.url + path,
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=60) as answer:
            content = answer.read()
        return json.loads(content) if content else None


@dataclass
class Watch:
    """What must not happen on a page. A test that provokes it clears the lists again."""

    origin: str
    console: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)
    _navigations: int = field(default=0, repr=False)
    _loaded: int = field(default=0, repr=False)
    """How many documents have been loaded so far."""
    _asked: dict[Request, int] = field(default_factory=dict, repr=False)
    _aborted: list[Request] = field(default_factory=list, repr=False)

    def follow(self, page: Page) -> None:
        page.on(
            "console",
            lambda m: self.console.append(m.text) if m.type in ("error", "warning") else None,
        )
        page.on("pageerror", lambda error: self.console.append(str(error)))
        page.on("request", self._note)
        page.on("requestfailed", self._judge)
        page.on("domcontentloaded", self._count)
        page.on(
            "response",
            lambda r: self.failed.append(f"{r.status} {r.url}") if r.status >= 400 else None,
        )
        page.on(
            "request",
            lambda r: (
                self.foreign.append(r.url)
                if not r.url.startswith((self.origin + "/", "data:", "blob:"))
                else None
            ),
        )

    def _note(self, request: Request) -> None:
        self._navigations += request.is_navigation_request()
        self._asked[request] = self._loaded

    def _count(self, page: Page) -> None:
        self._loaded += 1

    def _judge(self, request: Request) -> None:
        if request.url.endswith("/events"):
            return  # closing an event stream is no failure
        if request.failure == ABORTED and "/api/gradients" in request.url:
            return  # something else was chosen in the laboratory meanwhile
        if request.failure == ABORTED:
            self._aborted.append(request)
        else:
            self.failed.append(f"{request.method} {request.url}: {request.failure}")

    def _left_behind(self, request: Request) -> bool:
        """Whether a page asked for it that was then left or reloaded: its requests are cut off."""
        return self._navigations > 1 and self._asked.get(request, 0) < self._loaded

    def clear(self) -> None:
        self.console.clear()
        self.failed.clear()
        self._aborted.clear()

    def check(self) -> None:
        assert self.console == []
        aborted = [r.url for r in self._aborted if not self._left_behind(r)]
        assert self.failed + aborted == []
        assert self.foreign == []


class OpenPage(Protocol):
    """Opens an address of the server in a window of its own, and waits until `ready` is there.

    `alone` gives it a context that no other test uses: for what cannot be taken back, as a clock
    that is faked.
    """

    def __call__(
        self, path: str = "/workbench", *, ready: str = TRACED, alone: bool = False, **options: Any
    ) -> Page: ...


def shorten_experiments(page: Page) -> None:
    """Each experiment that the page asks for is carried out with fewer seeds and iterations."""

    def shorten(route: Route) -> None:
        asked: dict[str, Any] = json.loads(route.request.post_data or "")
        few = {"iterations": 20, "evaluations": 4, "seeds": asked["seeds"][:2]}
        route.continue_(post_data=json.dumps({**asked, **few}))

    page.route("**/api/experiments", shorten)


@contextmanager
def running_server(home: Path = _ROOT, database: str = "off") -> Iterator[Server]:
    server = Server(home=home, database=database)
    server.start()
    try:
        yield server
    finally:
        server.stop()


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    with running_server() as running:
        yield running


@pytest.fixture
def own_server() -> Iterator[Server]:
    """A server that the test may stop."""
    with running_server() as running:
        yield running


@pytest.fixture
def keeping_server(tmp_path: Path) -> Iterator[Server]:
    """A server with a database, that the test may kill."""
    with running_server(database=f"sqlite:///{tmp_path / 'runs.sqlite3'}") as running:
        yield running


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    chromium = find_chromium()
    if chromium is None:
        pytest.skip("no Chromium was found: make browser")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=str(chromium), args=["--no-sandbox", "--disable-gpu"]
        )
        yield launched
        launched.close()


# What a page can be given without a context of its own.
_MEDIA = {"color_scheme", "reduced_motion"}


class Profiles:
    """
    Contexts that serve one test after another, so that pages and scripts come from their cache.

    Windows of one test have a context each; what a test left in one is gone before the next.
    """

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._contexts: list[BrowserContext] = []
        self._taken = 0

    def new_page(self, origin: str, viewport: ViewportSize, **media: Any) -> Page:
        if self._taken == len(self._contexts):
            self._contexts.append(self._browser.new_context())
        context = self._contexts[self._taken]
        self._taken += 1
        page = context.new_page()
        # Playwright fakes it for a whole context, for good: no test after it would see a mark.
        assert page.evaluate(_HAS_ITS_CLOCK), "an earlier test faked the clock; open it `alone`"
        session = context.new_cdp_session(page)
        session.send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": _STORED})
        session.detach()
        page.set_viewport_size(viewport)
        page.emulate_media(**media)
        return page

    def give_back(self) -> None:
        for context in self._contexts[: self._taken]:
            for page in context.pages:
                page.close()
            context.clear_permissions()
        self._taken = 0


_HAS_ITS_CLOCK = "() => /native code/.test(performance.mark)"
# Everything but the cache.
_STORED = "cookies,local_storage,indexeddb,service_workers,cache_storage"


@pytest.fixture(scope="session")
def profiles(browser: Browser) -> Profiles:
    return Profiles(browser)


@contextmanager
def _windows(
    profiles: Profiles, browser: Browser, server: Server, watch: Watch
) -> Iterator[OpenPage]:
    own: list[BrowserContext] = []

    def open_page(
        path: str = "/workbench", *, ready: str = TRACED, alone: bool = False, **options: Any
    ) -> Page:
        options = {"viewport": {"width": 1440, "height": 900}, "color_scheme": "light", **options}
        if not alone and options.keys() <= {"viewport", *_MEDIA}:
            page = profiles.new_page(server.url, **options)
        else:
            own.append(browser.new_context(**options))
            page = own[-1].new_page()
        page.set_default_timeout(_PATIENCE)
        watch.follow(page)
        page.goto(server.url + path)
        page.wait_for_selector(ready)
        return page

    try:
        yield open_page
    finally:
        profiles.give_back()
        for context in own:
            context.close()


@pytest.fixture
def watch(server: Server) -> Iterator[Watch]:
    watching = Watch(server.url)
    yield watching
    watching.check()


@pytest.fixture
def open_page(
    profiles: Profiles, browser: Browser, server: Server, watch: Watch
) -> Iterator[OpenPage]:
    with _windows(profiles, browser, server, watch) as opener:
        yield opener


class OpenOn(Protocol):
    """Windows on another server than the shared one."""

    def __call__(self, server: Server, watch: Watch) -> AbstractContextManager[OpenPage]: ...


@pytest.fixture
def open_on(profiles: Profiles, browser: Browser) -> OpenOn:
    return lambda server, watch: _windows(profiles, browser, server, watch)
