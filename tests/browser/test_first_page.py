"""The page to begin on: what it says is what the network does, and it leads on from there."""

import json
import re
import shlex
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from app.documents import links
from app.lessons.chapters import ORDER, chapter
from app.words.language import LANGUAGES
from app.words.messages import Messages, messages
from rnn_core.training.run import Run
from tests.browser.axe import needs_axe, violations_in_both_themes
from tests.browser.conftest import OpenOn, OpenPage, Server, Watch

FOLLOWING = "#first-curl code:not(:empty)"
"""The page has its run."""
PHONE = {"width": 390, "height": 844}
SIZES = {"laptop": {"width": 1280, "height": 720}, "phone": PHONE}
LINE = "hello"


def said(run: Run, words: Messages) -> list[str]:
    """The sentences that the numbers of a run's iteration allow, but how sure it is."""
    trace = run.trace
    pairs = list(zip(trace.predictions, trace.targets, strict=True))
    wrong = next((t for t, (guess, target) in enumerate(pairs) if guess != target), None)
    if wrong is None:
        first = next(k for k in range(run.iteration + 1) if is_right(run, k))
        key = "first-learned" if first else "first-lucky"
        return [words.say(key, text=LINE[1:], **({"steps": first} if first else {}))]
    guess, target = pairs[wrong]
    values: dict[str, Any] = {"read": LINE[: wrong + 1], "guess": guess, "target": target}
    if run.iteration == 0:
        return [words.say("first-begins", **values)]
    right = sum(guess == target for guess, target in pairs)
    values |= {"steps": run.iteration, "right": right, "count": len(pairs)}
    return [words.say("first-guesses", **values)]


def is_right(run: Run, iteration: int) -> bool:
    trace = run.trace_at(iteration)
    return list(trace.predictions) == list(trace.targets)


def doubted(run: Run) -> tuple[str, str, float]:
    """The target that is given the smallest probability: what was read, it, and that."""
    trace = run.trace
    given = [
        trace.probs[t][trace.vocabulary.index(target)]
        for t, target in enumerate(trace.targets)
        if target is not None
    ]
    least = min(range(len(given)), key=given.__getitem__)
    return LINE[: least + 1], str(trace.targets[least]), float(given[least])


def begun(open_page: OpenPage, path: str = "/", **options: Any) -> Page:
    return open_page(path, ready=FOLLOWING, **options)


def run_id(page: Page) -> str:
    identity: str = page.evaluate("history.state.run")
    return identity


def at(server: Server, page: Page) -> int:
    iteration: int = server.request("GET", f"/api/runs/{run_id(page)}")["iteration"]
    return iteration


@pytest.mark.parametrize("seed", [7, 1, 2, 4, 5])
def test_what_it_says_is_what_the_numbers_say(open_page: OpenPage, seed: int) -> None:
    language = LANGUAGES[seed % len(LANGUAGES)]
    words = messages(language)
    page = open_page(f"/docs?lang={language}", ready="main")

    def with_seed(route: Route) -> None:
        route.continue_(post_data=json.dumps({"seed": seed}))

    page.route("**/api/runs", with_seed)
    page.goto(page.url.replace("/docs", "/"))
    page.wait_for_selector(FOLLOWING)
    run = Run(seed=seed)
    told = page.locator("#first-told")
    learned = 0
    while learned < 3:
        [sentence] = said(run, words)
        expect(told).to_contain_text(sentence)
        expect(page.locator("#loss")).to_have_text(f"{run.trace.loss:.3f}")
        if is_right(run, run.iteration):
            learned += 1
            read, target, probability = doubted(run)
            shown = words.say("first-doubts", read=read, target=target, probability="0.00")
            expect(told).to_contain_text(shown.split("0.00")[0])
            number = re.search(r"0\.\d+", told.inner_text())
            assert number is not None
            assert abs(float(number[0]) - probability) <= 0.005
        run.step()
        page.locator("#step").click()
        expect(page.locator(".sparkline")).to_have_attribute(
            "aria-label", re.compile(rf"\b{run.iteration}\b|one step")
        )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", SIZES)
def test_the_network_and_all_that_is_said_of_it_are_above_the_fold(
    open_page: OpenPage, size: str, language: str
) -> None:
    page = begun(open_page, f"/?lang={language}", viewport=SIZES[size])
    expect(page.locator("html")).to_have_attribute("lang", language)
    for selector in (
        "#first-what",
        "#network",
        "#first-told",
        "#train",
        "#loss",
        ".sparkline",
    ):
        box = page.locator(selector).bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= SIZES[size]["height"], selector
    # The whole word: no timestep has to be scrolled to.
    expect(page.locator("#network .network-column")).to_have_count(5)
    expect(page.locator("#network .network-shown")).to_be_empty()
    assert page.evaluate("document.documentElement.scrollWidth") == SIZES[size]["width"]


def test_it_is_drawn_before_any_answer_and_takes_few_requests(open_page: OpenPage) -> None:
    page = open_page("/docs", ready="main")
    asked: list[str] = []
    held: list[Route] = []
    page.on("request", lambda request: asked.append(request.url))
    page.route("**/api/runs", lambda route: held.append(route))
    page.goto(page.url.replace("/docs", "/"))
    expect(page.locator("#network [data-quantity='h']").first).to_be_visible()
    [sentence] = said(Run(), messages("en"))
    expect(page.locator("#first-told")).to_have_text(sentence)
    # What is clicked meanwhile is done as soon as it can be.
    page.locator("#step").click()
    for route in held:
        route.continue_()
    page.unroute("**/api/runs")
    expect(page.locator("#first-told")).to_contain_text("After one step")
    before = asked[: next(i for i, url in enumerate(asked) if url.endswith("/events")) + 1]
    assert len(before) <= 12, before


def test_training_shows_how_far_it_is_and_can_be_stopped(
    server: Server, open_page: OpenPage
) -> None:
    page = begun(open_page)
    page.click("#train")
    bar = page.locator("#train progress")
    expect(bar).to_have_attribute("max", "100")
    page.wait_for_function("() => document.querySelector('#train progress')?.value > 4")
    page.click("#train")
    expect(bar).to_have_count(0)
    expect(page.locator("#train")).to_have_text("Train")
    reached = at(server, page)
    assert 4 < reached < 100
    run = Run()
    run.train(reached)
    expect(page.locator("#loss")).to_have_text(f"{run.trace.loss:.3f}")
    expect(page.locator("#first-told")).to_contain_text(said(run, messages("en"))[0])
    # Reset is harmless: what it took away comes back.
    page.click("#reset")
    expect(page.locator("#first-told")).to_have_text(said(Run(), messages("en"))[0])
    page.locator("#notice").get_by_role("button").click()
    expect(page.locator("#loss")).to_have_text(f"{run.trace.loss:.3f}")


def test_it_is_moved_by_keys_and_tells_screen_readers(server: Server, open_page: OpenPage) -> None:
    page = begun(open_page)
    words, run = messages("en"), Run()
    for key, moved in (("ArrowRight", 1), ("s", 2), ("ArrowLeft", 1)):
        page.keyboard.press(key)
        run.rewind(0)
        run.train(moved)
        expect(page.locator("#first-told")).to_have_text(said(run, words)[0])
    expect(page.locator("#announcer")).to_have_text(said(run, words)[0])
    page.keyboard.press("Space")
    expect(page.locator("#train progress")).to_be_visible()
    page.keyboard.press("Space")
    expect(page.locator("#train progress")).to_have_count(0)
    page.keyboard.press("r")
    expect(page.locator("#first-told")).to_have_text(said(Run(), words)[0])
    page.keyboard.press("?")
    expect(page.locator("#help")).to_be_visible()


def test_the_workbench_opens_at_exactly_this_run_and_a_reload_keeps_it(
    open_page: OpenPage,
) -> None:
    page = begun(open_page)
    page.click("#step")
    expect(page.locator("#first-workbench")).to_have_attribute("href", re.compile("iteration=1"))
    identity, loss = run_id(page), page.inner_text("#loss")
    page.reload()
    page.wait_for_selector(FOLLOWING)
    expect(page.locator("#loss")).to_have_text(loss)
    assert run_id(page) == identity
    page.click("#first-workbench")
    expect(page.locator("#goto")).to_have_value("1")
    expect(page.locator("#loss")).to_have_text(loss)
    page.wait_for_function("run => history.state?.run === run", arg=identity)


def test_its_commands_work_when_they_are_pasted(open_page: OpenPage) -> None:
    page = begun(open_page)
    lines = [shlex.split(line) for line in page.inner_text("#first-curl").splitlines()]
    assert [line[0] for line in lines] == ["curl", "curl"]
    step, train = lines
    answer = page.request.fetch(next(w for w in step if w.startswith("http")), method="POST")
    assert answer.ok
    expect(page.locator("#first-told")).to_contain_text("After one step")
    answer = page.request.fetch(
        next(w for w in train if w.startswith("http")),
        method="POST",
        data=json.loads(train[train.index("-d") + 1]) | {"iterations_per_second": None},
    )
    assert answer.ok
    expect(page.locator("#first-told")).to_contain_text("first spelled “ello” after 3 steps")


def test_nothing_is_lost_when_the_server_goes_and_forgets(
    own_server: Server, open_on: OpenOn
) -> None:
    watch = Watch(own_server.url)
    with open_on(own_server, watch) as opener:
        page = begun(opener)
        page.click("#step")
        expect(page.locator("#first-told")).to_contain_text("After one step")
        loss, before = page.inner_text("#loss"), run_id(page)
        watch.check()
        own_server.stop()
        expect(page.locator("#notice")).to_contain_text("The server does not answer")
        expect(page.locator("#step")).to_be_disabled()
        expect(page.locator("#loss")).to_have_text(loss)
        own_server.start()
        expect(page.locator("#notice")).to_contain_text("made again")
        expect(page.locator("#loss")).to_have_text(loss)
        page.wait_for_function("before => history.state.run !== before", arg=before)
        watch.clear()
        page.click("#step")
        expect(page.locator("#first-told")).to_contain_text("After 2 steps")
        watch.check()


@pytest.mark.parametrize("path", ["/", "/learn"])
def test_progress_in_the_chapters_is_shown(open_page: OpenPage, path: str) -> None:
    page = open_page(path, ready="main h1")
    read = chapter("en", ORDER[0])
    slug, parts = read.slug, read.parts
    expect(page.locator(f"[data-progress='{slug}']")).to_be_empty()
    kept = {slug: {"guesses": {}, "done": {parts[0]: "right", parts[1]: "wrong", "gone": "right"}}}
    page.evaluate("kept => localStorage.setItem('lessons', JSON.stringify(kept))", kept)
    page.reload()
    told = messages("en").say("lesson-done", done=2, count=len(parts))
    expect(page.locator(f"[data-progress='{slug}']")).to_have_text(told)
    expect(page.locator(f"[data-progress='{ORDER[1]}']")).to_be_empty()


def test_everything_that_a_link_may_ask_leads_to_the_workbench(
    open_page: OpenPage, watch: Watch
) -> None:
    page = open_page("/workbench?colour=red")
    told = page.locator("#notice-text").inner_text()
    names = told.split("Known settings: ")[1].split(". ")[0]
    assert set(re.split(", | and ", names.removesuffix("."))) == links.ASKED
    watch.clear()


def test_without_scripts_it_says_so_and_leads_on(server: Server, open_on: OpenOn) -> None:
    # What is preloaded is refused then, which the browser calls a failure.
    with open_on(server, Watch(server.url)) as opener:
        page = opener("/", ready=".no-script", java_script_enabled=False)
        expect(page.locator(".no-script")).to_have_text(messages("en").say("first-no-script"))
        expect(page.locator(".first-chapters a").first).to_be_visible()


def test_less_motion_is_no_motion_at_all(open_page: OpenPage) -> None:
    page = begun(open_page, reduced_motion="reduce")
    page.click("#step")
    expect(page.locator("#first-told")).to_contain_text("After one step")
    moving = "document.getAnimations().filter((each) => each.playState === 'running').length"
    assert page.evaluate(moving) == 0


@needs_axe
@pytest.mark.parametrize("size", SIZES)
def test_it_can_be_used_by_everybody(open_page: OpenPage, size: str) -> None:
    page = begun(open_page, viewport=SIZES[size])
    page.click("#step")
    page.click("#reset")
    expect(page.locator("#notice").get_by_role("button")).to_be_visible()
    assert violations_in_both_themes(page) == []
