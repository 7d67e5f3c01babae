"""What a class is, as its teacher and its pupils are told."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterable, Sequence
from dataclasses import asdict

from app.classroom.records import Class, Json, Question, Value
from app.words.messages import Messages

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def pupils_document(now: Class) -> Json:
    """What every pupil sees: the same for all, and nothing of one another."""
    return {**_common(now), "question": _asked(now.question, of_teacher=False)}


def teachers_document(now: Class, present: int) -> Json:
    """What the teacher sees: answers as they come, without names, and who is there."""
    return {
        **_common(now),
        "question": _asked(now.question, of_teacher=True),
        "present": present,
        "pupils": [
            {
                "id": pupil.id,
                "name": pupil.name,
                "shares_progress": pupil.shares_progress,
                "progress": pupil.progress,
            }
            for pupil in now.pupils
        ],
    }


def _common(now: Class) -> Json:
    return {
        "code": now.code,
        "following": now.following,
        "paused": now.paused,
        "view": None if now.view is None else asdict(now.view),
    }


def _asked(question: Question | None, *, of_teacher: bool) -> Json | None:
    if question is None:
        return None
    revealed = question.outcome is not None
    counts = [{"value": value, "count": count} for value, count in question.counted()]
    return {
        "number": question.number,
        **question.asked,
        "revealed": revealed,
        # Until then nobody is swayed by what others think.
        "counts": counts if of_teacher or revealed else None,
        "outcome": question.outcome,
    }


def answers_csv(questions: Iterable[Question], words: Messages) -> str:
    """The answers of a class, one a line, without names; safe to be opened in a spreadsheet."""
    file = io.StringIO()
    lines = csv.writer(file)
    lines.writerow(words.say(f"class-csv-{name}") for name in _COLUMNS)
    for question in questions:
        for value, count in question.counted():
            lines.writerow([_cell(each) for each in _line(question, value, count, words)])
    # With a mark, without which spreadsheets take it for another encoding.
    return "\ufeff" + file.getvalue()


_COLUMNS = ("number", "question", "iteration", "target", "answer", "count", "truth")


def _line(question: Question, value: Value, count: int, words: Messages) -> Sequence[Value]:
    asked, outcome = question.asked, question.outcome or {}
    kind = asked["kind"]
    truth = outcome.get("truth")
    return (
        question.number,
        asked["text"] or words.say(f"class-csv-kind-{kind}", **_named(asked)),
        asked["iteration"],
        asked["target"],
        value,
        count,
        "" if truth is None else truth,
    )


def _named(asked: Json) -> Json:
    if asked["kind"] not in ("sign", "number"):
        return {"number": ""}
    t = "" if asked["t"] is None else f"_{asked['t']}"
    index = f"[{','.join(map(str, asked['index']))}]" if asked["index"] else ""
    return {"number": f"{asked['quantity']}{t}{index}"}


def _cell(value: Value) -> Value:
    """What no spreadsheet takes for a formula; a number is none."""
    if isinstance(value, str):
        return f"'{value}" if value.startswith(_FORMULA) else value
    return value if math.isfinite(value) else ""
