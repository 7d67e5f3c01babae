"""Numbers in sentences."""

import re
from pathlib import Path

import pytest

from rnn_core.words import counted


@pytest.mark.parametrize(
    ("number", "words"),
    [(0, "0 units"), (1, "1 unit"), (2, "2 units"), (12_000, "12,000 units"), (1.0, "1 unit")],
)
def test_one_is_singular_and_every_other_number_is_plural(number: float, words: str) -> None:
    assert counted(number, "unit") == words


def test_a_duration_keeps_its_fraction() -> None:
    assert counted(0.5, "second") == "0.5 seconds"


def test_a_plural_of_its_own_is_given() -> None:
    assert counted(1, "loss", "losses") == "1 loss"
    assert counted(3, "loss", "losses") == "3 losses"


ROOT = Path(__file__).parents[2]
COUNTABLE = (
    "moment|timestep|letter|word|unit|token|update|iteration|example|seed|pixel|parameter|weight"
    "|number|character|term|change|step|row|model|network|run|prediction|vector|second|byte|state"
    "|intervention|experiment|stream"
)
COUNTS = r"\{{[^{{}}]+\}} (?:[a-z]+ )?(?:{nouns})s\b"
WRITTEN = {
    suffix: re.compile(rf"(?<!× ){before}" + COUNTS.format(nouns=COUNTABLE))
    for suffix, before in ((".ts", r"\$"), (".tsx", r"\$"), (".py", ""))
}
NO_COUNT = (
    "{field} are numbers",
    "{t} has weights",
    "{expected} numbers",
    "{value} weights",
    "{split} examples",
    # One window of one letter, and one vector, are told in other words.
    "{groups.length} one-hot vectors",
    "{count} letters",
    "{_have(unread)} no weights",
    "these seeds",
    # A verb: "letter 5 changes it".
    "{marks[2]} changes",
)


@pytest.mark.parametrize(
    "path",
    sorted(
        [
            *ROOT.glob("static/src/**/*.ts*"),
            *ROOT.glob("app/**/*.py"),
            *ROOT.glob("rnn_core/**/*.py"),
        ]
    ),
    ids=lambda path: str(path.relative_to(ROOT)),
)
def test_nothing_counts_without_the_singular(path: Path) -> None:
    found = [match[0].strip() for match in WRITTEN[path.suffix].finditer(path.read_text())]
    assert [each for each in found if not any(given in each for given in NO_COUNT)] == []
