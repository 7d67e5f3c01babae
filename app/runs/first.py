"""The first trace of a run that nobody has made yet: what a page can draw before it has its run."""

from __future__ import annotations

from app.documents.schemas import dumps, trace_document
from app.words.language import DEFAULT
from app.words.messages import messages
from rnn_core.training.configuration import RunConfig
from rnn_core.training.run import Run


def first_trace(configuration: RunConfig) -> str:
    """What the API answers for iteration 0 of such a run, as JSON, to the last digit."""
    return dumps(trace_document(Run(configuration).trace, None, messages(DEFAULT))).decode()
