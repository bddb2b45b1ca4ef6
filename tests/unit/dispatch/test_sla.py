"""The clocks of a promise, their health, and the ladder that starts when they are missed."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from dispatch import intents as i
from dispatch import lifecycle, sla
from dispatch.lifecycle import Standing
from dispatch.model import AssignmentState, Clocks, Hold, HoldReason, Kind, Priority, SignMethod, SignOff, Status
from dispatch.policy import Policy
from kernel.actors import Role
from tests.support.dispatch_builders import LEAK, NOON, a_community, a_technician, an_actor, an_assignment, an_order

YUNQI = a_community()
POLICY = Policy()
MINUTE = timedelta(minutes=1)
TECH = a_technician()


def clocks_of(priority: Priority, **changes: object) -> Clocks:
    return sla.started(an_order(priority=priority, **changes), YUNQI, POLICY)


@pytest.mark.parametrize(
    ("priority", "respond", "arrive", "fix"),
    [(Priority.P0, 2, 15, 720), (Priority.P1, 5, 30, 1440)],
)
def test_urgent_promises_count_around_the_clock(priority: Priority, respond: int, arrive: int, fix: int) -> None:
    midnight = datetime(2026, 11, 2, 16, 0, tzinfo=UTC)
    clocks = clocks_of(priority, reported_at=midnight)
    assert clocks.respond_by == midnight + respond * MINUTE
    assert clocks.arrive_by == midnight + arrive * MINUTE
    assert clocks.fix_by == midnight + fix * MINUTE


def test_ordinary_promises_count_in_working_hours() -> None:
    evening = datetime(2026, 11, 2, 11, 50, tzinfo=UTC)  # 19:50 in Chengdu, work ends at 20:00
    clocks = clocks_of(Priority.P2, reported_at=evening)
    assert clocks.respond_by == datetime(2026, 11, 3, 0, 5, tzinfo=UTC)
    assert clocks.arrive_by == datetime(2026, 11, 3, 1, 50, tzinfo=UTC)


def test_common_areas_have_their_own_times() -> None:
    clocks = clocks_of(Priority.P2, kind=Kind.REPAIR_COMMON, reported_at=NOON)
    assert clocks.respond_by == NOON + 120 * MINUTE


def test_a_booked_window_takes_the_place_of_the_arrival_promise() -> None:
    ends = NOON + timedelta(days=2)
    assert clocks_of(Priority.P2, window_start=ends - 60 * MINUTE, window_end=ends).arrive_by == ends
    assert clocks_of(Priority.P3, window_start=ends - 60 * MINUTE, window_end=ends).arrive_by == ends + 30 * MINUTE


def test_an_order_opened_before_and_closed_after_the_change_of_the_clocks_loses_no_minute() -> None:
    thames = a_community("LDW", time_zone="Europe/London")
    reported = datetime(2026, 10, 24, 17, 0, tzinfo=UTC)  # 18:00 BST
    order = an_order(priority=Priority.P2, reported_at=reported)
    clocks = sla.started(order, thames, POLICY)
    assert clocks.arrive_by == datetime(2026, 10, 24, 19, 0, tzinfo=UTC)
    assert clocks.fix_by == datetime(2026, 10, 26, 18, 0, tzinfo=UTC)  # 2 h + 12 h + 10 h of working time, 18:00 GMT


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 5 * 24 * 3600), st.integers(0, 24 * 3600))
def test_a_pause_of_d_moves_the_fix_moment_by_d(lasted: int, until: int) -> None:
    assignment = an_assignment(TECH, AssignmentState.ACCEPTED)
    clocks = clocks_of(Priority.P1)
    order = an_order(Status.IN_PROGRESS, technician_id=TECH.id, clocks=clocks)
    actor, begun = an_actor(Role.TECHNICIAN, str(TECH.id)), NOON + timedelta(seconds=until)
    hold = i.PutOnHold(HoldReason.WAITING_PARTS, begun + 600 * MINUTE)
    held = lifecycle.apply(Standing(order, LEAK, assignment), hold, actor, begun)
    again = lifecycle.apply(
        Standing(held.order, LEAK, assignment), i.Resume(), actor, begun + timedelta(seconds=lasted)
    )
    assert clocks.fix_by is not None
    assert again.order.clocks.fix_by == clocks.fix_by + timedelta(seconds=lasted)
    assert again.order.clocks.paused_seconds == lasted


@pytest.mark.parametrize(
    ("minutes", "state"), [(0, "ok"), (22, "ok"), (23, "soon"), (30, "soon"), (31, "late"), (900, "late")]
)
def test_health_turns_at_three_quarters_and_at_the_end(minutes: int, state: str) -> None:
    order = an_order(Status.ACCEPTED, clocks=replace(clocks_of(Priority.P1), responded_at=NOON))
    hours = sla.calendar(Priority.P1, YUNQI, POLICY)
    health = sla.health(order, hours, NOON + minutes * MINUTE)
    assert (health.clock, health.state) == ("arrive", state)


def test_a_night_does_not_make_an_ordinary_order_look_late() -> None:
    evening = datetime(2026, 11, 2, 11, 50, tzinfo=UTC)
    order = an_order(Status.ACCEPTED, priority=Priority.P2, reported_at=evening)
    order = replace(order, clocks=replace(sla.started(order, YUNQI, POLICY), responded_at=evening))
    hours = sla.calendar(Priority.P2, YUNQI, POLICY)
    assert sla.health(order, hours, evening + timedelta(hours=12)).state == "ok"


def test_a_paused_clock_stands_still() -> None:
    clocks = replace(clocks_of(Priority.P1), responded_at=NOON, arrived_at=NOON, paused_since=NOON + 60 * MINUTE)
    order = an_order(Status.ON_HOLD, clocks=clocks)
    hours = sla.calendar(Priority.P1, YUNQI, POLICY)
    early, late = (sla.health(order, hours, NOON + hour * 60 * MINUTE) for hour in (2, 200))
    assert early.state == late.state == "ok"
    assert early.due_at is not None
    assert late.due_at is not None
    assert late.due_at - early.due_at == timedelta(hours=198)


def test_what_is_fixed_is_done_and_what_has_ended_has_no_clock() -> None:
    hours = sla.calendar(Priority.P1, YUNQI, POLICY)
    done = an_order(Status.SIGNED, clocks=replace(clocks_of(Priority.P1), fixed_at=NOON))
    assert sla.health(done, hours, NOON).state == "done"
    assert sla.health(an_order(Status.CANCELLED), hours, NOON).state == "none"


@pytest.mark.parametrize(
    ("priority", "minutes"),
    [(Priority.P0, [2, 4, 8]), (Priority.P1, [5, 10, 20]), (Priority.P2, [15, 30, 60])],
)
def test_an_unanswered_order_climbs_the_ladder(priority: Priority, minutes: list[int]) -> None:
    order = an_order(Status.OFFERED, priority=priority, clocks=clocks_of(priority))
    told = [alarm for alarm in sla.ladder(order, POLICY) if alarm.reason == "respond_late"]
    assert [(alarm.at - NOON) / MINUTE for alarm in told] == minutes
    assert [alarm.level for alarm in told] == [1, 2, 3]


def test_every_rung_is_sounded_once() -> None:
    order = an_order(Status.OFFERED, clocks=clocks_of(Priority.P1))
    first = sla.due_alarms(order, POLICY, (), NOON + 11 * MINUTE)
    assert [alarm.code for alarm in first] == ["respond_late:1", "respond_late:2"]
    sounded = tuple(alarm.code for alarm in first)
    assert sla.due_alarms(order, POLICY, sounded, NOON + 11 * MINUTE) == []
    assert sla.next_alarm(order, POLICY, sounded) == NOON + 20 * MINUTE


def test_a_missed_arrival_climbs_again_after_half_the_promise() -> None:
    order = an_order(Status.EN_ROUTE, clocks=replace(clocks_of(Priority.P1), responded_at=NOON))
    told = {alarm.code: alarm.at for alarm in sla.ladder(order, POLICY) if alarm.reason == "arrive_late"}
    assert told == {"arrive_late:1": NOON + 30 * MINUTE, "arrive_late:2": NOON + 45 * MINUTE}


def test_holds_evidence_and_reviews_have_their_own_ends() -> None:
    signed = SignOff(SignMethod.LINK, "a" * 64, NOON)
    held = an_order(Status.ON_HOLD, hold=Hold(HoldReason.WEATHER, NOON, NOON + 60 * MINUTE))
    assert [alarm.code for alarm in sla.ladder(held, POLICY)] == ["hold_over:1"]
    waiting = an_order(Status.PENDING_EVIDENCE, sign_off=signed)
    assert sla.next_alarm(waiting, POLICY) == NOON + timedelta(hours=24)
    review = an_order(Status.IN_REVIEW, sign_off=signed, priority=Priority.P0)
    assert sla.next_alarm(review, POLICY) == NOON + timedelta(hours=4)
    assert sla.ladder(an_order(Status.CLOSED, clocks=clocks_of(Priority.P0)), POLICY) == []
