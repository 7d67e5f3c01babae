"""axe-core on a page: what would keep somebody from using it."""

import pytest
from playwright.sync_api import Page

from tests.axe import AXE
from tests.browser.boxes import lay_out

needs_axe = pytest.mark.skipif(not AXE.is_file(), reason="axe-core is not installed: make check")


def violations(page: Page, within: str = "body") -> list[str]:
    """The serious ones, each with where it is."""
    lay_out(page)
    # Through the debugger, because the page's security policy admits no inline script.
    page.evaluate(AXE.read_text())
    found = page.evaluate(
        """async (within) => (await axe.run(within)).violations
          .filter(({impact}) => impact === 'serious' || impact === 'critical')
          .flatMap(({id, nodes}) => nodes.map(({target, failureSummary}) =>
            `${id} at ${target.join(' ')}: ${failureSummary}`))""",
        within,
    )
    assert isinstance(found, list)
    return found
