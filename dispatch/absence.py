"""When an owner counts as absent after the work: so many different tries, and the door as it was found.

The phone asks for it before it lets anybody say so (`pwa/src/routes/technician/signoff/absence.ts`), the server before
it believes it; `tests/vectors/absence.json` holds the two together.

    tries:<how many more> · door_photo

Errors   `AbsenceUnproved`.
Pure     the moments are arguments.
"""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from enum import StrEnum

from dispatch.model import WorkOrder
from kernel.errors import Conflict

LEAST = 2
DOUBT = timedelta(minutes=1)  # between the moment of a photo and that of an operation, each corrected on its own


class Try(StrEnum):
    RANG = "rang"
    CALLED = "called"
    NEIGHBOUR = "neighbour"
    NOTE = "note"


class AbsenceUnproved(Conflict):
    """Somebody says that the owner was absent, and what was tried does not show it."""

    code = "absence_unproved"


def missing(tried: Collection[Try], doors: Iterable[datetime], since: datetime) -> list[str]:
    """What is still missing; a door that was photographed before the work was done shows nothing."""
    short = LEAST - len(set(tried))
    tries = [f"tries:{short}"] if short > 0 else []
    return tries + ([] if any(at >= since for at in doors) else ["door_photo"])


def check(order: WorkOrder, tried: Collection[Try], doors: Iterable[datetime]) -> None:
    """`AbsenceUnproved` unless the path was walked to its end."""
    found = missing(tried, doors, (order.clocks.fixed_at or order.updated_at) - DOUBT)
    if found:
        raise AbsenceUnproved(missing=found)
