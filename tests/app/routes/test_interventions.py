"""Changing a run by hand over REST: weights, held states, undo, and the link that replays it."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from starlette.testclient import TestClient

from tests.app.conftest import Connect

Json = dict[str, Any]


def trace(client: TestClient, path: str) -> Json:
    answer: Json = client.get(f"{path}/iterations/latest").json()
    return answer


def test_a_weight_is_edited_and_the_run_remembers(client: TestClient, run: str) -> None:
    client.post(f"{run}/step")
    before = trace(client, run)
    edit = {"parameter": "W_hh", "index": [2, 3], "value": 0.5}
    answer = client.patch(run, json={"edits": [edit]}).json()
    assert answer["interventions"] == [{"iteration": 1, "changes": {"edits": [edit]}}]
    after = trace(client, run)
    assert after["parameters"]["W_hh"][2][3] == 0.5
    assert after["loss"] != before["loss"]


def test_a_unit_is_switched_off_and_on_again(client: TestClient, run: str) -> None:
    client.patch(run, json={"clamps": [{"unit": 3, "value": 0.0}]})
    off = trace(client, run)
    assert off["clamps"] == [{"unit": 3, "value": 0.0, "t": None}]
    assert all(step["h"][3] == 0.0 for step in off["steps"])
    client.patch(run, json={"clamps": []})
    assert trace(client, run)["clamps"] == []


def test_changes_are_undone_one_by_one_and_made_again(client: TestClient, run: str) -> None:
    before = trace(client, run)
    first = client.patch(run, json={"clamps": [{"unit": 0, "value": 0.5, "t": 2}]}).json()
    assert (first["can_undo"], first["can_redo"]) == (True, False)
    second = client.patch(run, json={"learning_rate": 0.5}).json()
    undone = client.post(f"{run}/undo").json()
    assert undone["interventions"] == first["interventions"]
    assert (undone["can_undo"], undone["can_redo"]) == (True, True)
    assert client.post(f"{run}/redo").json()["interventions"] == second["interventions"]
    nothing = client.post(f"{run}/redo")
    assert nothing.status_code == 409
    assert nothing.json()["type"].endswith("nothing-to-redo")
    client.post(f"{run}/undo")
    assert client.post(f"{run}/undo").json()["interventions"] == []
    assert trace(client, run) == before
    nothing = client.post(f"{run}/undo")
    assert nothing.status_code == 409
    assert nothing.json()["type"].endswith("nothing-to-undo")


def test_an_edit_of_null_takes_back_what_was_set_there(client: TestClient, run: str) -> None:
    before = trace(client, run)
    place = {"parameter": "W_hh", "index": [2, 3]}
    client.patch(run, json={"edits": [{**place, "value": 0.5}]})
    assert (
        client.patch(run, json={"edits": [{**place, "value": None}]}).json()["interventions"] == []
    )
    assert trace(client, run) == before
    again = client.patch(run, json={"edits": [{**place, "value": None}]})
    assert again.status_code == 422
    assert "has not been set at iteration 0" in again.json()["errors"][0]["message"]
    given = {"iteration": 0, "changes": {"edits": [{**place, "value": None}]}}
    assert client.post("/api/runs", json={"interventions": [given]}).status_code == 422


def test_a_refused_edit_leaves_every_other_change_as_it_was(
    connect: Connect,
) -> None:
    client = connect(max_edits=2)
    run = client.post("/api/runs").headers["location"]
    client.post(f"{run}/train", json={"iterations": 5})
    client.patch(run, json={"learning_rate": 0.5})
    client.post(f"{run}/rewind", json={"iteration": 2})
    edits = [{"parameter": "b_h", "index": [unit], "value": 1.0} for unit in range(3)]
    before = client.patch(run, json={"edits": edits[:2]}).json()
    refused = client.patch(run, json={"edits": edits[2:]})
    assert refused.status_code == 409
    assert refused.json()["type"].endswith("too-many-edits")
    after = client.get(run).json()
    assert after == before


def test_a_run_with_interventions_is_made_again_from_its_record(
    client: TestClient, run: str
) -> None:
    client.patch(run, json={"edits": [{"parameter": "b_y", "index": [0], "value": -1.0}]})
    client.post(f"{run}/step")
    client.patch(run, json={"clamps": [{"unit": 1, "value": 0.25}], "learning_rate": 0.2})
    client.post(f"{run}/step")
    record = client.get(run).json()
    again = client.post(
        "/api/runs", json={"interventions": record["interventions"], "iteration": 2}
    )
    assert again.status_code == 201
    assert trace(client, again.headers["location"]) == trace(client, run)


def test_the_link_tells_the_interventions(client: TestClient, run: str) -> None:
    client.patch(
        run,
        json={
            "learning_rate": 0.5,
            "edits": [{"parameter": "W_hh", "index": [2, 3], "value": 0.5}],
            "clamps": [{"unit": 3, "value": 0.0}, {"unit": 3, "value": 0.25, "t": 2}],
        },
    )
    client.post(f"{run}/step")
    client.patch(run, json={"clamps": []})
    link = client.get(run).json()["links"]["page"]
    assert parse_qs(urlsplit(link).query)["at"] == [
        "0~learning_rate:0.5~W_hh[2,3]:0.5~h[3]:0.0~h_2[3]:0.25",
        "1~clamps:none",
    ]


def test_a_fork_can_begin_with_an_edit(client: TestClient, run: str) -> None:
    client.post(f"{run}/step")
    edit = {"parameter": "W_hh", "index": [0, 0], "value": 2.0}
    fork = client.post(f"{run}/fork", json={"iteration": 1, "edits": [edit]})
    assert fork.status_code == 201
    assert trace(client, fork.headers["location"])["parameters"]["W_hh"][0][0] == 2.0
    assert trace(client, run)["parameters"]["W_hh"][0][0] != 2.0


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"edits": [{"parameter": "W_hh", "index": [6, 0], "value": 1}]}, "edits"),
        ({"edits": [{"parameter": "nothing", "index": [0], "value": 1}]}, "edits"),
        ({"edits": [{"parameter": "W_hh", "index": [0, 0], "value": 1e9}]}, "edits"),
        ({"edits": [{"parameter": "W_hh", "index": [0, 0]}]}, "edits[0].value"),
        ({"edits": [{"parameter": "b_h", "index": [0], "value": 1}] * 501}, "edits"),
        ({"clamps": [{"unit": 6, "value": 0}]}, "clamps"),
        ({"clamps": [{"unit": 0, "value": 0, "t": 5}]}, "clamps"),
    ],
)
def test_what_is_outside_the_network_is_refused_by_field(
    client: TestClient, run: str, changes: Json, field: str
) -> None:
    answer = client.patch(run, json=changes)
    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == [field]
    assert client.get(run).json()["interventions"] == []
