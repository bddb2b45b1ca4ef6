"""Orders that wait: which is looked at first, and what giving somebody to one of them is worth beside the others.

Who was not looked at for longest is looked at first, time counted by the weight of the priority: a P1 comes up six
times as often as a P3. By priority alone, orders that nobody can do would stand at the head for ever, and nobody would
look behind them.

Where orders compete for people, what waiting has cost already is no reason to wait on: a late order costs more with
everybody, so the plain sum of costs would leave the latest out, again and again. A bid is therefore the cost of a
person without the lateness that comes with every choice, and less what has been waited: of equally good places the one
who has waited longest gets it, and an hour of waiting outweighs so much of travel as `Planning.wait_weight` says.

Units    whole seconds-equivalent; seconds of waiting.
Pure     the moment is an argument.
"""

from collections.abc import Iterable
from datetime import datetime

from dispatch.judging import Judged
from dispatch.model import WorkOrder
from dispatch.planning import Job
from dispatch.policy import Policy, Scoring
from dispatch.scoring import whole

_MOST_WEIGHT = 3.0


def turn(order: WorkOrder, tried: datetime | None, scoring: Scoring, now: datetime) -> float:
    """Weighted seconds since somebody was last sought for it; the most is looked at first."""
    return scoring.lateness[order.priority] * (now - (tried or order.reported_at)).total_seconds()


def bids(everybody: Iterable[Judged], job: Job, policy: Policy, now: datetime) -> dict[str, int]:
    """For each who may lead what choosing him costs, as it is compared between orders."""
    may = [one for one in everybody if one.may_lead]
    lateness = min((_slack(one) for one in may), default=0)
    weight = min(policy.scoring.lateness[job.order.priority], _MOST_WEIGHT) * policy.plan.wait_weight
    waited = max(0.0, (now - job.order.reported_at).total_seconds())
    less = lateness + whole(weight * waited)
    return {str(one.prospect.technician.id): one.key[0] - less for one in may}


def _slack(one: Judged) -> int:
    return sum(term.cost_s for term in one.candidate.terms if term.code == "slack")
