"""Each kind of what computes long work."""

from collections.abc import Callable, Iterator

import pytest

from app.runs.processes import Cluster, Pool, Processes, Threads
from tests.cluster import cluster

Open = Callable[[], Processes]


@pytest.fixture(scope="module")
def scheduler(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with cluster(tmp_path_factory.mktemp("dask")) as address:
        yield address


@pytest.fixture(params=["threads", "pool", "cluster"])
def open_processes(request: pytest.FixtureRequest) -> Open:
    """Makes each kind of what computes."""
    if request.param == "cluster":
        address = request.getfixturevalue("scheduler")
        return lambda: Cluster(address)
    return Threads if request.param == "threads" else lambda: Pool(2)
