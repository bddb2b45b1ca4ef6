"""The lines of the change feed as values: the newest picture of an entity, and who sees a scope.

Pure     values only; `kernel.feed` keeps them.
"""

from typing import NamedTuple

from msgspec import Struct


class Head(Struct, frozen=True):
    """The newest picture of one entity. `body` is JSON, or None for a tombstone."""

    kind: str
    id: str
    scope: str
    version: int
    body: bytes | None


class Grant(Struct, frozen=True):
    subject: str
    scope: str
    visible: bool
    reason: str


class Moved(Struct, frozen=True):
    """A head or a grant as the feed gives it, with its place."""

    tx: int
    seq: int
    head: Head | None = None
    grant: Grant | None = None


class Due(NamedTuple):
    """A head with the transaction at which a reader must be told of it."""

    tx: int
    kind: str
    id: str
    scope: str
    version: int
    body: bytes | None


class Size(NamedTuple):
    """What is due at one transaction: lines, and bytes of their bodies."""

    tx: int
    lines: int
    bytes: int
