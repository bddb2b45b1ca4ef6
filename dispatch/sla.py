"""The clocks of a promise: when they are due, how they look, which rungs of the ladder have been reached.

Three clocks run from the moment of the report: somebody answers, somebody arrives, it is fixed. P0 and P1 count
around the clock, P2 and P3 in the community's working hours; a booked window takes the place of the arrival
promise. Common areas have their own times. A pause of `d` moves the fix moment by `d` (`lifecycle.resumed`).

The ladder: an unanswered order climbs at the minutes of its priority; a missed arrival or fix is level 1 and,
after half of the promised time again, level 2; a hold that outlives its date, evidence that does not arrive in 24 h
and a review that takes 12 h (P0 4 h) are level 1.

Units    aware UTC moments, minutes in the policy, seconds in `Health`.
Pure     the moment is an argument.
"""

from datetime import datetime, timedelta

from msgspec import Struct
from msgspec.structs import replace

from dispatch.hours import Calendar, add_working, working_between
from dispatch.model import TERMINAL, Clocks, Community, Kind, Priority, Status, WorkOrder
from dispatch.policy import Policy
from dispatch.views import Health

_BEFORE_ANSWER = frozenset({Status.REPORTED, Status.TRIAGED, Status.OFFERED})
_BEFORE_ARRIVAL = frozenset({*_BEFORE_ANSWER, Status.ACCEPTED, Status.EN_ROUTE})
_EVIDENCE_FOR = timedelta(hours=24)
_REVIEW_FOR = {priority: timedelta(hours=4 if priority is Priority.P0 else 12) for priority in Priority}
_WINDOW_GRACE = timedelta(minutes=30)


class Alarm(Struct, frozen=True):
    """One rung of the ladder: what is late, how high it climbs, and when."""

    reason: str  # respond_late | arrive_late | fix_late | hold_over | evidence_late | review_late
    level: int
    at: datetime

    @property
    def code(self) -> str:
        return f"{self.reason}:{self.level}"


def calendar(priority: Priority, community: Community, policy: Policy) -> Calendar:
    """The calendar in which a priority's promises are counted in a community."""
    return Calendar(
        community.time_zone,
        community.work_hours,
        frozenset(policy.holidays.get(community.time_zone, ())),
        around_the_clock=not policy.sla[priority].working_hours,
    )


def started(order: WorkOrder, community: Community, policy: Policy) -> Clocks:
    """The clocks of an order's priority, counted from its report; what was met already stays met."""
    targets = policy.sla[order.priority]
    hours = calendar(order.priority, community, policy)
    common = order.kind is Kind.REPAIR_COMMON
    respond = (targets.respond_common_min if common else None) or targets.respond_min
    fix = (targets.fix_common_min if common else None) or targets.fix_min
    arrive_by = None
    if order.window_end is not None:
        arrive_by = order.window_end + (_WINDOW_GRACE if order.priority is Priority.P3 else timedelta(0))
    elif targets.arrive_min is not None:
        arrive_by = add_working(order.reported_at, timedelta(minutes=targets.arrive_min), hours)
    fix_by = add_working(order.reported_at, timedelta(minutes=fix), hours)
    if order.window_end is not None:
        fix_by = max(fix_by, order.window_end)
    return replace(
        order.clocks,
        respond_by=add_working(order.reported_at, timedelta(minutes=respond), hours),
        arrive_by=arrive_by,
        fix_by=fix_by + timedelta(seconds=order.clocks.paused_seconds),
    )


def running(order: WorkOrder) -> tuple[str, datetime] | None:
    """The clock that runs now and when it is due."""
    clocks = order.clocks
    if order.status in TERMINAL or order.status is Status.DRAFT:
        return None
    if order.status in _BEFORE_ANSWER and clocks.responded_at is None and clocks.respond_by is not None:
        return "respond", clocks.respond_by
    if order.status in _BEFORE_ARRIVAL and clocks.arrived_at is None and clocks.arrive_by is not None:
        return "arrive", clocks.arrive_by
    if clocks.fixed_at is None and clocks.fix_by is not None:
        return "fix", clocks.fix_by
    return None


def health(order: WorkOrder, hours: Calendar, now: datetime, warn_share: float = 0.75) -> Health:
    """How the running clock looks: ok, soon from three quarters of its time on, late from its end on."""
    clock = running(order)
    if clock is None:
        return Health("fix", order.clocks.fix_by, "done" if order.clocks.fixed_at else "none")
    name, due = clock
    seen = now
    if name == "fix" and order.clocks.paused_since is not None:
        seen = min(now, order.clocks.paused_since)
        due += max(timedelta(0), now - order.clocks.paused_since)
        return Health(name, due, _state(order, hours, (seen, due - (now - seen)), warn_share))
    return Health(name, due, _state(order, hours, (seen, due), warn_share))


def _state(order: WorkOrder, hours: Calendar, seen_due: tuple[datetime, datetime], warn_share: float) -> str:
    seen, due = seen_due
    if seen > due:
        return "late"
    whole = working_between(order.reported_at, due, hours)
    gone = working_between(order.reported_at, seen, hours)
    return "soon" if gone >= whole * warn_share else "ok"


def ladder(order: WorkOrder, policy: Policy) -> list[Alarm]:
    """All alarms that this order raises if it stays as it is, in the order of their moments."""
    clocks = order.clocks
    alarms: list[Alarm] = []
    if order.status in TERMINAL or order.status in {Status.DRAFT, Status.COMPLETED}:
        return alarms
    if order.status in _BEFORE_ANSWER and clocks.responded_at is None and clocks.respond_by is not None:
        first = clocks.respond_by
        rungs = policy.sla[order.priority].ladder_min
        alarms += [
            Alarm("respond_late", level, first + timedelta(minutes=minutes - rungs[0]))
            for level, minutes in enumerate(rungs, 1)
        ]
    if order.status in _BEFORE_ARRIVAL and clocks.arrived_at is None and clocks.arrive_by is not None:
        alarms += _missed("arrive_late", order.reported_at, clocks.arrive_by)
    if clocks.fixed_at is None and clocks.fix_by is not None and clocks.paused_since is None:
        alarms += _missed("fix_late", order.reported_at, clocks.fix_by)
    if order.status is Status.ON_HOLD and order.hold is not None:
        alarms.append(Alarm("hold_over", 1, order.hold.until))
    if order.sign_off is not None and order.status is Status.PENDING_EVIDENCE:
        alarms.append(Alarm("evidence_late", 1, order.sign_off.at + _EVIDENCE_FOR))
    if order.sign_off is not None and order.status is Status.IN_REVIEW:
        alarms.append(Alarm("review_late", 1, order.sign_off.at + _REVIEW_FOR[order.priority]))
    return sorted(alarms, key=lambda alarm: (alarm.at, alarm.code))


def _missed(reason: str, since: datetime, due: datetime) -> list[Alarm]:
    half = max(timedelta(minutes=1), (due - since) / 2)
    return [Alarm(reason, 1, due), Alarm(reason, 2, due + half)]


def due_alarms(order: WorkOrder, policy: Policy, sounded: tuple[str, ...], now: datetime) -> list[Alarm]:
    """Alarms that are due and have not been sounded."""
    return [alarm for alarm in ladder(order, policy) if alarm.at < now and alarm.code not in sounded]


def next_alarm(order: WorkOrder, policy: Policy, sounded: tuple[str, ...] = ()) -> datetime | None:
    """When the sweep has to look at this order again."""
    return min((alarm.at for alarm in ladder(order, policy) if alarm.code not in sounded), default=None)
