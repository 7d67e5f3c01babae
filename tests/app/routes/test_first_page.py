"""What the first page brings along: the default run's first iteration, and no more than that."""

from __future__ import annotations

import re

import pytest
from starlette.testclient import TestClient

from app.runs.first import FirstTraces
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


def test_the_first_trace_ends_no_script(client: TestClient) -> None:
    sent = SENT.search(client.get("/").text)
    assert sent is not None
    assert "<" not in sent[1]


def test_each_configuration_has_a_trace_of_its_own_and_keeps_it() -> None:
    traces = FirstTraces()
    usual = traces.of(RunConfig())
    assert traces.of(RunConfig(seed=8)) != usual
    assert traces.of(RunConfig()) is usual
