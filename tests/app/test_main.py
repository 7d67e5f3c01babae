"""The command line, as a user meets it."""

from __future__ import annotations

import json
import os
import signal
import socket
import sys
import threading
from pathlib import Path
from typing import Any

import httpx2
import pytest

from app.main import main
from app.settings import OFF, Settings
from app.web import serving
from tests.app.conftest import until
from tests.command import started


def test_it_says_where_it_is_and_is_there() -> None:
    with started("--port", "0") as (_, address):
        assert httpx2.get(f"{address}/api/limits", timeout=60).status_code == 200


@pytest.mark.skipif(sys.platform != "linux", reason="a user's data are elsewhere there")
def test_it_keeps_runs_among_the_user_s_data_and_shares_them_with_no_other_server(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.delenv("RNN_EXPLAINER_DATABASE")
    with started("--port", "0") as (_, address):
        run = httpx2.post(f"{address}/api/runs", json={}, timeout=60).headers["location"]
        step = httpx2.post(f"{address}{run}/step", json={}, timeout=60).json()
        assert main(["--port", "0"]) == 1
        (line,) = capsys.readouterr().err.splitlines()
        assert "Another server may be using it" in line
        assert str(tmp_path / "rnn-explainer" / "runs.sqlite3") in line
    with started("--port", "0") as (_, address):
        assert httpx2.get(f"{address}{run}/iterations/latest", timeout=60).json() == step


@pytest.mark.skipif(sys.platform == "win32", reason="signals are different there")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_stops_at_once_with_streams_open_and_keeps_what_it_answered(
    tmp_path: Path, number: signal.Signals
) -> None:
    database = f"sqlite:///{tmp_path / 'runs.sqlite3'}"
    begun = {name: threading.Event() for name in ("events", "training", "experiment")}
    ended: dict[str, str] = {}

    def read(name: str, method: str, path: str, order: dict[str, Any] | None = None) -> None:
        with client.stream(method, path, json=order) as response:
            for line in response.iter_lines():
                begun[name].set()
                ended[name] = line or ended[name]

    with (
        started(PORT="0", RNN_EXPLAINER_DATABASE=database) as (process, address),
        httpx2.Client(base_url=address, timeout=60) as client,
    ):
        run, other = (client.post("/api/runs").headers["location"] for _ in range(2))
        step = client.post(f"{other}/step", json={}).json()
        plan: dict[str, Any] = {"text": "hello", "models": [{"cell": "lstm", "hidden_size": 64}]}
        plan |= {"iterations": 20_000, "seeds": list(range(10))}
        threads = [
            threading.Thread(target=read, args=arguments)
            for arguments in (
                ("events", "GET", f"{run}/events"),
                ("training", "POST", f"{run}/train", {"iterations_per_second": 100}),
                ("experiment", "POST", "/api/experiments", plan),
            )
        ]
        for thread in threads:
            thread.start()
        for name, event in begun.items():
            assert event.wait(60), name
        process.send_signal(number)
        output, errors = process.communicate(timeout=60)
        for thread in threads:
            thread.join()
    assert process.returncode == 0
    assert "Traceback" not in output + errors
    last = json.loads(ended["training"])
    assert last["message"] == "The server is stopping."
    assert json.loads(ended["experiment"])["message"] == "The server is stopping."
    with (
        started(PORT="0", RNN_EXPLAINER_DATABASE=database) as (_, address),
        httpx2.Client(base_url=address, timeout=60) as client,
    ):
        assert client.get(run).json()["iteration"] == last["iteration"] > 0
        assert client.get(f"{other}/iterations/latest").json() == step


@pytest.mark.skipif(sys.platform == "win32", reason="signals are different there")
def test_it_does_not_wait_for_what_is_still_being_computed() -> None:
    assert serving.ANSWER_SECONDS < serving.STOP_SECONDS < 5
    with (
        started(program=STUCK, PORT="0") as (process, address),
        httpx2.Client(base_url=address, timeout=60) as client,
    ):
        acknowledged: list[bool] = []

        def create() -> None:
            try:
                acknowledged.append(client.post("/api/runs").is_success)
            except httpx2.TransportError:
                acknowledged.append(False)

        thread = threading.Thread(target=create)
        thread.start()
        assert process.stdout is not None
        assert process.stdout.readline() == "computing\n"
        process.send_signal(signal.SIGTERM)
        # Far less than it computes, and far more than it may take.
        _, errors = process.communicate(timeout=60)
        thread.join()
    assert process.returncode == 0
    assert acknowledged == [False]
    assert "which nobody waits for any more" in errors


STUCK = """
import sys, time
from app.main import main
from app.routes import runs

def never_done(*_):
    print("computing", flush=True)
    time.sleep(3600)

runs.Run = never_done
sys.exit(main([]))
"""
"""A server whose runs take an hour to be made, in a thread that nothing can interrupt."""


def test_its_log_can_be_read_by_programs() -> None:
    with started("--port", "0", "--log-requests", "--log-format", "json") as (process, address):
        httpx2.get(f"{address}/healthz?my=words", headers={"X-Request-ID": "mine"}, timeout=60)
        assert process.stderr is not None
        line = json.loads(process.stderr.readline())
    assert line.pop("seconds") > 0
    assert line.pop("time")
    assert line.pop("message").startswith("GET /healthz 200 in ")
    assert line == {
        "level": "info",
        "logger": "rnn_explainer.requests",
        "request_id": "mine",
        "method": "GET",
        "route": "/healthz",
        "status": 200,
    }


def test_a_taken_port_gives_one_clear_line(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        assert main(["--port", str(port)]) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith(f"Port {port} on 127.0.0.1 is taken by another program.")


def test_an_address_that_is_not_there_gives_one_clear_line(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["--host", "nowhere.invalid"]) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert "nowhere.invalid" in line


def test_a_setting_that_is_not_valid_gives_one_clear_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RNN_EXPLAINER_MAX_RUNS", "many")
    assert main([]) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("RNN_EXPLAINER_MAX_RUNS: ")


def test_settings_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RNN_EXPLAINER_MAX_RUNS", "7")
    monkeypatch.setenv("RNN_EXPLAINER_ALLOWED_HOSTS", "Lab.example, other.example")
    monkeypatch.setenv("PORT", "9000")
    settings = Settings()
    assert settings.max_runs == 7
    assert settings.allowed_hosts == ("lab.example", "other.example")
    assert settings.port == 9000
    monkeypatch.setenv("RNN_EXPLAINER_PORT", "9001")
    assert Settings().port == 9001


@pytest.mark.parametrize(
    ("given", "address"),
    [
        ("runs.sqlite3", "sqlite:///runs.sqlite3"),
        ("/data/runs.sqlite3", "sqlite:////data/runs.sqlite3"),
        ("sqlite:///runs.sqlite3", "sqlite:///runs.sqlite3"),
        ("postgresql://user@host/name", "postgresql://user@host/name"),
        ("off", "off"),
    ],
)
def test_a_database_may_be_given_as_a_file(given: str, address: str) -> None:
    assert Settings(database=given).database == address


def test_every_setting_is_documented() -> None:
    for name, field in Settings.model_fields.items():
        assert field.description, name


@pytest.mark.parametrize("database", [OFF, "sqlite:///{}/runs.sqlite3"])
def test_several_workers_without_a_database_to_share_are_refused(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    database: str,
) -> None:
    monkeypatch.setenv("RNN_EXPLAINER_DATABASE", database.format(tmp_path))
    assert main(["--port", "0", "--workers", "2"]) == 1
    assert "postgresql://" in capsys.readouterr().err


@pytest.mark.parametrize("count", ["0", "-1", "65", "two"])
def test_a_number_of_workers_that_cannot_be_is_refused(
    capsys: pytest.CaptureFixture[str], count: str
) -> None:
    with pytest.raises(SystemExit) as refused:
        main(["--workers", count])
    assert refused.value.code == 2
    assert "--workers" in capsys.readouterr().err


def test_a_password_is_not_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    address = "postgresql://user:hunter2@127.0.0.1:1/runs"
    monkeypatch.setenv("RNN_EXPLAINER_DATABASE", address)
    assert main(["--port", "0"]) == 1
    errors = capsys.readouterr().err
    assert "postgresql://user:***@127.0.0.1:1/runs" in errors
    assert "hunter2" not in errors


@pytest.mark.skipif(sys.platform == "win32", reason="signals are different there")
def test_several_workers_serve_one_address_and_one_that_dies_is_replaced(postgresql: str) -> None:
    with started("--port", "0", "--workers", "2", RNN_EXPLAINER_DATABASE=postgresql) as (
        process,
        address,
    ):
        with httpx2.Client(base_url=address, timeout=60) as client:
            run = client.post("/api/runs").headers["location"]
        workers = children_of(process.pid)
        assert len(workers) == 2
        os.kill(workers[0], signal.SIGKILL)
        for count in range(1, 31):
            # Each on a new connection, which any worker may take.
            answer = httpx2.post(f"{address}{run}/step?fields=iteration", timeout=60)
            assert answer.json()["iteration"] == count
        until(lambda: len(set(children_of(process.pid)) - {workers[0]}) == 2)
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=60)
    assert process.returncode == 0


@pytest.mark.skipif(sys.platform != "linux", reason="processes are listed elsewhere there")
def test_workers_do_not_outlive_who_supervises_them(postgresql: str) -> None:
    with started("--port", "0", "--workers", "2", RNN_EXPLAINER_DATABASE=postgresql) as (
        process,
        _,
    ):
        workers = children_of(process.pid)
        process.kill()
        until(lambda: not any(Path(f"/proc/{worker}").exists() for worker in workers))


@pytest.mark.skipif(sys.platform != "linux", reason="processes are listed elsewhere there")
def test_what_computes_for_a_worker_does_not_outlive_it(postgresql: str) -> None:
    environment = {"RNN_EXPLAINER_DATABASE": postgresql, "RNN_EXPLAINER_PROCESSES": "1"}
    asked = {"text": "hello", "models": [{"cell": "tanh"}], "seeds": [1], "iterations": 20}
    with started("--port", "0", "--workers", "2", **environment) as (process, address):
        answer = httpx2.post(f"{address}/api/experiments", json=asked, timeout=60)
        assert json.loads(answer.text.splitlines()[-1])["stopped"] == "finished"
        computing = {each: children_of(each) for each in children_of(process.pid)}
        (worker,) = (each for each, children in computing.items() if children)
        os.kill(worker, signal.SIGKILL)
        until(lambda: not any(Path(f"/proc/{each}").exists() for each in computing[worker]))


def children_of(process: int) -> list[int]:
    """The ids of the processes that serve for it."""
    children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    lines = {child: Path(f"/proc/{child}/cmdline").read_bytes() for child in children}
    return [int(child) for child, line in lines.items() if b"spawn_main" in line]
