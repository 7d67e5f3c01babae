"""What a network answers where it reads words or pictures, and how often that is right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from app.lessons.measures.refusals import about, refused
from app.lessons.measures.registry import Measured, Value, measure
from app.words.messages import Listed
from rnn_core.network.sampling import SampleStep, Stepper, answered, text_of, written
from rnn_core.network.scoring import Examiner, Score, require_time
from rnn_core.tasks.task import Example
from rnn_core.training.run import Run

SHOWN = 4
"""Of the mistakes."""
WORSE = 0.05
"""Two shares of right answers that differ by less count as alike."""
_LINE = "\n"


@measure("run", "every last later", "losses timesteps first source target")
def losses_at(run: Run, iteration: int) -> Measured:
    """Where something is to be predicted: everywhere, at the end, or from some timestep on."""
    trace = run.trace_at(iteration)
    targets = trace.targets
    places = [t for t, target in enumerate(targets, start=1) if target is not None]
    if not places:
        raise refused("iteration", "refused-nothing-asked")
    values: dict[str, Value] = {
        "losses": len(places),
        "timesteps": len(targets),
        "first": places[0],
        "source": trace.setting.source,
        "target": trace.setting.target,
    }
    if len(places) == len(targets):
        return Measured("every", values)
    return Measured("last" if places == [len(targets)] else "later", values)


@measure("run", "counted", "count rows columns")
def size_of(run: Run, iteration: int, *, quantity: str) -> Measured:
    """How many numbers a parameter, or with `h` a state, is made of; a vector has one column."""
    trace = run.trace_at(iteration)
    known = {**trace.parameters, "h": trace.h_0}
    if quantity not in known:
        raise refused("quantity", "refused-quantity", known=Listed(list(known)))
    rows, *more = known[quantity].shape
    columns = more[0] if more else 1
    return Measured("counted", {"count": rows * columns, "rows": rows, "columns": columns})


@measure("run", "opposite same", "said p other_said other_p")
def judgements(run: Run, iteration: int, *, source: str, other: str) -> Measured:
    """Whether two inputs are given the same label, each with its probability."""
    said, p = _label(run, iteration, "source", source)
    other_said, other_p = _label(run, iteration, "other", other)
    values: dict[str, Value] = {"said": said, "p": p, "other_said": other_said, "other_p": other_p}
    return Measured("same" if said == other_said else "opposite", values)


@measure("run", "last earlier", "word label before after")
def turning_word(run: Run, iteration: int, *, source: str) -> Measured:
    """After which word the probability of the label that it ends with has changed most."""
    steps = _labelling(run, iteration, "source", source)
    if len(steps) < 2:
        raise refused("source", "refused-one-word")
    # As it was written, and not as it was read; letters are no words.
    words, label = source.split(), steps[-1].output
    id_ = run.vocabulary.tokens.index(label)
    course = [float(step.probs[id_]) for step in steps]
    changes = [abs(after - before) for before, after in pairwise(course)]
    place = changes.index(max(changes)) + 1
    values: dict[str, Value] = {
        "word": words[place] if len(words) == len(steps) else steps[place].input,
        "label": label,
        "before": course[place - 1],
        "after": course[place],
    }
    return Measured("last" if place == len(steps) - 1 else "earlier", values)


@measure("run", "all most few none", "right of tokens_right tokens")
def score_on(run: Run, iteration: int, *, split: str, deadline: float | None = None) -> Measured:
    """How many examples of a split are right as a whole; `few` is half of them or less.

    `tokens_right` of the `tokens` are, with everything right before each.
    """
    score = _score(run, iteration, split, deadline)
    right = _whole(score)
    values: dict[str, Value] = {
        "right": right,
        "of": score.examples,
        "tokens_right": score.right,
        "tokens": score.counted,
    }
    if right in (0, score.examples):
        return Measured("none" if right == 0 else "all", values)
    return Measured("most" if 2 * right > score.examples else "few", values)


@measure("run", "alike worse better", "train_right train_of right of")
def generalizes(run: Run, iteration: int, *, split: str, deadline: float | None = None) -> Measured:
    """Whether a larger or smaller share of a split is right than of the training set."""
    train, other = (_score(run, iteration, each, deadline) for each in ("train", split))
    values: dict[str, Value] = {
        "train_right": _whole(train),
        "train_of": train.examples,
        "right": _whole(other),
        "of": other.examples,
    }
    gap = _whole(train) / train.examples - _whole(other) / other.examples
    return Measured("worse" if gap > WORSE else "better" if gap < -WORSE else "alike", values)


@measure("run", "all some none", "right of sources said asked")
def tries(run: Run, iteration: int, *, examples: str) -> Measured:
    """How many of a few inputs it answers as it should."""
    pairs = [each.rpartition("=") for each in examples.split(";")]
    if not all(sign for _, sign, _ in pairs):
        raise refused("examples", "refused-examples")
    sources, asked = ([pair[place].strip() for pair in pairs] for place in (0, 2))
    said = [_said(run, iteration, "examples", source) for source in sources]
    right = sum(one == other for one, other in zip(said, asked, strict=True))
    values: dict[str, Value] = {
        "right": right,
        "of": len(pairs),
        "sources": _LINE.join(sources),
        "said": _LINE.join(said),
        "asked": _LINE.join(asked),
    }
    return Measured("none" if right == 0 else "all" if right == len(pairs) else "some", values)


@measure(
    "run",
    "none elsewhere nowhere",
    "wrong of elsewhere first_source first_said first_asked first_meant sources said asked meant",
)
def mistakes(run: Run, iteration: int, *, split: str, deadline: float | None = None) -> Measured:
    """What is wrong in a split, and how much of that would be right for another example.

    `sources`, `said` and `asked` are the first of them, line by line, and `meant` is what each
    would be right for, or nothing. `first_…` is of the first that would be right for something.
    """
    task = run.configuration.made_task
    examples = _split(run, split)
    answers = {_asked(run, each): each.source for of in task.splits.values() for each in of}
    found = [
        (example, said)
        for example, said in _answers(run, iteration, examples, deadline)
        if said != _asked(run, example)
    ]
    elsewhere = sum(said in answers for _, said in found)
    # A label or a caption is right for many inputs; a translation means what it is one of.
    meanings = answers if task.writes_freely and task.image_shape is None else {}
    shown = found[:SHOWN]
    said = [text_of(task, said)[0] for _, said in shown]
    first, first_said = next(
        (each for each in found if each[1] in answers), (*found, (None, ()))[0]
    )
    values: dict[str, Value] = {
        "wrong": len(found),
        "of": len(examples),
        "elsewhere": elsewhere,
        "first_source": "" if first is None else first.source,
        "first_said": "" if first is None else text_of(task, first_said)[0],
        "first_asked": "" if first is None else first.target,
        "first_meant": meanings.get(first_said, ""),
        "sources": _LINE.join(example.source for example, _ in shown),
        "said": _LINE.join(said),
        "asked": _LINE.join(example.target for example, _ in shown),
        "meant": _LINE.join(meanings.get(said, "") for _, said in shown),
    }
    if not found:
        return Measured("none", values)
    return Measured("elsewhere" if 2 * elsewhere > len(found) else "nowhere", values)


@measure("run", "known new nothing", "said captions")
def familiar(run: Run, iteration: int, *, source: str) -> Measured:
    """Whether an answer is one of those that it was trained on, word for word."""
    said = _said(run, iteration, "source", source)
    known = {example.target for example in _split(run, "train")}
    outcome = "nothing" if not said else "known" if said in known else "new"
    return Measured(outcome, {"said": said, "captions": len(known)})


def _steps(run: Run, iteration: int, name: str, source: str) -> tuple[SampleStep, ...]:
    with about(name):
        return run.answer(source, iteration=iteration)


def _said(run: Run, iteration: int, name: str, source: str) -> str:
    task = run.configuration.made_task
    said = written(_steps(run, iteration, name, source), task.parts[-1].name)
    return text_of(task, said)[0]


def _labelling(run: Run, iteration: int, name: str, source: str) -> Sequence[SampleStep]:
    if run.configuration.made_task.writes_freely:
        raise refused("task", "refused-no-label")
    return _steps(run, iteration, name, source)


def _label(run: Run, iteration: int, name: str, source: str) -> tuple[str, float]:
    last = _labelling(run, iteration, name, source)[-1]
    return last.output, float(last.probs.max())


def _split(run: Run, split: str) -> tuple[Example, ...]:
    splits = run.configuration.made_task.splits
    if split not in splits:
        raise refused("split", "refused-split", known=Listed(list(splits)))
    return splits[split]


def _score(run: Run, iteration: int, split: str, deadline: float | None) -> Score:
    trace = run.trace_at(iteration)
    examiner = Examiner(run.configuration.architecture, trace.parameters, trace.h_0, trace.clamps)
    return examiner.score(_split(run, split), deadline)


def _whole(score: Score) -> int:
    """Examples that are right as a whole."""
    return score.sequences_right if score.answers_right is None else score.answers_right


def _asked(run: Run, example: Example) -> tuple[str, ...]:
    tokens = run.vocabulary.tokens
    return tuple(tokens[id_] for id_ in example.targets if id_ is not None)


def _answers(
    run: Run, iteration: int, examples: Sequence[Example], deadline: float | None
) -> Iterator[tuple[Example, tuple[str, ...]]]:
    """Each example with what is said of it, token by token."""
    trace, task = run.trace_at(iteration), run.configuration.made_task
    stepper = Stepper(run.configuration.architecture, trace.parameters, trace.h_0, trace.clamps)
    for done, example in enumerate(examples):
        require_time(deadline, done, len(examples))
        with about("iteration"):
            steps = answered(stepper, task, example)
        said = written(steps, task.parts[-1].name)
        yield example, said if task.writes_freely else said[-1:]
