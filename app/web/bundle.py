"""The pages' scripts and styles as they were built, and the elements that load them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TypedDict

from markupsafe import Markup


class _Page(TypedDict):
    script: str
    style: str | None
    chunks: list[str]


class Bundle:
    """What `static/build.mjs` wrote: the files of each page, named by their content."""

    def __init__(self, folder: Path, address: str) -> None:
        self._manifest = folder / "manifest.json"
        self._address = address
        self._read: tuple[int, dict[str, _Page]] | None = None

    def elements(self, *pages: str) -> Markup:
        """The elements of a head that load all that these need at once, and run them in order.

        Raises `RuntimeError` where the pages were not built.
        """
        read = [self._pages()[page] for page in pages]
        style = Markup('<link rel="stylesheet" href="{}">')
        chunk = Markup('<link rel="modulepreload" href="{}">')
        # Nothing is painted before the scripts have drawn: what the page begins with is drawn once.
        script = Markup('<script blocking="render" type="module" src="{}"></script>')
        styles = [files["style"] for files in read if files["style"] is not None]
        chunks = dict.fromkeys(name for files in read for name in files["chunks"])
        elements = [
            *(style.format(self._url(name)) for name in styles),
            *(chunk.format(self._url(name)) for name in chunks),
            *(script.format(self._url(files["script"])) for files in read),
        ]
        return Markup("\n  ").join(elements)

    def script(self, page: str) -> Markup:
        """A script that runs before anything is painted."""
        return Markup('<script src="{}"></script>').format(self._url(self._pages()[page]["script"]))

    def address(self, page: str) -> str:
        """The address of a script that is imported when it is needed."""
        return self._url(self._pages()[page]["script"])

    def is_built(self) -> bool:
        """Whether there is anything to serve."""
        return self._manifest.is_file()

    def _url(self, name: str) -> str:
        return f"{self._address}/{name}"

    def _pages(self) -> dict[str, _Page]:
        try:
            changed = self._manifest.stat().st_mtime_ns
        except OSError:
            raise RuntimeError("the pages have not been built: run `make build`") from None
        if self._read is None or self._read[0] != changed:
            self._read = (changed, json.loads(self._manifest.read_text(encoding="utf-8")))
        return self._read[1]
