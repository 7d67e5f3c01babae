"""Static files: compressed once, and kept for good where their address says what is in them."""

from __future__ import annotations

import gzip
import hashlib
import importlib.metadata
import importlib.util
import mimetypes
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import anyio.to_thread
from starlette.datastructures import Headers, QueryParams
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

_COMPRESSIBLE = ("text/", "application/json", "image/svg+xml", "application/manifest+json")
_SMALLEST_COMPRESSED = 1024
_REVALIDATE = "no-cache"
_FOR_GOOD = "public, max-age=31536000, immutable"
# What the build of the pages names by its content: `workbench-5A5NW4ZJ.js`.
_NAMED_BY_CONTENT = re.compile(r"-[A-Z0-9]{8}\.(?:js|css)")


@dataclass(frozen=True)
class _Content:
    etag: str
    media_type: str
    body: bytes
    compressed: bytes | None


class Assets(StaticFiles):
    """Serves a folder, or only the given `files` of it (name -> path).

    Contents are kept in memory, with their compressed form, until the file changes. What is named
    by its content, or requested by its version (`?v=`), may be cached for good.
    """

    def __init__(
        self,
        directory: Path | None = None,
        *,
        files: Mapping[str, Path] | None = None,
        version: str | None = None,
    ) -> None:
        super().__init__(directory=directory, check_dir=False)
        self._files = files
        self._version = version
        self._contents: dict[str, tuple[tuple[int, int], _Content]] = {}

    def lookup_path(self, path: str) -> tuple[str, Any]:
        """The file that is served under `path`, and what `os.stat` says of it."""
        if self._files is None:
            return super().lookup_path(path)
        file = self._files.get(path)
        return ("", None) if file is None else (str(file), file.stat())

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file, or that it has not changed. Raises `HTTPException`."""
        if scope["method"] not in ("GET", "HEAD"):
            raise HTTPException(405, headers={"Allow": "GET, HEAD"})
        try:
            content = await anyio.to_thread.run_sync(self._content, path)
        except (OSError, ValueError):
            content = None
        if content is None:
            raise HTTPException(404)
        headers = Headers(scope=scope)
        zipped = content.compressed is not None and _accepts_gzip(headers)
        etag = f'"{content.etag}-gzip"' if zipped else f'"{content.etag}"'
        asked_version = QueryParams(scope["query_string"]).get("v")
        for_good = _NAMED_BY_CONTENT.search(path) is not None or (
            self._version is not None and asked_version == self._version
        )
        answer = {"ETag": etag, "Cache-Control": _FOR_GOOD if for_good else _REVALIDATE}
        if content.compressed is not None:
            answer["Vary"] = "Accept-Encoding"
        asked = [
            tag.strip().removeprefix("W/") for tag in headers.get("if-none-match", "").split(",")
        ]
        if etag in asked or "*" in asked:
            return Response(status_code=304, headers=answer)
        if zipped:
            answer["Content-Encoding"] = "gzip"
        body = content.compressed if zipped else content.body
        response = Response(body, headers=answer, media_type=content.media_type)
        if scope["method"] == "HEAD":
            response.body = b""
        return response

    def _content(self, path: str) -> _Content | None:
        full_path, stat = self.lookup_path(path)
        if stat is None or not (file := Path(full_path)).is_file():
            return None
        state = (stat.st_mtime_ns, stat.st_size)
        known = self._contents.get(full_path)
        if known is not None and known[0] == state:
            return known[1]
        body = file.read_bytes()
        media_type = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        if file.suffix in (".js", ".mjs"):
            # What the system believes about .js decides otherwise whether modules load.
            media_type = "text/javascript"
        compressed = None
        if len(body) >= _SMALLEST_COMPRESSED and media_type.startswith(_COMPRESSIBLE):
            compressed = gzip.compress(body, 6, mtime=0)
        digest = hashlib.sha256(body).hexdigest()[:24]
        content = _Content(digest, media_type, body, compressed)
        self._contents[full_path] = (state, content)
        return content


def swagger_version() -> str:
    """The version of the package that carries Swagger UI."""
    return importlib.metadata.version("fastapi-offline")


def swagger_assets() -> Assets:
    """Swagger UI's script and style of the installed package."""
    folder = _package_folder("fastapi_offline") / "static"
    names = ("swagger-ui-bundle.js", "swagger-ui.css")
    return Assets(files={name: folder / name for name in names}, version=swagger_version())


def _package_folder(name: str) -> Path:
    """Where an installed package is, without importing it."""
    spec = importlib.util.find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise RuntimeError(f"the package {name} is not installed")
    return Path(spec.submodule_search_locations[0])


def _accepts_gzip(headers: Headers) -> bool:
    for item in headers.get("accept-encoding", "").split(","):
        coding, _, parameters = item.partition(";")
        if coding.strip().lower() in ("gzip", "*"):
            return parameters.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False
