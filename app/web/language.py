"""The language of a request, and of its answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from starlette.datastructures import URL
from starlette.requests import HTTPConnection
from starlette.responses import Response

from app.words.language import DEFAULT, LANGUAGES, chosen
from app.words.messages import Messages, messages

PARAMETER = "lang"
COOKIE = "lang"
VARY: Mapping[str, str] = MappingProxyType({"Vary": "Accept-Language, Cookie"})
_YEAR = 365 * 24 * 3600


def asked_for(request: HTTPConnection) -> str | None:
    """The language that the address names, spoken here or not."""
    return request.query_params.get(PARAMETER)


def language_of(request: HTTPConnection, written_in: Sequence[str] = LANGUAGES) -> str:
    """What to answer in: the reader's language, or the default where the answer is not
    `written_in` it. A language that is not spoken here is passed over."""
    wished = chosen(
        asked_for(request), request.cookies.get(COOKIE), request.headers.get("accept-language")
    )
    return wished if wished in written_in else DEFAULT


def words_of(request: HTTPConnection) -> Messages:
    """The messages to answer with."""
    return messages(language_of(request))


def headers(language: str) -> dict[str, str]:
    """What says to caches and readers that an answer is in a language, and why in this one."""
    return {"Content-Language": language, **VARY}


def remember(response: Response, asked: str | None, root: str) -> None:
    """Lets the browser remember the language that an address asked for, if it is spoken here."""
    if asked in LANGUAGES:
        response.set_cookie(COOKIE, asked, max_age=_YEAR, path=f"{root}/", samesite="lax")


def addresses(url: URL, root: str) -> Iterator[tuple[str, str]]:
    """The same page in each language, by its tag; as all addresses, without the root path."""
    for language in LANGUAGES:
        there = url.include_query_params(**{PARAMETER: language})
        yield language, f"{there.path.removeprefix(root)}?{there.query}"


def address(url: URL, root: str) -> str:
    """The same page in the language of whoever opens it."""
    there = url.remove_query_params(PARAMETER)
    path = there.path.removeprefix(root)
    return f"{path}?{there.query}" if there.query else path
