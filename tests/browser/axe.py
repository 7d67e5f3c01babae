"""axe-core on a page: what would keep somebody from using it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.axe import AXE
from tests.browser.boxes import at_rest, lay_out

needs_axe = pytest.mark.skipif(not AXE.is_file(), reason="axe-core is not installed: make check")

COLOURS = ("color-contrast", "link-in-text-block")
"""The rules of axe that read colours; every other one judges light and dark alike."""

# A rule says how bad every violation of it is, so those that find nothing serious need not run.
# What passes is counted, but not described, which takes longer than to judge it.
_RUN = """async ([within, only]) => {
  const slight = axe._audit.rules.filter(({impact}) => impact === 'minor' || impact === 'moderate');
  const {violations} = await axe.run(within, {
    resultTypes: ['violations'],
    rules: Object.fromEntries(slight.map(({id}) => [id, {enabled: false}])),
    ...(only === null ? {} : {runOnly: {type: 'rule', values: only}}),
  });
  return violations
    .filter(({impact}) => impact === 'serious' || impact === 'critical')
    .flatMap(({id, nodes}) => nodes.map(({target, failureSummary}) =>
      `${id} at ${target.join(' ')}: ${failureSummary}`));
}"""
_source: list[str] = []


def violations(
    page: Page, within: str = "body", *, rules: tuple[str, ...] | None = None
) -> list[str]:
    """The serious ones, each with where it is; of all rules, or of some."""
    lay_out(page)
    at_rest(page)
    if page.evaluate("typeof axe === 'undefined'"):
        if not _source:
            _source.append(AXE.read_text())
        # Through the debugger, because the page's security policy admits no inline script.
        page.evaluate(_source[0])
    found = page.evaluate(_RUN, [within, rules])
    assert isinstance(found, list)
    return found


def switch_theme(page: Page) -> None:
    """Takes the other theme, as its button does."""
    root = page.locator("html")
    theme = "light" if root.get_attribute("data-theme") == "dark" else "dark"
    # Not by the pointer: nothing else on the page is left, hovered or closed by it.
    page.locator("#theme").evaluate("button => { button.click(); }")
    expect(root).to_have_attribute("data-theme", theme)
    at_rest(page)


def in_both_themes(page: Page) -> Iterator[tuple[str, ...] | None]:
    """The rules to judge each theme by: all of them first; in the other theme those of colours.

    A page that is judged in several states is walked through them once in each theme.
    """
    yield None
    switch_theme(page)
    yield COLOURS
    switch_theme(page)


def violations_in_both_themes(page: Page, within: str = "body") -> list[str]:
    """What is on screen, by all rules, and once more by those of colours in the other theme."""
    return [
        f"{page.get_attribute('html', 'data-theme')}: {each}"
        for rules in in_both_themes(page)
        for each in violations(page, within, rules=rules)
    ]
