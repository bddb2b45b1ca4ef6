"""Local wall-clock hours as moments: shifts, working hours, quiet hours, holidays.

A span like 22:30-08:30 runs over midnight and belongs to the day on which it starts. Local hours are turned into
UTC day by day through the zone's rules, so a day of 23 or 25 hours has exactly as many working minutes as its
wall clock says, and a promise counted in them does not move when the clocks change.

Units    aware UTC moments; "HH:MM" local; 0 = Monday.
Errors   `BadHours` for a time or zone that does not exist.
Pure     yes; zone rules come from the tz database.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import TypeAlias
from zoneinfo import ZoneInfo

from msgspec import Struct

from dispatch.model import Shift
from kernel.errors import Invalid

Span: TypeAlias = tuple[datetime, datetime]
_DAY = timedelta(days=1)
_SEARCH = 400  # days: longer than any holiday


class BadHours(Invalid):
    code = "bad_hours"


class Calendar(Struct, frozen=True):
    """When a community works. `around_the_clock` makes every minute count."""

    time_zone: str
    work_hours: tuple[str, str] = ("08:00", "20:00")
    holidays: frozenset[str] = frozenset()
    around_the_clock: bool = False


@lru_cache(maxsize=256)
def zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as missing:
        raise BadHours(time_zone=name) from missing


@lru_cache(maxsize=4096)
def clock(text: str) -> time:
    """The time of day of "HH:MM"; "24:00" is refused."""
    try:
        return time.fromisoformat(text)
    except ValueError as wrong:
        raise BadHours(time=text) from wrong


@lru_cache(maxsize=8192)
def span_on(day: date, start: str, end: str, zone_name: str) -> Span:
    """The moments of a local span that starts on `day`. Equal ends mean the whole day round."""
    tz = zone(zone_name)
    begins, ends = clock(start), clock(end)
    last = day if begins < ends else day + _DAY
    return (
        datetime.combine(day, begins, tz).astimezone(UTC),
        datetime.combine(last, ends, tz).astimezone(UTC),
    )


def local_day(at: datetime, zone_name: str) -> date:
    return at.astimezone(zone(zone_name)).date()


def shift_at(shifts: Sequence[Shift], zone_name: str, at: datetime) -> Span | None:
    """The shift that `at` lies in, the longest-lasting one if several do."""
    today = local_day(at, zone_name)
    running = [
        span
        for day in (today - _DAY, today)
        for shift in shifts
        if day.weekday() in shift.days and (span := span_on(day, shift.start, shift.end, zone_name))[0] <= at < span[1]
    ]
    return max(running, key=lambda span: span[1]) if running else None


def next_shift(shifts: Sequence[Shift], zone_name: str, at: datetime) -> datetime | None:
    """When the next shift after `at` starts, within eight days."""
    today = local_day(at, zone_name)
    for ahead in range(9):
        day = today + ahead * _DAY
        starts = [
            begins
            for shift in shifts
            if day.weekday() in shift.days and (begins := span_on(day, shift.start, shift.end, zone_name)[0]) > at
        ]
        if starts:
            return min(starts)
    return None


def quiet_at(pairs: Sequence[tuple[str, str]], zone_name: str, at: datetime) -> Span | None:
    """The quiet hours that `at` lies in."""
    today = local_day(at, zone_name)
    for day in (today - _DAY, today):
        for start, end in pairs:
            span = span_on(day, start, end, zone_name)
            if span[0] <= at < span[1]:
                return span
    return None


def open_spans(calendar: Calendar, since: datetime) -> Iterator[Span]:
    """Working spans that end after `since`, in order."""
    day = local_day(since, calendar.time_zone) - _DAY
    for _ in range(_SEARCH):
        if day.isoformat() not in calendar.holidays:
            span = span_on(day, *calendar.work_hours, calendar.time_zone)
            if span[1] > since and span[0] < span[1]:
                yield span
        day += _DAY


def next_open(calendar: Calendar, at: datetime) -> datetime:
    """`at` if it is working time, else when working time begins again."""
    if calendar.around_the_clock:
        return at
    for begins, _ in open_spans(calendar, at):
        return max(at, begins)
    raise BadHours(work_hours="-".join(calendar.work_hours))


def add_working(at: datetime, amount: timedelta, calendar: Calendar) -> datetime:
    """The moment when `amount` of working time has passed since `at`."""
    if calendar.around_the_clock:
        return at + amount
    left = amount
    for begins, ends in open_spans(calendar, at):
        starts = max(at, begins)
        if starts + left <= ends:
            return starts + left
        left -= ends - starts
    raise BadHours(work_hours="-".join(calendar.work_hours))


def working_between(start: datetime, end: datetime, calendar: Calendar) -> timedelta:
    """How much working time lies between two moments; zero when they are the wrong way round."""
    if end <= start:
        return timedelta(0)
    if calendar.around_the_clock:
        return end - start
    total = timedelta(0)
    for begins, ends in open_spans(calendar, start):
        if begins >= end:
            break
        total += min(end, ends) - max(start, begins)
    return total
