"""A problem as the answer to a request."""

from __future__ import annotations

from starlette.requests import HTTPConnection
from starlette.responses import Response

from app.documents.problems import Problem, problem_response
from app.web.language import words_of
from app.web.logs import request_id


def refusal(problem: Problem, request: HTTPConnection) -> Response:
    """The answer, in the language of whoever asked, with the id under which the log knows it."""
    return problem_response(problem, request.url.path, words_of(request), request_id.get())
