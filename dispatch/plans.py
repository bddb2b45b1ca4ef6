"""A day planned anew, as people see it: what would move, what it would save, why.

Units    seconds of travel and lateness, metres, whole seconds-equivalent of cost.
Pure     values only.
"""

from datetime import datetime

from msgspec import Struct


class Leg(Struct, frozen=True):
    """One visit of somebody's day."""

    work_order_id: str
    number: str
    start: datetime
    finish: datetime
    travel_s: int
    late_s: int
    metres: int = 0  # of the way to it
    cost_s: int = 0


class DayPlan(Struct, frozen=True):
    """One technician's day in one plan."""

    technician_id: str
    code: str
    legs: tuple[Leg, ...]
    travel_s: int
    late_s: int


class Move(Struct, frozen=True):
    """One order that would go to somebody else, or to somebody at last."""

    work_order_id: str
    number: str
    version: int  # of the order that this was planned on
    before: str | None  # technician
    before_code: str
    after: str
    after_code: str
    start_before: datetime | None
    start_after: datetime
    gain_s: int  # what undoing this one move would cost
    why: str  # rescued | earlier | nearer | unassigned


class Totals(Struct, frozen=True):
    """One plan in figures."""

    cost_s: int  # of the visits; whom nobody visits is counted in `unassigned`
    travel_s: int
    metres: int
    late: int  # orders
    late_s: int
    unassigned: int


class Unplanned(Struct, frozen=True):
    """An order that has no place in the day, and how many people which rule speaks against."""

    work_order_id: str
    number: str
    histogram: dict[str, int]


class Proposal(Struct, frozen=True):
    """The rest of the day as it is and as it could be."""

    input_hash: str
    policy: str
    policy_version: int
    seed: int
    rounds: int
    before: Totals
    after: Totals
    moves: tuple[Move, ...]
    days_before: tuple[DayPlan, ...]
    days_after: tuple[DayPlan, ...]
    unplanned: tuple[Unplanned, ...] = ()


class PlanView(Struct, frozen=True):
    """A proposal with what became of it: proposed | applied | dropped | overtaken."""

    id: str
    state: str
    cause: str
    at: datetime
    settled_at: datetime | None
    settled_by: str
    proposal: Proposal
