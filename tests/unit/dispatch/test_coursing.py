"""A day followed visit by visit: nothing overlaps that need not, and what will not hold is marked."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from dispatch.coursing import Day, course, totals
from dispatch.fitness import missing_certificates
from dispatch.model import Certificate, Clocks, Priority, Shift, Status, WorkOrderId
from dispatch.planning import Job
from dispatch.policy import Policy
from dispatch.travel import leg_s
from tests.support.dispatch_builders import NOON, a_fix, a_job, a_technician, an_id, an_order

MINUTE = timedelta(minutes=1)
TILL_NOON = Shift((0, 1, 2, 3, 4, 5, 6), "00:00", "12:00")
WAITING = (Status.OFFERED, Status.ACCEPTED, Status.EN_ROUTE, Status.REWORK)


def policy_of(_: Job) -> Policy:
    return Policy()


def a_visit(n: int, status: Status = Status.ACCEPTED, *, place: str = "YQL-03-2-1201", **changes: object) -> Job:
    order = an_order(status, id=WorkOrderId(an_id(f"visit {n}")), number=f"YQL-{n:03}", **changes)
    return a_job(order, place=place)


def a_day(*jobs: Job, **changes: object) -> Day:
    return Day(a_technician(**changes), tuple((job, True) for job in jobs))


statuses = st.lists(st.tuples(st.sampled_from(WAITING), st.sampled_from(list(Priority))), max_size=8)


@given(statuses)
def test_visits_follow_one_another_and_none_is_lost(drawn: list[tuple[Status, Priority]]) -> None:
    day = a_day(*(a_visit(n, status, priority=priority) for n, (status, priority) in enumerate(drawn)))
    blocks = course(day, policy_of, NOON)
    assert sorted(one.number for one in blocks) == sorted(f"YQL-{n:03}" for n in range(len(drawn)))
    assert all(one.leave <= one.start < one.finish for one in blocks)
    waiting = [one for one in blocks if one.status is not Status.EN_ROUTE]
    assert all(one.start >= before.finish for before, one in pairwise(waiting))
    assert totals(blocks)[0] == sum(one.travel_s for one in blocks)


@given(statuses)
def test_more_work_makes_no_other_visit_of_the_same_or_higher_priority_earlier(
    drawn: list[tuple[Status, Priority]],
) -> None:
    jobs = [a_visit(n, status, priority=priority) for n, (status, priority) in enumerate(drawn)]
    starts = {one.number: one.start for one in course(a_day(*jobs), policy_of, NOON)}
    more = course(a_day(*jobs, a_visit(99, priority=Priority.P1)), policy_of, NOON)
    assert all(one.start >= starts[one.number] for one in more if one.number in starts)


@given(st.integers(0, 25), st.integers(0, 25))
def test_who_is_on_the_way_still_has_before_him_what_lies_between_here_and_there(left: int, seen: int) -> None:
    ahead = a_visit(1, Status.EN_ROUTE, updated_at=NOON - left * MINUTE)
    far = a_fix(30.61, at=NOON - seen * MINUTE)
    (block,) = course(a_day(ahead, fix=far), policy_of, NOON)
    way = timedelta(seconds=round(leg_s(far.position, ahead.spot)))
    assert way > 10 * MINUTE
    due = NOON - min(left, seen) * MINUTE + way
    assert block.start == max(NOON, due), "since he was seen there, if he had left by then"
    assert (block.leave, block.travel_s) == (NOON - left * MINUTE, way.total_seconds())


def test_two_places_at_once_are_marked() -> None:
    here = a_visit(1, Status.IN_PROGRESS, updated_at=NOON - 10 * MINUTE)
    there = a_visit(2, Status.ARRIVED, updated_at=NOON - 5 * MINUTE)
    first, second = course(a_day(here, there), policy_of, NOON)
    assert "overlap" in second.marks
    assert first.marks == ()


def test_what_comes_too_late_is_marked_with_how_late() -> None:
    promised = a_visit(1, clocks=Clocks(arrive_by=NOON - 20 * MINUTE))
    booked = a_visit(2, priority=Priority.P2, window_start=NOON - 60 * MINUTE, window_end=NOON - 30 * MINUTE)
    first, second = course(a_day(promised, booked), policy_of, NOON)
    assert first.marks == ("late",)
    assert first.late_s >= 20 * 60
    assert "window" in second.marks


def test_work_beyond_the_shift_is_marked() -> None:
    jobs = [a_visit(n) for n in range(4)]
    blocks = course(a_day(*jobs, shifts=(TILL_NOON,)), policy_of, NOON)
    assert "shift_end" in blocks[-1].marks
    assert "shift_end" not in blocks[0].marks


def test_a_certificate_that_ends_before_the_work_does_is_marked_on_whoever_leads() -> None:
    ends = Certificate("C-ORI", NOON + 30 * MINUTE)
    (block,) = course(a_day(a_visit(1), certificates=(ends,)), policy_of, NOON)
    assert block.marks == (f"cert_expired:C-ORI:{ends.valid_until:%Y-%m-%d}",)
    mate = Day(a_technician(certificates=(ends,)), ((a_visit(1), False),))
    assert course(mate, policy_of, NOON)[0].marks == ()


def test_the_day_a_certificate_ended_is_that_of_the_community() -> None:
    midnight = datetime(2026, 10, 31, 16, 0, tzinfo=UTC)  # of the first of November, in Chengdu
    fault = a_visit(1).fault
    for moment, day in ((midnight, "2026-11-01"), (midnight - MINUTE, "2026-10-31")):
        ended = (Certificate("C-ORI", moment),)
        assert missing_certificates(fault, ended, "Asia/Shanghai", NOON) == [f"cert_expired:C-ORI:{day}"]
        assert missing_certificates(fault, ended, "UTC", NOON) == ["cert_expired:C-ORI:2026-10-31"]
        due = (Certificate("C-ORI", None, moment),)
        assert missing_certificates(fault, due, "Asia/Shanghai", NOON) == [f"cert_review_overdue:C-ORI:{day}"]


def test_quiet_hours_are_waited_for_and_shown() -> None:
    midday = datetime(2026, 11, 2, 4, 30, tzinfo=UTC)  # half past twelve in Chengdu
    nap = a_job(an_order(Status.ACCEPTED, priority=Priority.P2), quiet_hours=(("12:30", "14:00"),))
    (block,) = course(a_day(nap), policy_of, midday)
    assert block.quiet is not None
    assert block.start >= block.quiet[1]


def test_what_is_on_hold_stands_in_nobodys_way() -> None:
    free = course(a_day(a_visit(1)), policy_of, NOON)
    assert course(a_day(a_visit(1), a_visit(2, Status.ON_HOLD)), policy_of, NOON) == free
    assert replace(free[0], marks=()).movable
