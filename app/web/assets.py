"""Static files: revalidated on every use, compressed once; those with a version kept for good."""

from __future__ import annotations

import gzip
import importlib.metadata
import importlib.util
import mimetypes
import os
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

from app.web.editions import VERSION, EditionedFolder, digest

_COMPRESSIBLE = ("text/", "application/json", "image/svg+xml", "application/manifest+json")
_SMALLEST_COMPRESSED = 1024
_REVALIDATE = "no-cache"
_FOR_GOOD = "public, max-age=31536000, immutable"


@dataclass(frozen=True)
class _Content:
    etag: str
    media_type: str
    body: bytes
    compressed: bytes | None


class Assets(StaticFiles):
    """Serves a folder, or only the given `files` of it (name -> path).

    Contents are kept in memory, with their compressed form, until the file changes. An answer to a
    request that names the version of what it gets (`?v=`) may be cached for good.
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
        path, version = self._asked(path, scope)
        try:
            content = await anyio.to_thread.run_sync(self._content, path)
        except (OSError, ValueError):
            content = None
        if content is None:
            raise HTTPException(404)
        headers = Headers(scope=scope)
        zipped = content.compressed is not None and _accepts_gzip(headers)
        etag = f'"{content.etag}-gzip"' if zipped else f'"{content.etag}"'
        for_good = version is not None and self._is_of(version, path, content)
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

    def _asked(self, path: str, scope: Scope) -> tuple[str, str | None]:
        """The path of the file, and the version that is asked for."""
        return path, QueryParams(scope["query_string"]).get("v")

    def _is_of(self, version: str, path: str, content: _Content) -> bool:
        """Whether this is what the file has in it in that version."""
        return version == self._version

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
        content = _Content(digest(body), media_type, body, compressed)
        self._contents[full_path] = (state, content)
        return content


class EditionedAssets(Assets):
    """Serves a folder, with or without a version before the paths: `/<version>/js/dom.js`.

    Under an earlier version there is what the file is now, which is not to be kept.
    """

    def __init__(self, folder: EditionedFolder) -> None:
        super().__init__(folder.root)
        self._folder = folder

    def _asked(self, path: str, scope: Scope) -> tuple[str, str | None]:
        first, _, rest = path.partition(os.sep)
        return (rest, first) if VERSION.fullmatch(first) else (path, None)

    def _is_of(self, version: str, path: str, content: _Content) -> bool:
        edition = self._folder.latest()
        return (
            version == edition.version
            and edition.digests.get(path.replace(os.sep, "/")) == content.etag
        )


def plotly_version() -> str:
    """The version of the Plotly package, and so of the script it carries."""
    return importlib.metadata.version("plotly")


def plotly_assets() -> Assets:
    """`plotly.min.js` of the installed package."""
    folder = _package_folder("plotly") / "package_data"
    return Assets(files={"plotly.min.js": folder / "plotly.min.js"}, version=plotly_version())


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
