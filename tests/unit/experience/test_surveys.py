"""An owner answers once, about finished work, and the figures say what was answered."""

from datetime import timedelta

import pytest

from dispatch.model import Status
from experience import surveys
from tests.support.dispatch_builders import NOON


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
