"""The outermost shell of every answer: request id, security headers, one log line, and nothing unhandled.

It wraps the whole application, outside Litestar's routing, so that a 404, a 405, a 413 or a crash leaves with the
same headers as a success. HTML gets the page policy, scripts the one that a worker made of them runs under (a
service worker that may not connect cannot install), everything else `default-src 'none'`. A 304 names no policy: it
would replace the one under which the browser keeps the page. Answers below `/api/` are
`no-store` unless the handler said otherwise.

Units    milliseconds in the log.
Effects  writes the log line; reads the clock of the event loop for durations.
"""

import asyncio
import re
from collections.abc import Callable
from http import HTTPStatus

from litestar.enums import ScopeType
from litestar.types import ASGIApp, HTTPScope, Message, Receive, Scope, Send

from api.logs import failed, said

CSP_API = "default-src 'none'; frame-ancestors 'none'"
CSP_SCRIPT = "default-src 'none'; script-src 'self'; connect-src 'self'; frame-ancestors 'none'"
CSP_PAGE = (
    "default-src 'none'; "
    "script-src 'self'; "
    "style-src 'self'; "
    "img-src 'self' blob: data:; "
    "font-src 'self'; "
    "connect-src 'self'; "
    "worker-src 'self' blob:; "  # the map's worker
    "manifest-src 'self'; "
    "media-src 'self' blob:; "
    "form-action 'self'; "
    "base-uri 'none'; "
    "object-src 'none'; "
    "frame-ancestors 'none'"
)
ALWAYS: dict[str, str] = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "geolocation=(self), camera=(self), microphone=(), payment=(), usb=()",
}
HSTS = "max-age=63072000; includeSubDomains"
_CRASHED = b'{"type":"urn:doorstep:problem:internal","title":"server error","status":500,"code":"internal","detail":""}'
_SENT_ID = re.compile(rb"^[A-Za-z0-9-]{8,64}$")


class Shell:
    """ASGI around the application."""

    def __init__(self, app: ASGIApp, new_id: Callable[[], str], *, https: bool) -> None:
        self.app = app
        self._new_id = new_id
        self._https = https

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP:
            await self.app(scope, receive, send)
            return
        request_id = self._request_id(scope)
        scope.setdefault("state", {})["request_id"] = request_id
        began = asyncio.get_running_loop().time()
        status, size = 0, 0

        async def dressed(message: Message) -> None:
            nonlocal status, size
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = self._dress(scope, list(message["headers"]), request_id)
                if status == HTTPStatus.NOT_MODIFIED:
                    message["headers"] = [one for one in message["headers"] if one[0] not in _OF_THE_BODY]
            elif message["type"] == "http.response.body":
                size += len(message.get("body", b""))
            await send(message)

        try:
            await self.app(scope, receive, dressed)
        except Exception as error:
            failed("internal", request_id, type(error).__name__, "")
            if status:
                raise
            await dressed({"type": "http.response.start", "status": 500, "headers": [_JSON]})
            await dressed({"type": "http.response.body", "body": _CRASHED, "more_body": False})
        finally:
            _log(scope, request_id, status, size, asyncio.get_running_loop().time() - began)

    def _request_id(self, scope: Scope) -> str:
        for name, value in scope["headers"]:
            if name == b"x-request-id" and _SENT_ID.match(value):
                return value.decode()
        return self._new_id()

    def _dress(self, scope: Scope, headers: list[tuple[bytes, bytes]], request_id: str) -> list[tuple[bytes, bytes]]:
        said_ = {name.lower(): value for name, value in headers}
        kind = said_.get(b"content-type", b"")
        page = kind.startswith(b"text/html")
        wanted = dict(ALWAYS)
        script = CSP_SCRIPT if kind.startswith(b"text/javascript") else CSP_API
        wanted["content-security-policy"] = CSP_PAGE if page else script
        if said_.get(b"content-security-policy", b"").startswith(b"sandbox"):  # a handler may only be stricter
            wanted["content-security-policy"] = said_[b"content-security-policy"].decode()
        if self._https:
            wanted["strict-transport-security"] = HSTS
        if b"cache-control" not in said_:
            wanted["cache-control"] = "no-store" if str(scope["path"]).startswith(("/api/", "/health/")) else "no-cache"
        if page:
            wanted["x-robots-tag"] = "noindex"
        wanted["x-request-id"] = request_id
        kept = [(name, value) for name, value in headers if name.lower().decode() not in wanted]
        return kept + [(name.encode(), value.encode()) for name, value in wanted.items()]


_JSON = (b"content-type", b"application/problem+json")
_OF_THE_BODY = frozenset({b"content-security-policy", b"x-robots-tag"})  # a 304 would put them over the kept answer's


def _log(scope: HTTPScope, request_id: str, status: int, size: int, seconds: float) -> None:
    caller = scope.get("state", {}).get("caller")
    said(
        "request",
        request_id=request_id,
        method=scope["method"],
        route=str(scope.get("path_template", "") or "unmatched"),
        status=status,
        bytes=size,
        ms=round(seconds * 1000, 1),
        actor=caller.actor.id if caller else "",
        role=caller.actor.role if caller else "",
    )
