"""Pages and answers in the language of whoever asks."""

from __future__ import annotations

import re

import pytest
from starlette.testclient import TestClient

from app.words.language import LANGUAGES
from app.words.messages import messages

PAGES = ["/", "/workbench", "/compare", "/experiments", "/gradients", "/runs", "/docs"]
LAST = LANGUAGES[-1]


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_says_which_language_it_is_in_and_why(
    client: TestClient, path: str, language: str
) -> None:
    answer = client.get(path, headers={"Accept-Language": language})
    assert answer.headers["content-language"] == language
    vary = {name.strip() for name in answer.headers["vary"].split(",")}
    assert {"Accept-Language", "Cookie"} <= vary
    assert f'<html lang="{language}"' in answer.text
    assert re.search(rf"/(?:messages|articles|kept)-{language}-\w+\.js", answer.text)
    assert "set-cookie" not in answer.headers


def test_a_page_names_itself_in_the_other_languages(client: TestClient) -> None:
    text = client.get("/workbench?cell=gru&text=a%26b").text
    alternates = dict(re.findall(r'rel="alternate" hreflang="([\w-]+)" href="([^"]+)"', text))
    assert set(alternates) == {*LANGUAGES, "x-default"}
    assert alternates["x-default"] == "http://localhost:8000/workbench?cell=gru&amp;text=a%26b"
    for language in LANGUAGES:
        assert (
            alternates[language]
            == f"http://localhost:8000/workbench?cell=gru&amp;text=a%26b&amp;lang={language}"
        )


def test_an_address_with_a_language_is_remembered(client: TestClient) -> None:
    answer = client.get("/workbench", params={"lang": LAST})
    assert answer.headers["content-language"] == LAST
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith(f"lang={LAST};")
    assert "SameSite=lax" in cookie
    assert client.get("/compare").headers["content-language"] == LAST


def test_a_page_passes_over_a_language_that_is_not_spoken(client: TestClient) -> None:
    answer = client.get("/workbench?lang=tlh", headers={"Accept-Language": LAST})
    assert (answer.status_code, answer.headers["content-language"]) == (200, LAST)
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("path", ["/api/limits", "/api/tasks", "/api/runs/none"])
def test_the_api_refuses_a_language_that_is_not_spoken(client: TestClient, path: str) -> None:
    answer = client.get(path, params={"lang": "tlh"})
    assert answer.status_code == 422
    (error,) = answer.json()["errors"]
    assert error["field"] == "lang"
    assert error["allowed"] == messages("en").either(LANGUAGES)
    assert client.get("/api/limits", params={"lang": LAST}).status_code == 200
