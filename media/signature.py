"""A signature as vectors: whether it is one, and how it is drawn.

A stroke is `x0, y0, dx1, dy1, dx2, dy2 …` in ten-thousandths of the pad's width, so 180 points take 2.5 KB
instead of a picture, can be drawn at any size and say in which order the lines were made. Pressure and timing
are not kept: they would be biometric data. The strokes are bound to the SHA-256 of the sheet shown above them.

Units    ten-thousandths of the pad's width on both axes; `aspect` is height / width.
Errors   `SignatureTooSmall`, `SignatureTooLarge`, `SignatureMalformed`, `SheetMismatch`.
Pure     yes.
"""

import hashlib
from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import hypot, isfinite

import msgspec
from msgspec import Struct

from media.model import Signature, Stroke
from media.problems import SheetMismatch, SignatureMalformed, SignatureTooLarge, SignatureTooSmall

WIDTH = 10_000
MAX_POINTS = 20_000
MAX_SHEET = 64 * 1024
MARGIN = 300  # a fast pen overshoots the pad by a little; that is still on paper
MIN_POINTS = 4
MIN_LENGTH = 800  # eight per cent of the pad: 一 is a name, a dot is not


class _SheetHead(Struct, frozen=True):
    work_order: str


def check(given: Signature) -> None:
    """Raise unless these strokes are a signature under exactly this sheet of this work order."""
    check_strokes(given.strokes, given.aspect)
    if len(given.sheet) > MAX_SHEET:
        raise SignatureTooLarge(limit=MAX_SHEET)
    if hashlib.sha256(given.sheet.encode()).hexdigest() != given.digest:
        raise SheetMismatch(why="digest")
    try:
        head = msgspec.json.decode(given.sheet, type=_SheetHead)
    except msgspec.MsgspecError as error:
        raise SheetMismatch(why="unreadable") from error
    if head.work_order != given.work_order_id:
        raise SheetMismatch(why="work_order")


def check_strokes(strokes: Sequence[Stroke], aspect: float) -> None:
    """Raise unless somebody drew something on a pad of this shape."""
    if not (isfinite(aspect) and 0.1 <= aspect <= 4):
        raise SignatureMalformed(why="aspect")
    if sum(len(stroke) for stroke in strokes) > 2 * MAX_POINTS:
        raise SignatureTooLarge(limit=MAX_POINTS)
    if any(len(stroke) < 2 or len(stroke) % 2 for stroke in strokes):
        raise SignatureMalformed(why="odd")
    lines = [list(points(stroke)) for stroke in strokes]
    bottom = round(WIDTH * aspect)
    for x, y in (point for line in lines for point in line):
        if not (-MARGIN <= x <= WIDTH + MARGIN and -MARGIN <= y <= bottom + MARGIN):
            raise SignatureMalformed(why="outside")
    drawn = sum(hypot(b[0] - a[0], b[1] - a[1]) for line in lines for a, b in pairwise(line))
    if sum(len(line) for line in lines) < MIN_POINTS or drawn < MIN_LENGTH:
        raise SignatureTooSmall(length=round(drawn))


def points(stroke: Stroke) -> Iterator[tuple[int, int]]:
    """The absolute points of a stroke."""
    x = y = 0
    for step_x, step_y in zip(stroke[::2], stroke[1::2], strict=False):
        x, y = x + step_x, y + step_y
        yield x, y


def ink(strokes: Sequence[Stroke]) -> str:
    """What makes two signatures the very same drawing: a hand never repeats itself to the ten-thousandth."""
    return hashlib.sha256(msgspec.json.encode(strokes)).hexdigest()


def svg(strokes: Sequence[Stroke], aspect: float) -> str:
    """The drawing as SVG made of numbers only. Curves run through the middles of the pen's steps."""
    paths = "".join(f'<path d="{_path(list(points(stroke)))}"/>' for stroke in strokes if stroke)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {round(WIDTH * aspect)}">'
        '<g fill="none" stroke="#14211e" stroke-width="105" stroke-linecap="round" stroke-linejoin="round">'
        f"{paths}</g></svg>"
    )


def _path(line: list[tuple[int, int]]) -> str:
    x, y = line[0]
    if len(line) < 3:
        end_x, end_y = line[-1]
        return f"M{x} {y}L{end_x} {end_y}"
    parts = [f"M{x} {y}"]
    for (ax, ay), (bx, by) in pairwise(line[1:]):
        parts.append(f"Q{ax} {ay} {(ax + bx) / 2:g} {(ay + by) / 2:g}")
    end_x, end_y = line[-1]
    parts.append(f"L{end_x} {end_y}")
    return "".join(parts)
