"""Ruin and recreate over `routes`: strings of neighbouring requests are taken out and put back where they cost least.

Units    the instance's own.
Pure     chance comes from the seed; `solved` asks the clock it is given how far it is.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from bench import pool as pools
from bench.pool import Pool, remember
from bench.routes import WIDTH, Task, Tour, cheapest, counted, measure, put, renew
from dispatch.tallying import Bools, Floats, Ints, jit

MISSED = 1e4  # a request that nobody serves
_STRING, _RUINED = 10.0, 12.0
_HEAT = (1.0, 0.02)
_NEAR = 1.03  # routes of a whole that costs at most so many times the best are remembered
_MOST = 12_000
_POOLED = (0.4, 0.6, 0.75, 0.88, 0.97)  # of the time: then the pool is combined


class Memo(NamedTuple):
    """What a round has touched, as it was, and what is loose."""

    whom: Ints
    node: Ints
    size: Ints
    depot: Ints
    touched: Bools
    loose: Ints
    key: Floats
    used: Ints  # routes noted, requests loose


@jit
def _note(tour: Tour, memo: Memo, t: int) -> float:
    if memo.touched[t]:
        return 0.0
    at = memo.used[0]
    memo.touched[t] = True
    memo.whom[at], memo.size[at], memo.depot[at] = t, tour.size[t], tour.depot[t]
    memo.node[at, : tour.size[t]] = tour.node[t, : tour.size[t]]
    memo.used[0] += 1
    return tour.cost[t]


@jit
def _take(task: Task, tour: Tour, memo: Memo, j: int, most: float) -> float:
    """Take a string with `j` in it out of its route; what the route cost before."""
    t = tour.whose[j]
    was = _note(tour, memo, t)
    n = tour.size[t]
    length = min(n, int(np.floor(1.0 + np.random.random() * min(float(n), most))))  # noqa: NPY002
    if np.random.random() < 0.1:  # noqa: NPY002 - now and then a whole route
        length = n
    at = 0
    while tour.node[t, at] != j:
        at += 1
    low = max(0, at - length + 1)
    first = low + np.random.randint(min(at, n - length) - low + 1)  # noqa: NPY002
    kept = first
    for p in range(first, n):
        node = tour.node[t, p]
        if p < first + length and node < len(task.needs):
            memo.loose[memo.used[1]] = node
            memo.used[1] += 1
            tour.whose[node] = -1
        else:
            if node >= len(task.needs):
                tour.depot[t] = kept
            tour.node[t, kept] = node
            kept += 1
    tour.size[t] = kept
    renew(task, tour, t)
    return was


@jit
def _ruin(task: Task, tour: Tour, memo: Memo) -> float:
    served, busy = 0, 0
    for t in range(len(task.tools)):
        served += tour.size[t]
        busy += tour.size[t] > 0
    most = max(1.0, min(_STRING, served / max(1, busy)))
    strings = int(np.floor(np.random.random() * max(1.0, 4.0 * _RUINED / (1.0 + most) - 1.0) + 1.0))  # noqa: NPY002
    around = np.random.randint(len(task.needs))  # noqa: NPY002
    for j in range(len(task.needs)):
        if tour.whose[j] < 0:
            memo.loose[memo.used[1]] = j
            memo.used[1] += 1
    was = MISSED * memo.used[1]
    for q in range(task.near.shape[1]):
        j = task.near[around, q]
        if tour.whose[j] < 0 or memo.touched[tour.whose[j]]:
            continue
        was += _take(task, tour, memo, j, most)
        strings -= 1
        if strings <= 0:
            break
    return was


@jit
def _recreate(task: Task, tour: Tour, memo: Memo) -> float:
    kind = np.random.random()  # noqa: NPY002
    depot = len(task.needs) + len(task.tools)
    for q in range(memo.used[1]):
        j = memo.loose[q]
        if kind < 0.4:
            memo.key[q] = np.random.random()  # noqa: NPY002
        elif kind < 0.55:
            memo.key[q] = task.closes[j] - task.opens[j]
        elif kind < 0.7:
            memo.key[q] = task.closes[j]
        elif kind < 0.85:
            memo.key[q] = -task.way[depot, j]
        else:
            memo.key[q] = task.may[:, j].sum()
    was = 0.0
    for q in np.argsort(memo.key[: memo.used[1]]):
        j = memo.loose[q]
        more, t, p, k = cheapest(task, tour, j)
        if t >= 0 and more < MISSED:
            was += _note(tour, memo, t)
            put(task, tour, j, t, p, k)
    return was


@jit
def _take_back(task: Task, tour: Tour, memo: Memo) -> None:
    for q in range(memo.used[1]):
        tour.whose[memo.loose[q]] = -1
    for at in range(memo.used[0]):
        t, n = memo.whom[at], memo.size[at]
        tour.size[t], tour.depot[t] = n, memo.depot[at]
        tour.node[t, :n] = memo.node[at, :n]
        for p in range(n):
            if tour.node[t, p] < len(task.needs):
                tour.whose[tour.node[t, p]] = t
        counted(task, tour, t)
        measure(task, tour, t)


@jit
def _round(task: Task, tour: Tour, memo: Memo, heat: float) -> float:
    """One ruin and recreate; by how much the whole became dearer, 0 if it was taken back."""
    memo.used[:] = 0
    was = _ruin(task, tour, memo)
    was += _recreate(task, tour, memo)
    now = 0.0
    for at in range(memo.used[0]):
        now += tour.cost[memo.whom[at]]
        memo.touched[memo.whom[at]] = False
    for q in range(memo.used[1]):
        if tour.whose[memo.loose[q]] < 0:
            now += MISSED
    if now - was < -heat * np.log(np.random.random()):  # noqa: NPY002
        return now - was
    _take_back(task, tour, memo)
    return 0.0


class Search(NamedTuple):
    """A search under way. `costs`: of the tour as it stands, and of the best, which is kept in `best`."""

    tour: Tour
    best: Tour
    memo: Memo
    pool: Pool
    costs: Floats


@jit
def play(task: Task, at: Search, heats: Floats) -> None:
    """A round at each heat."""
    for heat in heats:
        more = _round(task, at.tour, at.memo, heat)
        at.costs[0] += more
        if more != 0.0 and at.costs[0] < _NEAR * at.costs[1]:
            for q in range(at.memo.used[0]):
                remember(task, at.tour, at.pool, at.memo.whom[q])
        if at.costs[0] < at.costs[1] - 1e-7:
            at.costs[1] = at.costs[0]
            at.best.node[:] = at.tour.node
            at.best.size[:] = at.tour.size
            at.best.depot[:] = at.tour.depot


@jit
def begin(seed: int) -> None:
    np.random.seed(seed)  # noqa: NPY002 - numba's own generator


def nothing(task: Task) -> tuple[Tour, Memo]:
    """Everybody at home, every request without anybody."""
    people, kinds = task.stock.shape
    work = len(task.needs)
    tour = Tour(
        np.zeros((people, WIDTH), np.int64),
        np.zeros(people, np.int64),
        np.full(people, -1, np.int64),
        np.zeros((people, kinds), np.int64),
        np.zeros((people, WIDTH + 1, 3)),
        np.zeros((people, WIDTH + 1, 3)),
        np.zeros(people),
        np.full(work, -1, np.int64),
    )
    memo = Memo(
        np.zeros(people, np.int64),
        np.zeros((people, WIDTH), np.int64),
        np.zeros(people, np.int64),
        np.zeros(people, np.int64),
        np.zeros(people, np.bool_),
        np.zeros(2 * work, np.int64),
        np.zeros(2 * work),
        np.zeros(2, np.int64),
    )
    for t in range(people):
        renew(task, tour, t)
    return tour, memo


def solved(task: Task, seconds: float, clock: Callable[[], float], seed: int = 1) -> tuple[list[list[int]], float, int]:
    """Rows of nodes without the homes, what they cost, and rounds played within so many seconds of the clock."""
    begin(seed)
    tour, memo = nothing(task)
    costs = np.full(2, MISSED * len(task.needs))
    at = Search(tour, nothing(task)[0], memo, pools.empty(task, seed), costs)
    hot, cold = _HEAT[0] * float(task.way.mean()), _HEAT[1] * float(task.way.mean())
    began, rounds, played, pooled = clock(), 40, 0, 0
    while (gone := (clock() - began) / seconds) < 1:
        if pooled < len(_POOLED) and gone >= _POOLED[pooled]:
            pooled += 1
            _combine(task, at, min(seconds * 0.03, seconds * (1 - gone)))
            continue
        before = clock()
        play(task, at, np.geomspace(hot * (cold / hot) ** gone, hot * (cold / hot) ** min(1.0, gone + 0.02), rounds))
        played += rounds
        spent = max(1e-6, clock() - before)
        rounds = int(min(8000, max(10, rounds * 0.02 * seconds / spent)))
    rows = [at.best.node[t, : at.best.size[t]].tolist() for t in range(len(task.tools))]
    return rows, float(costs[1]), played


def _combine(task: Task, at: Search, seconds: float) -> None:
    """Go on from what the pool gives, where that is better than all so far."""
    rows = pools.combined(task, at.pool, _MOST, seconds)
    if rows is None:
        return
    tour = at.tour
    kept = (tour.node.copy(), tour.size.copy(), tour.depot.copy(), tour.whose.copy())
    _load(task, tour, rows)
    cost = float(tour.cost.sum())
    if cost < at.costs[1] - 1e-7:
        at.costs[:] = cost
        at.best.node[:], at.best.size[:], at.best.depot[:] = tour.node, tour.size, tour.depot
    else:
        tour.node[:], tour.size[:], tour.depot[:], tour.whose[:] = kept
        for t in range(len(rows)):
            counted(task, tour, t)
            measure(task, tour, t)


def _load(task: Task, tour: Tour, rows: list[list[int]]) -> None:
    tour.whose[:] = -1
    work = len(task.needs)
    for t, row in enumerate(rows):
        tour.size[t] = len(row)
        tour.node[t, : len(row)] = row
        tour.depot[t] = next((p for p, node in enumerate(row) if node >= work), -1)
        tour.whose[[node for node in row if node < work]] = t
        renew(task, tour, t)
