"""A made-up city of one day: people with skills and shifts, work with windows, the same for every planner.

One model for all: who may do what, hard windows, travel with detour and parking; work that nobody comes for costs
200,000 s for P0, 60,000 for P1, 20,000 for P2 and 8,000 for P3, the rest is travel. `judged` is the one checker: it
shares no line with any planner.

Units    seconds; metres.
Pure     chance comes from the seed.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from dispatch.engine import nearest
from dispatch.tallying import Bools, Case, Floats, Ints

PENALTY = (200_000.0, 60_000.0, 20_000.0, 8_000.0)
_SHARE = (0.05, 0.20, 0.55, 0.20)
_WINDOW = (3600.0, 7200.0, 14_400.0, 28_800.0)
_TRADES = 8
_FAR = 1e9
_SHIFT = 32_400.0


class City(NamedTuple):
    case: Case
    priority: list[int]

    @property
    def size(self) -> str:
        return f"{len(self.case.free)}×{len(self.case.place)}"


class Judgement(NamedTuple):
    cost: float
    travel_h: float
    unassigned: int
    urgent: int  # P0 and P1 among them
    violations: int


def city(people: int, work: int, seed: int) -> City:
    """Clusters of estates over thirty kilometres; three trades a person on average, two shifts."""
    dice = np.random.default_rng(seed)
    centres = dice.normal(0, 6000, (max(4, int(work**0.5)), 2))
    spots = centres[dice.integers(0, len(centres), people + work)] + dice.normal(0, 400, (people + work, 2))
    metres = np.hypot(*(spots[:, None] - spots[None]).transpose(2, 0, 1))
    travel = np.rint(np.where(metres < 30, 30.0, metres * 1.35 / 6 + 120.0))
    np.fill_diagonal(travel, 0.0)
    level = np.where(dice.random((people, _TRADES)) < 0.38, dice.integers(1, 5, (people, _TRADES)), 0)
    for trade in range(_TRADES):
        level[trade % people, trade] = 4
    trade, need = dice.integers(0, _TRADES, work), dice.choice((1, 2, 3, 4), work, p=(0.35, 0.35, 0.2, 0.1))
    able = level[:, trade] >= need
    priority = dice.choice(4, work, p=_SHARE)
    late = dice.random(people) < 0.4
    begins = np.where(late, 7200.0, 0.0)
    opens = np.where(priority > 1, dice.integers(0, 21_600, work), 0).astype(float)
    closes = opens + np.array(_WINDOW)[priority]
    made = _case(travel, able, begins, (opens, closes, dice.lognormal(7.9, 0.25, work)), priority)
    return City(made, priority.tolist())


def _case(travel: Floats, able: Bools, begins: Floats, hours: tuple[Floats, Floats, Floats], priority: Ints) -> Case:
    opens, closes, service = hours
    people, work = able.shape
    ables = able.sum(0).astype(np.int64)
    table = np.zeros((work, max(1, int(ables.max(initial=0)))), np.int64)
    for j in range(work):
        table[j, : ables[j]] = np.flatnonzero(able[:, j])
    zero, place = np.zeros(work), np.arange(people, people + work, dtype=np.int64)
    return Case(
        travel=travel,
        start=np.arange(people, dtype=np.int64),
        free=begins,
        ends=begins + _SHIFT,
        held=np.zeros(people),
        place=place,
        earliest=opens,
        latest=closes,
        quiet=np.full((2, work), _FAR),
        service=np.rint(service),
        due=np.full(work, _FAR),
        step=zero,
        slope=zero,
        wait=zero,
        penalty=np.array(PENALTY)[priority],
        fixed=np.zeros(work, np.bool_),
        bias=np.zeros((people, work)),
        able=table,
        ables=ables,
        near=nearest(travel, place),
        way=1.0,
        load=0.0,
        now=0.0,
    )


def judged(made: City, days: Sequence[Sequence[int]]) -> Judgement:
    """The worth of a plan and what is wrong with it."""
    case, wrong, way, seen = made.case, 0, 0.0, set()
    for who, day in enumerate(days):
        clock, here = float(case.free[who]), int(case.start[who])
        for job in day:
            there = int(case.place[job])
            way += float(case.travel[here, there])
            clock = max(clock + float(case.travel[here, there]), float(case.earliest[job]))
            wrong += clock > case.latest[job] + 1e-6
            wrong += who not in case.able[job, : case.ables[job]].tolist()
            wrong += job in seen
            seen.add(job)
            clock += float(case.service[job])
            wrong += clock > case.ends[who] + 1e-6
            here = there
    left = [job for job in range(len(case.place)) if job not in seen]
    cost = way + sum(float(case.penalty[job]) for job in left)
    return Judgement(cost, way / 3600, len(left), sum(made.priority[job] < 2 for job in left), wrong)
