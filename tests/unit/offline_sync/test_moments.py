"""When something was done, as far as anybody can know."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from offline_sync.model import Moment
from offline_sync.moments import estimate, within

RECEIVED = datetime(2026, 11, 2, 12, tzinfo=UTC)
BEFORE = RECEIVED - timedelta(hours=3)
YEARS = timedelta(days=730)


def wall(at: datetime, off: timedelta = timedelta(0)) -> Moment:
    return Moment(wall=int((at + off).timestamp() * 1000), off_ms=-int(off.total_seconds() * 1000))


def test_a_right_clock_is_believed() -> None:
    made = estimate(wall(RECEIVED - timedelta(hours=1)), BEFORE, RECEIVED)
    assert (made.at, made.clock_wrong) == (RECEIVED - timedelta(hours=1), False)


def test_a_wrong_clock_with_a_known_offset_is_corrected_and_flagged() -> None:
    made = estimate(wall(RECEIVED - timedelta(hours=1), YEARS), BEFORE, RECEIVED)
    assert (made.at, made.clock_wrong) == (RECEIVED - timedelta(hours=1), True)


def test_a_clock_two_years_ahead_is_held_at_the_receipt() -> None:
    made = estimate(wall(RECEIVED + YEARS), BEFORE, RECEIVED)
    assert (made.at, made.clock_wrong) == (RECEIVED, True)


def test_a_clock_two_years_behind_is_held_at_the_operation_before() -> None:
    made = estimate(wall(RECEIVED - YEARS), BEFORE, RECEIVED)
    assert (made.at, made.clock_wrong, made.very_late) == (BEFORE, True, False)


def test_a_first_operation_from_long_ago_is_taken_as_made_now() -> None:
    made = estimate(wall(RECEIVED - YEARS), None, RECEIVED)
    assert (made.at, made.clock_wrong) == (RECEIVED, True)


def test_a_first_operation_of_last_week_is_believed_and_very_late() -> None:
    made = estimate(wall(RECEIVED - timedelta(days=7)), None, RECEIVED)
    assert (made.at, made.clock_wrong, made.very_late) == (RECEIVED - timedelta(days=7), False, True)


def test_a_little_out_of_order_is_no_wrong_clock() -> None:
    made = estimate(wall(BEFORE - timedelta(seconds=30)), BEFORE, RECEIVED)
    assert (made.at, made.clock_wrong) == (BEFORE, False)


def test_a_moment_inside_is_never_after_its_operation() -> None:
    said = wall(RECEIVED - timedelta(hours=1))
    made = estimate(said, BEFORE, RECEIVED)
    assert within(RECEIVED + YEARS, said, made) == made.at
    assert within(RECEIVED - timedelta(hours=2), said, made) == RECEIVED - timedelta(hours=2)


@given(st.integers(-(2**62), 2**62), st.integers(-(2**40), 2**40), st.integers(-5, 2**50))
def test_whatever_a_phone_says_the_moment_stays_in_its_bounds(said: int, off: int, unsure: int) -> None:
    made = estimate(Moment(wall=said, off_ms=off, unc_ms=unsure), BEFORE, RECEIVED)
    assert BEFORE <= made.at <= RECEIVED
    assert made.unsure_ms >= 0
    assert within(RECEIVED, Moment(wall=said, off_ms=off), made) <= made.at
