"""Deciding again what was decided: under the same policy it must come out the same, under another it may not.

The inputs are those that were kept with each decision (`recalling`), so a replay needs no luck and no clock.

Units    whole seconds, minutes of travel.
Pure     yes.
"""

from collections import Counter
from dataclasses import dataclass, field

from msgspec import Struct

from dispatch.assigning import decide
from dispatch.policy import Policy
from dispatch.recalling import Looked, outcome_hash
from dispatch.views import Candidate, Decision

_SHOWN = 20


class Changed(Struct, frozen=True):
    """One decision that would have been another."""

    decision_id: str
    work_order_id: str
    number: str
    before: str  # code of whoever was first; '' for nobody
    after: str
    eta_s: int  # by how much the first visit would begin later (or, negative, earlier)
    travel_min: float  # and how much longer the way would be


class Compared(Struct, frozen=True):
    """One decision under two policies."""

    before: Decision
    after: Decision
    number: str

    @property
    def same(self) -> bool:
        return self.before.chosen == self.after.chosen


class Comparison(Struct, frozen=True):
    """Many decisions under two policies. Shares of the work: the fewer people, the higher `busiest`."""

    decisions: int
    changed: int
    nobody_before: int
    nobody_after: int
    wait_before_s: int  # mean, from the decision to the start, of what both could place
    wait_after_s: int
    travel_before_min: float
    travel_after_min: float
    late_before: int
    late_after: int
    busiest_before: int
    busiest_after: int
    most_changed: tuple[Changed, ...]


def again(looked: Looked, decision_id: str) -> Decision:
    """The decision as the rules of its day make it."""
    return decide(looked.job, looked.prospects, looked.policy, looked.now, decision_id)


def holds(looked: Looked, kept_hash: str) -> bool:
    """Whether what was decided then is decided now."""
    return outcome_hash(again(looked, "")) == kept_hash


def compared(looked: Looked, policy: Policy, decision_id: str) -> Compared:
    other = decide(looked.job, looked.prospects, policy, looked.now, decision_id)
    return Compared(again(looked, decision_id), other, looked.job.order.number)


@dataclass
class Counted:
    """Adds comparisons up, one by one."""

    decisions: int = 0
    nobody: list[int] = field(default_factory=lambda: [0, 0])
    wait: list[float] = field(default_factory=lambda: [0.0, 0.0])
    travel: list[float] = field(default_factory=lambda: [0.0, 0.0])
    late: list[int] = field(default_factory=lambda: [0, 0])
    both: int = 0
    taken: tuple[Counter[str], Counter[str]] = field(default_factory=lambda: (Counter(), Counter()))
    changes: list[Changed] = field(default_factory=list)

    def take(self, one: Compared) -> None:
        self.decisions += 1
        first = [next(iter(made.candidates), None) for made in (one.before, one.after)]
        for at, best in enumerate(first):
            self.nobody[at] += best is None
            if best is not None:
                self.taken[at][best.technician_id] += 1
                self.late[at] += _is_late(best)
        if first[0] is not None and first[1] is not None:
            self.both += 1
            for at, best in enumerate(first):
                if best is not None:
                    self.wait[at] += (best.eta - one.before.at).total_seconds()
                    self.travel[at] += best.travel_min
        if not one.same:
            self.changes.append(_changed(one, first[0], first[1]))

    def told(self) -> Comparison:
        both = max(1, self.both)
        shown = sorted(self.changes, key=lambda one: (-abs(one.eta_s), one.decision_id))[:_SHOWN]
        return Comparison(
            decisions=self.decisions,
            changed=len(self.changes),
            nobody_before=self.nobody[0],
            nobody_after=self.nobody[1],
            wait_before_s=round(self.wait[0] / both),
            wait_after_s=round(self.wait[1] / both),
            travel_before_min=round(self.travel[0] / both, 2),
            travel_after_min=round(self.travel[1] / both, 2),
            late_before=self.late[0],
            late_after=self.late[1],
            busiest_before=max(self.taken[0].values(), default=0),
            busiest_after=max(self.taken[1].values(), default=0),
            most_changed=tuple(shown),
        )


def _is_late(best: Candidate) -> bool:
    return any(term.code == "slack" and term.raw > 1 for term in best.terms)


def _changed(one: Compared, before: Candidate | None, after: Candidate | None) -> Changed:
    eta = (after.eta - before.eta).total_seconds() if before and after else 0.0
    way = after.travel_min - before.travel_min if before and after else 0.0
    return Changed(
        one.before.id,
        one.before.work_order_id,
        one.number,
        before.code if before else "",
        after.code if after else "",
        round(eta),
        round(way, 1),
    )
