"""What a request wants of a run, checked and carried out within the limits."""

from __future__ import annotations

import time
from functools import partial
from typing import Any

from fastapi import Request
from starlette.requests import ClientDisconnect

from app.documents.limits import Limits, complaints, length_in_words
from app.documents.problems import FieldError, Problem
from app.documents.requests import Changes, RunRequest
from app.documents.validation import invalid
from app.runs.store import RunStore
from app.settings import Settings
from app.words.messages import Listed, Saying, saying
from rnn_core.training.configuration import RunConfig
from rnn_core.training.interventions import CHANGES, Intervention
from rnn_core.training.run import Run


def run_request(
    body: RunRequest, limits: Limits, settings: Settings
) -> tuple[RunConfig, list[Intervention], int]:
    """The requested run, and the iteration it is to stand at. Raises `Problem`."""
    values: dict[str, Any] = dict(body)
    values.pop("listed", None)
    interventions = values.pop("interventions", [])
    errors = complaints(limits.run, values)
    errors += complaints_of_examples(values.get("examples"), settings)
    if len(interventions) > settings.max_interventions:
        errors.append(
            FieldError(
                "interventions",
                saying("wrong-interventions", count=len(interventions)),
                _most(settings.max_interventions),
            )
        )
    for index, intervention in enumerate(interventions):
        within = f"interventions[{index}]."
        errors += complaints(limits.run, {"iteration": intervention["iteration"]}, within)
        errors += _complaints_of_changes(
            intervention["changes"], limits, settings, f"{within}changes."
        )
    if errors:
        raise invalid(errors)
    iteration = values.pop("iteration", 0)
    return (
        RunConfig.from_mapping(values),
        [Intervention(item["iteration"], item["changes"]) for item in interventions],
        iteration,
    )


def complaints_of_examples(
    examples: list[list[str]] | None, settings: Settings
) -> list[FieldError]:
    """What is wrong with the number and the sizes of a client's examples."""
    if examples is None:
        return []
    if len(examples) > settings.max_examples:
        message = saying("wrong-examples-count", count=len(examples))
        return [FieldError("examples", message, _most(settings.max_examples))]
    texts = [text for pair in examples for text in pair]
    if sum(map(len, texts)) > settings.max_example_characters:
        message = saying("wrong-examples-long", length=length_in_words(*texts))
        allowed = saying("allowed-characters-most", most=settings.max_example_characters)
        return [FieldError("examples", message, allowed)]
    longest = settings.max_text_length
    return [
        FieldError(
            f"examples[{place}]",
            saying("wrong-example-long", length=length_in_words(max(pair, key=len))),
            saying("allowed-characters", most=longest),
        )
        for place, pair in enumerate(examples)
        if max(map(len, pair)) > longest
    ][:5]


def check_changes(changes: Changes, limits: Limits, settings: Settings) -> None:
    """Raises `Problem` where changes are none, or outside their limits."""
    errors = _complaints_of_changes(changes, limits, settings, "")
    if not changes:
        errors = [
            FieldError(
                "body", saying("wrong-no-changes"), saying("allowed-any", known=Listed(CHANGES))
            )
        ]
    if errors:
        raise invalid(errors)


def _complaints_of_changes(
    changes: Changes, limits: Limits, settings: Settings, within: str
) -> list[FieldError]:
    errors = complaints(limits.hyperparameters, changes, within)
    for name, entries in (("edits", changes.get("edits")), ("clamps", changes.get("clamps"))):
        if entries is not None and len(entries) > settings.max_edits:
            errors.append(
                FieldError(
                    f"{within}{name}",
                    saying("wrong-entries", count=str(len(entries)), name=name),
                    _most(settings.max_edits),
                )
            )
    return errors


def intervene(run: Run, changes: dict[str, Any], settings: Settings) -> None:
    """Changes a run, as often and as much as the settings allow. Raises `Problem`."""
    earlier = sum(kept.iteration < run.iteration for kept in run.interventions)
    if earlier >= settings.max_interventions:
        raise Problem(
            409,
            saying("problem-too-many-interventions", count=settings.max_interventions),
            kind="too-many-interventions",
        )
    if len(run.intervention_with(changes).edits) > settings.max_edits:
        raise Problem(
            409,
            saying("problem-too-many-edits", count=settings.max_edits),
            kind="too-many-edits",
        )
    run.intervene(changes)


def must_have(run: Run, iteration: int) -> None:
    """Raises `Problem` where the run has not been at an iteration."""
    if iteration > run.furthest_iteration:
        ends = {"first": "0", "last": str(run.furthest_iteration)}
        message = saying("wrong-iteration-reached", requested=str(iteration), **ends)
        raise invalid([FieldError("iteration", message, saying("allowed-range", **ends))])


def _most(count: int) -> Saying:
    return saying("allowed-most", most=str(count))


async def replay(
    run: Run, iteration: int, request: Request, store: RunStore, settings: Settings
) -> None:
    """Trains a new run up to an iteration, in pieces so that others get their turns."""
    deadline = time.perf_counter() + settings.replay_seconds
    while run.iteration < iteration and not run.diverged:
        await store.compute(
            partial(run.train, iteration - run.iteration, seconds=settings.chunk_seconds)
        )
        if run.iteration < iteration and time.perf_counter() > deadline:
            raise Problem(
                422,
                saying(
                    "problem-replay-too-long",
                    iteration=str(iteration),
                    seconds=settings.replay_seconds,
                    reached=str(run.iteration),
                ),
                kind="replay-too-long",
                errors=[
                    FieldError(
                        "iteration", saying("wrong-out-of-time", iteration=str(iteration)), None
                    )
                ],
            )
        if await request.is_disconnected():
            raise ClientDisconnect
