"""Nobody starves: whoever waits is looked at, and whoever somebody could ever lawfully do is offered within a bound."""

from collections import Counter
from datetime import datetime, timedelta
from itertools import permutations

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from bench.choosing import ours
from bench.shift import Days, Report
from bench.stream import town
from dispatch.filters import level_of
from dispatch.judging import judged
from dispatch.matching import matched
from dispatch.model import Priority, WorkOrderId
from dispatch.patience import bids, turn
from dispatch.planning import Job, Prospect
from dispatch.policy import Policy, Scoring
from dispatch.sla import started
from tests.support.dispatch_builders import NOON, a_fix, a_job, a_prospect, a_technician, an_id, an_order

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
BOUND = timedelta(hours=72)


def a_waiting(name: str, hours: float, priority: Priority = Priority.P2, *, place: str = "YQL-03-2-1201") -> Job:
    """A leak reported so long ago, with the promises of its priority."""
    since = NOON - hours * HOUR
    job = a_job(
        an_order(id=WorkOrderId(an_id(name)), priority=priority, reported_at=since, received_at=since), place=place
    )
    return replace(job, order=replace(job.order, clocks=started(job.order, job.community, Policy())))


def given_to(jobs: list[Job], people: list[Prospect]) -> dict[str, str]:
    costs = {
        str(job.order.id): bids([judged(one, job, Policy(), NOON) for one in people], job, Policy(), NOON)
        for job in jobs
    }
    return matched(costs, {str(job.order.id): job.order.priority for job in jobs})


@given(st.floats(0, 200), st.floats(0, 200), st.sampled_from([Priority.P1, Priority.P2, Priority.P3]))
def test_of_two_alike_the_one_who_has_waited_longer_is_given_the_only_one_there_is(
    one: float, other: float, priority: Priority
) -> None:
    if abs(one - other) < 0.1:
        return
    jobs = [a_waiting("one", one, priority), a_waiting("other", other, priority)]
    older = min(jobs, key=lambda job: job.order.reported_at)
    assert list(given_to(jobs, [a_prospect(a_technician(fix=a_fix()))])) == [older.order.id]


def test_a_long_wait_outweighs_a_longer_way_and_a_short_one_does_not() -> None:
    near = a_waiting("near", 0.5)
    for hours, first in ((1, "near"), (30, "far")):
        far = a_waiting("far", hours)
        there = replace(far.premises.position, lat=far.premises.position.lat + 0.05)
        far = replace(far, premises=replace(far.premises, position=there, building="09"))
        assert list(given_to([near, far], [a_prospect(a_technician(fix=a_fix()))])) == [an_id(first)]


@settings(max_examples=40)
@given(
    st.lists(st.tuples(st.sampled_from(list(Priority)), st.integers(0, 300)), min_size=2, max_size=9),
    st.integers(1, 3),
)
def test_whoever_waits_is_looked_at_again_and_the_urgent_the_more_often(
    drawn: list[tuple[Priority, int]], at_once: int
) -> None:
    waiting = {
        n: an_order(priority=priority, reported_at=NOON - ago * MINUTE) for n, (priority, ago) in enumerate(drawn)
    }
    tried: dict[int, datetime] = {}
    looked: Counter[int] = Counter()
    for minute in range(1, 201):
        now = NOON + minute * MINUTE
        first = sorted(waiting, key=lambda n: (-turn(waiting[n], tried.get(n), Scoring(), now), n))[:at_once]
        looked.update(first)
        tried |= dict.fromkeys(first, now)
    assert set(looked) == set(waiting)
    for (n, one), (m, other) in permutations(waiting.items(), 2):
        assert one.priority >= other.priority or looked[n] >= looked[m] - 1


def test_in_a_day_with_more_work_than_hands_everything_that_can_be_done_is_offered_within_three() -> None:
    stream, people = town(80, 8, 1)
    hopeless = [beyond_everybody(report, n) for n, report in enumerate(stream[:62])]
    reports = sorted([*stream, *hopeless], key=lambda one: (one.at, one.job.order.id))
    days = Days(reports, people, ours(Policy()), Policy(), after=BOUND)
    days.run()
    could = [one for one in reports if any(might(one, Prospect(technician=who.technician)) for who in people)]
    assert len(reports) - len(could) >= len(hopeless), "at the head of all that waits stands what nobody can do"
    for one in could:
        key = str(one.job.order.id)
        assert key in days.named, f"{one.job.order.number} was never offered"
        assert days.named[key][0] - one.at <= BOUND


def beyond_everybody(report: Report, n: int) -> Report:
    job = report.job
    order = replace(job.order, id=WorkOrderId(f"hopeless {n}"), priority=Priority.P1)
    return report._replace(job=replace(job, order=order, fault=replace(job.fault, trade="LFT")))


def might(report: Report, one: Prospect) -> bool:
    """Whether he could ever do it."""
    job = report.job
    able = level_of(one, job.fault.trade) >= job.fault.min_level
    here = job.order.community_id in one.technician.communities
    return able and here and one.technician.id not in report.declined_by
