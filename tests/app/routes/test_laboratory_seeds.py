"""The laboratory's buttons, with five seeds: each shows what it is there to show."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.documents.limits import Limits
from app.runs.laboratory import (
    CHOSEN,
    Trial,
    concluded,
    configuration_of,
    course,
    judged_split,
    with_defaults,
)
from app.settings import Settings
from app.verdicts.gradients import Course, verdict
from app.verdicts.words import Verdict
from app.words.questions import LABORATORY
from rnn_core.analysis.gradient_flow import cures, reach, train
from rnn_core.analysis.pieces import judged
from rnn_core.training.configuration import RunConfig
from tests.app.conftest import Connect
from tests.once import once
from tests.spoken import in_every_language

SEEDS = range(1, 6)


def tried(configuration: RunConfig, seed: int, iterations: int) -> Trial:
    """What one button chooses is what another one compares with."""
    return once(
        lambda: _tried(replace(configuration, seed=seed), iterations),
        configuration.to_dict(),
        seed,
        iterations,
    )


def _tried(configuration: RunConfig, iterations: int) -> Trial:
    training = train(configuration, iterations, 0)
    split = judged_split(configuration)
    judging = judged(configuration, training.last, (split,))
    return concluded(training, reach(configuration, training.trace), judging.scores[split])


@cache
def trained(button: str) -> tuple[dict[str, Course], Verdict]:
    values = with_defaults(dict(LABORATORY[button].settings), Limits.of(Settings()))  # type: ignore[arg-type]
    configuration, iterations = configuration_of(values), values["iterations"]
    courses = {
        name: course(name, [tried(variant, seed, iterations) for seed in SEEDS])
        for name, variant in {CHOSEN: configuration, **cures(configuration)}.items()
    }
    chosen, *others = courses.values()
    return courses, in_every_language(
        lambda words: verdict(chosen, others, words, iterations=iterations, counted=20, T=21)
    )


def numbers(values: tuple[Any, ...]) -> list[float]:
    assert len(values) == len(SEEDS)
    assert None not in values
    return list(values)


@pytest.mark.slow
def test_vanish_vanishes_and_what_cures_it_does() -> None:
    courses, said = trained("vanish")
    chosen, orthogonal, gates = (courses[name] for name in (CHOSEN, "orthogonal", "gates"))
    assert max(numbers(chosen.ratios)) < 1e-5
    for cure in (orthogonal, gates):
        assert min(numbers(cure.ratios)) > 1e-2
        assert max(numbers(cure.losses)) < min(numbers(chosen.losses))
        assert min(numbers(cure.right)) > max(numbers(chosen.right))
    # Clipping cures no vanishing.
    assert courses["no clipping"].ratios == chosen.ratios
    assert said.so[0].startswith("As chosen, the gradient vanishes with every seed: ")
    assert said.so[1:3] == (
        "With every seed, “orthogonal” and “gates” preserve the gradient’s norm better than "
        "“as chosen”.",
        "With every seed, “no clipping” preserves the gradient’s norm exactly as well as "
        "“as chosen”.",
    )


@pytest.mark.slow
def test_explode_explodes_and_clipping_cures_the_training_but_not_the_gradient() -> None:
    courses, said = trained("explode")
    chosen, clipped = courses[CHOSEN], courses["clipping"]
    assert min(numbers(chosen.ratios)) > 10
    assert clipped.ratios == chosen.ratios
    assert max(numbers(clipped.losses)) < min(numbers(chosen.losses))
    # Worse than guessing, with every seed.
    assert min(numbers(chosen.losses)) > 1.3863
    assert said.so[0].startswith("As chosen, the gradient explodes with every seed: ")
    assert (
        "With every seed, “clipping” ends with a lower loss than “as chosen” does with any seed. "
        "It gets 9 (6–13) of 20 predictions correct, “as chosen” 3 (3–6); these ranges overlap."
    ) in said.so


@pytest.mark.slow
def test_the_button_for_clipping_is_explode_clipped() -> None:
    clipping, explode = trained("clipping")[0], trained("explode")[0]
    assert clipping[CHOSEN] == Course(**{**vars(explode["clipping"]), "name": CHOSEN})
    assert (
        "With every seed, “no clipping” ends with a higher loss than “as chosen” does with any "
        "seed. It gets 3 (3–6) of 20 predictions correct, “as chosen” 9 (6–13); these ranges "
        "overlap."
    ) in trained("clipping")[1].so


@pytest.mark.slow
def test_orthogonal_matrices_let_through_what_small_ones_do_not() -> None:
    courses, said = trained("orthogonal")
    small = trained("vanish")[0][CHOSEN]
    assert min(numbers(courses[CHOSEN].ratios)) > 1e4 * max(numbers(small.ratios))
    # Not in full: the slope of tanh is below 1.
    assert max(numbers(courses[CHOSEN].ratios)) < 0.1
    assert said.so[0].startswith("As chosen, the gradient fades with every seed: ")


@pytest.mark.slow
def test_gates_kept_open_let_the_gradient_arrive_and_the_network_learn() -> None:
    courses, said = trained("gates")
    assert min(numbers(courses[CHOSEN].ratios)) > 0.1
    assert min(numbers(courses[CHOSEN].right)) >= 18
    assert said.so[0] == (
        "As chosen, the gradient arrives with every seed: the ratio of its norms at t = 1 and "
        "at the last timestep is between 0.1 and 10."
    )
    closed = courses["half closed"]
    assert max(numbers(closed.ratios)) < 0.05
    assert max(numbers(closed.right)) <= 8
    assert (
        "With every seed, “half closed” preserves the gradient’s norm worse than “as chosen”."
        in said.so
    )


def test_the_route_says_what_was_trained(connect: Connect) -> None:
    client = connect()
    body = {"iterations": 30, "distance": 6, "hidden_size": 4, "seed": 9}
    answer = client.post("/api/gradients/seeds?seeds=2", json=body).json()
    assert answer["seeds"] == [1, 2]
    assert [each["name"] for each in answer["courses"]] == [
        "as chosen", "orthogonal", "gates", "no clipping",
    ]  # fmt: skip
    for place, seed in enumerate(answer["seeds"]):
        single = client.post("/api/gradients", json={**body, "seed": seed}).json()
        chosen = answer["courses"][0]
        assert chosen["ratios"][place] == single["readings"]["ratio"]
        for course_, training in zip(answer["courses"], single["trainings"], strict=True):
            assert course_["losses"][place] == training["loss"]
            assert course_["right"][place] == training["right"]
            assert course_["largest_norms"][place] == training["largest_gradient_norm"]
    assert answer["verdict"]["so"]
    assert client.post("/api/gradients/seeds", json={"keep_bias": 1}).status_code == 422
    assert client.post("/api/gradients/seeds?seeds=11", json={}).status_code == 422


def test_numbers_that_are_not_finite_count_as_worst_and_are_said_to_be_none(
    connect: Connect,
) -> None:
    client = connect()
    wild = {"learning_rate": 1000, "clip_norm": None, "spectral_radius": 10, "iterations": 100}
    answer = client.post("/api/gradients/seeds?seeds=2", json={**wild, "distance": 6}).json()
    chosen = answer["courses"][0]
    assert chosen["diverged"] == 2
    assert chosen["losses"] == chosen["right"] == [None, None]
    assert "“as chosen” diverged with every seed" in answer["verdict"]["limit"]
    assert "“as chosen” no result" in answer["verdict"]["seen"][3]


def test_a_training_that_is_cut_short_is_said_to_be(connect: Connect) -> None:
    client = connect(gradient_seconds=1e-9)
    answer = client.post("/api/gradients/seeds?seeds=2", json={"distance": 6}).json()
    assert all(each["cut_short"] == 2 for each in answer["courses"])
    assert "“as chosen” was stopped early with every seed" in answer["verdict"]["limit"]


@pytest.mark.slow
@pytest.mark.parametrize("button", LABORATORY)
def test_the_page_does_not_say_beforehand_what_is_found(client: TestClient, button: str) -> None:
    page = client.get("/gradients").text
    assert f'"name": "{button}"' in page
    for sentence in trained(button)[1].so:
        assert sentence not in page
