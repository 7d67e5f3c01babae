"""The newcomer's path through the workbench: step, train, go back, change, share, generate."""

import re
import shlex
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.boxes import box_of
from tests.browser.conftest import OpenOn, OpenPage, Server, Watch

FIGURES_DRAWN = "#figures[data-iteration='{}']"


def run_id(page: Page) -> str:
    page.wait_for_function("() => history.state && history.state.run")
    found = page.evaluate("history.state.run")
    assert isinstance(found, str)
    return found


def at_iteration(page: Page, iteration: int) -> None:
    expect(page.locator("#goto")).to_have_value(str(iteration))


def go_to(page: Page, iteration: int) -> None:
    """Trains as far as that, or looks back, and waits until all of it is drawn."""
    page.fill("#goto", str(iteration))
    page.press("#goto", "Enter")
    at_iteration(page, iteration)
    page.wait_for_selector(FIGURES_DRAWN.format(iteration))


def trace_of(server: Server, page: Page, iteration: int | str = "latest") -> dict[str, Any]:
    answer = server.request("GET", f"/api/runs/{run_id(page)}/iterations/{iteration}")
    assert isinstance(answer, dict)
    return answer


def shown_number(text: str | None) -> float:
    assert text is not None
    return float(text.strip().rstrip("…").replace("−", "-"))


def check_numbers(server: Server, page: Page) -> None:
    """Every number of the trace that the page writes is the API's, to the digits written."""
    page.wait_for_timeout(250)
    trace = trace_of(server, page)
    expect(page.locator("#goto")).to_have_value(str(trace["iteration"]))
    assert shown_number(page.inner_text("#loss")) == pytest.approx(trace["loss"], abs=6e-4)
    cells = page.locator("#network [data-quantity='h'][data-t]")
    values = cells.evaluate_all(
        "all => all.map(cell => [cell.dataset.t, cell.dataset.index, cell.textContent])"
    )
    compared = 0
    for t, index, text in values:
        written = re.search(r"[+−]?\d+\.\d+", text)
        if written is not None and t != "0":
            expected = trace["steps"][int(t) - 1]["h"][int(index)]
            assert shown_number(written[0]) == pytest.approx(expected, abs=5.1e-3)
            compared += 1
    assert compared > 0
    tiles = page.locator("#spelling .tile").all()
    assert len(tiles) == len(trace["steps"])
    for tile, step in zip(tiles, trace["steps"], strict=True):
        target = trace["vocabulary"].index(step["target"])
        written_probability = tile.locator("[data-quantity='probs']").inner_text()
        assert shown_number(written_probability) == pytest.approx(step["probs"][target], abs=5.1e-3)
        predicted = trace["vocabulary"][step["probs"].index(max(step["probs"]))]
        assert tile.locator(".letter").inner_text() == {" ": "␣"}.get(predicted, predicted)
        right = predicted == step["target"]
        assert tile.locator(".mark").inner_text() == ("✓" if right else "✗")


def test_the_network_stands_there_at_once(server: Server, open_page: OpenPage) -> None:
    page = open_page()
    at_iteration(page, 0)
    expect(page.locator("#run-summary")).to_contain_text("“hello”")
    expect(page.locator("#spelling .tile")).to_have_count(4)
    check_numbers(server, page)
    page.wait_for_selector(FIGURES_DRAWN.format(0))
    # Plotly is asked for only after the network has been drawn, which is before the run is made,
    # and where a figure is near.
    page.locator("#figures").scroll_into_view_if_needed()
    expect(page.locator("#figures .js-plotly-plot").first).to_be_visible()
    # What comes from the cache of an earlier page is entered in the list a moment after its use.
    starts = page.wait_for_function(
        """() => {
          const entries = performance.getEntriesByType('resource');
          const asked = ['/api/runs', '/plotly-'].map((part) =>
            entries.find((entry) => entry.name.includes(part)));
          return asked.every(Boolean) && asked.map((entry) => entry.startTime);
        }"""
    )
    run, plotly = starts.json_value()
    assert run < plotly


def test_step_back_and_reset(server: Server, open_page: OpenPage) -> None:
    page = open_page()
    page.click("#step")
    at_iteration(page, 1)
    expect(page.locator("#loss-delta")).to_have_text(re.compile("[▼▲] "))
    check_numbers(server, page)
    first = page.inner_text("#loss")
    page.click("#step")
    at_iteration(page, 2)
    assert page.inner_text("#loss") != first
    page.click("#back")
    at_iteration(page, 1)
    assert page.inner_text("#loss") == first
    page.click("#step", modifiers=["Shift"])
    at_iteration(page, 11)
    page.click("#back", modifiers=["Shift"])
    at_iteration(page, 1)
    page.click("#reset")
    at_iteration(page, 0)
    expect(page.locator("#back")).to_be_disabled()
    check_numbers(server, page)
    page.click("#notice-actions >> text=Undo")
    at_iteration(page, 1)
    assert page.inner_text("#loss") == first


def test_undo_of_a_reset_replays_what_was_changed(server: Server, open_page: OpenPage) -> None:
    page = open_page("/workbench?iteration=4&at=2~learning_rate:0.5")
    at_iteration(page, 4)
    before = trace_of(server, page)
    page.click("#reset")
    at_iteration(page, 0)
    expect(page.locator("#learning_rate")).to_have_value("0.1")
    page.click("#notice-actions >> text=Undo")
    at_iteration(page, 4)
    assert trace_of(server, page) == before
    expect(page.locator("#interventions")).to_have_text("iteration 2: learning rate 0.1 → 0.5")


def test_go_to_an_iteration(server: Server, open_page: OpenPage) -> None:
    page = open_page()
    page.keyboard.press("g")
    page.keyboard.type("40")
    page.keyboard.press("Enter")
    at_iteration(page, 40)
    expect(page.locator("#train")).to_have_text(re.compile("Train"))
    check_numbers(server, page)
    page.fill("#goto", "7")
    page.press("#goto", "Enter")
    at_iteration(page, 7)
    page.fill("#goto", "seven")
    page.press("#goto", "Enter")
    expect(page.locator("#notice-text")).to_contain_text("Enter an iteration from 0 to")
    at_iteration(page, 7)


@pytest.mark.parametrize("speed", ["10", "max"])
def test_train_and_pause(server: Server, open_page: OpenPage, speed: str) -> None:
    page = open_page()
    page.wait_for_selector(FIGURES_DRAWN.format(0))
    page.select_option("#speed", speed)
    page.click("#train")
    expect(page.locator("#train")).to_have_attribute("aria-pressed", "true")
    page.wait_for_function("() => Number(document.querySelector('#goto').value) > 5")
    # The page answers while it trains.
    page.keyboard.press("?")
    expect(page.locator("#help")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#help")).to_be_hidden()
    before = int(page.input_value("#goto"))
    page.wait_for_function(f"() => Number(document.querySelector('#goto').value) > {before}")
    page.click("#train")
    expect(page.locator("#train")).to_have_attribute("aria-pressed", "false")
    check_numbers(server, page)
    shown = page.input_value("#goto")
    page.wait_for_selector(FIGURES_DRAWN.format(shown))
    page.wait_for_timeout(400)
    assert page.input_value("#goto") == shown


def test_every_key_does_what_the_dialog_says(open_page: OpenPage) -> None:
    page = open_page()
    page.keyboard.press("?")
    expect(page.locator("#help")).to_be_visible()
    expect(page.locator("#keys dt")).not_to_have_count(0)
    page.keyboard.press("Escape")
    expect(page.locator("#help")).to_be_hidden()
    page.keyboard.press("ArrowRight")
    at_iteration(page, 1)
    page.keyboard.press("Shift+ArrowRight")
    at_iteration(page, 11)
    page.keyboard.press("b")
    at_iteration(page, 10)
    page.keyboard.press("r")
    at_iteration(page, 0)
    page.keyboard.press("u")
    at_iteration(page, 10)
    page.keyboard.press("f")
    expect(page.locator("#view-folded")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#network-title")).to_have_text("The folded network")
    page.keyboard.press("f")
    page.keyboard.press("+")
    expect(page.locator("#speed")).to_have_value("10")
    page.keyboard.press("-")
    expect(page.locator("#speed")).to_have_value("5")
    page.keyboard.press("Space")
    expect(page.locator("#train")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("Space")
    expect(page.locator("#train")).to_have_attribute("aria-pressed", "false")
    for key, show in (("2", "gradient"), ("3", "update"), ("1", "value")):
        page.keyboard.press(key)
        expect(page.locator(f"[data-show={show}]")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("l")
    expect(page.locator("#log-scale")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("d")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.keyboard.press("w")
    expect(page.locator("#sample")).not_to_be_empty()
    page.keyboard.press("Escape")
    page.locator("#main").focus()
    page.keyboard.press("e")
    expect(page.locator("#text")).to_be_focused()
    # Typing into a field is no shortcut.
    shown = page.input_value("#goto")
    page.keyboard.type("rsb")
    assert page.input_value("#goto") == shown


def test_shortcuts_can_be_switched_off(open_page: OpenPage) -> None:
    page = open_page()
    page.keyboard.press("?")
    page.uncheck("#keys-enabled")
    page.keyboard.press("Escape")
    page.keyboard.press("s")
    page.wait_for_timeout(300)
    at_iteration(page, 0)


def test_learning_settings_change_without_a_reset(server: Server, open_page: OpenPage) -> None:
    page = open_page("/workbench?iteration=12")
    identity = run_id(page)
    page.fill("#learning_rate", "0.5")
    page.press("#learning_rate", "Enter")
    expect(page.locator("#interventions")).to_have_text("iteration 12: learning rate 0.1 → 0.5")
    page.select_option("#optimizer", "adam")
    expect(page.locator("#interventions")).to_contain_text("optimizer Adagrad → Adam")
    page.uncheck("#clipping")
    expect(page.locator("#interventions")).to_contain_text("iteration 12: clipping 5 → off")
    run = server.request("GET", f"/api/runs/{identity}")
    assert run["iteration"] == 12
    assert run["hyperparameters"] == {
        "learning_rate": 0.5,
        "optimizer": "adam",
        "clip_norm": None,
    }
    expect(page).to_have_url(re.compile(r"at=12~.*learning_rate:0\.5"))
    expect(page.locator(".equations [data-optimizer=adam]")).to_be_visible()
    page.click("#step")
    at_iteration(page, 13)
    check_numbers(server, page)


def test_the_other_settings_start_a_new_run(server: Server, open_page: OpenPage) -> None:
    page = open_page("/workbench?iteration=3")
    before = run_id(page)
    page.fill("#text", "añ o😀")
    page.fill("#hidden_size", "9")
    expect(page.locator("#setup-status")).to_contain_text("Not applied yet")
    assert run_id(page) == before
    page.click("#start-run")
    expect(page.locator("#run-summary")).to_contain_text("9 hidden units")
    at_iteration(page, 0)
    after = run_id(page)
    assert after != before
    run = server.request("GET", f"/api/runs/{after}")
    assert run["configuration"]["text"] == "añ o😀"
    assert run["configuration"]["hidden_size"] == 9
    check_numbers(server, page)
    page.click("#notice-actions >> text=Undo")
    at_iteration(page, 3)
    assert run_id(page) == before


@pytest.mark.parametrize(
    ("field", "value", "explanation"),
    [
        ("text", "a", "Enter 2 to 200 characters"),
        ("text", "aaaa", "at least two different"),
        ("text", "ab" * 101, "this has 202"),
        ("hidden_size", "65", "a whole number from 2 to 64"),
        ("hidden_size", "6.5", "a whole number"),
        ("initialization_scale", "-1", "a number from 0 to 100"),
        ("seed", "seven", "a whole number"),
    ],
)
def test_nothing_invalid_can_be_sent(
    open_page: OpenPage, field: str, value: str, explanation: str
) -> None:
    page = open_page()
    sent: list[str] = []
    page.on("request", lambda r: sent.append(r.url) if r.method in ("POST", "PATCH") else None)
    page.fill(f"#{field}", value)
    expect(page.locator(f"#{field}-error")).to_contain_text(explanation)
    expect(page.locator(f"#{field}")).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#start-run")).to_be_disabled()
    page.press(f"#{field}", "Enter")
    page.wait_for_timeout(200)
    assert sent == []
    page.click("#discard")
    expect(page.locator(f"#{field}-error")).to_be_empty()


def test_a_wrong_learning_rate_stays_in_the_form(open_page: OpenPage) -> None:
    page = open_page()
    sent: list[str] = []
    page.on("request", lambda r: sent.append(r.url) if r.method == "PATCH" else None)
    page.fill("#learning_rate", "0")
    page.press("#learning_rate", "Enter")
    expect(page.locator("#learning_rate-error")).to_contain_text("above 0")
    assert sent == []


def test_generate(server: Server, open_page: OpenPage) -> None:
    page = open_page("/workbench?iteration=100")
    page.click("#tab-generate")
    page.fill("#length", "12")
    page.fill("#sample-seed", "3")
    page.click("#generate .primary")
    expect(page.locator("#sample")).not_to_be_empty()
    body = {"first": "h", "length": 12, "temperature": 1, "seed": 3}
    answer = server.request("POST", f"/api/runs/{run_id(page)}/sample", body)
    spoken = "h" + "".join(step["output"] for step in answer["steps"])
    assert page.inner_text("#sample") == spoken
    expect(page.locator("#sample-status")).to_have_text("Made at iteration 100.")
    page.click("#step")
    expect(page.locator("#sample-status")).to_contain_text("has changed since")
    page.fill("#temperature", "-1")
    expect(page.locator("#temperature-error")).to_contain_text("a number from 0 to")


def test_the_address_makes_the_same_numbers_again(server: Server, open_page: OpenPage) -> None:
    page = open_page("/workbench?text=banana&hidden_size=5&seed=3&optimizer=sgd&iteration=6")
    page.fill("#learning_rate", "0.2")
    page.press("#learning_rate", "Enter")
    expect(page.locator("#interventions li")).to_have_count(1)
    page.click("#step")
    at_iteration(page, 7)
    expect(page).to_have_url(re.compile("iteration=7"))
    copy = open_page(f"/workbench?{urlsplit(page.url).query}")
    assert run_id(copy) != run_id(page)
    at_iteration(copy, 7)
    assert trace_of(server, copy) == trace_of(server, page)


def test_reload_keeps_the_run(open_page: OpenPage) -> None:
    page = open_page()
    page.click("#step")
    at_iteration(page, 1)
    before = run_id(page)
    page.wait_for_selector(FIGURES_DRAWN.format(1))
    page.reload()
    at_iteration(page, 1)
    assert run_id(page) == before


def test_a_reload_finds_the_iteration_that_was_shown_at_that_moment(open_page: OpenPage) -> None:
    page = open_page()
    page.click("#step")
    at_iteration(page, 1)
    page.click("#step")
    at_iteration(page, 2)
    page.reload()
    at_iteration(page, 2)


def test_a_live_link_joins_the_run(server: Server, open_page: OpenPage) -> None:
    page = open_page()
    other = open_page(f"/workbench?run={run_id(page)}")
    assert run_id(other) == run_id(page)
    page.click("#step")
    at_iteration(other, 1)
    expect(other.locator("#connection-text")).to_have_text("stepped by another window")
    expect(page.locator("#connection-text")).to_have_text("live")
    # As does a terminal.
    server.request("POST", f"/api/runs/{run_id(page)}/step")
    at_iteration(page, 2)
    at_iteration(other, 2)
    server.request("PATCH", f"/api/runs/{run_id(page)}", {"learning_rate": 0.7})
    expect(page.locator("#learning_rate")).to_have_value("0.7")
    check_numbers(server, page)
    server.request("POST", f"/api/runs/{run_id(page)}/rewind", {"iteration": 0})
    at_iteration(page, 0)
    at_iteration(other, 0)


def test_pausing_a_training_of_another_window(server: Server, open_page: OpenPage) -> None:
    page = open_page()
    other = open_page(f"/workbench?run={run_id(page)}")
    page.click("#train")
    expect(other.locator("#train")).to_have_text(re.compile("Pause"))
    other.click("#train")
    expect(page.locator("#train")).to_have_text(re.compile("Train"))
    expect(other.locator("#train")).to_have_text(re.compile("Train"))
    reached = server.request("GET", f"/api/runs/{run_id(page)}")["iteration"]
    at_iteration(page, reached)
    at_iteration(other, reached)


def test_the_run_is_made_again_when_it_was_deleted(
    server: Server, open_page: OpenPage, watch: Watch
) -> None:
    page = open_page("/workbench?iteration=5")
    loss = page.inner_text("#loss")
    before = run_id(page)
    page.wait_for_selector(FIGURES_DRAWN.format(5))
    server.request("DELETE", f"/api/runs/{before}")
    expect(page.locator("#notice-text")).to_contain_text("deleted this run")
    page.click("#notice-actions >> text=Make it again")
    page.wait_for_function("before => history.state.run !== before", arg=before)
    at_iteration(page, 5)
    assert page.inner_text("#loss") == loss
    # What was asked of the run just then was answered that it is gone.
    assert all(f"404 {server.url}/api/runs/{before}" in each for each in watch.failed)
    assert all("404 (Not Found)" in each for each in watch.console)
    watch.clear()


def test_divergence_is_told_and_left(server: Server, open_page: OpenPage) -> None:
    page = open_page("/workbench?optimizer=sgd&learning_rate=1000000&clip_norm=none")
    page.click("#step")
    expect(page.locator("#notice-text")).to_contain_text("The run diverged at iteration 1")
    expect(page.locator("#step")).to_be_disabled()
    expect(page.locator("#loss")).to_have_text("∞")
    page.click("#notice-actions >> text=Halve the learning rate")
    at_iteration(page, 0)
    expect(page.locator("#learning_rate")).to_have_value("500000")
    expect(page.locator("#step")).to_be_enabled()
    page.click("#step")
    page.click("#notice-actions >> text=Back one iteration")
    at_iteration(page, 0)
    check_numbers(server, page)


@pytest.mark.parametrize("width", [1440, 390])
def test_every_tab_has_the_whole_panel(open_page: OpenPage, width: int) -> None:
    page = open_page("/workbench", viewport={"width": width, "height": 900})
    for tab in ("explain", "setup", "generate", "share"):
        page.click(f"#tab-{tab}")
        panel = box_of(page.locator(f"#panel-{tab}"))
        for part in page.locator(f"#panel-{tab} > :visible").all():
            box = box_of(part)
            assert box["width"] > 0.85 * panel["width"]
        for button in page.locator(f"#panel-{tab} button:visible").all():
            assert button.evaluate("b => b.scrollWidth <= b.clientWidth + 1")
            box = box_of(button)
            assert box["height"] >= 20


def test_commands_for_a_terminal_work(server: Server, open_page: OpenPage) -> None:
    page = open_page("/workbench?text=it's&iteration=2")
    page.click("#tab-share")
    words = {
        name: shlex.split(page.inner_text(f"[data-command={name}]"))
        for name in ("create", "step", "train", "rewind", "learning_rate", "trace", "sample")
    }
    assert all(command[0] == "curl" for command in words.values())
    for command in words.values():
        address = next(word for word in command if word.startswith("http"))
        method = command[command.index("-X") + 1] if "-X" in command else None
        data = command[command.index("-d") + 1] if "-d" in command else None
        answer = page.request.fetch(
            address,
            method=method or ("POST" if data is not None else "GET"),
            data=data,
            headers={"Content-Type": "application/json"} if data is not None else {},
        )
        assert answer.ok, (command, answer.text())
    page.wait_for_function("() => Number(document.querySelector('#goto').value) !== 2")


def test_links_are_copied(server: Server, open_page: OpenPage) -> None:
    page = open_page("/workbench?text=banana", permissions=["clipboard-read", "clipboard-write"])
    page.click("#step")
    at_iteration(page, 1)
    page.keyboard.press("c")
    expect(page.locator("#copy-status")).to_have_text("Link copied.")
    read = "navigator.clipboard.readText()"
    assert page.evaluate(read) == f"{server.url}/workbench?text=banana&iteration=1"
    page.click("#copy-live")
    expect(page.locator("#copy-status")).to_have_text("Live link copied.")
    link = f"{server.url}/workbench?run={run_id(page)}&text=banana&iteration=1"
    assert page.evaluate(read) == link


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/workbench?hidden_size=9999", "This link is not valid"),
        ("/workbench?hidden_size=many", "hidden_size is not a number"),
        (
            "/workbench?colour=red",
            "Unknown setting “colour” in this link. Known settings: run, task, text",
        ),
    ],
)
def test_a_broken_link_says_so(open_page: OpenPage, watch: Watch, path: str, words: str) -> None:
    page = open_page(path)
    expect(page.locator("#notice-text")).to_contain_text(words)
    expect(page.locator("#spelling .tile")).to_have_count(4)
    watch.clear()


def test_a_training_survives_that_the_server_is_killed(
    keeping_server: Server, open_on: OpenOn
) -> None:
    watch = Watch(keeping_server.url)
    with open_on(keeping_server, watch) as opener:
        page = opener("/workbench")
        run = run_id(page)
        page.select_option("#speed", "30")
        page.click("#train")
        page.wait_for_function("() => Number(document.querySelector('#goto').value) > 5")
        keeping_server.kill()
        expect(page.locator("#notice-text")).to_contain_text("The server does not answer")
        reached = int(page.input_value("#goto"))
        keeping_server.start()
        page.wait_for_function(
            "(reached) => Number(document.querySelector('#goto').value) > reached + 5", arg=reached
        )
        assert run_id(page) == run
        page.click("#train")
        expect(page.locator("#step")).to_be_enabled()
        check_numbers(keeping_server, page)
        watch.clear()


def test_the_server_goes_away_and_comes_back(own_server: Server, open_on: OpenOn) -> None:
    watch = Watch(own_server.url)
    with open_on(own_server, watch) as opener:
        page = opener("/workbench?iteration=9&at=4~learning_rate:0.3")
        numbers = trace_of(own_server, page)
        before = run_id(page)
        watch.check()
        own_server.stop()
        expect(page.locator("#notice-text")).to_contain_text("The server does not answer")
        expect(page.locator("#step")).to_be_disabled()
        own_server.start()
        expect(page.locator("#notice-text")).to_contain_text("made again from this page")
        at_iteration(page, 9)
        assert run_id(page) != before
        assert trace_of(own_server, page) == numbers
        watch.clear()
        page.click("#step")
        at_iteration(page, 10)
        check_numbers(own_server, page)
        watch.check()
