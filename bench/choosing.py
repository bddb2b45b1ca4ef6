"""Ways to choose a technician, each as a `Chooser`: the product's own, and what it has to beat.

    ours            the decision of `dispatch.assigning` with all its rules and terms; many that wait are matched
    ours, planned   and every twenty minutes the rest of the day is planned; a plan worth its changes is applied
    nearest first   whoever may and is nearest now, whatever he has before him
    first qualified the shortest queue among those who may, in the order of the roster

Who may is the product's own rules for all of them. The two simple ways do not look at hours beyond the shift.

Pure     the moment is an argument.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from bench.shift import Chooser
from dispatch.assigning import decide
from dispatch.filters import reasons
from dispatch.framing import HOURLY
from dispatch.hours import shift_at
from dispatch.judging import judged
from dispatch.matching import matched
from dispatch.model import Priority
from dispatch.morning import Morning
from dispatch.patience import bids
from dispatch.planning import Job, Prospect, planned
from dispatch.policy import Policy
from dispatch.proposing import proposed
from kernel.geo import haversine_km

Asked = tuple[Job, Sequence[Prospect]]


def ours(policy: Policy, *, planned_too: bool = False) -> Chooser:
    def one(job: Job, people: Sequence[Prospect], now: datetime) -> str | None:
        return decide(job, people, policy, now, str(job.order.id)).chosen

    def many(asked: Sequence[Asked], now: datetime) -> dict[str, str]:
        costs = {
            str(job.order.id): bids(
                [judged(who, job, policy, now) for who in people if _room(who, job)], job, policy, now
            )
            for job, people in asked
        }
        return matched(costs, {str(job.order.id): job.order.priority for job, _ in asked})

    def rest(asked: Sequence[Asked], now: datetime) -> dict[str, str]:
        morning = Morning(
            now=now,
            seed=1,
            general=policy,
            policies={str(job.order.id): policy for job, _ in asked},
            jobs=tuple(job for job, _ in asked),
            prospects={
                str(job.order.id): tuple(sorted(people, key=lambda who: who.technician.id)) for job, people in asked
            },
        )
        return {move.work_order_id: move.after for move in proposed(morning).moves}

    return Chooser("ours, planned" if planned_too else "ours", one, many, rest if planned_too else None)


def _room(who: Prospect, job: Job) -> bool:
    """Whether it is worth judging him: a full queue rules out, whatever else there is."""
    return job.order.priority is Priority.P0 or len(who.stops) < who.technician.max_open


def nearest_first(policy: Policy) -> Chooser:
    def cost(job: Job, who: Prospect) -> tuple[float, str]:
        at = who.technician.fix.position if who.technician.fix else who.technician.home
        return haversine_km(at, job.premises.position), str(who.technician.id)

    return _simple("nearest first", policy, cost)


def first_qualified(policy: Policy) -> Chooser:
    return _simple("first qualified", policy, lambda _, who: (len(who.stops), str(who.technician.id)))


def _simple(name: str, policy: Policy, cost: Callable[[Job, Prospect], tuple[float, str]]) -> Chooser:
    def one(job: Job, people: Sequence[Prospect], now: datetime) -> str | None:
        may = [who for who in people if _may(who, job, policy, now)]
        return str(min(may, key=lambda who: cost(job, who)).technician.id) if may else None

    def many(asked: Sequence[Asked], now: datetime) -> dict[str, str]:
        """One after the other; the length of a queue counts what was given in this round."""
        return {str(job.order.id): who for job, people in asked if (who := one(job, people, now)) is not None}

    return Chooser(name, one, many)


def _may(who: Prospect, job: Job, policy: Policy, now: datetime) -> bool:
    soon = now + timedelta(minutes=30)
    if shift_at(who.technician.shifts, who.technician.time_zone, soon) is None:
        return False
    visit = planned(who, job, policy, now)
    return not {reason.code for reason in reasons(who, job, visit, policy, now)} - HOURLY
