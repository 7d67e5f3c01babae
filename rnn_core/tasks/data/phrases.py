"""Phrases and what they are in Chinese: the examples of translation, written for this project."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product


@dataclass(frozen=True)
class Subject:
    """Who: in English, with the verb's ending and the auxiliary it takes, and in Chinese."""

    english: str
    ending: str
    auxiliary: str
    chinese: str


@dataclass(frozen=True)
class Verb:
    """What is done, and to what: the things it goes with."""

    english: str
    chinese: str
    things: tuple[str, ...]


SUBJECTS = (
    Subject("i", "", "do", "我"),
    Subject("you", "", "do", "你"),
    Subject("he", "s", "does", "他"),
    Subject("she", "s", "does", "她"),
    Subject("we", "", "do", "我们"),
    Subject("they", "", "do", "他们"),
)
ASKED = tuple(subject for subject in SUBJECTS if subject.english not in ("i", "we"))
DRINKS = ("tea", "water", "coffee", "milk")
THINGS = {
    "tea": "茶",
    "water": "水",
    "coffee": "咖啡",
    "milk": "牛奶",
    "rice": "米饭",
    "apples": "苹果",
    "fish": "鱼",
    "cats": "猫",
    "dogs": "狗",
    "books": "书",
} | {
    f"{english} {drink}": f"{chinese}{of}"
    for english, chinese in (("hot", "热"), ("cold", "冷"))
    for drink, of in (("tea", "茶"), ("water", "水"), ("coffee", "咖啡"), ("milk", "牛奶"))
}
DRINK = Verb(
    "drink", "喝", (*DRINKS, *(f"{how} {what}" for how in ("hot", "cold") for what in DRINKS))
)
EAT = Verb("eat", "吃", ("rice", "apples", "fish"))
BUY = Verb("buy", "买", ("tea", "milk", "apples", "fish", "books"))
LIKE = Verb("like", "喜欢", ("tea", "coffee", "milk", "apples", "fish", "cats", "dogs", "books"))
DESCRIBED = (
    (("cat", "猫"), ("dog", "狗"), ("fish", "鱼")),
    (("big", "大"), ("small", "小"), ("good", "好")),
)
SERVED = (
    tuple((drink, THINGS[drink]) for drink in DRINKS),
    (("hot", "热"), ("cold", "冷"), ("good", "好")),
)
GREETINGS = (
    ("hello", "你好"),
    ("good morning", "早上好"),
    ("good night", "晚安"),
    ("goodbye", "再见"),
    ("thank you", "谢谢你"),
    ("see you tomorrow", "明天见"),
    ("i love you", "我爱你"),
    ("we love you", "我们爱你"),
)


def phrase_pairs() -> tuple[tuple[str, str], ...]:
    """471 English phrases of 1 to 6 words, and what they are in simplified Chinese characters.

    Statements, negations, wishes and questions, put together from a few words so that what is
    held back from training can be put together too. The lengths differ: a verb may be two
    characters (喜欢), "do not" is one (不), a question ends in 吗, "the tea is hot" needs 很.
    """
    return (*GREETINGS, *_done(), *_described())


def _done() -> Iterator[tuple[str, str]]:
    for subject, verb in product(SUBJECTS, (DRINK, EAT, BUY, LIKE)):
        for thing in verb.things:
            yield (
                f"{subject.english} {verb.english}{subject.ending} {thing}",
                f"{subject.chinese}{verb.chinese}{THINGS[thing]}",
            )
    for subject, verb in product(SUBJECTS, (EAT, BUY, LIKE)):
        for thing in verb.things:
            yield (
                f"{subject.english} {subject.auxiliary} not {verb.english} {thing}",
                f"{subject.chinese}不{verb.chinese}{THINGS[thing]}",
            )
    for subject, verb in product(ASKED, (EAT, BUY, LIKE)):
        for thing in verb.things:
            yield (
                f"{subject.auxiliary} {subject.english} {verb.english} {thing}",
                f"{subject.chinese}{verb.chinese}{THINGS[thing]}吗",
            )
    for subject, verb in product(SUBJECTS, (DRINK, EAT, BUY)):
        for thing in verb.things[: len(DRINKS)] if verb is DRINK else verb.things:
            yield (
                f"{subject.english} want{subject.ending} to {verb.english} {thing}",
                f"{subject.chinese}想{verb.chinese}{THINGS[thing]}",
            )


def _described() -> Iterator[tuple[str, str]]:
    for nouns, adjectives in (DESCRIBED, SERVED):
        for (noun, chinese), (adjective, how) in product(nouns, adjectives):
            yield f"the {noun} is {adjective}", f"{chinese}很{how}"
            yield f"the {noun} is not {adjective}", f"{chinese}不{how}"
            yield f"is the {noun} {adjective}", f"{chinese}{how}吗"
