"""Who comes in to the exchange at once, and when the others are to come again.

`Turns` gives each phone a bucket of exchanges: a phone in a loop harms nobody but itself. `Crowd` lets in no more than
can be answered in time: it knows how long one takes while there is work, so whoever would wait too long is told
before anything of his is looked at, and to come again at a moment of his own, or all would come back together.
Both live in memory: a restart forgives one burst, and a phone that is refused has lost nothing.

Units    seconds, of any clock that does not go back; `luck` in [0, 1).
Errors   `TooMany`, `Busy`, both with `retry_after_s`.
Pure     apart from what the two remember.
"""

from api.db import Busy
from api.limits import Limit, TooMany, take

PER_TEN_SECONDS = 10
REMEMBERED = 4096  # buckets; beyond that the full ones are forgotten, which changes nothing
MOST_INSIDE = 256
PATIENCE = 1.0  # a wait is expected from a mean: half of the two seconds that are promised
FIRST_GUESS = 0.02
_WEIGHT = 10.0  # exchanges that the first guess counts for
_FADES = 0.97  # what is remembered of how long the ones before took: about the last thirty
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
    """How many exchanges are under way, and how long one takes while there is work."""

    def __init__(self, most: int = MOST_INSIDE, patience: float = PATIENCE) -> None:
        self.inside = 0
        self._most = most
        self._patience = patience
        self._worked = FIRST_GUESS * _WEIGHT
        self._answered = _WEIGHT
        self._since = 0.0

    @property
    def wait(self) -> float:
        """How long whoever comes now is expected to be here."""
        return (self.inside + 1) * self._worked / self._answered

    @property
    def pressed(self) -> bool:
        """Whether what can wait should: photos, while operations stand in line."""
        return self.inside > 1 and self.wait > self._patience / 2

    def enter(self, now: float, luck: float) -> None:
        """One more, or `Busy`. An empty house turns nobody away, whatever it remembers."""
        if self.inside and (self.inside >= self._most or self.wait > self._patience):
            raise Busy(retry_after_s=later(luck))
        if not self.inside:
            self._since = now
        self.inside += 1

    def leave(self, now: float) -> None:
        self._worked = _FADES * self._worked + now - self._since
        self._answered = _FADES * self._answered + 1
        self._since = now
        self.inside -= 1


def later(luck: float) -> int:
    """A moment of one's own to come again."""
    return _SOONEST + int(luck * (_LATEST - _SOONEST + 1))
