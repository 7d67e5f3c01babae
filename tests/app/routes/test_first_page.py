"""The page to begin on: what it brings along, and where it leads."""

from __future__ import annotations

import json
import re

import pytest
from starlette.testclient import TestClient

from app.documents import links
from app.lessons import chapters
from app.words.language import LANGUAGES
from app.words.messages import messages

SENT = re.compile(r'<script type="application/json" id="first-trace">(.*?)</script>')


@pytest.mark.parametrize("path", ["/", f"/?lang={LANGUAGES[-1]}", "/?utm_source=a%26b"])
def test_the_default_run_comes_along_to_the_last_digit(client: TestClient, path: str) -> None:
    answer = client.get(path, follow_redirects=False)
    assert answer.status_code == 200
    sent = SENT.search(answer.text)
    assert sent is not None
    run = client.post("/api/runs", json={}).json()
    assert sent[1].replace("\\u003c", "<") == client.get(run["links"]["trace"]).text


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_leads_to_the_chapters_and_to_the_workbench(client: TestClient, language: str) -> None:
    page = client.get("/", headers={"Accept-Language": language}).text
    words = messages(language)
    assert f"<title>{words.say('first-title')}</title>" in page
    assert f'name="description" content="{words.say("first-description")}"' in page
    assert words.say("first-no-script") in page
    assert f'id="first-workbench" href="{links.workbench()}"' in page
    assert re.findall(r'<h3[^>]*><a href="/learn/([\w-]+)"', page) == list(chapters.ORDER)
    for place, chapter in enumerate(chapters.chapters(language), start=1):
        minutes = words.say("chapter-place", place=place, minutes=chapter.minutes)
        assert minutes in page
        assert chapter.settles in page
        assert f'data-progress="{chapter.slug}"' in page
        told = re.search(r"<h3([^>]*)><a href=\"/learn/" + chapter.slug, page)
        assert told is not None
        assert (f'lang="{chapter.language}"' in told[1]) == (chapter.language != language)


@pytest.mark.parametrize("path", ["/", "/learn"])
def test_the_page_knows_what_progress_is_counted_in(client: TestClient, path: str) -> None:
    told = re.findall(r'data-progress="([^"]+)" data-parts="([^"]+)"', client.get(path).text)
    assert [slug for slug, _ in told] == list(chapters.ORDER)
    for slug, parts in told:
        lesson = re.search(
            r'id="page-config">(.*?)</script>', client.get(f"/learn/{slug}").text, re.S
        )
        assert lesson is not None
        sections = json.loads(lesson[1])["lesson"]["sections"]
        assert parts.split() == [part for section in sections for part in section["parts"]]
