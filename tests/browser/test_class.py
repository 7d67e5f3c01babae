"""A class: one teacher and five pupils, each in a browser of their own."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from app.lessons.chapters import ORDER, chapter
from app.words.language import LANGUAGES
from app.words.messages import messages
from rnn_core import Run
from tests.browser.axe import needs_axe, violations_in_both_themes
from tests.browser.conftest import TRACED, OpenPage, Server, Watch

PHONE: ViewportSize = {"width": 390, "height": 844}
WIDE: ViewportSize = {"width": 1440, "height": 900}
PUPILS = 5
READY = "#spelling .tile"


class Lesson:
    """A class with its teacher's window, and those of its pupils."""

    def __init__(self, browser: Browser, server: Server, watch: Watch) -> None:
        self._browser = browser
        self._server = server
        self._watch = watch
        self.pupils: list[Page] = []
        self.teacher = self.window(WIDE)
        self.teacher.goto(f"{server.url}/class")
        self.teacher.locator("#open-class").click()
        self.code = self.teacher.locator("#class-code").inner_text().strip()

    def window(self, viewport: ViewportSize, **options: str) -> Page:
        page = self._browser.new_context(viewport=viewport, **options).new_page()  # type: ignore[arg-type]
        page.set_default_timeout(60_000)
        self._watch.follow(page)
        return page

    def join(self, name: str = "", viewport: ViewportSize = PHONE) -> Page:
        page = self.window(viewport)
        page.goto(f"{self._server.url}/join/{self.code}")
        if name:
            page.locator("#name").fill(name)
        page.locator("#join").click()
        page.wait_for_selector(".class-state")
        self.pupils.append(page)
        return page

    def teach(self) -> Page:
        self.teacher.locator("#teach").click()
        self.teacher.wait_for_selector(TRACED)
        expect(self.teacher.locator("#ask-class")).to_be_enabled()
        return self.teacher

    def close(self) -> None:
        for page in (self.teacher, *self.pupils):
            page.context.close()


@pytest.fixture
def lesson(browser: Browser, server: Server, watch: Watch) -> Iterator[Lesson]:
    held = Lesson(browser, server, watch)
    yield held
    held.close()


def tiles(page: Page) -> list[str]:
    """What the network makes of each letter, as the page says it."""
    return page.locator(READY).all_text_contents()


def expect_same(pages: list[Page], teacher: Page) -> None:
    for page in pages:
        expect(page.locator(READY)).to_have_text(tiles(teacher))


def step(teacher: Page) -> None:
    before = int(teacher.locator("#goto").input_value())
    teacher.locator("#step").click()
    expect(teacher.locator("#goto")).to_have_value(str(before + 1))


def test_five_pupils_see_what_their_teacher_shows(lesson: Lesson) -> None:
    for _ in range(PUPILS):
        lesson.join()
    expect(lesson.teacher.locator(".room-count")).to_have_text(f"{PUPILS} of {PUPILS} pupils here")
    teacher = lesson.teach()
    expect_same(lesson.pupils, teacher)
    step(teacher)
    step(teacher)
    expect_same(lesson.pupils, teacher)
    # The phase, and the number that is explained.
    teacher.locator(".network [data-quantity='h'][data-t='2']").first.click()
    expect(teacher.locator("#inspector-title")).to_be_visible()
    title = teacher.locator("#inspector-title").inner_text()
    for page in lesson.pupils:
        expect(page.locator("#inspector-title")).to_have_text(title)
    teacher.keyboard.press("Escape")
    for page in lesson.pupils:
        expect(page.locator("#inspector-title")).to_have_count(0)
        expect(page.locator(".transport-bar")).to_be_hidden()


def test_a_phase_is_shown_to_those_who_follow(lesson: Lesson) -> None:
    pupil = lesson.join()
    teacher = lesson.teach()
    expect_same([pupil], teacher)
    teacher.locator(".phases button").filter(has_text="loss").first.click()
    chosen = teacher.evaluate("new URLSearchParams(location.search).get('phase')")
    assert chosen
    pupil.wait_for_function(
        "phase => new URLSearchParams(location.search).get('phase') === phase", arg=chosen
    )


def test_let_go_each_has_a_copy_and_gathered_all_are_back(lesson: Lesson) -> None:
    first, second = lesson.join(), lesson.join(viewport=WIDE)
    teacher = lesson.teach()
    step(teacher)
    expect_same([first, second], teacher)
    shown = tiles(teacher)
    teacher.locator("#let-go").click()
    for page in (first, second):
        expect(page.locator(".transport-bar")).to_be_visible()
        expect(page.locator(READY)).to_have_text(shown)
        expect(page.locator("#goto")).to_have_value("1")
    step(first)
    step(first)
    reference = Run()
    for _ in range(3):
        reference.step()
    expect(first.locator("#goto")).to_have_value("3")
    expect(first.locator("#spelling .tile").first).to_contain_text(
        f"{reference.trace.probs[0, 1]:.2f}"
    )
    # Nobody else moves with them.
    expect(second.locator("#goto")).to_have_value("1")
    expect(teacher.locator("#goto")).to_have_value("1")
    # A reload finds the same copy.
    first.reload()
    expect(first.locator("#goto")).to_have_value("3")
    teacher.locator("#let-go").click()
    for page in (first, second):
        expect(page.locator(".transport-bar")).to_be_hidden()
        expect(page.locator(READY)).to_have_text(shown)


def test_a_class_predicts_and_the_core_says_what_came_of_it(lesson: Lesson) -> None:
    for _ in range(PUPILS):
        lesson.join()
    teacher = lesson.teach()
    expect_same(lesson.pupils, teacher)
    teacher.locator("#ask-class").click()
    teacher.locator("#ask input[value=loss]").check()
    teacher.locator("#ask-send").click()
    for page, option in zip(lesson.pupils, ("It falls", "It rises", "It falls") * 2, strict=False):
        page.get_by_role("button", name=option).click()
        expect(page.get_by_role("button", name=option)).to_have_attribute("aria-pressed", "true")
        # Nobody sees what the others think.
        expect(page.locator(".guesses")).to_have_count(0)
    # Nor does the class on a projector.
    counts = teacher.locator(".guess-count")
    expect(counts).to_have_count(0)
    teacher.locator("#peek").click()
    expect(counts).to_have_text(["3", "0", "2"])
    teacher.locator("#reveal").click()
    reference = Run()
    before = reference.loss
    after = reference.step()
    right = "It falls" if after < before else "It rises"
    for page in (teacher, *lesson.pupils):
        expect(page.locator(".guesses .is-true .guess-name")).to_contain_text(right)
        expect(page.locator(".outcome")).to_contain_text(f"{after:.4f}")
    # It was played.
    expect(teacher.locator("#goto")).to_have_value("1")
    expect_same(lesson.pupils, teacher)
    teacher.locator("#put-away").click()
    for page in lesson.pupils:
        expect(page.locator(".class-question")).to_have_count(0)


def test_a_number_is_guessed_and_drawn_beside_the_truth(lesson: Lesson) -> None:
    pupil = lesson.join()
    teacher = lesson.teach()
    expect_same([pupil], teacher)
    teacher.locator(".network [data-quantity='h'][data-t='2']").first.click()
    expect(teacher.locator("#inspector-title")).to_be_visible()
    teacher.locator("#ask-class").click()
    teacher.locator("#ask input[value=number]").check()
    teacher.locator("#ask-send").click()
    pupil.locator("#answer").fill("a lot")
    pupil.locator(".answer-number button").click()
    expect(pupil.locator("#answer-wrong")).to_be_visible()
    pupil.locator("#answer").fill("0,25")
    pupil.locator(".answer-number button").click()
    expect(pupil.locator(".class-question [role=status]")).to_contain_text("0.25")
    teacher.locator("#peek").click()
    expect(teacher.locator(".heaps")).to_be_visible()
    teacher.locator("#reveal").click()
    reference = Run()
    reference.step()
    value = reference.trace.h[1, 0]
    for page in (teacher, pupil):
        said = (page.locator(".heap-value").text_content() or "").replace("−", "-")
        assert float(said) == pytest.approx(value, abs=5e-5)


def test_paused_pages_wait(lesson: Lesson) -> None:
    pupil = lesson.join()
    teacher = lesson.teach()
    expect_same([pupil], teacher)
    teacher.locator("#pause-class").click()
    expect(pupil.get_by_role("alertdialog")).to_be_visible()
    assert pupil.locator("#main").evaluate("element => element.inert")
    teacher.locator("#pause-class").click()
    expect(pupil.get_by_role("alertdialog")).to_have_count(0)
    assert not pupil.locator("#main").evaluate("element => element.inert")


def test_who_reloads_keeps_the_place_and_a_name_is_text(lesson: Lesson) -> None:
    name = '<b>&amp;</b>"'
    pupil = lesson.join(name)
    expect(lesson.teacher.locator(".room-name")).to_have_text([name])
    pupil.reload()
    expect(pupil.locator(".class-line strong")).to_have_text(name)
    pupil.goto(re.sub(r"/workbench.*", f"/join/{lesson.code}", pupil.url))
    expect(pupil.locator("h1")).to_contain_text(name)
    pupil.locator("#go-on").click()
    expect(pupil.locator(".class-state")).to_be_visible()
    expect(lesson.teacher.locator(".room-names li")).to_have_count(1)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_pupil_who_is_removed_is_told_and_cannot_come_back(
    lesson: Lesson, server: Server, watch: Watch, language: str
) -> None:
    words = messages(language)
    rowdy, other = lesson.join("Rowdy"), lesson.join("Otter")
    teacher = lesson.teach()
    expect_same(lesson.pupils, teacher)
    teacher.goto(f"{server.url}/class?lang={language}")
    for page in lesson.pupils:
        page.goto(f"{server.url}/workbench?class={lesson.code}&lang={language}")
        expect(page.locator(READY).first).to_be_visible()
    remove = teacher.get_by_role("button", name=words.say("class-remove-name", name="Rowdy"))
    # Nobody is removed by accident.
    remove.click()
    sure = teacher.get_by_role("dialog")
    expect(sure.locator("h2")).to_have_text(words.say("class-remove-sure", name="Rowdy"))
    expect(teacher.locator("#remove-cancel")).to_be_focused()
    teacher.keyboard.press("Enter")
    expect(sure).to_have_count(0)
    expect(teacher.locator(".room-name")).to_have_text(["Rowdy", "Otter"])
    remove.click()
    teacher.locator("#remove-now").click()
    expect(teacher.locator(".room-name")).to_have_text(["Otter"])
    told = words.say("class-removed")
    expect(rowdy.locator(".class-lost")).to_contain_text(told)
    # What was on the page is still there, to go on alone with.
    expect(rowdy.locator("#main")).to_be_visible()
    expect(other.locator(".class-state")).to_be_visible()
    rowdy.reload()
    expect(rowdy.locator(".class-lost")).to_contain_text(told)
    rowdy.goto(f"{server.url}/join/{lesson.code}")
    expect(rowdy.get_by_role("alert")).to_be_visible()
    rowdy.locator("#join").click()
    expect(rowdy.get_by_role("alert")).to_have_text(told)
    watch.clear()
    # A step still reaches the other.
    teacher.locator("#teach").click()
    teacher.wait_for_selector(TRACED)
    expect_same([other], teacher)


def test_a_teacher_who_comes_back_goes_on_and_closes_the_class(
    lesson: Lesson, server: Server
) -> None:
    pupil = lesson.join()
    teacher = lesson.teach()
    step(teacher)
    expect_same([pupil], teacher)
    teacher.goto("about:blank")
    expect(pupil.locator(READY)).to_have_count(4)
    teacher.goto(f"{server.url}/class")
    expect(teacher.locator("#class-code")).to_have_text(lesson.code)
    teacher.locator("#close-class").click()
    teacher.locator("#close-now").click()
    expect(teacher.locator("#open-class")).to_be_visible()
    expect(pupil.locator(".class-lost")).to_be_visible()


def test_who_was_cut_off_is_where_the_class_is_now(
    browser: Browser, keeping_server: Server
) -> None:
    watch = Watch(keeping_server.url)
    lesson = Lesson(browser, keeping_server, watch)
    pupil = lesson.join()
    teacher = lesson.teach()
    expect_same([pupil], teacher)
    keeping_server.kill()
    expect(pupil.locator(".class-lost")).to_be_visible()
    keeping_server.start()
    expect(pupil.locator(".class-lost")).to_have_count(0)
    expect(teacher.locator("#connection")).to_have_attribute("data-state", "live")
    step(teacher)
    step(teacher)
    expect_same([pupil], teacher)
    lesson.close()


def test_progress_is_shown_with_consent(lesson: Lesson, server: Server) -> None:
    pupil = lesson.window(WIDE)
    lesson.pupils.append(pupil)
    pupil.goto(f"{server.url}/join/{lesson.code}")
    pupil.locator("#name").fill("Otter")
    pupil.locator("#shares").check()
    pupil.locator("#join").click()
    pupil.wait_for_selector(".class-state")
    expect(lesson.teacher.locator(".room-table tbody th")).to_have_text(["Otter"])
    parts = chapter("en", "one-step").parts
    progress = {"one-step": {"guesses": {}, "done": {parts[0]: "right", parts[1]: "wrong"}}}
    pupil.evaluate("kept => localStorage.setItem('lessons', JSON.stringify(kept))", progress)
    pupil.goto(f"{server.url}/learn/one-step")
    told = lesson.teacher.locator(".room-table tbody td").first
    expect(told).to_contain_text(f"2 of {len(parts)} done")
    expect(told.locator("small")).to_have_text("one missed")


def test_progress_stays_private_without_consent(lesson: Lesson, server: Server) -> None:
    pupil = lesson.join("Otter")
    parts = chapter("en", "one-step").parts
    progress = {"one-step": {"guesses": {}, "done": {parts[0]: "right"}}}
    pupil.evaluate("kept => localStorage.setItem('lessons', JSON.stringify(kept))", progress)
    asked: list[str] = []
    pupil.on("request", lambda request: asked.append(request.url))
    pupil.goto(f"{server.url}/learn/one-step")
    pupil.wait_for_selector("#chapter-bar *")
    assert [url for url in asked if "/api/classes" in url] == []
    expect(lesson.teacher.locator(".room-name")).to_have_text(["Otter"])
    expect(lesson.teacher.locator(".room-table")).to_have_count(0)


def test_a_wrong_code_is_told(open_page: OpenPage, watch: Watch) -> None:
    page = open_page("/join", ready="#join")
    page.locator("#code").fill("aaaaaa")
    page.locator("#join").click()
    expect(page.locator("[role=alert]")).to_contain_text("AAAAAA")
    watch.clear()


@pytest.mark.parametrize("viewport", [PHONE, WIDE])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pages_of_a_class_fit_and_speak(
    open_page: OpenPage, language: str, viewport: ViewportSize
) -> None:
    words = messages(language)
    page = open_page(f"/class?lang={language}", ready="#open-class", viewport=viewport)
    expect(page.locator("h1")).to_have_text(words.say("class-heading"))
    page.locator("#open-class").click()
    expect(page.locator("#class-code")).to_be_visible()
    # This server is for this machine alone: it says what to do.
    expect(page.locator(".room-local code")).to_contain_text("--host 0.0.0.0")
    page.goto(page.url.split("/class")[0] + f"/join?lang={language}")
    expect(page.locator("h1")).to_have_text(words.say("join-heading"))
    for _ in range(2):
        width = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert width <= 0


@needs_axe
def test_the_pages_of_a_class_are_accessible(lesson: Lesson) -> None:
    pupil = lesson.join()
    assert violations_in_both_themes(lesson.teacher) == []
    teacher = lesson.teach()
    expect_same([pupil], teacher)
    teacher.locator("#ask-class").click()
    teacher.locator("#ask-send").click()
    pupil.wait_for_selector(".answer-option")
    assert violations_in_both_themes(pupil) == []


def test_pupils_see_no_more_than_the_teacher_uncovers(lesson: Lesson) -> None:
    pupil = lesson.join(viewport=WIDE)
    teacher = lesson.teach()
    expect_same([pupil], teacher)
    teacher.keyboard.press("x")
    teacher.keyboard.press("x")
    expect(pupil.locator("p.network-cover")).to_be_visible()
    expect(pupil.locator("#network [data-quantity='probs']")).to_have_count(0)
    expect(pupil.locator(READY).first).to_be_hidden()
    # Not by a key of theirs, nor by a reload, nor by the teacher's reload.
    pupil.keyboard.press("x")
    expect(pupil.locator("p.network-cover")).to_be_visible()
    pupil.reload()
    expect(pupil.locator("p.network-cover")).to_be_visible()
    teacher.reload()
    expect(teacher.locator("button.network-cover")).to_be_visible()
    step(teacher)
    expect(pupil.locator("p.network-cover")).to_be_visible()
    teacher.locator("button.network-cover").click()
    expect(pupil.locator(".network-cover")).to_have_count(0)
    expect_same([pupil], teacher)


def test_pupils_see_what_the_teacher_points_at(lesson: Lesson) -> None:
    pupil, phone = lesson.join(viewport=WIDE), lesson.join()
    teacher = lesson.teach()
    expect_same([pupil, phone], teacher)
    number = "#network [data-quantity='h'][data-t='2'][data-index='3']"
    teacher.locator(number).hover()
    for page in (pupil, phone):
        expect(page.locator(".network-pointer")).to_be_visible()
        page.wait_for_function(
            """number => {
              const middle = (selector) => {
                const {left, top, width, height} =
                  document.querySelector(selector).getBoundingClientRect();
                return [left + width / 2, top + height / 2];
              };
              const [at, of] = [middle('.network-pointer'), middle(number)];
              return Math.hypot(at[0] - of[0], at[1] - of[1]) < 3;
            }""",
            arg=number,
        )
    teacher.mouse.move(5, 5)
    for page in (pupil, phone):
        expect(page.locator(".network-pointer")).to_be_hidden()


def shown_run(page: Page) -> str:
    return str(page.evaluate("history.state.run"))


def test_a_teacher_who_comes_back_goes_on_with_what_the_class_is_shown(lesson: Lesson) -> None:
    pupil = lesson.join()
    teacher = lesson.teach()
    expect_same([pupil], teacher)
    step(teacher)
    run, shown = shown_run(teacher), tiles(teacher)
    # To show a late pupil how to join.
    teacher.locator(".class-code").click()
    expect(teacher.locator("#teach")).to_have_text("Go on teaching")
    teacher.locator("#teach").click()
    expect(teacher.locator("#goto")).to_have_value("1")
    assert shown_run(teacher) == run
    expect(pupil.locator(READY)).to_have_text(shown)
    # By the menu too, and in a second window.
    link = teacher.locator(".site-nav [aria-current]").get_attribute("href")
    assert link is not None
    second = teacher.context.new_page()
    second.goto(link)
    expect(second.locator("#goto")).to_have_value("1")
    assert shown_run(second) == run
    expect(pupil.locator(READY)).to_have_text(shown)


def test_a_window_says_so_where_another_one_shows_the_class_something_else(lesson: Lesson) -> None:
    pupil = lesson.join()
    teacher = lesson.teach()
    expect_same([pupil], teacher)
    step(teacher)
    shown = tiles(teacher)
    second = teacher.context.new_page()
    second.goto(f"{teacher.url.split('?')[0]}?class={lesson.code}&cell=gru")
    expect(second.locator("#ask-class")).to_be_enabled()
    expect(teacher.locator(".class-state")).to_contain_text("another run")
    expect(pupil.locator(READY)).to_have_text(tiles(second))
    teacher.locator("#show-here").click()
    expect(pupil.locator(READY)).to_have_text(shown)
    expect(teacher.locator("#show-here")).to_have_count(0)
    expect(second.locator(".class-state")).to_contain_text("another run")


def test_a_question_is_on_screen_wherever_a_pupil_has_scrolled_to(lesson: Lesson) -> None:
    pupil = lesson.join()
    teacher = lesson.teach()
    expect_same([pupil], teacher)
    pupil.evaluate("scrollTo(0, document.body.scrollHeight)")
    teacher.locator("#ask-class").click()
    teacher.locator("#ask input[value=loss]").check()
    teacher.locator("#ask-send").click()
    expect(pupil.locator("#question-title")).to_be_in_viewport()
    # Also of one who explores.
    teacher.locator("#let-go").click()
    expect(pupil.locator(".transport-bar")).to_be_visible()
    pupil.evaluate("scrollTo(0, document.body.scrollHeight)")
    expect(pupil.locator("#question-title")).to_be_in_viewport()


def test_a_question_that_is_refused_is_not_lost(lesson: Lesson, watch: Watch) -> None:
    teacher = lesson.teach()
    teacher.locator("#ask-class").click()
    teacher.locator("#ask input[value=choice]").check()
    teacher.locator("#ask-text").fill("Why is the loss a sum?")
    teacher.locator("#ask-options").fill("\n".join(["Because " + "x" * 99, "Who knows"]))
    teacher.locator("#ask-send").click()
    expect(teacher.locator("#ask [role=alert]")).to_contain_text("60")
    watch.clear()
    expect(teacher.locator("#ask-text")).to_have_value("Why is the loss a sum?")
    teacher.locator("#ask-options").fill("Because\nWho knows")
    teacher.locator("#ask-send").click()
    expect(teacher.locator("#ask")).to_have_count(0)
    expect(teacher.locator("#question-title")).to_have_text("Why is the loss a sum?")


def test_keys_of_a_pupil_who_follows_or_is_paused_do_nothing(lesson: Lesson) -> None:
    pupil = lesson.join(viewport=WIDE)
    teacher = lesson.teach()
    step(teacher)
    expect_same([pupil], teacher)
    expect(pupil.locator(".class-reading")).to_contain_text("Iteration 1")
    for key in ("s", "ArrowRight", "r", "f", "x", "p"):
        pupil.keyboard.press(key)
    expect(pupil.locator(".notice[data-kind=error]")).to_have_count(0)
    expect(pupil.locator(".network.is-folded")).to_have_count(0)
    expect_same([pupil], teacher)
    teacher.locator("#let-go").click()
    expect(pupil.locator("#goto")).to_have_value("1")
    teacher.locator("#pause-class").click()
    expect(pupil.locator(".class-paused")).to_be_visible()
    pupil.keyboard.press("s")
    teacher.locator("#pause-class").click()
    expect(pupil.locator(".class-paused")).to_have_count(0)
    expect(pupil.locator("#goto")).to_have_value("1")
    pupil.keyboard.press("s")
    expect(pupil.locator("#goto")).to_have_value("2")


def test_when_the_class_is_over_each_goes_on_with_a_copy(lesson: Lesson) -> None:
    first, second = lesson.join(), lesson.join()
    teacher = lesson.teach()
    step(teacher)
    expect_same([first, second], teacher)
    run = shown_run(teacher)
    teacher.locator(".class-code").click()
    teacher.locator("#close-class").click()
    teacher.locator("#close-now").click()
    for page in (first, second):
        expect(page.locator(".transport-bar")).to_be_visible()
        expect(page.locator("#goto")).to_have_value("1")
    assert len({run, shown_run(first), shown_run(second)}) == 3


def test_every_chapter_has_ready_made_questions_that_the_core_answers(lesson: Lesson) -> None:
    teacher = lesson.teach()
    run = Run()
    teacher.locator("#ask-class").click()
    groups = teacher.locator("#ask-ready optgroup")
    titles = groups.evaluate_all("groups => groups.map(each => each.label.split(' · ')[1])")
    assert titles == [chapter("en", slug).title for slug in ORDER]
    offered = teacher.locator("#ask-ready option:not([disabled]):not([value=''])")
    ready = offered.evaluate_all("options => options.map(option => option.value)")
    assert len(ready) >= len(ORDER)
    for number, each in enumerate(ready):
        if number > 0:
            teacher.locator("#ask-class").click()
        teacher.locator("#ask-ready").select_option(each)
        with teacher.expect_request(lambda r: r.url.endswith("/questions")) as sent:
            teacher.locator("#ask-send").click()
        asked = sent.value.post_data_json
        assert asked is not None
        teacher.locator("#reveal").click()
        outcome = teacher.locator(".outcome")
        before = run.iteration
        run.train(asked["steps"])
        trace = run.trace
        if asked["kind"] == "letter":
            best = trace.vocabulary[int(trace.probs[asked["t"] - 1].argmax())]
            expect(outcome).to_have_text(
                f"At iteration {run.iteration} the network finds “{best}” most probable."
            )
        elif asked["kind"] == "loss":
            fell = trace.loss < run.trace_at(before).loss
            right = "It falls" if fell else "It rises"
            expect(teacher.locator(".is-true .guess-name")).to_contain_text(right)
        else:
            kind, _, parameter = asked["quantity"].partition(".")
            array = getattr(trace, kind)
            array = array[parameter] if parameter else array[asked["t"] - 1]
            value = float(array[tuple(asked["index"])])
            right = "Negative" if value < 0 else "Positive" if value > 0 else "Zero"
            expect(teacher.locator(".is-true .guess-name")).to_contain_text(right)
        teacher.locator("#put-away").click()
        expect(teacher.locator(".class-question")).to_have_count(0)
