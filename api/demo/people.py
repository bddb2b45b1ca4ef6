"""The people of the demo company as rows: technicians with skills, certificates, shifts and positions; accounts.

Planted: three certificates expire within a week, two have expired, one technician never allowed his position. None
of it opens a gap in the shifts besides the planted ones, which is asserted here.

Errors   `AssertionError` when a fault would find nobody on a shift.
Pure     the moment and the seed are arguments.
"""

import hashlib
from datetime import datetime, timedelta
from math import cos, sin

from msgspec import Struct
from msgspec.structs import replace

from api.demo import drawing, roster
from api.demo.estate import community_id, stable_id
from api.demo.roster import Hand
from api.demo.sites import BY_CODE, SITES
from dispatch import hours
from dispatch.model import Certificate, Fix, Shift, Skill, Technician, TechnicianId
from kernel.actors import Role
from kernel.geo import LatLng

EVERY_DAY = (0, 1, 2, 3, 4, 5, 6)
# Technician, certificate and days from now until it ends; negative: it has ended.
EXPIRING = (("T-HVC-02", "C-REF", 2), ("T-ELE-08", "C-ELE-LV", 4), ("T-CIV-03", "C-HGT", 6))
EXPIRED = (("T-ELE-02", "C-ELE-LV", -9), ("T-DWL-05", "C-HGT", -31))
GPS_DENIED = "T-GEN-02"
VALID_FOR = {"C-ORI": 365, "C-HLTH": 365, "C-CSP": 365, "C-LFT-T": 4 * 365}
REVIEW_EVERY = 3 * 365
_VENDOR_BASE = LatLng(30.6021, 104.0953)


class Person(Struct, frozen=True, kw_only=True):
    """Somebody who may sign in."""

    id: str
    login: str
    code: str
    role: Role
    communities: frozenset[str] = frozenset()
    language: str = "zh-CN"


def technicians(org_id: str, seed: int, now: datetime) -> list[Technician]:
    """All 65 as they are at this moment; shifts decide who stands where."""
    crew = roster.hands()
    assert_covered(crew)
    return [_technician(org_id, seed, hand, now) for hand in crew]


def assert_covered(crew: list[Hand]) -> None:
    """Every fault finds somebody on every shift, expired certificates counted out, except the planted gaps."""
    lost = {code: certificate for code, certificate, _ in EXPIRED}
    fit = [
        replace(hand, certificates=hand.certificates - {lost[hand.code]}) if hand.code in lost else hand
        for hand in crew
    ]
    missing = {(need.community, need.fault, need.shift) for need in roster.uncovered(fit, roster.needs())}
    surprising = missing - roster.PLANTED_GAPS
    assert not surprising, f"nobody for {sorted(surprising)}"


def technician_id(seed: int, code: str) -> TechnicianId:
    return TechnicianId(stable_id(seed, "technician", code))


def _technician(org_id: str, seed: int, hand: Hand, now: datetime) -> Technician:
    levels: dict[str, int] = {}
    for trade, level in ((hand.trade, hand.level), *hand.extra):
        levels[trade] = max(level, levels.get(trade, 0))
    zone = BY_CODE[min(hand.communities)].time_zone
    shifts = tuple(Shift(EVERY_DAY, start, end) for start, end in hand.shifts)
    return Technician(
        id=technician_id(seed, hand.code),
        org_id=org_id,
        code=hand.code,
        team=hand.team,
        communities=frozenset(community_id(seed, code) for code in hand.communities),
        home=_base(hand),
        time_zone=zone,
        skills=tuple(Skill(trade, level) for trade, level in levels.items()),
        certificates=_certificates(seed, hand, now),
        shifts=shifts,
        max_open=8 if hand.vendor else 6,
        vendor=hand.vendor,
        fix=_fix(seed, hand, now, on_shift=hours.shift_at(shifts, zone, now) is not None),
    )


def _base(hand: Hand) -> LatLng:
    if hand.vendor:
        return _VENDOR_BASE
    first = {"工程一队": "YQL", "工程二队": "QMC", "工程三队": "XHT"}.get(hand.team, min(hand.communities))
    return BY_CODE[first].position


def _certificates(seed: int, hand: Hand, now: datetime) -> tuple[Certificate, ...]:
    planted = {(code, name): days for code, name, days in (*EXPIRING, *EXPIRED)}
    made = []
    for name in sorted(hand.certificates):
        days = planted.get((hand.code, name))
        if days is None and name == "C-FIRE":
            made.append(Certificate(name, None, now + timedelta(days=40 + _draw(seed, hand.code, name) % 300)))
            continue
        validity = VALID_FOR.get(name, 6 * 365)
        left = days if days is not None else 40 + _draw(seed, hand.code, name) % (validity - 40)
        ends = (now + timedelta(days=left)).replace(hour=16, minute=0, second=0, microsecond=0)
        review = now + timedelta(days=45 + _draw(seed, hand.code, name, "review") % (REVIEW_EVERY - 45))
        made.append(Certificate(name, ends, review if validity > REVIEW_EVERY and review < ends else None))
    return tuple(made)


def _fix(seed: int, hand: Hand, now: datetime, *, on_shift: bool) -> Fix | None:
    """Where somebody on shift was last seen: in one of his communities, minutes ago; a few phones are slow."""
    if hand.code == GPS_DENIED or not on_shift:
        return None
    places = sorted(hand.communities)
    site = BY_CODE[places[_draw(seed, hand.code, "place") % len(places)]]
    angle, far = _draw(seed, hand.code, "angle") % 628 / 100, 20 + _draw(seed, hand.code, "far") % 140
    at = drawing.on_earth(site.position, (far * cos(angle), far * sin(angle)))
    slow = _draw(seed, hand.code, "slow") % 11 == 0
    age = timedelta(seconds=20 + _draw(seed, hand.code, "age") % 240, minutes=37 if slow else 0)
    return Fix(at, now - age, 8 + _draw(seed, hand.code, "doubt") % 40)


def _draw(seed: int, *parts: str) -> int:
    return int.from_bytes(hashlib.sha256("\x1f".join((str(seed), *parts)).encode()).digest()[:6], "big")


def staff(seed: int) -> list[Person]:
    """Office accounts: dispatchers, one lead and one or two stewards per community, clerks, managers, admins."""
    plain = [
        *((f"DISP-{n}", Role.DISPATCHER) for n in range(1, 7)),
        *((f"CLERK-{n}", Role.CLERK) for n in range(1, 4)),
        *((f"DUTY-{n}", Role.MANAGER) for n in range(1, 3)),
        ("AUDIT-1", Role.MANAGER),
        ("ADMIN-1", Role.ADMIN),
        ("ADMIN-2", Role.ADMIN),
    ]
    made = [_person(seed, code, role, frozenset(), "zh-CN") for code, role in plain]
    for site in SITES:
        covers = frozenset({community_id(seed, site.code)})
        language = "en" if site.overseas else "zh-CN"
        made.append(_person(seed, f"LEAD-{site.code}", Role.LEAD, covers, language))
        stewards = range(1, 3 if site.code in {"YQL", "WTY"} else 2)
        made.extend(_person(seed, f"STEW-{site.code}-{n}", Role.STEWARD, covers, language) for n in stewards)
    return made


def hands_as_people(crew: list[Technician]) -> list[Person]:
    """The accounts of technicians carry the technicians' ids."""
    return [
        Person(
            id=one.id,
            login=one.code.lower(),
            code=one.code,
            role=Role.TECHNICIAN,
            communities=frozenset(one.communities),
            language="zh-CN" if one.time_zone == "Asia/Shanghai" else "en",
        )
        for one in crew
    ]


def person_id(seed: int, code: str) -> str:
    return stable_id(seed, "person", code)


def _person(seed: int, code: str, role: Role, communities: frozenset[str], language: str) -> Person:
    return Person(
        id=person_id(seed, code), login=code.lower(), code=code, role=role, communities=communities, language=language
    )
