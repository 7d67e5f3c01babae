"""What a reader can read: how large text is on screen, and what of it is cut off without a sign.

Everything is measured as it is drawn: with the scale of the drawing it stands in, behind the edges
of what it scrolls in.
"""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.boxes import at_rest, lay_out

LEAST = 11.0
"""Pixels; rounding takes less than a hundredth away."""

_TEXTS = """
  function* texts() {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const range = document.createRange();
    while (walker.nextNode()) {
      const node = walker.currentNode;
      const element = node.parentElement;
      if (node.textContent.trim() === '' || element.matches('script, style, noscript')) continue;
      if (!element.checkVisibility({opacityProperty: true, visibilityProperty: true})) continue;
      if (element.closest('.visually-hidden, .network-table, .sprite, .skip-link')) continue;
      // What is not drawn of a picture still has boxes of text in Chromium.
      if (element.closest('text')?.getBoundingClientRect().width === 0) continue;
      range.selectNodeContents(node);
      const boxes = [...range.getClientRects()].filter((box) => box.width > 0 && box.height > 0);
      if (boxes.length > 0) yield [node, element, boxes];
    }
  }
  const where = (element) => {
    const own = element.getAttribute('class');
    const around = element.closest('[id]');
    return `<${element.localName}${own ? ` class="${own}"` : ''}> in #${around ? around.id : ''}`;
  };
"""

_SMALL = (
    "(least) => {"
    + _TEXTS
    + """
  const small = new Set();
  const tell = (size, what, element) => {
    if (size < least - 0.01) small.add(`${size.toFixed(1)}px “${what}” ${where(element)}`);
  };
  // A script that is a sign of its own is as large as the digits that are as high.
  const brush = document.createElement('canvas').getContext('2d');
  const height = (sign, {fontFamily}) => {
    brush.font = `100px ${fontFamily}`;
    return brush.measureText(sign).actualBoundingBoxAscent;
  };
  const share = (style) => height('\u2081', style) / height('1', style);
  for (const [node, element] of texts()) {
    const style = getComputedStyle(element);
    let size = parseFloat(style.fontSize);
    if (/[\u00b2\u00b3\u00b9\u2070-\u209c]/.test(node.textContent)) size *= share(style);
    if (element instanceof SVGElement) {
      const {a, b, c, d} = element.getScreenCTM();
      size *= Math.sqrt(Math.abs(a * d - b * c));
    }
    tell(size, node.textContent.trim().slice(0, 24), element);
  }
  // In a typeset formula each glyph is a box as high as its font's; the formula's own size is the
  // largest of them.
  for (const formula of document.querySelectorAll('svg.formula')) {
    if (!formula.checkVisibility({visibilityProperty: true})) continue;
    const heights = [...formula.querySelectorAll('use')].map((use) => use.height.baseVal.value);
    const drawn = formula.getBoundingClientRect().width / formula.viewBox.baseVal.width;
    if (heights.length === 0 || drawn === 0) continue;
    const em = 20 / Math.max(...heights);
    tell(Math.min(...heights) * em * drawn, formula.getAttribute('aria-label'), formula);
  }
  return [...small];
}"""
)

_CUT = (
    "() => {"
    + _TEXTS
    + """
  const SLACK = 2;
  const sides = (box, edge) => [
    box.left < edge.left - SLACK && 'left',
    box.right > edge.right + SLACK && 'right',
    box.top < edge.top - SLACK && 'up',
    box.bottom > edge.bottom + SLACK && 'down',
  ].filter(Boolean);
  const cut = new Set();
  for (const [node, element, boxes] of texts()) {
    const text = node.textContent.trim().slice(0, 24);
    boxes: for (const box of boxes) {
      for (let around = element; around !== document.body; around = around.parentElement) {
        const style = getComputedStyle(around);
        const clips = {
          left: style.overflowX !== 'visible', right: style.overflowX !== 'visible',
          up: style.overflowY !== 'visible', down: style.overflowY !== 'visible',
        };
        if (style.display === 'inline') continue;
        const beyond = sides(box, around.getBoundingClientRect()).filter((side) => clips[side]);
        if (beyond.length === 0) continue;
        if (style.textOverflow === 'ellipsis') continue boxes;
        const more = (around.dataset.more ?? '').split(' ');
        const faded = style.maskImage !== 'none' || around.matches('.network-scroller');
        const scrolls = beyond.every((side) => more.includes(side)) && faded;
        if (scrolls) continue boxes;
        cut.add(`“${text}” is cut ${beyond} by ${where(around)}`);
        continue boxes;
      }
      if (box.right > innerWidth + SLACK || box.left < -SLACK) {
        cut.add(`“${text}” stands beside the window: ${where(element)}`);
      }
    }
  }
  return [...cut];
}"""
)

_ON_ANOTHER = (
    "() => {"
    + _TEXTS
    + """
  const drawn = [...texts()]
    .filter(([, element]) => element.closest('.network-picture'))
    .flatMap(([node, , boxes]) => boxes.map((box) => [node.textContent.trim(), box]));
  const found = new Set();
  drawn.forEach(([text, box], i) => {
    for (const [other, its] of drawn.slice(i + 1)) {
      const across = Math.min(box.right, its.right) - Math.max(box.left, its.left);
      const down = Math.min(box.bottom, its.bottom) - Math.max(box.top, its.top);
      // Above and below its signs a line of text has some room.
      if (across > 1.5 && down > 5) found.add(`“${text}” and “${other}”`);
    }
  });
  return [...found];
}"""
)

_UNTOLD = """() => {
  const untold = [];
  for (const element of document.querySelectorAll('body *')) {
    if (element instanceof SVGElement || element.matches('textarea, select')) continue;
    if (!element.checkVisibility({visibilityProperty: true})) continue;
    const {overflowX, overflowY, maskImage} = getComputedStyle(element);
    const scrolls = (overflow) => overflow === 'auto' || overflow === 'scroll';
    const across = scrolls(overflowX) && element.scrollWidth > element.clientWidth + 2;
    const down = scrolls(overflowY) && element.scrollHeight > element.clientHeight + 2;
    if (!across && !down) continue;
    const more = element.dataset.more ?? '';
    const told = (!across || /left|right/.test(more)) && (!down || /up|down/.test(more));
    const focusable = 'a[href], button, input, select, textarea, summary, [tabindex]';
    const reached = element.matches(focusable) || element.querySelector(focusable) !== null;
    if (!told || maskImage === 'none' || !reached) {
      untold.push(`${element.localName}#${element.id}.${element.className}: ${more}`);
    }
  }
  return untold;
}"""


_PAINTED = """
  (measure) => new Promise((done) => {
    // Sizes are reported once a frame is laid out: to the page first, which marks what scrolls.
    const frame = new ResizeObserver(() => {
      frame.disconnect();
      done(measure());
    });
    frame.observe(document.body);
  })
"""


def _as_painted(page: Page, measure: str) -> list[str]:
    """What is measured in a frame as the reader gets it, and not while it is in the making."""
    lay_out(page)
    found: list[str] = page.evaluate(f"() => ({_PAINTED})({measure})")
    return found


def small_texts(page: Page) -> list[str]:
    """The visible texts, scripts of formulas included, that are smaller than LEAST on screen."""
    lay_out(page)
    found: list[str] = page.evaluate(_SMALL, LEAST)
    return found


def cut_texts(page: Page) -> list[str]:
    """The texts of which something is out of sight, where nothing shows that there is more."""
    return _as_painted(page, _CUT)


def texts_on_another(page: Page) -> list[str]:
    """The texts of the network's picture that stand on one another."""
    return _as_painted(page, _ON_ANOTHER)


def untold_scrollers(page: Page) -> list[str]:
    """What has more than it shows and does not show it, or cannot be scrolled by the keys."""
    return _as_painted(page, _UNTOLD)


def see_figures(page: Page) -> None:
    """Brings every figure into sight, so that it is drawn, and goes back up."""
    for figure in page.locator(".plot").all():
        if figure.is_visible():
            figure.scroll_into_view_if_needed()
            figure.locator(".main-svg").first.wait_for(state="attached")
    page.evaluate("window.scrollTo(0, 0)")
    at_rest(page)


def open_task_card(page: Page) -> None:
    """All of the task card: its shape, a try, the score, the examples."""
    page.locator("#task-card details").evaluate("details => { details.open = true; }")
    page.click("#task-score-ask")
    expect(page.locator("#task-score-table table")).to_be_visible()
