"""The rest of a day as a case for the planner: the costs of `scoring`, the rules of `filters`, the hours of everybody.

What has begun, is on the way or leaves soon is frozen: it only says when and where somebody is free. Work for a crew is
frozen too, at the time at which all of it can be there: a pair is never split by a plan. Everything else may move,
at the price of a change. What depends on the hour (shift, window, quiet hours) is the planner's; every other
rule decides beforehand who may do what.

Units    seconds from the case's `now`.
Pure     the moment is an argument.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

import msgspec
import numpy as np
from msgspec import Struct

from dispatch.engine import nearest
from dispatch.filters import reasons
from dispatch.hours import next_open, next_shift, quiet_at, shift_at
from dispatch.model import ON_SITE, Status
from dispatch.morning import Morning
from dispatch.planning import Job, Prospect, Stop, planned, turn
from dispatch.policy import Policy, Scoring
from dispatch.scoring import pair_cost, slope
from dispatch.sla import calendar
from dispatch.tallying import Bools, Case, Floats, Ints
from dispatch.travel import Spot, expected_s, leg_s, whereabouts

HOURLY = frozenset({"not_on_shift", "shift_end", "time_window", "quiet_hours", "household_hours", "on_break", "load"})
_FAR = 1e12
_SOON = timedelta(hours=12)  # a shift that begins later is another day's
_WRAP_UP_S = 300.0
_UNPLANNED_S = 200_000.0  # an order that nobody comes for, times the weight of its priority
_WAIT_MIN = 3600.0


class Frame(Struct, frozen=True):
    """A case and how to read its answer."""

    case: object  # engine.Case: arrays, which a struct cannot check
    people: tuple[Prospect, ...]
    jobs: tuple[Job, ...]
    warm: tuple[tuple[int, ...], ...]  # today's days
    against: dict[str, dict[str, int]]  # order -> how many people each rule speaks against
    frozen: tuple[tuple[Stop, ...], ...]  # of each day, before the first planned visit


def framed(morning: Morning) -> Frame:
    """The case of one morning."""
    now = morning.now
    people = _working(morning)
    leaving = {key for one in people for key in _leaving(one, now, morning.general)}
    jobs = tuple(job for job in morning.jobs if job.order.id not in leaving)
    morning = msgspec.structs.replace(morning, jobs=jobs)
    movable = {str(job.order.id): at for at, job in enumerate(jobs)}
    frozen = tuple(tuple(stop for stop in _queue(one) if stop.order_id not in movable) for one in people)
    free = [_free(one, stops, now) for one, stops in zip(people, frozen, strict=True)]
    bias, able, against = _pairs(morning, people)
    places = [job.spot for job in jobs]
    scoring = morning.general.scoring
    pieces = [_piece(job, morning.policies[job.order.id], now) for job in jobs]
    column = {name: np.array([getattr(one, name) for one in pieces], np.float64) for name in Piece.__struct_fields__}
    table, counts = _padded(able)
    case = Case(
        travel=_travel([one[1] for one in free], people, places, now),
        start=np.arange(len(people), dtype=np.int64),
        free=np.array([one[0] for one in free], np.float64),
        ends=np.array([_ends(one, now, morning.general) for one in people], np.float64),
        held=np.array([len(stops) for stops in frozen], np.float64),
        place=np.arange(len(people), len(people) + len(jobs), dtype=np.int64),
        earliest=column["earliest"],
        latest=column["latest"],
        quiet=np.ascontiguousarray(column["quiet"].reshape(len(jobs), 2).T),
        service=column["service"],
        due=column["due"],
        step=column["step"],
        slope=column["slope"],
        wait=column["wait"],
        penalty=column["penalty"],
        fixed=np.zeros(len(jobs), np.bool_),
        bias=bias,
        able=table,
        ables=counts,
        near=np.zeros((len(jobs), 1), np.int64),
        way=slope(scoring.travel, scoring),
        load=slope(scoring.load, scoring),
        now=0.0,
    )
    case = case._replace(near=nearest(case.travel, case.place))
    warm = tuple(
        tuple(at for stop in _queue(one) if (at := movable.get(stop.order_id, -1)) >= 0 and bool(able[t, at]))
        for t, one in enumerate(people)
    )
    return Frame(case, people, jobs, warm, against, frozen)


def _working(morning: Morning) -> tuple[Prospect, ...]:
    """Everybody who works today, in the order of their ids."""
    first = next(iter(morning.prospects.values()), ())
    return tuple(one for one in first if not one.technician.off_duty and _shift(one, morning.now) is not None)


def _shift(one: Prospect, now: datetime) -> tuple[datetime, datetime] | None:
    who = one.technician
    running = shift_at(who.shifts, who.time_zone, now)
    if running is not None:
        return running
    soon = next_shift(who.shifts, who.time_zone, now)
    return shift_at(who.shifts, who.time_zone, soon) if soon is not None and soon <= now + _SOON else None


def _queue(one: Prospect) -> list[Stop]:
    """His stops as he would go; what is on hold takes no time."""
    return sorted((stop for stop in one.stops if stop.status is not Status.ON_HOLD), key=turn)


def _leaving(one: Prospect, now: datetime, policy: Policy) -> list[str]:
    """The accepted order that he sets out for within the time of freezing, if there is one."""
    queue = _queue(one)
    begun = [stop for stop in queue if stop.status in ON_SITE or stop.status is Status.EN_ROUTE]
    accepted = [stop for stop in queue if stop.status is Status.ACCEPTED]
    if not accepted or _free(one, begun, now)[0] > 60.0 * policy.plan.freeze_min:
        return []
    return [accepted[0].order_id]


def _free(one: Prospect, stops: Sequence[Stop], now: datetime) -> tuple[float, Spot | None]:
    """When he is free for planned work, in seconds from now, and where; None: where he was last seen."""
    shift = _shift(one, now)
    time = max(0.0, (shift[0] - now).total_seconds()) if shift else 0.0
    time += 1800.0 if one.technician.on_break else 0.0
    spot: Spot | None = None
    seen = whereabouts(one.technician.fix, Spot(one.technician.home), now)
    for stop in stops:
        if stop.status in ON_SITE:
            left = stop.duration_min * 60 - (now - stop.since).total_seconds()
            time = max(time, _WRAP_UP_S, left)
        else:
            way = (
                leg_s(spot.position, stop.spot, building=spot.building, floor=spot.floor)
                if spot
                else expected_s(seen, stop.spot)
            )
            time += way + stop.duration_min * 60
        spot = stop.spot
    return float(round(time)), spot


def _ends(one: Prospect, now: datetime, policy: Policy) -> float:
    shift = _shift(one, now)
    if shift is None:
        return 0.0
    return (shift[1] - now).total_seconds() + 60.0 * policy.overtime_min


def _travel(spots: Sequence[Spot | None], people: Sequence[Prospect], places: Sequence[Spot], now: datetime) -> Floats:
    """Seconds from everybody's start and from every place to every place."""
    size = len(people) + len(places)
    table = np.zeros((size, size))
    for at, one in enumerate(people):
        spot = spots[at]
        seen = whereabouts(one.technician.fix, Spot(one.technician.home), now)
        for to, goal in enumerate(places):
            way = (
                leg_s(spot.position, goal, building=spot.building, floor=spot.floor) if spot else expected_s(seen, goal)
            )
            table[at, len(people) + to] = round(way)
    for at, spot in enumerate(places):
        for to, goal in enumerate(places):
            if at != to:
                way = leg_s(spot.position, goal, building=spot.building, floor=spot.floor)
                table[len(people) + at, len(people) + to] = round(way)
    return table


def _pairs(morning: Morning, people: Sequence[Prospect]) -> tuple[Floats, Bools, dict[str, dict[str, int]]]:
    """What each person costs for each order besides way, time and load; who may do it; what speaks against the rest."""
    bias = np.zeros((len(people), len(morning.jobs)))
    able = np.zeros((len(people), len(morning.jobs)), np.bool_)
    against: dict[str, dict[str, int]] = {}
    column = {one.technician.id: at for at, one in enumerate(people)}
    for j, job in enumerate(morning.jobs):
        policy = morning.policies[job.order.id]
        counted: dict[str, int] = {}
        for one in morning.prospects[job.order.id]:
            visit = planned(one, job, policy, morning.now)
            codes = {reason.code for reason in reasons(one, job, visit, policy, morning.now)} - HOURLY
            for code in codes:
                counted[code] = counted.get(code, 0) + 1
            at = column.get(one.technician.id)
            if at is None:
                continue
            able[at, j] = not codes
            moved = job.order.technician_id is not None and one.technician.id != job.order.technician_id
            bias[at, j] = pair_cost(one, job, visit, policy) + (policy.plan.change_s if moved else 0)
        against[job.order.id] = dict(sorted(counted.items(), key=lambda pair: (-pair[1], pair[0])))
    return bias, able, against


def _padded(able: Bools) -> tuple[Ints, Ints]:
    """Who may do what, as rows of equal length, and how long each row really is."""
    counts = able.sum(axis=0).astype(np.int64)
    table = np.zeros((able.shape[1], max(1, int(counts.max(initial=0)))), np.int64)
    for j in range(able.shape[1]):
        table[j, : counts[j]] = np.flatnonzero(able[:, j])
    return table, counts


class Piece(Struct, frozen=True):
    """One piece of work in the planner's terms."""

    earliest: float
    latest: float
    service: float
    due: float
    step: float
    slope: float
    wait: float
    penalty: float
    quiet: tuple[float, float]


def _piece(job: Job, policy: Policy, now: datetime) -> Piece:
    order, scoring = job.order, policy.scoring
    begins = max(now, order.window_start or now)
    if not job.urgent and order.window_start is None:
        begins = next_open(calendar(order.priority, job.community, policy), begins)
    weight = scoring.lateness[order.priority]
    due = order.clocks.arrive_by
    return Piece(
        earliest=(begins - now).total_seconds(),
        latest=(order.window_end - now).total_seconds() if order.window_end else _FAR,
        service=job.fault.duration_min * 60.0,
        due=(due - now).total_seconds() if due else _FAR,
        step=weight * scoring.late_step_s,
        slope=weight * scoring.late_slope,
        wait=wait_weight(scoring, due, now),
        penalty=_UNPLANNED_S * max(0.01, weight),
        quiet=_quiet(job, begins, now),
    )


def wait_weight(scoring: Scoring, due: datetime | None, now: datetime) -> float:
    """What a second of waiting costs: the share of the time left that it takes."""
    if due is None:
        return 0.0
    left = (due - now).total_seconds()
    return slope(scoring.slack, scoring) / (left if left > 0 else _WAIT_MIN)


def _quiet(job: Job, begins: datetime, now: datetime) -> tuple[float, float]:
    """The first quiet hours from `begins` on, as seconds from now."""
    if job.urgent:
        return (_FAR, _FAR)
    pairs = (*job.community.quiet_hours, *job.premises.quiet_hours)
    for quarter in range(4 * 18):
        span = quiet_at(pairs, job.community.time_zone, begins + timedelta(minutes=15 * quarter))
        if span is not None:
            return ((span[0] - now).total_seconds(), (span[1] - now).total_seconds())
    return (_FAR, _FAR)
