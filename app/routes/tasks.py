"""REST routes about tasks: the list of tasks, scores, and answers to an input of the client's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Body, Path, Query, Request
from pydantic import BaseModel, ConfigDict
from starlette.responses import Response
from typing_extensions import TypedDict

from app.documents.answers import Maybe, Vector
from app.documents.limits import length_in_words
from app.documents.problems import FieldError, Problem
from app.documents.requests import Integer
from app.documents.schemas import dumps
from app.documents.validation import invalid
from app.routes.dependencies import Live, ServerInquiries, ServerSettings, Words
from app.runs.inquiries import passes_to_judge, watched
from app.runs.orders import must_have
from app.settings import Settings
from app.words.messages import Listed, Messages, saying
from app.words.tasks import task_words
from rnn_core.analysis.pieces import judged
from rnn_core.errors import OutOfTime
from rnn_core.network.sampling import SampleStep, text_of, written
from rnn_core.network.scoring import Score
from rnn_core.tasks.registry import TASKS
from rnn_core.tasks.suggestions import SUGGESTED
from rnn_core.tasks.task import Example, Task
from rnn_core.training.configuration import RunConfig
from rnn_core.training.run import Run

router = APIRouter(prefix="/api", tags=["tasks"])

SPLITS = ("train", "validation", "test", "longer", "shifted")
Split = Literal["train", "validation", "test", "longer", "shifted"]


class _Answer(BaseModel):
    model_config = ConfigDict(use_attribute_docstrings=True)


class TaskPart(_Answer):
    """Timesteps with their own weights; one part named "" where there are no halves."""

    name: str
    vocabulary: list[str]
    """What it reads."""
    writes: bool
    """Whether its outputs are part of the model."""


class ImageSize(_Answer):
    """Pixels of the pictures."""

    rows: int
    columns: int


class ShapeStep(_Answer):
    """One timestep of an example."""

    part: str
    input: str
    target: str | None
    """null where there is no target."""
    scored: bool
    """Whether the task's score counts it."""


class ExamplePair(_Answer):
    """An example as people write it."""

    source: str
    target: str


class TaskAnswer(_Answer):
    """A task: its inputs, its targets and its score."""

    name: str
    title: str
    words: str
    metric: str
    """What its score counts."""
    suggested: dict[str, Any]
    """Suggested settings for learning it."""
    splits: dict[str, int]
    """How many examples each split has; only `train` is used for training."""
    parts: list[TaskPart]
    vocabulary: list[str]
    """What it can say."""
    image: ImageSize | None
    takes_examples: bool
    """Whether your own examples can replace the built-in ones."""
    writes_freely: bool
    """Whether it generates its answer, each output being the next input."""
    shape: list[ShapeStep]
    """The timesteps of `example`."""
    example: ExamplePair


class TasksAnswer(_Answer):
    """All tasks."""

    tasks: list[TaskAnswer]


class ExamplesAnswer(_Answer):
    """Some examples of one split."""

    split: str
    count: int
    """How many the split has."""
    offset: int
    examples: list[ExamplePair]


class ScoreOfSplit(_Answer):
    """How a network does on the examples of a split."""

    examples: int
    out_of_reach: int
    """Examples longer than an unshared network has weights for; they count as wrong."""
    loss: Maybe
    """The mean over the other examples of their summed losses, in nats; null without any."""
    right: int
    counted: int
    """Predictions counted by the score, each after a correct prefix."""
    sequences_right: int
    """Examples with all predictions correct."""
    answers_right: int | None
    """Freely generated answers that are correct as a whole, for tasks that generate text."""
    value: Maybe
    """The score: the share that is correct."""


class ScoreAnswer(_Answer):
    """Loss and score of a network on every split of its task."""

    iteration: int
    metric: str
    splits: dict[str, ScoreOfSplit]


class TryRequest(TypedDict, total=False):
    """Your own input."""

    __pydantic_config__ = ConfigDict(extra="forbid", strict=True)  # type: ignore[misc]

    source: str
    target: str
    teacher_forcing: bool
    iteration: Integer


class TryStep(_Answer):
    """One timestep of an answer."""

    t: int
    part: str
    input: str
    """As it was written."""
    known: bool
    """False for a token that is not in the vocabulary."""
    read: str
    """What the network read: the input, the word in lower case where only that is known, or UNK."""
    probs: Vector
    output: str
    """The most probable token."""
    h: Vector


class TryAnswer(_Answer):
    """The network's output for an input."""

    iteration: int
    teacher_forcing: bool
    vocabulary: list[str]
    steps: list[TryStep]
    text: str
    """The generated text without EOS, or the output of the last timestep."""
    ended: bool
    """Whether a generated text ended with EOS."""


@router.get("/tasks", response_model=TasksAnswer)
def get_tasks(words: Words) -> Response:
    """Every task: what it is, how many examples it has, and suggested settings."""
    return _json(
        {"tasks": [_task_document(RunConfig(task=name).made_task, words) for name in TASKS]}
    )


@router.get("/tasks/{name}/examples", response_model=ExamplesAnswer)
def get_task_examples(
    name: Annotated[str, Path(max_length=100)],
    split: Split = "train",
    offset: Annotated[int, Query(ge=0, le=100_000)] = 0,
    limit: Annotated[int, Query(ge=1, le=200)] = 20,
) -> Response:
    """The built-in examples of a task, a page at a time."""
    if name not in TASKS:
        raise Problem(
            404,
            saying("problem-task-not-found", name=name[:40], known=Listed(tuple(TASKS))),
            kind="task-not-found",
        )
    return _json(_examples_document(RunConfig(task=name).made_task, split, offset, limit))


@router.get("/runs/{id}/task", response_model=TaskAnswer)
def get_run_task(live: Live, words: Words) -> Response:
    """The task of a run, with its own text or examples if it has any."""
    return _json(_task_document(live.configuration.made_task, words))


@router.get("/runs/{id}/examples", response_model=ExamplesAnswer)
def get_run_examples(
    live: Live,
    split: Split = "train",
    offset: Annotated[int, Query(ge=0, le=100_000)] = 0,
    limit: Annotated[int, Query(ge=1, le=200)] = 20,
) -> Response:
    """The examples of a run, its own if it has any, a page at a time."""
    return _json(_examples_document(live.configuration.made_task, split, offset, limit))


@router.get("/runs/{id}/score", response_model=ScoreAnswer)
async def get_score(
    request: Request,
    live: Live,
    words: Words,
    inquiries: ServerInquiries,
    settings: ServerSettings,
    iteration: Annotated[
        int | None,
        Query(description="By default the run's current iteration.", ge=0, le=10**9),
    ] = None,
) -> Response:
    """Loss and score of the network on each split: training, validation and test set."""

    trace = await live.perform(lambda run: run.trace_at(iteration))
    configuration = live.configuration
    splits = tuple(configuration.made_task.splits)
    async with watched(request):
        judging, _ = await inquiries.in_pieces(
            settings.score_seconds,
            configuration,
            passes_to_judge(configuration, splits),
            judged,
            configuration,
            trace,
            splits,
        )
    if not judging.is_over:
        raise OutOfTime(judging.done, sum(judging.of.values()))
    return _json(
        {
            "iteration": trace.iteration,
            "metric": task_words(configuration.task, words)["metric"],
            "splits": {name: score_document(score) for name, score in judging.scores.items()},
        }
    )


@router.post("/runs/{id}/try", response_model=TryAnswer)
async def try_input(
    live: Live,
    settings: ServerSettings,
    body: Annotated[TryRequest, Body(examples=[{"source": "hello"}])],
) -> Response:
    """Run the network on your own input.

    Translations and captions are generated freely; with `teacher_forcing` the network reads the
    correct `target` instead of its own output. Unknown words are read as UNK; words known only in
    lower case are read so: “I love tea” as “i love tea”. Letters are read as written.
    """
    source, target = body.get("source", ""), body.get("target", "")
    _require_short({"source": source, "target": target}, settings)
    forced = body.get("teacher_forcing", False)
    iteration = body.get("iteration")

    def work(run: Run) -> bytes:
        at = run.iteration if iteration is None else iteration
        must_have(run, at)
        steps = run.answer(source, target, at, teacher_forcing=forced)
        example = run.configuration.made_task.read(source, target)
        return dumps(_try_document(run, at, steps, example, forced=forced))

    return _json(await live.perform(work))


def _require_short(texts: Mapping[str, str], settings: Settings) -> None:
    longest = settings.max_text_length
    errors = [
        FieldError(
            name,
            saying("wrong-long", name=name, length=length_in_words(text)),
            saying("allowed-characters", most=longest),
        )
        for name, text in texts.items()
        if len(text) > longest
    ]
    if errors:
        raise invalid(errors)


def _task_document(task: Task, words: Messages) -> dict[str, Any]:
    example = task.splits["train"][0]
    size = None
    if task.image_shape is not None:
        size = {"rows": task.image_shape[0], "columns": task.image_shape[1]}
    return {
        "name": task.name,
        **task_words(task.name, words),
        "suggested": dict(SUGGESTED[task.name]),
        "splits": {name: len(examples) for name, examples in task.splits.items()},
        "parts": [
            {"name": part.name, "vocabulary": part.vocabulary.tokens, "writes": part.writes}
            for part in task.parts
        ],
        "vocabulary": task.vocabulary.tokens,
        "image": size,
        "takes_examples": task.name != "next_character",
        "writes_freely": task.writes_freely,
        "shape": _shape(task, example),
        "example": _pair(example),
    }


def _shape(task: Task, example: Example) -> list[dict[str, Any]]:
    parts = [
        part
        for part, length in zip(task.parts, example.lengths, strict=True)
        for _ in range(length)
    ]
    return [
        {
            "part": part.name,
            "input": part.vocabulary.tokens[read],
            "target": None if target is None else task.vocabulary.tokens[target],
            "scored": scored,
        }
        for part, read, target, scored in zip(
            parts, example.inputs, example.targets, example.scored, strict=True
        )
    ]


def _examples_document(task: Task, split: str, offset: int, limit: int) -> dict[str, Any]:
    examples = task.splits.get(split, ())
    return {
        "split": split,
        "count": len(examples),
        "offset": offset,
        "examples": [_pair(example) for example in examples[offset : offset + limit]],
    }


def _pair(example: Example) -> dict[str, str]:
    return {"source": example.source, "target": example.target}


def score_document(score: Score) -> dict[str, Any]:
    """A score as `dumps` writes it."""
    return {**vars(score), "value": score.value}


def _try_document(
    run: Run, iteration: int, steps: tuple[SampleStep, ...], example: Example, *, forced: bool
) -> dict[str, Any]:
    task = run.configuration.made_task
    words = _as_read(task, example)
    text, ended = text_of(task, written(steps, task.parts[-1].name))
    return {
        "iteration": iteration,
        "teacher_forcing": forced,
        "vocabulary": task.vocabulary.tokens,
        "steps": [
            {
                "t": t,
                "part": step.part,
                "input": words[t - 1] if t <= len(words) else step.input,
                "known": t > len(words) or step.input in (words[t - 1], words[t - 1].lower()),
                "read": step.input,
                "probs": step.probs,
                "output": step.output,
                "h": step.h,
            }
            for t, step in enumerate(steps, start=1)
        ],
        "text": text,
        "ended": ended,
    }


def _as_read(task: Task, example: Example) -> list[str]:
    """What was given to be read, token by token, as it was written."""
    if task.name in ("sentiment", "translation"):
        return example.source.split()
    return [] if task.image_shape is not None else list(example.source)[: len(example)]


def _json(content: Any) -> Response:
    body = content if isinstance(content, bytes) else dumps(content)
    return Response(body, media_type="application/json")
