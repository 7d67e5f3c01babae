"""Addresses of every kind, asked of the server: an answer that holds, or why there is none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from app.main import create_app
from app.settings import Settings
from rnn_core.training.optimizers import OPTIMIZERS
from tests.networks import NETWORKS, examples_of

NAMES = list(OPTIMIZERS)
Json = dict[str, Any]

LARGER_TO_READ = [["i love you so much", "我爱你"], ["hello", "你好"]]


@dataclass(frozen=True)
class Subject:
    """A run that is asked, with the names of its quantities and its traces, by iteration."""

    path: str
    names: dict[int, tuple[str, ...]]
    traces: dict[int, Json]


@pytest.fixture(scope="module")
def server() -> Iterator[TestClient]:
    """One server for all the questions."""
    with TestClient(create_app(Settings()), base_url="http://localhost:8000") as client:
        yield client


@pytest.fixture(scope="module")
def subjects(server: TestClient) -> list[Subject]:
    """A run of each network: as it is, clipped, changed by hand, or diverged."""
    every = [
        subject_of(server, network, NAMES[number % len(NAMES)], number % 4)
        for number, network in enumerate(NETWORKS)
    ]
    assert any(trace["diverged"] for subject in every for trace in subject.traces.values())
    return every


def subject_of(
    client: TestClient, network: tuple[str, str, str], optimizer: str, course: int
) -> Subject:
    task, cell, sharing = network
    body = {
        "task": task,
        "text": "abcab",
        "examples": LARGER_TO_READ if task == "translation" else examples_of(task),
        "cell": cell,
        "sharing": sharing,
        "hidden_size": 2,
        "optimizer": "sgd" if course == 3 else optimizer,
        "clip_norm": 0.1 if course == 1 else None,
        "learning_rate": 1e6 if course == 3 else 0.1,
    }
    made = client.post("/api/runs", json=body)
    assert made.status_code == 201, made.text
    path: str = made.headers["location"]
    client.post(f"{path}/train", json={"iterations": 1000 if course == 3 else 2})
    if course == 2:
        edit = {"parameter": "b_y" if sharing != "none" else "b_y_1", "index": [0], "value": -0.5}
        held = [{"unit": 0, "value": 0.5, "t": None}, {"unit": 1, "value": -1, "t": 2}]
        changed = client.patch(path, json={"edits": [edit], "clamps": held, "optimizer": "adam"})
        assert changed.status_code == 200, changed.text
        client.post(f"{path}/train", json={"iterations": 1})
    last = client.get(path).json()["iteration"]
    traces = {k: client.get(f"{path}/iterations/{k}").json() for k in {0, min(1, last), last}}
    names = {}
    for k in traces:
        why = refusal(client, f"{path}/iterations/{k}/explain", quantity="nothing")
        _, said, listed = why.partition("the quantities are: ")
        assert said, why
        names[k] = tuple(listed.split(", "))
    return Subject(path, names, traces)


UNKNOWN: Any = object()


def held_by(trace: Json, query: dict[str, str]) -> Any:
    """The number as the trace has it; `UNKNOWN` where it does not."""
    quantity = query["quantity"]
    if "t" in query:
        value = trace["steps"][int(query["t"]) - 1].get(quantity, UNKNOWN)
    else:
        group, _, rest = quantity.partition(".")
        value = {**trace["parameters"], **trace}.get(group, UNKNOWN)
        for part in rest.split(".") if rest and value is not UNKNOWN else ():
            value = value.get(part, UNKNOWN) if isinstance(value, dict) else UNKNOWN
    for place in query.get("index", "").split(",") if value is not UNKNOWN else ():
        value = value[int(place)] if place else value
    return value


def refusal(client: TestClient, here: str, **query: str) -> str:
    """Why there is no such number; nothing where there is one."""
    answer = client.get(here, params=query)
    if answer.status_code == 200:
        return ""
    assert answer.status_code in (404, 422), answer.text
    errors = answer.json()["errors"]
    assert errors, answer.text
    assert all(error["field"] in ("quantity", "t", "index") for error in errors), errors
    return "; ".join(error["message"] for error in errors)


def drawn_address(
    client: TestClient, here: str, quantity: str, data: st.DataObject
) -> dict[str, str]:
    """One of a quantity's numbers, found with nothing but what the refusals say."""
    query = {"quantity": quantity}
    timesteps = re.search(r"t must be 1 to (\d+)", refusal(client, here, **query))
    if timesteps is not None:
        query["t"] = str(data.draw(st.integers(1, int(timesteps[1])), "t"))
    ranges = re.findall(r" 0 to (\d+)", refusal(client, here, **query))
    if ranges:
        index = [data.draw(st.integers(0, int(last)), "index") for last in ranges]
        query["index"] = ",".join(map(str, index))
    return query


@pytest.mark.slow
@settings(max_examples=100)
@given(data=st.data())
def test_the_number_at_every_address_is_the_trace_s_and_its_operands_can_be_asked(
    server: TestClient, subjects: list[Subject], data: st.DataObject
) -> None:
    subject = data.draw(st.sampled_from(subjects))
    iteration = data.draw(st.sampled_from(sorted(subject.names)), "iteration")
    here = f"{subject.path}/iterations/{iteration}/explain"
    quantity = data.draw(st.sampled_from(subject.names[iteration]), "quantity")
    query = drawn_address(server, here, quantity, data)
    answer = server.get(here, params=query)
    assert answer.status_code == 200, answer.text
    document = answer.json()
    held = held_by(subject.traces[iteration], query)
    assert held is UNKNOWN or document["value"] == held
    found = list(operands(document["arithmetic"]))
    for operand in {each["href"]: each for each in [*found[:3], *found[-2:]]}.values():
        below = server.get(operand["href"])
        assert below.status_code == 200, below.text
        assert below.json()["value"] == operand["value"]
    as_text = server.get(here, params=query, headers={"Accept": "text/plain"})
    assert as_text.status_code == 200
    assert as_text.text.splitlines()[1] == f"{document['words']}; iteration {iteration}"


@pytest.mark.slow
@settings(max_examples=250)
@given(
    data=st.data(),
    t=st.one_of(
        st.none(),
        st.integers(0, 9).map(str),
        st.sampled_from(["-1", "t", "", "99999999999999999999", "1.5", "２"]),
    ),
    index=st.one_of(
        st.none(),
        st.lists(st.integers(0, 9), max_size=3).map(lambda each: ",".join(map(str, each))),
        st.sampled_from([",", "1,", "-1", "a", "9999999", "١", "0.5", "1 ", "0,-1"]),
    ),
    accept=st.sampled_from(["application/json", "text/plain"]),
)
def test_whatever_is_asked_has_an_answer_or_a_reason(
    server: TestClient,
    subjects: list[Subject],
    data: st.DataObject,
    t: str | None,
    index: str | None,
    accept: str,
) -> None:
    subject = data.draw(st.sampled_from(subjects))
    iteration = data.draw(st.sampled_from(sorted(subject.names)), "iteration")
    stray = ("", "H", "gradients.", "gradients.h", "x.", "h_3", "é", "loss ", "W" * 101)
    quantity = data.draw(st.sampled_from((*subject.names[iteration], *stray)), "quantity")
    query = {"quantity": quantity, "t": t, "index": index}
    given_parts = {name: value for name, value in query.items() if value is not None}
    here = f"{subject.path}/iterations/{iteration}/explain"
    answer = server.get(here, params=given_parts, headers={"Accept": accept})
    why = refusal(server, here, **given_parts)
    assert (answer.status_code == 200) == (why == "")


def operands(term: Json | None) -> Iterator[Json]:
    if term is None:
        return
    if term["op"] == "operand":
        yield term
    for child in term.get("of") or ():
        yield from operands(child)


@pytest.mark.parametrize("part", ["encoder", "decoder"])
@pytest.mark.parametrize("cell", ["tanh", "gru", "lstm"])
def test_the_suggested_translation_adds_up_the_squares_of_both_its_parts(
    client: TestClient, cell: str, part: str
) -> None:
    path = client.post("/api/runs", json={"task": "translation", "cell": cell}).headers["location"]
    for accept in ("application/json", "text/plain"):
        answer = client.get(
            f"{path}/iterations/0/explain",
            params={"quantity": f"gradient_square_sums.W_xh_{part}", "index": "0"},
            headers={"Accept": accept},
        )
        assert answer.status_code == 200, answer.text
