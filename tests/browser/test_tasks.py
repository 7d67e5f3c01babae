"""Every task on the page: chosen, trained, scored, and asked about an input of one's own."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from rnn_core.tasks.registry import TASKS
from tests.browser.axe import needs_axe, violations_in_both_themes
from tests.browser.boxes import box_of
from tests.browser.conftest import OpenPage, Server
from tests.browser.finger import Finger, middle
from tests.browser.test_accessibility import PHONE
from tests.browser.test_workbench import run_id

COUNTED = re.compile(r"(\d+) of (\d+)")
LEARNT = {
    "sentiment": {"cell": "gru", "hidden_size": 8, "optimizer": "adam", "learning_rate": 0.01},
    "captioning": {"hidden_size": 24, "optimizer": "adam", "learning_rate": 0.003},
    "translation": {"cell": "gru", "hidden_size": 32, "optimizer": "adam", "learning_rate": 0.005},
}
SHAPES = {
    "next_character": "many to many",
    "counting": "many to many",
    "sentiment": "many to one",
    "captioning": "one to many",
    "translation": "sequence to sequence",
    "remembering": "many to one",
}


def learnt(server: Server, open_page: OpenPage, task: str, iterations: int, **options: Any) -> Page:
    configuration = {"task": task, **LEARNT[task], "iteration": iterations}
    run = server.request("POST", "/api/runs", configuration)["id"]
    page = open_page(f"/workbench?run={run}", **options)
    expect(page.locator("#task-card")).to_have_attribute("data-task", task)
    return page


def score_of(page: Page, split: str) -> tuple[int, int]:
    cell = page.locator(f"#task-score-table tr[data-split='{split}'] td").nth(1)
    found = COUNTED.search(cell.inner_text())
    assert found is not None
    return int(found[1]), int(found[2])


@pytest.mark.parametrize("task", TASKS)
def test_every_task_is_chosen_trained_and_scored(
    server: Server, open_page: OpenPage, task: str
) -> None:
    page = open_page()
    page.click("#tab-setup")
    if task != "next_character":
        page.select_option("#task", task)
        page.click("#start-run")
    card = page.locator("#task-card")
    expect(card).to_have_attribute("data-task", task)
    if task == "next_character":
        page.click("#task-card summary")
    expect(page.locator("#task-kind")).to_have_text(SHAPES[task])
    speeds = page.locator("#speed option").count()
    page.locator("#speed").select_option(index=speeds - 1)
    page.click("#train")
    expect(page.locator("#goto")).not_to_have_value("0")
    page.wait_for_timeout(400)
    page.click("#train")
    # A pause is followed by the score, of the very iteration that is shown.
    expect(page.locator("#task-score-table table")).to_be_visible()
    iteration = card.get_attribute("data-scored")
    told = server.request("GET", f"/api/runs/{run_id(page)}/score?iteration={iteration}")
    for split, score in told["splits"].items():
        answers = score["answers_right"]
        expected = (
            (score["right"], score["counted"]) if answers is None else (answers, score["examples"])
        )
        assert score_of(page, split) == expected


def test_a_verdict_moves_word_by_word(server: Server, open_page: OpenPage) -> None:
    page = learnt(server, open_page, "sentiment", 2000)
    source, verdict = page.locator("#task-source"), page.locator(".task-verdict b")
    source.fill("the food is not bad")
    expect(verdict).to_have_text("positive")
    source.fill("the food is not good at all")
    expect(verdict).to_have_text("negative")
    words = page.locator(".task-course-word")
    expect(words.locator("tspan")).to_have_text(["the", "food", "is", "not", "good", "at", "all"])
    source.fill("the zebra is good")
    expect(words.locator("tspan:not(.instead)")).to_have_text(["the", "zebra", "is", "good"])
    struck_out(page, ["zebra"])
    expect(page.locator(".task-unknown")).to_have_text(
        "“zebra” is not in its vocabulary. "
        "It read UNK instead, a token that occurs in no training example."
    )
    source.fill("the antidisestablishmentarianism is good")
    struck_out(page, ["antidisesta…"])
    source.fill("the zebra is good")
    struck_out(page, ["zebra"])
    # The chart is the API's numbers.
    told = server.request("POST", f"/api/runs/{run_id(page)}/try", {"source": "the zebra is good"})
    titles = page.locator(".task-course.label-0 circle title").all_text_contents()
    label = told["vocabulary"][0]
    assert titles == [f"{label}: {step['probs'][0]:.4f}" for step in told["steps"]]


def struck_out(page: Page, words: list[str]) -> None:
    """These words of the answer are struck out, no others, each with what was read instead."""
    unknown = page.locator("#task-answer .unknown")
    expect(unknown).to_have_text(words)
    for word in unknown.all():
        expect(word).to_have_css("text-decoration-line", "line-through")
    expect(page.locator("#task-answer .instead")).to_have_text(["UNK"] * len(words))


def test_words_that_a_translation_does_not_know_are_struck_out(
    server: Server, open_page: OpenPage
) -> None:
    page = learnt(server, open_page, "translation", 100)
    source, heard = page.locator("#task-source"), page.locator(".task-heard")
    source.fill("she drinks tea")
    expect(heard).to_have_text("It reads she drinks tea ")
    struck_out(page, [])
    expect(page.locator(".task-unknown")).to_have_count(0)
    # A word with capitals is known as the word in lower case.
    written = page.locator(".task-verdict b").text_content()
    source.fill("She drinks TEA")
    expect(heard).to_have_text("It reads She drinks TEA ")
    struck_out(page, [])
    expect(page.locator(".task-verdict b")).to_have_text(written or "")
    source.fill("elephants zzz")
    struck_out(page, ["elephants", "zzz"])
    expect(page.locator(".task-unknown")).to_have_text(
        "“elephants” and “zzz” are not in its vocabulary. It read UNK instead, a token that "
        "occurs in no training example, so it knows nothing about this input."
    )
    # The same sentence as any other two words that it does not know.
    written = page.locator(".task-verdict b").text_content()
    source.fill("Zebras qqq")
    struck_out(page, ["Zebras", "qqq"])
    expect(page.locator(".task-verdict b")).to_have_text(written or "")
    source.fill("she drinks zzz")
    struck_out(page, ["zzz"])
    expect(heard).to_have_text("It reads she drinks zzz is unknown, read as UNK ")
    source.fill("")
    expect(page.locator(".task-unknown")).to_have_count(0)


def test_letters_that_a_count_does_not_know_are_struck_out(open_page: OpenPage) -> None:
    page = open_page("/workbench?task=counting&iteration=100")
    page.locator("#task-source").fill("aqbz")
    struck_out(page, ["q", "z"])


def pixel(page: Page, row: int, column: int) -> Locator:
    return page.locator(f"#task-grid [aria-label^='row {row}, column {column}:']")


def drawn(page: Page) -> str:
    rows = page.locator("#task-grid [role='row']").all()
    return "/".join(
        "".join(
            "." if cell.get_attribute("data-on") is None else "#"
            for cell in row.locator("[role='gridcell']").all()
        )
        for row in rows
    )


def captioned(server: Server, page: Page) -> str:
    told = server.request("POST", f"/api/runs/{run_id(page)}/try", {"source": drawn(page)})
    text: str = told["text"]
    return text


def test_a_picture_is_drawn_by_mouse_and_by_keyboard(server: Server, open_page: OpenPage) -> None:
    page = learnt(server, open_page, "captioning", 8000)
    verdict = page.locator(".task-verdict b")
    page.locator("#task-grid").scroll_into_view_if_needed()
    first, last = box_of(pixel(page, 0, 0)), box_of(pixel(page, 0, 7))
    page.mouse.move(first["x"] + 5, first["y"] + 5)
    page.mouse.down()
    page.mouse.move(last["x"] + 5, last["y"] + 5, steps=30)
    page.mouse.up()
    assert drawn(page).startswith("########/........")
    expect(verdict).to_have_text(captioned(server, page))
    expect(verdict).to_have_text("a line across the top")
    page.click("#task-grid-undo")
    assert "#" not in drawn(page)
    expect(page.locator("#task-answer")).to_be_empty()
    pixel(page, 0, 0).focus()
    for _ in range(8):
        page.keyboard.press("Space")
        page.keyboard.press("ArrowDown")
    assert drawn(page) == "/".join(["#......."] * 8)
    expect(verdict).to_have_text(captioned(server, page))
    expect(verdict).to_have_text("a line down the left")
    # None of these keys moved the run.
    expect(page.locator("#goto")).to_have_value("8000")
    page.click("#task-grid-clear")
    expect(page.locator("#task-answer")).to_be_empty()


def test_a_picture_is_drawn_by_finger(server: Server, open_page: OpenPage) -> None:
    page = learnt(server, open_page, "captioning", 8000, viewport=PHONE, has_touch=True)
    page.locator("#task-grid").scroll_into_view_if_needed()
    top = page.evaluate("scrollY")
    with Finger(page, middle(pixel(page, 0, 0))) as finger:
        finger.move(middle(pixel(page, 7, 0)), steps=30)
    assert drawn(page) == "/".join(["#......."] * 8)
    # The page kept still under the finger.
    assert page.evaluate("scrollY") == top
    expect(page.locator(".task-verdict b")).to_have_text("a line down the left")
    # A stroke that begins on ink rubs out, and one stroke is one undo.
    with Finger(page, middle(pixel(page, 2, 0))) as finger:
        finger.move(middle(pixel(page, 3, 0)))
    assert drawn(page).split("/")[1:5] == ["#.......", "........", "........", "#......."]
    page.locator("#task-grid-undo").tap()
    assert drawn(page) == "/".join(["#......."] * 8)


def test_teacher_forcing_reads_the_right_answer_and_free_running_its_own(
    server: Server, open_page: OpenPage
) -> None:
    page = learnt(server, open_page, "translation", 300)
    example = page.locator(".task-example").first
    example.click()
    forced, steps = page.locator("#task-forced"), page.locator(".task-steps li")
    expect(forced).to_be_enabled()
    source = page.locator("#task-source").input_value()
    free = server.request("POST", f"/api/runs/{run_id(page)}/try", {"source": source})
    written = [step["output"] for step in free["steps"] if step["part"] == "decoder"]
    expect(steps.locator("b")).to_have_text(written)
    forced.click()
    target = example.locator(".target").inner_text().removeprefix("→ ")
    expect(steps.locator(".read")).to_have_text(["BOS", *target])
    # With an input of one's own nobody knows the answer.
    page.locator("#task-source").fill("i like tea")
    expect(forced).to_be_disabled()


@needs_axe
def test_the_task_card_is_accessible_and_fits_a_phone(server: Server, open_page: OpenPage) -> None:
    run = server.request("POST", "/api/runs", {"task": "captioning", "iteration": 50})["id"]
    page = open_page(f"/workbench?run={run}", viewport=PHONE)
    expect(page.locator("#task-card")).to_have_attribute("data-task", "captioning")
    page.click("#task-score-ask")
    expect(page.locator("#task-score-table table")).to_be_visible()
    assert violations_in_both_themes(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_own_examples_are_learnt_and_kept_in_the_link(server: Server, open_page: OpenPage) -> None:
    page = open_page()
    page.click("#tab-setup")
    page.select_option("#task", "sentiment")
    page.click("#own-examples summary")
    page.fill("#examples", "yes => good\nno")
    expect(page.locator("#examples-error")).to_contain_text("Line 2")
    expect(page.locator("#start-run")).to_be_disabled()
    page.fill("#examples", "yes => good\nno => bad")
    page.click("#start-run")
    expect(page.locator("#run-summary")).to_contain_text("2 examples of your own")
    expect(page.locator("#task-list .task-example")).to_have_count(2)
    page.click("#step")
    expect(page.locator("#goto")).to_have_value("1")
    page.wait_for_function("() => location.search.includes('iteration=1')")
    before = server.request("GET", f"/api/runs/{run_id(page)}/iterations/1")["loss"]
    again = open_page(page.url.removeprefix(server.url))
    expect(again.locator("#goto")).to_have_value("1")
    expect(again.locator("#examples")).to_have_value("yes => good\nno => bad")
    assert server.request("GET", f"/api/runs/{run_id(again)}/iterations/1")["loss"] == before


@pytest.mark.parametrize(
    ("task", "reason", "offer", "focused"),
    [
        ("sentiment", "positive or negative", "Classify your own sentence", "#task-source"),
        ("remembering", "the letter that came first", "Try your own letters", "#task-source"),
        ("translation", "read a whole phrase", "Translate your own phrase", "#task-source"),
        ("captioning", "see a picture", "Draw your own picture", "#task-grid [tabindex='0']"),
    ],
)
def test_what_cannot_be_generated_says_why_and_leads_to_what_can_be_asked(
    open_page: OpenPage, task: str, reason: str, offer: str, focused: str
) -> None:
    page = open_page(f"/workbench?task={task}")
    expect(page.locator("#task-card")).to_have_attribute("data-task", task)
    page.click("#tab-generate")
    expect(page.locator("#generate")).to_be_hidden()
    said = page.locator("#generate-why-not span:visible")
    expect(said).to_have_count(1)
    expect(said).to_contain_text(reason)
    page.locator("#task-details").evaluate("details => { details.open = false; }")
    button = page.locator("#generate-instead")
    expect(button).to_contain_text(offer)
    button.click()
    expect(page.locator(focused)).to_be_focused()
    expect(page.locator(focused)).to_be_in_viewport()
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("w")
    expect(button).to_be_focused()


@pytest.mark.parametrize("task", ["next_character", "counting"])
def test_what_can_be_generated_offers_nothing_instead(open_page: OpenPage, task: str) -> None:
    page = open_page(f"/workbench?task={task}")
    expect(page.locator("#task-card")).to_have_attribute("data-task", task)
    page.click("#tab-generate")
    expect(page.locator("#generate")).to_be_visible()
    expect(page.locator("#generate-instead")).to_be_hidden()
