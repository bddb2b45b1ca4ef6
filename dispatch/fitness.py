"""What the rules still ask of whoever is sent, at the moment he accepts and again when he begins.

The offer was judged on the plan (`filters`); days or hours later a certificate may have lapsed, a mate may be missing,
a permit may be over. The phone asks the same without a network (`pwa/src/engine/fitness.ts`), by shared vectors.

    cert_missing:<code> · cert_expired:<code>:<day> · cert_review_overdue:<code>:<day> · crew:<n> · permit:<code> ·
    quiet:<until>

Units    days are dates where the work is (`time_zone`), `until` is local "HH:MM".
Pure     the moment is an argument.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from dispatch.crewing import going
from dispatch.hours import local_day, zone
from dispatch.model import AssignmentState, Certificate, Fault, Priority, WorkOrder

URGENT = frozenset({Priority.P0, Priority.P1})


def missing_certificates(fault: Fault, held: Sequence[Certificate], time_zone: str, at: datetime) -> list[str]:
    """What the law wants and does not find at this moment; a day is that of the community."""
    found = (_missing(code, [one for one in held if one.code == code], time_zone, at) for code in fault.certificates)
    return [code for code in found if code]


def _missing(code: str, held: Sequence[Certificate], time_zone: str, at: datetime) -> str:
    faults = [_fault_of(one, time_zone, at) for one in held]
    return "" if "" in faults else next(iter(faults), f"cert_missing:{code}")


def _fault_of(one: Certificate, time_zone: str, at: datetime) -> str:
    if one.valid_until is not None and one.valid_until <= at:
        return f"cert_expired:{one.code}:{local_day(one.valid_until, time_zone)}"
    if one.review_due is not None and one.review_due <= at:
        return f"cert_review_overdue:{one.code}:{local_day(one.review_due, time_zone)}"
    return ""


def missing_crew(order: WorkOrder, fault: Fault) -> list[str]:
    """How many have not said that they go along."""
    with_him = sum(mate.state is AssignmentState.ACCEPTED for mate in going(order))
    short = fault.crew - 1 - with_him
    return [f"crew:{short}"] if short > 0 else []


def missing_permits(order: WorkOrder, fault: Fault, at: datetime) -> list[str]:
    """Permits to work that nobody has given for this moment."""
    valid = {one.code for one in order.permits if one.valid_from <= at < one.valid_until}
    return [f"permit:{code}" for code in fault.permits if code not in valid]


def quiet_now(order: WorkOrder, quiet: Iterable[tuple[str, str]], time_zone: str, at: datetime) -> list[str]:
    """Quiet hours of the community or the household, unless it is urgent or they asked for this hour themselves."""
    first, last = order.window_start, order.window_end
    if order.priority in URGENT or (first is not None and last is not None and first <= at <= last):
        return []
    local = at.astimezone(zone(time_zone)).strftime("%H:%M")
    until = [end for start, end in quiet if (start <= local < end if start < end else local >= start or local < end)]
    return [f"quiet:{until[0]}"] if until else []
