"""The learner's questions in the workbench: each opens where it is answered by trying."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage, shorten_experiments


def _answers(page: Page, preset: str) -> None:
    expect(page.locator(f"[data-preset='{preset}']")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#progress")).not_to_have_attribute("value", "0")


def _is_recurrence_needed(page: Page) -> None:
    _answers(page, "recurrence")
    expect(page.locator("#found")).to_contain_text("can get below 1.386", timeout=180_000)


def _an_mlp(page: Page) -> None:
    expect(page.locator("#run-summary")).to_contain_text("window MLP, k = 2")
    expect(page.locator("#goto")).to_have_value("20")


def _shared_weights(page: Page) -> None:
    _answers(page, "sharing")
    expect(page.locator("#outcomes")).to_contain_text(
        "n/a: no weights for all timesteps", timeout=180_000
    )


def _matrices(page: Page) -> None:
    body = page.locator("#inspector-body")
    expect(body).to_contain_text(re.compile(r"W.*xh.*x"))
    expect(body).to_contain_text(re.compile(r"W.*hh.*h"))


def _bptt(page: Page) -> None:
    expect(page.locator("[data-chapter='6']")).to_have_attribute("aria-current", "step")
    page.wait_for_url("**phase=dh_3**")


def _vanishing(page: Page) -> None:
    expect(page.locator("[data-preset='vanish']")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#verdict")).to_contain_text("vanishes", timeout=180_000)
    expect(page.locator("#so")).to_contain_text("vanishes with every seed", timeout=180_000)


def _gates(page: Page) -> None:
    _answers(page, "remembering")


def _translation(page: Page) -> None:
    expect(page.locator("#goto")).to_have_value("3000", timeout=180_000)
    expect(page.locator("#task-details")).to_have_attribute("open", "")


QUESTIONS = {
    "Is recurrence needed at all?": _is_recurrence_needed,
    "What would an MLP do instead?": _an_mlp,
    "Why share the weights?": _shared_weights,
    "What do Wxh and Whh each do?": _matrices,
    "What happens in BPTT?": _bptt,
    "Why do gradients vanish?": _vanishing,
    "What are gates for?": _gates,
    "Can it translate?": _translation,
}


def test_these_are_the_questions(open_page: OpenPage) -> None:
    page = open_page("/workbench")
    expect(page.locator(".questions b")).to_have_text(list(QUESTIONS))


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_question_opens_where_it_is_answered(open_page: OpenPage, question: str) -> None:
    page = open_page("/workbench")
    # Where it leads to; what its networks find is told in app/words/test_questions.py.
    shorten_experiments(page)
    page.locator(".questions a").nth(list(QUESTIONS).index(question)).click()
    QUESTIONS[question](page)
