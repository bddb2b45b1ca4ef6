"""One technician for one work order: every rule, every term, and the key by which he is compared with others.

The key is whole seconds of cost, then arrival, then fewest orders of the week, then a lot that everybody can draw
again (a hash of order and person): floating point noise, the order of the input and the machine never decide.

Pure     the moment is an argument.
"""

import hashlib
from datetime import datetime
from typing import NamedTuple

from dispatch.filters import counts, reasons
from dispatch.planning import Job, Prospect, planned
from dispatch.policy import Policy
from dispatch.scoring import candidate
from dispatch.views import Candidate, Reason

Key = tuple[int, datetime, int, str]


class Judged(NamedTuple):
    prospect: Prospect
    against: tuple[Reason, ...]
    key: Key
    candidate: Candidate

    @property
    def may_lead(self) -> bool:
        return not self.against

    @property
    def may_help(self) -> bool:
        return not any(counts(reason, leads=False) for reason in self.against)


def judged(prospect: Prospect, job: Job, policy: Policy, now: datetime) -> Judged:
    """All that can be said of him for this order."""
    visit = planned(prospect, job, policy, now)
    one = candidate(prospect, job, visit, policy, now)
    key = (one.cost_s, one.eta, prospect.recent_jobs, lot(job.order.id, prospect.technician.id))
    return Judged(prospect, reasons(prospect, job, visit, policy, now), key, one)


def lot(order_id: str, technician_id: str) -> str:
    """A drawn lot that everybody can draw again."""
    return hashlib.sha256(f"{order_id}\x1f{technician_id}".encode()).hexdigest()
