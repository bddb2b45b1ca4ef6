"""Days played: a stream of reports, people who drive and work, and somebody who chooses.

Whoever chooses sees what the product's own decision would see (`Prospect`, `Job`) and answers with a technician or
nobody. The rest is the same for all: people take their work in the order of the product's queue, drive with the ways of
`dispatch.travel` times chance, work as long as chance says, decline now and then, and go home when the shift ends; what
they leave behind waits for somebody else. Chance belongs to the report, not to the moment it is asked for: every
chooser meets the same day (common random numbers).

Units    aware UTC moments, seconds, kilometres with the detour of streets.
Pure     chance comes with the reports.
"""

import heapq
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from typing import NamedTuple

from msgspec.structs import replace

from dispatch.hours import next_open, shift_at
from dispatch.model import AssignmentState, Fix, Priority, Status, Technician
from dispatch.patience import turn
from dispatch.planning import Asked, Job, Prospect, Stop, queue_before
from dispatch.policy import Policy
from dispatch.sla import calendar
from dispatch.travel import DETOUR, Spot, leg_s
from kernel.geo import LatLng, haversine_km

_TICK = timedelta(minutes=20)  # work that waits for somebody is looked at again
_AT_ONCE = 60
_WEEK = timedelta(days=7)


class Report(NamedTuple):
    """One order of the stream with its chance: how long the work and the way really take, who declines it."""

    at: datetime
    job: Job
    work: float  # times the fault's usual duration
    way: float  # times the expected way
    declined_by: frozenset[str]


class Chooser(NamedTuple):
    """One way to choose. `one` answers a report, `many` those that wait; `rest` may move accepted work about."""

    name: str
    one: Callable[[Job, Sequence[Prospect], datetime], str | None]
    many: Callable[[Sequence[tuple[Job, Sequence[Prospect]]], datetime], dict[str, str]]
    rest: Callable[[Sequence[tuple[Job, Sequence[Prospect]]], datetime], dict[str, str]] | None = None


@dataclass
class Worker:
    """One technician's day as it goes."""

    technician: Technician
    spot: Spot
    stops: list[Stop] = field(default_factory=list)
    going: tuple[LatLng, datetime, datetime] | None = None  # from where, when left, when there
    busy: bool = False
    km: float = 0.0
    worked_s: float = 0.0
    taken: list[datetime] = field(default_factory=list)

    def position(self, now: datetime) -> LatLng:
        if self.going is None:
            return self.spot.position
        start, left, there = self.going
        share = min(1.0, max(0.0, (now - left) / (there - left))) if there > left else 1.0
        goal = self.spot.position
        return LatLng(start.lat + (goal.lat - start.lat) * share, start.lng + (goal.lng - start.lng) * share)

    def on_shift(self, now: datetime) -> bool:
        return shift_at(self.technician.shifts, self.technician.time_zone, now) is not None

    def week(self, now: datetime) -> int:
        return sum(at > now - _WEEK for at in self.taken)


class Outcome(NamedTuple):
    """What became of the days."""

    waits: list[float]  # minutes from each report to somebody at the door
    named: list[float]  # minutes until somebody was named
    kept: int  # promises kept
    promised: int
    late_min: float  # of all promised, on average
    unserved: int
    km: float
    work: list[float]  # hours of each technician, ways included
    changes: int  # of the person named for an order


@dataclass
class Days:
    """The event loop of one run."""

    reports: Sequence[Report]
    people: Sequence[Worker]
    chooser: Chooser
    policy: Policy
    after: timedelta = timedelta(hours=24)  # so long the house works on when nothing more is reported

    def __post_init__(self) -> None:
        self.by_id = {str(one.job.order.id): one for one in self.reports}
        self.workers = {str(one.technician.id): one for one in self.people}
        self.heap: list[tuple[datetime, int, Callable[[datetime], None]]] = []
        self.serial = count()
        self.waiting: set[str] = set()
        self.tried: dict[str, datetime] = {}
        self.asked: dict[tuple[str, str], Asked] = {}
        self.named: dict[str, tuple[datetime, str]] = {}
        self.there: dict[str, datetime] = {}
        self.changes = 0

    def at(self, when: datetime, what: Callable[[datetime], None]) -> None:
        heapq.heappush(self.heap, (when, next(self.serial), what))

    def run(self) -> Outcome:
        for one in self.reports:
            self.at(one.at, lambda now, one=one: self.reported(str(one.job.order.id), now))  # type: ignore[misc]
        last = self.reports[-1].at + self.after
        self.at(self.reports[0].at + _TICK, lambda now: self.tick(now, last))
        while self.heap:
            when, _, what = heapq.heappop(self.heap)
            what(when)
        return self.outcome()

    # What happens.

    def reported(self, key: str, now: datetime) -> None:
        chosen = self.chooser.one(self.by_id[key].job, self.prospects(key, self.everybody(now)), now)
        if chosen is None:
            self.waiting.add(key)
        else:
            self.offered(key, chosen, now)

    def offered(self, key: str, who: str, now: datetime) -> None:
        """Accepted at once, or declined at once; who declined is not asked again."""
        report = self.by_id[key]
        if who in report.declined_by and (key, who) not in self.asked:
            self.asked[key, who] = Asked(AssignmentState.DECLINED, now, "busy")
            self.reported(key, now)
            return
        self.waiting.discard(key)
        before = self.named.get(key)
        if before is not None and before[1] != who:
            self.changes += 1
        self.named[key] = (before[0] if before else now, who)
        worker, job = self.workers[who], report.job
        worker.taken.append(now)
        worker.stops.append(Stop(key, job.spot, job.fault.duration_min, job.order.priority, Status.ACCEPTED, now))
        self.leave(worker, now)

    def tick(self, now: datetime, last: datetime) -> None:
        """Whoever waits is looked at again in the product's order; then the rest of the day is planned."""
        for worker in self.people:
            self.leave(worker, now)
        if self.waiting and any(one.on_shift(now + timedelta(hours=1)) for one in self.people):
            first = self.first_of_waiting(now)
            everybody = self.everybody(now)
            asked = [(self.by_id[key].job, self.prospects(key, everybody)) for key in first]
            self.tried |= dict.fromkeys(first, now)
            for key, who in self.chooser.many(asked, now).items():
                self.offered(key, who, now)
        if self.chooser.rest is not None:
            self.planned(now)
        if now < last:
            self.at(now + _TICK, lambda then: self.tick(then, last))

    def first_of_waiting(self, now: datetime) -> list[str]:
        def key(waits: str) -> tuple[float, str]:
            order = self.by_id[waits].job.order
            return (-turn(order, self.tried.get(waits), self.policy.scoring, now), waits)

        return sorted(self.waiting, key=key)[:_AT_ONCE]

    def planned(self, now: datetime) -> None:
        movable = [s.order_id for one in self.people for s in one.stops if s.status is Status.ACCEPTED]
        if not movable or self.chooser.rest is None:
            return
        everybody = self.everybody(now)
        asked = [(self.held(key), self.prospects(key, everybody)) for key in sorted(movable)]
        for key, who in self.chooser.rest(asked, now).items():
            was = self.workers[self.named[key][1]]
            stop = next((s for s in was.stops if s.order_id == key and s.status is Status.ACCEPTED), None)
            if stop is None or (key, who) in self.asked:
                continue
            was.stops.remove(stop)
            self.offered(key, who, now)

    def held(self, key: str) -> Job:
        job = self.by_id[key].job
        who = self.workers[self.named[key][1]].technician.id
        return Job(
            replace(job.order, technician_id=who, status=Status.ACCEPTED), job.fault, job.premises, job.community
        )

    # Driving and working.

    def leave(self, worker: Worker, now: datetime) -> None:
        if worker.busy or not worker.stops:
            return
        shift = shift_at(worker.technician.shifts, worker.technician.time_zone, now)
        if shift is None:
            self.give_back(worker, now)
            return
        stop = self.first(worker)
        report = self.by_id[stop.order_id]
        way = leg_s(worker.spot.position, stop.spot, building=worker.spot.building, floor=worker.spot.floor)
        overtime = shift[1] + timedelta(minutes=self.policy.overtime_min)
        if now + timedelta(seconds=way, minutes=stop.duration_min) > overtime and stop.priority is not Priority.P0:
            worker.stops.remove(stop)
            self.waiting.add(stop.order_id)
            self.leave(worker, now)
            return
        there = now + timedelta(seconds=way * report.way)
        worker.km += haversine_km(worker.spot.position, stop.spot.position) * DETOUR
        worker.going, worker.busy = (worker.spot.position, now, there), True
        worker.spot = stop.spot
        self.set_status(worker, stop, Status.EN_ROUTE, now)
        worker.worked_s += (there - now).total_seconds()
        self.at(there, lambda then: self.arrive(worker, stop.order_id, then))

    def first(self, worker: Worker) -> Stop:
        """The head of the queue as the product would show it."""
        last = max(worker.stops, key=lambda stop: (stop.priority, stop.since, stop.order_id))
        before = queue_before(self.by_id[last.order_id].job, worker.stops)
        return before[0] if before else last

    def arrive(self, worker: Worker, key: str, now: datetime) -> None:
        report = self.by_id[key]
        job = report.job
        begin = now if job.urgent else next_open(calendar(job.order.priority, job.community, self.policy), now)
        self.there[key] = begin
        worker.going = None
        stop = next(one for one in worker.stops if one.order_id == key)
        self.set_status(worker, stop, Status.IN_PROGRESS, begin)
        spent = job.fault.duration_min * 60 * report.work
        worker.worked_s += (begin - now).total_seconds() + spent
        self.at(begin + timedelta(seconds=spent), lambda then: self.done(worker, key, then))

    def done(self, worker: Worker, key: str, now: datetime) -> None:
        worker.stops = [stop for stop in worker.stops if stop.order_id != key]
        worker.busy = False
        self.leave(worker, now)

    def give_back(self, worker: Worker, now: datetime) -> None:
        """Nobody sits on work overnight: what was not begun waits for whoever comes."""
        if not worker.on_shift(now + timedelta(minutes=self.policy.reach_before_min)):
            self.waiting |= {stop.order_id for stop in worker.stops}
            worker.stops = []

    def set_status(self, worker: Worker, stop: Stop, status: Status, now: datetime) -> None:
        changed = replace(stop, status=status, since=now)
        worker.stops = [changed if one.order_id == stop.order_id else one for one in worker.stops]

    # What is seen and what is told.

    def everybody(self, now: datetime) -> dict[str, Prospect]:
        return {
            who: Prospect(
                technician=replace(one.technician, fix=Fix(one.position(now), now, 20.0)),
                stops=tuple(one.stops),
                recent_jobs=one.week(now),
            )
            for who, one in self.workers.items()
        }

    def prospects(self, key: str, everybody: dict[str, Prospect]) -> list[Prospect]:
        """Everybody as a decision about this order sees him."""
        refused = {who: self.asked[key, who] for who in self.by_id[key].declined_by if (key, who) in self.asked}
        return [replace(one, asked=(refused[who],)) if who in refused else one for who, one in everybody.items()]

    def outcome(self) -> Outcome:
        waits, named, late, kept = [], [], [], 0
        for key, report in self.by_id.items():
            due = report.job.order.clocks.arrive_by or report.job.order.clocks.fix_by
            there = self.there.get(key)
            if there is not None:
                waits.append((there - report.at).total_seconds() / 60)
            if key in self.named:
                named.append((self.named[key][0] - report.at).total_seconds() / 60)
            if due is not None:
                kept += there is not None and there <= due
                late.append(max(0.0, ((there or self.reports[-1].at) - due).total_seconds() / 60))
        return Outcome(
            waits=waits,
            named=named,
            kept=kept,
            promised=len(late),
            late_min=sum(late) / max(1, len(late)),
            unserved=len(self.by_id) - len(self.there),
            km=sum(one.km for one in self.people),
            work=[one.worked_s / 3600 for one in self.people],
            changes=self.changes,
        )
