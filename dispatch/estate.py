"""A company's master data as one value: communities, premises, people, faults, materials.

Positions are WGS-84. One that lies further from its community than anybody would serve from there was typed wrong or
measured otherwise; hours that do not exist would fail every decision later on. Both are refused here, with whose they
are. Every span of hours may run over midnight, and equal ends are the whole day.

Errors   `BadPosition` (nowhere, swapped, outside, elsewhere), `BadHours`.
Pure     values only.
"""

from collections.abc import Iterable

from msgspec import Struct

from dispatch.hours import BadHours, clock, zone
from dispatch.model import Community, Fault, Material, Premises, Technician
from dispatch.policy import Policy
from kernel.geo import BadPosition, LatLng, haversine_km
from kernel.geo import checked as checked_position

FAR_KM = 100.0
_WEEK = frozenset(range(7))


class Organisation(Struct, frozen=True, kw_only=True):
    id: str
    code: str
    zh: str
    en: str
    policy: Policy | None = None  # None: the default


class Estate(Struct, frozen=True, kw_only=True):
    """What `commands.put_estate` writes; whatever is there already under the same id is replaced."""

    organisation: Organisation
    communities: tuple[Community, ...] = ()
    premises: tuple[Premises, ...] = ()
    technicians: tuple[Technician, ...] = ()
    faults: tuple[Fault, ...] = ()
    materials: tuple[Material, ...] = ()


def checked(estate: Estate) -> Estate:
    """The estate, or what in it cannot be and whose it is."""
    middles = {one.id: one.position for one in estate.communities}
    for community in estate.communities:
        _position(community.position, community.code)
        _hours(community.code, community.time_zone, (*community.quiet_hours, community.work_hours))
    for place in estate.premises:
        _position(place.position, place.code, middles.get(place.community_id))
        _hours(place.code, "UTC", place.quiet_hours)
    for one in estate.technicians:
        _position(one.home, one.code)
        _hours(one.code, one.time_zone, ((shift.start, shift.end) for shift in one.shifts))
        if not all(_WEEK.issuperset(shift.days) for shift in one.shifts):
            raise BadHours(of=one.code, days=sorted({day for shift in one.shifts for day in shift.days} - _WEEK))
    return estate


def _position(at: LatLng, of: str, middle: LatLng | None = None) -> None:
    try:
        checked_position(at.lat, at.lng)
    except BadPosition as wrong:
        raise BadPosition(**wrong.facts, of=of) from wrong
    km = haversine_km(at, middle) if middle else 0.0
    if km > FAR_KM:
        raise BadPosition(why="elsewhere", of=of, km=round(km))


def _hours(of: str, time_zone: str, pairs: Iterable[tuple[str, str]]) -> None:
    try:
        zone(time_zone)
        for pair in pairs:
            for text in pair:
                clock(text)
    except BadHours as wrong:
        raise BadHours(**wrong.facts, of=of) from wrong
