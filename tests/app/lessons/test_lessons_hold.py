"""What a scene intends to teach is what happens, with one seed as with others."""

from __future__ import annotations

import pytest

from app.lessons.chapters import ORDER, chapter
from app.lessons.scenes import VARIES, Scene
from tests.lessons import SEEDS, measured

SCENES = [(slug, scene) for slug in ORDER for scene in chapter("en", slug).scenes]


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(("slug", "scene"), SCENES, ids=[f"{s}-{each.id}" for s, each in SCENES])
def test_the_lesson_is_what_happens(slug: str, scene: Scene, seed: int) -> None:
    found = measured(scene, seed)
    assert found.outcome in scene.asked.measure.outcomes
    assert set(found.values) == set(scene.asked.measure.values)
    if scene.asked.intends != VARIES:
        assert found.outcome == scene.asked.intends, f"{scene.id} teaches otherwise: {found}"


@pytest.mark.parametrize(("slug", "scene"), SCENES, ids=[f"{s}-{each.id}" for s, each in SCENES])
def test_a_scene_that_varies_does(slug: str, scene: Scene) -> None:
    if scene.asked.intends == VARIES:
        assert len({measured(scene, seed).outcome for seed in SEEDS}) > 1, "say what it intends"
