"""Server-sent events: topics, bounded queues, replay, a clean end.

`publish` puts a frame on a topic; a `Subscription` follows some topics and yields ready-made bytes. Topics:
`board:<org>`, `order:<work order>`, `user:<person>`. Every frame carries an id `<boot>-<n>`; a reader that comes
back with the last one gets what it missed, or `reset` when the ring no longer reaches back. A reader that does
not keep up loses its queue and gets `reset` too: nobody slows anybody down. Loss is harmless by design, the truth
is in the tables. With Redis, frames travel between processes; without, or while it is away, only inside one.

Units    seconds.
Effects  in-process queues; a Redis channel when one is given.
"""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import suppress
from typing import Self

import msgspec

PING_SECONDS = 15.0
CHECK_SECONDS = 4.0  # whoever is locked out hears nothing five seconds later
RING = 2048
QUEUE = 256
STREAMS = 6

Relay = Callable[[str, str, bytes], None]


class Frame(msgspec.Struct, frozen=True):
    n: int
    topic: str
    data: bytes  # the whole frame as it goes over the wire


class Subscription:
    """One reader's queue. Use as a context manager, then iterate `frames`."""

    def __init__(self, hub: "Hub", topics: Iterable[str], last_id: str | None, owner: str) -> None:
        self.topics = frozenset(topics)
        self.owner = owner
        self._hub = hub
        self._last_id = last_id
        self._queue: deque[bytes] = deque()
        self._wake = asyncio.Event()
        self._closed = False

    def __enter__(self) -> Self:
        if self._last_id:
            missed = self._hub.since(self._last_id, self.topics)
            self._queue.extend([_RESET] if missed is None else missed)
        self._hub.join(self)
        return self

    def __exit__(self, *_: object) -> None:
        self._hub.leave(self)

    def follow(self, topic: str) -> None:
        """This topic as well, from now on."""
        self._hub.widen(self, topic)

    def put(self, data: bytes) -> None:
        if len(self._queue) >= QUEUE:
            self._queue.clear()
            data = _RESET
        self._queue.append(data)
        self._wake.set()

    def end(self) -> None:
        """Say goodbye after what is queued."""
        self._closed = True
        self._wake.set()

    async def frames(
        self, alive: Callable[[], Awaitable[bool]] | None = None, clock: Callable[[], float] | None = None
    ) -> AsyncIterator[bytes]:
        """Frames as they come, a comment when nothing comes, `bye` at the end.

        `alive` is asked every `CHECK_SECONDS` by the clock, however much there is to tell.
        """
        clock = clock or asyncio.get_running_loop().time
        yield b"retry: 2000\n\n"
        asked = said = clock()
        while True:
            if clock() - asked >= CHECK_SECONDS:
                asked = clock()
                if alive is not None and not await alive():
                    yield _BYE
                    return
            self._wake.clear()
            if self._queue:
                said = clock()
                yield self._queue.popleft()
                continue
            if self._closed:
                yield _BYE
                return
            if clock() - said >= PING_SECONDS:
                said = clock()
                yield b": ping\n\n"
            with suppress(TimeoutError):
                await asyncio.wait_for(self._wake.wait(), max(0.0, asked + CHECK_SECONDS - clock()))


def frame(event: str, data: bytes, id_: str | None = None) -> bytes:
    """One event as it goes over the wire. JSON by msgspec has no line breaks of its own."""
    head = f"id: {id_}\n" if id_ else ""
    return f"{head}event: {event}\n".encode() + b"".join(b"data: " + line + b"\n" for line in data.split(b"\n")) + b"\n"


def _family(topic: str) -> str:
    """`board:<org>` of `board:<org>:<community>`."""
    kind, _, rest = topic.partition(":")
    return f"{kind}:{rest.partition(':')[0]}"


def _note(places: dict[str, int], family: str, n: int) -> None:
    """Keep the newest places of as many families as the ring has frames; what falls out is older than the ring."""
    places.pop(family, None)
    places[family] = n
    if len(places) > RING:
        del places[next(iter(places))]


_RESET = frame("reset", b"{}")
_BYE = frame("bye", b"{}")


class Hub:
    """Who listens to what. `boot` names this process's numbering."""

    def __init__(self, boot: str) -> None:
        self.boot = boot
        self._n = 0
        self._lost = 0  # whoever heard nothing later has a gap
        self._ring: deque[Frame] = deque(maxlen=RING)
        self._readers: dict[str, set[Subscription]] = {}
        self._owners: dict[str, deque[Subscription]] = {}
        self._heard: dict[str, int] = {}  # readers by family
        self._left: dict[str, int] = {}  # where the last reader of a family left
        self._skipped: dict[str, int] = {}  # the newest frame that was not made, by family
        self._count = 0
        self._closed = False
        self.relay: Relay | None = None

    def __len__(self) -> int:
        return self._count

    def publish(self, topic: str, event: str, value: object) -> None:
        """Tell everyone on a topic; `value` is any msgspec-encodable value, or bytes that are JSON already."""
        data = value if isinstance(value, bytes) else msgspec.json.encode(value)
        self.deliver(topic, event, data)
        if self.relay is not None:
            self.relay(topic, event, data)

    def deliver(self, topic: str, event: str, data: bytes) -> None:
        """Put a frame on this process's queues only."""
        self._n += 1
        made = Frame(self._n, topic, frame(event, data, f"{self.boot}-{self._n}"))
        self._ring.append(made)
        for reader in self._readers.get(topic, ()):
            reader.put(made.data)

    def wanted(self, topic: str) -> bool:
        """Whether a frame on this topic, or on a narrower one below it, may reach anybody.

        Where somebody has just left, or is about to come with `now_id`, counts as well, as long as the ring would
        bring him what he missed.
        """
        if self.relay is not None:
            return True
        family = _family(topic)
        return family in self._heard or self._n - self._left.get(family, -RING) < RING

    def skip(self, topic: str) -> None:
        """Something happened on a topic that nobody wants: no frame, but whoever asks from before it must `reset`."""
        self._n += 1
        _note(self._skipped, _family(topic), self._n)

    def subscribe(self, topics: Iterable[str], last_id: str | None = None, owner: str = "") -> Subscription:
        """A reader of these topics. Beyond `STREAMS` of one owner the oldest ends: tabs come and go unnoticed."""
        return Subscription(self, topics, last_id, owner)

    def join(self, reader: Subscription) -> None:
        self._count += 1
        if reader.owner:
            mine = self._owners.setdefault(reader.owner, deque())
            mine.append(reader)
            if len(mine) > STREAMS:
                mine.popleft().end()
        for topic in reader.topics:
            self._readers.setdefault(topic, set()).add(reader)
        for family in {_family(topic) for topic in reader.topics}:
            self._heard[family] = self._heard.get(family, 0) + 1
        if self._closed:
            reader.end()

    def widen(self, reader: Subscription, topic: str) -> None:
        if topic in reader.topics:
            return
        if _family(topic) not in {_family(one) for one in reader.topics}:
            self._heard[_family(topic)] = self._heard.get(_family(topic), 0) + 1
        reader.topics |= {topic}
        self._readers.setdefault(topic, set()).add(reader)

    def leave(self, reader: Subscription) -> None:
        self._count -= 1
        mine = self._owners.get(reader.owner, deque())
        if reader in mine:
            mine.remove(reader)
        if not mine:
            self._owners.pop(reader.owner, None)
        for topic in reader.topics:
            left = self._readers.get(topic, set())
            left.discard(reader)
            if not left:
                self._readers.pop(topic, None)
        for family in {_family(topic) for topic in reader.topics}:
            self._heard[family] -= 1
            if not self._heard[family]:
                del self._heard[family]
                _note(self._left, family, self._n)

    def since(self, last_id: str, topics: frozenset[str]) -> list[bytes] | None:
        """Frames of these topics after `last_id`; None when the ring does not reach back that far."""
        boot, _, number = last_id.rpartition("-")
        if boot != self.boot or not number.isdigit():
            return None
        n = int(number)
        if any(self._skipped.get(_family(topic), 0) > n for topic in topics) or self._n - n > RING:
            return None
        if not self._lost <= n <= self._n or (self._ring and n + 1 < self._ring[0].n):
            return None
        return [made.data for made in self._ring if made.n > n and made.topic in topics]

    def now_id(self, *topics: str) -> str:
        """The id of the newest frame: whoever reads the tables now may start after it, and is expected to."""
        for family in map(_family, topics):
            _note(self._left, family, self._n)
        return f"{self.boot}-{self._n}"

    def reset(self) -> None:
        """Frames of other processes were lost: every reader reads the tables again, now or when he comes back."""
        self._n += 1
        self._lost = self._n
        for reader in self._everybody():
            reader.put(_RESET)

    def close(self) -> None:
        """End every stream: readers get what is queued, then `bye`."""
        self._closed = True
        for reader in self._everybody():
            reader.end()

    def _everybody(self) -> set[Subscription]:
        return {reader for readers in self._readers.values() for reader in readers}
