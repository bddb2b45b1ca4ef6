"""Seconds on the way, and how far an old position is believed."""

from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from dispatch.travel import Spot, expected_s, leg_s, vertical_s, whereabouts
from kernel.geo import LatLng, distance_km
from tests.support.dispatch_builders import NOON, a_fix

HOME = Spot(LatLng(30.55, 104.05))
GOAL = Spot(LatLng(30.5741, 104.0630), "YQL/03", 12)
MINUTE = timedelta(minutes=1)


def test_a_leg_is_detour_over_speed_plus_parking_plus_the_lift() -> None:
    start = LatLng(30.58, 104.07)
    metres = distance_km(start, GOAL.position) * 1000
    assert abs(leg_s(start, GOAL) - (1.35 * metres / 6 + 90 + 30 + 48)) < 1


def test_within_one_building_only_the_floors_count() -> None:
    assert leg_s(LatLng(30.5742, 104.0631), GOAL, building="YQL/03", floor=10) == vertical_s(2)
    assert leg_s(GOAL.position, GOAL) == vertical_s(12)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 60))
def test_trust_sinks_with_age_and_the_plan_takes_its_place(minutes: int) -> None:
    fix = a_fix(30.5741, 104.0630, at=NOON - minutes * MINUTE)
    seen = whereabouts(fix, HOME, NOON)
    at_fix, at_plan = leg_s(fix.position, GOAL), leg_s(HOME.position, GOAL)
    assert at_fix - 0.001 <= expected_s(seen, GOAL) <= at_plan + 0.001
    older = whereabouts(a_fix(30.5741, 104.0630, at=NOON - (minutes + 1) * MINUTE), HOME, NOON)
    assert older.trust <= seen.trust


def test_a_coarse_or_missing_position_is_said_openly() -> None:
    assert whereabouts(a_fix(accuracy_m=800), HOME, NOON).flags == ("position_stale",)
    assert whereabouts(a_fix(at=NOON - 31 * MINUTE), HOME, NOON).flags == ("position_stale",)
    lost = whereabouts(None, HOME, NOON)
    assert lost.flags == ("no_position",)
    assert expected_s(lost, GOAL) == leg_s(HOME.position, GOAL)


def test_a_position_from_a_clock_that_runs_ahead_is_taken_as_now() -> None:
    assert whereabouts(a_fix(at=NOON + MINUTE), HOME, NOON).trust == 1.0
