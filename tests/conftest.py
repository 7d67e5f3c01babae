"""What every test can count on, and what must not be skipped in silence.

Four things may be missing on a user's machine: PyTorch, the oracle of the core's tests, a
Chromium for the browser tests, nginx, and PostgreSQL. Tests that need one are then skipped. Where
they must run, RNN_EXPLAINER_REQUIRE_TORCH=1, RNN_EXPLAINER_REQUIRE_BROWSER=1,
RNN_EXPLAINER_REQUIRE_NGINX=1 and RNN_EXPLAINER_REQUIRE_POSTGRESQL=1 turn its absence into a
failure of the whole run.
"""

import importlib
import inspect
import os
import secrets
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from typing import Any

import anyio
import pytest
from hypothesis import settings

from tests.axe import AXE
from tests.chromium import find_chromium
from tests.nginx import find_nginx, nginx
from tests.once import folder_for_this_run
from tests.postgres import emptied, find_postgres, postgres

# Timing limits per example only measure how busy the machine is.
settings.register_profile(
    "rnn-explainer", deadline=None, print_blob=True, derandomize=bool(os.environ.get("CI"))
)
settings.load_profile("rnn-explainer")

REQUIRE_TORCH = "RNN_EXPLAINER_REQUIRE_TORCH"
REQUIRE_BROWSER = "RNN_EXPLAINER_REQUIRE_BROWSER"
REQUIRE_NGINX = "RNN_EXPLAINER_REQUIRE_NGINX"
REQUIRE_POSTGRESQL = "RNN_EXPLAINER_REQUIRE_POSTGRESQL"
BROWSER_TESTS = Path(__file__).parent / "browser"
# Each has a Chromium of its own.
_MOST_WORKERS = 16


# Servers that tests start as a user does must not write among the user's data.
os.environ["RNN_EXPLAINER_DATABASE"] = "off"


def _required(variable: str) -> bool:
    return os.environ.get(variable, "") not in ("", "0")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Twice as many as there are cores: a browser test mostly waits for its browser."""
    return min(2 * (os.cpu_count() or 1), _MOST_WORKERS)


def pytest_configure(config: pytest.Config) -> None:
    if config.option.help or config.option.version:
        return
    if not hasattr(config, "workerinput"):
        config.add_cleanup(folder_for_this_run().cleanup)
    if _required(REQUIRE_TORCH):
        try:
            importlib.import_module("torch")
        except ImportError as error:
            raise pytest.UsageError(
                f"{REQUIRE_TORCH} is set, but PyTorch cannot be imported: {error}"
            ) from error
    if _required(REQUIRE_BROWSER) and find_chromium() is None:
        raise pytest.UsageError(f"{REQUIRE_BROWSER} is set, but no Chromium was found")
    if _required(REQUIRE_NGINX) and find_nginx() is None:
        raise pytest.UsageError(f"{REQUIRE_NGINX} is set, but no nginx was found")
    if _required(REQUIRE_POSTGRESQL) and find_postgres() is None:
        raise pytest.UsageError(f"{REQUIRE_POSTGRESQL} is set, but no PostgreSQL was found")
    if _required(REQUIRE_BROWSER) and not AXE.is_file():
        raise pytest.UsageError(
            f"{REQUIRE_BROWSER} is set, but axe-core is not installed: make check"
        )


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if BROWSER_TESTS in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    """Runs an asynchronous test in a thread of its own: in the main one, Playwright has an event
    loop as soon as there has been a browser test."""
    test = pyfuncitem.obj
    if not inspect.iscoroutinefunction(test):
        return None
    names = pyfuncitem._fixtureinfo.argnames
    given = {name: pyfuncitem.funcargs[name] for name in names}
    with ThreadPoolExecutor(1) as thread:
        thread.submit(anyio.run, partial(test, **given)).result()
    return True


@pytest.fixture(scope="session")
def torch() -> Any:
    """PyTorch, on one thread: the oracle. The test is skipped where it is not installed."""
    module = pytest.importorskip(
        "torch", reason="PyTorch is not installed: pip install 'rnn-explainer[torch]'"
    )
    module.set_num_threads(1)
    return module


@pytest.fixture
def behind_nginx(tmp_path: Path) -> Callable[[str], AbstractContextManager[str]]:
    """Call it with a location: a context in which nginx with it is at this address."""
    if find_nginx() is None:
        pytest.skip("no nginx was found: apt-get install nginx-light")
    return lambda location: nginx(tmp_path, location)


@pytest.fixture(scope="session")
def _postgresql_cluster() -> Iterator[str]:
    if find_postgres() is None:
        pytest.skip("no PostgreSQL was found: apt-get install postgresql")
    with postgres() as address:
        yield address


@pytest.fixture
def postgresql(_postgresql_cluster: str) -> str:
    """The address of an empty PostgreSQL database."""
    return emptied(_postgresql_cluster, f"test_{secrets.token_hex(6)}")


@pytest.fixture(scope="session")
def chromium_path() -> Path:
    """The Chromium to drive. The test is skipped where there is none."""
    path = find_chromium()
    if path is None:
        pytest.skip("no Chromium found: `make browser` installs one")
    return path
