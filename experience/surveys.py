"""What an owner's answer after the work means.

An answer may be given once, when the work was approved or is closed. Solved closes the order; not solved
opens a callback while the fault's callback days run.

Errors   `NotRateable`, `AlreadyRated`.
Pure     yes.
"""

from datetime import datetime, timedelta

from dispatch.model import Status
from kernel.errors import Conflict

RATEABLE = frozenset({Status.COMPLETED, Status.CLOSED})


class NotRateable(Conflict):
    code = "not_rateable"


class AlreadyRated(Conflict):
    code = "already_rated"


def check(status: Status, rated: bool) -> None:
    if rated:
        raise AlreadyRated
    if status not in RATEABLE:
        raise NotRateable(order_status=status)


def in_callback_time(finished_at: datetime | None, callback_days: int, now: datetime) -> bool:
    """Whether the same fault coming back is still ours to answer for."""
    return finished_at is None or now <= finished_at + timedelta(days=max(callback_days, 1))
