"""Experiments as the other processes that share the database know them.

A process carries out the experiments that it was asked for, and writes down how far they are; any
other process reads that, and passes on that one is to be stopped.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

import anyio
import anyio.to_thread
from sqlalchemy import delete, insert, select, update

from app.database.broadcast import Broadcast
from app.database.connection import Database, DatabaseError
from app.database.tables import experiments
from app.runs.experiments import ExperimentStore, LiveExperiment, Work, with_pairs
from app.runs.live import not_kept
from app.runs.processes import Threads
from app.words.messages import Saying
from rnn_core.analysis.experiments import Experiment, Measurement, Memory
from rnn_core.network.scoring import Score

_EVERY_SECONDS = 0.2
_KEPT_SECONDS = 3600.0
_TOPIC = "experiments"


class Published:
    """What the processes know of each other's experiments."""

    def __init__(self, database: Database, broadcast: Broadcast, store: ExperimentStore) -> None:
        self._database = database
        self._broadcast = broadcast
        self._store = store
        self._written: dict[str, tuple[int, str | None]] = {}

    async def add(self, live: LiveExperiment) -> None:
        """Lets the others know of a new one. Raises `Problem`."""
        values = {"id": live.id, "content": written(live), "created": time.time()}

        def work() -> None:
            with self._database.begin() as connection:
                old = experiments.c.created < time.time() - _KEPT_SECONDS
                connection.execute(delete(experiments).where(old))
                connection.execute(insert(experiments).values(**values))

        try:
            await anyio.to_thread.run_sync(work)
        except DatabaseError as error:
            raise not_kept(error) from error
        self._written[live.id] = _stand(live)

    async def find(self, id: str) -> LiveExperiment | None:
        """One that another process carries out, as far as it has told. Raises `Problem`."""

        def work() -> str | None:
            asked = select(experiments.c.content).where(experiments.c.id == id)
            with self._database.begin() as connection:
                found: str | None = connection.scalar(asked)
            return found

        try:
            content = await anyio.to_thread.run_sync(work)
        except DatabaseError as error:
            raise not_kept(error) from error
        return None if content is None else read(id, content)

    def stop(self, id: str) -> None:
        """Asks whoever carries it out to stop."""
        self._broadcast.send(_TOPIC, id)

    async def carry(self, stop: Callable[[LiveExperiment], None]) -> None:
        """Tells the others how far those of this process are, and calls `stop` with each that
        somebody elsewhere wants to be stopped."""

        def hear(id: str) -> None:
            if (live := self._store.here(id)) is not None:
                stop(live)

        self._broadcast.listen(_TOPIC, hear)
        while True:
            await anyio.sleep(_EVERY_SECONDS)
            for id, stand in list(self._written.items()):
                live = self._store.here(id)
                if live is None:
                    del self._written[id]
                elif _stand(live) != stand:
                    await self._write(live)

    async def _write(self, live: LiveExperiment) -> None:
        stand, content = _stand(live), written(live)

        def work() -> None:
            with self._database.begin() as connection:
                row = update(experiments).where(experiments.c.id == live.id)
                connection.execute(row.values(content=content))

        try:
            await anyio.to_thread.run_sync(work)
        except DatabaseError:
            # It is tried again with what there is then.
            return
        self._written[live.id] = stand


def _stand(live: LiveExperiment) -> tuple[int, str | None]:
    return len(live.measurements), live.stopped


def written(live: LiveExperiment) -> str:
    """An experiment as JSON, from which `read` makes it again."""
    experiment, message = live.experiment, live.message
    content: dict[str, Any] = {
        "request": live.request,
        "experiment": {
            "task": dict(experiment.task),
            "models": [dict(model) for model in experiment.models],
            "seeds": experiment.seeds,
            "iterations": experiment.iterations,
            "evaluations": experiment.evaluations,
        },
        "measurements": [asdict(measurement) for measurement in live.measurements],
        "stopped": live.stopped,
        "message": asdict(message) if isinstance(message, Saying) else None,
        "seconds": live.work.seconds,
    }
    return json.dumps(content)


def read(id: str, content: str) -> LiveExperiment:
    """The experiment that was written so, which nobody here carries on."""
    values = json.loads(content)
    asked = values["experiment"]
    experiment = Experiment(
        task=with_pairs(asked["task"]),
        models=tuple(asked["models"]),
        seeds=tuple(asked["seeds"]),
        iterations=asked["iterations"],
        evaluations=asked["evaluations"],
    )
    work = Work(experiment, Threads(), _EVERY_SECONDS, time.monotonic)
    work.seconds = values["seconds"]
    live = LiveExperiment(id, work, values["request"], time.monotonic)
    live.measurements = [_measurement(each) for each in values["measurements"]]
    live.stopped = values["stopped"]
    message = values["message"]
    live.message = None if message is None else Saying(message["key"], message["values"])
    return live


def _measurement(values: dict[str, Any]) -> Measurement:
    scores = {name: Score(**score) for name, score in values["scores"].items()}
    memory = values["memory"]
    if memory is not None:
        memory = Memory(memory["state"], tuple(memory["largest"]), tuple(memory["moved"]))
    return Measurement(**{**values, "scores": scores, "memory": memory})
