"""What takes seconds to compute is computed once, whichever tests and workers ask for it."""

from __future__ import annotations

import hashlib
import os
import pickle
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

_FOLDER = "RNN_EXPLAINER_TESTS_FOLDER"
Result = TypeVar("Result")


def folder_for_this_run() -> TemporaryDirectory[str]:
    """Where it is kept until the tests end: the workers, which start later, find it too."""
    folder = TemporaryDirectory(prefix="rnn-tests-")
    os.environ[_FOLDER] = folder.name
    return folder


def once(compute: Callable[[], Result], *key: object) -> Result:
    """What it comes to. The key, as it is written, has to say all that decides the result."""
    name = hashlib.sha256(
        repr((compute.__module__, compute.__qualname__, key)).encode()
    ).hexdigest()
    path = Path(os.environ[_FOLDER]) / name
    if path.is_file():
        found: Result = pickle.loads(path.read_bytes())
        return found
    result = compute()
    # Whole, or not there: another worker may be reading, or have computed it meanwhile.
    own = path.with_suffix(f".{os.getpid()}")
    own.write_bytes(pickle.dumps(result))
    own.replace(path)
    return result
