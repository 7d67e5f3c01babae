"""Verdicts are made from numbers: turned round they say the reverse, and where seeds overlap, are
few, diverge or were not trained to the end, that.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.verdicts import experiments, gradients
from app.verdicts.gradients import Course, fate
from app.verdicts.words import Verdict, percent, standing
from rnn_core.analysis.experiments import Experiment, Measurement
from rnn_core.cells.registry import CELLS
from rnn_core.network.scoring import Score
from tests.spoken import in_every_language

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


def verdict(
    of: Experiment, labels: Sequence[str], found: Sequence[Measurement], stopped: str | None
) -> Verdict:
    return in_every_language(lambda words: experiments.verdict(of, labels, found, stopped, words))


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
    assert ("“first” scores higher than “second”" in so) == (min(first) > max(second))
    assert ("“second” scores higher than “first”" in so) == (min(second) > max(first))
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
    assert "“first” scores higher" not in said.so[0]
    assert "“first” diverged with 1 of" in " ".join(said.seen)


def test_a_network_between_two_is_told_with_its_median_and_its_range() -> None:
    models = ({"cell": "tanh"}, {"cell": "gru"}, {"cell": "lstm"})
    rights = ((8, 20, 20), (20, 20, 20), (4, 5, 5))
    said = verdict(experiment(models, 3), ("a", "b", "c"), measured(rights), "finished")
    assert said.so[0] == (
        "With every seed, “b” scores higher than “c”. “a” (median 100%, from 40% to 100%) "
        "overlaps with the leader: these seeds do not rank it."
    )


def test_a_half_of_a_percent_is_rounded_up_as_on_the_page() -> None:
    assert [percent(share) for share in (0.625, 0.125, 0.999, 0.001, 0, 1)] == [
        "63%", "13%", "99%", "1%", "0%", "100%",
    ]  # fmt: skip


def test_where_all_have_diverged_nothing_is_compared() -> None:
    said = said_of(((None, None), (None, None)))
    assert said.so == ("Every network diverged with every seed: there is nothing to compare.",)


def test_one_seed_is_said_to_be_one() -> None:
    said = said_of(((20,), (3,)))
    assert said.seen[0] == "Measured with one seed after 100 iterations of Adagrad."
    assert said.so[0] == "With the one seed, “first” scores higher than “second”."
    assert "not what always happens" in said.limit


@pytest.mark.parametrize("stopped", ["cancelled", "time", None])
def test_what_was_stopped_early_is_said_to_be(stopped: str | None) -> None:
    rights = ((20, 20), (3, 4))
    found = measured(rights, at=50)
    # One network had gone on: what is compared is where all of them came to.
    found += [each for each in measured(((0, 0), (0, 0)), at=100) if each.model == 0]
    said = verdict(experiment(PLAIN, 2), LABELS, found, stopped)
    assert all(sentence.startswith("So far: ") for sentence in said.so)
    assert "“first” scores higher than “second”" in said.so[0]
    assert "this describes iteration 50 of 100" in said.limit


def test_where_a_network_was_never_judged_nothing_is_said() -> None:
    found = [each for each in measured(((20, 20), (3, 4))) if each.model == 0]
    said = verdict(experiment(PLAIN, 2), LABELS, found, "cancelled")
    assert said.seen == ()
    assert "No verdict yet" in said.so[0]


GATED = [name for name, cell in CELLS.items() if cell.keeping_gate is not None]


@pytest.mark.parametrize("cell", GATED)
@given(sides)
def test_a_gate_is_credited_only_where_it_made_the_difference(
    cell: str,
    rights: tuple[list[int], list[int]],
) -> None:
    closed, opened = rights
    twins = ({"cell": cell}, {"cell": cell, "keep_bias": 4})
    said = verdict(experiment(twins, len(closed)), ("closed", "open"), measured(rights), "finished")
    (about,) = said.so[1:]
    assert ("makes the difference" in about) == (min(opened) > max(closed))
    assert ("scores higher" in about) == (min(opened) > max(closed))
    assert ("scores lower" in about) == (max(opened) < min(closed))


@pytest.mark.parametrize(
    ("cell", "kind", "gate"), [("lstm", "LSTM", "forget gate"), ("gru", "GRU", "update gate")]
)
def test_a_gate_is_called_by_its_name(cell: str, kind: str, gate: str) -> None:
    twins = ({"cell": cell}, {"cell": cell, "keep_bias": 4})
    said = verdict(experiment(twins, 1), LABELS, measured(((1,), (20,))), "finished")
    assert f"The two {kind}s differ only in where the {gate} starts" in said.so[1]


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
    assert f", below 1.386 {count}." in said.seen[2]
    assert ("With every seed, “second” gets below 1.386" in said.so[0]) == (below == 3)
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
    assert "“second” has no finite loss to compare." in said.seen


# ---- the gradients' laboratory ------------------------------------------------------------------

ratios = st.lists(st.floats(1e-12, 1e6), min_size=3, max_size=3)


def course(name: str, of: Sequence[float | None], losses: Sequence[float | None]) -> Course:
    return Course(
        name, tuple(of), tuple(losses), (1,) * len(of), (1.0,) * len(of), losses.count(None), 0
    )


def lab(chosen: Course, *others: Course) -> Verdict:
    return in_every_language(
        lambda words: gradients.verdict(chosen, others, words, iterations=10, counted=20, T=9)
    )


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
    nearness = [[-abs(math.log10(ratio)) for ratio in of] for of in (cured, chosen)]
    found = "same" if cured == chosen else standing(*nearness)
    words = {
        "ahead": "norm better than",
        "behind": "norm worse than",
        "same": "exactly as well as",
        "overlap": "better or worse than",
    }
    assert [word in there for word in words.values()] == [name == found for name in words]
    turned = {"ahead": "behind", "behind": "ahead"}.get(found, found)
    assert words[turned] in back


@given(losses_of, losses_of)
def test_a_cure_is_said_to_help_where_every_seed_of_it_ends_lower(
    chosen: list[float], cured: list[float]
) -> None:
    of = [1.0] * 3
    told = lab(course("as chosen", of, chosen), course("cure", of, cured)).so[-1]
    assert told.startswith("With every seed, “cure” ends with a lower loss") == (
        max(cured) < min(chosen)
    )
    assert told.startswith("With every seed, “cure” ends with a higher loss") == (
        min(cured) > max(chosen)
    )
    lower = sum(ours < theirs for ours, theirs in zip(cured, chosen, strict=True))
    overlap = standing(cured, chosen) == "overlap"
    assert ("there is no sign that it helps" in told) == (overlap and lower == 0)
    assert told.startswith("Compared seed by seed") == (overlap and lower > 0)
    if overlap and lower > 0:
        assert ("with every seed" if lower == 3 else f"with {lower} of 3 seeds") in told
        assert ("does not show that it helps" in told) == (lower < 3)


rights_of = st.lists(st.integers(0, 20), min_size=3, max_size=3)


@given(rights_of, rights_of)
def test_a_cure_is_told_with_its_accuracy_beside_that_of_the_chosen(
    chosen: list[int], cured: list[int]
) -> None:
    of = (1.0,) * 3
    courses = (
        Course(name, of, of, tuple(right), of, 0, 0)
        for name, right in (("as chosen", chosen), ("cure", cured))
    )
    told = lab(*courses).so[-1]
    ours, theirs = (
        str(sorted(right)[1])
        if len(set(right)) == 1
        else f"{sorted(right)[1]} ({min(right)}–{max(right)})"
        for right in (cured, chosen)
    )
    assert f"It gets {ours} of 20 predictions correct, “as chosen” {theirs}" in told
    overlap = min(cured) <= max(chosen) and min(chosen) <= max(cured)
    same = len({*cured, *chosen}) == 1
    assert told.endswith("these ranges overlap.") == (overlap and not same)


def test_of_what_diverged_with_every_seed_no_accuracy_is_told() -> None:
    of = (1.0, 1.0)
    chosen = Course("as chosen", of, (None, None), (None, None), of, 2, 0)
    told = lab(chosen, Course("cure", of, of, (7, 8), of, 0, 0)).so[-1]
    assert (
        told
        == "With every seed, “cure” ends with a lower loss than “as chosen” does with any seed."
    )


@given(st.floats(1e-12, 1e6))
def test_a_fate_is_told_with_the_bounds_that_the_ratio_lies_between(ratio: float) -> None:
    told = "the ratio of its norms at t = 1 and at the last timestep is"
    said = lab(course("as chosen", [ratio], [1.0]))
    if ratio < 0.001:
        bounds = f"vanishes with the one seed: {told} below 0.001"
    elif ratio < 0.1:
        bounds = f"fades with the one seed: {told} between 0.001 and 0.1"
    elif ratio <= 10:
        bounds = f"arrives with the one seed: {told} between 0.1 and 10"
    else:
        bounds = f"explodes with the one seed: {told} above 10"
    assert said.so[0] == f"As chosen, the gradient {bounds}."
    assert "below 0.001× it “vanishes”" in said.limit
    assert "up to 10× it “arrives”" in said.limit


def test_a_training_that_diverged_is_worse_than_any() -> None:
    of = [1.0] * 2
    told = lab(course("as chosen", of, [None, None]), course("clipping", of, [1.0, 1.4]))
    assert "lower loss than “as chosen” does with any seed" in told.so[-1]
    assert "“as chosen” diverged with every seed" in told.limit


@given(st.lists(st.floats(-5, 5), min_size=1), st.lists(st.floats(-5, 5), min_size=1))
def test_standings_are_each_others_reverse(first: list[float], second: list[float]) -> None:
    turned = {"ahead": "behind", "behind": "ahead"}
    there = standing(first, second)
    assert standing(second, first) == turned.get(there, there)
