"""The first trace of a run that nobody has made yet: what a page can draw before it has its run."""

from __future__ import annotations

from app.documents.schemas import dumps, trace_document
from rnn_core.training.configuration import RunConfig
from rnn_core.training.run import Run


class FirstTraces:
    """What the API will answer for iteration 0, worked out once for each configuration."""

    def __init__(self) -> None:
        self._made: dict[bytes, str] = {}

    def of(self, configuration: RunConfig) -> str:
        """The JSON, to the last digit that of a run with this configuration."""
        key = dumps(configuration.to_dict())
        if key not in self._made:
            trace = Run(configuration).trace
            self._made[key] = dumps(trace_document(trace, None)).decode()
        return self._made[key]
