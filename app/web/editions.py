"""A folder of static files at one moment: their version, and what a page's modules import.

All files have their version in their path, so relative imports of modules keep it, and a browser
that has the files of a version need not ask for them again.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

VERSION = re.compile(r"[0-9a-f]{16}")

# `import "x"`, `import … from "x"` and `export … from "x"`, where a line begins: what a comment
# says of types has something before it, and what is imported only when asked for, a parenthesis.
_IMPORT = re.compile(r"""^(?:import|export)\b(?:[^"'`;()=]*?\bfrom)?\s*["']([^"']+)["']""", re.M)


def imported(source: str) -> list[str]:
    """What an ES module imports before it runs, as it is written there, in order."""
    return _IMPORT.findall(source)


@dataclass(frozen=True)
class Edition:
    """What the files of a folder are at one moment."""

    prefix: str
    """Where the folder is served."""
    version: str
    digests: Mapping[str, str]
    """By path within the folder."""
    imports: Mapping[str, tuple[str, ...]]
    """The modules, each with those that it imports itself, by path within the folder."""

    def url(self, path: str) -> str:
        """The address of a file, of this version. Raises `KeyError` when there is no such file."""
        if path not in self.digests:
            raise KeyError(f"there is no static file {path}")
        return f"{self.prefix}/{self.version}/{path}"

    def closure(self, entry: str) -> list[str]:
        """A module and all that it needs to run, those that are a step away before those at two."""
        found = [entry]
        for module in found:
            found += [name for name in dict.fromkeys(self.imports[module]) if name not in found]
        return found

    def preloads(self, entry: str) -> list[str]:
        """The addresses of all that a module needs to run, without its own."""
        return [self.url(path) for path in self.closure(entry)[1:]]


class EditionedFolder:
    """A folder whose files may change: its edition is made anew when they have."""

    def __init__(self, root: Path, prefix: str) -> None:
        self.root = root
        self._prefix = prefix
        self._state: dict[str, tuple[int, int]] = {}
        self._edition: Edition | None = None

    def edition(self) -> Edition:
        """What the files are now."""
        state = dict(_files(self.root))
        if self._edition is None or state != self._state:
            self._edition = self._read(sorted(state))
            self._state = state
        return self._edition

    def latest(self) -> Edition:
        """What the files were when they were last looked at."""
        return self._edition or self.edition()

    def _read(self, paths: list[str]) -> Edition:
        digests: dict[str, str] = {}
        imports: dict[str, tuple[str, ...]] = {}
        for path in paths:
            content = (self.root / path).read_bytes()
            digests[path] = digest(content)
            if path.endswith(".js"):
                names = imported(content.decode())
                imports[path] = tuple(_resolved(path, name) for name in names)
        whole = "\n".join(f"{path} {name}" for path, name in digests.items())
        # A preload is a hint: what is not there is missed when it is imported.
        there = {
            path: tuple(name for name in names if name in imports)
            for path, names in imports.items()
        }
        return Edition(self._prefix, digest(whole.encode())[:16], digests, there)


def digest(content: bytes) -> str:
    """A name for this very content."""
    return hashlib.sha256(content).hexdigest()[:24]


def _resolved(module: str, name: str) -> str:
    """ "js/pages/a.js", "../dom.js" -> "js/dom.js"."""
    return os.path.normpath(PurePosixPath(module).parent / name).replace(os.sep, "/")


def _files(root: Path, below: str = "") -> Iterator[tuple[str, tuple[int, int]]]:
    """Each file's path within the folder, and what changes when its content does."""
    with os.scandir(root / below) as entries:
        for entry in entries:
            path = f"{below}{entry.name}"
            if entry.is_dir():
                yield from _files(root, f"{path}/")
            else:
                stat = entry.stat()
                yield path, (stat.st_mtime_ns, stat.st_size)
