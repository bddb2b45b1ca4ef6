"""What is looked at before a body is read: where it comes from, what it claims to be, how deep, how large.

No text of a request, in its address or its JSON, may hold U+0000: PostgreSQL takes none, and nobody means one.

A handler takes JSON unless its `opt["body"]` says `raw`. JSON must be sent as exactly `application/json` (a browser
sends other types across sites without asking), fits the handler's limit, may be gzip, and is at most `DEPTH` deep
(decoding recurses: a hundred thousand brackets would overrun a small stack). A request that changes something
and names another site as its origin is refused. Whoever the policy does not let in is refused before his body is
read, and what anybody may send has a small limit of its own.

Units    bytes.
Errors   `ForeignOrigin`, `WrongType`, `TooLarge`, `TooDeep`, `HoldsNul`, `BadRequest`.
"""

from litestar.connection import ASGIConnection
from litestar.enums import ScopeType
from litestar.types import ASGIApp, HTTPReceiveMessage, Receive, Scope, Send

from api.auth import policy_guard
from api.problems import BadRequest, ForeignOrigin, HoldsNul, WrongType
from kernel.bodies import depth, holds_nul, inflated
from media.problems import TooLarge
from offline_sync.envelope import TooDeep

DEPTH = 64
LIMIT = 1_048_576
SMALL = 4096  # for what anybody may send, signed in or not
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def unpacked(body: bytes, limit: int) -> bytes:
    """A gzip body, refused as soon as it grows beyond the limit."""
    plain = inflated(body, limit)
    if plain is None:
        raise BadRequest(why="gzip")
    if len(plain) > limit:
        raise TooLarge(limit=limit)
    return plain


class Guards:
    """ASGI middleware behind the routing, before the handler."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if "\0" in scope["path"] or b"%00" in scope["query_string"]:
            raise HoldsNul
        if scope["type"] != ScopeType.HTTP or scope["method"] in _SAFE:
            await self.app(scope, receive, send)
            return
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        _check_origin(headers, scope["litestar_app"].state.settings.origin)
        handler = scope["route_handler"]
        policy_guard(ASGIConnection(scope), handler)  # before a byte is read; the application asks again
        opt = handler.opt
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
            if depth(body, DEPTH) > DEPTH:
                raise TooDeep(limit=DEPTH)
            if holds_nul(body):
                raise HoldsNul
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
