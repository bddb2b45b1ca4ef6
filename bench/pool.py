"""Routes that were once part of a good whole, put together anew: a set partitioning of what the search has seen.

Each request is served once, each technician drives at most one route, the sum of working times is least. HiGHS solves
it as an integer programme (scipy's `milp`). The search forgets a good route when its neighbour was bad; this does not.

Units    the instance's own.
Pure     equal pools give equal choices, within the time HiGHS is given.
"""

from typing import NamedTuple

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csc_array

from bench.routes import WIDTH, Task, Tour
from dispatch.tallying import Floats, Ints, jit

_SLOTS = 1 << 15
_TRIED = 8


class Pool(NamedTuple):
    """A table of routes by a hash of who drives and what he serves; the cheapest order of each is kept."""

    lots: Ints  # m x n: random bits
    hash: Ints  # slots; 0: free
    cost: Floats
    whom: Ints
    size: Ints
    node: Ints  # slots x WIDTH


def empty(task: Task, seed: int) -> Pool:
    dice = np.random.default_rng(seed)
    people, work = task.may.shape
    return Pool(
        dice.integers(1, 1 << 62, (people, work)),
        np.zeros(_SLOTS, np.int64),
        np.zeros(_SLOTS),
        np.zeros(_SLOTS, np.int64),
        np.zeros(_SLOTS, np.int64),
        np.zeros((_SLOTS, WIDTH), np.int16),
    )


@jit
def remember(task: Task, tour: Tour, pool: Pool, t: int) -> None:
    """Keep a route, in the place of a dearer order of the same or of an older one where the table is full."""
    lot = 0
    for p in range(tour.size[t]):
        if tour.node[t, p] < len(task.needs):
            lot ^= pool.lots[t, tour.node[t, p]]
    if lot == 0:
        return
    slot = lot & (len(pool.hash) - 1)
    for step in range(_TRIED):
        at = (slot + step) & (len(pool.hash) - 1)
        if pool.hash[at] == lot and pool.cost[at] <= tour.cost[t]:
            return
        if pool.hash[at] == lot or pool.hash[at] == 0 or step == _TRIED - 1:
            pool.hash[at], pool.cost[at], pool.whom[at] = lot, tour.cost[t], t
            pool.size[at] = tour.size[t]
            pool.node[at, : tour.size[t]] = tour.node[t, : tour.size[t]]
            return


def combined(task: Task, pool: Pool, most: int, seconds: float) -> list[list[int]] | None:
    """The best whole that the pool can give, as rows of nodes; None when there is none in time."""
    found = np.flatnonzero(pool.hash)
    if len(found) > most:
        share = pool.cost[found] / np.maximum(1, pool.size[found])
        found = found[np.argsort(share, kind="stable")[:most]]
    people, work = task.may.shape
    rows, columns = [], []
    for column, at in enumerate(found):
        served = pool.node[at, : pool.size[at]]
        served = served[served < work]
        rows += [*served.tolist(), work + int(pool.whom[at])]
        columns += [column] * (len(served) + 1)
    matrix = csc_array((np.ones(len(rows)), (rows, columns)), shape=(work + people, len(found)))
    least = np.concatenate([np.ones(work), np.zeros(people)])
    answer = milp(
        pool.cost[found],
        integrality=np.ones(len(found)),
        bounds=Bounds(0, 1),
        constraints=LinearConstraint(matrix, least, np.ones(work + people)),
        options={"time_limit": seconds, "mip_rel_gap": 1e-6},
    )
    if answer.x is None:
        return None
    routes: list[list[int]] = [[] for _ in range(people)]
    for at in found[answer.x > 0.5]:
        routes[int(pool.whom[at])] = pool.node[at, : pool.size[at]].tolist()
    return routes
