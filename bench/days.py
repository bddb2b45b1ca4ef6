"""G1, G2, G4: one decision, all pairs and their matching, and a day planned, beside simpler ways and other solvers.

    SIZES=50x200,200x1000      sizes of the city (50x200)
    CPU=1,10                   seconds of one core for each planner (1)
    SEEDS=3                    cities of each size (1)

Units    CPU seconds of this process.
Effects  none but time.
"""

import os
import statistics
import time
from datetime import timedelta

import numpy as np
from msgspec.structs import replace

from bench import planners
from bench.city import City, Judgement, city, judged
from bench.context import Bench
from bench.table import Beside, Figure, Goal, Row
from dispatch.assigning import decide
from dispatch.engine import plan
from dispatch.matching import matched
from dispatch.model import Clocks, Priority, Skill
from dispatch.policy import Policy
from kernel.geo import LatLng
from tests.support import dispatch_builders as made

PEOPLE = 300
DECISIONS = 40


async def measured(bench: Bench) -> list[Row]:
    rows = [one_decision()] if bench.wants("G1") else []
    for size in os.environ.get("SIZES", "50x200").split(","):
        people, work = (int(part) for part in size.split("x"))
        seeds = range(1, int(os.environ.get("SEEDS", "1")) + 1)
        rows += matching(people, work) if bench.wants("G2") else []
        for seconds in os.environ.get("CPU", "1").split(",") if bench.wants("G4") else ():
            rows.append(planning([city(people, work, seed) for seed in seeds], float(seconds)))
    return rows


def one_decision() -> Row:
    """Everybody judged by every rule and term, ranked, with reasons and counterfactuals, and the input's hash."""
    dice = np.random.default_rng(1)
    crowd = []
    for n in range(PEOPLE):
        home = LatLng(30.57 + float(dice.normal(0, 0.03)), 104.06 + float(dice.normal(0, 0.03)))
        one = made.a_technician(f"T-{n:03d}", fix=made.a_fix(home.lat, home.lng), home=home)
        crowd.append(
            made.a_prospect(replace(one, skills=(Skill("PLB", int(dice.integers(1, 5))),)), recent_jobs=n % 40)
        )
    job = made.a_job(made.an_order(clocks=Clocks(arrive_by=made.NOON + timedelta(minutes=30))))
    ours, floor = [], []
    home = np.radians(np.array([(one.technician.home.lat, one.technician.home.lng) for one in crowd]))
    goal = np.radians((job.spot.position.lat, job.spot.position.lng))
    for _ in range(DECISIONS):
        began = time.process_time()
        decide(job, crowd, Policy(), made.NOON, "d")
        ours.append((time.process_time() - began) * 1000)
        began = time.process_time()
        _bare(home, goal)
        floor.append((time.process_time() - began) * 1000)
    ours.sort()
    p95 = ours[int(len(ours) * 0.95)]
    limit = Beside("numpy, the same arithmetic without reasons", Figure((statistics.median(floor),), "ms CPU"))
    goals = (Goal(f"p95 of {DECISIONS}", 50, p95, unit=" ms"),)
    ratio = p95 / max(1e-6, statistics.median(floor))
    note = f"p50 {statistics.median(ours):.1f} ms, p95 {p95:.1f} ms; {ratio:.0f}× the floor"
    return Row(
        id="G1",
        what=f"one decision among {PEOPLE}",
        ours=Figure((p95,), "ms CPU"),
        limits=(limit,),
        goals=goals,
        note=note,
    )


def _bare(home: np.ndarray, goal: np.ndarray) -> int:
    """Distances, seven terms and the best, as arrays."""
    half = np.sin((home - goal) / 2) ** 2
    metres = 2 * 6_371_008.8 * np.arcsin(np.sqrt(half[:, 0] + np.cos(home[:, 0]) * np.cos(goal[0]) * half[:, 1]))
    travel = metres * 1.35 / 6 + 90
    terms = np.stack([travel * weight for weight in (0.3, 0.3, 0.15, 0.1, 0.1, 0.05, 0.01)])
    return int(np.argmin(np.rint(terms.sum(axis=0))))


def matching(people: int, work: int) -> list[Row]:
    """One order each, all at once, beside one after the other and beside whoever is nearest."""
    town = city(people, min(people, work), 1)
    case = town.case
    costs = {
        f"o{j:05d}": {f"t{t:05d}": int(case.travel[t, case.place[j]]) for t in case.able[j, : case.ables[j]].tolist()}
        for j in range(len(case.place))
    }
    began = time.process_time()
    pairs = matched(costs, dict.fromkeys(costs, Priority.P2))
    spent = time.process_time() - began
    best = sum(costs[order][who] for order, who in pairs.items())
    taken: set[str] = set()
    greedy, served = 0, 0
    for row in costs.values():
        free = {who: cost for who, cost in row.items() if who not in taken}
        if free:
            who = min(free, key=lambda one: (free[one], one))
            taken.add(who)
            greedy, served = greedy + free[who], served + 1
    other = Beside("the best for each, one after the other", Figure((greedy / 60 / max(1, served),), "min/order"))
    note = f"{len(pairs)} of {len(costs)} orders matched (one after the other {served}); {spent * 1000:.1f} ms CPU"
    ours = Figure((best / 60 / max(1, len(pairs)),), "min/order")
    return [Row(id="G2", what=f"matching {people}×{len(costs)}", ours=ours, peers=(other,), note=note)]


def planning(towns: list[City], seconds: float) -> Row:
    """A day planned by everybody at the same CPU, judged by one checker; means over the cities."""
    for town in towns[:1]:
        plan(town.case, [[] for _ in town.case.free], 1, 1)  # the compiler is not what is measured
    ways = {
        "nearest first": lambda town: planners.timed(lambda: planners.nearest_first(town)),
        "greedy insertion": lambda town: planners.timed(lambda: planners.insertion(town)),
        "ours": lambda town: planners.ours(town, seconds),
    }
    if planners.has_ortools():
        ways["OR-Tools"] = lambda town: planners.ortools(town, seconds)
    told: dict[str, tuple[float, list[Judgement]]] = {}
    for name, way in ways.items():
        ran = [way(town) for town in towns]
        told[name] = (
            statistics.mean(one.cpu for one in ran),
            [judged(t, r.days) for t, r in zip(towns, ran, strict=True)],
        )
    peers = [Beside(f"{name}: {_words(*told[name])}", _cost(told[name][1])) for name in told if name != "ours"]
    if not planners.has_ortools():
        peers.append(Beside("OR-Tools", why="not installed"))
    best = min(_cost(of).middle for name, (_, of) in told.items() if name != "ours")
    goals = (Goal("cost beside the best of the others", 1.0, _cost(told["ours"][1]).middle / best, unit="×"),)
    what = f"a day planned, {towns[0].size}, {seconds:g} s of one core"
    return Row(
        id="G4", what=what, ours=_cost(told["ours"][1]), peers=tuple(peers), goals=goals, note=_words(*told["ours"])
    )


def _cost(of: list[Judgement]) -> Figure:
    return Figure((statistics.mean(one.cost for one in of),), "s")


def _words(cpu: float, of: list[Judgement]) -> str:
    mean = statistics.mean
    wrong = sum(one.violations for one in of)
    void = f", VOID: {wrong} violations" if wrong else ""
    return (
        f"{mean(one.unassigned for one in of):.1f} without anybody ({mean(one.urgent for one in of):.1f} urgent), "
        f"{mean(one.travel_h for one in of):.1f} h of travel, {cpu:.1f} s CPU{void}"
    )
