"""The chapters on the way back through time: what their own figures show, before and after."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from playwright.sync_api import Dialog, Locator, expect

from app.lessons.chapters import chapter
from app.lessons.scenes import Scene
from rnn_core.analysis.gradient_flow import reach
from rnn_core.analysis.shares import loss_shares, state_shares
from rnn_core.training.run import Run
from tests.browser.conftest import OpenPage, Watch
from tests.browser.test_chapters import READY, answer, by_hand, guess, part, play

BPTT, GATES = chapter("en", "bptt"), chapter("en", "gates")
PATH = "/learn/bptt"


def scene_of(name: str) -> Scene:
    return next(scene for scene in BPTT.scenes if scene.id == name)


def made() -> Run:
    return Run(scene_of("whose").before.made()[0])


def numbers(cells: Locator) -> list[float]:
    return [float(text.replace("−", "-")) for text in cells.all_inner_texts()]


def test_what_each_loss_contributes_is_hidden_until_it_is_guessed(open_page: OpenPage) -> None:
    scene = scene_of("whose")
    page = open_page(PATH, ready=READY, reduced_motion="reduce")
    place = part(page, scene.id)
    cells = place.locator(".lesson-triangle tbody td")
    expect(cells).to_have_count(16)
    expect(cells.first).to_have_text("?")
    assert set(cells.all_inner_texts()) == {"?"}
    play(page, scene, answer(scene))
    expect(cells.first).not_to_have_text("?")
    run = made()
    shares = loss_shares(run.configuration, run.trace).of_unit(0)
    assert numbers(cells) == pytest.approx(list(shares.ravel()), abs=5e-3)
    # What is written adds up to what is written below, column by column.
    written = numbers(cells)
    totals = numbers(place.locator(".lesson-triangle tfoot td"))
    for column, total in enumerate(totals):
        assert sum(written[column::4]) == pytest.approx(total, abs=1e-9)


def test_the_shares_of_a_weight_add_up_as_they_are_written(open_page: OpenPage) -> None:
    scene = scene_of("used")
    page = open_page(PATH, ready=READY, reduced_motion="reduce")
    place = part(page, scene.id)
    expect(place.locator("tbody .share-number").first).to_have_text("?")
    expect(place.locator(".share-factors")).to_have_count(0)
    play(page, scene, answer(scene))
    expect(place.locator("tbody .share-number").first).not_to_have_text("?")
    shares = numbers(place.locator("tbody .share-number"))
    [total] = numbers(place.locator("tfoot .share-number"))
    assert sum(shares) == pytest.approx(total, abs=1e-9)
    assert total == pytest.approx(made().trace.gradients["W_hh"][0, 0], abs=1e-4)


def test_the_ways_of_a_weight_add_up_to_the_total_derivative(open_page: OpenPage) -> None:
    scene = scene_of("chain")
    page = open_page(PATH, ready=READY, reduced_motion="reduce")
    place = part(page, scene.id)
    play(page, scene, answer(scene))
    run = made()
    shares = state_shares(run.configuration, run.trace, 0, "W_hh", (0, 1))
    totals = place.locator(".triangle-total")
    expect(totals.last).not_to_have_text("?")
    assert numbers(totals) == pytest.approx(list(shares.total), abs=5e-3)
    direct = place.locator("td.is-diagonal")
    assert numbers(direct) == pytest.approx(list(shares.direct), abs=5e-3)


def test_what_is_optional_is_closed_and_no_progress_waits_for_it(
    open_page: OpenPage, watch: Watch
) -> None:
    scene = scene_of("chain")
    page = open_page(PATH, ready=READY, reduced_motion="reduce")
    box, count = page.locator("details.optional"), page.locator("#progress-count")
    summary = box.locator("summary")
    expect(summary).to_contain_text("Nothing else in the chapters needs it.")
    expect(page.locator(f"#{scene.id}")).not_to_be_visible()
    before = count.inner_text()
    assert before == f"0 of {len(BPTT.parts)} done"
    summary.focus()
    page.keyboard.press("Enter")
    place = part(page, scene.id)
    play(page, scene, answer(scene))
    expect(place.locator(".verdict")).to_contain_text("As you guessed.")
    assert count.inner_text() == before
    # What was guessed in it is kept all the same, and a link into it opens it.
    page.goto(f"{page.url}?again=1#ways")
    expect(page.locator(f"#{scene.id} .verdict")).to_be_visible()
    expect(box).to_have_attribute("open", "")
    watch.check()


def test_the_two_streams_add_up_as_they_are_written(open_page: OpenPage) -> None:
    scene = scene_of("meeting")
    page = open_page(PATH, ready=READY, reduced_motion="reduce")
    place = part(page, scene.id)
    rows = place.locator(".lesson-streams tbody tr")
    expect(rows).to_have_count(3)
    expect(rows.locator("td").first).to_have_text("?")
    play(page, scene, answer(scene))
    expect(rows.locator("td").first).not_to_have_text("?")
    steps = made().trace.timesteps
    for unit, row in enumerate(rows.all()):
        own, later, both = numbers(row.locator("td"))
        assert own + later == pytest.approx(both, abs=1e-9)
        assert own == pytest.approx(steps["dh_from_output"][2][unit], abs=5e-3)
        assert both == pytest.approx(steps["dh"][2][unit], abs=5e-3)


def test_the_way_back_is_told_phase_by_phase(open_page: OpenPage) -> None:
    scene = scene_of("back")
    page = open_page(PATH, ready=READY, reduced_motion="reduce")
    place = part(page, scene.id)
    caption = place.locator(".lesson-caption")
    expect(caption).to_contain_text("The losses of all 4 timesteps are added")
    guess(place, scene, answer(scene))
    place.locator("button[type='submit']").click()
    place.locator(".by-hand [data-kind='dlogits']").click()
    expect(caption).to_contain_text("ŷ₄ minus the one-hot target")
    place.locator(".by-hand [data-kind='dh']").click()
    expect(caption).to_contain_text("Nothing comes after h₄")
    # The way is the same from the start again.
    page.locator(
        f"[data-foot='{next(s.id for s in BPTT.sections if scene in s.scenes)}'] button"
    ).click()
    expect(caption).to_contain_text("The losses of all 4 timesteps are added")
    guess(place, scene, answer(scene))
    place.locator("button[type='submit']").click()
    by_hand(place, scene, detours=True)
    expect(place.locator(".verdict")).to_contain_text("As you guessed.")
    expect(caption).to_contain_text("the backward pass ends here")


# ---- gates ---------------------------------------------------------------------------------------


def ratio_of(**settings: Any) -> float:
    scene = next(scene for scene in GATES.scenes if scene.id == "shrink")
    configuration = replace(scene.before.made()[0], **settings)
    measured = reach(configuration, Run(configuration).trace)
    return float(measured.last_loss[1] / measured.last_loss[-1])


def test_how_far_a_gradient_reaches_follows_the_sliders(open_page: OpenPage) -> None:
    scene = next(scene for scene in GATES.scenes if scene.id == "shrink")
    page = open_page("/learn/gates", ready=READY, reduced_motion="reduce")
    place = part(page, scene.id)
    expect(place.locator(".reach-plot")).to_be_visible()
    # Before the guess there is only where the gradient begins.
    expect(place.locator(".lesson-curve")).to_have_count(0)
    expect(place.locator("[data-slider]")).to_have_count(0)
    play(page, scene, answer(scene))
    words = place.locator(".reach-words")
    expect(words).to_contain_text("It vanishes on the way back")
    curve = place.locator(".lesson-curve")
    before = curve.get_attribute("d") or ""
    place.locator("[data-slider='spectral_radius']").fill("1.5")
    assert 0.1 < ratio_of(spectral_radius=1.5) < 10
    expect(words).to_contain_text("It arrives")
    expect(curve).not_to_have_attribute("d", before)
    place.locator("[data-slider='distance']").fill("40")
    expect(words).to_contain_text("t = 41")
    # What was moved is put back where the scene is played once more.
    place.get_by_role("button", name="Once more").click()
    play(page, scene, answer(scene))
    expect(place.locator("[data-slider='distance']")).to_have_value("20")
    expect(words).to_contain_text("It vanishes on the way back")


def test_who_comes_back_sees_how_far_it_reached_before_the_training_too(
    open_page: OpenPage,
) -> None:
    scene = next(scene for scene in GATES.scenes if scene.id == "drift")
    page = open_page("/learn/gates", ready=READY, reduced_motion="reduce")
    place = part(page, scene.id)
    expect(place.locator(".lesson-curve")).to_have_count(1)
    play(page, scene, answer(scene))
    expect(place.locator(".reach-key span")).to_have_count(2)
    seen = paths(place)
    assert len(seen) == 2
    page.reload()
    place = part(page, scene.id)
    expect(place.locator(".reach-key span")).to_have_count(2)
    assert paths(place) == seen


def paths(place: Locator) -> list[str]:
    """The curves, the earlier one first."""
    curves = place.locator(".lesson-earlier, .lesson-curve").all()
    return [curve.get_attribute("d") or "" for curve in curves]


def test_the_gradient_is_drawn_on_the_lane_of_the_cell_state(open_page: OpenPage) -> None:
    scene = next(scene for scene in GATES.scenes if scene.id == "open")
    page = open_page("/learn/gates", ready=READY, reduced_motion="reduce")
    place = part(page, scene.id)
    lane = place.locator(".network-gradient[data-quantity='dc_from_future_norm']")
    expect(lane).to_have_count(4)
    # Followed first, and seen then.
    expect(lane.first).not_to_be_visible()
    place.locator(".guess-option").first.click()
    place.locator(".scene-act button[type=submit]").click()
    expect(lane.first).to_be_visible()


def test_the_gates_of_an_lstm_come_one_after_another(open_page: OpenPage) -> None:
    page = open_page("/learn/gates", ready=READY, reduced_motion="reduce")
    for name, gates, about in (
        ("half-open", "f", "f"),
        ("closed-in", "fig", "i"),
        ("closed-out", "figo", "o"),
    ):
        scene = next(scene for scene in GATES.scenes if scene.id == name)
        place = part(page, name)
        drawn = place.locator(".network-gating").first.locator("[data-gate]")
        expect(drawn).to_have_count(len(gates))
        expect(drawn.locator("> text")).to_have_text(list(gates))
        nodes = place.locator(".network-gating").first.locator(".network-node")
        # The sum is drawn where what is added is drawn too.
        expect(nodes).to_have_count(1 if gates == "f" else 2)
        expect(place.locator(".lesson-gate-names dt")).to_have_text(list(gates))
        cells = place.locator(".lesson-gates tbody td")
        expect(cells.first).to_have_text("?")
        play(page, scene, answer(scene))
        expect(cells.first).not_to_have_text("?")
        run = Run(*scene.after.made())
        values = run.trace.timesteps[about][1 if about == "f" else 0 :].T
        assert numbers(cells) == pytest.approx(list(values.ravel()), abs=6e-3)


def test_a_page_asks_before_it_is_left_while_networks_are_trained(open_page: OpenPage) -> None:
    scene = next(scene for scene in GATES.scenes if scene.experiment is not None)
    page = open_page("/learn/gates", ready=READY, reduced_motion="reduce")
    # The experiment goes on until it is stopped.
    page.route("**/api/experiments", lambda _: None)
    place = part(page, scene.id)
    guess(place, scene, answer(scene))
    place.locator("button[type='submit']").click()
    expect(place.locator(".scene")).to_have_attribute("data-step", "acting")

    def leave(answered: Callable[[Dialog], None]) -> None:
        page.once("dialog", answered)
        with page.expect_event("dialog") as asked:
            page.evaluate("() => void setTimeout(() => location.assign('/learn'))")
        assert asked.value.type == "beforeunload"

    leave(lambda dialog: dialog.dismiss())
    expect(place.locator(".scene")).to_have_attribute("data-step", "acting")
    leave(lambda dialog: dialog.accept())
    page.wait_for_url("**/learn")
