"""Input that cannot be, or hardly: a clear answer each, never an exception of another kind, never a silent guess."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import permutations
from math import inf, nan

import pytest
from msgspec.structs import replace

from dispatch.assigning import decide
from dispatch.coursing import Day, course
from dispatch.estate import Estate, checked
from dispatch.hours import BadHours, span_on
from dispatch.model import Shift
from dispatch.morning import Morning
from dispatch.planning import Job, Prospect
from dispatch.policy import BadPolicy, Policy, Scale, Scoring
from dispatch.policy import checked as checked_policy
from dispatch.proposing import proposed
from dispatch.views import Decision
from experience.intake import BadWindow
from experience.intake import _window as window_of
from experience.views import ReportRequest
from kernel.errors import Problem
from kernel.geo import BadPosition, LatLng
from tests.support.dispatch_builders import (
    ALL_DAY,
    EVERY_DAY,
    NOON,
    TAP,
    a_community,
    a_fix,
    a_job,
    a_prospect,
    a_technician,
    an_estate,
    an_id,
    an_order,
    some_premises,
)

HOUR = timedelta(hours=1)
NIGHT = Shift(EVERY_DAY, "22:00", "06:00")
EARLY_BIRD = Shift(EVERY_DAY, "00:30", "08:30")  # over both changes of the clocks


def estate(**changes: object) -> Estate:
    return replace(an_estate(), **changes)


def at(lat: float, lng: float) -> Estate:
    return estate(premises=(some_premises(position=LatLng(lat, lng)),))


def works(**changes: object) -> Estate:
    return estate(technicians=(a_technician(**changes),))


def weights(**scales: Scale) -> Callable[[], object]:
    return lambda: checked_policy(Policy(scoring=Scoring(**scales)))


def booked(start: float | None, end: float | None) -> Callable[[], object]:
    def moment(hours: float | None) -> datetime | None:
        return None if hours is None else NOON + hours * HOUR

    return lambda: window_of(
        ReportRequest(id=an_id("r"), place="x", window_start=moment(start), window_end=moment(end)), NOON
    )


REFUSED: dict[str, tuple[Callable[[], object], type[Problem], dict[str, object]]] = {
    "nowhere": (lambda: checked(at(0, 0)), BadPosition, {"why": "nowhere", "of": "YQL-03-2-1201"}),
    "swapped": (lambda: checked(at(104.0621, 30.5735)), BadPosition, {"why": "swapped"}),
    "outside the earth": (lambda: checked(at(95, 200)), BadPosition, {"why": "outside"}),
    "no number": (lambda: checked(at(nan, 104)), BadPosition, {"why": "outside", "lat": "nan"}),
    "endless": (lambda: checked(at(30, inf)), BadPosition, {"why": "outside", "lng": "inf"}),
    "a community nowhere": (
        lambda: checked(estate(communities=(a_community(position=LatLng(0, 0)),))), BadPosition, {"of": "YQL"},
    ),
    "a home swapped": (lambda: checked(works(home=LatLng(104.06, 30.57))), BadPosition, {"of": "T-PLB-01"}),
    "metres of another grid": (lambda: checked(at(3_383_921.0, 410_213.0)), BadPosition, {"why": "outside"}),
    "degrees of another place": (lambda: checked(at(31.23, 121.47)), BadPosition, {"why": "elsewhere", "km": 1661}),
    "an hour that is none": (
        lambda: checked(works(shifts=(Shift(EVERY_DAY, "25:00", "08:00"),))), BadHours, {"time": "25:00"},
    ),
    "a zone that is none": (lambda: checked(works(time_zone="Mars/Olympus")), BadHours, {"time_zone": "Mars/Olympus"}),
    "an eighth day": (lambda: checked(works(shifts=(Shift((7,), "08:00", "16:00"),))), BadHours, {"days": [7]}),
    "working hours that are none": (
        lambda: checked(estate(communities=(a_community(work_hours=("8", "20:00")),))),
        BadHours,
        {"of": "YQL", "time": "8"},
    ),
    "weights above one": (weights(travel=Scale(0.4, 0, 3600)), BadPolicy, {"why": "weights", "sum": 1.1}),
    "weights below one": (weights(travel=Scale(0.2, 0, 3600)), BadPolicy, {"why": "weights", "sum": 0.9}),
    "weights that are no numbers": (weights(travel=Scale(nan, 0, 3600)), BadPolicy, {"why": "weights"}),
    "a scale without length": (weights(load=Scale(0.15, 6, 6)), BadPolicy, {"why": "scales", "flat": ["load"]}),
    "a scale without end": (weights(load=Scale(0.15, 0, inf)), BadPolicy, {"why": "scales", "endless": ["load"]}),
    "lateness that pays": (
        lambda: checked_policy(Policy(scoring=Scoring(late_slope=-1.0))), BadPolicy, {"names": ["scoring.late_slope"]},
    ),
    "a window that ends before it starts": (booked(3, 2), BadWindow, {"why": "order"}),
    "a window without length": (booked(3, 3), BadWindow, {"why": "order"}),
    "half a window": (booked(3, None), BadWindow, {"why": "order"}),
    "a window that has passed": (booked(-3, -2), BadWindow, {"why": "moment"}),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_is_refused_with_what_is_wrong_with_it(name: str) -> None:
    make, kind, facts = REFUSED[name]
    with pytest.raises(kind) as refused:
        make()
    assert {fact: refused.value.facts.get(fact) for fact in facts} == facts


def test_what_is_only_unusual_is_taken() -> None:
    places = (some_premises(position=LatLng(30.5709, 104.0646)),)  # half a kilometre off, as another datum would be
    assert checked(estate(premises=places)) == estate(premises=places)
    nights = estate(communities=(a_community(work_hours=("22:30", "08:30")),))
    assert checked(nights) == nights
    assert checked(works(shifts=(NIGHT, ALL_DAY))) == works(shifts=(NIGHT, ALL_DAY))


def decided(job: Job, *people: Prospect, now: datetime = NOON) -> Decision:
    return decide(job, people, Policy(), now, "d")


def on(shift: Shift, zone: str = "Asia/Shanghai") -> Prospect:
    return a_prospect(a_technician(shifts=(shift,), time_zone=zone, fix=a_fix()))


def urgent(now: datetime) -> Job:
    return a_job(an_order(reported_at=now, received_at=now, updated_at=now))


SHIFTS: dict[str, tuple[Prospect, datetime, str]] = {
    "before midnight": (on(NIGHT), datetime(2026, 11, 2, 15, 30, tzinfo=UTC), ""),
    "after midnight": (on(NIGHT), datetime(2026, 11, 2, 18, 30, tzinfo=UTC), ""),
    "after it has ended": (on(NIGHT), datetime(2026, 11, 2, 23, 0, tzinfo=UTC), "not_on_shift"),
    "too near its end": (on(NIGHT), datetime(2026, 11, 2, 21, 50, tzinfo=UTC), "shift_end"),
    # London, 2026-10-25: 01:00 to 02:00 happens twice, the shift lasts nine hours and ends at 08:30 UTC.
    "in the hour that comes twice, first": (
        on(EARLY_BIRD, "Europe/London"), datetime(2026, 10, 25, 0, 30, tzinfo=UTC), "",
    ),
    "in the hour that comes twice, again": (
        on(EARLY_BIRD, "Europe/London"), datetime(2026, 10, 25, 1, 30, tzinfo=UTC), "",
    ),
    "in its ninth hour": (on(EARLY_BIRD, "Europe/London"), datetime(2026, 10, 25, 7, 40, tzinfo=UTC), ""),
    "after its ninth hour": (
        on(EARLY_BIRD, "Europe/London"), datetime(2026, 10, 25, 8, 31, tzinfo=UTC), "not_on_shift",
    ),
    # London, 2027-03-28: 01:00 to 02:00 does not happen, the shift lasts seven hours and ends at 07:30 UTC.
    "in the night with an hour less": (
        on(EARLY_BIRD, "Europe/London"), datetime(2027, 3, 28, 1, 30, tzinfo=UTC), "",
    ),
    "after its seven hours": (
        on(EARLY_BIRD, "Europe/London"), datetime(2027, 3, 28, 7, 31, tzinfo=UTC), "not_on_shift",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SHIFTS)
def test_shifts_over_midnight_and_over_the_change_of_the_clocks_hold_as_long_as_they_last(name: str) -> None:
    one, now, reason = SHIFTS[name]
    one = replace(one, technician=replace(one.technician, fix=a_fix(at=now)))
    made = decided(urgent(now), one, now=now)
    assert set(made.histogram) == ({reason} if reason else set())
    assert (made.chosen is None) == bool(reason)


def test_a_shift_that_begins_in_an_hour_that_does_not_happen_still_begins_once() -> None:
    begins, ends = span_on(datetime(2027, 3, 28, tzinfo=UTC).date(), "01:30", "09:30", "Europe/London")
    assert (begins, ends) == (datetime(2027, 3, 28, 1, 30, tzinfo=UTC), datetime(2027, 3, 28, 8, 30, tzinfo=UTC))


def test_a_window_that_cannot_be_kept_by_anybody_is_a_reason_of_everybody() -> None:
    backwards = an_order(window_start=NOON + 5 * HOUR, window_end=NOON + 4 * HOUR)
    made = decided(a_job(backwards), *(a_prospect(a_technician(f"T-{n}")) for n in range(3)))
    assert (made.mode, made.histogram) == ("nobody", {"time_window": 3})


def test_nobody_at_all_is_an_answer_too() -> None:
    made = decided(a_job())
    assert (made.mode, made.chosen, made.candidates, made.histogram) == ("nobody", None, (), {})
    assert course(Day(a_technician(shifts=())), lambda _: Policy(), NOON) == ()
    job = a_job()
    morning = Morning(NOON, 1, Policy(), {job.order.id: Policy()}, (job,), {job.order.id: ()})
    plan = proposed(morning)
    assert [one.work_order_id for one in plan.unplanned] == [job.order.id]
    assert (plan.moves, plan.after.unassigned) == ((), 1)


def test_no_position_at_all_is_said_and_excludes_nobody() -> None:
    made = decided(a_job(), a_prospect(a_technician(fix=None)))
    assert made.chosen is not None
    assert "no_position" in made.candidates[0].flags


def test_of_people_alike_in_everything_the_lot_decides_and_the_same_one_for_ever() -> None:
    alike = [a_prospect(a_technician(f"T-{n}", fix=a_fix())) for n in range(4)]
    job = a_job(an_order(fault="PLB-05"), TAP)
    chosen = {decided(job, *order).chosen for order in permutations(alike)}
    assert len(chosen) == 1
    (made,) = {decided(job, *alike).margin_s}
    assert made == 0
    assert "close_call" in decided(job, *alike).candidates[0].flags
