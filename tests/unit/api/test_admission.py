"""Who comes in at once: phones by their own bucket, the crowd by how long it would have to wait."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api import admission
from api.admission import Crowd, Turns, later
from api.db import Busy
from api.limits import TooMany


def test_a_phone_exchanges_twenty_times_at_once_and_then_once_a_second() -> None:
    turns = Turns(10)
    waits = [turns.take("a", 100.0) for _ in range(20)]
    assert waits[:19] == [0.0] * 19
    assert waits[19] == pytest.approx(1.0), "the last turn says when the next one comes"
    with pytest.raises(TooMany) as refused:
        turns.take("a", 100.5)
    assert refused.value.facts["retry_after_s"] == 1
    assert turns.take("b", 100.5) == 0, "the next phone knows nothing of it"
    turns.take("a", 101.0)


@given(st.lists(st.floats(0, 3), max_size=60))
def test_whoever_waits_as_long_as_he_is_told_is_never_refused(pauses: list[float]) -> None:
    turns, now, told = Turns(10), 0.0, 0.0
    for pause in pauses:
        now += max(pause, told * 1.000001)
        told = turns.take("a", now)


def test_buckets_that_are_full_again_are_forgotten_and_the_others_are_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(admission, "REMEMBERED", 3)
    turns = Turns(10)
    for phone in ("x", "y", "a"):
        for _ in range(20 if phone == "a" else 1):
            turns.take(phone, 0.0)
    turns.take("b", 2.0)
    assert turns.take("a", 2.0) == 0
    assert turns.take("a", 2.0) == pytest.approx(1.0)
    with pytest.raises(TooMany):
        turns.take("a", 2.0)


def test_an_empty_house_lets_somebody_in_however_long_the_last_one_took() -> None:
    crowd = Crowd(patience=1)
    crowd.enter(0.0, 0.5)
    crowd.leave(3600.0)
    crowd.enter(3601.0, 0.5)
    with pytest.raises(Busy):
        crowd.enter(3601.0, 0.5)


def test_no_more_come_in_than_can_be_answered_in_time() -> None:
    crowd = Crowd(patience=1)
    now = 0.0
    for _ in range(200):  # each takes a tenth of a second, one after the other
        crowd.enter(now, 0.5)
        now += 0.1
        crowd.leave(now)
    for _ in range(10):
        crowd.enter(now, 0.5)
    with pytest.raises(Busy):
        crowd.enter(now, 0.5)
    assert crowd.pressed


def test_time_without_work_says_nothing_about_work() -> None:
    crowd = Crowd(patience=1)
    for at in range(100):
        crowd.enter(at * 60.0, 0.5)
        crowd.leave(at * 60.0 + 0.01)
    assert crowd.wait < 0.05
    assert not crowd.pressed


def test_there_is_a_limit_however_fast_it_goes() -> None:
    crowd = Crowd(most=3, patience=1e9)
    for _ in range(3):
        crowd.enter(0.0, 0.5)
    with pytest.raises(Busy):
        crowd.enter(0.0, 0.5)


@given(st.floats(0, 1, exclude_max=True))
def test_everybody_is_told_a_moment_of_his_own_within_ten_seconds(luck: float) -> None:
    assert 2 <= later(luck) <= 10
    assert (later(0.0), later(0.999)) == (2, 10)
