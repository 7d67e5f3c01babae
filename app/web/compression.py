"""Which answers are compressed."""

from __future__ import annotations

from starlette.middleware.gzip import DEFAULT_EXCLUDED_CONTENT_TYPES, GZipMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

from app.web.root import path_of

# A page is waited for over a network; an answer of the API is often asked for on the same machine,
# many times a second.
_SMALLEST_PAGE = 1024
_SMALLEST_ANSWER = 32 * 1024
# The least of it is most of it.
_LEVEL = 1


class Compression:
    """Compresses pages, and large answers of the API; never a stream, of which each line counts
    at once."""

    def __init__(self, app: ASGIApp, but: tuple[str, ...] = ()) -> None:
        """`but` are media types that are left as they are."""

        def from_size(smallest: int) -> ASGIApp:
            return GZipMiddleware(
                app,
                minimum_size=smallest,
                compresslevel=_LEVEL,
                exclude_content_types=(*DEFAULT_EXCLUDED_CONTENT_TYPES, *but),
            )

        self._pages, self._answers = from_size(_SMALLEST_PAGE), from_size(_SMALLEST_ANSWER)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        # Files are compressed once and for all, or not at all (`assets`).
        if scope["type"] != "http":
            await self._pages(scope, receive, send)
            return
        is_page = not path_of(scope).startswith(("/api/", "/static"))
        await (self._pages if is_page else self._answers)(scope, receive, send)
