"""Arrival against memory: which operations of a batch are next, which are known, where a hole or a fork is.

Numbers (`cseq`) are contiguous per device, ids (`op_id`) are unique for ever; either alone is not enough. A
known id with the same bytes is a repeat and gets its old verdict, whatever its number. A number that is
behind with an unknown id means that the phone's memory was cloned or rolled back: a fork. A number that is
ahead means that something is missing in between: the phone is told where to go on.

Units    `hash` is the SHA-256 of the operation's bytes.
Pure     yes.
"""

import hashlib
from collections.abc import Iterable, Mapping
from enum import StrEnum

from msgspec import Struct

from offline_sync.model import Verdict


class Known(Struct, frozen=True):
    """What the ledger remembers of an operation."""

    op_id: str
    hash: bytes
    verdict: Verdict
    reason: str
    facts: bytes = b"{}"


class Incoming(Struct, frozen=True):
    """One operation of a batch, not yet understood. `op_id` is empty when its bytes are no operation."""

    cseq: int
    op_id: str
    device_id: str
    hash: bytes
    raw: bytes

    @property
    def alias(self) -> str:
        """What stands in where `op_id` cannot: same device and bytes, same alias."""
        return alias_of(self.device_id, self.hash)


class Place(StrEnum):
    NEXT = "next"
    REPEAT = "repeat"
    MISMATCH = "mismatch"  # a known id with other bytes


class Arrival(Struct, frozen=True):
    incoming: Incoming
    place: Place
    known: Known | None = None


class Order(Struct, frozen=True):
    """What becomes of a batch. `last` is the device's number after it."""

    arrivals: tuple[Arrival, ...]
    last: int
    expected: int | None = None
    fork: bool = False


def fingerprint(raw: bytes) -> bytes:
    return hashlib.sha256(raw).digest()


def alias_of(device_id: str, hashed: bytes) -> str:
    """An id for what cannot have its own: of the form of a UUID (version 8), the same every time."""
    text = hashlib.sha256(device_id.encode() + b"\x1f" + hashed).hexdigest()
    return f"{text[:8]}-{text[8:12]}-8{text[13:16]}-8{text[17:20]}-{text[20:32]}"


def arrange(last: int, incoming: Iterable[Incoming], known: Mapping[str, Known]) -> Order:
    """Put a batch in its place behind number `last`; stops at the first hole or fork."""
    memory = dict(known)
    arrivals: list[Arrival] = []
    for item in incoming:
        by_id = memory.get(item.op_id) if item.op_id else None
        mismatch = by_id is not None and by_id.hash != item.hash
        before = memory.get(item.alias) if mismatch or not item.op_id else by_id
        if before is not None:
            arrivals.append(Arrival(item, Place.REPEAT, before))
            last = item.cseq if item.cseq == last + 1 else last
            continue
        if item.cseq <= last:
            return Order(tuple(arrivals), last, fork=True)
        if item.cseq > last + 1:
            return Order(tuple(arrivals), last, expected=last + 1)
        last = item.cseq
        key = item.alias if mismatch or not item.op_id else item.op_id
        memory[key] = Known(key, item.hash, Verdict.HELD, "")
        arrivals.append(Arrival(item, Place.MISMATCH if mismatch else Place.NEXT))
    return Order(tuple(arrivals), last)
