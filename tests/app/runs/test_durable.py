"""What is acknowledged is kept: through restarts, kills, and a database that fails."""

from __future__ import annotations

import json
import os
import random
import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx2
import pytest
from fastapi import FastAPI
from sqlalchemy import text
from starlette.testclient import TestClient

from app.database.connection import Database, DatabaseError
from app.main import create_app
from app.settings import OFF, Settings
from rnn_core.training.configuration import RunConfig
from rnn_core.training.interventions import Intervention
from rnn_core.training.run import Run
from tests.app import forked
from tests.app.conftest import Connect

Json = dict[str, Any]
KILLS = int(os.environ.get("RNN_EXPLAINER_KILLS", "20"))


@pytest.fixture
def address(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'runs.sqlite3'}"


def database_of(client: TestClient) -> Database:
    app = client.app
    assert isinstance(app, FastAPI)
    database: Database = app.state.database
    return database


def client_of(settings: Settings) -> TestClient:
    return TestClient(create_app(settings), base_url="http://localhost:8000")


def whole(client: TestClient | httpx2.Client, run: str) -> tuple[Json, Json, Json]:
    """Everything that can be asked of a run."""
    answers = [client.get(run + path) for path in ("", "/iterations/latest", "/history")]
    assert [answer.status_code for answer in answers] == [200] * 3
    first, second, third = (answer.json() for answer in answers)
    return first, second, third


CHANGES: dict[str, Callable[[TestClient, str], Any]] = {
    "step": lambda client, run: client.post(f"{run}/step"),
    "train": lambda client, run: client.post(f"{run}/train", json={"iterations": 300}),
    "patch": lambda client, run: client.patch(run, json={"learning_rate": 0.03}),
    "edit": lambda client, run: client.patch(
        run, json={"edits": [{"parameter": "W_hh", "index": [0, 1], "value": 0.1}]}
    ),
    "undo": lambda client, run: client.post(f"{run}/undo"),
    "redo": lambda client, run: client.post(f"{run}/redo"),
    "rewind": lambda client, run: client.post(f"{run}/rewind", json={"iteration": 1}),
}


@pytest.mark.parametrize("database", ["file", "none"])
@pytest.mark.parametrize("last", CHANGES)
def test_after_a_restart_a_run_is_as_it_was(address: str, database: str, last: str) -> None:
    settings = Settings(database=address if database == "file" else OFF)
    with client_of(settings) as client:
        run = client.post("/api/runs").headers["location"]
        for change in ("step", "patch", "step", "step", "edit", "undo", last):
            assert CHANGES[change](client, run).status_code == 200
        before = whole(client, run)
    with client_of(settings) as client:
        if database == "none":
            assert client.get(run).status_code == 404
        else:
            assert whole(client, run) == before


def test_a_fork_is_kept_and_what_is_deleted_is_not(address: str) -> None:
    settings = Settings(database=address)
    with client_of(settings) as client:
        run = client.post("/api/runs", json={"iteration": 5}).headers["location"]
        fork = client.post(f"{run}/fork", json={"iteration": 3}).headers["location"]
        before = whole(client, fork)
        client.delete(run)
    with client_of(settings) as client:
        assert client.get(run).status_code == 404
        assert whole(client, fork) == before


@pytest.mark.parametrize("change", ["step", "patch", "train"])
def test_a_database_that_takes_no_more_loses_nothing(
    connect: Connect, address: str, change: str
) -> None:
    client = connect(database=address)
    run = client.post("/api/runs").headers["location"]
    for _ in range(3):
        client.post(f"{run}/step")
    before = whole(client, run)
    only_reads(client, True)
    answer = CHANGES[change](client, run)
    if change == "train":
        assert "could not be stored" in json.loads(answer.text.splitlines()[-1])["message"]
    else:
        assert answer.status_code == 503
        assert answer.json()["type"].endswith("not-kept")
        assert answer.headers["retry-after"]
        assert "could not be stored" in answer.json()["detail"]
    assert client.post("/api/runs").status_code == 503
    only_reads(client, False)
    assert whole(client, run) == before
    assert CHANGES[change](client, run).status_code == 200


def test_a_full_disk_loses_nothing(connect: Connect, address: str) -> None:
    client = connect(database=address)
    run = client.post("/api/runs").headers["location"]
    with database_of(client).begin() as connection:
        pages = connection.execute(text("PRAGMA page_count")).scalar_one()
        connection.execute(text(f"PRAGMA max_page_count={pages}"))
    places = [[i, j] for i in range(6) for j in range(6)]
    while True:
        client.post(f"{run}/step")
        before = whole(client, run)
        value = before[0]["iteration"] / 100
        edits = [{"parameter": "W_hh", "index": place, "value": value} for place in places]
        refused = client.patch(run, json={"edits": edits})
        if refused.status_code != 200:
            break
    assert refused.status_code == 503
    assert "full" in refused.json()["detail"]
    assert whole(client, run) == before


@pytest.mark.slow
def test_no_acknowledged_change_is_lost_when_the_server_is_killed(address: str) -> None:
    chance = random.Random(7)
    process, url = forked.started(Settings(database=address))
    with httpx2.Client(base_url=url, timeout=60) as client:
        worker = Worker(client.post("/api/runs", json={"hidden_size": 4}).json(), chance.random())
    kills = 0
    while kills < KILLS or not {"step", "train", "patch"} <= worker.interrupted:
        kills += 1
        with httpx2.Client(base_url=url, timeout=60) as client:
            thread = threading.Thread(target=worker.work, args=(client,))
            thread.start()
            time.sleep(chance.uniform(0.0, 0.3))
            assert process.pid is not None
            os.kill(process.pid, signal.SIGKILL)
            process.join()
            thread.join()
        process, url = forked.started(Settings(database=address))
        with httpx2.Client(base_url=url, timeout=60) as client:
            worker.check(client)
    process.kill()
    process.join()
    assert worker.acknowledged > KILLS


class Worker:
    """Steps, trains and changes a run until the server is gone, and knows what was acknowledged."""

    def __init__(self, run: Json, seed: float) -> None:
        self._chance = random.Random(seed)
        self._run = f"/api/runs/{run['id']}"
        self._configuration = RunConfig.from_mapping(run["configuration"])
        self._iteration = 0
        self._interventions: list[Json] = []
        self._pending: list[Json] | None = None
        self._key = ""
        self.acknowledged = 0
        self.interrupted: set[str] = set()

    def work(self, client: httpx2.Client) -> None:
        while True:
            kind = self._chance.choice(["step", "step", "train", "patch"])
            try:
                getattr(self, f"_{kind}")(client)
            except httpx2.TransportError:
                self.interrupted.add(kind)
                return
            self.acknowledged += 1

    def _step(self, client: httpx2.Client) -> None:
        self._key = self._chance.randbytes(8).hex()
        self._iteration = self._repeated_step(client)
        self._key = ""

    def _repeated_step(self, client: httpx2.Client) -> int:
        headers = {"Idempotency-Key": self._key}
        path = f"{self._run}/step?fields=loss"
        iteration: int = client.post(path, headers=headers).json()["iteration"]
        return iteration

    def _train(self, client: httpx2.Client) -> None:
        with client.stream("POST", f"{self._run}/train", json={"iterations": 2000}) as lines:
            for line in lines.iter_lines():
                self._iteration = json.loads(line)["iteration"]

    def _patch(self, client: httpx2.Client) -> None:
        changes = {"learning_rate": self._chance.uniform(0.01, 0.1)}
        self._pending = [
            *(kept for kept in self._interventions if kept["iteration"] < self._iteration),
            {"iteration": self._iteration, "changes": changes},
        ]
        self._interventions = client.patch(self._run, json=changes).json()["interventions"]
        self._pending = None

    def check(self, client: httpx2.Client) -> None:
        """What was acknowledged is there, and the numbers are those of the core."""
        if self._key:
            # Whether it had been made or not, repeated it is made once.
            assert self._repeated_step(client) == self._iteration + 1
            self._iteration += 1
            self._key = ""
            assert client.get(self._run).json()["iteration"] == self._iteration
        run = client.get(self._run).json()
        assert run["iteration"] >= self._iteration
        allowed = [self._interventions]
        # What nobody was told of may have been done or not.
        if self._pending is not None:
            allowed.append(self._pending)
        assert run["interventions"] in allowed
        self._iteration, self._interventions = run["iteration"], run["interventions"]
        self._pending = None
        own = Run(
            self._configuration,
            [Intervention(each["iteration"], each["changes"]) for each in self._interventions],
        )
        own.train(self._iteration)
        history = client.get(f"{self._run}/history").json()
        assert history["loss"] == own.history()[history["iterations"]].tolist()
        trace = client.get(f"{self._run}/iterations/latest?fields=h,parameters").json()
        assert [step["h"] for step in trace["steps"]] == own.trace.h.tolist()


def only_reads(client: TestClient, only: bool) -> None:
    with database_of(client).begin() as connection:
        connection.execute(text(f"PRAGMA query_only={'ON' if only else 'OFF'}"))


def test_a_file_that_another_server_uses_is_refused_in_words(address: str) -> None:
    first = Database(address)
    with pytest.raises(DatabaseError, match="locked"):
        Database(address)
    first.close()
    Database(address).close()


@pytest.mark.parametrize(
    "address", ["nonsense", "sqlite:////nowhere/at/all.sqlite3", "oracle://x/y"]
)
def test_an_address_that_leads_nowhere_is_refused(address: str) -> None:
    with pytest.raises(DatabaseError):
        Database(address)


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "runs.sqlite3"
    path.write_bytes(b"not a database at all" * 100)
    with pytest.raises(DatabaseError, match="not a database"):
        Database(f"sqlite:///{path}")
