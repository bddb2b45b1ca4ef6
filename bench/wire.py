"""The load: requests made beforehand, sent over kept-alive sockets, answers read whole.

A client that encodes while it measures would measure itself, so that every request is bytes before the clock starts.

Units    seconds; bytes.
Errors   `Refused` when an answer is not the one expected.
Effects  sockets on this machine.
"""

import asyncio
import gzip
import time
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, Self

import msgspec

_TRIES = 40


class Refused(RuntimeError):
    """An answer that was not the one expected."""


class Answer(NamedTuple):
    status: int
    headers: dict[str, str]
    wire: bytes
    seconds: float
    later: int = 0  # times the server said that it was to be asked later

    @property
    def body(self) -> bytes:
        return gzip.decompress(self.wire) if self.headers.get("content-encoding") == "gzip" else self.wire

    def json(self) -> Any:
        return msgspec.json.decode(self.body)


def request(method: str, path: str, body: bytes = b"", headers: Mapping[str, str] | None = None) -> bytes:
    told = {"Host": "bench", "Content-Length": str(len(body)), **(headers or {})}
    head = "".join(f"{name}: {value}\r\n" for name, value in told.items())
    return f"{method} {path} HTTP/1.1\r\n{head}\r\n".encode() + body


def json_request(
    path: str, body: Any, token: str = "", *, gz: bool = False, method: str = "POST", pack: bool = False
) -> bytes:
    """A request with JSON; `gz` takes a packed answer, `pack` packs the request too, as a phone does."""
    text = body if isinstance(body, bytes) else msgspec.json.encode(body)
    headers = {"Content-Type": "application/json"}
    if pack:
        text = gzip.compress(text)
        headers["Content-Encoding"] = "gzip"
    if token:
        headers["Authorization"] = f"Bearer {token}"
    if gz:
        headers["Accept-Encoding"] = "gzip"
    return request(method, path, text, headers)


class Socket:
    """One kept-alive connection."""

    def __init__(self, port: int) -> None:
        self._port = port
        self.sent = self.received = 0
        self._reader: asyncio.StreamReader
        self._writer: asyncio.StreamWriter

    async def __aenter__(self) -> Self:
        self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self._port, limit=2**24)
        return self

    async def __aexit__(self, *_: object) -> None:
        self._writer.close()

    async def ask(self, raw: bytes) -> Answer:
        began = time.perf_counter()
        self._writer.write(raw)
        head = (await self._reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        self.sent += len(raw)
        self.received += len(head)
        first, *lines = head.split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines if line)}
        if "content-length" in headers:
            body = await self._reader.readexactly(int(headers["content-length"]))
        elif headers.get("transfer-encoding") == "chunked":
            body = await self._chunks()
        else:
            body = b""
        self.received += len(body)
        return Answer(int(first.split()[1]), headers, body, time.perf_counter() - began)

    async def _chunks(self) -> bytes:
        parts: list[bytes] = []
        while size := int((await self._reader.readline()).strip() or b"0", 16):
            parts.append(await self._reader.readexactly(size))
            await self._reader.readexactly(2)
        await self._reader.readline()
        return b"".join(parts)

    async def ok(self, raw: bytes) -> Answer:
        """The answer; a server that is busy is asked again when it says, as a phone does."""
        began = time.perf_counter()
        for later in range(_TRIES):
            answer = await self.ask(raw)
            if answer.status < 300:
                return answer._replace(later=later, seconds=time.perf_counter() - began)
            if answer.status not in {429, 503}:
                break
            await asyncio.sleep(float(answer.headers.get("retry-after", "2")))
        raise Refused(f"{answer.status} {answer.body[:300]!r}")


async def one_after_another(port: int, requests: Sequence[bytes]) -> list[Answer]:
    async with Socket(port) as line:
        return [await line.ok(raw) for raw in requests]


async def all_at_once(port: int, queues: Sequence[Sequence[bytes]]) -> list[list[Answer]]:
    """Each queue over a connection of its own, in order; all queues together."""
    return list(await asyncio.gather(*(one_after_another(port, queue) for queue in queues)))


async def once(port: int, raw: bytes) -> Answer:
    async with Socket(port) as line:
        return await line.ok(raw)
