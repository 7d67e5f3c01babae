"""An order that is repeated, because its answer was lost, is carried out once."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.main import create_app
from app.settings import Settings
from tests.app.conftest import Connect

Json = dict[str, Any]
Send = Callable[[TestClient, str, str], Any]


def post(client: TestClient, path: str, key: str, body: Json | None = None) -> Any:
    return client.post(path, json=body or {}, headers={"Idempotency-Key": key})


ORDERS: dict[str, tuple[str, Json]] = {
    "step": ("step", {}),
    "train": ("train", {"iterations": 30}),
    "fork": ("fork", {"iteration": 0, "learning_rate": 0.03}),
}


def answer_of(order: str, answer: Any) -> Json:
    assert answer.status_code in (200, 201), answer.text
    last: Json = json.loads(answer.text.splitlines()[-1]) if order == "train" else answer.json()
    return last


@pytest.mark.parametrize("order", ORDERS)
def test_repeated_it_is_carried_out_once_and_answered_again(
    client: TestClient, run: str, order: str
) -> None:
    path, body = ORDERS[order]
    answers = [answer_of(order, post(client, f"{run}/{path}", "a", body)) for _ in range(3)]
    assert answers[0] == answers[1] == answers[2]
    assert client.get(run).json()["iteration"] == {"step": 1, "train": 30, "fork": 0}[order]


@pytest.mark.parametrize("order", ORDERS)
def test_with_another_key_or_without_one_it_is_carried_out_again(
    client: TestClient, run: str, order: str
) -> None:
    path, body = ORDERS[order]
    answers = [answer_of(order, post(client, f"{run}/{path}", key, body)) for key in ("a", "b")]
    answers.append(answer_of(order, client.post(f"{run}/{path}", json=body)))
    different = "id" if order == "fork" else "iteration"
    assert len({answer[different] for answer in answers}) == 3


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("other", [*ORDERS, "longer"])
def test_a_key_belongs_to_one_request(client: TestClient, run: str, order: str, other: str) -> None:
    all_orders = ORDERS | {"longer": ("train", {"iterations": 31})}
    path, body = ORDERS[order]
    answer_of(order, post(client, f"{run}/{path}", "a", body))
    before = client.get(run).json()
    path, body = all_orders[other]
    answer = post(client, f"{run}/{path}", "a", body)
    if other == order:
        assert answer.status_code in (200, 201)
    else:
        assert answer.status_code == 422
        assert answer.json()["type"].endswith("key-reused")
    assert client.get(run).json() == before


def test_a_key_belongs_to_one_run(client: TestClient, run: str) -> None:
    other = client.post("/api/runs").headers["location"]
    post(client, f"{run}/step", "a")
    assert post(client, f"{other}/step", "a").json()["iteration"] == 1


@pytest.mark.parametrize("order", ORDERS)
def test_a_restart_in_between_does_not_matter(tmp_path: Path, order: str) -> None:
    settings = Settings(database=f"sqlite:///{tmp_path / 'runs.sqlite3'}")
    path, body = ORDERS[order]

    def client_of() -> TestClient:
        return TestClient(create_app(settings), base_url="http://localhost:8000")

    with client_of() as client:
        run = client.post("/api/runs").headers["location"]
        first = answer_of(order, post(client, f"{run}/{path}", "a", body))
    with client_of() as client:
        assert answer_of(order, post(client, f"{run}/{path}", "a", body)) == first


def test_a_training_that_was_cut_off_goes_on_to_its_end(client: TestClient, run: str) -> None:
    client.post(f"{run}/step")
    with client.stream("POST", f"{run}/train", json={"iterations": 30}) as whole:
        whole.read()
    post(client, f"{run}/train", "a", {"iterations": 300})
    # As if only some of it had been made when the client went.
    client.post(f"{run}/rewind", json={"iteration": 100})
    again = answer_of("train", post(client, f"{run}/train", "a", {"iterations": 300}))
    assert (again["iteration"], again["stopped"]) == (331, "iterations")


def test_what_failed_is_not_taken_for_done(connect: Connect) -> None:
    client = connect(max_iteration=1)
    run = client.post("/api/runs").headers["location"]
    assert post(client, f"{run}/step", "a").status_code == 200
    assert post(client, f"{run}/step", "b").status_code == 409
    client.post(f"{run}/rewind", json={"iteration": 0})
    assert post(client, f"{run}/step", "b").json()["iteration"] == 1


@pytest.mark.parametrize("key", ["", " ", "x" * 101, "a b"])
def test_a_key_that_cannot_be_one_is_refused(client: TestClient, run: str, key: str) -> None:
    assert post(client, f"{run}/step", key).status_code == 422
    assert client.get(run).json()["iteration"] == 0


@pytest.mark.parametrize("number", [10**30, -(10**19), 1e308])
def test_a_number_of_any_size_is_judged_as_without_a_key(
    client: TestClient, run: str, number: float
) -> None:
    for path, body in (("train", {"iterations": number}), ("fork", {"iteration": number})):
        plain, with_key = (
            client.post(f"{run}/{path}", json=body),
            post(client, f"{run}/{path}", "a", body),
        )
        assert plain.status_code == with_key.status_code == 422
        assert plain.json()["errors"] == with_key.json()["errors"]


def test_the_latest_hundred_orders_of_a_run_are_remembered(client: TestClient, run: str) -> None:
    for number in range(102):
        post(client, f"{run}/step?fields=loss", str(number))
    assert post(client, f"{run}/step?fields=loss", "101").json()["iteration"] == 102
    assert post(client, f"{run}/step?fields=loss", "0").json()["iteration"] == 103
