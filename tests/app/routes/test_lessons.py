"""The pages of the chapters, and of the glossary."""

from __future__ import annotations

import json
import re

import pytest
from starlette.testclient import TestClient

from app.lessons.chapters import ORDER, chapter
from app.lessons.glossary import glossary


@pytest.mark.parametrize("slug", ORDER)
def test_a_chapter_can_be_read_without_its_scenes(client: TestClient, slug: str) -> None:
    page = client.get(f"/learn/{slug}")
    assert page.status_code == 200
    read = chapter("en", slug)
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
    names = [name for section in lesson["sections"] for name in section["parts"]]
    assert names == re.findall(r'data-part="([\w-]+)"', page)


def test_the_glossary_has_every_term(client: TestClient) -> None:
    page = client.get("/glossary").text
    assert all(term.says.split("&")[0][:40] in page for term in glossary("en").values())


def test_the_list_leads_to_every_chapter(client: TestClient) -> None:
    page = client.get("/learn").text
    assert re.findall(r'<h2><a href="/learn/([\w-]+)"', page) == list(ORDER)
    assert all(chapter("en", slug).settles in page for slug in ORDER)
    assert 'href="/learn"' in client.get("/workbench").text


def test_a_chapter_that_is_not_there_is_a_problem(client: TestClient) -> None:
    answer = client.get("/learn/cooking")
    assert answer.status_code == 404
    assert ORDER[0] in answer.json()["detail"]
