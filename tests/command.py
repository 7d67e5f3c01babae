"""The server as a user starts it: in a process of its own, by its command."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from tests.app import forked

_READY = re.compile(r"RNN Explainer is at (http://\S+) \(Ctrl-C stops it\)\n")


@contextmanager
def started(
    *arguments: str, program: str = "", **environment: str
) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The process, killed at the end, and the address that it says it is at.

    It runs the command with its arguments, or a `program` in its place.
    """
    process = subprocess.Popen(
        [sys.executable, *(("-c", program) if program else ("-m", "app.main")), *arguments],
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    try:
        line = process.stdout.readline()
        match = _READY.fullmatch(line)
        assert match, line + (process.stderr.read() if process.stderr else "")
        yield process, match[1]
    finally:
        process.kill()
        process.communicate()


@contextmanager
def served(*arguments: str, **environment: str) -> Iterator[str]:
    """The address that the command says it is at, without importing all anew: for what asks it."""
    process, line = forked.commanded(*arguments, **environment)
    try:
        match = _READY.fullmatch(line)
        assert match, line
        yield match[1]
    finally:
        process.kill()
        process.join()
