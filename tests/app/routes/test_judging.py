"""Judging a network on its examples, which may be a client's own, comes to an end."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from app.words.language import LANGUAGES
from app.words.messages import messages
from tests.app.conftest import Connect

OWN = {"task": "translation", "hidden_size": 2, "examples": [["a b", "一二"], ["b a", "二一"]]}
PATHS = (
    "score",
    "measures/score_on?split=train",
    "measures/mistakes?split=train",
    "measures/generalizes?split=train",
)


def judged(client: TestClient, path: str, language: str = "en") -> tuple[int, dict[str, object]]:
    run = client.post("/api/runs", json=OWN).headers["location"]
    answer = client.get(f"{run}/{path}", headers={"Accept-Language": language})
    return answer.status_code, answer.json()


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_judging_ends_when_its_time_is_up(connect: Connect, path: str, language: str) -> None:
    status, problem = judged(connect(score_seconds=1e-9), path, language)
    words = messages(language)
    assert (status, str(problem["type"]).rpartition(":")[2]) == (422, "judging-too-long")
    assert problem["title"] == words.say("title-judging-too-long")
    # What has been judged by then is told; a piece ends with at least one.
    told = [words.say("problem-judging-too-long", done=done, of="2") for done in ("0", "1")]
    assert problem["detail"] in told


@pytest.mark.parametrize("path", PATHS)
def test_with_time_enough_it_is_judged(client: TestClient, path: str) -> None:
    status, _ = judged(client, path)
    assert status == 200
