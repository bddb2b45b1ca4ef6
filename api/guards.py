"""What is looked at before a body is read: where it comes from, what it claims to be, how deep, how large.

A handler takes JSON unless its `opt["body"]` says `raw`. JSON must be sent as exactly `application/json` (a browser
sends other types across sites without asking), fits the handler's limit, may be gzip, and is at most `DEPTH` deep
(decoding recurses: a hundred thousand brackets would overrun a small stack). A request that changes something
and names another site as its origin is refused.

Units    bytes.
Errors   `ForeignOrigin`, `WrongType`, `TooLarge`, `TooDeep`, `BadRequest`.
"""

import re
import zlib

from litestar.enums import ScopeType
from litestar.types import ASGIApp, HTTPReceiveMessage, Receive, Scope, Send

from api.problems import BadRequest, ForeignOrigin, WrongType
from media.problems import TooLarge
from offline_sync.envelope import TooDeep

DEPTH = 64
LIMIT = 1_048_576
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_STRING = re.compile(rb'"(?:[^"\\]|\\.)*"?', re.DOTALL)


def depth(body: bytes) -> int:
    """The deepest nesting of brackets outside strings."""
    deepest = level = 0
    for byte in _STRING.sub(b"", body):
        if byte in b"[{":
            level += 1
            deepest = max(deepest, level)
        elif byte in b"]}":
            level -= 1
    return deepest


def unpacked(body: bytes, limit: int) -> bytes:
    """A gzip body, refused as soon as it grows beyond the limit."""
    machine = zlib.decompressobj(wbits=31)
    try:
        plain = machine.decompress(body, limit + 1)
    except zlib.error as error:
        raise BadRequest(why="gzip") from error
    if len(plain) > limit:
        raise TooLarge(limit=limit)
    if not machine.eof:
        raise BadRequest(why="gzip")
    return plain


class Guards:
    """ASGI middleware behind the routing, before the handler."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP or scope["method"] in _SAFE:
            await self.app(scope, receive, send)
            return
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        _check_origin(headers, scope["litestar_app"].state.settings.origin)
        opt = scope["route_handler"].opt
        if opt.get("body") == "raw":
            await self.app(scope, receive, send)
            return
        limit = int(opt.get("limit", LIMIT))
        body = await _read(receive, headers, limit)
        if body:
            if headers.get("content-type", "").split(";")[0].strip().lower() != "application/json":
                raise WrongType(expected="application/json")
            if headers.get("content-encoding", "identity").lower() == "gzip":
                body = unpacked(body, limit)
            if depth(body) > DEPTH:
                raise TooDeep(limit=DEPTH)
        await self.app(scope, _replay(body, receive), send)


def _check_origin(headers: dict[str, str], own: str) -> None:
    origin = headers.get("origin")
    if origin is None:
        if headers.get("sec-fetch-site", "none") not in {"same-origin", "none"}:
            raise ForeignOrigin
        return
    if origin != own and origin.partition("://")[2] != headers.get("host", ""):
        raise ForeignOrigin


async def _read(receive: Receive, headers: dict[str, str], limit: int) -> bytes:
    declared = headers.get("content-length", "0")
    if not declared.isdigit():
        raise BadRequest(why="content-length")
    if int(declared) > limit:
        raise TooLarge(limit=limit)
    parts: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] != "http.request":
            raise BadRequest(why="cut off")
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        if size > limit:
            raise TooLarge(limit=limit)
        if not message.get("more_body", False):
            return b"".join(parts)


def _replay(body: bytes, receive: Receive) -> Receive:
    given = False

    async def again() -> HTTPReceiveMessage:
        nonlocal given
        if given:
            return await receive()  # type: ignore[return-value]
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return again
