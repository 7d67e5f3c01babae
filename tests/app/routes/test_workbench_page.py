"""What the workbench's page brings along, and where its old addresses lead."""

from __future__ import annotations

import json
import re

import pytest
from starlette.testclient import TestClient

from app.documents import links
from app.routes.pages import inside_script
from app.runs.first import first_trace
from rnn_core.training.configuration import RunConfig

SENT = re.compile(r'<script type="application/json" id="first-trace">(.*?)</script>')


def test_the_trace_that_comes_along_is_that_of_its_run_to_the_last_digit(
    client: TestClient,
) -> None:
    sent = SENT.search(client.get(links.workbench()).text)
    assert sent is not None
    run = client.post("/api/runs", json={}).json()
    answer = client.get(run["links"]["trace"]).text
    assert sent[1].replace("\\u003c", "<") == answer


@pytest.mark.parametrize("query", ["iteration=7", "text=hi", "run=abc"])
def test_a_page_that_is_asked_for_something_brings_no_trace(client: TestClient, query: str) -> None:
    page = client.get(links.workbench(query))
    assert page.status_code == 200
    assert "first-trace" not in page.text


def test_no_text_ends_the_script_that_a_trace_stands_in() -> None:
    trace = first_trace(RunConfig(text="a</script>b"))
    assert "<" in trace
    sent = inside_script(trace)
    assert "<" not in sent
    assert json.loads(sent) == json.loads(trace)


@pytest.mark.parametrize(
    "query",
    [
        *(f"{name}=1" for name in sorted(links.ASKED)),
        "text=a%26b%20~+%E4%BD%A0&at=2~learning_rate:0.5~W_hh[2,3]:0.5&at=3~h_2[1]:0&lang=zh",
        "lang=zh&phase=dh_3&iteration=12",
        "iteration=4&unknown=%3Cb%3E&text=&seed",
    ],
)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_an_old_address_leads_to_the_workbench_with_all_that_it_asked(
    client: TestClient, method: str, query: str
) -> None:
    moved = client.request(method, f"/?{query}", follow_redirects=False)
    assert moved.status_code == 308
    assert moved.headers["location"] == f"/workbench?{query}"
    opened = client.get(moved.headers["location"])
    assert opened.status_code == 200
    assert 'id="network"' in opened.text
