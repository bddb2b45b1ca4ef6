"""Many waiting orders against everybody at once, where one after the other would give the first the best of all.

One order alone takes the best person for it. When several compete for the same people (a storm, the beginning of a
shift, an import), the sum of costs is made least instead: an assignment problem, solved exactly. Costs are the bids of
`patience`, which for one order differ as the keys of `judging` do, so matching and single choice never contradict each
other where there is no competition; who has no place in this round is left for the next, when the queues have grown.

Units    whole seconds-equivalent.
Pure     equal inputs give equal pairs, in whatever order they came.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from scipy.optimize import linear_sum_assignment

from dispatch.model import Priority

FORBIDDEN = 10**12  # finite: an order that nobody may do must not make the whole problem infeasible
LEFT_OVER = 10**7  # what an order without anybody costs, times the weight of its priority
_WEIGHT = {Priority.P0: 1000, Priority.P1: 100, Priority.P2: 10, Priority.P3: 1}


def matched(costs: Mapping[str, Mapping[str, int]], priorities: Mapping[str, Priority]) -> dict[str, str]:
    """Order to technician, each technician at most once. `costs` are whole seconds of those who may do it."""
    orders = sorted(costs)
    people = sorted({who for row in costs.values() for who in row})
    if not orders or not people:
        return {}
    column = {who: at for at, who in enumerate(people)}
    table = np.full((len(orders), len(people) + len(orders)), FORBIDDEN, dtype=np.int64)
    for at, order in enumerate(orders):
        for who, cost in costs[order].items():
            table[at, column[who]] = cost
        table[at, len(people) + at] = LEFT_OVER * _WEIGHT[priorities[order]]
    rows, columns = linear_sum_assignment(table)
    return {
        orders[row]: people[where]
        for row, where in zip(rows.tolist(), columns.tolist(), strict=True)
        if where < len(people)
    }


def competing(costs: Mapping[str, Mapping[str, int]]) -> bool:
    """Whether the best person of two orders is the same one."""
    first = [min(row, key=lambda who: (row[who], who)) for row in costs.values() if row]
    return len(set(first)) < len(first)


def total(costs: Mapping[str, Mapping[str, int]], pairs: Mapping[str, str], orders: Sequence[str]) -> int:
    """What these pairs cost; an order without anybody counts nothing here."""
    return sum(costs[order][pairs[order]] for order in orders if order in pairs)
