"""The network between a phone and the server, which a test may take away at any moment.

A browser's own offline switch only tells the page; a line cuts everything at once: open streams, the service worker,
half-sent photos. It can also lose exactly one answer, which is how a phone comes to repeat what the server has done.

Effects  sockets in the test's own event loop.
"""

import asyncio
import contextlib
import socket
import struct

_AT_ONCE = struct.pack("ii", 1, 0)  # SO_LINGER: a reset instead of a goodbye


class CutLine:
    """A port that leads to the server while it is whole."""

    def __init__(self, port: int) -> None:
        self.server_port = port
        self.port = 0
        self.whole = True
        self.lost = 0
        self.sent = 0  # bytes that went up
        self.cuts = 0
        self._lose: bytes | None = None
        self._cut_at: list[int] = []
        self._pace = 0.0
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

    def lose_answer(self, path: str) -> None:
        """The next request to `path` reaches the server; its answer does not reach the phone."""
        self._lose = f" {path}".encode()

    def cut_at(self, *marks: int, pace: float = 0.0) -> None:
        """Reset the connection that carries the line past each of these totals; the next one is taken again.

        `pace` is the seconds that each piece takes: an unhindered line only fills buffers.
        """
        self.sent, self._cut_at, self._pace = 0, sorted(marks), pace

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
        ends = {writer, to_server}
        self._open |= ends
        deaf = asyncio.Event()
        try:
            if not self.whole:
                return
            ways = (self._up(reader, to_server, deaf), self._down(there, writer, deaf))
            done, rest = await asyncio.wait([asyncio.create_task(way) for way in ways], return_when="FIRST_COMPLETED")
            for way in rest:
                way.cancel()
            await asyncio.gather(*done, *rest, return_exceptions=True)
        finally:
            self._open -= ends
            for end in ends:
                _reset(end)

    async def _up(self, reader: asyncio.StreamReader, to: asyncio.StreamWriter, deaf: asyncio.Event) -> None:
        while part := await reader.read(16_384 if self._pace else 65536):
            if self._lose is not None and self._lose in part.split(b"\r\n", 1)[0]:
                self._lose = None
                deaf.set()
            to.write(part)
            await to.drain()
            self.sent += len(part)
            if self._pace:
                await asyncio.sleep(self._pace)
            if self._cut_at and self.sent >= self._cut_at[0]:
                self._cut_at.pop(0)
                self.cuts += 1
                return  # `_carry` lets both ends go

    async def _down(self, reader: asyncio.StreamReader, to: asyncio.StreamWriter, deaf: asyncio.Event) -> None:
        while part := await reader.read(65536):
            if deaf.is_set():
                self.lost += 1
                _reset(to)
                return
            to.write(part)
            await to.drain()


def _reset(writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        known = writer.get_extra_info("socket")
        if known is not None:
            known.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _AT_ONCE)
    writer.transport.abort()
