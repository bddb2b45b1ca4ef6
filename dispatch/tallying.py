"""What a day costs: one visit after the other, in the terms of the planner.

    cost of a visit = way * travel + bias(person, work) + wait * (start - now) + load * (visits before it)
                      + (late: step + slope * (start - due))

Units    seconds from any origin for moments, seconds-equivalent for costs; indices of arrays for people, work, places.
Pure     yes; compiled by numba once per machine.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numba
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
NOWHERE = -1  # work without a place of its own: a break
NEVER = 1e15
jit = numba.njit(cache=True, nogil=True)


class Case(NamedTuple):
    """Everything a plan is made of. `n` people, `m` pieces of work, `k` places."""

    travel: Floats  # k x k
    start: Ints  # n: where each is when he is free
    free: Floats  # n
    ends: Floats  # n: work must have ended by then
    held: Floats  # n: visits that come before the first planned one
    place: Ints  # m, or NOWHERE
    earliest: Floats  # m
    latest: Floats  # m: no start after that
    quiet: Floats  # 2 x m: no start in between
    service: Floats  # m
    due: Floats  # m
    step: Floats  # m
    slope: Floats  # m
    wait: Floats  # m
    penalty: Floats  # m
    fixed: Bools  # m: stays where it is
    bias: Floats  # n x m
    able: Ints  # m x most: who may do it, padded
    ables: Ints  # m: how many of them
    near: Ints  # m x nearest other work
    way: float
    load: float
    now: float


class Priced(NamedTuple):
    """One visit: when it starts, when it ends, the way to it, what it costs."""

    start: float
    end: float
    way: float
    cost: float


class Days(NamedTuple):
    """The days of everybody, with what each visit leaves behind."""

    order: Ints  # n x width
    planned: Ints  # n
    done: Floats  # n x width: when the visit ends
    paid: Floats  # n x width: costs up to it
    stands: Ints  # n x width: where he is then
    whose: Ints  # m, -1: nobody's


@jit
def visit(case: Case, t: int, j: int, time: float, stands: int, index: int) -> tuple[float, float, float, int]:
    """Start, end, cost and place of one visit."""
    place = case.place[j]
    way = 0.0
    if place < 0:
        place = stands
    else:
        way = case.travel[stands, place]
    start = max(time + way, case.earliest[j])
    if case.quiet[0, j] <= start < case.quiet[1, j]:
        start = case.quiet[1, j]
    cost = case.way * way + case.bias[t, j]
    if case.place[j] >= 0:
        cost += case.wait[j] * (start - case.now) + case.load * (case.held[t] + index)
    if start > case.due[j]:
        cost += case.step[j] + case.slope[j] * (start - case.due[j])
    return start, start + case.service[j], cost, place


@jit
def before(case: Case, days: Days, t: int, p: int) -> tuple[float, int, float]:
    """Time, place and costs when position `p` of a day begins."""
    if p == 0:
        return case.free[t], case.start[t], 0.0
    return days.done[t, p - 1], days.stands[t, p - 1], days.paid[t, p - 1]


@jit
def settle(case: Case, days: Days, t: int, first: int) -> None:
    """Work out a day anew from one position on."""
    time, stands, paid = before(case, days, t, first)
    for p in range(first, days.planned[t]):
        _, time, cost, stands = visit(case, t, days.order[t, p], time, stands, p)
        paid += cost
        days.done[t, p], days.paid[t, p], days.stands[t, p] = time, paid, stands


@jit
def total_of(days: Days, t: int) -> float:
    n = days.planned[t]
    return days.paid[t, n - 1] if n > 0 else 0.0


@jit
def fits(case: Case, t: int, j: int, start: float, end: float) -> bool:
    return bool(start <= case.latest[j] and (case.fixed[j] or end <= case.ends[t]))


@jit
def added(case: Case, days: Days, t: int, p: int, j: int, most: float) -> float:
    """What `j` at position `p` would cost more; anything from `most` on, or what cannot be, is NEVER."""
    time, stands, _ = before(case, days, t, p)
    start, time, total, stands = visit(case, t, j, time, stands, p)
    if not fits(case, t, j, start, time):
        return NEVER
    n = days.planned[t]
    for q in range(p, n):
        k = days.order[t, q]
        start, time, cost, stands = visit(case, t, k, time, stands, q + 1)
        if not fits(case, t, k, start, time):
            return NEVER
        total += cost - days.paid[t, q] + (days.paid[t, q - 1] if q > 0 else 0.0)
        if total >= most:
            return NEVER
        if time == days.done[t, q]:
            total += case.load * (n - 1 - q)
            break
    return float(total)


def priced(case: Case, days: Sequence[Sequence[int]]) -> tuple[float, list[list[Priced]]]:
    """The cost of a plan and each of its visits; worked out plainly."""
    visits: list[list[Priced]] = []
    total = 0.0
    left = set(range(len(case.place)))
    for t, day in enumerate(days):
        time, stands = float(case.free[t]), int(case.start[t])
        legs = []
        for p, j in enumerate(day):
            place = int(case.place[j])
            way = float(case.travel[stands, place]) if place >= 0 else 0.0
            start, time, cost, stands = _plain(visit)(case, t, j, time, stands, p)
            total += cost
            legs.append(Priced(start, time, way, cost))
            left.discard(j)
        visits.append(legs)
    return total + float(sum(case.penalty[j] for j in left)), visits


def _plain(compiled: Any) -> Any:
    """The function as written, without the compiler: for single looks, which must not wait for it."""
    return compiled.py_func
