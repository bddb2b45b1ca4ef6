"""Who comes in at once: phones by their own bucket, the crowd by how long it would have to wait."""

import asyncio

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


def half() -> float:
    return 0.5


async def test_a_few_are_inside_and_the_next_ones_come_in_as_they_leave() -> None:
    crowd, order = Crowd(inside=2, patience=60), []
    doors = [asyncio.Event() for _ in range(4)]

    async def visit(n: int) -> None:
        async with crowd.place(half):
            order.append(n)
            await doors[n].wait()

    visits = [asyncio.create_task(visit(n)) for n in range(4)]
    await asyncio.sleep(0)
    assert (order, crowd.waiting, crowd.pressed) == ([0, 1], 2, True)
    doors[1].set()
    await visits[1]
    await asyncio.sleep(0)
    assert (order, crowd.waiting, crowd.pressed) == ([0, 1, 2], 1, False)
    for door in doors:
        door.set()
    await asyncio.gather(*visits)
    assert (order, crowd.waiting) == ([0, 1, 2, 3], 0)


async def test_nobody_stands_in_line_for_longer_than_patience_and_leaves_no_trace() -> None:
    crowd = Crowd(inside=1, patience=0)
    async with crowd.place(half):
        with pytest.raises(Busy) as refused:
            async with crowd.place(half):
                pass
        assert refused.value.facts["retry_after_s"] == later(0.5)
        assert crowd.waiting == 0
    async with Crowd(inside=1, patience=60).place(half):
        pass


async def test_a_line_has_an_end() -> None:
    crowd = Crowd(inside=1, in_line=0, patience=60)
    with pytest.raises(Busy):
        async with crowd.place(half):
            pass


async def test_whoever_fails_inside_leaves_his_place() -> None:
    crowd = Crowd(inside=1, patience=60)
    for _ in range(3):
        with pytest.raises(ZeroDivisionError):
            async with crowd.place(half):
                raise ZeroDivisionError


@given(st.floats(0, 1, exclude_max=True))
def test_everybody_is_told_a_moment_of_his_own_within_ten_seconds(luck: float) -> None:
    assert 2 <= later(luck) <= 10
    assert (later(0.0), later(0.999)) == (2, 10)
