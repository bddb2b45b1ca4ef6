"""Answers made small for the way: gzip, where the asker takes it and it pays.

By ISA-L, which packs as tightly as zlib at its first level for a sixth of the CPU. What is long is packed in a thread,
since the event loop would stand still. What is asked for again is packed by itself and kept (`piece`): it ends with a
whole byte, so that what differs each time follows in the same stream (`followed`). Nothing that is packed repeats what
a stranger could have put into the request beside a secret.

Units    bytes.
Effects  a worker thread for long answers.
"""

import asyncio
from typing import Any, NamedTuple

from isal import igzip, isal_zlib

SMALL = 1400  # fits one packet as it is
LONG = 262_144
_LEVEL = 2
_HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"  # RFC 1952: deflate, no name, no time, from anywhere
GZIP = {"Content-Encoding": "gzip"}


class Piece(NamedTuple):
    """The beginning of an answer, packed."""

    size: int
    crc: int
    deflated: bytes


def piece(plain: bytes) -> Piece:
    """The beginning of an answer, ready to be followed by anything."""
    machine = _machine()
    deflated = machine.compress(plain) + machine.flush(isal_zlib.Z_SYNC_FLUSH)
    return Piece(len(plain), isal_zlib.crc32(plain), deflated)


def followed(first: Piece, rest: bytes) -> bytes:
    """A gzip body: what was packed before, and the rest of it."""
    machine = _machine()
    deflated = machine.compress(rest) + machine.flush()
    crc, size = isal_zlib.crc32(rest, first.crc), (first.size + len(rest)) % 2**32
    return b"".join((_HEAD, first.deflated, deflated, crc.to_bytes(4, "little"), size.to_bytes(4, "little")))


def taken(accepts: str) -> bool:
    """Whether the asker takes gzip."""
    return "gzip" in accepts.lower()


async def packed(plain: bytes, accepts: str) -> tuple[bytes, dict[str, str]]:
    """The body to send and the headers that say how it is packed."""
    if len(plain) <= SMALL or not taken(accepts):
        return plain, {}
    return (await asyncio.to_thread(_small, plain) if len(plain) > LONG else _small(plain)), GZIP


def _small(plain: bytes) -> bytes:
    return igzip.compress(plain, _LEVEL, mtime=0)


def _machine() -> Any:
    return isal_zlib.compressobj(_LEVEL, isal_zlib.DEFLATED, -isal_zlib.MAX_WBITS)
