"""When something was done, as far as anybody can know.

The phone's wall clock plus its measured offset, kept between the device's operation before it and the
moment of receipt. It is evidence for the timeline and for clocks of the SLA; no conflict is decided by it,
so a phone two years off changes nothing but a flag.

Units    milliseconds for offsets and doubts; moments aware UTC.
Pure     the moments are arguments.
"""

from datetime import UTC, datetime, timedelta

from msgspec import Struct

from offline_sync.model import Moment

TOLERANCE = timedelta(minutes=10)
VERY_LATE = timedelta(hours=72)
AGES = timedelta(days=90)
_MILLISECOND = timedelta(milliseconds=1)
_TOLERANCE_MS = TOLERANCE // _MILLISECOND
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LIMIT_MS = 10**14  # about the year 5138: beyond it no arithmetic is worth doing


class Made(Struct, frozen=True):
    at: datetime
    unsure_ms: int
    clock_wrong: bool
    very_late: bool


def estimate(said: Moment, earliest: datetime | None, received: datetime) -> Made:
    """The moment of an operation, between the one before it on its device and its receipt.

    Before a device's first operation nothing is known but that nobody works offline for longer than `AGES`.
    """
    unsure = max(0, min(said.unc_ms, _LIMIT_MS))
    claimed = moment(said.wall + said.off_ms)
    slack = TOLERANCE + min(unsure, 86_400_000) * _MILLISECOND
    wrong = abs(said.off_ms) > _TOLERANCE_MS
    if claimed is None:
        return Made(received, unsure, clock_wrong=True, very_late=False)
    wrong = wrong or claimed > received + slack
    if earliest is None:
        ancient = claimed < received - AGES
        return _made(received if ancient else min(claimed, received), received, unsure, wrong=wrong or ancient)
    at = min(max(claimed, earliest), received)
    return _made(at, received, unsure, wrong=wrong or claimed < earliest - slack)


def _made(at: datetime, received: datetime, unsure: int, *, wrong: bool) -> Made:
    return Made(at, unsure, clock_wrong=wrong, very_late=received - at > VERY_LATE)


def within(claimed: datetime, said: Moment, made: Made) -> datetime:
    """A moment inside the arguments (a photo, a note): corrected like the operation, never after it."""
    if made.clock_wrong and abs(said.off_ms) <= _TOLERANCE_MS:
        return made.at
    try:
        corrected = claimed.astimezone(UTC) + said.off_ms * _MILLISECOND
    except (OverflowError, ValueError):
        return made.at
    return min(corrected, made.at)


def ahead(claimed: datetime, said: Moment, made: Made) -> datetime:
    """A moment to come (when a pause ends): as far from the operation as the phone's own clock put it."""
    believed = moment(said.wall)
    if not made.clock_wrong or believed is None:
        return claimed
    try:
        return made.at + (claimed - believed)
    except OverflowError:
        return claimed


def moment(milliseconds: int) -> datetime | None:
    """The moment of a phone's number; None for one that no calendar knows."""
    if abs(milliseconds) > _LIMIT_MS:
        return None
    try:
        return _EPOCH + milliseconds * _MILLISECOND
    except OverflowError:
        return None
