"""Whether there is proof enough, and what deserves a second look."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media import evidence
from media.evidence import Print

HASHES = st.integers(0, 2**64 - 1)
SCENE = 0x0F0F33CC55AA9966


def mark(order: str = "w1", slot: str = "before", sha: str = "1", dhash: int = SCENE, *, plain: bool = False) -> Print:
    return Print(f"{order}{slot}{sha}", order, slot, sha, dhash, ~dhash & evidence.MASK, not plain)


def flipped(bits: int) -> int:
    """The scene with its lowest bits turned."""
    return SCENE ^ ((1 << bits) - 1)


def test_the_same_bytes_on_another_order_were_seen_before() -> None:
    assert evidence.findings(mark(), [mark("w2")]) == ("seen_before",)


@pytest.mark.parametrize(("bits", "flags"), [(0, ("suspected_reuse",)), (6, ("suspected_reuse",)), (7, ())])
def test_a_lookalike_of_another_order_is_suspected_up_to_six_bits(bits: int, flags: tuple[str, ...]) -> None:
    assert evidence.findings(mark(), [mark("w2", sha="2", dhash=flipped(bits))]) == flags


@pytest.mark.parametrize(("bits", "flags"), [(0, ("unchanged",)), (2, ("unchanged",)), (3, ()), (8, ())])
def test_before_and_after_of_one_order_may_look_alike_but_not_be_the_same(bits: int, flags: tuple[str, ...]) -> None:
    assert evidence.findings(mark(slot="after", sha="2", dhash=flipped(bits)), [mark()]) == flags


def test_a_second_shot_of_the_same_thing_is_no_finding() -> None:
    assert evidence.findings(mark(sha="2"), [mark()]) == ()


def test_plain_pictures_are_not_compared() -> None:
    assert evidence.findings(mark(plain=True), [mark("w2", sha="2")]) == ()
    assert evidence.findings(mark(), [mark("w2", sha="2", plain=True)]) == ()
    assert not evidence.comparable(SCENE, ("blurry",))
    assert not evidence.comparable(0b111, ())
    assert evidence.comparable(SCENE, ())


@given(a=HASHES, b=HASHES, c=HASHES)
def test_distance_is_a_metric(a: int, b: int, c: int) -> None:
    assert evidence.distance(a, a) == 0
    assert evidence.distance(a, b) == evidence.distance(b, a)
    assert evidence.distance(a, c) <= evidence.distance(a, b) + evidence.distance(b, c)


@given(a=HASHES, b=HASHES)
def test_distance_is_the_same_for_numbers_as_the_database_keeps_them(a: int, b: int) -> None:
    def kept(value: int) -> int:
        return value - 2**64 if value >> 63 else value

    assert evidence.distance(kept(a), kept(b)) == evidence.distance(a, b)
