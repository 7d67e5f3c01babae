"""A cluster of Dask's as its users start one: a scheduler and workers, each a process."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

_ROOT = Path(__file__).parents[1]


@contextmanager
def cluster(folder: Path, workers: int = 2) -> Iterator[str]:
    """The address of a running scheduler with so many workers."""
    file = folder / "scheduler.json"
    environment = {**os.environ, "PYTHONPATH": str(_ROOT)}

    def start(command: str, *options: str) -> subprocess.Popen[bytes]:
        line = [sys.executable, "-m", "distributed.cli.dask_" + command, *options]
        with (folder / f"{command}.log").open("ab") as log:
            return subprocess.Popen(
                line,
                env=environment,
                cwd=folder,
                stdout=log,
                stderr=log,
                # The workers have processes of their own, which are to end with them.
                start_new_session=True,
            )

    with ExitStack() as stack:
        local = ("--scheduler-file", str(file))
        started = [
            start("scheduler", *local, "--host", "127.0.0.1", "--port", "0", "--no-dashboard")
        ]
        stack.callback(lambda: [_end(process) for process in started])
        while not (file.exists() and file.read_text().strip()):
            assert started[0].poll() is None, (folder / "scheduler.log").read_text()
            time.sleep(0.02)
        threads = ("--nworkers", str(workers), "--nthreads", "1", "--no-dashboard")
        started.append(start("worker", *local, *threads))
        yield json.loads(file.read_text())["address"]


def _end(process: subprocess.Popen[bytes]) -> int:
    os.killpg(process.pid, signal.SIGKILL)
    return process.wait()
