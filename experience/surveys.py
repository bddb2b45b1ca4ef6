"""What an owner's answer after the work means.

An answer may be given once, when the work was approved or is closed. Solved closes the order; not solved
opens a callback while the fault's callback days run. CSAT counts 4 and 5 as satisfied; CES is the mean
effort (1 easy, 5 hard); NPS = share of 9–10 minus share of 0–6, in whole points.

Errors   `NotRateable`, `AlreadyRated`.
Pure     yes.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from msgspec import Struct

from dispatch.model import Status
from experience.model import Answer
from kernel.errors import Conflict

RATEABLE = frozenset({Status.COMPLETED, Status.CLOSED})


class NotRateable(Conflict):
    code = "not_rateable"


class AlreadyRated(Conflict):
    code = "already_rated"


class Figures(Struct, frozen=True):
    answers: int
    csat: float | None
    ces: float | None
    nps: int | None
    solved: float | None


def check(status: Status, rated: bool) -> None:
    if rated:
        raise AlreadyRated
    if status not in RATEABLE:
        raise NotRateable(status=status)


def in_callback_time(finished_at: datetime | None, callback_days: int, now: datetime) -> bool:
    """Whether the same fault coming back is still ours to answer for."""
    return finished_at is None or now <= finished_at + timedelta(days=max(callback_days, 1))


def figures(answers: Sequence[Answer]) -> Figures:
    csat = [answer.csat for answer in answers if answer.csat is not None]
    ces = [answer.ces for answer in answers if answer.ces is not None]
    nps = [answer.nps for answer in answers if answer.nps is not None]
    promoters = sum(1 for value in nps if value >= 9)
    detractors = sum(1 for value in nps if value <= 6)
    return Figures(
        answers=len(answers),
        csat=sum(1 for value in csat if value >= 4) / len(csat) if csat else None,
        ces=sum(ces) / len(ces) if ces else None,
        nps=round(100 * (promoters - detractors) / len(nps)) if nps else None,
        solved=sum(1 for answer in answers if answer.solved) / len(answers) if answers else None,
    )
