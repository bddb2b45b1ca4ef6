"""How a day will go: the stops of one technician one after the other, with ways, promises, and what will not hold.

The order of a day is the one that a plan and a score see (`planning.turn`): what goes on, what somebody is on the way
to, then by priority and waiting. What has been done today stands before it as it really was.

Marks of a visit, each a thing that a person should see:

    late            it begins after the promised arrival
    window          it begins after the end of the booked window
    overlap         he would be at two places at once
    shift_end       it ends after his shift and the overtime that is allowed
    quiet           no start avoids the quiet hours of the community or the household
    cert_...:<code>:<day>   the law wants a certificate that will not hold until it ends (`fitness`)

Units    seconds, metres along streets; aware UTC moments.
Pure     the moment is an argument.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from msgspec import Struct
from msgspec.structs import replace

from dispatch.fitness import missing_certificates
from dispatch.hours import Span, next_shift, quiet_at, shift_at
from dispatch.model import ON_SITE, Priority, Status, Technician, WorkOrderId
from dispatch.planning import URGENT, Job, Stop, first_start, turn
from dispatch.policy import Policy
from dispatch.sla import calendar
from dispatch.travel import DETOUR, Spot, expected_s, leg_s, whereabouts
from kernel.geo import haversine_km

BREAK = timedelta(minutes=30)  # who is on a break is expected back then
_WRAP_UP = timedelta(minutes=5)
_MOVABLE = frozenset({Status.OFFERED, Status.ACCEPTED, Status.REWORK})
PolicyOf = Callable[[Job], Policy]


class Block(Struct, frozen=True, kw_only=True):
    """One visit of a day: done, going on, or expected."""

    work_order_id: WorkOrderId
    number: str
    fault: str
    zh: str
    en: str
    label: str
    community: str
    priority: Priority
    status: Status
    version: int
    leads: bool = True  # False: he goes along with whoever leads
    movable: bool = False  # nobody has set out for it
    done: bool = False
    leave: datetime
    start: datetime
    finish: datetime
    travel_s: int = 0
    metres: int = 0
    due_at: datetime | None = None
    late_s: int = 0
    window_start: datetime | None = None
    window_end: datetime | None = None
    quiet: tuple[datetime, datetime] | None = None  # quiet hours here that the day runs into
    marks: tuple[str, ...] = ()


class Day(Struct, frozen=True):
    """Where a day begins for the course: who, his shift, his visits to come with whether he leads them."""

    technician: Technician
    jobs: tuple[tuple[Job, bool], ...] = ()


def stop_of(job: Job) -> Stop:
    order = job.order
    return Stop(order.id, job.spot, job.fault.duration_min, order.priority, order.status, order.updated_at)


def shift_of(one: Technician, now: datetime) -> Span | None:
    """The shift that runs, or the next one."""
    running = shift_at(one.shifts, one.time_zone, now)
    if running is not None:
        return running
    soon = next_shift(one.shifts, one.time_zone, now)
    return shift_at(one.shifts, one.time_zone, soon) if soon is not None else None


def course(day: Day, policy_of: PolicyOf, now: datetime) -> tuple[Block, ...]:
    """The visits to come in the order in which he will make them; what is on hold is in nobody's way."""
    going = [pair for pair in day.jobs if pair[0].order.status is not Status.ON_HOLD]
    shift = shift_of(day.technician, now)
    free = max(now, shift[0]) if shift else now
    free += BREAK if day.technician.on_break else timedelta(0)
    at: Spot | None = None
    blocks: list[Block] = []
    for job, leads in sorted(going, key=lambda pair: turn(stop_of(pair[0]))):
        block = _block(day.technician, (job, leads), (free, at), policy_of(job), now)
        block = _marked(block, job, day.technician, (blocks[-1:], shift), policy_of(job))
        blocks.append(block)
        free, at = max(free, block.finish), job.spot
    return tuple(blocks)


def _block(
    one: Technician, which: tuple[Job, bool], since: tuple[datetime, Spot | None], policy: Policy, now: datetime
) -> Block:
    """The visit in time; `since`: when and where he is free for it."""
    job, leads = which
    order, service = job.order, timedelta(minutes=job.fault.duration_min)
    free, at = since
    way, metres = _way(one, at, job.spot, now)
    if order.status in ON_SITE:
        start = min(now, order.clocks.arrived_at or order.updated_at)
        leave, way, metres = start, 0.0, 0
        finish = max(now + _WRAP_UP, start + service)
    elif order.status is Status.EN_ROUTE:
        leave, start, way = _under_way(one, job, now)
        finish = start + service
    else:
        start, _ = first_start(
            job, free + timedelta(seconds=round(way)), calendar(order.priority, job.community, policy)
        )
        leave = start - timedelta(seconds=round(way))
        finish = start + service
    due = order.clocks.arrive_by if order.clocks.arrived_at is None else None
    return block_of(
        job,
        leads=leads,
        leave=leave,
        start=start,
        finish=finish,
        travel_s=round(way),
        metres=round(metres),
        due_at=due,
        late_s=max(0, round((start - due).total_seconds())) if due else 0,
        quiet=_quiet(job, start, finish),
        movable=leads and order.status in _MOVABLE,
    )


def block_of(job: Job, *, leave: datetime, start: datetime, finish: datetime, **more: object) -> Block:
    """A visit with what its order says of itself."""
    order = job.order
    return Block(
        work_order_id=order.id,
        number=order.number,
        fault=order.fault,
        zh=job.fault.zh,
        en=job.fault.en,
        label=job.premises.label,
        community=job.community.code,
        priority=order.priority,
        status=order.status,
        version=order.version,
        window_start=order.window_start,
        window_end=order.window_end,
        leave=leave,
        start=start,
        finish=finish,
        **more,  # type: ignore[arg-type]
    )


def _way(one: Technician, at: Spot | None, goal: Spot, now: datetime) -> tuple[float, float]:
    """Seconds and metres from where he is by then."""
    if at is not None:
        seconds = leg_s(at.position, goal, building=at.building, floor=at.floor)
        return seconds, haversine_km(at.position, goal.position) * 1000 * DETOUR
    seen = whereabouts(one.fix, Spot(one.home), now)
    start = one.fix.position if one.fix and seen.trust > 0 else one.home
    return expected_s(seen, goal), haversine_km(start, goal.position) * 1000 * DETOUR


def _under_way(one: Technician, job: Job, now: datetime) -> tuple[datetime, datetime, float]:
    """When he left, when he gets there, and the seconds left where he was last seen on the way."""
    leave, goal = min(now, job.order.updated_at), job.spot
    fix = one.fix if whereabouts(one.fix, Spot(one.home), now).trust > 0 else None
    seen = min(now, max(leave, fix.at)) if fix else leave  # a position from before he left is where he left from
    way = leg_s(fix.position if fix else one.home, goal)
    return leave, max(now, seen + timedelta(seconds=round(way))), way


def _quiet(job: Job, start: datetime, finish: datetime) -> tuple[datetime, datetime] | None:
    """The quiet hours that the visit lies in, begins after, or runs into."""
    pairs = (*job.community.quiet_hours, *job.premises.quiet_hours)
    for moment in (start, start - timedelta(minutes=1), finish):
        found = quiet_at(pairs, job.community.time_zone, moment)
        if found is not None:
            return found
    return None


def _marked(block: Block, job: Job, one: Technician, around: tuple[list[Block], Span | None], policy: Policy) -> Block:
    earlier, shift = around
    order = job.order
    quiet = block.quiet is not None and block.quiet[0] <= block.start < block.quiet[1] and order.priority not in URGENT
    overtime = timedelta(minutes=policy.overtime_min)
    found = {
        "late": block.late_s > 0,
        "window": order.window_end is not None and block.start > order.window_end and order.clocks.arrived_at is None,
        "overlap": bool(earlier) and block.start < earlier[0].finish,
        "shift_end": shift is not None and block.finish > shift[1] + overtime,
        "quiet": quiet and order.status not in ON_SITE,
    }
    zone = job.community.time_zone
    lacking = missing_certificates(job.fault, one.certificates, zone, block.finish) if block.leads else []
    return replace(block, marks=(*(name for name, holds in found.items() if holds), *lacking))


def totals(blocks: Sequence[Block]) -> tuple[int, int, int]:
    """Seconds on the way, metres, seconds late of the visits to come."""
    coming = [one for one in blocks if not one.done]
    return (sum(one.travel_s for one in coming), sum(one.metres for one in coming), sum(one.late_s for one in coming))
