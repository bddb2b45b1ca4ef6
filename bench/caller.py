"""One person's requests straight into the application, without a network or a client in between: what the tape records.

Effects  those of the application.
"""

from collections.abc import Mapping
from typing import Any

import msgspec

HEADERS = ((b"host", b"doorstep.test"), (b"content-type", b"application/json"), (b"accept-language", b"en"))


class Caller:
    """One person's requests, straight into the application."""

    def __init__(self, app: Any, token: str) -> None:
        self._app = app
        self._headers = [*HEADERS, (b"authorization", f"Bearer {token}".encode())]

    async def ask(self, method: str, path: str, body: bytes = b"") -> tuple[int, bytes]:
        scope: Mapping[str, Any] = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": method,
            "scheme": "https",
            "path": path,
            "raw_path": path.encode(),
            "query_string": b"",
            "root_path": "",
            "headers": [*self._headers, (b"content-length", str(len(body)).encode())],
            "client": ("127.0.0.1", 40000),
            "server": ("doorstep.test", 443),
            "state": {},
        }
        sent: list[Mapping[str, Any]] = []
        waiting = [{"type": "http.request", "body": body, "more_body": False}]

        async def receive() -> Mapping[str, Any]:
            return waiting.pop() if waiting else {"type": "http.disconnect"}

        async def send(message: Mapping[str, Any]) -> None:
            sent.append(message)

        await self._app(scope, receive, send)
        return sent[0]["status"], b"".join(message.get("body", b"") for message in sent[1:])

    async def ok(self, method: str, path: str, json: Any = None) -> Any:
        body = b"" if json is None else json if isinstance(json, bytes) else msgspec.json.encode(json)
        status, answer = await self.ask(method, path, body)
        if status >= 300:
            raise RuntimeError(f"{method} {path}: {status} {answer[:400]!r}")
        return msgspec.json.decode(answer) if answer else None
