"""Lines between a phone and the server: one that counts, one that is as slow, far and lossy as a mobile network.

A shaped line carries bytes at a rate, delays each way by half the round trip, and stalls where a lost packet would make
TCP wait for its repetition. It can be cut for everybody at any moment. What was carried and then thrown away by a cut
is counted by whoever sends; the line counts everything that was sent.

Units    bytes, seconds.
Effects  sockets on this machine.
"""

import asyncio
import contextlib
from random import Random  # noqa: TID251 - seeded: the same line loses the same packets
from typing import NamedTuple, Self

_PACKET = 1460
_MARKS = (b"GET ", b"POST ", b"PATCH ", b"HEAD ", b"PUT ", b"DELETE ")


class Counted:
    """A port that leads to the server and counts requests and bytes."""

    def __init__(self, port: int) -> None:
        self._to = port
        self.port = self.requests = self.up = self.down = 0
        self.paths: list[str] = []
        self._writers: set[asyncio.StreamWriter] = set()

    async def __aenter__(self) -> Self:
        self._listening = await asyncio.start_server(self._met, "127.0.0.1", 0)
        self.port = self._listening.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        self._listening.close()
        self.cut()

    def cut(self) -> None:
        """Every connection ends without a goodbye."""
        for writer in list(self._writers):
            writer.transport.abort()

    async def _met(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            there, to = await asyncio.open_connection("127.0.0.1", self._to)
            ends = {writer, to}
            self._writers |= ends
            ways = [asyncio.ensure_future(self._up(reader, to)), asyncio.ensure_future(self._down(there, writer))]
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
            for way in ways:
                way.cancel()
            await asyncio.gather(*ways, return_exceptions=True)
            self._writers -= ends
            for end in ends:
                end.close()

    async def _up(self, reader: asyncio.StreamReader, to: asyncio.StreamWriter) -> None:
        while part := await reader.read(65536):
            self._note(part)
            self.up += len(part)
            to.write(part)
            await to.drain()

    def _note(self, part: bytes) -> None:
        if part.startswith(_MARKS):
            self.requests += 1
            self.paths.append(part.split(b"\r\n", 1)[0].decode("latin-1"))

    async def _down(self, reader: asyncio.StreamReader, to: asyncio.StreamWriter) -> None:
        while part := await reader.read(65536):
            self.down += len(part)
            to.write(part)
            await to.drain()


class Quality(NamedTuple):
    """A mobile network: bytes a second each way, seconds there and back, share of packets lost."""

    rate: float = 5_000_000 / 8
    round_trip: float = 0.1
    loss: float = 0.01


class Shaped(Counted):
    """The same, slowed down. All connections share the rate, as they share the air."""

    def __init__(self, port: int, quality: Quality = Quality(), seed: int = 1) -> None:  # noqa: B008 - a value
        super().__init__(port)
        self.quality = quality
        self._luck = Random(seed)
        self._free = {"up": 0.0, "down": 0.0}

    async def _up(self, reader: asyncio.StreamReader, to: asyncio.StreamWriter) -> None:
        await self._carry("up", reader, to)

    async def _down(self, reader: asyncio.StreamReader, to: asyncio.StreamWriter) -> None:
        await self._carry("down", reader, to)

    async def _carry(self, way: str, reader: asyncio.StreamReader, to: asyncio.StreamWriter) -> None:
        """Bytes wait for the air, then for the distance; a lost packet holds up all that follow it."""
        loop = asyncio.get_running_loop()
        arriving: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue(maxsize=64)

        async def deliver() -> None:
            while True:
                at, part = await arriving.get()
                await asyncio.sleep(max(0.0, at - loop.time()))
                to.write(part)
                await to.drain()
                arriving.task_done()

        delivering = asyncio.ensure_future(deliver())
        late = 0.0
        try:
            while part := await reader.read(8 * _PACKET):
                if way == "up":
                    self._note(part)
                    self.up += len(part)
                else:
                    self.down += len(part)
                begin = max(loop.time(), self._free[way])
                self._free[way] = begin + len(part) / self.quality.rate
                lost = sum(self._luck.random() < self.quality.loss for _ in range(-(-len(part) // _PACKET)))
                late = max(late, self._free[way] + self.quality.round_trip * (0.5 + (1.0 if lost else 0.0)))
                await asyncio.sleep(max(0.0, self._free[way] - loop.time()))
                await arriving.put((late, part))
            await arriving.join()
        finally:
            delivering.cancel()
