"""Which Chromium the browser tests drive; as a program: print its path, or fail with the reason."""

import os
import shutil
import sys
from pathlib import Path

from playwright.sync_api import Error, sync_playwright

NAMES = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)
MACOS = (
    Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"),
    Path("/Applications/Chromium.app/Contents/MacOS/Chromium"),
)


def find_chromium() -> Path | None:
    """The one RNN_EXPLAINER_CHROMIUM names, one on the PATH, or Playwright's own download."""
    named = os.environ.get("RNN_EXPLAINER_CHROMIUM")
    if named:
        return Path(named) if Path(named).is_file() else None
    for name in NAMES:
        found = shutil.which(name)
        if found:
            return Path(found)
    for application in MACOS:
        if application.is_file():
            return application
    try:
        with sync_playwright() as playwright:
            own = Path(playwright.chromium.executable_path)
    except Error:
        return None
    return own if own.is_file() else None


if __name__ == "__main__":
    path = find_chromium()
    if path is None:
        sys.exit("no Chromium or Chrome found")
    print(path)
