"""Ruin and recreate: many days of many people planned at once, by the same costs as one decision.

A round takes strings of neighbouring visits out of some days and puts them back where they cost least, now and then
not quite; a worse plan is kept with a probability that falls from round to round (simulated annealing). The number of
rounds is the budget, not the clock, and chance comes from the seed: equal inputs give equal plans, whatever the
machine does beside. Fixed work is never taken out; what has no place in any day costs its penalty.

Numba compiles this once per machine (`cache=True`); a process that plans holds no lock of the interpreter meanwhile.

Units    seconds from any origin for moments, seconds-equivalent for costs; indices of arrays for people, work, places.
Pure     seed and rounds are arguments.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from dispatch.tallying import NEVER, Bools, Case, Days, Floats, Ints, added, jit, settle, total_of

_NEAREST = 60
_STRING = 10  # longest string taken out of one day
_RUINED = 10  # visits taken out in a round, on average
_RETRIED = 20  # of those without a place, in a round
_BLINK = 0.01


class Plan(NamedTuple):
    days: list[list[int]]
    before: float
    cost: float


@jit
def _cheapest(case: Case, days: Days, j: int, blink: float) -> tuple[float, int, int]:
    """Where `j` costs least: how much more, whose day, which position."""
    best, who, where = NEVER, -1, -1
    for q in range(case.ables[j]):
        t = case.able[j, q]
        if days.planned[t] >= days.order.shape[1] or case.bias[t, j] >= best:
            continue
        for p in range(days.planned[t] + 1):
            if blink > 0.0 and np.random.random() < blink:  # noqa: NPY002 - numba's own generator, seeded
                continue
            if p > 0 and days.done[t, p - 1] > case.latest[j]:
                break
            more = added(case, days, t, p, j, best)
            if more < best:
                best, who, where = more, t, p
    return best, who, where


@jit
def _put(case: Case, days: Days, j: int, t: int, p: int) -> None:
    for q in range(days.planned[t], p, -1):
        days.order[t, q] = days.order[t, q - 1]
    days.order[t, p] = j
    days.planned[t] += 1
    days.whose[j] = t
    settle(case, days, t, p)


@jit
def _fill(case: Case, days: Days) -> None:
    """Give everything without a place the cheapest one, the dearest first."""
    for j in np.argsort(-case.penalty + case.due / 1e9):
        if days.whose[j] < 0 and not case.fixed[j]:
            more, t, p = _cheapest(case, days, j, 0.0)
            if t >= 0 and more < case.penalty[j]:
                _put(case, days, j, t, p)


@jit
def _cost(case: Case, days: Days) -> float:
    total = 0.0
    for t in range(len(days.planned)):
        total += total_of(days, t)
    for j in range(len(days.whose)):
        if days.whose[j] < 0:
            total += case.penalty[j]
    return total


class Undo(NamedTuple):
    """What a round has touched, as it was, and what it has taken out."""

    whom: Ints
    order: Ints
    planned: Ints
    touched: Bools
    loose: Ints
    key: Floats
    used: Ints  # how many days are noted, how much is loose, how much of that was taken out


@jit
def _note(days: Days, undo: Undo, t: int) -> float:
    """Remember a day before it is changed; what it costs."""
    if undo.touched[t]:
        return 0.0
    at = undo.used[0]
    undo.touched[t] = True
    undo.whom[at], undo.planned[at] = t, days.planned[t]
    undo.order[at, : days.planned[t]] = days.order[t, : days.planned[t]]
    undo.used[0] += 1
    return total_of(days, t)


@jit
def _take_string(case: Case, days: Days, undo: Undo, j: int, most: float) -> float:
    """Take a string with `j` in it out of its day; what that day cost before."""
    t = days.whose[j]
    n = days.planned[t]
    length = min(n, int(np.floor(1.0 + np.random.random() * min(float(n), most))))  # noqa: NPY002
    at = 0
    while days.order[t, at] != j:
        at += 1
    low = max(0, at - length + 1)
    first = low + np.random.randint(min(at, n - length) - low + 1)  # noqa: NPY002
    was = _note(days, undo, t)
    kept = first
    for p in range(first, n):
        one = days.order[t, p]
        if p < first + length and not case.fixed[one]:
            undo.loose[undo.used[1]] = one
            undo.used[1] += 1
            days.whose[one] = -1
        else:
            days.order[t, kept] = one
            kept += 1
    days.planned[t] = kept
    settle(case, days, t, first)
    return was


@jit
def _ruin(case: Case, days: Days, undo: Undo) -> float:
    """Take strings around some piece of work out; what the days they were in cost before."""
    planned, busy = 0, 0
    for t in range(len(days.planned)):
        planned += days.planned[t]
        busy += days.planned[t] > 0
    most = max(1.0, min(float(_STRING), planned / max(1, busy)))
    strings = int(np.floor(np.random.random() * max(1.0, 4.0 * _RUINED / (1.0 + most) - 1.0) + 1.0))  # noqa: NPY002
    around = np.random.randint(len(days.whose))  # noqa: NPY002
    was = 0.0
    for q in range(case.near.shape[1]):
        j = case.near[around, q]
        if days.whose[j] < 0 or case.fixed[j] or undo.touched[days.whose[j]]:
            continue
        was += _take_string(case, days, undo, j, most)
        strings -= 1
        if strings <= 0:
            break
    undo.used[2] = undo.used[1]
    first = np.random.randint(len(days.whose))  # noqa: NPY002
    for step in range(len(days.whose)):
        j = (first + step) % len(days.whose)
        if undo.used[1] >= undo.used[2] + _RETRIED:
            break
        if days.whose[j] < 0 and not case.fixed[j] and not _is_loose(undo, j):
            undo.loose[undo.used[1]] = j
            undo.used[1] += 1
    return was


@jit
def _is_loose(undo: Undo, j: int) -> bool:
    found = False
    for q in range(undo.used[2]):
        found = found or undo.loose[q] == j
    return found


@jit
def _recreate(case: Case, days: Days, undo: Undo) -> float:
    """Put what is loose back; what the days that this touches for the first time cost before."""
    kind = np.random.random()  # noqa: NPY002
    loose = undo.used[1]
    for q in range(loose):
        j = undo.loose[q]
        if kind < 0.35:
            undo.key[q] = np.random.random()  # noqa: NPY002
        elif kind < 0.6:
            undo.key[q] = -case.penalty[j] + np.random.random()  # noqa: NPY002
        elif kind < 0.8:
            undo.key[q] = case.due[j]
        elif kind < 0.9:
            undo.key[q] = -case.service[j]
        else:
            undo.key[q] = case.ables[j]
    was = 0.0
    for q in np.argsort(undo.key[:loose]):
        j = undo.loose[q]
        more, t, p = _cheapest(case, days, j, _BLINK)
        if t >= 0 and more < case.penalty[j]:
            was += _note(days, undo, t)
            _put(case, days, j, t, p)
    return was


@jit
def _take_back(case: Case, days: Days, undo: Undo) -> None:
    for q in range(undo.used[1]):
        days.whose[undo.loose[q]] = -1
    for at in range(undo.used[0]):
        t, n = undo.whom[at], undo.planned[at]
        days.planned[t] = n
        days.order[t, :n] = undo.order[at, :n]
        for p in range(n):
            days.whose[days.order[t, p]] = t
        settle(case, days, t, 0)


@jit
def _round(case: Case, days: Days, undo: Undo, heat: float) -> float:
    """One ruin and recreate; by how much the plan became dearer, 0 if it was taken back."""
    undo.used[:] = 0
    was = _ruin(case, days, undo)
    missed = 0.0
    for q in range(undo.used[2], undo.used[1]):
        missed += case.penalty[undo.loose[q]]
    was += missed + _recreate(case, days, undo)
    now = 0.0
    for at in range(undo.used[0]):
        now += total_of(days, undo.whom[at])
        undo.touched[undo.whom[at]] = False
    for q in range(undo.used[1]):
        if days.whose[undo.loose[q]] < 0:
            now += case.penalty[undo.loose[q]]
    if now - was < -heat * np.log(np.random.random()):  # noqa: NPY002
        return now - was
    _take_back(case, days, undo)
    return 0.0


@jit
def _search(case: Case, days: Days, best: Days, undo: Undo, rounds: int, seed: int) -> tuple[float, float]:
    """Improve `days` in place and leave the best plan in `best`; costs at the start and of the best."""
    np.random.seed(seed)  # noqa: NPY002
    for t in range(len(days.planned)):
        settle(case, days, t, 0)
    before = _cost(case, days)
    _fill(case, days)
    cost = _cost(case, days)
    least = cost
    best.order[:] = days.order
    best.planned[:] = days.planned
    hot, cold = max(1.0, 0.05 * cost / max(1, len(days.whose))), 1.0
    for n in range(rounds):
        heat = hot * (cold / hot) ** (n / rounds)
        cost += _round(case, days, undo, heat)
        if cost < least - 1e-6:
            least = cost
            best.order[:] = days.order
            best.planned[:] = days.planned
    return before, least


def nearest(travel: Floats, place: Ints) -> Ints:
    """For each piece of work the others nearest to it, itself first."""
    spots = np.where(place < 0, 0, place)
    count = min(len(place), _NEAREST)
    return np.argsort(travel[np.ix_(spots, spots)], axis=1, kind="stable")[:, :count].astype(np.int64)


def empty_days(people: int, work: int, width: int) -> Days:
    return Days(
        np.zeros((people, width), np.int64),
        np.zeros(people, np.int64),
        np.zeros((people, width)),
        np.zeros((people, width)),
        np.zeros((people, width), np.int64),
        np.full(work, -1, np.int64),
    )


def plan(case: Case, warm: Sequence[Sequence[int]], rounds: int, seed: int) -> Plan:
    """The best plan found from a given one on. Days are lists of indices of work, in the order of going."""
    people, work = case.bias.shape
    if people == 0 or work == 0:
        cost = float(case.penalty.sum())
        return Plan([[] for _ in range(people)], cost, cost)
    longest = max((len(day) for day in warm), default=0)
    width = max(longest + 12, min(work, 64)) + 1
    days, best = empty_days(people, work, width), empty_days(people, work, width)
    for t, day in enumerate(warm):
        days.order[t, : len(day)] = day
        days.planned[t] = len(day)
        for j in day:
            days.whose[j] = t
    undo = Undo(
        np.zeros(people, np.int64),
        np.zeros((people, width), np.int64),
        np.zeros(people, np.int64),
        np.zeros(people, np.bool_),
        np.zeros(work + 1, np.int64),
        np.zeros(work + 1),
        np.zeros(3, np.int64),
    )
    before, cost = _search(case, days, best, undo, rounds, seed)
    found: list[list[int]] = [best.order[t, : best.planned[t]].tolist() for t in range(people)]
    return Plan(found, before, cost)
