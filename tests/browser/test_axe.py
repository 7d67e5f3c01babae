"""What judges the pages finds what it is there to find: each kind is planted, and found."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser.axe import COLOURS, needs_axe, violations, violations_in_both_themes
from tests.browser.conftest import OpenPage

pytestmark = needs_axe

PLANT = """(html) => {
  const bed = document.createElement('div');
  bed.id = 'planted';
  bed.innerHTML = html;
  document.querySelector('main').append(bed);
}"""

# What is serious of what a page can be built with, whatever its theme.
PLANTED = {
    "aria-allowed-attr": '<p role="note" aria-checked="true">checked</p>',
    "aria-command-name": '<div role="button" tabindex="0"></div>',
    "aria-hidden-focus": '<div aria-hidden="true"><button>hidden</button></div>',
    "aria-input-field-name": '<div role="slider" tabindex="0" aria-valuenow="1"></div>',
    "aria-required-attr": '<div role="slider" tabindex="0" aria-label="no value"></div>',
    "aria-required-children": '<div role="list"><div role="button" tabindex="0">x</div></div>',
    "aria-required-parent": '<div role="listitem">alone</div>',
    "aria-roles": '<div role="nothing">no role</div>',
    "aria-toggle-field-name": '<div role="switch" aria-checked="true" tabindex="0"></div>',
    "aria-valid-attr": '<p aria-nothing="true">no attribute</p>',
    "aria-valid-attr-value": '<button aria-expanded="perhaps">unclear</button>',
    "button-name": "<button></button>",
    "definition-list": "<dl><p>no term</p></dl>",
    "dlitem": "<dd>of no list</dd>",
    "image-alt": '<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">',
    "label": "<input>",
    "link-name": '<a href="#planted"></a>',
    "list": "<ul><p>no item</p></ul>",
    "listitem": "<li>of no list</li>",
    "nested-interactive": '<div role="button" tabindex="0">a <a href="#b">b</a></div>',
    "role-img-alt": '<div role="img"></div>',
    "scrollable-region-focusable": (
        '<div style="height: 50px; overflow: auto"><p>up</p><p>down</p><p>farther down</p></div>'
    ),
    "select-name": "<select><option>one</option></select>",
    "svg-img-alt": '<svg role="img" width="9" height="9"><circle r="4"/></svg>',
    "tabindex": '<button tabindex="3">first</button>',
    "td-headers-attr": '<table><tr><th>a</th><td headers="gone">b</td></tr></table>',
}


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    page = open_page("/glossary", ready="main h1", reduced_motion="reduce")
    assert violations(page) == []
    return page


def kinds(found: list[str]) -> set[str]:
    return {each.removeprefix("light: ").removeprefix("dark: ").split(" at ")[0] for each in found}


def test_each_kind_is_found_where_it_is_planted(page: Page) -> None:
    missed = {}
    for kind, html in PLANTED.items():
        page.evaluate(PLANT, html)
        if kind not in (found := kinds(violations(page, "#planted"))):
            missed[kind] = found
        page.evaluate("document.querySelector('#planted').remove()")
    assert missed == {}


def test_what_is_planted_once_is_found_in_a_whole_page(page: Page) -> None:
    page.evaluate(PLANT, PLANTED["button-name"])
    [found] = violations(page)
    assert found.startswith("button-name at #planted > button: ")
    page.evaluate("document.documentElement.removeAttribute('lang')")
    assert kinds(violations(page, "html")) == {"button-name", "html-has-lang"}


ONLY_IN_LIGHT = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    .letters { color: light-dark(#222, #444); background: light-dark(#fff, #222); }
    .link { text-decoration: none !important; border: 0 !important; background: none !important; }
    .link { color: light-dark(#b44, #ccc) !important; }
    .around { color: light-dark(#000, #ddd) !important; }
    :root[data-theme="light"] #planted { color-scheme: light; }
    :root[data-theme="dark"] #planted { color-scheme: dark; }`);
  document.adoptedStyleSheets.push(sheet);
}"""


@pytest.mark.parametrize(
    ("kind", "html"),
    [
        ("color-contrast", '<p class="letters">Letters that are hardly seen.</p>'),
        (
            "link-in-text-block",
            '<p class="around">Text with <a href="#planted" class="link">a link</a> in it.</p>',
        ),
    ],
    ids=["contrast", "link"],
)
def test_what_is_wrong_with_the_colours_of_the_other_theme_is_found(
    page: Page, kind: str, html: str
) -> None:
    page.evaluate(PLANT, html)
    page.evaluate(ONLY_IN_LIGHT)
    assert violations(page) == []
    found = violations_in_both_themes(page)
    assert kinds(found) == {kind}
    assert all(each.startswith("dark: ") for each in found)
    assert page.get_attribute("html", "data-theme") == "light"


def test_only_the_rules_of_colours_read_colours(page: Page) -> None:
    """What else axe states as a matter of colours would have to be judged in both themes too."""
    violations(page)
    stated = page.evaluate(
        """() => axe.getRules(['cat.color']).map(({ruleId}) => ruleId)
          .filter((id) => axe._audit.rules.find((rule) => rule.id === id).enabled)"""
    )
    assert set(stated) == set(COLOURS)
