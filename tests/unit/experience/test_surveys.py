"""An owner answers once, about finished work, and the figures say what was answered."""

from datetime import timedelta

import pytest

from dispatch.model import Status
from experience import surveys
from experience.model import Answer
from tests.support.dispatch_builders import NOON


def answer(csat: int | None = None, nps: int | None = None, ces: int | None = None, *, solved: bool = True) -> Answer:
    return Answer(id="a", org_id="o", work_order_id="w", solved=solved, csat=csat, ces=ces, nps=nps, at=NOON, by="x")


@pytest.mark.parametrize("status", [status for status in Status if status not in surveys.RATEABLE])
def test_unfinished_work_cannot_be_rated(status: Status) -> None:
    with pytest.raises(surveys.NotRateable):
        surveys.check(status, rated=False)


def test_nobody_rates_twice() -> None:
    with pytest.raises(surveys.AlreadyRated):
        surveys.check(Status.COMPLETED, rated=True)


def test_a_fault_comes_back_within_its_callback_days_or_is_a_new_one() -> None:
    done = NOON - timedelta(days=30)
    assert surveys.in_callback_time(done, 30, NOON)
    assert not surveys.in_callback_time(done, 29, NOON)
    assert surveys.in_callback_time(None, 0, NOON)


def test_figures_count_what_was_answered_and_nothing_else() -> None:
    made = surveys.figures([answer(5, 10, 1), answer(4, 8, 2), answer(2, 3, 5, solved=False), answer()])
    assert made.answers == 4
    assert made.csat == pytest.approx(2 / 3)
    assert made.ces == pytest.approx(8 / 3)
    assert made.nps == 0
    assert made.solved == pytest.approx(0.75)


def test_no_answers_are_no_figures() -> None:
    assert surveys.figures([]) == surveys.Figures(0, None, None, None, None)
