"""The built phone app, from memory.

Read once at the start: every file with its type, its ETag and a packed copy when that is smaller. Paths are looked
up in a table of names, never in the file system, so nothing outside the folder can be asked for. Staff routes
answer with the app, `/o` and `/report/<code>` with the owner's page; hashed assets are immutable, everything else is
asked for again.

Units    bytes.
Effects  reads the folder at the start.
"""

import gzip
import hashlib
import mimetypes
from pathlib import Path
from typing import Any

from litestar import Request, Response, get
from litestar.datastructures import State
from litestar.params import FromPath
from msgspec import Struct

from api.problems import NoSuchPage

_TYPES = {  # Litestar adds the charset to text
    ".js": "text/javascript",
    ".mjs": "text/javascript",
    ".css": "text/css",
    ".html": "text/html",
    ".webmanifest": "application/manifest+json",
    ".json": "application/json",
    ".geojson": "application/geo+json",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
    ".wasm": "application/wasm",
}
_PACKED = frozenset({".js", ".mjs", ".css", ".html", ".webmanifest", ".json", ".geojson", ".svg"})
_FOR_EVER = "public, max-age=31536000, immutable"
_ASK_AGAIN = "no-cache"


class Asset(Struct, frozen=True):
    plain: bytes
    packed: bytes | None
    media_type: str
    etag: str
    cache: str


class Shell:
    """Every file of the built app by its path."""

    def __init__(self, folder: Path) -> None:
        self.files: dict[str, Asset] = {}
        if folder.is_dir():
            for path in sorted(folder.rglob("*")):
                if path.is_file() and path.suffix not in {".map", ".gz", ".br"}:
                    name = path.relative_to(folder).as_posix()
                    self.files[name] = _asset(name, path.read_bytes())

    def __len__(self) -> int:
        return len(self.files)


def _asset(name: str, plain: bytes) -> Asset:
    suffix = Path(name).suffix
    packed = gzip.compress(plain, 6, mtime=0) if suffix in _PACKED else None
    return Asset(
        plain=plain,
        packed=packed if packed is not None and len(packed) < len(plain) else None,
        media_type=_TYPES.get(suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream",
        etag='"' + hashlib.sha256(plain).hexdigest()[:32] + '"',
        cache=_FOR_EVER if name.startswith("assets/") else _ASK_AGAIN,
    )


Asked = Request[Any, Any, State]
PUBLIC = {"policy": "public"}


def _send(request: Asked, name: str) -> Response[bytes]:
    shell: Shell = request.app.state.shell
    asset = shell.files.get(name)
    if asset is None:
        raise NoSuchPage
    headers = {"ETag": asset.etag, "Cache-Control": asset.cache, "Vary": "Accept-Encoding"}
    if asset.etag in request.headers.get("if-none-match", ""):
        return Response(b"", status_code=304, headers=headers, media_type=asset.media_type)
    if asset.packed is not None and "gzip" in request.headers.get("accept-encoding", ""):
        headers["Content-Encoding"] = "gzip"
        return Response(asset.packed, headers=headers, media_type=asset.media_type)
    return Response(asset.plain, headers=headers, media_type=asset.media_type)


@get(
    ["/", *(f"/{face}" for face in ("t", "d", "l", "m", "a", "design", "signin"))], opt=PUBLIC, include_in_schema=False
)
async def staff_page(request: Asked) -> Response[bytes]:
    return _send(request, "index.html")


@get([f"/{face}/{{rest:path}}" for face in ("t", "d", "l", "m", "a", "design")], opt=PUBLIC, include_in_schema=False)
async def staff_deep_page(request: Asked, rest: FromPath[str]) -> Response[bytes]:
    return _send(request, "index.html")


@get(["/o", "/report/{code:str}"], opt=PUBLIC, include_in_schema=False)
async def owner_page(request: Asked) -> Response[bytes]:
    return _send(request, "owner.html")


@get("/assets/{name:str}", opt=PUBLIC, include_in_schema=False)
async def asset(request: Asked, name: FromPath[str]) -> Response[bytes]:
    return _send(request, f"assets/{name}")


@get("/icons/{name:str}", opt=PUBLIC, include_in_schema=False)
async def icon(request: Asked, name: FromPath[str]) -> Response[bytes]:
    return _send(request, f"icons/{name}")


@get("/{name:str}", opt=PUBLIC, include_in_schema=False)
async def top_file(request: Asked, name: FromPath[str]) -> Response[bytes]:
    """`sw.js`, `manifest.webmanifest` and the like."""
    return _send(request, name)


HANDLERS = (staff_page, staff_deep_page, owner_page, asset, icon, top_file)
