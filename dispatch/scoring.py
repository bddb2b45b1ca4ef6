"""How well one technician fits one work order, term by term, in one currency.

Every soft term is a cost in whole seconds-equivalent, straight-line in what was seen, and the cost of a
candidate is exactly their sum:

    skill        levels away from the ideal one: the required level, for P0 one above it; keeps seniors free
    travel       expected seconds on the way
    load         open work orders
    familiarity  earlier visits to these premises, up to three
    slack        share of the time left until arrival is due that is gone by then; late costs a step and a slope
    fairness     work orders taken in the last seven days
    staleness    doubt about an old or missing position

A candidate's cost depends on nobody else, so adding or removing others never changes who of two is better. `u` says
where a term lies between worst (0) and best (1); the score is a monotone view of the cost:
`100 * (1 - cost / scale)`, not below 0.

Units    whole seconds-equivalent, score 0..100, `u` in [0, 1].
Pure     yes; the same function for the offer, the "why?" panel and the planner.
"""

from datetime import datetime
from math import floor

from dispatch.filters import level_of, open_orders
from dispatch.model import Priority
from dispatch.planning import Job, Prospect, Visit
from dispatch.policy import Policy, Scale, Scoring
from dispatch.travel import BELIEVED_MIN, FRESH_MIN
from dispatch.views import Candidate, Term

_KNOWN_WELL = 3
_TOP_LEVEL = 4
_HOUR = 3600.0


def whole(seconds: float) -> int:
    """Half up, the same on every machine."""
    return floor(seconds + 0.5)


def term(code: str, raw: float, unit: str, scale: Scale, scoring: Scoring) -> Term:
    """One straight-line term."""
    share = (raw - scale.best) / (scale.worst - scale.best)
    cost = whole(scale.weight * scoring.scale_s * share)
    return Term(code, round(raw, 3), unit, scale.weight, round(min(1.0, max(0.0, 1 - share)), 4), cost)


def terms(prospect: Prospect, job: Job, visit: Visit, policy: Policy, now: datetime) -> tuple[Term, ...]:
    scoring = policy.scoring
    known = min(prospect.visits_here, _KNOWN_WELL)
    return (
        term("skill", skill_gap(prospect, job), "levels", scoring.skill, scoring),
        term("travel", visit.travel_s, "s", scoring.travel, scoring),
        term("load", open_orders(prospect, job), "orders", scoring.load, scoring),
        term("familiarity", known, "visits", scoring.familiarity, scoring),
        _slack(job, visit, scoring, now),
        term("fairness", prospect.recent_jobs, "orders", scoring.fairness, scoring),
        _staleness(visit, scoring),
    )


def slope(scale: Scale, scoring: Scoring) -> float:
    """Seconds-equivalent that one unit more of what the scale measures costs."""
    return scale.weight * scoring.scale_s / (scale.worst - scale.best)


def pair_cost(prospect: Prospect, job: Job, visit: Visit, policy: Policy) -> int:
    """What a person costs for an order wherever it comes in his day: all terms but travel, load and slack."""
    scoring = policy.scoring
    known = min(prospect.visits_here, _KNOWN_WELL)
    return sum(
        one.cost_s
        for one in (
            term("skill", skill_gap(prospect, job), "levels", scoring.skill, scoring),
            term("familiarity", known, "visits", scoring.familiarity, scoring),
            term("fairness", prospect.recent_jobs, "orders", scoring.fairness, scoring),
            _staleness(visit, scoring),
        )
    )


def skill_gap(prospect: Prospect, job: Job) -> int:
    need = job.fault.min_level
    ideal = min(need + 1, _TOP_LEVEL) if job.order.priority is Priority.P0 else need
    return abs(level_of(prospect, job.fault.trade) - max(need, ideal))


def _slack(job: Job, visit: Visit, scoring: Scoring, now: datetime) -> Term:
    due = job.order.clocks.arrive_by
    scale = scoring.slack
    if due is None:
        return Term("slack", 0.0, "share", scale.weight, 1.0, 0)
    waits = (visit.start - now).total_seconds()
    left = (due - now).total_seconds()
    share = waits / left if left > 0 else 1 + waits / _HOUR
    late = (visit.start - due).total_seconds()
    weight = scoring.lateness[job.order.priority]
    extra = weight * (scoring.late_step_s + scoring.late_slope * late) if late > 0 else 0.0
    plain = term("slack", share, "share", scale, scoring)
    return Term("slack", plain.raw, "share", scale.weight, plain.u, plain.cost_s + whole(extra))


def _staleness(visit: Visit, scoring: Scoring) -> Term:
    age = visit.seen.age_min
    doubt = BELIEVED_MIN if age is None or visit.seen.trust == 0 else min(age, BELIEVED_MIN)
    late = max(0.0, doubt - FRESH_MIN)
    share = late / (BELIEVED_MIN - FRESH_MIN)
    raw = -1.0 if age is None else round(age, 1)
    return Term("staleness", raw, "min", 0.0, round(1 - share, 4), whole(scoring.stale_s_per_min * late))


def candidate(prospect: Prospect, job: Job, visit: Visit, policy: Policy, now: datetime) -> Candidate:
    """The technician with his terms; rank and close calls are given when all are known."""
    told = terms(prospect, job, visit, policy, now)
    cost = sum(one.cost_s for one in told)
    score = round(min(100.0, max(0.0, 100 * (1 - cost / policy.scoring.scale_s))), 1)
    crew = (f"crew_{job.fault.crew}",) if job.fault.crew > 1 else ()
    return Candidate(
        technician_id=prospect.technician.id,
        code=prospect.technician.code,
        rank=0,
        score=score,
        cost_s=cost,
        eta=visit.start,
        travel_min=round(visit.travel_s / 60, 1),
        open_orders=open_orders(prospect, job),
        terms=told,
        flags=(*visit.seen.flags, *crew),
    )
