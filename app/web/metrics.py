"""What one server has done, counted for Prometheus in a registry of its own."""

from __future__ import annotations

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    generate_latest,
)
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from app.runs.store import RunStore

MEDIA_TYPE = CONTENT_TYPE_LATEST
_PREFIX = "rnn_explainer"
# From an answer out of memory to a training that someone watches.
_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0, 60.0)


class Metrics:
    """Counts requests and iterations. Every label has few values, none of them anyone's text."""

    def __init__(self) -> None:
        registry = self._registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        self._requests = Counter(
            f"{_PREFIX}_requests",
            "Requests that were answered.",
            ("method", "route", "status"),
            registry=registry,
        )
        self._seconds = Histogram(
            f"{_PREFIX}_request_seconds",
            "How long requests took, streams until their end.",
            ("method", "route"),
            buckets=_SECONDS,
            registry=registry,
        )
        self._iterations = Counter(
            f"{_PREFIX}_iterations_trained",
            "Iterations that runs were stepped and trained for.",
            registry=registry,
        )
        self._kept = Gauge(
            f"{_PREFIX}_runs_kept", "Runs that have a record in the database.", registry=registry
        )
        self._alive = Gauge(f"{_PREFIX}_runs_in_memory", "Runs in memory.", registry=registry)
        self._streams = Gauge(f"{_PREFIX}_event_streams", "Open event streams.", registry=registry)
        self._trainings = Gauge(f"{_PREFIX}_trainings", "Trainings under way.", registry=registry)

    def answered(self, method: str, route: str, status: int, seconds: float) -> None:
        """Counts a request."""
        self._requests.labels(method, route, str(status)).inc()
        self._seconds.labels(method, route).observe(seconds)

    def trained(self, iterations: int) -> None:
        """Counts iterations."""
        self._iterations.inc(iterations)

    async def text(self, store: RunStore) -> bytes:
        """All of it, as Prometheus reads it. Raises `Problem`."""
        self._kept.set(await store.count_kept())
        self._alive.set(len(store))
        self._streams.set(store.event_streams)
        self._trainings.set(store.trainings)
        return generate_latest(self._registry)
