"""Which bytes of a whole are asked for: one range in the words of RFC 9110.

What is no single range of bytes is no range at all and is answered with the whole, as the standard allows.

Units    bytes.
Errors   `RangeBeyond` when nothing of the whole lies in the range.
Pure     yes.
"""

import re

from msgspec import Struct

from media.problems import RangeBeyond

_ONE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


class Part(Struct, frozen=True):
    """From `first` to `last`, both within the whole."""

    first: int
    last: int
    whole: int

    @property
    def told(self) -> str:
        """For `Content-Range`."""
        return f"bytes {self.first}-{self.last}/{self.whole}"


def part(header: str, whole: int) -> Part | None:
    """The part that is asked for; None: the whole."""
    found = _ONE.fullmatch(header.strip())
    if found is None or found[0] == "bytes=-":
        return None
    if not found[1]:  # so many bytes from the end
        first, last = max(0, whole - int(found[2])), whole - 1
    else:
        first, last = int(found[1]), min(int(found[2] or whole), whole - 1)
        if found[2] and int(found[2]) < first:
            return None  # no range: its end lies before its beginning
    if first >= whole or last < first:
        raise RangeBeyond(size=whole)
    return Part(first, last, whole)
