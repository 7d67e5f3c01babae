"""The container, as far as can be told without Docker: `.ci/run` builds it where there is one."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
import yaml
from sqlalchemy import make_url
from starlette.testclient import TestClient

from app.database.connection import can_be_shared
from app.main import create_app
from app.settings import Settings

ROOT = Path(__file__).parents[1]
DOCKERFILE = (ROOT / "Dockerfile").read_text("utf-8")
COMMANDS = re.sub(r"\\\n\s*", "", DOCKERFILE).splitlines()
IMAGE = COMMANDS[max(i for i, line in enumerate(COMMANDS) if line.startswith("FROM")) :]


def the(instruction: str) -> str:
    (line,) = (line for line in IMAGE if line.startswith(f"{instruction} "))
    return line.removeprefix(f"{instruction} ")


def test_its_settings_are_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    values = dict(each.split("=", 1) for each in shlex.split(the("ENV")))
    for name, value in values.items():
        assert name.removeprefix("RNN_EXPLAINER_").lower() in Settings.model_fields
        monkeypatch.setenv(name, value)
    settings = Settings()
    assert settings.host == "0.0.0.0"
    assert str(settings.port) == the("EXPOSE")
    assert settings.database.startswith(f"sqlite:///{the('VOLUME')}/")
    assert settings.log_requests


def test_it_asks_whether_it_is_healthy_where_that_is_answered() -> None:
    (address,) = re.findall(r"http://127\.0\.0\.1:(\d+)(/\w+)", the("HEALTHCHECK"))
    assert address[0] == the("EXPOSE")
    with TestClient(create_app(Settings()), base_url="http://127.0.0.1") as client:
        assert client.get(address[1]).status_code == 200


def test_it_runs_as_nobody_who_may_do_anything() -> None:
    assert int(the("USER")) > 1000
    assert IMAGE.index(f"USER {the('USER')}") < IMAGE.index(f"CMD {the('CMD')}")


def test_everything_that_the_wheel_is_made_from_is_sent_to_be_built() -> None:
    lines = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    sent = {line.removeprefix("!") for line in lines if line.startswith("!")}
    assert lines[1] == "*"
    assert {name for name in sent if not (ROOT / name).exists()} == set()
    project = (ROOT / "pyproject.toml").read_text("utf-8")
    (packages,) = re.findall(r"^packages = \[(.*)\]", project, re.M)
    hook = (ROOT / "hatch_build.py").read_text("utf-8")
    packed = {path.split("/")[0] for path in re.findall(r'^    "([\w./]+)": "app/', hook, re.M)}
    assert packed
    assert {*re.findall(r'"(\w+)"', packages), *packed} <= sent
    assert {"README.md", "LICENSE", "hatch_build.py", "requirements-dev.lock"} <= sent


def test_the_services_that_are_composed_share_a_database(monkeypatch: pytest.MonkeyPatch) -> None:
    services = yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))["services"]
    database, explainer = services["database"], services["explainer"]
    for name, value in explainer["environment"].items():
        assert name.removeprefix("RNN_EXPLAINER_").lower() in Settings.model_fields
        given = re.sub(r"\$\{WORKERS:-(\d+)\}", r"\1", value)
        monkeypatch.setenv(name, re.sub(r"\$\{[^}]*\}", "secret", given))
    settings = Settings()
    assert settings.workers > 1
    assert can_be_shared(settings.database)
    url = make_url(settings.database)
    names = database["environment"]
    assert (url.username, url.database) == (names["POSTGRES_USER"], names["POSTGRES_DB"])
    assert url.host in services
    assert explainer["depends_on"][url.host]["condition"] == "service_healthy"
    assert "postgresql" in the_extras()


def the_extras() -> list[str]:
    (extras,) = re.findall(r"\.whl\)\[(.*?)\]", DOCKERFILE)
    return str(extras).split(",")
