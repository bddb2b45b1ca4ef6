"""Between processes: live frames and the relay's bell over Redis, when there is one.

Redis only wakes. A lost message costs one poll; losing Redis altogether leaves every process working alone on the
same tables. The subscription reconnects for ever with a growing pause.

Units    seconds.
Effects  two Redis channels.
"""

import asyncio
from collections.abc import Callable

import msgspec
from msgspec import Struct
from redis.asyncio import Redis
from redis.exceptions import RedisError

from api.live import Hub
from api.logs import warned

CHANNEL = "doorstep:live"
_PAUSES = (0.2, 1.0, 5.0)


class Wake(Struct, frozen=True):
    """A frame for other processes, or with an empty topic: events were recorded."""

    boot: str
    topic: str
    event: str = ""
    data: msgspec.Raw = msgspec.Raw(b"null")


class Wakeups:
    """One process's end of the channel."""

    def __init__(self, url: str, boot: str, hub: Hub, bell: Callable[[], None]) -> None:
        self._redis: Redis = Redis.from_url(url)
        self._boot = boot
        self._hub = hub
        self._bell = bell
        self._out: asyncio.Queue[bytes] = asyncio.Queue(maxsize=1000)

    def frame(self, topic: str, event: str, data: bytes) -> None:
        """Pass a frame on; dropped when the queue is full, the truth is in the tables."""
        self._queue(Wake(self._boot, topic, event, msgspec.Raw(data)))

    def ring(self) -> None:
        self._queue(Wake(self._boot, ""))

    def _queue(self, wake: Wake) -> None:
        try:
            self._out.put_nowait(msgspec.json.encode(wake))
        except asyncio.QueueFull:
            return

    async def send(self) -> None:
        """Publish what is queued, for ever."""
        while True:
            message = await self._out.get()
            try:
                await self._redis.publish(CHANNEL, message)
            except (RedisError, OSError):
                warned("redis_away")
                await asyncio.sleep(1)

    async def listen(self) -> None:
        """Hear the others, for ever."""
        misses = 0
        while True:
            try:
                async with self._redis.pubsub() as channel:
                    await channel.subscribe(CHANNEL)
                    misses = 0
                    async for message in channel.listen():
                        if message["type"] == "message":
                            self.hear(message["data"])
            except (RedisError, OSError):
                warned("redis_away")
            await asyncio.sleep(_PAUSES[min(misses, len(_PAUSES) - 1)])
            misses += 1

    def hear(self, message: bytes) -> None:
        wake = msgspec.json.decode(message, type=Wake)
        if wake.boot == self._boot:
            return
        if wake.topic:
            self._hub.deliver(wake.topic, wake.event, bytes(wake.data))
        else:
            self._bell()

    async def close(self) -> None:
        await self._redis.aclose()
