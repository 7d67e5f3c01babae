"""The pages of the chapters, and of the glossary."""

from __future__ import annotations

import json
import re

import pytest
from starlette.testclient import TestClient

from app.lessons import chapters, glossary
from app.lessons.chapters import ORDER, chapter, languages_of
from app.words.language import LANGUAGES
from app.words.messages import messages
from tests.app.conftest import Connect


@pytest.mark.parametrize(
    ("language", "slug"), [(language, slug) for slug in ORDER for language in languages_of(slug)]
)
def test_a_chapter_can_be_read_without_its_scenes(
    client: TestClient, language: str, slug: str
) -> None:
    page = client.get(f"/learn/{slug}", params={"lang": language})
    assert page.status_code == 200
    assert page.headers["content-language"] == language
    assert 'class="chapter-note"' not in page.text
    read = chapter(language, slug)
    for section in read.sections:
        assert f'id="{section.id}-title"' in page.text
    assert read.question in page.text
    # Every term that is marked has its card, and every formula its glyphs.
    marked = set(re.findall(r'popovertarget="([\w-]+)"', page.text))
    assert marked == {f"term-{term.id}" for term in read.terms}
    assert all(f'id="{name}" popover' in page.text for name in marked)
    glyphs = set(re.findall(r'<symbol id="([^"]+)"', page.text))
    assert set(re.findall(r'<use [^>]*href="#([^"]+)"', page.text)) <= glyphs


@pytest.mark.parametrize("slug", ORDER)
def test_the_page_knows_its_scenes_in_the_order_they_are_written(
    client: TestClient, slug: str
) -> None:
    page = client.get(f"/learn/{slug}").text
    found = re.search(r'id="page-config">(.*?)</script>', page, re.S)
    assert found is not None
    lesson = json.loads(found[1])["lesson"]
    read = chapter("en", slug)
    assert [each["id"] for each in lesson["scenes"]] == [scene.id for scene in read.scenes]
    for told, scene in zip(lesson["scenes"], read.scenes, strict=True):
        assert list(told["predict"]["options"]) == list(scene.predict.options)
    names = [
        name for section in lesson["sections"] for name in (*section["parts"], *section["optional"])
    ]
    assert names == re.findall(r'data-part="([\w-]+)"', page)


@pytest.fixture
def without_the_second(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if the second chapter were written in English only."""

    def languages(slug: str) -> tuple[str, ...]:
        return ("en",) if slug == ORDER[1] else languages_of(slug)

    monkeypatch.setattr(chapters, "languages_of", languages)


@pytest.mark.usefixtures("without_the_second")
def test_a_chapter_that_is_not_translated_is_in_english_and_says_so(client: TestClient) -> None:
    first, second = (chapter("zh", ORDER[0]), chapter("en", ORDER[1]))
    note = messages("zh").say("chapter-not-translated")
    page = client.get(f"/learn/{second.slug}?lang=zh")
    assert page.headers["content-language"] == "en"
    assert f'<p class="chapter-note" lang="zh">{note}</p>' in page.text
    assert f'id="{second.sections[0].id}-title">{second.sections[0].title}' in page.text
    # The switch is there, at what the reader has chosen, which the next page is in.
    switch = re.findall(r'data-language="([\w-]+)"( aria-current)?', page.text)
    assert [tag for tag, _ in switch] == list(LANGUAGES)
    assert [tag for tag, current in switch if current] == ["zh"]
    assert client.get("/learn").headers["content-language"] == "zh"
    # Search engines are told of the languages that it is written in.
    alternates = re.findall(r'rel="alternate" hreflang="([\w-]+)"', page.text)
    assert alternates == ["en", "x-default"]
    # What is beside it is in the reader's language, and says which it is.
    assert re.search(rf'rel="prev".*?<span lang="zh">{first.title} .*?简体中文', page.text, re.S)
    page = client.get(f"/learn/{first.slug}?lang=zh")
    assert page.headers["content-language"] == "zh"
    assert "chapter-note" not in page.text
    assert re.search(
        rf'rel="next".*?<span lang="en">{re.escape(second.title)} .*?English', page.text, re.S
    )
    page = client.get("/learn?lang=zh")
    assert page.headers["content-language"] == "zh"
    assert first.title in page.text
    assert second.settles in page.text
    missing = [slug for slug in ORDER if "zh" not in chapters.languages_of(slug)]
    assert page.text.count(note) == len(missing)
    assert note not in client.get("/learn?lang=en").text


def test_a_term_that_is_not_translated_is_explained_in_english(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = glossary.written
    fewer = {id: term for id, term in written("zh").items() if id != "loss"}
    monkeypatch.setattr(glossary, "written", lambda tag: fewer if tag == "zh" else written(tag))
    glossary.glossary.cache_clear()
    page = client.get("/glossary?lang=zh").text
    glossary.glossary.cache_clear()
    assert re.search(r'<div id="loss" lang="en">\s*<dt>loss', page)
    assert re.search(r'<div id="bias">\s*<dt>偏置 <span class="word-original" lang="en">bias', page)


def test_the_glossary_has_every_term(client: TestClient) -> None:
    page = client.get("/glossary").text
    assert all(term.says.split("&")[0][:40] in page for term in glossary.glossary("en").values())


def test_the_list_leads_to_every_chapter(client: TestClient) -> None:
    page = client.get("/learn").text
    assert re.findall(r'<h2><a href="/learn/([\w-]+)"', page) == list(ORDER)
    assert all(chapter("en", slug).settles in page for slug in ORDER)
    assert 'href="/learn"' in client.get("/workbench").text


def test_no_reader_waits_for_chapters_and_catalogues_to_be_read(connect: Connect) -> None:
    chapter.cache_clear()
    messages.cache_clear()
    client = connect()
    read = chapter.cache_info().misses, messages.cache_info().misses
    assert read == (sum(len(languages_of(slug)) for slug in ORDER), len(LANGUAGES))
    for path in ("/", "/learn", *(f"/learn/{slug}" for slug in ORDER)):
        for language in LANGUAGES:
            assert client.get(path, params={"lang": language}).status_code == 200
    assert (chapter.cache_info().misses, messages.cache_info().misses) == read


def test_a_chapter_that_is_not_there_is_a_problem(client: TestClient) -> None:
    answer = client.get("/learn/cooking")
    assert answer.status_code == 404
    assert ORDER[0] in answer.json()["detail"]
