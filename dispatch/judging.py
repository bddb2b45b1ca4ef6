"""One technician for one work order: every rule, every term, and the key by which he is compared with others.

The key is whole seconds of cost, then arrival, then fewest orders of the week, then a lot that everybody can draw
again (a hash of order and person): floating point noise, the order of the input and the machine never decide.

Pure     the moment is an argument.
"""

import hashlib
from datetime import datetime
from functools import cached_property

from dispatch.filters import counts, reasons
from dispatch.planning import Job, Prospect, planned
from dispatch.policy import Policy
from dispatch.scoring import candidate
from dispatch.views import Candidate, Reason

Key = tuple[int, datetime, int, str]


class Judged:
    """A technician judged for an order. The terms are worked out when somebody asks for them."""

    def __init__(self, prospect: Prospect, job: Job, policy: Policy, now: datetime) -> None:
        self.prospect = prospect
        self.visit = planned(prospect, job, policy, now)
        self.against: tuple[Reason, ...] = reasons(prospect, job, self.visit, policy, now)
        self._asked = (job, policy, now)

    @cached_property
    def candidate(self) -> Candidate:
        job, policy, now = self._asked
        return candidate(self.prospect, job, self.visit, policy, now)

    @cached_property
    def key(self) -> Key:
        one = self.candidate
        lot_ = lot(self._asked[0].order.id, self.prospect.technician.id)
        return (one.cost_s, one.eta, self.prospect.recent_jobs, lot_)

    @property
    def may_lead(self) -> bool:
        return not self.against

    @property
    def may_help(self) -> bool:
        return not any(counts(reason, leads=False) for reason in self.against)


def judged(prospect: Prospect, job: Job, policy: Policy, now: datetime) -> Judged:
    """All that can be said of him for this order."""
    return Judged(prospect, job, policy, now)


def lot(order_id: str, technician_id: str) -> str:
    """A drawn lot that everybody can draw again."""
    return hashlib.sha256(f"{order_id}\x1f{technician_id}".encode()).hexdigest()
