"""The day of everybody as one picture, and what giving a work order to somebody would do to it.

The picture reads what is; the courses themselves are `coursing`'s. A what-if answers for everybody at once, so that
a hand that drags an order over the rows need not ask again: what rules somebody out is what a decision would say
(`judging`), and the days are followed with the order in the new place and out of the old one.

Units    seconds, metres; aware UTC moments.
Errors   `UnknownOrder`.
Effects  reads this package's tables inside the caller's transaction.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy import select

from dispatch import prospects, store
from dispatch import tables as t
from dispatch.boards import codes_of_communities, state_of
from dispatch.coursing import BREAK, Block, Day, block_of, course, shift_of, totals
from dispatch.judging import judged
from dispatch.model import Status, Technician, WorkOrder
from dispatch.planning import Job
from dispatch.policy import LEGAL, Policy
from dispatch.saving import surroundings
from dispatch.showing import Surroundings
from dispatch.views import Reason
from kernel.act import Act

BEHIND = timedelta(hours=4)  # of the day that has passed
AHEAD = timedelta(hours=12)
_LAPSING = timedelta(days=7)
_OLDEST = timedelta(days=7)  # a visit of today to an order older than that is not looked for
_DELAYED_S = 60
_OVER = (
    Status.WORK_DONE, Status.SIGNED, Status.PENDING_EVIDENCE, Status.IN_REVIEW, Status.COMPLETED, Status.CLOSED,
)  # fmt: skip


class Lapse(Struct, frozen=True):
    """A certificate that holds no more, or not for long."""

    code: str
    at: datetime


class DayRow(Struct, frozen=True, kw_only=True):
    """One technician's day."""

    technician_id: str
    code: str
    team: str
    state: str
    communities: tuple[str, ...]
    shift: tuple[datetime, datetime] | None
    break_until: datetime | None
    blocks: tuple[Block, ...]
    on_hold: int
    travel_s: int
    metres: int
    late_s: int
    lapsing: tuple[Lapse, ...]


class Agenda(Struct, frozen=True):
    """The picture of one moment, from `since` to `until`."""

    at: datetime
    since: datetime
    until: datetime
    rows: tuple[DayRow, ...]


class Delay(Struct, frozen=True):
    """A visit that would begin later than it would have, or earlier (negative)."""

    number: str
    by_s: int
    late_s: int  # after the promise, then


class DayChange(Struct, frozen=True):
    """What becomes of somebody's rest of the day."""

    technician_id: str
    code: str
    travel_s: int
    metres: int
    late_s: int
    delays: tuple[Delay, ...] = ()


class Consequence(Struct, frozen=True):
    """What it would mean to give the order to one technician."""

    technician_id: str
    code: str
    against: tuple[Reason, ...]  # rules that speak against him; empty: none
    legal: bool  # among them one of the law, which no reason overrules
    block: Block  # the visit in his day
    own: DayChange
    cost_s: int  # as a decision would count it


class WhatIf(Struct, frozen=True):
    """One order in everybody's day, the best first."""

    work_order_id: str
    number: str
    version: int
    at: datetime
    holder: DayChange | None  # the day that it is taken out of
    items: tuple[Consequence, ...]


class _World(Struct, frozen=True):
    people: Mapping[str, Technician]
    days: Mapping[str, Day]
    around: Surroundings
    orders: Mapping[str, WorkOrder]
    stops: Mapping[str, list[Status]]

    def policy_of(self, job: Job) -> Policy:
        return self.around.policy_of(job.order)


async def agenda(act: Act, communities: Iterable[str]) -> Agenda:
    """Everybody's day; with communities given (ids), of those who work in one of them."""
    wanted = frozenset(communities)
    world = await _world(act)
    done = await _done(act, world)
    codes = await codes_of_communities(act.conn, act.actor.org_id)
    rows = [
        _row(one, world, done.get(key, ()), codes, act.now)
        for key, one in world.people.items()
        if not wanted or wanted & one.communities
    ]
    rows.sort(key=lambda row: (row.team, row.code))
    return Agenda(act.now, act.now - BEHIND, act.now + AHEAD, tuple(rows))


async def _world(act: Act, more: Iterable[str] = ()) -> _World:
    """Everybody with what he has to do."""
    people = await store.technicians(act.conn, act.actor.org_id)
    stops = await prospects.open_stops(act.conn, people)
    ids = {stop.order_id for some in stops.values() for stop in some} | set(more)
    orders = await store.orders(act.conn, sorted(ids))
    around = await surroundings(act, orders.values())
    jobs = {key: _job(one, around) for key, one in orders.items()}
    days = {
        key: Day(
            one,
            tuple(
                (jobs[stop.order_id], orders[stop.order_id].technician_id == key)
                for stop in stops.get(key, ())
                if stop.order_id in jobs
            ),
        )
        for key, one in people.items()
    }
    held = {key: [stop.status for stop in some] for key, some in stops.items()}
    return _World(people, days, around, orders, held)


def _job(order: WorkOrder, around: Surroundings) -> Job:
    return Job(
        order, around.fault_of(order), around.premises[order.premises_id], around.communities[order.community_id]
    )


async def _done(act: Act, world: _World) -> dict[str, list[Block]]:
    """The visits of today that are over, as they were."""
    o = t.work_order.c
    query = select(o.id).where(
        o.org_id == act.actor.org_id,
        o.reported_at >= act.now - _OLDEST,
        o.updated_at >= act.now - BEHIND,
        o.status.in_(_OVER),
        o.technician_id.is_not(None),
    )
    found = await store.orders(act.conn, sorted((await act.conn.execute(query)).scalars()))
    around = await surroundings(act, found.values())
    over: dict[str, list[Block]] = {}
    for order in found.values():
        clocks = order.clocks
        if clocks.arrived_at is None or clocks.fixed_at is None or clocks.fixed_at < act.now - BEHIND:
            continue
        late = (clocks.arrived_at - clocks.arrive_by).total_seconds() if clocks.arrive_by else 0
        block = block_of(
            _job(order, around),
            leave=clocks.arrived_at,
            start=clocks.arrived_at,
            finish=max(clocks.arrived_at, clocks.fixed_at),
            due_at=clocks.arrive_by,
            late_s=max(0, round(late)),
            done=True,
            marks=("late",) if late > 0 else (),
        )
        over.setdefault(str(order.technician_id), []).append(block)
    known = {one.order.id for day in world.days.values() for one, _ in day.jobs}
    return {key: [one for one in some if one.work_order_id not in known] for key, some in over.items()}


def _row(one: Technician, world: _World, done: Iterable[Block], codes: Mapping[str, str], now: datetime) -> DayRow:
    day = world.days[one.id]
    coming = course(day, world.policy_of, now)
    travel, metres, late = totals(coming)
    shift = shift_of(one, now)
    ends = (
        Lapse(held.code, min(due for due in (held.valid_until, held.review_due) if due is not None))
        for held in one.certificates
        if held.valid_until is not None or held.review_due is not None
    )
    return DayRow(
        technician_id=one.id,
        code=one.code,
        team=one.team,
        state=state_of(one, world.stops.get(one.id, ()), now),
        communities=tuple(sorted(codes[key] for key in one.communities if key in codes)),
        shift=shift if shift and shift[0] < now + AHEAD else None,
        break_until=now + BREAK if one.on_break else None,
        blocks=(*sorted(done, key=lambda block: block.start), *coming),
        on_hold=sum(job.order.status is Status.ON_HOLD for job, _ in day.jobs),
        travel_s=travel,
        metres=metres,
        late_s=late,
        lapsing=tuple(sorted((lapse for lapse in ends if lapse.at < now + _LAPSING), key=lambda lapse: lapse.at)),
    )


async def what_if(act: Act, order_id: str) -> WhatIf:
    """The order in everybody's day. Nothing is stored."""
    order = await store.order(act.conn, order_id)
    if order.org_id != act.actor.org_id:
        raise store.UnknownOrder(work_order_id=order_id)
    world = await _world(act, [order_id])
    job = _job(order, world.around)
    policy = world.policy_of(job)
    given = replace(job, order=replace(order, status=Status.ACCEPTED, updated_at=act.now, hold=None))
    items = []
    for one in await prospects.prospects(act.conn, job, act.now):
        key = one.technician.id
        if key == order.technician_id:
            continue
        found = judged(one, job, policy, act.now)
        block, own = _with(world, key, given, act.now)
        codes = {reason.code for reason in found.against}
        items.append(
            Consequence(
                key, one.technician.code, found.against, bool(codes & LEGAL), block, own, found.candidate.cost_s
            )
        )
    items.sort(key=lambda one: (bool(one.against), one.cost_s, one.technician_id))
    holder = _without(world, str(order.technician_id), order_id, act.now) if order.technician_id else None
    return WhatIf(order_id, order.number, order.version, act.now, holder, tuple(items))


def _with(world: _World, key: str, given: Job, now: datetime) -> tuple[Block, DayChange]:
    """The visit in a day, and what it changes there."""
    day = world.days[key]
    kept = tuple(pair for pair in day.jobs if pair[0].order.id != given.order.id)
    before = course(day, world.policy_of, now)
    after = course(replace(day, jobs=(*kept, (given, True))), world.policy_of, now)
    block = next(one for one in after if one.work_order_id == given.order.id)
    return block, _change(day.technician, before, after)


def _without(world: _World, key: str, order_id: str, now: datetime) -> DayChange | None:
    day = world.days.get(key)
    if day is None:
        return None
    before = course(day, world.policy_of, now)
    kept = tuple(pair for pair in day.jobs if pair[0].order.id != order_id)
    return _change(day.technician, before, course(replace(day, jobs=kept), world.policy_of, now))


def _change(one: Technician, before: tuple[Block, ...], after: tuple[Block, ...]) -> DayChange:
    was, now = totals(before), totals(after)
    started = {block.work_order_id: block.start for block in before}
    moved = (
        Delay(block.number, round((block.start - started[block.work_order_id]).total_seconds()), block.late_s)
        for block in after
        if block.work_order_id in started
    )
    delays = tuple(one for one in moved if abs(one.by_s) >= _DELAYED_S)
    return DayChange(one.id, one.code, now[0] - was[0], now[1] - was[1], now[2] - was[2], delays)
