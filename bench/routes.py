"""Routes of the public technician routing problem: skills, tools, spare parts, one visit to a depot.

A route is a row of nodes from home to home; its cost is its working time, with the best moment to leave home. Each
prefix and each suffix is kept as a segment (how long it takes, and between which starts it takes just that), so that a
visit put between the two is priced in constant time. Segments are joined as Vidal and others do (2013, "A hybrid
genetic algorithm with adaptive diversity management", section 4.5). What a technician cannot do with his own tools
and parts needs the depot before it; the depot is a node of the route, set anew whenever the route changes.

Units    the instance's own, for distance and time alike.
Pure     chance (`_BLINK`) comes from numba's generator, seeded by the search.
"""

from typing import NamedTuple

import numpy as np

from dispatch.tallying import Bools, Floats, Ints, jit

NEVER = 1e15
WIDTH = 80
_BLINK = 0.01
_SLACK = 1e-9


class Task(NamedTuple):
    """Requests are nodes 0..n-1, homes n..n+m-1, the depot n+m."""

    way: Floats  # nodes x nodes
    opens: Floats
    closes: Floats
    spends: Floats
    needs: Ints  # n: tools as bits
    parts: Ints  # n x kinds
    tools: Ints  # m
    stock: Ints  # m x kinds
    may: Bools  # m x n
    near: Ints  # n x n


class Tour(NamedTuple):
    """All routes, with what is known of each."""

    node: Ints  # m x WIDTH
    size: Ints  # m, the depot counted
    depot: Ints  # m: its place in the row, or -1
    used: Ints  # m x kinds: parts of his own that are used before the depot, or at all
    ahead: Floats  # m x WIDTH+1 x 3: home and the first p nodes
    behind: Floats  # m x WIDTH+1 x 3: from the p-th node on, and home
    cost: Floats  # m
    whose: Ints  # n


@jit
def join(a: tuple[float, float, float], way: float, b: tuple[float, float, float]) -> tuple[float, float, float]:
    """Two segments one after the other; NEVER long when the second cannot be reached in time."""
    delta = a[0] + way
    if a[0] >= NEVER or b[0] >= NEVER or a[1] + delta > b[2] + _SLACK:
        return (NEVER, 0.0, 0.0)
    idle = max(0.0, b[1] - delta - a[2])
    return (delta + b[0] + idle, max(b[1] - delta, a[1]) - idle, min(b[2] - delta, a[2]))


@jit
def alone(task: Task, node: int) -> tuple[float, float, float]:
    return (task.spends[node], task.opens[node], task.closes[node])


@jit
def _held(rows: Floats, t: int, p: int) -> tuple[float, float, float]:
    return (rows[t, p, 0], rows[t, p, 1], rows[t, p, 2])


@jit
def _home(task: Task, t: int) -> int:
    return len(task.needs) + t


@jit
def _last(task: Task, tour: Tour, t: int, p: int) -> int:
    """The node before position `p`."""
    return tour.node[t, p - 1] if p > 0 else _home(task, t)


@jit
def _next(task: Task, tour: Tour, t: int, p: int) -> int:
    return tour.node[t, p] if p < tour.size[t] else _home(task, t)


@jit
def _own(task: Task, tour: Tour, t: int, j: int) -> bool:
    """Whether his own tools and what is left of his parts are enough for `j`."""
    if (task.needs[j] & ~task.tools[t]) != 0:
        return False
    enough = True
    for k in range(task.parts.shape[1]):
        enough = enough and tour.used[t, k] + task.parts[j, k] <= task.stock[t, k]
    return enough


@jit
def counted(task: Task, tour: Tour, t: int) -> int:
    """Parts used before the depot; the first position that his own means do not reach, or the length of the row."""
    tour.used[t, :] = 0
    n = len(task.needs)
    for p in range(tour.size[t]):
        j = tour.node[t, p]
        if j >= n or not _own(task, tour, t, j):
            return p
        for k in range(task.parts.shape[1]):
            tour.used[t, k] += task.parts[j, k]
    return tour.size[t]


@jit
def measure(task: Task, tour: Tour, t: int) -> None:
    """Prefixes, suffixes and the cost of a route."""
    home = _home(task, t)
    seg = alone(task, home)
    tour.ahead[t, 0, 0], tour.ahead[t, 0, 1], tour.ahead[t, 0, 2] = seg
    here = home
    for p in range(tour.size[t]):
        node = tour.node[t, p]
        seg = join(seg, task.way[here, node], alone(task, node))
        tour.ahead[t, p + 1, 0], tour.ahead[t, p + 1, 1], tour.ahead[t, p + 1, 2] = seg
        here = node
    seg = alone(task, home)
    here = home
    tour.behind[t, tour.size[t], 0], tour.behind[t, tour.size[t], 1], tour.behind[t, tour.size[t], 2] = seg
    for p in range(tour.size[t] - 1, -1, -1):
        node = tour.node[t, p]
        seg = join(alone(task, node), task.way[node, here], seg)
        tour.behind[t, p, 0], tour.behind[t, p, 1], tour.behind[t, p, 2] = seg
        here = node
    if tour.size[t] == 0:
        tour.cost[t] = 0.0
    else:
        first = tour.node[t, 0]
        tour.cost[t] = join(alone(task, home), task.way[home, first], _held(tour.behind, t, 0))[0]


@jit
def _drop_depot(tour: Tour, t: int) -> None:
    for p in range(tour.depot[t], tour.size[t] - 1):
        tour.node[t, p] = tour.node[t, p + 1]
    tour.size[t] -= 1
    tour.depot[t] = -1


@jit
def renew(task: Task, tour: Tour, t: int) -> None:
    """Measure a changed route; its depot goes, or to where it costs least."""
    if tour.depot[t] < 0:
        counted(task, tour, t)
        measure(task, tour, t)
        return
    _drop_depot(tour, t)
    reach = counted(task, tour, t)
    measure(task, tour, t)
    if reach == tour.size[t]:
        return
    depot = len(task.needs) + len(task.tools)
    best, where = NEVER, 0
    for p in range(reach + 1):
        seg = join(_held(tour.ahead, t, p), task.way[_last(task, tour, t, p), depot], alone(task, depot))
        seg = join(seg, task.way[depot, _next(task, tour, t, p)], _held(tour.behind, t, p))
        if seg[0] < best:
            best, where = seg[0], p
    _insert(tour, t, where, depot)
    tour.depot[t] = where
    counted(task, tour, t)
    measure(task, tour, t)


@jit
def _insert(tour: Tour, t: int, p: int, node: int) -> None:
    for q in range(tour.size[t], p, -1):
        tour.node[t, q] = tour.node[t, q - 1]
    tour.node[t, p] = node
    tour.size[t] += 1


@jit
def _between(task: Task, tour: Tour, t: int, j: int, first: int, best: float) -> tuple[float, int]:
    """The cheapest place for `j` from position `first` on, if it costs less than `best`."""
    where = -1
    for p in range(first, tour.size[t] + 1):
        here = _last(task, tour, t, p)
        ahead = _held(tour.ahead, t, p)
        if ahead[1] + ahead[0] + task.way[here, j] > task.closes[j] + _SLACK:
            break
        if np.random.random() < _BLINK:  # noqa: NPY002 - numba's own generator, seeded
            continue
        seg = join(ahead, task.way[here, j], alone(task, j))
        seg = join(seg, task.way[j, _next(task, tour, t, p)], _held(tour.behind, t, p))
        if seg[0] - tour.cost[t] < best:
            best, where = seg[0] - tour.cost[t], p
    return best, where


@jit
def _with_depot(task: Task, tour: Tour, t: int, j: int, best: float) -> tuple[float, int, int]:
    """The cheapest place for `j` with the depot first of all or just before it: cost, place of `j`, of the depot.

    Where the depot then really costs least is found when the route is renewed.
    """
    depot = len(task.needs) + len(task.tools)
    where, stop = -1, -1
    early, here = join(_held(tour.ahead, t, 0), task.way[_home(task, t), depot], alone(task, depot)), depot
    for p in range(tour.size[t] + 1):
        if p > 0:
            node = tour.node[t, p - 1]
            early = join(early, task.way[here, node], alone(task, node))
            here = node
        ahead = _held(tour.ahead, t, p)
        if ahead[1] + ahead[0] + task.way[_last(task, tour, t, p), j] > task.closes[j] + _SLACK:
            break
        rest = join(alone(task, j), task.way[j, _next(task, tour, t, p)], _held(tour.behind, t, p))
        whole = join(early, task.way[here, j], rest)
        if whole[0] - tour.cost[t] < best:
            best, where, stop = whole[0] - tour.cost[t], p, 0
        late = join(ahead, task.way[_last(task, tour, t, p), depot], alone(task, depot))
        whole = join(late, task.way[depot, j], rest)
        if p > 0 and whole[0] - tour.cost[t] < best:
            best, where, stop = whole[0] - tour.cost[t], p, p
    return best, where, stop


@jit
def cheapest(task: Task, tour: Tour, j: int) -> tuple[float, int, int, int]:
    """How much more, whose route, where in it, where the depot is put in (-1: nowhere)."""
    best, who, where, stop = NEVER, -1, -1, -1
    for t in range(len(task.tools)):
        if task.may[t, j] and (tour.depot[t] >= 0 or _own(task, tour, t, j)):
            first = 0 if _own(task, tour, t, j) else tour.depot[t] + 1
            cost, p = _between(task, tour, t, j, first, best)
            if p >= 0:
                best, who, where = cost, t, p
    for t in range(len(task.tools)):
        if task.may[t, j] and tour.depot[t] < 0 and not _own(task, tour, t, j):
            cost, p, k = _with_depot(task, tour, t, j, best)
            if p >= 0:
                best, who, where, stop = cost, t, p, k
    return best, who, where, stop


@jit
def put(task: Task, tour: Tour, j: int, t: int, p: int, k: int) -> None:
    _insert(tour, t, p, j)
    if k >= 0:
        _insert(tour, t, k, len(task.needs) + len(task.tools))
        tour.depot[t] = k
    elif tour.depot[t] >= p:
        tour.depot[t] += 1
    tour.whose[j] = t
    renew(task, tour, t)
