"""The chapter on sentences and pictures: its own figures, hidden before a guess and shown after."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from app.lessons.chapters import chapter
from app.lessons.scenes import Scene
from rnn_core.training.run import Run
from tests.browser.conftest import OpenPage
from tests.browser.test_chapters import READY, answer, part, play, wrong
from tests.lessons import measured

SENTENCES = chapter("en", "sentences")
PATH = f"/learn/{SENTENCES.slug}"


def scene_of(name: str) -> Scene:
    return next(scene for scene in SENTENCES.scenes if scene.id == name)


def test_two_sentences_are_answered_word_by_word_after_the_guess(open_page: OpenPage) -> None:
    scene = scene_of("negation")
    page = open_page(PATH, ready=READY, reduced_motion="reduce")
    place = part(page, scene.id)
    expect(place.locator(".answer-source")).to_have_text(
        ["the film is good", "the film is not good"]
    )
    expect(place.locator(".task-course-box")).to_have_count(0)
    play(page, scene, wrong(scene))
    expect(place.locator(".task-course-box")).to_have_count(2)
    expect(place.locator(".task-verdict b")).to_have_text(["positive", "negative"])
    words = place.locator(".answer").last.locator(".task-course-word")
    expect(words).to_have_count(5)
    assert [word.split() for word in words.locator("title").all_text_contents()] == [
        ["the"], ["film"], ["is"], ["not"], ["good"]
    ]  # fmt: skip
    # Once more: what has been seen is hidden again.
    place.get_by_role("button", name="Once more").click()
    expect(place.locator(".task-course-box")).to_have_count(0)
    expect(place.locator(".answer-source")).to_have_count(2)


def test_scores_are_shown_once_the_network_is_trained(open_page: OpenPage) -> None:
    scene = scene_of("unseen")
    page = open_page(PATH, ready=READY, reduced_motion="reduce")
    place = part(page, scene.id)
    shape = place.locator(".task-shape svg")
    expect(shape).to_be_visible()
    expect(place.locator(".task-scores")).to_have_count(0)
    # Where the loss is, an earlier scene asks.
    expect(shape).to_have_attribute("aria-label", re.compile(r"^\d+ timesteps, and what is read"))
    expect(shape.locator(".asked")).to_have_count(0)
    play(page, scene, answer(scene))
    values = measured(scene).values
    expect(place.locator("[data-split='test'] .count")).to_have_text(
        f"{values['right']} of {values['of']}"
    )
    expect(place.locator(".task-scores tbody tr")).to_have_count(3)
    expect(shape.locator(".asked")).to_have_count(1)
    expect(shape).to_have_attribute("aria-label", re.compile("predicts once, at the end"))


def test_where_the_targets_are_is_read_aloud_after_the_guess(open_page: OpenPage) -> None:
    scene = scene_of("one-loss")
    page = open_page(PATH, ready=READY, reduced_motion="reduce")
    place = part(page, scene.id)
    table = place.locator(".network-table tbody")
    first = place.locator(".network-column[data-column='1']")
    expect(table).to_contain_text("not yet")
    expect(first).to_have_attribute("aria-label", re.compile("predicts"))
    expect(first).not_to_have_attribute("aria-label", re.compile("target"))
    expect(table).not_to_contain_text("no target")
    expect(first).not_to_have_class(re.compile("is-unasked"))
    play(page, scene, answer(scene))
    expect(table).to_contain_text("no target")
    expect(first).to_have_attribute("aria-label", re.compile("No target at this timestep"))
    expect(first).to_have_class(re.compile("is-unasked"))


def test_what_it_gets_wrong_is_marked_line_by_line(open_page: OpenPage) -> None:
    scene = scene_of("other-patterns")
    page = open_page(PATH, ready=READY, reduced_motion="reduce")
    place = part(page, scene.id)
    values = measured(scene).values
    said = place.locator(".lesson-answered td.is-said")
    expect(said).to_have_text(["?"] * int(values["of"]))
    expect(place.locator(".lesson-answered [data-mark]")).to_have_count(0)
    play(page, scene, answer(scene))
    expect(place.locator(".lesson-answered [data-mark='right']")).to_have_count(
        int(values["right"])
    )
    expect(place.locator(".lesson-answered [data-mark='wrong']")).to_have_count(
        int(values["of"]) - int(values["right"])
    )
    expect(said.first).to_contain_text(str(values["said"]).split("\n")[0])


def test_a_picture_is_drawn_and_captioned_after_the_guess(open_page: OpenPage) -> None:
    scene = scene_of("empty")
    page = open_page(PATH, ready=READY, reduced_motion="reduce")
    place = part(page, scene.id)
    expect(place.locator(".answer-picture")).to_be_visible()
    expect(place.locator(".task-steps")).to_have_count(0)
    play(page, scene, answer(scene))
    run = Run(scene.after.made()[0])
    run.train(scene.after.iteration)
    assert scene.figure is not None
    [source] = scene.figure.told["sources"]
    expect(place.locator(".task-steps li b")).to_have_text(
        [step.output for step in run.answer(source)]
    )
    expect(place.locator(".task-verdict b")).to_have_text(str(measured(scene).values["said"]))
