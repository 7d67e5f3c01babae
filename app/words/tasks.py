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
            "words": "Read a text letter by letter and say at each letter which one comes next.",
            "metric": "predictions that are right, where the text has that pair of letters",
        },
        "counting": {
            "title": "Counting",
            "words": "Read some a's, then as many b's, and know when they are over: one has to "
            "count. While the a's come nobody can know what is next; after the first b "
            "everything can be known.",
            "metric": "predictions that are right while b's are read: the other b's, and the end",
        },
        "sentiment": {
            "title": "Sentiment",
            "words": "Read a sentence word by word and say at its end whether it is positive or "
            "negative. “not” turns around what follows, so the order of the words matters.",
            "metric": "sentences whose verdict at the last word is right",
        },
        "captioning": {
            "title": "Captioning",
            "words": "See one small picture and say in words what it shows. The picture decides "
            "the initial state, and nothing else of it is ever seen.",
            "metric": "captions, written freely, that are right as a whole",
        },
        "translation": {
            "title": "Translation",
            "words": "Read an English phrase, then write it in Chinese. Two halves with weights "
            "of their own: all that the second knows of the phrase is the state the first ends in.",
            "metric": "translations, written freely, that are right as a whole",
        },
        "remembering": {
            "title": "Remember the first letter",
            "words": "Read a letter, then many others, and say the first one. How far can a "
            "network remember, and how far back does its gradient reach?",
            "metric": "sequences whose first letter is said at the end",
        },
    }
)
