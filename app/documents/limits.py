"""What a client may choose, stated once.

The same table validates requests, words their errors, fills the OpenAPI document and answers
`GET /api/limits`, from which the page explains its form.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any, Literal

from app.documents.problems import FieldError
from app.settings import Settings
from app.words.messages import Either, Messages, Sayable, saying
from rnn_core.cells.registry import CELLS
from rnn_core.network.architecture import SHARING
from rnn_core.network.initialization import INITIALIZATIONS
from rnn_core.tasks.registry import TASKS
from rnn_core.training.configuration import RunConfig
from rnn_core.training.interventions import HYPERPARAMETERS
from rnn_core.training.optimizers import OPTIMIZERS

_REQUIRED: Any = object()
LABORATORY_TASKS = ("remembering", "next_character")
LABORATORY_CELLS = ("tanh", "gru", "lstm")


@dataclass(frozen=True)
class Limit:
    """What one field may hold. `minimum` itself is allowed, `above` is not."""

    type: Literal["integer", "number", "string"]
    default: Any = _REQUIRED
    minimum: float | None = None
    above: float | None = None
    maximum: float | None = None
    min_length: int | None = None
    max_length: int | None = None
    distinct: int | None = None
    """How many different characters there must be."""
    only_a_run_can_tell: str | None = None
    """What is allowed, by the name of its message, where the server does not know it."""
    choices: tuple[str, ...] | None = None
    nullable: bool = False

    @property
    def has_default(self) -> bool:
        """Whether a client may leave the field out and have the same value every time."""
        return self.default is not _REQUIRED

    @cached_property
    def allowed(self) -> Sayable:
        """What is allowed, in words: "a whole number from 2 to 64"."""
        if self.only_a_run_can_tell is not None:
            allowed = saying(f"allowed-{self.only_a_run_can_tell}")
        elif self.choices is not None:
            count = len(self.choices)
            allowed = saying("allowed-choice", count=count, choices=Either(self.choices))
        elif self.type == "string":
            allowed = saying(
                "allowed-length",
                least=self.min_length,
                most=self.max_length,
                distinct=self.distinct or 0,
            )
        else:
            ends = {"maximum": _number(self.maximum)}
            if self.above is not None:
                key = "allowed-above" if self.maximum is None else "allowed-above-to"
                ends = {"above": _number(self.above)} | (ends if self.maximum is not None else {})
            else:
                key = "allowed-from-to"
                ends |= {"minimum": _number(self.minimum)}
            allowed = saying(key, what=saying("allowed-number", kind=self.type), **ends)
        return saying("allowed-or-null", allowed=allowed) if self.nullable else allowed

    def complaint(self, name: str, value: Any) -> Sayable | None:
        """What is wrong with a value of the right type in a field of this name, or None."""
        if value is None:
            return None if self.nullable else saying("wrong-null", name=name)
        if self.choices is not None:
            if value in self.choices:
                return None
            return saying("wrong-choice", name=name, allowed=self.allowed, value=_quoted(value))
        if self.type == "string":
            if self.min_length is not None and len(value) < self.min_length:
                return saying("wrong-short", name=name, length=length_in_words(value))
            if self.max_length is not None and len(value) > self.max_length:
                return saying("wrong-long", name=name, length=length_in_words(value))
            if self.distinct is not None and len(set(value)) < self.distinct:
                return saying("wrong-alone", name=name, value=_quoted(value[0]))
            return None
        for key, bound, is_wrong in (
            ("wrong-not-above", self.above, self.above is not None and value <= self.above),
            ("wrong-below", self.minimum, self.minimum is not None and value < self.minimum),
            ("wrong-above", self.maximum, self.maximum is not None and value > self.maximum),
        ):
            if is_wrong:
                return saying(key, name=name, bound=_number(bound), value=_number(value))
        return None

    def json_schema(self) -> dict[str, Any]:
        """The limit in the words of JSON Schema, without its default."""
        words = {
            "minimum": self.minimum,
            "exclusiveMinimum": self.above,
            "maximum": self.maximum,
            "minLength": self.min_length,
            "maxLength": self.max_length,
            "enum": list(self.choices) if self.choices is not None else None,
        }
        return {word: value for word, value in words.items() if value is not None}

    def to_dict(self, words: Messages) -> dict[str, Any]:
        """The limit as `GET /api/limits` returns it; what does not apply is left out."""
        values = {
            "type": self.type,
            "minimum": self.minimum,
            "above": self.above,
            "maximum": self.maximum,
            "min_length": self.min_length,
            "max_length": self.max_length,
            "distinct": self.distinct,
            "choices": self.choices,
        }
        told = {name: value for name, value in values.items() if value is not None}
        if self.nullable:
            told["nullable"] = True
        if self.has_default:
            told["default"] = self.default
        return {**told, "allowed": words.said(self.allowed)}


@dataclass(frozen=True)
class Limits:
    """The limits of one server, by the names of the fields, grouped by request."""

    run: Mapping[str, Limit]
    train: Mapping[str, Limit]
    sample: Mapping[str, Limit]
    history: Mapping[str, Limit]
    gradients: Mapping[str, Limit]
    """Of the gradients' laboratory; what is not here is as in `run`."""
    experiment: Mapping[str, Limit]
    title: Mapping[str, Limit]
    classroom: Mapping[str, Limit]
    """What pupils may call themselves, and teachers ask."""
    server: Mapping[str, float]

    @classmethod
    def of(cls, settings: Settings) -> Limits:
        """The limits that these settings set."""
        defaults = {field.name: field.default for field in fields(RunConfig)}

        def choice(name: str, choices: Iterable[str]) -> Limit:
            return Limit("string", defaults[name], choices=tuple(choices))

        return cls(
            run={
                "task": choice("task", TASKS),
                "text": Limit(
                    "string",
                    defaults["text"],
                    min_length=2,
                    max_length=settings.max_text_length,
                    distinct=2,
                ),
                "distance": Limit("integer", defaults["distance"], minimum=1, maximum=100),
                "cell": choice("cell", CELLS),
                "hidden_size": Limit(
                    "integer", defaults["hidden_size"], minimum=2, maximum=settings.max_hidden_size
                ),
                "sharing": choice("sharing", SHARING),
                "optimizer": choice("optimizer", OPTIMIZERS),
                "learning_rate": Limit("number", defaults["learning_rate"], above=0, maximum=1e6),
                "clip_norm": Limit(
                    "number", defaults["clip_norm"], above=0, maximum=1e6, nullable=True
                ),
                "initialization": choice("initialization", INITIALIZATIONS),
                "initialization_scale": Limit(
                    "number", defaults["initialization_scale"], minimum=0, maximum=100
                ),
                "spectral_radius": Limit("number", None, minimum=0, maximum=10, nullable=True),
                "keep_bias": Limit("number", defaults["keep_bias"], minimum=0, maximum=10),
                "seed": Limit("integer", defaults["seed"], minimum=0, maximum=2**32 - 1),
                "iteration": Limit("integer", 0, minimum=0, maximum=settings.max_iteration),
            },
            train={
                "iterations": Limit(
                    "integer",
                    settings.max_iterations_per_request,
                    minimum=1,
                    maximum=settings.max_iterations_per_request,
                ),
                "until_loss": Limit("number", None, minimum=0, maximum=1e9, nullable=True),
                "iterations_per_second": Limit(
                    "number",
                    None,
                    above=0,
                    maximum=settings.max_iterations_per_second,
                    nullable=True,
                ),
            },
            sample={
                "first": Limit("string", only_a_run_can_tell="first"),
                "length": Limit("integer", 20, minimum=1, maximum=settings.max_sample_length),
                "temperature": Limit("number", 1.0, minimum=0, maximum=10),
                "seed": Limit("integer", 0, minimum=0, maximum=2**32 - 1),
            },
            history={
                "points": Limit(
                    "integer",
                    min(1000, settings.max_history_points),
                    minimum=2,
                    maximum=settings.max_history_points,
                ),
            },
            gradients={
                "task": Limit("string", "remembering", choices=LABORATORY_TASKS),
                "text": Limit(
                    "string",
                    defaults["text"],
                    min_length=2,
                    max_length=min(settings.max_text_length, 201),
                    distinct=2,
                ),
                "distance": Limit("integer", 20, minimum=5, maximum=100),
                "cell": Limit("string", "tanh", choices=LABORATORY_CELLS),
                "hidden_size": Limit(
                    "integer",
                    min(16, settings.max_hidden_size),
                    minimum=2,
                    maximum=min(settings.max_hidden_size, 64),
                ),
                "keep_bias": Limit("number", 0.0, minimum=0, maximum=10),
                "optimizer": Limit("string", "sgd", choices=tuple(OPTIMIZERS)),
                "learning_rate": Limit("number", 0.1, above=0, maximum=1e3),
                "clip_norm": Limit("number", 1.0, above=0, maximum=1e6, nullable=True),
                "initialization": choice("initialization", INITIALIZATIONS),
                "spectral_radius": Limit("number", None, minimum=0, maximum=10, nullable=True),
                "seed": Limit("integer", defaults["seed"], minimum=0, maximum=2**32 - 1),
                "iterations": Limit("integer", 500, minimum=0, maximum=500),
                "iteration": Limit("integer", 0, minimum=0, maximum=500),
            },
            experiment={
                "iterations": Limit("integer", 1000, minimum=1, maximum=20_000),
                "evaluations": Limit("integer", 40, minimum=1, maximum=50),
            },
            title={"title": Limit("string", "", min_length=0, max_length=100)},
            classroom={
                "name": Limit("string", min_length=1, max_length=settings.max_nickname_length),
                "text": Limit("string", "", min_length=0, max_length=settings.max_question_length),
                "steps": Limit("integer", 1, minimum=0, maximum=settings.max_question_steps),
                "iteration": Limit("integer", minimum=0, maximum=settings.max_iteration),
            },
            server={
                "examples": settings.max_examples,
                "example_characters": settings.max_example_characters,
                "interventions": settings.max_interventions,
                "edits": settings.max_edits,
                "body_bytes": settings.max_body_bytes,
                "train_seconds": settings.train_seconds,
                "replay_seconds": settings.replay_seconds,
                "gradient_seconds": settings.gradient_seconds,
                "experiment_seconds": settings.experiment_seconds,
                "experiment_models": settings.max_experiment_models,
                "experiment_seeds": settings.max_experiment_seeds,
                "experiments": settings.max_experiments,
                "experiments_running": settings.max_experiments_running,
                "runs": settings.max_runs,
                "run_idle_seconds": settings.run_idle_seconds,
                "kept_runs": settings.max_kept_runs,
                "run_kept_seconds": settings.run_kept_seconds,
                "trainings": settings.max_trainings,
                "event_streams": settings.max_event_streams,
                "event_streams_per_run": settings.max_event_streams_per_run,
                "classes": settings.max_classes,
                "pupils_per_class": settings.max_pupils_per_class,
                "questions_per_class": settings.max_questions_per_class,
                "class_idle_seconds": settings.class_idle_seconds,
            },
        )

    @property
    def hyperparameters(self) -> dict[str, Limit]:
        """Those that may change during a run."""
        return {name: self.run[name] for name in HYPERPARAMETERS}

    def to_dict(self, words: Messages) -> dict[str, Any]:
        """Everything, ready to be written as JSON."""
        return {
            "run": {name: limit.to_dict(words) for name, limit in self.run.items()},
            "train": {name: limit.to_dict(words) for name, limit in self.train.items()},
            "sample": {name: limit.to_dict(words) for name, limit in self.sample.items()},
            "history": {name: limit.to_dict(words) for name, limit in self.history.items()},
            "gradients": {name: limit.to_dict(words) for name, limit in self.gradients.items()},
            "experiment": {name: limit.to_dict(words) for name, limit in self.experiment.items()},
            "title": {name: limit.to_dict(words) for name, limit in self.title.items()},
            "classroom": {name: limit.to_dict(words) for name, limit in self.classroom.items()},
            "server": dict(self.server),
        }


def complaints(
    limits: Mapping[str, Limit], values: Mapping[str, Any], within: str = ""
) -> list[FieldError]:
    """What is wrong with the values that have a limit. `within` is put before their names."""
    errors = []
    for name, value in values.items():
        limit = limits.get(name)
        if limit is not None and (wrong := limit.complaint(name, value)) is not None:
            errors.append(FieldError(f"{within}{name}", wrong, limit.allowed))
    return errors


def _number(value: float | None) -> str:
    if value is None:
        return "any"
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value)


def _quoted(value: Any) -> Sayable:
    text = str(value)
    return saying("quotation", text=f"{text[:40]}…" if len(text) > 40 else text)


def length_in_words(*texts: str) -> Sayable:
    """How long texts are, in words: in characters, as long as a reader counts them alike.

    The limits count code points, for these are what a network reads; 👍🏽 is two.
    """
    count = sum(map(len, texts))
    joined = any(_joins(character) for text in texts for character in text)
    return saying(
        "character-count", count=count, points=str(count), joined="yes" if joined else "no"
    )


def _joins(character: str) -> bool:
    """Whether it may be one with what is beside it: accents, joiners, skin tones, flags,
    Hangul letter by letter."""
    return (
        unicodedata.category(character) in ("Mn", "Mc", "Me", "Cf")
        or "\U0001f3fb" <= character <= "\U0001f3ff"
        or "\U0001f1e6" <= character <= "\U0001f1ff"
        or "\u1100" <= character <= "\u11ff"
    )
