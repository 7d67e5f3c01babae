"""What the log says of a request, and under which id; and that it keeps what people wrote."""

from __future__ import annotations

import json
import logging
import re
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.main import create_app
from app.runs.store import RunStore
from app.settings import Settings
from app.web.logs import FIELDS, REQUESTS, JsonFormatter, TextFormatter, request_id

SECRET = "my-own-words"


class Lines(logging.Handler):
    """Keeps lines as they would be written."""

    def __init__(self, formatter: logging.Formatter) -> None:
        super().__init__()
        self.setFormatter(formatter)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


@pytest.fixture(params=[JsonFormatter, TextFormatter])
def lines(request: pytest.FixtureRequest) -> Iterator[Lines]:
    handler = Lines(request.param())
    logger, level = REQUESTS.parent or REQUESTS, REQUESTS.level
    logger.addHandler(handler)
    REQUESTS.setLevel(logging.INFO)
    yield handler
    REQUESTS.setLevel(level)
    logger.removeHandler(handler)


def test_a_request_is_a_line_that_keeps_what_people_wrote(client: TestClient, lines: Lines) -> None:
    run = client.post("/api/runs", json={"text": SECRET}).headers["location"]
    client.get(f"{run}/iterations/latest?fields=loss&lang={SECRET}")
    client.get(f"/api/runs/{SECRET}")
    client.get(f"/{SECRET}?{SECRET}")
    client.get(f"/static/{SECRET}")
    client.put(f"{run}/step")
    client.request("BREW", "/api/limits")
    client.get("/workbench", headers={"Host": f"{SECRET}.example"})
    told = [
        ("POST", "/api/runs", 201),
        ("GET", "/api/runs/{id}/iterations/{k}", 422),
        ("GET", "/api/runs/{id}", 404),
        ("GET", "unknown", 404),
        ("GET", "/static/*", 404),
        ("PUT", "/api/runs/{id}/step", 405),
        ("other", "/api/limits", 405),
        ("GET", "unknown", 421),
    ]
    assert len(lines.lines) == len(told)
    for line, (method, route, status) in zip(lines.lines, told, strict=True):
        assert SECRET not in line
        assert "\n" not in line
        if isinstance(lines.formatter, JsonFormatter):
            fields = json.loads(line)
            assert {name: fields[name] for name in ("method", "route", "status")} == {
                "method": method,
                "route": route,
                "status": status,
            }
            assert fields["seconds"] > 0
            assert fields["level"] == "info"
            assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00", fields["time"])
            assert re.fullmatch("[0-9a-f]{16}", fields["request_id"])
        else:
            start = re.escape(f"INFO: {method} {route} {status} in ")
            assert re.fullmatch(start + r"[\d.]+ ms \[[0-9a-f]{16}\]", line)


@pytest.mark.parametrize("given", ["a", "2f1b.e-5_9", "x" * 64])
def test_a_well_formed_id_is_taken_over(client: TestClient, given: str) -> None:
    answer = client.get("/nowhere", headers={"X-Request-ID": given})
    assert answer.headers["x-request-id"] == answer.json()["request_id"] == given
    assert (
        client.get("/workbench", headers={"X-Request-ID": given}).headers["x-request-id"] == given
    )


@pytest.mark.parametrize(
    "given",
    [[], [""], ["x" * 65], ["two words"], ["a\tb"], ['"'], ["{}"], ["é"], ["one", "two"]],
)
def test_any_other_request_gets_an_id(client: TestClient, given: list[str]) -> None:
    headers = [(b"X-Request-ID", each.encode()) for each in given]
    answers = [client.get("/nowhere", headers=headers) for _ in range(2)]
    ids = [answer.headers["x-request-id"] for answer in answers]
    assert [answer.json()["request_id"] for answer in answers] == ids
    assert all(re.fullmatch("[0-9a-f]{16}", id) for id in ids)
    assert ids[0] != ids[1]


def test_what_fails_is_logged_with_its_traceback_and_id(
    lines: Lines, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fails(*_: object) -> None:
        raise RuntimeError("a bug")

    monkeypatch.setattr(RunStore, "get", fails)
    with TestClient(create_app(Settings()), base_url="http://localhost") as client:
        answer = client.get(f"/api/runs/{SECRET}", headers={"X-Request-ID": "this-one"})
    assert answer.status_code == 500
    assert answer.json()["request_id"] == "this-one"
    error, request = lines.lines
    assert SECRET not in error + request
    assert "GET /api/runs/{id} 500" in request
    if isinstance(lines.formatter, JsonFormatter):
        fields: dict[str, Any] = json.loads(error)
        assert fields["level"] == "error"
        assert fields["request_id"] == json.loads(request)["request_id"] == "this-one"
        assert fields["message"] == "/api/runs/{id} failed"
        assert fields["exception"].startswith("Traceback")
        assert "RuntimeError: a bug" in fields["exception"]
    else:
        first, second, *_ = error.splitlines()
        assert first == "ERROR: /api/runs/{id} failed [this-one]"
        assert second.startswith("Traceback")


def test_a_line_outside_of_requests_has_no_id() -> None:
    record = logging.LogRecord("a", logging.WARNING, __file__, 1, "to %s", ("say",), None)
    setattr(record, FIELDS, {"more": 1})
    assert request_id.get() == ""
    assert TextFormatter().format(record) == "WARNING: to say"
    fields = json.loads(JsonFormatter().format(record))
    assert fields.pop("time")
    assert fields == {"level": "warning", "logger": "a", "message": "to say", "more": 1}


@pytest.mark.parametrize("formatter", [JsonFormatter(), TextFormatter()])
def test_half_of_a_character_breaks_no_line(formatter: logging.Formatter) -> None:
    try:
        raise RuntimeError("a bug \ud800")
    except RuntimeError:
        told = (logging.ERROR, __file__, 1, "half: %s", ("\ud800",), sys.exc_info())
    line = formatter.format(logging.LogRecord("a", *told))
    assert "a bug" in line
    # The standard error writes what cannot be encoded as an escape sequence; JSON is to be read.
    errors = "strict" if isinstance(formatter, JsonFormatter) else "backslashreplace"
    assert b"ud800" in line.encode("utf-8", errors)
