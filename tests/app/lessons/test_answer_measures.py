"""What a network answers, measured: against the answers and scores that the core gives."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from app.lessons.measures import MEASURES, Measured
from rnn_core.errors import InvalidAddress
from rnn_core.tasks.task import EOS
from rnn_core.training.run import Run

# Of their own, so that a test can say what is right.
SENTENCES = [
    ("good", "positive"),
    ("bad", "negative"),
    ("not good", "negative"),
    ("not bad", "positive"),
]
PHRASES = [("one tea", "一茶"), ("two teas", "二茶"), ("tea", "茶")]
PICTURES = [("#./..", "left"), (".#/..", "right"), ("../##", "below both")]
# An untrained network would say anything.
LEARNT = 600


def measured(name: str, run: Run, iteration: int = 0, **told: str) -> Measured:
    return MEASURES[name].of_run(run, iteration, told)


@cache
def trained(task: str, iterations: int = LEARNT) -> Run:
    pairs: dict[str, Any] = {"sentiment": SENTENCES, "translation": PHRASES, "captioning": PICTURES}
    run = Run(
        task=task, examples=pairs[task], hidden_size=8, optimizer="adam", learning_rate=0.02, seed=1
    )
    run.train(iterations)
    return run


@pytest.mark.parametrize(
    ("task", "outcome", "first"),
    [("sentiment", "last", None), ("captioning", "every", 1), ("translation", "later", None)],
)
def test_the_losses_are_where_something_is_asked_for(
    task: str, outcome: str, first: int | None
) -> None:
    run = Run(task=task, hidden_size=2, seed=2)
    found = measured("losses_at", run)
    losses = run.trace_at(0).timesteps["loss"]
    assert found.outcome == outcome
    assert found.values["timesteps"] == len(losses)
    assert found.values["losses"] == sum(loss > 0 for loss in losses)
    assert found.values["first"] == (first or next(t for t, x in enumerate(losses, 1) if x > 0))
    setting = run.trace_at(0).setting
    assert (found.values["source"], found.values["target"]) == (setting.source, setting.target)


def test_the_size_of_a_matrix_a_vector_and_a_state() -> None:
    run = trained("captioning")
    shape = run.trace_at(0).parameters["W_ph"].shape
    assert shape == (8, 4)
    assert measured("size_of", run, quantity="W_ph").values == {
        "count": 32,
        "rows": 8,
        "columns": 4,
    }
    assert measured("size_of", run, quantity="b_h").values == {"count": 8, "rows": 8, "columns": 1}
    assert measured("size_of", run, quantity="h").values["count"] == 8
    with pytest.raises(InvalidAddress, match=r"quantity is one of: .*W_hh.*h"):
        measured("size_of", run, quantity="W_zz")


def test_two_inputs_are_judged_alike_or_not() -> None:
    run = trained("sentiment")
    found = measured("judgements", run, LEARNT, source="good", other="not good")
    assert found.outcome == "opposite"
    assert (found.values["said"], found.values["other_said"]) == ("positive", "negative")
    [*_, last] = run.answer("not good")
    assert found.values["other_p"] == pytest.approx(
        last.probs[run.vocabulary.tokens.index("negative")]
    )
    # Two words that it does not know are one and the same to it.
    unknown = measured("judgements", run, LEARNT, source="wonderful", other="terrible")
    assert unknown.outcome == "same"
    assert unknown.values["p"] == unknown.values["other_p"]
    with pytest.raises(InvalidAddress, match="at least one word"):
        measured("judgements", run, LEARNT, source="good", other=" ")
    with pytest.raises(InvalidAddress, match="does not give a label"):
        measured("judgements", trained("translation"), source="tea", other="two teas")


@pytest.mark.parametrize("source", ["not bad", "good not bad", "bad not not not"])
def test_the_word_that_turns_a_sentence_is_the_greatest_change(source: str) -> None:
    run = trained("sentiment")
    found = measured("turning_word", run, LEARNT, source=source)
    steps = run.answer(source)
    label = run.vocabulary.tokens.index(steps[-1].output)
    course = [step.probs[label] for step in steps]
    greatest = max(range(1, len(course)), key=lambda place: abs(course[place] - course[place - 1]))
    assert found.values == {
        "word": source.split()[greatest],
        "label": steps[-1].output,
        "before": pytest.approx(course[greatest - 1]),
        "after": pytest.approx(course[greatest]),
    }
    assert found.outcome == ("last" if greatest == len(course) - 1 else "earlier")


def test_one_word_turns_nothing() -> None:
    with pytest.raises(InvalidAddress, match="at least two words"):
        measured("turning_word", trained("sentiment"), source="good")


@pytest.mark.parametrize("task", ["sentiment", "translation", "captioning"])
@pytest.mark.parametrize("iteration", [0, LEARNT])
def test_a_score_is_that_of_the_core(task: str, iteration: int) -> None:
    run = trained(task)
    found = measured("score_on", run, iteration, split="train")
    score = run.scores(iteration)["train"]
    right = score.right if score.answers_right is None else score.answers_right
    assert (found.values["right"], found.values["of"]) == (right, score.examples)
    assert (found.values["tokens_right"], found.values["tokens"]) == (score.right, score.counted)
    if iteration == LEARNT:
        assert found.outcome == "all"
    else:
        half = score.examples / 2
        assert found.outcome == ("none" if right == 0 else "most" if right > half else "few")
    with pytest.raises(InvalidAddress, match="split is one of: train"):
        measured("score_on", run, split="shifted")


def test_what_was_not_trained_on_is_compared_with_what_was() -> None:
    run = Run(task="sentiment", hidden_size=8, optimizer="adam", learning_rate=0.02, seed=1)
    run.train(500)
    scores = run.scores(500)
    found = measured("generalizes", run, 500, split="test")
    assert found.values["train_right"] == scores["train"].right
    assert (found.values["right"], found.values["of"]) == (scores["test"].right, 98)
    gap = scores["train"].right / scores["train"].counted - scores["test"].right / 98
    assert found.outcome == ("worse" if gap > 0.05 else "better" if gap < -0.05 else "alike")
    assert measured("generalizes", run, 500, split="train").outcome == "alike"


def test_a_few_inputs_are_counted_one_by_one() -> None:
    run = trained("sentiment")
    right = measured("tries", run, LEARNT, examples="good = positive; not good=negative")
    assert (right.outcome, right.values["right"], right.values["of"]) == ("all", 2, 2)
    some = measured("tries", run, LEARNT, examples="good = positive; bad = positive")
    assert some.outcome == "some"
    assert some.values["sources"] == "good\nbad"
    assert some.values["said"] == "positive\nnegative"
    assert some.values["asked"] == "positive\npositive"
    assert measured("tries", run, LEARNT, examples="good = negative").outcome == "none"
    with pytest.raises(InvalidAddress, match="good = positive; bad = negative"):
        measured("tries", run, LEARNT, examples="good; bad")


def test_a_mistake_may_be_right_for_another_example() -> None:
    run = trained("translation")
    assert measured("mistakes", run, LEARNT, split="train").outcome == "none"
    # Where it says one thing of everything, that is right for one phrase and wrong for the others.
    tokens = run.vocabulary.tokens
    assert set(tokens) == {"一", "二", "茶", EOS}
    stuck = Run(task="translation", examples=PHRASES, hidden_size=2, seed=1)
    changes = {
        "edits": [
            {"parameter": "b_y", "index": [place], "value": 9.0 if token == EOS else 0.0}
            for place, token in enumerate(tokens)
        ]
    }
    stuck.intervene(changes)
    silent = measured("mistakes", stuck, split="train")
    assert silent.outcome == "nowhere"
    assert (silent.values["wrong"], silent.values["of"], silent.values["elsewhere"]) == (3, 3, 0)
    assert silent.values["asked"] == "一茶\n二茶\n茶"
    assert silent.values["said"] == silent.values["meant"] == "\n\n"
    assert (silent.values["first_source"], silent.values["first_meant"]) == (PHRASES[0][0], "")


def test_a_translation_that_is_right_for_another_phrase_is_told_with_that_phrase() -> None:
    run = trained("translation", 10)
    found = measured("mistakes", run, 10, split="train")
    assert found.outcome == "elsewhere"
    sources = {target: source for source, target in PHRASES}
    said, meant = (str(found.values[name]).split("\n") for name in ("said", "meant"))
    assert meant == [sources.get(each, "") for each in said]
    first = str(found.values["first_source"])
    assert found.values["first_asked"] == dict(PHRASES)[first]
    assert found.values["first_meant"] == sources[str(found.values["first_said"])] != first


def test_mistakes_that_are_whole_answers_are_told_from_others() -> None:
    run = trained("sentiment", 3)
    found = measured("mistakes", run, 3, split="train")
    # A label that is wrong here is right for another sentence.
    assert found.outcome == "elsewhere"
    assert found.values["wrong"] == found.values["elsewhere"] == 4 - run.scores(3)["train"].right
    assert set(str(found.values["meant"]).split("\n")) == {""}
    said = str(found.values["said"]).split("\n")
    for source, answer in zip(str(found.values["sources"]).split("\n"), said, strict=True):
        assert run.answer(source, iteration=3)[-1].output == answer != dict(SENTENCES)[source]


def test_a_caption_of_the_training_is_told_from_a_new_one() -> None:
    run = trained("captioning")
    known = measured("familiar", run, LEARNT, source="../##")
    assert (known.outcome, known.values) == ("known", {"said": "below both", "captions": 3})
    silent = Run(task="captioning", examples=PICTURES, hidden_size=2, seed=1)
    for token, outcome, said in ((EOS, "nothing", ""), ("left", "new", "left " * 40)):
        place = silent.vocabulary.tokens.index(token)
        edits = [
            {"parameter": "b_y", "index": [i], "value": 9.0 if i == place else 0.0}
            for i in range(len(silent.vocabulary.tokens))
        ]
        silent.intervene({"edits": edits})
        found = measured("familiar", silent, source="#./..")
        assert (found.outcome, found.values["said"]) == (outcome, said.strip())
    with pytest.raises(InvalidAddress, match="2 rows of 2 pixels"):
        measured("familiar", run, LEARNT, source="hello")
