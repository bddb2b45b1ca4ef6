"""What is looked at in a body before a decoder sees it: its size unpacked, its depth, half characters, U+0000.

Anybody may send these bytes, so both cost a few passes in C over bounded bytes: no step in Python per character.

Units    bytes, levels.
Pure     yes.
"""

import re
import zlib
from array import array
from itertools import accumulate

_STEPS = bytes.maketrans(b"[{]}", b"\x01\x01\xff\xff")
_ESCAPES = re.compile(
    rb"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(\\u[dD][89a-fA-F][0-9a-fA-F]{2})|\\.", re.DOTALL
)
_NUL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")
_NO_MARK = bytes(set(range(256)) - set(b'[]{}"'))


def inflated(body: bytes, limit: int) -> bytes | None:
    """A gzip body, never more than one byte beyond `limit`; None when it is broken or cut off."""
    machine = zlib.decompressobj(wbits=31)
    try:
        plain = machine.decompress(body, limit + 1)
    except zlib.error:
        return None
    return plain if len(plain) > limit or machine.eof else None


def whole_characters(text: bytes) -> bytes:
    """JSON without halves of characters, as long as before.

    A phone that cuts a text in the middle of an emoji writes half of it as an escape (`JSON.stringify` does), which is
    no character and which no decoder takes; U+FFFD stands for it.
    """
    return _ESCAPES.sub(lambda found: b"\\ufffd" if found[1] else found[0], text)


def holds_nul(text: bytes) -> bool:
    """Whether a text in this JSON holds U+0000, which only an escape can say, and which no column of text takes."""
    return b"\\u0000" in text and _NUL.search(text) is not None


def depth(text: bytes, stop: int) -> int:
    """How deeply brackets nest outside of strings; above `stop` it is only told that it is more."""
    steps = array("b", _outside_strings(text).translate(_STEPS))
    return min(stop + 1, max(accumulate(steps), default=0))


def _outside_strings(text: bytes) -> bytes:
    """The brackets of a text that are not in strings; a string without an end reaches to the end of the text."""
    if b"\\" in text:
        text = text.replace(b"\\\\", b"").replace(b'\\"', b"")
    marks = text.translate(None, _NO_MARK).replace(b'""', b"")
    return b"".join(marks.split(b'"')[::2])
