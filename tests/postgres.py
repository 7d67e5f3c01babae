"""A PostgreSQL of the tests' own: a cluster in a folder, reached through a socket in it."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote

import psycopg
from psycopg.sql import SQL, Identifier

_DEBIAN = Path("/usr/lib/postgresql")
_USER = "postgres"


def find_postgres() -> Path | None:
    """The folder of PostgreSQL's programs; None where it is not installed."""
    if (found := shutil.which("initdb")) is not None:
        return Path(found).resolve().parent
    versions = sorted(_DEBIAN.glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    return versions[-1].parent if versions else None


def _as_user() -> list[str]:
    """PostgreSQL refuses to run as root."""
    return ["setpriv", "--reuid", _USER, "--regid", _USER, "--init-groups"] if _is_root() else []


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


@contextmanager
def postgres() -> Iterator[str]:
    """A running cluster: the address of its database `postgres`."""
    programs = find_postgres()
    assert programs is not None
    # Not below pytest's folder: only its owner can look into that, and a socket's path is short.
    with TemporaryDirectory(prefix="rnn-pg-") as name:
        folder = Path(name)
        if _is_root():
            shutil.chown(folder, _USER, _USER)
        data, environment = folder / "data", {**os.environ, "LC_ALL": "C.UTF-8"}

        def run(program: str, *arguments: str) -> None:
            # Not captured: the server would keep a pipe open.
            subprocess.run(
                [*_as_user(), programs / program, *arguments],
                check=True,
                stdout=subprocess.DEVNULL,
                env=environment,
                cwd=folder,
            )

        owner = ("-U", _USER, "-A", "trust")
        run("initdb", "-D", str(data), *owner, "--no-sync", "-E", "UTF8")
        options = f"-k {folder} -c listen_addresses='' -c fsync=off -c max_connections=200"
        run("pg_ctl", "-D", str(data), "-w", "-o", options, "-l", str(folder / "log"), "start")
        try:
            yield f"postgresql://{_USER}@/{_USER}?host={quote(str(folder))}"
        finally:
            run("pg_ctl", "-D", str(data), "-m", "immediate", "stop")


def emptied(address: str, name: str) -> str:
    """The address of a new, empty database of a cluster."""
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(SQL("CREATE DATABASE {}").format(Identifier(name)))
    return address.replace(f"/{_USER}?", f"/{name}?")
