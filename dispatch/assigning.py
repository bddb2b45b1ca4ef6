"""Who gets a work order, by how much, and what was known.

Everybody is either a candidate with his terms or ruled out with all his reasons. Candidates are ordered by whole
seconds of cost, then arrival, then fewest orders of the week, then a hash of order and person: floating point noise,
the order of the input and the machine never decide. The margin is what the second would cost more; below
`close_call_s` both are flagged. Nobody left is a decision too (`nobody`), with a histogram of the reasons and the
nearest misses first among the rejections.

Units    whole seconds-equivalent.
Pure     id and moment are arguments; equal input gives equal bytes.
"""

import hashlib
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

import msgspec
from msgspec.structs import replace

from dispatch.filters import LEGAL, reasons
from dispatch.planning import Job, Prospect, planned
from dispatch.policy import Policy
from dispatch.scoring import candidate
from dispatch.views import Candidate, Decision, Rejection

KEPT_CANDIDATES = 10
KEPT_REJECTIONS = 40
_encoder = msgspec.json.Encoder(order="deterministic")


def decide(job: Job, prospects: Sequence[Prospect], policy: Policy, now: datetime, decision_id: str) -> Decision:
    """The choice among all prospects, with everything it was based on."""
    found: list[tuple[tuple[int, datetime, int, str], Candidate]] = []
    out: list[tuple[tuple[int, int, float, str], Rejection]] = []
    for prospect in prospects:
        visit = planned(prospect, job, policy, now)
        against = reasons(prospect, job, visit, policy, now)
        technician = prospect.technician
        if against:
            legal = sum(reason.code in LEGAL for reason in against)
            near = (len(against), legal, round(visit.travel_s), technician.id)
            out.append((near, Rejection(technician.id, technician.code, against)))
        else:
            one = candidate(prospect, job, visit, policy, now)
            key = (one.cost_s, one.eta, prospect.recent_jobs, _lot(job.order.id, technician.id))
            found.append((key, one))
    ranked = _ranked([one for _, one in sorted(found, key=lambda pair: pair[0])], policy, job.fault.crew)
    rejections = tuple(one for _, one in sorted(out, key=lambda pair: pair[0]))
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
    )


def _ranked(ordered: Sequence[Candidate], policy: Policy, crew: int) -> tuple[Candidate, ...]:
    close = len(ordered) > 1 and ordered[1].cost_s - ordered[0].cost_s < policy.close_call_s
    short = crew > 1 and len(ordered) < crew
    ranked = []
    for rank, one in enumerate(ordered, 1):
        flags = (*one.flags, *(("close_call",) if close and rank <= 2 else ()), *(("crew_short",) if short else ()))
        ranked.append(replace(one, rank=rank, flags=flags))
    return tuple(ranked)


def _lot(order_id: str, technician_id: str) -> str:
    """A drawn lot that everybody can draw again."""
    return hashlib.sha256(f"{order_id}\x1f{technician_id}".encode()).hexdigest()


def histogram(rejections: Sequence[Rejection]) -> dict[str, int]:
    """How many people each rule speaks against, the most frequent first."""
    counted = Counter(reason.code for one in rejections for reason in one.reasons)
    return dict(sorted(counted.items(), key=lambda pair: (-pair[1], pair[0])))


def input_hash(job: Job, prospects: Sequence[Prospect], policy: Policy, now: datetime) -> str:
    """The same for the same facts, in whatever order they came."""
    by_id = sorted(prospects, key=lambda prospect: prospect.technician.id)
    return hashlib.sha256(_encoder.encode((job, by_id, policy, now))).hexdigest()


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
