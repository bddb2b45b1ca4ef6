"""The rest of the day planned anew, compared with the day as it is: what moves, why, and what it saves.

A plan that gains too little for the changes it asks of people is not proposed: every move must be worth
`publish_gain_s`, unless it keeps a promise that would be broken or finds somebody for work that nobody has.

Units    whole seconds, metres.
Pure     equal mornings give equal proposals.
"""

import hashlib
from datetime import timedelta
from typing import cast

import msgspec

from dispatch.engine import plan
from dispatch.framing import Frame, framed
from dispatch.morning import Morning
from dispatch.plans import DayPlan, Leg, Move, Proposal, Totals, Unplanned
from dispatch.recalling import bare, normal
from dispatch.tallying import Case, Priced, priced
from dispatch.travel import DETOUR
from kernel.geo import haversine_km

_writer = msgspec.json.Encoder(order="deterministic")
Visits = list[list[Priced]]
DaysOf = list[list[int]]
Metres = list[list[int]]


def proposed(morning: Morning) -> Proposal:
    """The best plan found, or today's again when no other is worth it."""
    frame = framed(morning)
    case = cast("Case", frame.case)
    today: DaysOf = [list(day) for day in frame.warm]
    found = plan(case, today, morning.general.plan.rounds, morning.seed)
    before, after = priced(case, today), priced(case, found.days)
    moves = _moves(frame, case, (today, before[1]), (found.days, after[1]), morning)
    if not _worth_it(moves, before[0] - after[0], morning.general.plan.publish_gain_s):
        moves, found, after = (), found._replace(days=today), before
    policy, ways = morning.general, (_metres(frame, today), _metres(frame, found.days))
    return Proposal(
        input_hash=morning_hash(morning),
        policy=policy.id,
        policy_version=policy.version,
        seed=morning.seed,
        rounds=policy.plan.rounds,
        before=_totals(case, today, before[1], ways[0]),
        after=_totals(case, found.days, after[1], ways[1]),
        moves=moves,
        days_before=_days(frame, case, today, (before[1], ways[0]), morning),
        days_after=_days(frame, case, found.days, (after[1], ways[1]), morning),
        unplanned=_unplanned(frame, found.days),
    )


def morning_hash(morning: Morning) -> str:
    """The same for the same facts."""
    plain = msgspec.structs.replace(
        morning,
        jobs=tuple(bare(job) for job in morning.jobs),
        general=normal(morning.general),
        policies={key: normal(one) for key, one in morning.policies.items()},
    )
    return hashlib.sha256(_writer.encode(plain)).hexdigest()


def _worth_it(moves: tuple[Move, ...], gain: float, each: int) -> bool:
    saving = any(move.why in {"rescued", "unassigned"} for move in moves)
    return bool(moves) and (saving or gain >= each * len(moves))


def _where(days: DaysOf) -> dict[int, tuple[int, int]]:
    return {j: (t, p) for t, day in enumerate(days) for p, j in enumerate(day)}


def _moves(
    frame: Frame, case: Case, today: tuple[DaysOf, Visits], other: tuple[DaysOf, Visits], morning: Morning
) -> tuple[Move, ...]:
    was, now = _where(today[0]), _where(other[0])
    moves = []
    for j, (t, p) in sorted(now.items(), key=lambda pair: frame.jobs[pair[0]].order.id):
        held = was.get(j)
        order = frame.jobs[j].order
        if held is not None and held[0] == t:
            continue
        start = other[1][t][p][0]
        earlier = today[1][held[0]][held[1]][0] if held else None
        holder = frame.people[held[0]].technician if held else None
        who = frame.people[t].technician
        moves.append(
            Move(
                work_order_id=order.id,
                number=order.number,
                version=order.version,
                before=holder.id if holder else order.technician_id,
                before_code=holder.code if holder else "",
                after=who.id,
                after_code=who.code,
                start_before=morning.now + timedelta(seconds=round(earlier)) if earlier is not None else None,
                start_after=morning.now + timedelta(seconds=round(start)),
                gain_s=round(_undone(case, other[0], j, (t, p), held)),
                why=_why(float(case.due[j]), earlier, start),
            )
        )
    return tuple(moves)


def _why(due: float, earlier: float | None, start: float) -> str:
    if earlier is None:
        return "unassigned"
    if earlier > due >= start:
        return "rescued"
    return "earlier" if start < earlier - 300 else "nearer"


def _undone(case: Case, days: DaysOf, j: int, here: tuple[int, int], held: tuple[int, int] | None) -> float:
    """How much dearer the plan would be with this one order left where it was."""
    without = [list(day) for day in days]
    without[here[0]].pop(here[1])
    planned = priced(case, days)[0]
    if held is None:
        return priced(case, without)[0] - planned
    best = float(case.penalty[j])
    for p in range(len(without[held[0]]) + 1):
        tried = [list(day) for day in without]
        tried[held[0]].insert(p, j)
        best = min(best, priced(case, tried)[0] - planned)
    return best


def _late(case: Case, j: int, start: float) -> int:
    return max(0, round(start - float(case.due[j])))


def _totals(case: Case, days: DaysOf, visits: Visits, ways: Metres) -> Totals:
    legs = [leg for some in visits for leg in some]
    late = [
        _late(case, j, leg.start)
        for day, some in zip(days, visits, strict=True)
        for j, leg in zip(day, some, strict=True)
    ]
    return Totals(
        cost_s=sum(round(leg.cost) for leg in legs),
        travel_s=round(sum(leg.way for leg in legs)),
        metres=sum(sum(some) for some in ways),
        late=sum(one > 0 for one in late),
        late_s=sum(late),
        unassigned=len(case.place) - len(legs),
    )


def _metres(frame: Frame, days: DaysOf) -> Metres:
    """Great circles from stop to stop, with the detour of streets."""
    found: Metres = []
    for one, frozen, day in zip(frame.people, frame.frozen, days, strict=True):
        seen = one.technician.fix.position if one.technician.fix else one.technician.home
        here, ways = frozen[-1].spot.position if frozen else seen, []
        for j in day:
            there = frame.jobs[j].spot.position
            ways.append(round(haversine_km(here, there) * 1000 * DETOUR))
            here = there
        found.append(ways)
    return found


def _days(
    frame: Frame, case: Case, days: DaysOf, worked_out: tuple[Visits, Metres], morning: Morning
) -> tuple[DayPlan, ...]:
    found = []
    for t, (day, legs, ways) in enumerate(zip(days, *worked_out, strict=True)):
        if not day and not frame.frozen[t]:
            continue
        shown = tuple(
            Leg(
                work_order_id=frame.jobs[j].order.id,
                number=frame.jobs[j].order.number,
                start=morning.now + timedelta(seconds=round(leg.start)),
                finish=morning.now + timedelta(seconds=round(leg.end)),
                travel_s=round(leg.way),
                late_s=_late(case, j, leg.start),
                metres=metres,
                cost_s=round(leg.cost),
            )
            for j, leg, metres in zip(day, legs, ways, strict=True)
        )
        who = frame.people[t].technician
        found.append(
            DayPlan(who.id, who.code, shown, sum(leg.travel_s for leg in shown), sum(leg.late_s for leg in shown))
        )
    return tuple(found)


def _unplanned(frame: Frame, days: DaysOf) -> tuple[Unplanned, ...]:
    planned = {j for day in days for j in day}
    left = [job.order for j, job in enumerate(frame.jobs) if j not in planned]
    return tuple(Unplanned(one.id, one.number, frame.against[one.id]) for one in sorted(left, key=lambda one: one.id))
