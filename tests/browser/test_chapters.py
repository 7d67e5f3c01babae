"""A chapter, from the first guess to the last check: wrong and right, by keys, on a phone."""

from __future__ import annotations

import base64
import json
import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from app.lessons.chapters import LANGUAGES, ORDER, After, Chapter, chapter, languages_of
from app.lessons.measures import MEASURES
from app.lessons.scenes import Part, Scene
from app.words.messages import messages
from rnn_core.training.run import Run
from tests.axe import AXE
from tests.browser.axe import COLOURS, needs_axe, violations
from tests.browser.conftest import OpenPage, Server, Watch
from tests.lessons import measured

CHAPTERS = {slug: chapter("en", slug) for slug in ORDER}
CHAPTER = CHAPTERS["one-step"]
PATH = f"/learn/{CHAPTER.slug}"
READY = ".guess legend"
# An experiment trains several networks, however busy the machine is (milliseconds).
TRAINING = 240_000
PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "has_touch": True,
    "is_mobile": True,
}

SMALLEST = """
() => {
  const small = [];
  const walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    const box = element.getBoundingClientRect();
    if (!node.data.trim() || box.width < 2 || element.closest(".visually-hidden, noscript")) {
      continue;
    }
    const size = parseFloat(getComputedStyle(element).fontSize) * element.currentCSSZoom;
    if (size < 13.99) {
      small.push(`${size} ${node.data}`);
    }
  }
  return small;
}
"""


# The marks that a line of the prose begins with, when it is so wide.
BEGINNINGS = r"""
(width) => {
  const found = [];
  for (const prose of document.querySelectorAll(".chapter p:has(.word, svg)")) {
    prose.style.width = `${width}px`;
    for (const before of prose.querySelectorAll(".word, svg")) {
      const after = before.nextSibling;
      if (after?.nodeType !== Node.TEXT_NODE || !/^[\p{Po}\p{Pe}\p{Pf}]/u.test(after.data)) {
        continue;
      }
      const mark = document.createRange();
      mark.setStart(after, 0);
      mark.setEnd(after, 1);
      if (mark.getBoundingClientRect().left < before.getBoundingClientRect().right - 1) {
        found.push(`${width}: ${before.textContent}${after.data.slice(0, 8)}`);
      }
    }
  }
  return found;
}
"""


def parts_of(chapter: Chapter) -> tuple[Part, ...]:
    return (*chapter.scenes, *chapter.sums)


def answer(scene: Scene) -> str:
    found, right = measured(scene), scene.asked.right
    return str(found.values[right]) if isinstance(right, str) else right[found.outcome]


def wrong(scene: Scene) -> str:
    match scene.predict.kind:
        case "number":
            return "17"
        case "token":
            options = ["h", "e", "l", "o"]
        case "sign":
            options = ["rises", "falls", "same"]
        case _:
            options = list(scene.predict.options)
    return next(option for option in options if option != answer(scene))


def done(chapter: Chapter) -> str:
    """The progress of somebody who has done everything, as a link carries it."""
    own = {
        "guesses": {scene.id: answer(scene) for scene in chapter.scenes},
        "done": {each.id: "right" for each in parts_of(chapter)},
    }
    text = json.dumps({chapter.slug: own}).encode()
    return base64.urlsafe_b64encode(text).decode().rstrip("=")


def see(page: Page, chapter: Chapter) -> None:
    """Brings what was done into sight; an experiment is carried out once it is asked for."""
    asked = False
    for each in parts_of(chapter):
        place = part(page, each.id)
        if isinstance(each, Scene) and each.experiment is not None:
            expect(place.locator(".guess input:checked, .guess-number")).not_to_have_count(0)
            # One of a chapter: what each of them finds is told where the chapter is walked.
            if asked:
                continue
            asked = True
            place.locator(".scene-act button[type=submit]").click()
            expect(place.locator(".verdict")).to_be_visible(timeout=TRAINING)
        expect(place.locator(".verdict")).to_be_visible()


def check_nothing_is_small_or_cut_off(page: Page, width: int) -> None:
    assert page.evaluate("document.documentElement.clientWidth") == width
    assert page.evaluate(SMALLEST) == [], f"too small in a window of {width}"
    scrolls = page.evaluate("document.documentElement.scrollWidth")
    assert scrolls == width, f"a window of {width} scrolls sideways"


def part(page: Page, name: str) -> Locator:
    found = page.locator(f"#{name}")
    closed = page.locator(f"details.optional:not([open]):has(#{name}) > summary")
    if closed.count():
        closed.click()
    found.scroll_into_view_if_needed()
    return found


def guess(place: Locator, scene: Scene, value: str) -> None:
    if scene.predict.kind == "number":
        place.locator(".guess-number").fill(value)
    else:
        place.locator(f"input[value='{value}']").check()


def by_hand(place: Locator, scene: Scene, *, detours: bool) -> None:
    """Does everything in its order; with a detour, what is too early is refused with its reason."""
    by_hand, unready = scene.by_hand or {}, scene.unready or {}
    kinds = [kind for kind in kinds_of(scene) if kind in by_hand]
    if detours:
        early = next(kind for kind in list(by_hand)[::-1] if kind != kinds[0])
        place.locator(f"[data-kind='{early}']").click()
        expect(place.locator(".by-hand .hint")).to_have_text(unready[kinds[0]])
    for kind in kinds:
        place.locator(f".by-hand [data-kind='{kind}']").click()


def kinds_of(scene: Scene) -> list[str]:
    """The kinds of phases that a scene goes through by hand, for a word of four letters."""
    forward = [
        f"{kind}_{t}" for t in (1, 2, 3, 4) for kind in ("x", "h", "pass", "probs", "loss")
        if (kind, t) != ("pass", 4)
    ]  # fmt: skip
    backward = [
        f"{kind}_{t}" for t in (4, 3, 2, 1) for kind in ("dlogits", "dh", "da", "gradients")
    ]
    line = [*forward, "loss", *backward, "dh_0"]
    first, last = (line.index(str(state.phase)) for state in (scene.before, scene.after))
    once = {"loss": "total", "dh_0": "start"}
    return [once.get(phase, phase.rsplit("_", 1)[0]) for phase in line[first + 1 : last + 1]]


def merge(place: Locator, scene: Scene) -> None:
    """All layers but the first two, one by one; the count falls each time."""
    counts = [
        MEASURES["merging"].of_run(Run(scene.before.made()[0]), 0, {"layers": layers})
        for layers in range(2, int(measured(scene).values["timesteps"]) + 1)
    ]
    for each in counts[:-1]:
        expect(place.locator(".merge-count b")).to_have_text(str(each.values["count"]))
        place.locator(".by-hand button").click()
    expect(place.locator(".merge-count b")).to_have_text(str(counts[-1].values["count"]))


def play(page: Page, scene: Scene, value: str, *, detours: bool = False) -> Locator:
    place = part(page, scene.id)
    button = place.locator("button[type='submit']")
    expect(button).to_be_disabled()
    guess(place, scene, value)
    button.click()
    if scene.action == "merge":
        merge(place, scene)
    elif scene.by_hand is not None:
        by_hand(place, scene, detours=detours)
    verdict = place.locator(".verdict")
    expect(verdict).to_be_visible(timeout=TRAINING)
    return verdict


def written(scene: Scene) -> re.Pattern[str]:
    """The sentence of what happens, whatever its numbers; values of several words are exact."""
    found = measured(scene)
    # Every second piece is the name of a value.
    pieces = re.split(r"\{(\w+)\}", shown(scene.asked.verdict[found.outcome]))
    values = [str(found.values[name]) for name in pieces[1::2]]
    pieces[0::2] = map(re.escape, pieces[0::2])
    pieces[1::2] = [re.escape(value) if " " in value else r"\S+" for value in values]
    return re.compile("".join(pieces))


def shown(sentence: str) -> str:
    """A matrix has its name below, and no underscore."""
    return re.sub(r"W_(?=[xh])", "W", sentence)


@pytest.mark.parametrize("slug", ORDER)
def test_a_chapter_is_walked_on_a_phone_with_wrong_guesses_and_answers_shown(
    open_page: OpenPage, slug: str
) -> None:
    """In the dark, where the colours are judged; all else that axe judges, in the next walk."""
    chapter = CHAPTERS[slug]
    page = open_page(
        f"/learn/{slug}", ready=READY, reduced_motion="reduce", color_scheme="dark", **PHONE
    )
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    for section in chapter.sections:
        for scene in section.scenes:
            verdict = play(page, scene, wrong(scene), detours=True)
            expect(verdict).to_contain_text("Not as you guessed." if scene.figure else "Not right.")
            expect(verdict).to_contain_text(written(scene))
        for check in section.sums:
            place = part(page, check.id)
            place.locator(".sum-blank").first.fill("99")
            place.get_by_role("button", name="Check", exact=True).click()
            expect(place.locator(".hint")).to_contain_text("Not yet")
            expect(place.locator(".sum-blank").first).to_have_attribute("aria-invalid", "true")
            place.get_by_role("button", name="Show me").click()
            expect(place.locator(".verdict")).to_be_visible()
    count = len(chapter.parts)
    expect(page.locator("#progress-count")).to_have_text(f"{count} of {count} done")
    check_nothing_is_small_or_cut_off(page, 390)
    if AXE.is_file():
        assert violations(page, rules=COLOURS) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_line_begins_with_a_comma(open_page: OpenPage, language: str) -> None:
    page = open_page("/learn", ready="main h1", viewport={"width": 1000, "height": 800})
    for slug in ORDER:
        page.goto(f"{page.url.split('/learn')[0]}/learn/{slug}?lang={language}")
        page.wait_for_selector(READY)
        for width in range(300, 660, 20):
            assert page.evaluate(BEGINNINGS, width) == []


@pytest.mark.parametrize(
    ("language", "slug"),
    [(language, slug) for slug in ORDER for language in languages_of(slug) if language != "en"],
)
def test_a_chapter_is_walked_in_other_languages(
    open_page: OpenPage, language: str, slug: str
) -> None:
    told, say = chapter(language, slug), messages(language).say
    page = open_page(f"/learn/{slug}?lang={language}", ready=READY, reduced_motion="reduce")
    expect(page.locator("h1")).to_have_text(told.title)
    for turn, scene in enumerate(told.scenes):
        if turn % 2 == 0:
            verdict = play(page, scene, wrong(scene), detours=True)
            said = say("lesson-not-as-guessed" if scene.figure else "lesson-wrong")
            expect(verdict).to_contain_text(said)
        else:
            verdict = play(page, scene, answer(scene))
            said = say("lesson-as-guessed" if scene.figure else "lesson-correct")
            expect(verdict).to_contain_text(said)
        expect(verdict).to_contain_text(written(scene))
    for check in told.sums:
        place = part(page, check.id)
        place.locator(".sum-blank").first.fill("99")
        place.get_by_role("button", name=say("lesson-check-it"), exact=True).click()
        expect(place.locator(".hint")).to_contain_text(say("lesson-not-yet"))
        place.get_by_role("button", name=say("lesson-show-me")).click()
        expect(place.locator(".verdict")).to_contain_text(shown(check.well))
    count = len(told.parts)
    expect(page.locator("#progress-count")).to_have_text(
        say("lesson-done", done=count, count=count)
    )
    for width in (1440, 390):
        page.set_viewport_size({"width": width, "height": 844})
        page.wait_for_function(f"document.documentElement.clientWidth === {width}")
        check_nothing_is_small_or_cut_off(page, width)


@pytest.mark.parametrize("slug", ORDER)
def test_a_chapter_is_walked_with_right_guesses_by_keys_alone_and_by_everybody(
    open_page: OpenPage, slug: str
) -> None:
    """All that axe judges, at the end, where every part shows the most that it ever does."""
    page = open_page(f"/learn/{slug}", ready=READY, reduced_motion="reduce")
    expect(page.locator("html")).to_have_attribute("data-theme", "light")
    for scene in CHAPTERS[slug].scenes:
        place = part(page, scene.id)
        if scene.predict.kind == "number":
            place.locator(".guess-number").focus()
            page.keyboard.type(answer(scene))
        else:
            first = place.locator("input[type='radio']").first
            expect(first).to_be_enabled()
            first.focus()
            page.keyboard.press("Space")
            wanted = place.locator(f"input[value='{answer(scene)}']")
            while not wanted.is_checked():
                page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        if scene.action == "merge":
            expect(place.locator("[data-first]")).to_be_focused()
            for _ in range(2, int(measured(scene).values["timesteps"])):
                page.keyboard.press("Enter")
        elif scene.by_hand is not None:
            # The first of the choices has the focus when it begins.
            expect(place.locator("[data-first]")).to_be_focused()
            for kind in kinds_of(scene):
                if kind in scene.by_hand:
                    place.locator(f".by-hand [data-kind='{kind}']").focus()
                    page.keyboard.press("Enter")
        verdict = place.locator(".verdict")
        said = "As you guessed." if scene.figure else "Correct."
        expect(verdict).to_contain_text(said, timeout=TRAINING)
        expect(verdict).to_be_focused()
    for check in CHAPTERS[slug].sums:
        place = part(page, check.id)
        place.locator(".sum-blank").first.focus()
        page.keyboard.type("99")
        page.keyboard.press("Enter")
        expect(place.locator(".hint")).to_contain_text("Not yet")
        place.get_by_role("button", name="Show me").focus()
        page.keyboard.press("Enter")
        expect(place.locator(".verdict")).to_be_visible()
    check_nothing_is_small_or_cut_off(page, 1440)
    if AXE.is_file():
        assert violations(page) == []


def test_a_number_is_filled_in_by_keys(open_page: OpenPage) -> None:
    page = open_page(PATH, ready=READY)
    place = part(page, "one-term")
    factors = place.locator("tr", has=page.locator(".sum-blank")).locator("td").first.inner_text()
    one, other = (float(each.strip(" ()").replace("−", "-")) for each in factors.split("×"))
    place.locator(".sum-blank").focus()
    page.keyboard.type(f"{one * other:.3f}")
    page.keyboard.press("Enter")
    expect(place.locator(".verdict")).to_contain_text("Correct.")


def test_progress_is_kept_carried_by_a_link_and_forgotten(open_page: OpenPage) -> None:
    scene = CHAPTER.scenes[0]
    page = open_page(PATH, ready=READY)
    play(page, scene, answer(scene))
    page.reload()
    expect(part(page, scene.id).locator(".verdict")).to_contain_text("As you guessed.")
    page.locator(f"[data-foot='{CHAPTER.sections[0].id}'] button").click()
    expect(part(page, scene.id).locator(".verdict")).to_have_count(0)
    expect(page.locator("#progress-count")).to_contain_text("0 of")

    other = open_page(f"{PATH}?progress={done(CHAPTER)}", ready=READY)
    expect(other.locator("#progress-count")).to_contain_text(re.compile(r"(\d+) of \1 done"))
    assert "progress" not in other.url
    other.locator("#reset-chapter").click()
    expect(other.locator("#progress-count")).to_contain_text("0 of")


def test_the_bar_says_which_section_is_read_and_what_each_is_called(
    open_page: OpenPage, watch: Watch
) -> None:
    chapter = CHAPTERS["bptt"]
    titles = [str(section.title) for section in chapter.sections]
    page = open_page("/learn/bptt", ready=READY)
    steps = page.locator("#chapter-bar a")
    # For a screen reader too, whatever there is room for.
    assert [str(name).split("\n")[-1] for name in steps.all_inner_texts()] == titles
    label = page.locator(".bar-label")
    for at, section in enumerate(chapter.sections):
        page.locator(f"#{section.id}-title").evaluate("title => title.scrollIntoView()")
        current = page.locator("#chapter-bar [aria-current=location]")
        expect(current).to_have_attribute("href", f"#{section.id}")
        expect(page.locator(".bar-current")).to_have_text(titles[at])
    steps.nth(2).hover()
    expect(label).to_have_text(titles[2])
    page.keyboard.press("Escape")
    expect(label).to_have_count(0)
    steps.nth(3).focus()
    page.keyboard.press("Tab")
    expect(label).to_have_text(titles[4])
    page.locator("h1").hover()
    expect(label).to_have_text(titles[4])
    page.keyboard.press("Tab")
    expect(label).to_have_text(titles[5])
    watch.check()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_step_that_is_tapped_says_its_title_inside_the_page(
    open_page: OpenPage, language: str
) -> None:
    page = open_page(f"/learn/bptt?lang={language}", ready=READY, **PHONE)
    steps, label = page.locator("#chapter-bar a"), page.locator(".bar-label span")
    for at, section in enumerate(chapter(language, "bptt").sections):
        steps.nth(at).tap()
        expect(label).to_have_text(str(section.title))
        box = label.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390
    page.locator(".bar-count").tap()
    expect(label).to_have_count(0)


def test_what_tells_an_answer_is_read_once_it_is_given(open_page: OpenPage) -> None:
    scene = CHAPTER.scenes[0]
    page = open_page(PATH, ready=READY)
    after, context = page.locator(f"[data-after='{scene.id}']"), page.locator("#letters > p")
    expect(context.first).to_be_visible()
    expect(after).to_be_hidden()
    play(page, scene, wrong(scene))
    expect(after).to_be_visible()
    # Whoever has been here before reads it at once, and not once the section begins anew.
    page.reload()
    expect(after).to_be_visible()
    page.locator("[data-foot='letters'] button").click()
    expect(after).to_be_hidden()


@pytest.mark.parametrize(
    ("slug", "name", "cells"),
    [
        ("one-step", "an-l", ".lesson-letters tbody td"),
        ("two-matrices", "two-sums", ".lesson-subtotals tbody td"),
        ("two-matrices", "shuffled", ".lesson-readings .is-unknown"),
        ("bptt", "whose", ".lesson-triangle tbody td"),
    ],
)
def test_a_table_says_what_is_to_be_guessed(
    open_page: OpenPage, slug: str, name: str, cells: str
) -> None:
    scene = next(scene for scene in CHAPTERS[slug].scenes if scene.id == name)
    page = open_page(f"/learn/{slug}", ready=READY, reduced_motion="reduce")
    place = part(page, name)
    expect(place.locator(cells).first).to_be_visible()
    assert set(place.locator(cells).all_inner_texts()) == {"?"}
    before = place.locator(".scene-figure").bounding_box()
    play(page, scene, answer(scene))
    expect(place.locator(cells, has_text="?")).to_have_count(0)
    after = place.locator(".scene-figure").bounding_box()
    assert before is not None
    assert after is not None
    # Nothing below it moves, but for a row that says what would have been right.
    if name != "shuffled":
        assert after["height"] == before["height"]


def test_a_window_is_drawn_growing_beside_a_network_that_does_not(open_page: OpenPage) -> None:
    scene = next(scene for scene in CHAPTERS["recurrence"].scenes if scene.id == "size")
    run = Run(scene.before.made()[0])
    sizes = [MEASURES["window_size"].of_run(run, 0, {"reads": reads}) for reads in range(1, 6)]
    recurrent, *windows = [
        str(value)
        for value in (sizes[0].values["recurrent"], *(each.values["window"] for each in sizes))
    ]
    page = open_page("/learn/recurrence", ready=READY, reduced_motion="reduce")
    place = part(page, scene.id)
    counts = place.locator(".widths-count")
    # Where it begins is told; how it goes on is what is asked.
    expect(counts).to_have_text([recurrent, windows[0]])
    play(page, scene, answer(scene))
    expect(counts).to_have_text([recurrent, *windows])
    told = re.compile(rf"{recurrent}\..*" + r"\D+\d?\D*".join(windows))
    expect(place.locator(".widths-plot")).to_have_attribute("aria-label", told)


def test_an_article_is_whole_without_scripts(open_page: OpenPage, watch: Watch) -> None:
    page = open_page("/learn/gates", ready="main h1", java_script_enabled=False)
    parts = [part for section in CHAPTERS["gates"].sections for part in section.parts]
    count = sum(isinstance(part, After) for part in parts)
    assert count > 0
    after = page.locator("[data-after]")
    expect(after).to_have_count(count)
    for place in range(count):
        expect(after.nth(place)).to_be_visible()
    # The scripts that are not run.
    watch.clear()


def test_a_forgotten_run_costs_nothing(open_page: OpenPage, server: Server, watch: Watch) -> None:
    page = open_page("/learn", ready="main")
    with page.expect_response(lambda r: r.url.endswith("/api/runs") and r.ok) as made:
        page.goto(server.url + PATH)
    server.request("DELETE", f"/api/runs/{made.value.json()['id']}")
    expect(part(page, "first-state").locator(".network-cell").first).to_be_visible()
    scene = next(scene for scene in CHAPTER.scenes if scene.id == "first-state")
    expect(play(page, scene, answer(scene))).to_contain_text("As you guessed.")
    watch.clear()


def test_what_is_tried_stands_where_the_scene_does(open_page: OpenPage) -> None:
    scene = next(scene for scene in CHAPTER.scenes if scene.id == "two-ls")
    page = open_page(PATH, ready=READY)
    play(page, scene, answer(scene))
    page.locator(f"#{scene.id} .scene-foot a").click()
    expect(page.locator("[data-current]").first).to_have_attribute("data-column", "4")
    expect(page.locator("#run-summary")).to_contain_text("3")


def test_what_is_tried_of_an_experiment_is_its_last_network(open_page: OpenPage) -> None:
    chapter = CHAPTERS["recurrence"]
    scene = next(scene for scene in chapter.scenes if scene.id == "mississippi")
    page = open_page(f"/learn/{chapter.slug}", ready=READY)
    play(page, scene, answer(scene))
    page.locator(f"#{scene.id} .scene-foot a").click()
    expect(page.locator("#run-summary")).to_contain_text("mississippi")
    expect(page.locator("#announcer")).to_contain_text("Iteration 500")


def test_a_term_is_explained_where_it_stands(open_page: OpenPage) -> None:
    page = open_page(PATH, ready=READY)
    word = page.locator(".word").first
    card = page.locator(f"#term-{word.get_attribute('data-term')}")
    expect(card).to_be_hidden()
    word.focus()
    page.keyboard.press("Enter")
    expect(card).to_be_visible()
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    word.hover()
    expect(card).to_be_visible()
    page.mouse.move(0, 0)
    expect(card).to_be_hidden()
    page.goto(page.url.replace(PATH, "/glossary"))
    expect(page.locator("dt").filter(has_text="hidden state")).to_be_visible()


@pytest.mark.parametrize("slug", ORDER)
def test_a_link_of_somebody_who_has_done_it_all_shows_it_all(
    open_page: OpenPage, slug: str
) -> None:
    chapter = CHAPTERS[slug]
    page = open_page(f"/learn/{slug}?progress={done(chapter)}", ready=READY)
    see(page, chapter)
    check_nothing_is_small_or_cut_off(page, 1440)


@needs_axe
@pytest.mark.parametrize("path", ["/learn", "/glossary"])
@pytest.mark.parametrize("options", [PHONE, {"color_scheme": "dark"}], ids=["phone", "dark"])
def test_a_list_can_be_used_by_everybody(
    open_page: OpenPage, options: dict[str, Any], path: str
) -> None:
    page = open_page(path, ready="main h1", **options)
    assert violations(page) == []
    check_nothing_is_small_or_cut_off(
        page, page.viewport_size["width"] if page.viewport_size else 0
    )
