"""Whether there is proof enough, and what deserves a second look."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from media import evidence
from media.evidence import Print, Tally
from media.model import Photo, PhotoId

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
HASHES = st.integers(0, 2**64 - 1)
SCENE = 0x0F0F33CC55AA9966


def photo(slot: str = "before", **changes: object) -> Photo:
    values = {"id": PhotoId("p"), "org_id": "o", "work_order_id": "w", "slot": slot, "sha256": "a" * 64}
    values |= {"taken_at": NOON, "by": "t", "by_role": "technician", "present": True, **changes}
    return Photo(**values)  # type: ignore[arg-type]


def test_photos_count_by_slot_and_retracted_ones_do_not() -> None:
    gone = photo("after", retracted_at=NOON)
    assert evidence.tally([photo(), photo(), photo("after", present=False), photo("door"), gone]) == Tally(2, 1, 1)


def test_what_is_missing_is_named_and_enough_is_silent() -> None:
    assert evidence.missing([photo()], 2, 2) == {"before": 1, "after": 2}
    assert evidence.missing([photo(), photo("after")], 1, 1) == {}


def test_a_manifest_is_complete_when_all_its_bytes_are_held() -> None:
    shas = ["a" * 64, "b" * 64]
    held = [photo(), photo(sha256="b" * 64, present=False)]
    assert not evidence.complete(shas, held)
    assert evidence.complete(shas, [replace(one, present=True) for one in held])
    assert not evidence.complete(shas, [photo(), photo(sha256="b" * 64, retracted_at=NOON)])


def mark(order: str = "w1", slot: str = "before", sha: str = "1", dhash: int = SCENE, *, plain: bool = False) -> Print:
    return Print(f"{order}{slot}{sha}", order, slot, sha, dhash, ~dhash & evidence.MASK, not plain)


def flipped(bits: int) -> int:
    """The scene with its lowest bits turned."""
    return SCENE ^ ((1 << bits) - 1)


def test_the_same_bytes_on_another_order_were_seen_before() -> None:
    assert evidence.findings(mark(), [mark("w2")]) == ("seen_before",)


@pytest.mark.parametrize(("bits", "flags"), [(0, ("suspected_reuse",)), (8, ("suspected_reuse",)), (9, ())])
def test_a_lookalike_of_another_order_is_suspected_up_to_eight_bits(bits: int, flags: tuple[str, ...]) -> None:
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
