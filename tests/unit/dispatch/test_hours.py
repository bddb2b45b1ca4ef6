"""Local hours as moments: over midnight, over the change of the clocks, never lost and never counted twice."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dispatch.hours import (
    BadHours,
    Calendar,
    add_working,
    next_open,
    next_shift,
    quiet_at,
    shift_at,
    span_on,
    working_between,
)
from dispatch.model import Shift

LONDON = Calendar("Europe/London", ("08:00", "20:00"))
MALL = Calendar("Asia/Shanghai", ("22:30", "08:30"))
ALWAYS = Calendar("Asia/Shanghai", around_the_clock=True)
CALENDARS = st.sampled_from(
    [
        LONDON,
        MALL,
        ALWAYS,
        Calendar("America/Los_Angeles"),
        Calendar("Asia/Shanghai", holidays=frozenset({"2026-10-25"})),
    ]
)
MOMENTS = st.integers(0, 20 * 24 * 60).map(lambda m: datetime(2026, 10, 15, tzinfo=UTC) + timedelta(minutes=m))
AMOUNTS = st.integers(0, 5000).map(lambda m: timedelta(minutes=m))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@settings(max_examples=150, deadline=None)
@given(CALENDARS, MOMENTS, AMOUNTS)
def test_working_time_added_is_the_working_time_that_lies_between(
    hours: Calendar, start: datetime, amount: timedelta
) -> None:
    assert working_between(start, add_working(start, amount, hours), hours) == amount


@settings(max_examples=100, deadline=None)
@given(CALENDARS, MOMENTS, AMOUNTS, AMOUNTS)
def test_adding_twice_is_adding_once(hours: Calendar, start: datetime, one: timedelta, two: timedelta) -> None:
    assert add_working(add_working(start, one, hours), two, hours) == add_working(start, one + two, hours)


def test_a_promise_in_working_hours_does_not_move_when_the_clocks_change() -> None:
    """Summer time ends on 25 October 2026 in London: 19:00 BST plus two working hours is 09:00 GMT."""
    evening = at("2026-10-24T18:00")
    assert add_working(evening, timedelta(hours=2), LONDON) == at("2026-10-25T09:00")
    assert working_between(evening, at("2026-10-25T09:00"), LONDON) == timedelta(hours=2)


def test_a_night_shift_belongs_to_the_day_on_which_it_starts() -> None:
    night = (Shift((0,), "22:00", "08:00"),)  # Mondays
    assert shift_at(night, "Asia/Shanghai", at("2026-11-02T15:00")) is not None  # Monday 23:00
    assert shift_at(night, "Asia/Shanghai", at("2026-11-02T23:59")) is not None  # Tuesday 07:59
    assert shift_at(night, "Asia/Shanghai", at("2026-11-03T15:00")) is None  # Tuesday 23:00


def test_the_next_shift_is_found_across_free_days() -> None:
    monday = (Shift((0,), "08:00", "16:00"),)
    assert next_shift(monday, "Asia/Shanghai", at("2026-11-02T01:00")) == at("2026-11-09T00:00")
    assert next_shift((), "Asia/Shanghai", at("2026-11-02T01:00")) is None


def test_holidays_do_not_count() -> None:
    golden = Calendar("Asia/Shanghai", holidays=frozenset(f"2026-10-0{day}" for day in range(1, 8)))
    assert next_open(golden, at("2026-10-01T02:00")) == at("2026-10-08T00:00")


def test_quiet_hours_over_midnight_are_found_from_both_sides() -> None:
    quiet = (("12:00", "14:30"), ("20:00", "08:00"))
    assert quiet_at(quiet, "Asia/Shanghai", at("2026-11-02T04:00")) is not None  # 12:00
    assert quiet_at(quiet, "Asia/Shanghai", at("2026-11-02T06:30")) is None  # 14:30
    assert quiet_at(quiet, "Asia/Shanghai", at("2026-11-02T23:59")) is not None  # 07:59
    assert quiet_at(quiet, "Asia/Shanghai", at("2026-11-02T13:00")) is not None  # 21:00


def test_equal_ends_are_the_whole_day_round() -> None:
    begins, ends = span_on(date(2026, 11, 2), "00:00", "00:00", "Asia/Shanghai")
    assert ends - begins == timedelta(days=1)


@pytest.mark.parametrize("broken", [Calendar("Mars/Base"), Calendar("Asia/Shanghai", ("8", "99:00"))])
def test_hours_that_cannot_be_are_named(broken: Calendar) -> None:
    with pytest.raises(BadHours):
        next_open(broken, at("2026-11-02T00:00"))
