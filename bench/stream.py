"""REPLAY and G6: days played with our policy and with what it has to beat, on the same chance.

    LA=path/to/la311.csv       REPLAY: the city's real stream; not measured without the file
    LA_PEOPLE=250              technicians made up for it
    LOADS=300,400,480          G6: orders of a made-up day for 60 technicians (400)
    SEEDS=3                    G6: days of each load (1)

The city tells when, where and what; it does not tell who came, so people are made up from the seed: homes where the
work is, two or three trades each, territory around the home, early and late shifts. The policy and the table of trades
are written down in this file and in `dispatch.policy`, before any run.

Units    minutes of waiting, kilometres, hours of work.
Effects  reads the file named.
"""

import csv
import math
import os
import statistics
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
from msgspec.structs import replace

from api.importer import reading
from bench.choosing import first_qualified, nearest_first, ours
from bench.context import Bench
from bench.shift import Chooser, Days, Outcome, Report, Worker
from bench.table import Beside, Figure, Goal, Row, failed
from dispatch.model import Community, CommunityId, Fault, PremisesId, Priority, Shift, Skill, TechnicianId, WorkOrderId
from dispatch.planning import Job
from dispatch.policy import Policy
from dispatch.sla import started
from dispatch.travel import Spot
from kernel.clock import SystemClock
from kernel.geo import LatLng, haversine_km
from tests.support import dispatch_builders as made

ZONE = "America/Los_Angeles"
SEED = 20171227
# What the city calls it: trade, level, minutes on site, priority. Written before the first run.
KINDS: dict[str, tuple[str, int, int, Priority]] = {
    "Bulky Items": ("HAUL", 1, 25, Priority.P3),
    "Metal/Household Appliances": ("HAUL", 2, 30, Priority.P3),
    "Electronic Waste": ("HAUL", 1, 20, Priority.P3),
    "Illegal Dumping Pickup": ("CLEAN", 2, 35, Priority.P2),
    "Graffiti Removal": ("PAINT", 1, 25, Priority.P3),
    "Homeless Encampment": ("CLEAN", 3, 45, Priority.P2),
    "Dead Animal Removal": ("CLEAN", 1, 20, Priority.P1),
    "Single Streetlight Issue": ("ELE", 2, 35, Priority.P2),
    "Multiple Streetlight Issue": ("ELE", 3, 60, Priority.P1),
    "Report Water Waste": ("PLB", 2, 40, Priority.P1),
}
OTHER = ("GEN", 1, 30, Priority.P3)
TRADES = (("HAUL", 0.55), ("PAINT", 0.35), ("CLEAN", 0.4), ("ELE", 0.2), ("PLB", 0.2), ("GEN", 0.6))
EARLY = Shift(made.EVERY_DAY, "06:00", "15:00")
LATE = Shift(made.EVERY_DAY, "11:00", "20:00")
_REACH_KM = 14.0
_CITY_KM = 9.0


async def measured(bench: Bench) -> list[Row]:
    rows = []
    if bench.wants("REPLAY"):
        path = os.environ.get("LA", "")
        rows += [replayed(Path(path))] if path else [failed("REPLAY", "the real stream", "no file: LA=path")]
    if bench.wants("G6"):
        seeds = range(1, int(os.environ.get("SEEDS", "1")) + 1)
        rows += [a_day(int(load), seeds) for load in os.environ.get("LOADS", "400").split(",")]
    return rows


def played(reports: Sequence[Report], people: Sequence[Worker], chooser: Chooser) -> Outcome:
    fresh = [Worker(one.technician, one.spot) for one in people]
    return Days(reports, fresh, chooser, Policy()).run()


def choosers() -> list[Chooser]:
    policy = Policy()
    return [ours(policy), ours(policy, planned_too=True), nearest_first(policy), first_qualified(policy)]


# The real stream.


def replayed(path: Path) -> Row:
    """Every readable request of the file, in the order in which it came."""
    with path.open(encoding="utf-8", errors="surrogateescape", newline="") as file:
        lines = list(csv.reader(file))
    rows = [reading.Line(at, tuple(row)) for at, row in enumerate(lines[1:], 2)]
    limits = (SystemClock().now(), 40.0)
    found = reading.judge(rows, lines[0], reading.mapping(["la311"]), ZoneInfo(ZONE), limits).requests
    stream, people = city(found, int(os.environ.get("LA_PEOPLE", "250")), SEED)
    told = {one.name: played(stream, people, one) for one in choosers() if one.rest is None}
    what = f"{len(stream)} real requests, {len(people)} technicians made up"
    return _row("REPLAY", what, "ours", {name: [one] for name, one in told.items()})


def city(requests: Sequence[reading.Request], people: int, seed: int) -> tuple[list[Report], list[Worker]]:
    dice = np.random.default_rng(seed)
    middles = reading.centres(requests)
    areas = {area: _community(area, middle) for area, middle in sorted(middles.items())}
    ordered = sorted(requests, key=lambda one: (one.created_at, one.number))
    crowd = [_worker(n, ordered[int(dice.integers(len(ordered)))].position, areas, dice) for n in range(people)]
    faults: dict[str, Fault] = {}
    stream = []
    for one in ordered:
        fault = faults.setdefault(one.type, _fault(*KINDS.get(one.type, OTHER), one.type))
        job = _job(one.number, one.created_at, fault, areas[one.area], one.position)
        stream.append(_report(one.created_at, job, crowd, dice))
    return stream, crowd


def _community(area: str, middle: LatLng) -> Community:
    return made.a_community(area, zh=area, en=area, position=middle, time_zone=ZONE)


def _fault(trade: str, level: int, minutes: int, priority: Priority, name: str) -> Fault:
    return replace(
        made.TAP,
        code=f"{trade}-{made.hash_of(name) % 10_000}",
        trade=trade,
        min_level=level,
        certificates=(),
        priority=priority,
        duration_min=minutes,
        en=name,
        zh=name,
    )


def _worker(n: int, home: LatLng, areas: dict[str, Community], dice: np.random.Generator) -> Worker:
    """Two or three trades, everything within reach of home."""
    skills = [Skill(trade, int(dice.integers(1, 5))) for trade, share in TRADES if dice.random() < share]
    skills = skills or [Skill(TRADES[n % len(TRADES)][0], 3)]
    near = frozenset(one.id for one in areas.values() if haversine_km(one.position, home) <= _REACH_KM)
    technician = replace(
        made.a_technician(f"T-{n:04d}"),
        id=TechnicianId(made.an_id(f"worker {n}")),
        home=home,
        communities=near,
        time_zone=next(iter(areas.values())).time_zone,
        skills=tuple(skills),
        certificates=(),
        shifts=(EARLY if n % 3 else LATE,),
    )
    return Worker(technician, Spot(home))


def _job(number: str, at: datetime, fault: Fault, community: Community, position: LatLng) -> Job:
    premises = made.some_premises(
        f"X-{number}",
        id=PremisesId(f"place {number}"),
        community_id=CommunityId(community.id),
        position=position,
        building="",
        floor=0,
    )
    order = made.an_order(
        id=WorkOrderId(f"order {number}"),
        community_id=community.id,
        premises_id=premises.id,
        number=number,
        fault=fault.code,
        priority=fault.priority,
        reported_at=at,
        received_at=at,
        updated_at=at,
    )
    order = replace(order, clocks=started(order, community, Policy()))
    return Job(order, fault, premises, community)


def _report(at: datetime, job: Job, crowd: Sequence[Worker], dice: np.random.Generator) -> Report:
    no = frozenset(str(one.technician.id) for one in crowd if dice.random() < 0.04)
    return Report(at, job, float(dice.lognormal(0, 0.25)), float(dice.lognormal(0, 0.15)), no)


# A made-up day.


def a_day(load: int, seeds: Sequence[int]) -> Row:
    """Sixty technicians, two shifts, two peaks, four per cent declined."""
    told: dict[str, list[Outcome]] = {}
    for seed in seeds:
        stream, people = town(load, 60, seed)
        for one in choosers():
            told.setdefault(one.name, []).append(played(stream, people, one))
    return _row("G6", f"a day of {load} orders for 60, {len(seeds)} seeds", "ours, planned", told)


def town(load: int, people: int, seed: int) -> tuple[list[Report], list[Worker]]:
    dice = np.random.default_rng(seed)
    middle = LatLng(34.05, -118.25)
    spots = [_around(middle, _CITY_KM, dice) for _ in range(40)]
    areas = {f"A{n:02d}": _community(f"A{n:02d}", spot) for n, spot in enumerate(spots)}
    crowd = [_worker(n, spots[int(dice.integers(40))], areas, dice) for n in range(people)]
    day = datetime(2017, 12, 27, tzinfo=ZoneInfo(ZONE))
    kinds = [*KINDS.items(), ("Other", OTHER)]
    peaks = np.where(dice.random(load) < 0.55, dice.normal(9.5, 1.2, load), dice.normal(14.5, 1.6, load))
    stream = []
    for n, hour in enumerate(np.sort(np.clip(peaks, 6.2, 18.0))):
        at = (day + timedelta(hours=float(hour))).astimezone(UTC)
        name, kind = kinds[int(dice.integers(len(kinds)))]
        area = areas[f"A{int(dice.integers(40)):02d}"]
        job = _job(f"{seed}-{n:04d}", at, _fault(*kind, name), area, _around(area.position, 0.6, dice))
        stream.append(_report(at, job, crowd, dice))
    return stream, crowd


def _around(middle: LatLng, km: float, dice: np.random.Generator) -> LatLng:
    """Somewhere around, normally distributed."""
    north, east = dice.normal(0, km, 2)
    return LatLng(
        middle.lat + float(north) / 111.2, middle.lng + float(east) / (111.2 * math.cos(math.radians(middle.lat)))
    )


# What is told.


def _row(id_: str, what: str, mine: str, told: dict[str, list[Outcome]]) -> Row:
    figures = {name: Figure((statistics.mean(_wait(one) for one in of),), "min") for name, of in told.items()}
    others = [name for name in told if not name.startswith("ours")]

    def km(name: str) -> float:
        return statistics.mean(one.km for one in told[name])

    waits = {name: figure.middle for name, figure in figures.items()}
    goals = (
        Goal(
            "waiting beside the better of the simple ways",
            1.0,
            waits[mine] / min(waits[name] for name in others),
            unit="×",
        ),
        Goal("kilometres beside first qualified", 1.0, km(mine) / km("first qualified"), unit="×"),
    )
    peers = tuple(Beside(f"{name}: {_words(told[name])}", figures[name]) for name in told if name != mine)
    return Row(id=id_, what=what, ours=figures[mine], peers=peers, goals=goals, note=_words(told[mine]))


def _wait(of: Outcome) -> float:
    return statistics.mean(of.waits) if of.waits else math.inf


def _words(of: Sequence[Outcome]) -> str:
    waits = sorted(w for one in of for w in one.waits)
    middle, most = (waits[int(len(waits) * share)] if waits else math.inf for share in (0.5, 0.9))
    kept = statistics.mean(100 * one.kept / max(1, one.promised) for one in of)
    late, km = statistics.mean(one.late_min for one in of), statistics.mean(one.km for one in of)
    unserved = statistics.mean(one.unserved for one in of)
    changes = statistics.mean(one.changes / max(1, len(one.waits)) for one in of)
    return (
        f"waited p50 {middle:.0f}, p90 {most:.0f} min; promise kept {kept:.1f} %, late {late:.1f} min; "
        f"{unserved:.1f} unserved; {km:,.0f} km; "
        f"Gini of work {statistics.mean(gini(one.work) for one in of):.2f}; {changes:.2f} changes"
    )


def gini(work: Sequence[float]) -> float:
    """Of hours of work: 0 when all work the same, towards 1 when one does everything."""
    ordered, size = sorted(work), len(work)
    total = sum(ordered)
    if not total:
        return 0.0
    return sum((2 * at - size - 1) * hours for at, hours in enumerate(ordered, 1)) / (size * total)
