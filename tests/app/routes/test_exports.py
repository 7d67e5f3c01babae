"""What people take with them, over REST."""

import subprocess
import sys
from pathlib import Path

import pytest
from starlette.testclient import TestClient


@pytest.mark.parametrize("library", ["numpy", "pytorch"])
def test_a_run_is_had_as_a_script(client: TestClient, library: str) -> None:
    run = client.post("/api/runs", json={"cell": "gru", "iteration": 3}).json()["id"]
    answer = client.get(f"/api/runs/{run}/code?as={library}")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/x-python")
    assert f'filename="rnn_{library}.py"' in answer.headers["content-disposition"]
    assert "ITERATIONS = 3" in answer.text
    assert f"/workbench?run={run}" in answer.text
    compile(answer.text, "script.py", "exec")


def test_what_is_had_runs_by_itself(client: TestClient, tmp_path: Path) -> None:
    run = client.post("/api/runs", json={"iteration": 5}).json()["id"]
    path = tmp_path / "rnn_numpy.py"
    path.write_text(client.get(f"/api/runs/{run}/code?iteration=4").text, encoding="utf-8")
    done = subprocess.run([sys.executable, path], capture_output=True, text=True, check=True)
    loss = client.get(f"/api/runs/{run}/iterations/4").json()["loss"]
    assert f"iteration 4: loss {loss!r}"[:26] in done.stdout


def test_what_cannot_be_had_is_said(client: TestClient) -> None:
    run = client.post("/api/runs").json()["id"]
    assert client.get(f"/api/runs/{run}/code?as=fortran").status_code == 422
    assert client.get(f"/api/runs/{run}/code?iteration=7").status_code == 404
    large = client.post("/api/runs", json={"hidden_size": 200}).json()
    if "id" in large:
        refused = client.get(f"/api/runs/{large['id']}/code")
        assert refused.status_code == 409
        assert refused.json()["type"].endswith("not-exportable")
