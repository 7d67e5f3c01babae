"""Classes over HTTP: who may do what, what pupils see, and what the core answers."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from starlette.testclient import TestClient

from app.classroom.store import ALPHABET
from app.main import create_app
from app.settings import Settings
from rnn_core import Run, RunConfig
from tests.app.conftest import Connect

Json = dict[str, Any]


class Browser:
    """A client with cookies of its own, of the same application as the others."""

    def __init__(self, client: TestClient) -> None:
        self._client = client
        self._cookies: dict[str, str] = {}

    def __call__(self, method: str, path: str, json: Any = None) -> Any:
        self._client.cookies.clear()
        for name, value in self._cookies.items():
            self._client.cookies.set(name, value)
        answer = self._client.request(method, path, json=json)
        self._cookies |= dict(answer.cookies)
        return answer

    def get(self, path: str) -> Json:
        answer = self("GET", path)
        assert answer.status_code == 200, answer.text
        found: Json = answer.json()
        return found


@pytest.fixture
def client(connect: Connect) -> TestClient:
    """Of an application of its own, for the classes opened from one address are counted."""
    return connect()


@pytest.fixture
def teacher(client: TestClient) -> Browser:
    return Browser(client)


@pytest.fixture
def pupil(client: TestClient) -> Browser:
    return Browser(client)


def opened(teacher: Browser) -> str:
    answer = teacher("POST", "/api/classes")
    assert answer.status_code == 201, answer.text
    path: str = answer.headers["location"]
    return path


def joined(pupil: Browser, room: str, name: str = "Otter") -> Json:
    answer = pupil("PUT", f"{room}/pupil", {"name": name})
    assert answer.status_code == 200, answer.text
    found: Json = answer.json()
    return found


def shown(teacher: Browser, room: str, iteration: int = 3, **configuration: Any) -> str:
    """The path of a run of the teacher's that the class is shown."""
    answer = teacher("POST", "/api/runs", {"iteration": iteration, **configuration})
    run: str = answer.json()["id"]
    body = {"run": run, "iteration": iteration}
    assert teacher("PUT", f"{room}/view", body).status_code == 204
    return f"/api/runs/{run}"


def kind(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["type"].rsplit(":", 1)[-1]


# --- opening and joining ----------------------------------------------------------------------


def test_a_class_has_a_code_without_letters_that_are_taken_for_others(teacher: Browser) -> None:
    code = teacher.get(opened(teacher))["code"]
    assert re.fullmatch(f"[{ALPHABET}]{{6}}", code)
    assert not set("01OIL") & set(ALPHABET)


def test_the_teacher_comes_back_with_the_cookie(teacher: Browser, pupil: Browser) -> None:
    room = opened(teacher)
    assert teacher.get("/api/classes")["codes"] == [room.rsplit("/", 1)[1]]
    assert teacher.get(room)["role"] == "teacher"
    assert pupil.get("/api/classes")["codes"] == []
    assert "role" not in pupil.get(room)


@pytest.mark.parametrize("typed", [str.lower, lambda code: f" {code[:3]} {code[3:]}", str.title])
def test_a_code_is_found_however_it_is_typed(
    teacher: Browser, pupil: Browser, typed: Callable[[str], str]
) -> None:
    room = opened(teacher)
    code = room.rsplit("/", 1)[1]
    assert joined(pupil, f"/api/classes/{typed(code)}")["code"] == code


def test_a_pupil_who_joins_again_keeps_the_place(teacher: Browser, pupil: Browser) -> None:
    room = opened(teacher)
    joined(pupil, room, "Otter")
    assert joined(pupil, room, "Badger")["name"] == "Badger"
    assert [each["name"] for each in teacher.get(room)["pupils"]] == ["Badger"]
    assert pupil.get(room)["name"] == "Badger"


def test_two_pupils_of_one_name_are_told_apart(client: TestClient, teacher: Browser) -> None:
    room = opened(teacher)
    names = [joined(Browser(client), room, "Otter")["name"] for _ in range(3)]
    assert names == ["Otter", "Otter 2", "Otter 3"]


def test_a_name_full_of_markup_is_kept_as_it_is(teacher: Browser, pupil: Browser) -> None:
    room = opened(teacher)
    name = '<b onclick="x">&amp;</b>'
    assert joined(pupil, room, name)["name"] == name
    assert teacher.get(room)["pupils"][0]["name"] == name


@pytest.mark.parametrize("name", ["", "   ", "a" * 25, "\u202eabc", "a\u0000b", 3, None])
def test_what_is_no_name_is_refused(teacher: Browser, pupil: Browser, name: Any) -> None:
    room = opened(teacher)
    answer = pupil("PUT", f"{room}/pupil", {"name": name})
    assert kind(answer) == (422, "invalid-request")
    assert answer.json()["errors"][0]["field"] == "name"
    assert teacher.get(room)["pupils"] == []


def test_a_full_class_takes_nobody_more_and_keeps_those_in_it(connect: Connect) -> None:
    client = connect(max_pupils_per_class=2)
    teacher = Browser(client)
    room = opened(teacher)
    first = Browser(client)
    joined(first, room)
    joined(Browser(client), room)
    late = Browser(client)("PUT", f"{room}/pupil", {"name": "Late"})
    assert kind(late) == (409, "class-full")
    assert joined(first, room, "Again")["name"] == "Again"


def test_a_browser_opens_only_so_many_classes(connect: Connect) -> None:
    teacher = Browser(connect(max_classes_per_token=2))
    room = opened(teacher)
    opened(teacher)
    assert kind(teacher("POST", "/api/classes")) == (409, "too-many-classes")
    assert teacher("DELETE", room).status_code == 204
    opened(teacher)


def test_a_server_holds_only_so_many_classes(connect: Connect) -> None:
    client = connect(max_classes=1)
    opened(Browser(client))
    refused = Browser(client)("POST", "/api/classes")
    assert kind(refused) == (503, "too-many-classes")
    assert refused.headers["retry-after"]


def test_codes_cannot_be_guessed_and_those_in_a_class_do_not_suffer(connect: Connect) -> None:
    now = [0.0]
    client = connect(lambda: now[0], wrong_codes_per_address=5, wrong_codes_per_token=5)
    teacher, pupil, guesser = Browser(client), Browser(client), Browser(client)
    room = opened(teacher)
    joined(pupil, room)
    for place in range(5):
        guess = guesser("GET", f"/api/classes/AAAAA{ALPHABET[place]}")
        assert kind(guess) == (404, "class-not-found")
    # Not even a right one is told from a wrong one now, nor after the cookie was thrown away.
    for browser in (guesser, Browser(client)):
        refused = browser("GET", room)
        assert kind(refused) == (429, "quota")
        assert int(refused.headers["retry-after"]) == 600
    assert pupil.get(room)["role"] == "pupil"
    assert teacher.get(room)["role"] == "teacher"
    now[0] = 601.0
    joined(guesser, room)


# --- who may do what --------------------------------------------------------------------------

TEACHERS = [
    ("PATCH", "", {"following": False}),
    ("DELETE", "", None),
    ("DELETE", "/pupils/0123456789abcdef", None),
    ("PUT", "/view", {"run": "x", "iteration": 0}),
    ("POST", "/questions", {"kind": "loss"}),
    ("POST", "/questions/1/reveal", None),
    ("DELETE", "/question", None),
    ("GET", "/answers", None),
    ("GET", "/qr", None),
]


@pytest.mark.parametrize(("method", "path", "body"), TEACHERS)
def test_only_its_teacher_controls_a_class(
    client: TestClient, teacher: Browser, pupil: Browser, method: str, path: str, body: Any
) -> None:
    room = opened(teacher)
    joined(pupil, room)
    another = Browser(client)
    opened(another)
    for other in (pupil, another):
        assert kind(other(method, f"{room}{path}", body)) == (403, "not-your-class")


def test_who_has_not_joined_hears_nothing_and_answers_nothing(
    teacher: Browser, pupil: Browser
) -> None:
    room = opened(teacher)
    shown(teacher, room)
    assert pupil.get(room)["view"] is None
    for method, path, body in (
        ("GET", "/events", None),
        ("PUT", "/questions/1/answer", {"value": "falls"}),
        ("PATCH", "/pupil", {"shares_progress": True}),
    ):
        assert kind(pupil(method, f"{room}{path}", body)) == (403, "not-in-class")


def test_two_classes_do_not_mix(client: TestClient) -> None:
    rooms = []
    for name in ("Otter", "Badger"):
        teacher, pupil = Browser(client), Browser(client)
        room = opened(teacher)
        joined(pupil, room, name)
        run = shown(teacher, room)
        teacher("POST", f"{room}/questions", {"kind": "loss"})
        rooms.append((teacher, pupil, room, run, name))
    for teacher, pupil, room, run, name in rooms:
        assert [each["name"] for each in teacher.get(room)["pupils"]] == [name]
        assert pupil.get(room)["view"]["run"] == run.rsplit("/", 1)[1]
    pupil, other = rooms[0][1], rooms[1][2]
    answer = pupil("PUT", f"{other}/questions/1/answer", {"value": "falls"})
    assert kind(answer) == (403, "not-in-class")


def test_a_run_that_a_class_is_shown_is_changed_by_its_teacher_only(
    teacher: Browser, pupil: Browser
) -> None:
    room = opened(teacher)
    run = shown(teacher, room)
    joined(pupil, room)
    for method, path, body in (
        ("POST", "/step", None),
        ("POST", "/train", {"iterations": 1}),
        ("POST", "/rewind", {"iteration": 0}),
        ("PATCH", "", {"learning_rate": 0.5}),
        ("POST", "/undo", None),
        ("POST", "/redo", None),
        ("POST", "/pause", None),
        ("PUT", "/title", {"title": "mine"}),
        ("DELETE", "", None),
    ):
        assert kind(pupil(method, f"{run}{path}", body)) == (403, "run-of-class")
    assert pupil("POST", f"{run}/fork", {}).status_code == 201
    assert pupil.get(f"{run}/iterations/2")["iteration"] == 2
    assert teacher("POST", f"{run}/step").status_code == 200
    teacher("DELETE", room)
    assert pupil("POST", f"{run}/step").status_code == 200


def test_nobody_takes_another_ones_run_by_showing_it(client: TestClient, teacher: Browser) -> None:
    owner = Browser(client)
    run = owner("POST", "/api/runs").json()["id"]
    room = opened(teacher)
    assert teacher("PUT", f"{room}/view", {"run": run, "iteration": 0}).status_code == 204
    assert owner("POST", f"/api/runs/{run}/step").status_code == 200


# --- what is shown ----------------------------------------------------------------------------


def test_pupils_see_what_the_teacher_shows(teacher: Browser, pupil: Browser) -> None:
    room = opened(teacher)
    joined(pupil, room)
    run = shown(teacher, room).rsplit("/", 1)[1]
    where = {"phase": "h_3", "inspect": "h_3:4", "cover": "losses", "pointer": "W_hh"}
    view = {"run": run, "iteration": 2, "revision": 7, **where}
    assert teacher("PUT", f"{room}/view", view).status_code == 204
    assert pupil.get(room)["view"] == view
    assert teacher("PUT", f"{room}/view", view | {"cover": "weights"}).status_code == 422
    assert teacher("PUT", f"{room}/view", view | {"pointer": "<b>"}).status_code == 422
    teacher("PATCH", room, {"following": False})
    assert pupil.get(room)["following"] is False
    teacher("PATCH", room, {"following": True, "paused": True})
    seen = pupil.get(room)
    assert (seen["following"], seen["paused"]) == (True, True)


def test_pupils_have_every_number_of_what_is_shown(teacher: Browser, pupil: Browser) -> None:
    room = opened(teacher)
    joined(pupil, room)
    assert kind(pupil("GET", f"{room}/trace")) == (409, "nothing-shown")
    run = shown(teacher, room)
    view = {"run": run.rsplit("/", 1)[1], "iteration": 2}
    teacher("PUT", f"{room}/view", view)
    assert pupil.get(f"{room}/trace") == teacher.get(f"{run}/iterations/2")


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"run": "nothing"}, 404),
        ({"iteration": 4}, 422),
        ({"iteration": -1}, 422),
        ({"iteration": 10**30}, 422),
        ({"phase": "<b>"}, 422),
        ({"inspect": "h 3"}, 422),
        ({"more": 1}, 422),
    ],
)
def test_what_is_not_there_is_not_shown(teacher: Browser, change: Json, status: int) -> None:
    room = opened(teacher)
    run = shown(teacher, room).rsplit("/", 1)[1]
    answer = teacher("PUT", f"{room}/view", {"run": run, "iteration": 3, **change})
    assert answer.status_code == status
    assert teacher.get(room)["view"]["iteration"] == 3


# --- predictions ------------------------------------------------------------------------------


def asked(teacher: Browser, room: str, **question: Any) -> Json:
    answer = teacher("POST", f"{room}/questions", question)
    assert answer.status_code == 204, answer.text
    found: Json = teacher.get(room)["question"]
    return found


def answered(pupil: Browser, room: str, value: Any, number: int = 1) -> None:
    answer = pupil("PUT", f"{room}/questions/{number}/answer", {"value": value})
    assert answer.status_code == 204, answer.text


def revealed(teacher: Browser, room: str, number: int = 1) -> Json:
    answer = teacher("POST", f"{room}/questions/{number}/reveal")
    assert answer.status_code == 204, answer.text
    found: Json = teacher.get(room)["question"]
    return found


def test_answers_are_counted_for_the_teacher_and_hidden_from_pupils(
    client: TestClient, teacher: Browser
) -> None:
    room = opened(teacher)
    shown(teacher, room)
    asked(teacher, room, kind="loss")
    pupils = [Browser(client) for _ in range(3)]
    for each, value in zip(pupils, ("falls", "rises", "falls"), strict=True):
        joined(each, room)
        answered(each, room, value)
    expected = [{"value": "falls", "count": 2}, {"value": "rises", "count": 1}]
    assert teacher.get(room)["question"]["counts"] == expected
    seen = pupils[1].get(room)
    assert (seen["question"]["counts"], seen["question"]["outcome"]) == (None, None)
    assert seen["answer"] == "rises"
    revealed(teacher, room)
    assert pupils[1].get(room)["question"]["counts"] == expected


def test_a_pupil_changes_an_answer_until_it_is_revealed(teacher: Browser, pupil: Browser) -> None:
    room = opened(teacher)
    shown(teacher, room)
    joined(pupil, room)
    asked(teacher, room, kind="loss")
    answered(pupil, room, "rises")
    answered(pupil, room, "falls")
    assert revealed(teacher, room)["counts"] == [{"value": "falls", "count": 1}]
    late = pupil("PUT", f"{room}/questions/1/answer", {"value": "rises"})
    assert kind(late) == (409, "question-over")


def reference(iteration: int) -> Run:
    run = Run(RunConfig())
    for _ in range(iteration):
        run.step()
    return run


def test_the_truth_about_a_loss_is_the_cores(teacher: Browser) -> None:
    room = opened(teacher)
    run = shown(teacher, room)
    asked(teacher, room, kind="loss")
    outcome = revealed(teacher, room)["outcome"]
    before, after = reference(3).loss, reference(4).loss
    assert (outcome["before"], outcome["after"]) == (before, after)
    assert outcome["truth"] == ("falls" if after < before else "rises")
    # It plays the step.
    assert teacher.get(run)["iteration"] == 4


def test_the_truth_about_a_letter_is_the_cores(teacher: Browser) -> None:
    room = opened(teacher)
    shown(teacher, room)
    question = asked(teacher, room, kind="letter", t=2, steps=20)
    assert (question["options"], question["read"]) == (["h", "e", "l", "o"], ["h", "e"])
    outcome = revealed(teacher, room)["outcome"]
    probs = reference(23).trace.probs[1]
    assert outcome["probabilities"] == probs.tolist()
    assert outcome["truth"] == "helo"[int(np.argmax(probs))]


def test_the_truth_about_a_number_and_its_sign_is_the_cores(
    teacher: Browser, pupil: Browser
) -> None:
    room = opened(teacher)
    shown(teacher, room)
    joined(pupil, room)
    value = float(reference(4).trace.gradients["W_hh"][2, 0])
    place = {"quantity": "gradients.W_hh", "index": [2, 0]}
    asked(teacher, room, kind="sign", **place)
    assert revealed(teacher, room)["outcome"] == {
        "truth": "positive" if value > 0 else "negative",
        "value": value,
    }
    # Asked at iteration 3, where the class still is; the run is beyond it by now.
    asked(teacher, room, kind="number", steps=0, quantity="h", t=3, index=[4])
    answered(pupil, room, 0.25, number=2)
    question = revealed(teacher, room, 2)
    assert question["outcome"]["truth"] == float(reference(3).trace.h[2, 4])
    assert question["counts"] == [{"value": 0.25, "count": 1}]


def test_a_run_that_diverges_before_it_is_measured_is_said_to(teacher: Browser) -> None:
    room = opened(teacher)
    shown(teacher, room, iteration=0, learning_rate=1e6, clip_norm=None, optimizer="sgd")
    asked(teacher, room, kind="number", steps=100, quantity="h", t=1, index=[0])
    outcome = revealed(teacher, room)["outcome"]
    assert (outcome["truth"], outcome["diverged"]) == (None, True)


def test_an_opinion_has_no_truth(teacher: Browser, pupil: Browser) -> None:
    room = opened(teacher)
    run = shown(teacher, room)
    joined(pupil, room)
    asked(teacher, room, kind="choice", text="Which one?", options=["the first", "the second"])
    answered(pupil, room, "the second")
    assert revealed(teacher, room)["outcome"] == {"truth": None}
    assert teacher.get(run)["iteration"] == 3


@pytest.mark.parametrize(
    ("question", "field"),
    [
        ({"kind": "opinion"}, "kind"),
        ({"kind": "loss", "steps": 0}, "steps"),
        ({"kind": "loss", "steps": 101}, "steps"),
        ({"kind": "loss", "text": "a" * 201}, "text"),
        ({"kind": "letter", "t": 6}, "t"),
        ({"kind": "letter", "t": 0}, "t"),
        ({"kind": "number", "quantity": "nothing"}, "quantity"),
        ({"kind": "number", "quantity": "h", "t": 1, "index": [99]}, "index"),
        ({"kind": "choice", "options": ["one"]}, "options"),
        ({"kind": "choice", "options": ["one", "one"]}, "options"),
        ({"kind": "choice", "options": ["one", " "]}, "options"),
    ],
)
def test_what_cannot_be_asked_is_refused(teacher: Browser, question: Json, field: str) -> None:
    room = opened(teacher)
    shown(teacher, room)
    answer = teacher("POST", f"{room}/questions", question)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == field
    assert teacher.get(room)["question"] is None


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ({"kind": "loss"}, "sideways"),
        ({"kind": "loss"}, 1),
        ({"kind": "number", "quantity": "loss"}, "falls"),
        ({"kind": "number", "quantity": "loss"}, 1e300),
        ({"kind": "number", "quantity": "loss"}, None),
    ],
)
def test_what_is_no_answer_is_refused(
    teacher: Browser, pupil: Browser, question: Json, value: Any
) -> None:
    room = opened(teacher)
    shown(teacher, room)
    joined(pupil, room)
    asked(teacher, room, **question)
    answer = pupil("PUT", f"{room}/questions/1/answer", {"value": value})
    assert kind(answer) == (422, "invalid-request")
    assert teacher.get(room)["question"]["counts"] == []


def test_nothing_is_asked_before_something_is_shown(teacher: Browser) -> None:
    room = opened(teacher)
    refused = teacher("POST", f"{room}/questions", {"kind": "loss"})
    assert kind(refused) == (409, "nothing-shown")


def test_a_question_that_was_put_away_takes_no_answers(teacher: Browser, pupil: Browser) -> None:
    room = opened(teacher)
    shown(teacher, room)
    joined(pupil, room)
    asked(teacher, room, kind="loss")
    assert teacher("DELETE", f"{room}/question").status_code == 204
    assert pupil.get(room)["question"] is None
    late = pupil("PUT", f"{room}/questions/1/answer", {"value": "falls"})
    assert kind(late) == (409, "question-over")
    assert kind(teacher("POST", f"{room}/questions/1/reveal")) == (409, "question-over")
    assert asked(teacher, room, kind="loss")["number"] == 2


def test_a_class_is_asked_only_so_many_questions(connect: Connect) -> None:
    teacher = Browser(connect(max_questions_per_class=1))
    room = opened(teacher)
    shown(teacher, room)
    asked(teacher, room, kind="loss")
    refused = teacher("POST", f"{room}/questions", {"kind": "loss"})
    assert kind(refused) == (409, "too-many-questions")


def test_the_table_of_answers_has_no_names_and_no_formulas(
    teacher: Browser, pupil: Browser
) -> None:
    room = opened(teacher)
    shown(teacher, room)
    joined(pupil, room, "Otter")
    asked(teacher, room, kind="choice", text='=HYPERLINK("http://x")', options=["@a", "-b"])
    answered(pupil, room, "@a")
    asked(teacher, room, kind="number", quantity="loss")
    answered(pupil, room, -0.5, number=2)
    answer = teacher("GET", f"{room}/answers")
    assert answer.headers["content-type"].startswith("text/csv")
    assert "attachment" in answer.headers["content-disposition"]
    assert "Otter" not in answer.text
    rows = list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert rows[1][1] == '\'=HYPERLINK("http://x")'
    assert rows[1][4] == "'@a"
    # A negative number is no formula.
    assert rows[2][4:] == ["-0.5", "1", ""]


# --- progress ---------------------------------------------------------------------------------


def test_progress_is_seen_only_with_the_pupils_consent(teacher: Browser, pupil: Browser) -> None:
    room = opened(teacher)
    joined(pupil, room)
    part = "guess" if "guess" in PARTS else PARTS[0]
    report = {"chapter": "one-step", "done": [part, "made-up"], "missed": [part]}
    assert kind(pupil("PUT", f"{room}/progress", report)) == (409, "progress-private")
    assert pupil("PATCH", f"{room}/pupil", {"shares_progress": True}).status_code == 204
    assert pupil("PUT", f"{room}/progress", report).status_code == 204
    seen = teacher.get(room)["pupils"][0]
    assert seen["progress"] == {"one-step": {"done": [part], "missed": [part]}}
    assert "pupils" not in pupil.get(room)
    pupil("PATCH", f"{room}/pupil", {"shares_progress": False})
    assert teacher.get(room)["pupils"][0]["progress"] == {}


def test_progress_in_no_chapter_is_refused(teacher: Browser, pupil: Browser) -> None:
    room = opened(teacher)
    joined(pupil, room)
    report = {"chapter": "../secret", "done": [], "missed": []}
    assert pupil("PUT", f"{room}/progress", report).status_code == 404


# --- the end ----------------------------------------------------------------------------------


def test_a_class_that_is_closed_is_forgotten(teacher: Browser, pupil: Browser) -> None:
    room = opened(teacher)
    shown(teacher, room)
    joined(pupil, room)
    asked(teacher, room, kind="loss")
    answered(pupil, room, "falls")
    assert teacher("DELETE", room).status_code == 204
    for browser in (teacher, pupil):
        assert kind(browser("GET", room)) == (404, "class-not-found")
    assert teacher.get("/api/classes")["codes"] == []


def test_who_leaves_is_forgotten_with_the_answers(teacher: Browser, pupil: Browser) -> None:
    room = opened(teacher)
    shown(teacher, room)
    joined(pupil, room)
    asked(teacher, room, kind="loss")
    answered(pupil, room, "falls")
    assert pupil("DELETE", f"{room}/pupil").status_code == 204
    seen = teacher.get(room)
    assert (seen["pupils"], seen["question"]["counts"]) == ([], [])


def id_of(teacher: Browser, room: str, name: str) -> str:
    found: str = next(p["id"] for p in teacher.get(room)["pupils"] if p["name"] == name)
    return found


def test_who_is_removed_is_forgotten_and_may_not_come_back(
    client: TestClient, teacher: Browser, pupil: Browser
) -> None:
    room = opened(teacher)
    run = shown(teacher, room)
    other = Browser(client)
    joined(pupil, room, "Rowdy")
    joined(other, room, "Otter")
    asked(teacher, room, kind="loss")
    answered(pupil, room, "falls")
    answered(other, room, "rises")
    path = f"{room}/pupils/{id_of(teacher, room, 'Rowdy')}"
    assert teacher("DELETE", path).status_code == 204
    seen = teacher.get(room)
    assert [each["name"] for each in seen["pupils"]] == ["Otter"]
    assert seen["question"]["counts"] == [{"value": "rises", "count": 1}]
    for method, rest, body in (
        ("GET", "", None),
        ("GET", "/events", None),
        ("GET", "/trace", None),
        ("PUT", "/pupil", {"name": "Lamb"}),
        ("PUT", "/questions/1/answer", {"value": "rises"}),
    ):
        assert kind(pupil(method, f"{room}{rest}", body)) == (403, "removed-from-class")
    assert kind(teacher("DELETE", path)) == (404, "pupil-not-found")
    # Of this class only; what is public stays so.
    assert pupil.get(f"{run}/iterations/2")["iteration"] == 2
    elsewhere = opened(other)
    joined(pupil, elsewhere, "Rowdy")
    # All that the server knows of a browser is its cookie.
    joined(Browser(client), room, "Rowdy")


def test_a_pupil_has_another_id_in_each_class(teacher: Browser, pupil: Browser) -> None:
    rooms = [opened(teacher) for _ in range(2)]
    for room in rooms:
        joined(pupil, room)
    assert len({id_of(teacher, room, "Otter") for room in rooms}) == 2


def test_a_class_remembers_so_many_of_those_who_were_removed(connect: Connect) -> None:
    client = connect(max_pupils_per_class=2)
    teacher = Browser(client)
    room = opened(teacher)
    removed = [Browser(client) for _ in range(3)]
    for each in removed:
        joined(each, room)
        assert teacher("DELETE", f"{room}/pupils/{id_of(teacher, room, 'Otter')}").status_code < 300
    assert [each("GET", room).status_code for each in removed] == [200, 403, 403]


def test_a_server_that_is_restarted_has_the_class_as_it_was(tmp_path: Path) -> None:
    settings = Settings(database=f"sqlite:///{tmp_path / 'runs.sqlite3'}")
    with TestClient(create_app(settings), base_url="http://localhost:8000") as client:
        teacher, pupil = Browser(client), Browser(client)
        room = opened(teacher)
        run = shown(teacher, room)
        joined(pupil, room)
        asked(teacher, room, kind="loss")
        answered(pupil, room, "falls")
        before = teacher.get(room), pupil.get(room)
    with TestClient(create_app(settings), base_url="http://localhost:8000") as client:
        teacher._client = pupil._client = client
        assert (teacher.get(room), pupil.get(room)) == before
        assert kind(pupil("POST", f"{run}/step")) == (403, "run-of-class")
        assert revealed(teacher, room)["outcome"]["before"] == reference(3).loss


# --- the way in -------------------------------------------------------------------------------


def test_a_server_for_this_machine_alone_has_no_address_to_give(teacher: Browser) -> None:
    room = opened(teacher)
    assert teacher.get(room)["addresses"] == []
    assert kind(teacher("GET", f"{room}/qr")) == (404, "no-address")


def test_the_qr_code_is_a_picture_of_the_address(connect: Connect) -> None:
    teacher = Browser(connect(host="192.168.7.5", port=8123, root_path="/rnn"))
    room = opened(teacher)
    code = room.rsplit("/", 1)[1]
    assert teacher.get(room)["addresses"] == [f"http://192.168.7.5:8123/rnn/join/{code}"]
    answer = teacher("GET", f"{room}/qr?which=0")
    assert answer.headers["content-type"].startswith("image/svg+xml")
    assert answer.text.startswith("<svg")


def _parts() -> list[str]:
    from app.lessons import chapters

    return list(chapters.chapter("en", "one-step").parts)


PARTS = _parts()
