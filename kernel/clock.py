"""What time it is, asked in one place.

`SystemClock` is the only reader of the wall clock in the whole program; everything else is
handed a moment. `FixedClock` is the clock of tests and simulations.

Units    every moment is an aware `datetime` in UTC.
Effects  `SystemClock.now` reads the system clock.
"""

from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    def now(self) -> datetime: ...


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)  # noqa: TID251 - the one place where the wall clock is read


class FixedClock:
    """A clock that stands still until it is told to move."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at

    def advance(self, by: timedelta) -> datetime:
        self.at += by
        return self.at
