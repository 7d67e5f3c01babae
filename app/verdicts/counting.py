"""Why a network counts or does not: sentences made from what its state does. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import median

from app.verdicts.reading import Part, Reading
from app.verdicts.words import number, standing
from rnn_core.analysis.experiments import Memory, longest_example, memories
from rnn_core.words import listed

_BOUNDED = {
    "gru": "The state of a GRU is a weighted mean of its previous state and a tanh,",
    "tanh": "The state of a tanh RNN is a tanh,",
}


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
        yield Part(
            limit=("The states are measured at the end of training, which was not reached.",)
        )
        return
    letter = source[0]
    marks = (letters // 3, 2 * letters // 3, letters)
    seen = [_carried(reading.labels[m], of, marks, letter) for m, of in found.items()]
    so = list(_why(reading, found, marks))
    yield Part(tuple(seen), tuple(so))


def _carried(label: str, of: Sequence[Memory], marks: Sequence[int], letter: str) -> str:
    sizes = [f"{median(memory.largest[n - 1] for memory in of):.2f}" for n in marks]
    second, last = (_moves(of, n) for n in (2, marks[-1]))
    return (
        f"“{label}”: after {listed([str(n) for n in marks])} {letter}’s, the largest "
        f"|{of[0].state}| is {listed(sizes)}. Letter 2 changes {of[0].state} by "
        f"{number(second, 2)}, letter {marks[-1]} by {number(last, 2)}."
    )


def _moves(of: Sequence[Memory], n: int) -> float:
    return median(memory.moved[n - 1] for memory in of)


def _why(
    reading: Reading, found: dict[int, tuple[Memory, ...]], marks: Sequence[int]
) -> Iterator[str]:
    """How the LSTM counts and why the others do not, as far as what they carry shows it."""
    values = {model: reading.whole(model, "longer") for model in reading.models}
    cells = {model: reading.experiment.configurations[model].cell for model in found}
    adding = [
        model
        for model, of in found.items()
        if all(m.largest[marks[2] - 1] > 1.1 * m.largest[marks[1] - 1] > 1.0 for m in of)
    ]
    for model in found:
        if cells[model] == "lstm":
            yield (
                f"The cell state c of “{reading.labels[model]}” keeps growing with the count: it "
                "counts by adding."
                if model in adding
                else f"The cell state c of “{reading.labels[model]}” does not keep growing with "
                "every seed: it does not count by adding alone."
            )
    for model in found:
        if cells[model] not in _BOUNDED:
            continue
        label, of = reading.labels[model], found[model]
        most = max(max(memory.largest) for memory in of)
        if most > 1:
            continue
        told = (
            f"{_BOUNDED[cells[model]]} so it stays between −1 and 1 (“{label}” reaches "
            f"{most:.2f}): it has no room to keep adding."
        )
        if _moves(of, marks[2]) < 0.5 * _moves(of, 2):
            told += (
                f" Letter {marks[2]} changes it by only {number(_moves(of, marks[2]), 2)}, against "
                f"{number(_moves(of, 2), 2)} for letter 2."
            )
        if not any(standing(values[model], values[other]) == "behind" for other in adding):
            told += f" Even so, up to n = {marks[2]} no network that adds beats it with every seed."
        yield told
