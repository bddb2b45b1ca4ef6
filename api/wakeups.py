"""Between processes: live frames over a Redis channel, and the worker's bell as an arq job.

Redis only wakes. A lost message costs one poll; losing Redis altogether leaves every process working alone on the
same tables. The subscription reconnects for ever; after a gap every open stream is told `reset`, because frames of
other processes may have passed in between. There is one job, `work_off`, with one id: any number of commits before
the worker takes it are one ring.

Units    seconds.
Effects  one Redis channel and the arq queue.
"""

import asyncio
from collections.abc import Awaitable

import msgspec
from arq.connections import ArqRedis
from msgspec import Struct
from redis.asyncio import ConnectionPool
from redis.asyncio.client import PubSub
from redis.exceptions import RedisError

from api.live import Hub
from api.logs import warned

CHANNEL = "doorstep:live"
JOB = "work_off"
PAUSE = 1.0
PATIENCE = 3.0
QUIET = 15.0
AWAY = (RedisError, OSError, TimeoutError)
as_json = msgspec.json.Encoder(enc_hook=repr).encode  # never pickle; an exception becomes its words


class Wake(Struct, frozen=True):
    """A frame for other processes."""

    boot: str
    topic: str
    event: str
    data: msgspec.Raw


def connect(url: str) -> ArqRedis:
    """A client that connects when it is first used."""
    pool = ConnectionPool.from_url(url, socket_connect_timeout=PATIENCE)
    return ArqRedis(pool, job_serializer=as_json, job_deserializer=msgspec.json.decode)


class Wakeups:
    """One process's end of the channel."""

    def __init__(self, url: str, hub: Hub) -> None:
        self._redis = connect(url)
        self._hub = hub
        self._out: asyncio.Queue[bytes] = asyncio.Queue(maxsize=1000)
        self._owed = asyncio.Event()

    def frame(self, topic: str, event: str, data: bytes) -> None:
        """Pass a frame on; dropped when the queue is full, the truth is in the tables."""
        if not self._out.full():
            self._out.put_nowait(msgspec.json.encode(Wake(self._hub.boot, topic, event, msgspec.Raw(data))))

    def ring(self) -> None:
        """Events were recorded: a worker should look."""
        self._owed.set()

    async def send(self) -> None:
        """Publish what is queued, for ever."""
        while True:
            message = await self._out.get()
            await self._sent(self._redis.publish(CHANNEL, message))

    async def ask(self) -> None:
        """Ring the worker's bell when it was asked for, for ever."""
        while True:
            await self._owed.wait()
            self._owed.clear()
            await self._sent(self._redis.enqueue_job(JOB, _job_id=JOB, _expires=60))

    async def _sent(self, word: Awaitable[object]) -> None:
        try:
            await asyncio.wait_for(word, PATIENCE)
        except AWAY:
            warned("redis_away")
            await asyncio.sleep(PAUSE)

    async def listen(self) -> None:
        """Hear the others, for ever."""
        gap = False
        while True:
            try:
                async with self._redis.pubsub() as channel:
                    await channel.subscribe(CHANNEL)
                    await self._follow(channel, gap=gap)
            except AWAY:
                warned("redis_away")
            gap = True
            await asyncio.sleep(PAUSE)

    async def _follow(self, channel: PubSub, *, gap: bool) -> None:
        """Until the connection breaks, or does not answer when it was asked after a silence."""
        asked = False
        while True:
            message = await channel.get_message(timeout=QUIET)
            if message is None:
                if asked:
                    raise TimeoutError
                asked = True
                await channel.ping()
                continue
            asked = False
            if message["type"] == "message":
                self.hear(message["data"])
            elif message["type"] == "subscribe" and gap:
                self._hub.reset()

    def hear(self, message: bytes) -> None:
        try:
            wake = msgspec.json.decode(message, type=Wake)
        except msgspec.DecodeError:
            warned("strange_frame")  # another version of the program, or somebody else on our channel
            return
        if wake.boot != self._hub.boot:
            self._hub.deliver(wake.topic, wake.event, bytes(wake.data))

    async def close(self) -> None:
        await self._redis.aclose(close_connection_pool=True)
