"""The data sets written for the tasks: what they hold, and that no shortcut solves them."""

from __future__ import annotations

from collections import Counter, defaultdict

import numpy as np
import pytest

from rnn_core.arrays import Array
from rnn_core.tasks.data.phrases import phrase_pairs
from rnn_core.tasks.data.pictures import captioned_pictures
from rnn_core.tasks.data.sentences import labelled_sentences
from rnn_core.tasks.task import Task
from rnn_core.training.configuration import RunConfig


def task(name: str) -> Task:
    return RunConfig(task=name).made_task


def test_sentences_are_many_different_and_half_of_them_positive() -> None:
    sentences = labelled_sentences()
    assert len(sentences) == len({source for source, _ in sentences}) == 984
    assert Counter(label for _, label in sentences) == {"positive": 492, "negative": 492}
    assert len({word for source, _ in sentences for word in source.split()}) == 31


@pytest.mark.parametrize(
    ("sentence", "label"),
    [
        ("not good at all", "negative"),
        ("not bad", "positive"),
        ("good , not bad", "positive"),
        ("bad , not good", "negative"),
        ("the film is great but slow", "negative"),
        ("i do not think it is boring", "positive"),
    ],
)
def test_sentences_are_labelled_as_people_would(sentence: str, label: str) -> None:
    assert dict(labelled_sentences())[sentence] == label


def test_the_same_words_in_another_order_may_mean_the_opposite() -> None:
    labels: defaultdict[tuple[str, ...], set[str]] = defaultdict(set)
    for source, label in labelled_sentences():
        labels[tuple(sorted(source.split()))].add(label)
    both = sum(len(of) == 2 for of in labels.values())
    assert both == 144


def bags(sentences: list[str], words: list[str]) -> Array:
    return np.array(
        [[float(sentence.split().count(word)) for word in words] for sentence in sentences]
    )


def test_a_bag_of_words_is_not_enough() -> None:
    splits = task("sentiment").splits
    words = sorted({word for example in splits["train"] for word in example.source.split()})
    data = {
        name: (
            bags([example.source for example in splits[name]], words),
            np.array([float(example.target == "positive") for example in splits[name]]),
        )
        for name in ("train", "test")
    }
    # Logistic regression, by gradient descent until it moves no more.
    x, y = data["train"]
    weights, bias = np.zeros(len(words)), 0.0
    for _ in range(4000):
        error = 1 / (1 + np.exp(-(x @ weights + bias))) - y
        weights -= 0.5 * x.T @ error / len(y)
        bias -= 0.5 * error.mean()
    x, y = data["test"]
    right = float(np.mean((x @ weights + bias > 0) == (y == 1)))
    assert right < 0.75


def test_phrases_are_many_different_and_of_few_words() -> None:
    pairs = phrase_pairs()
    assert len(pairs) == len({source for source, _ in pairs}) == 471
    assert len({word for source, _ in pairs for word in source.split()}) == 47
    assert len({character for _, target in pairs for character in target}) == 43
    assert any(len(source.split()) > len(target) for source, target in pairs)
    assert any(len(source.split()) < len(target) for source, target in pairs)


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("she drinks hot tea", "她喝热茶"),
        ("he does not like cats", "他不喜欢猫"),
        ("do they buy books", "他们买书吗"),
        ("we want to eat rice", "我们想吃米饭"),
        ("the dog is not big", "狗不大"),
        ("is the coffee hot", "咖啡热吗"),
        ("good night", "晚安"),
    ],
)
def test_phrases_are_translated_as_people_would(english: str, chinese: str) -> None:
    assert dict(phrase_pairs())[english] == chinese


def ink(source: str) -> Array:
    return np.array([[float(pixel == "#") for pixel in row] for row in source.split("/")])


def test_pictures_are_many_different_and_of_eight_by_eight_pixels() -> None:
    pictures = captioned_pictures()
    assert len(pictures) == len(dict(pictures)) == 1372
    assert {ink(source).shape for source, _ in pictures} == {(8, 8)}
    assert len({word for _, caption in pictures for word in caption.split()}) == 18
    assert min(Counter(caption for _, caption in pictures).values()) >= 16


def test_captions_say_truly_where_the_ink_is() -> None:
    rows, columns = np.mgrid[0:8, 0:8] - 3.5
    for source, caption in captioned_pictures():
        picture = ink(source)
        middle = np.array([(rows * picture).sum(), (columns * picture).sum()]) / picture.sum()
        words = caption.split()
        if "small" in words:
            assert (middle[0] < 0) == ("top" in words), (source, caption)
            assert (middle[1] < 0) == ("left" in words), (source, caption)
        # One pixel may be turned around.
        longest = min(picture.sum(axis=0).max(), picture.sum(axis=1).max())
        if "big" in words:
            assert longest >= 4, (source, caption)
        if "small" in words:
            assert longest <= 4, (source, caption)
        if "across" in words:
            assert picture.sum(axis=1).max() >= 4
        if "line" in words and "down" in words and "to" not in words:
            assert picture.sum(axis=0).max() >= 4


@pytest.mark.parametrize("name", ["sentiment", "captioning"])
def test_everything_that_is_judged_can_be_read(name: str) -> None:
    made = task(name)
    reads = made.parts[0].vocabulary
    for examples in made.splits.values():
        for example in examples:
            assert "UNK" not in reads.decode(example.inputs)
