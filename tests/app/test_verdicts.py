"""Verdicts are made from numbers: turned round they say the reverse, and where seeds overlap, are
few, diverge or were not trained to the end, that.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import gradient_verdicts
from app.experiment_verdicts import verdict
from app.gradient_verdicts import Course, fate
from app.verdict_words import Verdict, percent, standing
from rnn_core.experiments import Experiment, Measurement
from rnn_core.scoring import Score

EXAMPLES = 20
ITERATIONS = 100
LABELS = ("first", "second")


def score(right: int, loss: float = 1.0) -> Score:
    return Score(EXAMPLES, 0, loss, right, EXAMPLES, right, None)


def experiment(models: Sequence[Mapping[str, object]], seeds: int, **task: object) -> Experiment:
    return Experiment(
        {"task": "remembering", "distance": 5} | task,
        tuple({"hidden_size": 2, **model} for model in models),
        tuple(range(1, seeds + 1)),
        ITERATIONS,
        evaluations=2,
    )


PLAIN = ({"cell": "tanh"}, {"cell": "gru"})


def measured(
    rights: Sequence[Sequence[int | None]], at: int = ITERATIONS, loss: float = 1.0
) -> list[Measurement]:
    """One measurement for each model and seed; None has diverged."""
    return [
        Measurement(
            model,
            seed,
            at,
            {name: score(right or 0, loss) for name in ("train", "test")},
            1.0,
            "diverged" if right is None else "iterations" if at == ITERATIONS else None,
        )
        for model, of in enumerate(rights)
        for seed, right in enumerate(of, 1)
    ]


def said_of(rights: Sequence[Sequence[int | None]], stopped: str = "finished") -> Verdict:
    return verdict(experiment(PLAIN, len(rights[0])), LABELS, measured(rights), stopped)


counts = st.integers(0, EXAMPLES)
sides = st.integers(1, 5).flatmap(
    lambda seeds: st.tuples(*(st.lists(counts, min_size=seeds, max_size=seeds) for _ in range(2)))
)


@given(sides)
def test_who_is_said_to_be_ahead_is_with_every_seed(rights: tuple[list[int], list[int]]) -> None:
    first, second = rights
    so = said_of(rights).so[0]
    assert ("“first” is ahead of “second”" in so) == (min(first) > max(second))
    assert ("“second” is ahead of “first”" in so) == (min(second) > max(first))
    tied = len({*first, *second}) == 1
    assert ("equally well" in so) == tied
    apart = min(first) > max(second) or min(second) > max(first)
    assert ("overlap" in so) == (not tied and not apart)


@given(sides)
def test_with_the_numbers_reversed_the_sentence_is(rights: tuple[list[int], list[int]]) -> None:
    first, second = rights
    exchanged = {"first": "second", "second": "first"}
    words = said_of((first, second)).so[0].split("“")
    turned = "“".join(
        f"{exchanged[word.split('”')[0]]}”{word.split('”')[1]}" if "”" in word else word
        for word in words
    )
    assert said_of((second, first)).so[0] == turned


@given(sides)
def test_the_numbers_that_are_told_are_those_measured(
    rights: tuple[list[int], list[int]],
) -> None:
    told = said_of(rights).seen[1]
    for of in rights:
        for extreme in (min(of), max(of)):
            assert percent(extreme / EXAMPLES) in told


@given(st.lists(counts, min_size=2, max_size=5))
def test_a_model_that_diverged_leads_nobody_with_every_seed(rights: list[int]) -> None:
    some: list[int | None] = [None, *rights[1:]]
    said = said_of((some, rights))
    assert "“first” is ahead" not in said.so[0]
    assert "“first” diverged with 1 of" in " ".join(said.seen)


def test_where_all_have_diverged_nothing_is_compared() -> None:
    said = said_of(((None, None), (None, None)))
    assert said.so == ("All of them diverged: none is judged.",)


def test_one_seed_is_said_to_be_one() -> None:
    said = said_of(((20,), (3,)))
    assert said.seen[0].startswith("With one seed")
    assert "with its one seed" in said.so[0]
    assert "not what must" in said.limit


@pytest.mark.parametrize("stopped", ["cancelled", "time", None])
def test_what_was_stopped_early_is_said_to_be(stopped: str | None) -> None:
    rights = ((20, 20), (3, 4))
    found = measured(rights, at=50)
    # One network had gone on: what is compared is where all of them came to.
    found += [each for each in measured(((0, 0), (0, 0)), at=100) if each.model == 0]
    said = verdict(experiment(PLAIN, 2), LABELS, found, stopped)
    assert all(sentence.startswith("So far: ") for sentence in said.so)
    assert "“first” is ahead of “second”" in said.so[0]
    assert "this is of iteration 50 of 100" in said.limit


def test_where_a_network_was_never_judged_nothing_is_said() -> None:
    found = [each for each in measured(((20, 20), (3, 4))) if each.model == 0]
    said = verdict(experiment(PLAIN, 2), LABELS, found, "cancelled")
    assert said.seen == ()
    assert "Nothing yet" in said.so[0]


@given(sides)
def test_a_gate_is_credited_only_where_it_made_the_difference(
    rights: tuple[list[int], list[int]],
) -> None:
    closed, opened = rights
    twins = ({"cell": "lstm"}, {"cell": "lstm", "keep_bias": 4})
    said = verdict(experiment(twins, len(closed)), ("closed", "open"), measured(rights), "finished")
    (about,) = said.so[1:]
    assert ("made the difference" in about) == (min(opened) > max(closed))
    assert ("is behind" in about) == (max(opened) < min(closed))


def test_networks_that_differ_in_more_than_a_gate_say_nothing_of_it() -> None:
    others = ({"cell": "lstm"}, {"cell": "lstm", "keep_bias": 4, "learning_rate": 0.2})
    said = verdict(experiment(others, 1), LABELS, measured(((1,), (20,))), "finished")
    assert len(said.so) == 1


losses_of = st.lists(st.floats(0.001, 3.0), min_size=3, max_size=3)


@given(losses_of)
def test_a_state_is_said_to_be_below_the_floor_where_it_is(losses: list[float]) -> None:
    models = ({"cell": "window_1"}, {"cell": "tanh"})
    floor = 1.3862943611198906
    found = [
        Measurement(model, seed, ITERATIONS, {"train": score(3, loss)}, 1.0, "iterations")
        for seed, loss in enumerate(losses, 1)
        for model, loss in ((0, 1.5), (1, loss))
    ]
    said = verdict(
        experiment(models, 3, task="next_character", text="hello"), LABELS, found, "finished"
    )
    below = sum(loss < floor for loss in losses)
    count = "with every seed" if below == 3 else f"with {below or 'none'} of 3 seeds"
    assert f": below 1.386 {count}." in said.seen[2]
    assert ("“second” did with every seed" in said.so[0]) == (below == 3)
    assert ("does not show" in said.so[0]) == (below < 3)


@pytest.mark.parametrize("loss", [math.inf, math.nan])
def test_a_loss_that_is_not_finite_is_no_number_and_below_nothing(loss: float) -> None:
    models = ({"cell": "window_1"}, {"cell": "tanh"})
    found = [
        Measurement(model, 1, ITERATIONS, {"train": score(3, of)}, 1.0, "iterations")
        for model, of in ((0, 1.5), (1, loss))
    ]
    task = {"task": "next_character", "text": "hello"}
    said = verdict(experiment(models, 1, **task), LABELS, found, "finished")
    assert "“second” ends at no number: below 1.386 not with its one seed." in said.seen


# ---- the gradients' laboratory ------------------------------------------------------------------

ratios = st.lists(st.floats(1e-12, 1e6), min_size=3, max_size=3)


def course(name: str, of: Sequence[float | None], losses: Sequence[float | None]) -> Course:
    return Course(
        name, tuple(of), tuple(losses), (1,) * len(of), (1.0,) * len(of), losses.count(None), 0
    )


def lab(chosen: Course, *others: Course) -> Verdict:
    return gradient_verdicts.verdict(chosen, others, iterations=10, counted=20, T=9)


@given(ratios)
def test_the_gradients_fate_is_that_of_every_seed_or_of_each(of: list[float]) -> None:
    first = lab(course("as chosen", of, [1.0] * 3)).so[0]
    fates = {fate(ratio) for ratio in of}
    assert ("with every seed" in first) == (len(fates) == 1)
    assert all(found in first for found in fates)


@given(ratios, ratios)
def test_a_cure_reaches_nearer_or_farther_as_its_numbers_do(
    chosen: list[float], cured: list[float]
) -> None:
    same = [1.0] * 3
    there = lab(course("as chosen", chosen, same), course("cure", cured, same)).so[1]
    back = lab(course("as chosen", cured, same), course("cure", chosen, same)).so[1]
    opposite = {"Nearer": "Farther", "Farther": "Nearer"}
    start = there.split()[0]
    assert back.split()[0] == opposite.get(start, start)


@given(losses_of, losses_of)
def test_a_cure_is_said_to_help_where_every_seed_of_it_ends_lower(
    chosen: list[float], cured: list[float]
) -> None:
    of = [1.0] * 3
    told = lab(course("as chosen", of, chosen), course("cure", of, cured)).so[-1]
    assert ("ends lower than as chosen with any seed" in told) == (max(cured) < min(chosen))
    assert ("ends higher than as chosen with any seed" in told) == (min(cured) > max(chosen))


def test_a_training_that_diverged_is_worse_than_any() -> None:
    of = [1.0] * 2
    told = lab(course("as chosen", of, [None, None]), course("clipping", of, [1.0, 1.4]))
    assert "ends lower than as chosen with any seed" in told.so[-1]
    assert "“as chosen” diverged with every seed" in told.limit


@given(st.lists(st.floats(-5, 5), min_size=1), st.lists(st.floats(-5, 5), min_size=1))
def test_standings_are_each_others_reverse(first: list[float], second: list[float]) -> None:
    turned = {"ahead": "behind", "behind": "ahead"}
    there = standing(first, second)
    assert standing(second, first) == turned.get(there, there)
