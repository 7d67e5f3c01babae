"""Experiments on the page: asked, watched, cancelled, read off and taken away."""

from __future__ import annotations

import csv
import io
import json
import re
from html import unescape
from urllib.parse import urlencode
from urllib.request import urlopen

import pytest
from playwright.sync_api import Page, Route, expect

from app.documents.experiments import labels
from app.words.messages import messages
from app.words.questions import QUESTIONS
from rnn_core.analysis.experiments import Experiment
from tests.browser.axe import needs_axe, violations_in_both_themes
from tests.browser.conftest import OpenPage, Server, Watch
from tests.browser.test_accessibility import PHONE

READY = "#controls"
SMALL = {"models": "window_1,tanh,tanh none", "iterations": 300, "seeds": 2}


def finished(page: Page) -> None:
    expect(page.locator("#status")).to_contain_text("Done:", timeout=180_000)
    expect(page.locator("#results")).to_have_attribute("data-measured", "246")


def test_a_question_is_answered_side_by_side(server: Server, open_page: OpenPage) -> None:
    page = open_page(f"/experiments?{urlencode(SMALL)}", ready=READY)
    finished(page)
    rows = page.locator("#outcomes tr")
    expect(rows.locator("th")).to_have_text(
        ["window MLP, k = 1", "tanh RNN", "tanh RNN, no weights shared"]
    )
    expect(rows.nth(2)).to_contain_text("n/a: no weights for all timesteps")
    expect(page.locator("#found")).to_contain_text("can get below 1.386")
    # What is said is the API's, sentence by sentence.
    href = page.locator("#download-json").get_attribute("href")
    assert href is not None
    verdict = server.request("GET", href)["verdict"]
    expect(page.locator("#found li")).to_have_text(verdict["seen"])
    expect(page.locator("#so li")).to_have_text(verdict["so"])
    expect(page.locator("#limit")).to_have_text(verdict["limit"])
    # Curves are drawn: the floor's line and a median for each network.
    expect(page.locator("[data-plot='loss'] .legend .traces")).to_have_count(3)
    # What the table tells is the API's.
    told = server.request("GET", href)
    weights = [f"{model['weights']:,}" for model in told["models"]]
    expect(rows.locator("td:nth-child(2)")).to_have_text(weights)


def ended(page: Page) -> None:
    """Ends what a question began, unless it is done already: the server carries out only a few."""
    expect(page.locator("#status")).not_to_be_empty()
    # Where it is done, the button is disabled and this does nothing.
    page.evaluate("document.querySelector('#cancel').click()")
    expect(page.locator("#status")).to_contain_text(re.compile("Cancelled|Done"))


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_network_is_called_on_the_form_what_the_result_calls_it(
    open_page: OpenPage, question: str
) -> None:
    plan = QUESTIONS[question].plan
    page = open_page(f"/experiments?question={question}", ready=READY)
    request = plan.request()
    task = {name: request[name] for name in request if name in ("task", "text", "distance")}
    models = tuple(request["models"])
    asked = Experiment(task=task, models=models, seeds=(1,), iterations=1, evaluations=1)
    told = labels(asked, messages("en"))
    expect(page.locator("#models label:has(:checked)")).to_have_text(told)
    ended(page)


def test_the_address_of_the_first_question_asks_it_again(open_page: OpenPage) -> None:
    page = open_page("/experiments", ready=READY)
    page.click("[data-preset='recurrence']")
    expect(page.locator("#status")).to_contain_text("Done:", timeout=180_000)
    page.goto(page.url)
    expect(page.locator("#status")).to_contain_text("Done:", timeout=180_000)
    expect(page.locator("[data-preset='recurrence']")).to_have_attribute("aria-pressed", "true")


def test_a_result_is_taken_away_as_a_table(open_page: OpenPage, watch: Watch) -> None:
    page = open_page(f"/experiments?{urlencode(SMALL)}", ready=READY)
    finished(page)
    with page.expect_download() as download:
        page.click("#download-csv")
    path = download.value.path()
    # A download takes its request out of the page's hands.
    watch.clear()
    rows = list(csv.DictReader(io.StringIO(path.read_text())))
    assert len(rows) == 246 * 3
    assert {row["label"] for row in rows} == {
        "window MLP, k = 1",
        "tanh RNN",
        "tanh RNN, no weights shared",
    }


def test_an_experiment_is_cancelled_and_what_it_measured_is_shown(open_page: OpenPage) -> None:
    page = open_page("/experiments", ready=READY)
    page.click("[data-preset='counting']")
    # Each of them has been judged once.
    expect(page.locator("#status")).to_contain_text(re.compile("iteration [1-9]"))
    page.click("#cancel")
    expect(page.locator("#status")).to_contain_text("Cancelled")
    expect(page.locator("#outcomes tr")).to_have_count(3)
    expect(page.locator("#run")).to_be_enabled()
    expect(page.locator("#so li").first).to_contain_text("So far")
    assert page.url.endswith("?question=counting")


def test_what_is_wrong_stands_at_its_field(open_page: OpenPage, watch: Watch) -> None:
    page = open_page("/experiments", ready=READY)
    page.fill("#seeds", "none")
    page.click("#run")
    expect(page.locator("#seeds-error")).to_contain_text("whole number")
    page.fill("#seeds", "2")
    page.fill("#hidden_size", "1000")
    page.click("#run")
    expect(page.locator("#hidden_size-error")).to_contain_text("at most 64")
    watch.clear()
    page.fill("#hidden_size", "6")
    for name in ("window_1", "window_2", "window_3", "tanh"):
        page.uncheck(f"input[value='{name}']")
    page.click("#run")
    expect(page.locator("#models-error")).not_to_be_empty()
    watch.clear()


def test_the_command_repeats_the_experiment(open_page: OpenPage) -> None:
    page = open_page(f"/experiments?{urlencode(SMALL)}", ready=READY)
    finished(page)
    command = page.locator("#command").inner_text()
    body = json.loads(command.split("-d '")[1].removesuffix("'"))
    assert [model["cell"] for model in body["models"]] == ["window_1", "tanh", "tanh"]
    assert body["seeds"] == [1, 2]


@needs_axe
def test_the_page_is_accessible_and_fits_a_phone(open_page: OpenPage) -> None:
    page = open_page(f"/experiments?{urlencode(SMALL)}", ready=READY, viewport=PHONE)
    finished(page)
    assert violations_in_both_themes(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_a_network_of_the_table_opens_in_the_workbench(server: Server, open_page: OpenPage) -> None:
    page = open_page(f"/experiments?{urlencode(SMALL)}", ready=READY)
    finished(page)
    page.locator("#outcomes th a").first.click()
    page.wait_for_selector("#spelling .tile")
    expect(page.locator("#goto")).to_have_value(str(SMALL["iterations"]))
    expect(page.locator("#run-summary")).to_contain_text("window MLP")


def test_an_experiment_is_cancelled_that_has_not_begun_to_answer(open_page: OpenPage) -> None:
    page = open_page("/experiments", ready=READY)
    # One that nobody has asked for: else its result is there at once.
    page.fill("#iterations", "4321")
    held: list[Route] = []
    page.route("**/api/experiments", lambda route: held.append(route))
    page.click("#run")
    expect(page.locator("#status")).to_have_text("Starting…")
    page.click("#cancel")
    expect(page.locator("#status")).to_have_text("Cancelling…")
    held[0].continue_()
    expect(page.locator("#status")).to_contain_text("Cancelled")
    expect(page.locator("#run")).to_be_enabled()


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_question_is_asked_as_the_server_states_it(open_page: OpenPage, question: str) -> None:
    page = open_page("/experiments", ready=READY)
    with page.expect_request("**/api/experiments") as asked:
        page.click(f"[data-preset='{question}']")
    assert asked.value.post_data_json == QUESTIONS[question].plan.request()
    expect(page.locator(f"[data-text='{question}']")).to_be_visible()
    ended(page)


def test_what_the_last_experiment_said_is_not_said_of_the_next(open_page: OpenPage) -> None:
    page = open_page(f"/experiments?{urlencode(SMALL)}", ready=READY)
    finished(page)
    expect(page.locator("#found-card")).to_be_visible()
    page.click("[data-preset='remembering']")
    expect(page.locator("#found-card")).to_be_hidden()
    page.click("#cancel")
    expect(page.locator("#status")).to_contain_text("Cancelled")


@pytest.mark.parametrize("name", QUESTIONS)
def test_the_heading_is_the_question_that_is_asked(open_page: OpenPage, name: str) -> None:
    title = QUESTIONS[name].title(messages("en"))
    page = open_page("/experiments?seeds=1&iterations=1", ready=READY)
    expect(page.locator("h1")).to_have_text("Your own experiment")
    page.click(f"[data-preset='{name}']")
    expect(page.locator("h1")).to_have_text(title)
    expect(page).to_have_title(f"RNN Explainer: {title}")
    ended(page)
    page.reload()
    expect(page.locator("h1")).to_have_text(title)
    expect(page).to_have_title(f"RNN Explainer: {title}")
    ended(page)


def test_the_server_writes_the_question_of_an_address_into_its_page(server: Server) -> None:
    for name, question in QUESTIONS.items():
        title = question.title(messages("en"))
        with urlopen(f"{server.url}/experiments?question={name}") as answer:
            written = unescape(answer.read().decode())
        assert f"<title>RNN Explainer: {title}</title>" in written
        assert re.search(rf"<h1[^>]*>{re.escape(title)}</h1>", written)
