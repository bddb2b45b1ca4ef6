"""When somebody could be there: his queue, his way, the hours of his shift and of the community.

The new work goes behind what he is doing and on his way to, and before accepted work of lower priority; P0 goes
before everything and only lets him put down his tools. Work that may wait (P2, P3) starts in working hours, never in
quiet hours, and not before a booked window; nobody starts before his shift.

Units    seconds for durations, aware UTC moments.
Pure     the moment is an argument.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from msgspec import Struct

from dispatch.hours import Calendar, Span, next_open, next_shift, quiet_at, shift_at
from dispatch.model import ON_SITE, Community, Fault, Premises, Priority, Status, Technician, WorkOrder
from dispatch.policy import Policy
from dispatch.sla import calendar
from dispatch.travel import Spot, Whereabouts, expected_s, leg_s, whereabouts

_WRAP_UP = timedelta(minutes=5)
URGENT = frozenset({Priority.P0, Priority.P1})


class Stop(Struct, frozen=True):
    """One open work order of a technician."""

    order_id: str
    spot: Spot
    duration_min: int
    priority: Priority
    status: Status
    since: datetime  # when the status was reached


class Asked(Struct, frozen=True):
    """How an earlier assignment of this very order ended for him."""

    state: str
    at: datetime
    reason: str = ""


class Prospect(Struct, frozen=True, kw_only=True):
    """A technician as a decision sees him."""

    technician: Technician
    stops: tuple[Stop, ...] = ()
    recent_jobs: int = 0  # taken in the last seven days
    visits_here: int = 0  # earlier visits to these premises
    failed_here: int = 0  # of them to the same fault, within its callback days
    asked: tuple[Asked, ...] = ()


class Job(Struct, frozen=True):
    """The work order that somebody is sought for, with all that matters about it."""

    order: WorkOrder
    fault: Fault
    premises: Premises
    community: Community

    @property
    def spot(self) -> Spot:
        return spot_of(self.premises)

    @property
    def urgent(self) -> bool:
        return self.order.priority in URGENT


class Visit(Struct, frozen=True):
    """The planned visit of one technician."""

    eta: datetime
    start: datetime
    finish: datetime
    travel_s: float
    seen: Whereabouts
    shift: Span | None  # the shift that the start lies in
    shift_now: Span | None
    quiet: Span | None  # quiet hours that no start could avoid
    household: bool = False  # they are the household's own


def spot_of(premises: Premises) -> Spot:
    building = f"{premises.community_id}/{premises.building}" if premises.building else ""
    return Spot(premises.position, building, premises.floor)


def queue_before(job: Job, stops: Sequence[Stop]) -> list[Stop]:
    """The stops that come before this job, in order; what is on hold takes no time."""
    open_stops = [stop for stop in stops if stop.order_id != job.order.id and stop.status is not Status.ON_HOLD]
    here = [stop for stop in open_stops if stop.status in ON_SITE]
    if job.order.priority is Priority.P0:
        return here
    going = [stop for stop in open_stops if stop.status is Status.EN_ROUTE]
    waiting = [stop for stop in open_stops if stop.status not in ON_SITE and stop.status is not Status.EN_ROUTE]
    ahead = [stop for stop in waiting if stop.priority <= job.order.priority]
    return here + going + sorted(ahead, key=lambda stop: (stop.priority, stop.since, stop.order_id))


def turn(stop: Stop) -> tuple[int, Priority, datetime, str]:
    """Where a stop comes in its day: what goes on, what somebody is on the way to, then by priority and waiting."""
    first = 0 if stop.status in ON_SITE else 1 if stop.status is Status.EN_ROUTE else 2
    return (first, stop.priority, stop.since, stop.order_id)


def planned(prospect: Prospect, job: Job, policy: Policy, now: datetime) -> Visit:
    """When this technician would arrive, start and finish."""
    technician, goal = prospect.technician, job.spot
    queue = queue_before(job, prospect.stops)
    here = next((stop for stop in queue if stop.status in ON_SITE), None)
    seen = whereabouts(technician.fix, here.spot if here else Spot(technician.home), now)
    free = now
    last: Spot | None = None
    for stop in queue:
        if stop is here:
            free = _wrapped_up(stop, job, now)
        else:
            way = (
                leg_s(last.position, stop.spot, building=last.building, floor=last.floor)
                if last
                else expected_s(seen, stop.spot)
            )
            free += timedelta(seconds=round(way), minutes=stop.duration_min)
        last = stop.spot
    travel = leg_s(last.position, goal, building=last.building, floor=last.floor) if last else expected_s(seen, goal)
    eta = free + timedelta(seconds=round(travel))
    start, quiet = first_start(job, eta, calendar(job.order.priority, job.community, policy))
    shift = shift_at(technician.shifts, technician.time_zone, start)
    if shift is None:
        soon = next_shift(technician.shifts, technician.time_zone, start)
        if soon is not None and soon <= now + timedelta(minutes=policy.reach_before_min):
            start, quiet = first_start(job, soon, calendar(job.order.priority, job.community, policy))
            shift = shift_at(technician.shifts, technician.time_zone, start)
    finish = start + timedelta(minutes=job.fault.duration_min)
    shift_now = shift_at(technician.shifts, technician.time_zone, now)
    household = quiet is not None and _quiet(job, start, household=False) is None
    return Visit(eta, start, finish, travel, seen, shift, shift_now, quiet, household)


def _wrapped_up(stop: Stop, job: Job, now: datetime) -> datetime:
    soonest = now + _WRAP_UP
    if job.order.priority is Priority.P0 or stop.status is Status.WORK_DONE:
        return soonest
    return max(soonest, stop.since + timedelta(minutes=stop.duration_min))


def first_start(job: Job, eta: datetime, hours: Calendar) -> tuple[datetime, Span | None]:
    """The first moment from `eta` on at which work may begin, and quiet hours that forbid the booked window."""
    order = job.order
    start = max(eta, order.window_start) if order.window_start else eta
    if job.urgent:
        return start, None
    for _ in range(8):
        start = next_open(hours, start) if order.window_start is None else start
        quiet = _quiet(job, start)
        if quiet is None:
            return start, None
        if order.window_end is not None and quiet[1] > order.window_end:
            return start, quiet
        start = quiet[1]
    return start, quiet


def _quiet(job: Job, at: datetime, *, household: bool = True) -> Span | None:
    pairs = (*job.community.quiet_hours, *(job.premises.quiet_hours if household else ()))
    return quiet_at(pairs, job.community.time_zone, at)
