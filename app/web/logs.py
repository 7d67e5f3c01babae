"""Lines of the log: for people at a terminal, or as JSON for the programs that collect them."""

from __future__ import annotations

import logging
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

import orjson

from app.settings import LogFormat

REQUESTS = logging.getLogger("rnn_explainer.requests")
"""Says at level INFO what was asked, and how it was answered. It never says what people wrote."""
FIELDS = "fields"
"""What a record says beside its message: `extra={FIELDS: {…}}`."""

request_id: ContextVar[str] = ContextVar("request_id", default="")
"""The id of the request that is being answered; empty outside of any."""


class TextFormatter(logging.Formatter):
    """`INFO: GET /api/runs/{id} 200 in 1.3 ms [5f0c…]`"""

    def __init__(self) -> None:
        super().__init__("%(levelname)s: %(message)s")

    def formatMessage(self, record: logging.LogRecord) -> str:
        """The line before any traceback."""
        id = request_id.get()
        return f"{super().formatMessage(record)} [{id}]" if id else super().formatMessage(record)


class JsonFormatter(logging.Formatter):
    """One object in one line, with the traceback of an error in it."""

    def format(self, record: logging.LogRecord) -> str:
        """The whole line."""
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if id := request_id.get():
            line["request_id"] = id
        line |= getattr(record, FIELDS, {})
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        # What cannot be encoded is half a character, quoted from something that a program said.
        return orjson.dumps(_encodable(line)).decode()


def _encodable(line: dict[str, Any]) -> dict[str, Any]:
    def told(value: Any) -> Any:
        if isinstance(value, str):
            return value.encode("utf-8", "backslashreplace").decode()
        return value

    return {name: told(value) for name, value in line.items()}


def configure(form: LogFormat, *, requests: bool) -> None:
    """Lets this process log to its standard error; every request only where it is asked for."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonFormatter() if form == "json" else TextFormatter())
    logging.basicConfig(level=logging.WARNING, handlers=[handler])
    REQUESTS.setLevel(logging.INFO if requests else logging.WARNING)
