"""Labelled sentences: the examples of the task sentiment, written for this project."""

from __future__ import annotations

from collections.abc import Iterator

POSITIVE = ("good", "great", "lovely", "funny", "clever", "warm")
NEGATIVE = ("bad", "awful", "boring", "sad", "slow", "cold")
SUBJECTS = ("it", "the film", "the food", "the book", "the music")
CONTRASTED = ("the film", "the book")
"""Subjects of the longer sentences with "but"; of all subjects there would be too many of them."""

_TURNED = {"positive": "negative", "negative": "positive"}


def labelled_sentences() -> tuple[tuple[str, str], ...]:
    """984 sentences of 1 to 8 words, and whether they are positive or negative; half of each.

    Made from twelve adjectives in fixed patterns. "not" and "never" turn around what they stand
    before, and of two adjectives joined by "but" the second decides. So no bag of words suffices:
    "good but slow" and "slow but good" have the same words and opposite labels.
    """
    return tuple(dict.fromkeys(_sentences()))


def _sentences() -> Iterator[tuple[str, str]]:
    labels = dict.fromkeys(POSITIVE, "positive") | dict.fromkeys(NEGATIVE, "negative")
    for adjective, label in labels.items():
        other = _TURNED[label]
        for before in ("", "very ", "really ", "so "):
            yield f"{before}{adjective}", label
        for before, after in (("not ", ""), ("not ", " at all"), ("not very ", ""), ("never ", "")):
            yield f"{before}{adjective}{after}", other
        for subject in SUBJECTS:
            for before in ("", "very ", "really "):
                yield f"{subject} is {before}{adjective}", label
            for before, after in (
                ("not ", ""),
                ("not ", " at all"),
                ("not very ", ""),
                ("never ", ""),
            ):
                yield f"{subject} is {before}{adjective}{after}", other
            yield f"i think {subject} is {adjective}", label
            yield f"i do not think {subject} is {adjective}", other
    for first, label in labels.items():
        for second, other in labels.items():
            if label != other:
                yield f"{first} but {second}", other
                yield f"{first} , not {second}", label
                for subject in CONTRASTED:
                    yield f"{subject} is {first} but {second}", other
            elif first != second:
                # What is not bad may still be boring.
                yield f"not {first} but {second}", other
