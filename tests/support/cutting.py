"""The network between a phone and the server, which a test may take away or falsify at any moment.

A browser's own offline switch only tells the page; a line cuts everything at once: open streams, the service worker,
half-sent photos. It can also do to single requests what real networks do: lose an answer, break it off in the middle,
swallow it and keep the connection, answer in the server's place, deliver a request twice.

Units    bytes.
Effects  sockets in the test's own event loop.
"""

import asyncio
import contextlib
import socket
import struct
from dataclasses import dataclass, replace

_AT_ONCE = struct.pack("ii", 1, 0)  # SO_LINGER: a reset instead of a goodbye
_METHODS = (b"GET ", b"POST ", b"PUT ", b"PATCH ", b"HEAD ", b"DELETE ")


@dataclass(frozen=True)
class Fault:
    """What becomes of the next `times` requests whose first line contains `path`."""

    path: str
    times: int = 1
    instead: bytes | None = None
    """Somebody else answers; the server never hears of it."""
    request_bytes: int | None = None
    """The server gets so much of the request; then the connection is reset."""
    answer_bytes: int | None = None
    """The phone gets so much of the answer; then the connection is reset, or is silent for ever."""
    silent: bool = False
    """Where the fault would reset, nothing more is ever heard instead."""
    twice: bool = False
    """A copy of the request reaches the server as well, on a connection of its own."""


def told(status: str, body: bytes = b"", kind: str = "application/problem+json", *more: str) -> bytes:
    """An answer that is not the server's own."""
    head = [f"HTTP/1.1 {status}", f"Content-Type: {kind}", f"Content-Length: {len(body)}", "Connection: close", *more]
    return "\r\n".join(head).encode() + b"\r\n\r\n" + body


@dataclass
class _Talk:
    """One connection of the phone, and how much of the answers it may still hear."""

    phone: asyncio.StreamWriter
    server: asyncio.StreamWriter
    hears: int | None = None
    silent: bool = False


class CutLine:
    """A port that leads to the server while it is whole."""

    def __init__(self, port: int) -> None:
        self.server_port = port
        self.port = 0
        self.whole = True
        self.lost = 0
        """Requests that a fault befell."""
        self.requests: list[str] = []
        """The first line of everything that came through."""
        self._faults: list[Fault] = []
        self._awaited: list[tuple[str, asyncio.Event]] = []
        self._listening: asyncio.Server | None = None
        self._open: set[asyncio.StreamWriter] = set()
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def lay(self) -> "CutLine":
        self._listening = await asyncio.start_server(self._met, "127.0.0.1", 0)
        self.port = self._listening.sockets[0].getsockname()[1]
        return self

    def cut(self) -> None:
        """No connection lives on, none is taken."""
        self.whole = False
        for writer in list(self._open):
            _reset(writer)

    def mend(self) -> None:
        self.whole = True

    def befall(self, fault: Fault) -> None:
        self._faults.append(fault)

    def heal(self) -> None:
        """No further request meets a fault; connections that are silent stay so."""
        self._faults.clear()

    def lose_answer(self, path: str) -> None:
        """The next request to `path` reaches the server; its answer does not reach the phone."""
        self.befall(Fault(path, answer_bytes=0))

    def hears_of(self, path: str) -> asyncio.Event:
        """Set when the next request to `path` passes."""
        event = asyncio.Event()
        self._awaited.append((path, event))
        return event

    async def take_up(self) -> None:
        """The end: everything is let go."""
        self.cut()
        if self._listening is not None:
            self._listening.close()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _met(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        try:
            await self._carry(reader, writer)
        except (OSError, asyncio.CancelledError):
            _reset(writer)
        finally:
            self._tasks.discard(task)

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if not self.whole:
            _reset(writer)
            return
        there, to_server = await asyncio.open_connection("127.0.0.1", self.server_port)
        talk = _Talk(writer, to_server)
        ends = {writer, to_server}
        self._open |= ends
        try:
            if not self.whole:
                return
            ways = (self._up(reader, talk), self._down(there, talk))
            done, rest = await asyncio.wait([asyncio.create_task(way) for way in ways], return_when="FIRST_COMPLETED")
            for way in rest:
                way.cancel()
            await asyncio.gather(*done, *rest, return_exceptions=True)
        finally:
            self._open -= ends
            for end in ends:
                end.close()

    async def _up(self, reader: asyncio.StreamReader, talk: _Talk) -> None:
        while part := await reader.read(65536):
            first = part.split(b"\r\n", 1)[0]
            if first.startswith(_METHODS):
                self._noted(first.decode("latin-1"))
                fault = self._fault_of(first)
                if fault is not None:
                    self.lost += 1
                    part = await _whole(part, reader)
                    if await self._befallen(fault, part, talk):
                        return
            talk.server.write(part)
            await talk.server.drain()

    def _noted(self, first: str) -> None:
        self.requests.append(first)
        for path, event in self._awaited:
            if path in first:
                event.set()
        self._awaited = [one for one in self._awaited if not one[1].is_set()]

    def _fault_of(self, first: bytes) -> Fault | None:
        for at, fault in enumerate(self._faults):
            if f" {fault.path}".encode() in first or first.startswith(fault.path.encode()):
                if fault.times > 1:
                    self._faults[at] = replace(fault, times=fault.times - 1)
                else:
                    del self._faults[at]
                return fault
        return None

    async def _befallen(self, fault: Fault, request: bytes, talk: _Talk) -> bool:
        """What the fault does before the server hears of the request; true when it never will."""
        if fault.instead is not None:
            talk.phone.write(fault.instead)
            await talk.phone.drain()
            talk.phone.write_eof()
            return True
        if fault.request_bytes is not None:
            talk.server.write(request[: fault.request_bytes])
            await talk.server.drain()
            if fault.silent:
                await asyncio.Event().wait()
            _reset(talk.phone)
            _reset(talk.server)
            return True
        if fault.twice:
            await self._ghost(request)
        talk.hears, talk.silent = fault.answer_bytes, fault.silent
        return False

    async def _ghost(self, request: bytes) -> None:
        """The same request on a connection of its own, answered before the original is let through."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.server_port)
        writer.write(request)
        await writer.drain()
        await reader.readuntil(b"\r\n\r\n")
        _reset(writer)

    async def _down(self, reader: asyncio.StreamReader, talk: _Talk) -> None:
        while part := await reader.read(65536):
            if talk.hears is None:
                talk.phone.write(part)
                await talk.phone.drain()
                continue
            talk.phone.write(part[: talk.hears])
            await talk.phone.drain()
            talk.hears -= min(talk.hears, len(part))
            if talk.hears == 0 and not talk.silent:
                _reset(talk.phone)
                return


async def _whole(begun: bytes, reader: asyncio.StreamReader) -> bytes:
    """A request to its end, as far as its head says where that is."""
    while b"\r\n\r\n" not in begun:
        begun += await reader.read(65536)
    head, _, body = begun.partition(b"\r\n\r\n")
    lengths = [line.split(b":")[1] for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")]
    owed = int(lengths[0]) - len(body) if lengths else 0
    while owed > 0:
        more = await reader.read(65536)
        if not more:
            break
        begun += more
        owed -= len(more)
    return begun


def _reset(writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        known = writer.get_extra_info("socket")
        if known is not None:
            known.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _AT_ONCE)
    writer.transport.abort()
