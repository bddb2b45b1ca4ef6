"""Ids and secrets: where new ones come from.

The format is that of `kernel.uuids`; a phone mints the same offline, so an id sorts by the moment it was made
wherever that was.

Effects  only `SystemLuck`, which reads the operating system's random source.
"""

import random  # noqa: TID251 - for SeededLuck, which is seeded on purpose
import secrets
from typing import Annotated, Protocol

from msgspec import Meta

from kernel.clock import Clock
from kernel.uuids import uuid7

# An id that somebody outside has minted, as it is taken in: one spelling. The length keeps out a trailing newline.
Uuid = Annotated[
    str, Meta(pattern="^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$", min_length=36, max_length=36)
]


class Luck(Protocol):
    """Chance, as an argument."""

    def bytes(self, count: int) -> bytes: ...


class SystemLuck:
    def bytes(self, count: int) -> bytes:
        return secrets.token_bytes(count)


class SeededLuck:
    """The same chance for the same seed; for tests, simulations and the demo company."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)  # noqa: S311 - seeded on purpose, never for secrets

    def bytes(self, count: int) -> bytes:
        return self._random.randbytes(count)


class Ids:
    """Mints UUIDv7 text ids from a clock and a source of chance."""

    def __init__(self, clock: Clock, luck: Luck) -> None:
        self._clock = clock
        self._luck = luck

    def new(self) -> str:
        return uuid7(int(self._clock.now().timestamp() * 1000), self._luck.bytes(10))

    def secret(self, size: int = 32) -> bytes:
        """Chance for tokens: `size` bytes from the same source."""
        return self._luck.bytes(size)
