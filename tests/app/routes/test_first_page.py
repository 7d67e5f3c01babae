"""What the first page brings along: the default run's first iteration, and no more than that."""

from __future__ import annotations

import json
import re

import pytest
from starlette.testclient import TestClient

from app.routes.pages import inside_script
from app.runs.first import first_trace
from rnn_core.training.configuration import RunConfig

SENT = re.compile(r'<script type="application/json" id="first-trace">(.*?)</script>')


def test_the_trace_of_the_first_page_is_that_of_its_run_to_the_last_digit(
    client: TestClient,
) -> None:
    sent = SENT.search(client.get("/").text)
    assert sent is not None
    run = client.post("/api/runs", json={}).json()
    answer = client.get(run["links"]["trace"]).text
    assert sent[1].replace("\\u003c", "<") == answer


@pytest.mark.parametrize("path", ["/?iteration=7", "/?text=hi", "/?run=abc", "/compare"])
def test_a_page_that_is_asked_for_something_brings_no_trace(client: TestClient, path: str) -> None:
    assert "first-trace" not in client.get(path).text


def test_no_text_ends_the_script_that_a_trace_stands_in() -> None:
    trace = first_trace(RunConfig(text="a</script>b"))
    assert "<" in trace
    sent = inside_script(trace)
    assert "<" not in sent
    assert json.loads(sent) == json.loads(trace)
