"""HTTP as small as it can be: one request, one connection, one answer. It knows nothing of the product.

Errors   `Lost` whenever no whole answer came: refused, reset, cut short, or silent for too long.
"""

import asyncio
import contextlib
from typing import Any, NamedTuple

import msgspec

PATIENCE = 5.0


class Lost(Exception):
    """No answer. What became of the request is unknown."""


class Answer(NamedTuple):
    status: int
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        return msgspec.json.decode(self.body)


async def ask(
    port: int, method: str, path: str, headers: dict[str, str], body: bytes = b"", patience: float = PATIENCE
) -> Answer:
    try:
        async with asyncio.timeout(patience):
            return await _asked(port, method, path, headers, body)
    except (OSError, EOFError, TimeoutError, ValueError) as error:
        raise Lost(type(error).__name__) from error


async def _asked(port: int, method: str, path: str, headers: dict[str, str], body: bytes) -> Answer:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        told = {"Host": f"127.0.0.1:{port}", "Connection": "close", "Content-Length": str(len(body)), **headers}
        lines = "".join(f"{name}: {value}\r\n" for name, value in told.items())
        writer.write(f"{method} {path} HTTP/1.1\r\n{lines}\r\n".encode() + body)
        with contextlib.suppress(ConnectionError):
            await writer.drain()
        head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
        found = dict(line.lower().split(": ", 1) for line in head[1:] if ": " in line)
        length = 0 if method == "HEAD" else int(found.get("content-length", "0"))
        return Answer(int(head[0].split(" ")[1]), found, await reader.readexactly(length))
    finally:
        writer.transport.abort()
