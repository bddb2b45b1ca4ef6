"""Who gets a work order, by how much, and what was known.

Everybody is either a candidate with his terms or ruled out with all his reasons. Candidates are ordered by their keys
(`judging`): nothing but the facts decides. Work for more than one names who could go along, by the same keys, and
what would have to be otherwise for somebody else to be first (`whatif`). The margin is what the second would cost
more; below `close_call_s` both are flagged. Nobody left is a decision too (`nobody`), with a histogram of the reasons
and the nearest misses first among the rejections.

Units    whole seconds-equivalent.
Pure     id and moment are arguments; equal input gives equal bytes.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

from msgspec.structs import replace

from dispatch.judging import Judged, judged
from dispatch.planning import Job, Prospect
from dispatch.policy import LEGAL, Policy
from dispatch.recalling import input_hash
from dispatch.views import Candidate, Decision, Helper, Rejection
from dispatch.whatif import counterfactuals

KEPT_CANDIDATES = 10
KEPT_REJECTIONS = 40
KEPT_HELPERS = 4  # beside those who are asked


def decide(job: Job, prospects: Sequence[Prospect], policy: Policy, now: datetime, decision_id: str) -> Decision:
    """The choice among all prospects, with everything it was based on."""
    everybody = [judged(prospect, job, policy, now) for prospect in prospects]
    found = sorted((one for one in everybody if one.may_lead), key=lambda one: one.key)
    out = sorted((one for one in everybody if not one.may_lead), key=_nearness)
    helpers = sorted((one for one in everybody if one.may_help), key=lambda one: one.key) if job.fault.crew > 1 else []
    ranked = _ranked([one.candidate for one in found], policy, short=0 < len(helpers) < job.fault.crew)
    rejections = tuple(Rejection(one.prospect.technician.id, one.prospect.technician.code, one.against) for one in out)
    return Decision(
        id=decision_id,
        work_order_id=job.order.id,
        at=now,
        policy=policy.id,
        policy_version=policy.version,
        input_hash=input_hash(job, prospects, policy, now),
        chosen=ranked[0].technician_id if ranked else None,
        mode="auto" if ranked else "nobody",
        margin_s=ranked[1].cost_s - ranked[0].cost_s if len(ranked) > 1 else None,
        candidates=ranked,
        rejections=rejections,
        histogram=histogram(rejections),
        helpers=tuple(_helper(one.candidate) for one in helpers[: KEPT_HELPERS + job.fault.crew]),
        counterfactuals=counterfactuals(found, out, job, policy, now),
    )


def _nearness(one: Judged) -> tuple[int, int, float, str]:
    """Whom the fewest rules speak against, and among those the fewest of the law, then the nearest."""
    legal = sum(reason.code in LEGAL for reason in one.against)
    return (len(one.against), legal, round(one.visit.travel_s), one.prospect.technician.id)


def _helper(one: Candidate) -> Helper:
    return Helper(one.technician_id, one.code, one.cost_s, one.eta)


def _ranked(ordered: Sequence[Candidate], policy: Policy, *, short: bool) -> tuple[Candidate, ...]:
    close = len(ordered) > 1 and ordered[1].cost_s - ordered[0].cost_s < policy.close_call_s
    ranked = []
    for rank, one in enumerate(ordered, 1):
        flags = (*one.flags, *(("close_call",) if close and rank <= 2 else ()), *(("crew_short",) if short else ()))
        ranked.append(replace(one, rank=rank, flags=flags))
    return tuple(ranked)


def histogram(rejections: Sequence[Rejection]) -> dict[str, int]:
    """How many people each rule speaks against, the most frequent first."""
    counted = Counter(reason.code for one in rejections for reason in one.reasons)
    return dict(sorted(counted.items(), key=lambda pair: (-pair[1], pair[0])))


def kept(decision: Decision, technician_id: str | None = None) -> Decision:
    """What is worth storing: the best ten, the nearest misses, whoever was chosen; the histogram counts them all."""
    chosen = technician_id or decision.chosen
    return replace(
        decision,
        candidates=tuple(
            one for one in decision.candidates if one.rank <= KEPT_CANDIDATES or one.technician_id == chosen
        ),
        rejections=tuple(
            one for at, one in enumerate(decision.rejections) if at < KEPT_REJECTIONS or one.technician_id == chosen
        ),
    )


def offer_until(job: Job, policy: Policy, now: datetime) -> datetime:
    """When an unanswered offer lapses."""
    return now + timedelta(seconds=policy.offer_s[job.order.priority])


def by_hand(decision: Decision, technician_id: str) -> Decision:
    """The same facts, decided by a person."""
    return replace(decision, chosen=technician_id, mode="by_hand", margin_s=None)
