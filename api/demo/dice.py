"""Chance for the demo company: the same draws for the same seed.

Effects  each draw moves the source on.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TypeVar

from kernel.ids import SeededLuck
from kernel.uuids import uuid7

T = TypeVar("T")


class Dice:
    """Draws from a seeded source."""

    def __init__(self, seed: int) -> None:
        self._luck = SeededLuck(seed)

    def bytes(self, count: int) -> bytes:
        return self._luck.bytes(count)

    def below(self, limit: int) -> int:
        """A whole number from 0 to `limit - 1`."""
        return int.from_bytes(self._luck.bytes(6), "big") % limit

    def between(self, low: float, high: float) -> float:
        return low + (high - low) * int.from_bytes(self._luck.bytes(6), "big") / (1 << 48)

    def minutes(self, low: float, high: float) -> timedelta:
        return timedelta(seconds=round(self.between(low, high) * 60))

    def chance(self, share: float) -> bool:
        return self.between(0, 1) < share

    def pick(self, items: Sequence[T]) -> T:
        return items[self.below(len(items))]

    def weighted(self, items: Sequence[tuple[T, float]]) -> T:
        """One of the items, as often as its weight says."""
        at = self.between(0, sum(weight for _, weight in items))
        for item, weight in items:
            at -= weight
            if at < 0:
                return item
        return items[-1][0]

    def id(self, at: datetime) -> str:
        """An id that sorts by `at`."""
        return uuid7(int(at.timestamp() * 1000), self._luck.bytes(10))
