"""How long somebody takes to get there, from what is known of where he is.

    seconds = detour * great circle / speed + parking + vertical        vertical = 30 + 4 * floors

Prior values of an e-bike between housing estates: detour 1.35, 6 m/s, 90 s to park. Within one building there is
only the vertical part. A position up to two minutes old is believed; older ones are mixed with the place where the
plan expects the person (`p = exp(-age / 10 min)`), after thirty minutes, or with an accuracy worse than 500 m, only
the plan counts. Nobody is ruled out for it: the doubt is a flag and a cost (`scoring`).

Units    seconds, metres, minutes of age; WGS-84.
Pure     yes.
"""

from datetime import datetime
from math import exp

from msgspec import Struct

from dispatch.model import Fix
from kernel.geo import LatLng, haversine_km

DETOUR = 1.35
SPEED_M_S = 6.0
PARKING_S = 90.0
SAME_BUILDING_M = 30.0
FRESH_MIN = 2.0
BELIEVED_MIN = 30.0
DECAY_MIN = 10.0
COARSE_M = 500.0


class Spot(Struct, frozen=True):
    """A place to go to: where, in which building (community and building code), how high."""

    position: LatLng
    building: str = ""
    floor: int = 0


class Whereabouts(Struct, frozen=True):
    """Where somebody is believed to be: the last fix with `trust` in it, and the plan for the rest."""

    fix: LatLng | None
    plan: Spot
    trust: float
    age_min: float | None
    flags: tuple[str, ...] = ()


def vertical_s(floor: int) -> float:
    return 30.0 + 4.0 * abs(floor)


def leg_s(start: LatLng, goal: Spot, *, building: str = "", floor: int = 0) -> float:
    """Seconds from a point (in a building, if known) to a spot."""
    metres = haversine_km(start, goal.position) * 1000
    if (building and building == goal.building) or metres < SAME_BUILDING_M:
        return vertical_s(goal.floor - floor)
    return DETOUR * metres / SPEED_M_S + PARKING_S + vertical_s(goal.floor)


def whereabouts(fix: Fix | None, plan: Spot, now: datetime) -> Whereabouts:
    """How far the last fix is believed at `now`, and what is doubtful about it."""
    if fix is None:
        return Whereabouts(None, plan, 0.0, None, ("no_position",))
    age = max(0.0, (now - fix.at).total_seconds() / 60)
    if age > BELIEVED_MIN or fix.accuracy_m > COARSE_M:
        return Whereabouts(fix.position, plan, 0.0, age, ("position_stale",))
    if age <= FRESH_MIN:
        return Whereabouts(fix.position, plan, 1.0, age)
    return Whereabouts(fix.position, plan, exp(-age / DECAY_MIN), age)


def expected_s(seen: Whereabouts, goal: Spot) -> float:
    """Expected seconds to the goal: the fix as far as it is believed, the plan for the rest."""
    planned = leg_s(seen.plan.position, goal, building=seen.plan.building, floor=seen.plan.floor)
    if seen.fix is None or seen.trust == 0:
        return planned
    return seen.trust * leg_s(seen.fix, goal) + (1 - seen.trust) * planned
