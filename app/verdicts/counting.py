"""Why a network counts or does not: sentences made from what its state does. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import median

from app.verdicts.reading import Part, Reading
from app.verdicts.words import number, standing
from app.words.messages import Messages
from rnn_core.analysis.experiments import Memory, longest_example, memories

_BOUNDED = ("gru", "tanh")


def carried_while_counting(reading: Reading) -> Iterator[Part]:
    """What the states do letter by letter, and why that counts or does not."""
    if reading.task != "counting":
        return
    source = longest_example(reading.experiment.configurations[0].made_task).source
    letters = len(source) - len(source.lstrip(source[0]))
    found = {model: memories(reading.measurements, model) for model in reading.models}
    found = {model: of for model, of in found.items() if len(of) == reading.seeds}
    if letters < 6:
        return
    if not found:
        yield Part(limit=(reading.words.say("verdict-states-unmeasured"),))
        return
    letter = source[0]
    marks = (letters // 3, 2 * letters // 3, letters)
    seen = [
        _carried(reading.labels[m], of, marks, letter, reading.words) for m, of in found.items()
    ]
    so = list(_why(reading, found, marks))
    yield Part(tuple(seen), tuple(so))


def _carried(
    label: str, of: Sequence[Memory], marks: Sequence[int], letter: str, words: Messages
) -> str:
    sizes = [f"{median(memory.largest[n - 1] for memory in of):.2f}" for n in marks]
    second, last = (_moves(of, n) for n in (2, marks[-1]))
    return words.say(
        "verdict-carried",
        name=label,
        marks=words.conjoined([str(n) for n in marks]),
        letter=letter,
        state=of[0].state,
        sizes=words.conjoined(sizes),
        second=number(second, 2),
        mark=str(marks[-1]),
        last=number(last, 2),
    )


def _moves(of: Sequence[Memory], n: int) -> float:
    return median(memory.moved[n - 1] for memory in of)


def _why(
    reading: Reading, found: dict[int, tuple[Memory, ...]], marks: Sequence[int]
) -> Iterator[str]:
    """How the LSTM counts and why the others do not, as far as what they carry shows it."""
    words = reading.words
    values = {model: reading.whole(model, "longer") for model in reading.models}
    cells = {model: reading.experiment.configurations[model].cell for model in found}
    adding = [
        model
        for model, of in found.items()
        if all(m.largest[marks[2] - 1] > 1.1 * m.largest[marks[1] - 1] > 1.0 for m in of)
    ]
    for model in found:
        if cells[model] == "lstm":
            adds = "yes" if model in adding else "no"
            yield words.say("verdict-adding", name=reading.labels[model], adds=adds)
    for model in found:
        if cells[model] not in _BOUNDED:
            continue
        label, of = reading.labels[model], found[model]
        most = max(max(memory.largest) for memory in of)
        if most > 1:
            continue
        mark = str(marks[2])
        told = [words.say("verdict-bounded", cell=cells[model], name=label, most=f"{most:.2f}")]
        if _moves(of, marks[2]) < 0.5 * _moves(of, 2):
            last, second = (number(_moves(of, n), 2) for n in (marks[2], 2))
            told.append(words.say("verdict-bounded-moves", mark=mark, last=last, second=second))
        if not any(standing(values[model], values[other]) == "behind" for other in adding):
            told.append(words.say("verdict-bounded-even-so", mark=mark))
        yield words.say("sentence-separator").join(told)
