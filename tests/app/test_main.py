"""The command line, as a user meets it."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2
import pytest

from app.main import main
from app.settings import Settings


@contextmanager
def started(*arguments: str, **environment: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    process = subprocess.Popen(
        [sys.executable, "-m", "app.main", *arguments],
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    try:
        line = process.stdout.readline()
        match = re.fullmatch(r"RNN Explainer is at (http://\S+) \(Ctrl-C stops it\)\n", line)
        assert match, line + (process.stderr.read() if process.stderr else "")
        yield process, match[1]
    finally:
        process.kill()
        process.communicate()


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
def test_it_stops_at_once_with_streams_open(number: signal.Signals) -> None:
    with (
        started(PORT="0") as (process, address),
        httpx2.Client(base_url=address, timeout=60) as client,
    ):
        run = client.post("/api/runs").headers["location"]
        ended: list[str] = []

        def follow() -> None:
            with client.stream("GET", f"{run}/events") as response:
                ended.append(list(response.iter_lines())[-1])

        def train() -> None:
            order = {"iterations_per_second": 1}
            with client.stream("POST", f"{run}/train", json=order) as response:
                ended.append(list(response.iter_lines())[-1])

        threads = [threading.Thread(target=follow), threading.Thread(target=train)]
        for thread in threads:
            thread.start()
        while not client.get(run).json()["training"]:
            time.sleep(0.02)
        process.send_signal(number)
        output, errors = process.communicate(timeout=60)
        for thread in threads:
            thread.join()
    assert process.returncode == (0 if number == signal.SIGINT else -signal.SIGTERM)
    assert "Traceback" not in output + errors
    assert any("The server is stopping." in line for line in ended)


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


def test_every_setting_is_documented() -> None:
    for name, field in Settings.model_fields.items():
        assert field.description, name
