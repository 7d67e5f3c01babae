"""What each task is called and what it is about, for people."""

from __future__ import annotations

from typing import TypedDict

from app.words.messages import Messages


class TaskWords(TypedDict):
    title: str
    words: str
    metric: str


def task_words(name: str, words: Messages) -> TaskWords:
    """The words of a task. Raises `KeyError` where nobody has written any."""
    return {
        "title": words.say(f"task-title-{name}"),
        "words": words.say(f"task-words-{name}"),
        "metric": words.say(f"task-metric-{name}"),
    }
