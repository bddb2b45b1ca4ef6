"""Which characters a font can draw, read from the font file itself.

PDF/A forbids a character without a glyph, and a name must never stop a certificate: what the font does not
have is shown as 〓, the printer's mark for a missing type. Reads the `cmap` table (formats 4 and 12) of a TTF, OTF
or the first face of a collection (OpenType specification 1.9).

Errors   `ValueError` for a file that is no font or has no Unicode table.
Pure     the file's bytes are an argument.
"""

import struct
from bisect import bisect_right
from collections.abc import Sequence

MISSING = "〓"
Ranges = Sequence[tuple[int, int]]


class Glyphs:
    """The characters of one font."""

    def __init__(self, ranges: Ranges) -> None:
        self._starts = [start for start, _ in ranges]
        self._ends = [end for _, end in ranges]

    def has(self, char: str) -> bool:
        code = ord(char)
        place = bisect_right(self._starts, code) - 1
        return place >= 0 and code <= self._ends[place]

    def drawable(self, text: str) -> str:
        """The text with every character it cannot draw replaced."""
        return "".join(char if char == " " or self.has(char) else MISSING for char in text)


def read(font: bytes) -> Glyphs:
    """The characters of the (first) face in a font file."""
    start = 0
    if font[:4] == b"ttcf":
        (start,) = struct.unpack_from(">I", font, 12)
    (count,) = struct.unpack_from(">H", font, start + 4)
    for place in range(count):
        tag, _, offset, _ = struct.unpack_from(">4sIII", font, start + 12 + 16 * place)
        if tag == b"cmap":
            return Glyphs(_cmap(font, offset))
    raise ValueError("no cmap table")


def _cmap(font: bytes, cmap: int) -> Ranges:
    (count,) = struct.unpack_from(">H", font, cmap + 2)
    found: dict[int, int] = {}
    for place in range(count):
        platform, encoding, offset = struct.unpack_from(">HHI", font, cmap + 4 + 8 * place)
        (form,) = struct.unpack_from(">H", font, cmap + offset)
        if platform == 0 or (platform == 3 and encoding in {1, 10}):
            found[form] = cmap + offset
    if 12 in found:
        (groups,) = struct.unpack_from(">I", font, found[12] + 12)
        table = font[found[12] + 16 : found[12] + 16 + 12 * groups]
        return sorted((first, last) for first, last, _ in struct.iter_unpack(">III", table))
    if 4 in found:
        return _format4(font, found[4])
    raise ValueError("no Unicode table")


def _format4(font: bytes, table: int) -> Ranges:
    (doubled,) = struct.unpack_from(">H", font, table + 6)
    ends = struct.unpack_from(f">{doubled // 2}H", font, table + 14)
    starts = struct.unpack_from(f">{doubled // 2}H", font, table + 16 + doubled)
    return sorted((start, end) for start, end in zip(starts, ends, strict=True) if start != 0xFFFF)
