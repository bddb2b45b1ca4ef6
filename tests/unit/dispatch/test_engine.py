"""The planner's kernel: its sums are right, its plans are possible, and nothing but the inputs decides."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dispatch.engine import nearest, plan
from dispatch.matching import matched, total
from dispatch.model import Priority
from dispatch.tallying import NOWHERE, Case, priced

NEVER = 1e15


def a_case(people: int, work: int, seed: int, *, fixed: bool = False) -> Case:
    dice = np.random.default_rng(seed)
    spots = dice.integers(0, 15_000, (people + work, 2))
    travel = np.rint(np.hypot(*(spots[:, None] - spots[None]).transpose(2, 0, 1)) * 1.35 / 6 + 90.0)
    np.fill_diagonal(travel, 0.0)
    able = dice.random((people, work)) < 0.5
    ables = able.sum(0).astype(np.int64)
    table = np.zeros((work, max(1, int(ables.max(initial=0)))), np.int64)
    for j in range(work):
        table[j, : ables[j]] = np.flatnonzero(able[:, j])
    priority = dice.integers(0, 4, work)
    weight = np.array([6.0, 3.0, 1.0, 0.5])[priority]
    earliest = np.where(priority > 1, dice.integers(0, 14_400, work), 0).astype(float)
    quiet = np.full((2, work), NEVER)
    quiet[:, ::5] = np.array([[12_000.0], [15_000.0]])
    place = np.arange(people, people + work, dtype=np.int64)
    return Case(
        travel, np.arange(people, dtype=np.int64), np.zeros(people), np.full(people, 32_400.0), np.zeros(people),
        place, earliest, np.full(work, NEVER), quiet, np.full(work, 2700.0),
        earliest + np.array([3600.0, 7200.0, 14_400.0, 28_800.0])[priority], 3600 * weight, 2 * weight,
        0.25 * np.minimum(weight, 3), 2e5 * weight, np.zeros(work, np.bool_), dice.integers(0, 600, (people, work)) * 1.0,
        table, ables, nearest(travel, place), 1.0, 300.0, 0.0,
    )  # fmt: skip


@settings(max_examples=25, deadline=None)
@given(st.integers(1, 6), st.integers(1, 24), st.integers(0, 10_000))
def test_a_plan_is_possible_counted_right_and_never_worse_than_what_it_began_with(n: int, m: int, seed: int) -> None:
    case = a_case(n, m, seed)
    first = plan(case, [[]] * n, 0, seed)
    found = plan(case, first.days, 60, seed)
    cost, visits = priced(case, found.days)
    assert cost == pytest.approx(found.cost, abs=1e-3)
    assert found.cost <= first.cost + 1e-6
    placed = [j for day in found.days for j in day]
    assert len(placed) == len(set(placed)), "nobody is visited twice"
    for t, (day, legs) in enumerate(zip(found.days, visits, strict=True)):
        ends = 0.0
        for j, (start, end, way, _) in zip(day, legs, strict=True):
            assert t in case.able[j, : case.ables[j]], "only who may"
            assert start >= ends + way - 1e-6, "nobody is at two places at once"
            assert start >= case.earliest[j]
            assert not case.quiet[0, j] <= start < case.quiet[1, j]
            assert end <= case.ends[t]
            ends = end
    assert plan(case, first.days, 60, seed).days == found.days, "equal inputs give equal plans"


def test_fixed_work_stays_where_it_is() -> None:
    case = a_case(3, 12, 5)
    first = plan(case, [[]] * 3, 0, 1)
    held = {j: t for t, day in enumerate(first.days) for j in day[:1]}
    pinned = case._replace(fixed=np.array([j in held for j in range(12)]))
    found = plan(pinned, first.days, 200, 2)
    assert {j: t for t, day in enumerate(found.days) for j in day if j in held} == held


def test_nobody_and_nothing_are_plans_too() -> None:
    assert plan(a_case(0, 3, 1), [], 10, 1).days == []
    assert plan(a_case(2, 0, 1), [[], []], 10, 1).days == [[], []]


def test_a_break_costs_no_way_and_comes_in_its_time() -> None:
    case = a_case(1, 3, 3)
    always = case._replace(able=np.zeros((3, 1), np.int64), ables=np.ones(3, np.int64))
    noon = always._replace(
        place=np.array([1, 2, NOWHERE]),
        earliest=np.array([0.0, 0.0, 3600.0]),
        latest=np.array([NEVER, NEVER, 9000.0]),
        quiet=np.full((2, 3), NEVER),
        bias=np.zeros((1, 3)),
    )
    found = plan(noon, [[]], 100, 1)
    _, visits = priced(noon, found.days)
    start, _, way, _ = visits[0][found.days[0].index(2)]
    assert way == 0
    assert 3600 <= start <= 9000


costs = st.dictionaries(
    st.sampled_from([f"o{n}" for n in range(5)]),
    st.dictionaries(st.sampled_from([f"t{n}" for n in range(5)]), st.integers(0, 10_000), max_size=5),
    max_size=5,
)


@settings(max_examples=80, deadline=None)
@given(costs)
def test_matching_is_the_best_there_is_and_gives_nobody_two_orders(table: dict[str, dict[str, int]]) -> None:
    priorities = dict.fromkeys(table, Priority.P2)
    pairs = matched(table, priorities)
    assert len(set(pairs.values())) == len(pairs)
    assert all(who in table[order] for order, who in pairs.items())
    mixed = {order: dict(reversed(row.items())) for order, row in reversed(table.items())}
    assert matched(mixed, priorities) == pairs

    def best(orders: list[str], taken: frozenset[str]) -> tuple[int, int]:
        if not orders:
            return (0, 0)
        left, cost = best(orders[1:], taken)
        found = (left + 1, cost)
        for who, price in table[orders[0]].items():
            if who not in taken:
                more, rest = best(orders[1:], taken | {who})
                found = min(found, (more, rest + price))
        return found

    missing, least = best(sorted(table), frozenset())
    assert (len(table) - len(pairs), total(table, pairs, list(table))) == (missing, least)
