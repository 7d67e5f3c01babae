"""What each task is called and what it is about, for people."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TypedDict


class TaskWords(TypedDict):
    title: str
    words: str
    metric: str


WORDS: Mapping[str, TaskWords] = MappingProxyType(
    {
        "next_character": {
            "title": "Next character",
            "words": "Read a text character by character and predict the next one each time.",
            "metric": "accuracy, counting only positions whose pair of characters (the one "
            "read and the "
            "next) occurs in the training text",
        },
        "counting": {
            "title": "Counting",
            "words": "Read some a’s, then the same number of b’s, and predict where they "
            "end, which "
            "takes counting. During the a’s the next letter is unpredictable; "
            "after the first b it is "
            "fully determined.",
            "metric": "accuracy on the predictions made while reading b’s: the remaining "
            "b’s, and the "
            "end",
        },
        "sentiment": {
            "title": "Sentiment",
            "words": "Read a sentence word by word and predict at its end whether it is "
            "positive or "
            "negative. “not” reverses the meaning of what follows, so word order matters.",
            "metric": "sentences classified correctly at the last word",
        },
        "captioning": {
            "title": "Captioning",
            "words": "Look at a small picture and describe it in words. The picture sets "
            "the initial "
            "state; the network never sees it again.",
            "metric": "generated captions that match exactly",
        },
        "translation": {
            "title": "Translation",
            "words": "Read an English phrase, then write it in Chinese. An encoder and a "
            "decoder with "
            "separate weights: all the decoder knows about the phrase is the "
            "encoder’s final state.",
            "metric": "generated translations that match exactly",
        },
        "remembering": {
            "title": "Remember the first letter",
            "words": "Read a letter, then many others, and recall the first one. How long can a "
            "network remember, and how far back does its gradient reach?",
            "metric": "sequences whose first letter is recalled at the end",
        },
    }
)
