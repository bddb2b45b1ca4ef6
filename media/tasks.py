"""What the workshop and its workers say to each other.

A frame is four bytes of length, big endian, then MessagePack.

Units    bytes.
Errors   `EOFError` when the other side is gone.
Pure     the reader is an argument.
"""

import struct
from collections.abc import Callable
from typing import TypeAlias

from msgspec import Struct

from media.certificate import CertificateFacts
from media.model import Developed, Fingerprint

MAX_FRAME = 256 * 1024 * 1024


class Develop(Struct, frozen=True, tag="develop"):
    data: bytes


class Typeset(Struct, frozen=True, tag="typeset"):
    facts: CertificateFacts
    language: str


class Refused(Struct, frozen=True, tag="refused"):
    """The photo was read and has a problem."""

    code: str
    facts: dict[str, str | int | float]


class Failed(Struct, frozen=True, tag="failed"):
    why: str


class Printed(Struct, frozen=True, tag="printed"):
    pdf: bytes
    made_with: Fingerprint


Task: TypeAlias = Develop | Typeset
Answer: TypeAlias = Developed | Refused | Failed | Printed


def frame(body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + body


def read_frame(read: Callable[[int], bytes]) -> bytes:
    """One frame from a reader that may give less than asked; `EOFError` at the end."""
    (length,) = struct.unpack(">I", _exactly(read, 4))
    if length > MAX_FRAME:
        raise EOFError
    return _exactly(read, length)


def _exactly(read: Callable[[int], bytes], count: int) -> bytes:
    parts: list[bytes] = []
    while count:
        part = read(min(count, 1 << 20))
        if not part:
            raise EOFError
        parts.append(part)
        count -= len(part)
    return b"".join(parts)
