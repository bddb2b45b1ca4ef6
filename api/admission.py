"""Who comes in to the exchange at once, and when the others are to come again.

`Turns` gives each phone a bucket of exchanges: a phone in a loop harms nobody but itself. `Crowd` is a door: a few are
inside, the others stand in line, and whoever has stood there too long is told to come again at a moment of his own,
or all would come back together. Nothing of his has been looked at. Both live in memory: a restart forgives one burst.

Units    seconds, of any clock that does not go back; `luck` in [0, 1).
Errors   `TooMany`, `Busy`, both with `retry_after_s`.
Effects  timers of the event loop.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from api.db import Busy, Database
from api.limits import Limit, TooMany, take

PER_TEN_SECONDS = 10
REMEMBERED = 4096  # buckets; beyond that the full ones are forgotten, which changes nothing
INSIDE = 8  # at once: enough for the writer to have company for a commit, few enough to be done in a moment
IN_LINE = 256
PATIENCE = 0.75  # less than half of the two seconds in which whoever is let in is answered
_SOONEST, _LATEST = 2, 10


class Turns:
    """How often each phone may exchange: `per_ten_seconds`, and twice as many at once."""

    def __init__(self, per_ten_seconds: int = PER_TEN_SECONDS) -> None:
        rate = max(1, per_ten_seconds)
        self._limit = Limit(2.0 * rate, rate / 10)
        self._left: dict[str, tuple[float, float]] = {}

    def take(self, phone: str, now: float) -> float:
        """Uses one turn; how long until there is another one, 0 when there is one left."""
        left, at = self._left.get(phone, (self._limit.burst, now))
        left, wait = take(self._limit, left, now - at)
        if wait:
            raise TooMany(retry_after_s=wait)
        if len(self._left) >= REMEMBERED and phone not in self._left:
            self._forget(now)
        self._left[phone] = left, now
        return max(0.0, (1 - left) / self._limit.per_second)

    def _forget(self, now: float) -> None:
        burst, rate = self._limit.burst, self._limit.per_second
        self._left = {key: held for key, held in self._left.items() if held[0] + (now - held[1]) * rate < burst}


class Crowd:
    """A door to the exchange: few are inside, the others stand in line, nobody for longer than `patience`."""

    def __init__(self, inside: int = INSIDE, in_line: int = IN_LINE, patience: float = PATIENCE) -> None:
        self._inside = inside
        self._in_line = in_line
        self._patience = patience
        self._places = asyncio.Semaphore(inside)
        self.waiting = 0

    @property
    def pressed(self) -> bool:
        """Whether what can wait should: photos, while operations stand in line."""
        return self.waiting >= self._inside

    @asynccontextmanager
    async def place(self, luck: Callable[[], float]) -> AsyncIterator[None]:
        """A place inside, or `Busy`."""
        if self.waiting >= self._in_line:
            raise Busy(retry_after_s=later(luck()))
        self.waiting += 1
        try:
            async with asyncio.timeout(self._patience):
                await self._places.acquire()
        except TimeoutError as error:
            raise Busy(retry_after_s=later(luck())) from error
        finally:
            self.waiting -= 1
        try:
            yield
        finally:
            self._places.release()


def later(luck: float) -> int:
    """A moment of one's own to come again."""
    return _SOONEST + int(luck * (_LATEST - _SOONEST + 1))


def chance(database: Database) -> float:
    return database.ids.secret(1)[0] / 256
