"""The network of a campaign: every request meets a fault or none, by a seed.

    lost        the server has done it, its answer never arrives
    cut up      the connection breaks after some bytes of the request
    cut down    it breaks after some bytes of the answer
    black hole  nothing arrives anywhere, and nobody says so for a while
    twice       the request arrives twice at once
    late        the phone has given up; the request arrives when later ones have been answered

A request and an answer are carried whole or cut on purpose; nothing here knows what they say.

Effects  sockets in the test's own event loop.
"""

import asyncio
import contextlib
import random
import re
import socket
import struct
from collections import Counter

_AT_ONCE = struct.pack("ii", 1, 0)  # SO_LINGER: a reset instead of a goodbye
FAULTS = {"none": 8, "lost": 8, "cut up": 2, "cut down": 2, "black hole": 1, "twice": 3, "late": 3}
HOLE = 0.2
_LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)


class Network:
    """A port that leads to the server, more or less."""

    def __init__(self, luck: random.Random) -> None:
        self.server_port = 0
        self.port = 0
        self.calm = False
        """Whether everything arrives."""
        self.met: Counter[str] = Counter()
        self._luck = luck
        self._late: list[bytes] = []
        self._tasks: set[asyncio.Task[None]] = set()
        self._listening: asyncio.Server | None = None

    async def open(self) -> "Network":
        self._listening = await asyncio.start_server(self._met, "127.0.0.1", 0)
        self.port = self._listening.sockets[0].getsockname()[1]
        return self

    async def close(self) -> None:
        if self._listening is not None:
            self._listening.close()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def settle(self) -> None:
        """Everything that is late arrives now."""
        late, self._late = self._late, []
        for request in late:
            await self._quietly(request)

    async def _met(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        try:
            request = await _message(reader)
            fault = "none" if self.calm or b"/auth/" in request[:60] else self._fault()
            self.met[fault] += 1
            await self._carry(fault, request, writer)
        except (OSError, EOFError, asyncio.CancelledError):
            pass
        finally:
            _reset(writer)
            self._tasks.discard(task)

    def _fault(self) -> str:
        return self._luck.choices(list(FAULTS), list(FAULTS.values()))[0]

    async def _carry(self, fault: str, request: bytes, writer: asyncio.StreamWriter) -> None:
        match fault:
            case "black hole":
                await asyncio.sleep(HOLE)
            case "late":
                self._late.append(request)
            case "cut up":
                await self._part(request[: self._luck.randrange(len(request))])
            case "lost":
                await self._asked(request)
            case "cut down":
                answer = await self._asked(request)
                writer.write(answer[: self._luck.randrange(len(answer))])
                await writer.drain()
            case "twice":
                both = await asyncio.gather(self._asked(request), self._asked(request))
                await _given(writer, self._luck.choice(both))
            case _:
                await _given(writer, await self._asked(request))
                if self._late and self._luck.random() < 0.5:
                    await self._quietly(self._late.pop(self._luck.randrange(len(self._late))))

    async def _asked(self, request: bytes) -> bytes:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.server_port)
        try:
            writer.write(request)
            await writer.drain()
            return await _message(reader, head=request.startswith(b"HEAD"))
        finally:
            writer.transport.abort()

    async def _quietly(self, request: bytes) -> None:
        with contextlib.suppress(OSError, EOFError):
            await self._asked(request)

    async def _part(self, part: bytes) -> None:
        _, writer = await asyncio.open_connection("127.0.0.1", self.server_port)
        writer.write(part)
        await writer.drain()
        await asyncio.sleep(0.001)
        _reset(writer)


async def _message(reader: asyncio.StreamReader, *, head: bool = False) -> bytes:
    """One request or answer, whole."""
    start = await reader.readuntil(b"\r\n\r\n")
    told = _LENGTH.search(start)
    return start + (await reader.readexactly(int(told[1])) if told and not head else b"")


async def _given(writer: asyncio.StreamWriter, answer: bytes) -> None:
    """An answer, and time to hear it: a reset at once would take it back."""
    writer.write(answer)
    await writer.drain()
    writer.write_eof()
    await asyncio.sleep(0.01)


def _reset(writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        known = writer.get_extra_info("socket")
        if known is not None:
            known.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _AT_ONCE)
    writer.transport.abort()
