"""The workbench in a real browser, beside a page that only holds the drawing the workbench makes.

Both come over HTTP/1.1 to a window without a cache, one after the other, so that they meet the same
moments of the machine. A page is drawn when the frame that first has the network in it is painted.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from statistics import median
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from benchmarks.report import Goal, Report
from benchmarks.serving import HOST, server
from tests.chromium import find_chromium

AFTER_CLICK_MS = 1500
"""For so long after a click, what holds up the page is the click's."""
TRAINING_MS = 3000
"""For so long, frames are counted while the run trains as fast as it goes."""
LONGEST_CLICK_MS = 50
LARGEST_RATIO = 4.0
LARGEST_RATIO_AGAIN = 4.0
MOST_REQUESTS = 12

_PROBE = """
window.blocks = [];
new PerformanceObserver((list) => {
  for (const { startTime, duration } of list.getEntries()) {
    window.blocks.push([startTime, startTime + duration]);
  }
}).observe({ type: "longtask", buffered: true });
new MutationObserver((_, observer) => {
  if (document.querySelector("#network svg [data-quantity='h']") !== null) {
    observer.disconnect();
    requestAnimationFrame(() => setTimeout(() => { window.drawn = performance.now(); }));
  }
}).observe(document, { childList: true, subtree: true });
"""
_STILL = """() => {
  const styles = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]);
  const css = styles.map((rule) => rule.cssText).join("\\n");
  const { lang, dataset } = document.documentElement;
  return `<!doctype html><html lang="${lang}" data-theme="${dataset.theme}">` +
    `<meta charset="utf-8">` +
    `<title>A drawing</title><style>${css}</style>` +
    `<body>${document.querySelector(".network-card").outerHTML}</body></html>`;
}"""
# From the click itself until the frame with the next iteration in it has been painted.
_CLICK = """() => new Promise((painted) => {
  const button = document.querySelector("#step");
  const shown = document.querySelector("#goto");
  const next = String(Number(shown.value) + 1);
  button.addEventListener("click", ({ timeStamp }) => {
    const look = () => {
      if (shown.value !== next) return requestAnimationFrame(look);
      setTimeout(() => painted(performance.now() - timeStamp));
    };
    requestAnimationFrame(look);
  }, { once: true, capture: true });
  button.click();
})"""
_TRAINING = """async (during) => {
  const at = () => Number(document.querySelector("#goto").value);
  const began = performance.now();
  const first = at();
  const seen = new Set();
  let frames = 0;
  while (performance.now() - began < during) {
    await new Promise(requestAnimationFrame);
    frames += 1;
    seen.add(at());
  }
  const seconds = (performance.now() - began) / 1000;
  return {
    frames: frames / seconds,
    drawn: seen.size / seconds,
    iterations: (at() - first) / seconds,
  };
}"""
_RESULT = """() => {
  const entries = performance.getEntriesByType("resource");
  const plotly = entries.find(({ name }) => name.includes("plotly"))?.startTime ?? Infinity;
  const sent = entries.filter((e) => e.transferSize > 0 && e.startTime < window.drawn);
  return {
    drawn: window.drawn,
    requests: sent.length,
    files: sent.filter(({ name }) => name.includes("/static/")).length,
    plotly: plotly !== Infinity,
    blocked: Math.max(
      0, ...window.blocks.filter(([start]) => start < plotly).map(([start, end]) => end - start),
    ),
  };
}"""


@dataclass(frozen=True)
class Visit:
    """What one visit came to; times in milliseconds; requests that left the browser
    before the network was drawn."""

    drawn: float
    requests: int
    files: int
    plotly: bool
    blocked: float


def run(report: Report, repeats: int, environment: Mapping[str, str]) -> None:
    """Measures; says so where there is no browser."""
    report.begin()
    chromium = find_chromium()
    if chromium is None:
        report.say("  There is no Chromium here: make browser")
        return
    with server(environment) as port, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(chromium), args=["--no-sandbox", "--disable-gpu"]
        )
        _measure(report, repeats, browser, f"http://{HOST}:{port}/workbench")
        browser.close()


def _measure(report: Report, repeats: int, browser: Browser, url: str) -> None:
    with _window(browser) as context:
        page = _visit(context, url)[0]
        still = page.evaluate(_STILL)
    first: list[Visit] = []
    again: list[Visit] = []
    static: list[Visit] = []
    clicked: list[float] = []
    painted: list[float] = []
    trained: list[dict[str, float]] = []
    with _served(still.encode()) as still_url:
        for _ in range(repeats):
            with _window(browser) as context:
                static.append(_visit(context, still_url)[1])
            with _window(browser) as context:
                page, visit = _visit(context, url)
                first.append(visit)
                clicked.append(_blocked_by_click(page))
                painted.append(page.evaluate(_CLICK))
                trained.append(_trained(page))
                again.append(_visit(context, url)[1])

    for name, visits, target in (
        ("first visit / still drawing", first, LARGEST_RATIO),
        ("second visit / still drawing", again, LARGEST_RATIO_AGAIN),
    ):
        ratios = [one.drawn / other.drawn for one, other in zip(visits, static, strict=True)]
        report.goal(Goal.of_ratios(name, ratios, target))
    requests = median(visit.requests for visit in first)
    report.goal(Goal("requests of a first visit until then", requests, MOST_REQUESTS))
    report.goal(Goal("requests of a second visit for files", _files(again), 0))
    report.goal(
        Goal("from a click on Step until it is painted", median(painted), LONGEST_CLICK_MS, "ms")
    )
    report.table(
        "Until the network is drawn",
        [
            _row("still drawing", static),
            _row("first visit", first),
            _row("second visit", again),
        ],
    )
    report.table(
        "What holds up the page longest (ms; 0 is less than 50)",
        [
            {"when": "opening it", "median": median(visit.blocked for visit in first)},
            {"when": "after a click", "median": median(clicked)},
        ],
    )
    report.table(
        "While a run trains as fast as it goes (per second)",
        [
            {
                "run": "hello",
                "frames": median(each["frames"] for each in trained),
                "iterations shown": median(each["drawn"] for each in trained),
                "iterations trained": median(each["iterations"] for each in trained),
            }
        ],
    )


def _row(name: str, visits: list[Visit]) -> dict[str, Any]:
    return {
        "page": name,
        "ms": median(visit.drawn for visit in visits),
        "requests until then": median(visit.requests for visit in visits),
        "with Plotly at once": sum(visit.plotly for visit in visits),
    }


def _files(visits: list[Visit]) -> float:
    return median(visit.files for visit in visits)


@contextmanager
def _window(browser: Browser) -> Iterator[BrowserContext]:
    """A window of its own, with nothing in its cache."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    context.add_init_script(_PROBE)
    try:
        yield context
    finally:
        context.close()


def _visit(context: BrowserContext, url: str) -> tuple[Page, Visit]:
    page = context.new_page()
    page.goto(url)
    page.wait_for_function("() => window.drawn !== undefined")
    return page, Visit(**page.evaluate(_RESULT))


def _blocked_by_click(page: Page) -> float:
    """Milliseconds that the page is held up at most after a click on Step."""
    began = page.evaluate("() => performance.now()")
    page.click("#step")
    page.wait_for_function("() => document.querySelector('#goto').value === '1'")
    page.wait_for_timeout(AFTER_CLICK_MS)
    found = page.evaluate(
        "(began) => Math.max(0, ...window.blocks.filter(([, end]) => end > began)"
        ".map(([start, end]) => end - Math.max(start, began)))",
        began,
    )
    return float(found)


def _trained(page: Page) -> dict[str, float]:
    """What a second of training comes to, with the network on screen."""
    page.select_option("#speed", "max")
    page.click("#train")
    page.wait_for_function("() => Number(document.querySelector('#goto').value) > 10")
    found: dict[str, float] = page.evaluate(_TRAINING, TRAINING_MS)
    page.click("#train")
    return found


@contextmanager
def _served(content: bytes) -> Iterator[str]:
    """The address of a page with this content, as long as it lasts."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self.send_response(200 if self.path == "/" else 204)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(content) if self.path == "/" else 0))
            self.end_headers()
            if self.path == "/":
                self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    with ThreadingHTTPServer((HOST, 0), Handler) as served:
        thread = threading.Thread(target=served.serve_forever)
        thread.start()
        try:
            yield f"http://{HOST}:{served.server_port}/"
        finally:
            served.shutdown()
            thread.join()
