"""Cursors, pages and digests."""

from collections import Counter
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from kernel.heads import Due, Size
from offline_sync.feed import (
    BEGINNING,
    Epoch,
    Position,
    changes,
    cut,
    digest,
    fnv64,
    is_first,
    opened,
    safe,
    seal,
    start,
    summed,
)

EPOCH = Epoch("one", b"key")


def due(tx: int, name: str = "a", body: bytes | None = b"{}", scope: str = "") -> Due:
    return Due(tx, "work_order", name, scope or name, 1, body)


def sizes(*txs: int, weight: int = 2) -> list[Size]:
    """As many lines as a transaction is named."""
    return [Size(tx, txs.count(tx), weight * txs.count(tx)) for tx in sorted(set(txs))]


def test_a_cursor_comes_back_as_it_was() -> None:
    assert opened(EPOCH, seal(EPOCH, Position(7, 5))) == Position(7, 5)


@pytest.mark.parametrize("text", ["", "x", "é", "Zm9v", "a" * 500, seal(Epoch("two", b"key"), Position(7, 5))])
def test_any_other_text_is_no_cursor(text: str) -> None:
    assert opened(EPOCH, text) is None


def test_a_cursor_cannot_be_made_without_the_key() -> None:
    assert opened(EPOCH, seal(Epoch("one", b"guess"), Position(7, 5))) is None


def test_reading_goes_on_where_it_ended() -> None:
    assert start(EPOCH, seal(EPOCH, Position(7, 5)), 9) == (Position(7, 5), False)


@pytest.mark.parametrize("cursor", [None, "x", seal(EPOCH, Position(9, 9)), seal(Epoch("two", b"key"), Position(1, 1))])
def test_parted_histories_begin_anew(cursor: str | None) -> None:
    position, reset = start(EPOCH, cursor, 9)
    assert reset
    assert position.tx == BEGINNING
    assert is_first(position.whole)


def test_whoever_is_being_shown_everything_has_stood_just_below_the_horizon_he_began_under() -> None:
    begun, _ = start(EPOCH, None, 9)
    cursor = seal(EPOCH, replace(begun, tx=2))
    assert start(EPOCH, cursor, 12, floor=8)[1] is False
    assert start(EPOCH, cursor, 12, floor=9)[1] is True  # what ended in 9 was not to be seen when he began


def test_what_fits_needs_no_end() -> None:
    assert cut(sizes(3, 4), [], 100) is None
    assert cut(sizes(3, 4), [], 2) is None
    assert cut([], [], 1) is None


def test_a_transaction_is_never_split() -> None:
    assert cut(sizes(3, 4, 4, 4, 5), [], 2) == 3


def test_a_transaction_larger_than_a_page_goes_whole() -> None:
    assert cut(sizes(4, 4, 4, 5), [], 2) == 4
    assert cut(sizes(4, 4, 4), [], 2) is None


def test_bytes_end_a_page_too() -> None:
    assert cut(sizes(3, 4, weight=400), [], 100, bytes_=600) == 3


def test_what_is_no_longer_seen_takes_room_like_everything_else() -> None:
    assert cut(sizes(3, 5), [(4, "a")], 2) == 4
    assert cut(sizes(3, 4), [(3, "a")], 2) == 3


def test_a_revocation_comes_before_what_else_its_transaction_changed() -> None:
    found = changes([due(4, "c"), due(5, "b")], [(5, "a")], fresh=False)
    assert [(line.op, line.wo) for line in found] == [("put", "c"), ("revoke", "a"), ("put", "b")]


def test_a_fresh_start_hears_of_nothing_that_is_gone() -> None:
    assert changes([due(5, "b", None)], [], fresh=True) == ()
    assert [line.op for line in changes([due(5, "b", None)], [], fresh=False)] == ["del"]


def test_catalogues_and_outcomes_belong_to_no_work_order() -> None:
    assert changes([due(5, "faults", scope="ref:org")], [], fresh=False)[0].wo == ""


def test_reading_stops_before_a_grant_that_cannot_come_whole() -> None:
    assert safe(3, 20, [(9, 25), (12, 30)]) == 9
    assert safe(9, 20, [(9, 25)]) == 20
    assert safe(3, 20, []) == 20


@given(st.lists(st.integers(1, 12), max_size=40), st.lists(st.integers(1, 12), max_size=5), st.integers(1, 10))
def test_pages_together_go_over_every_transaction_once(txs: list[int], gone: list[int], limit: int) -> None:
    wanted = Counter([*txs, *gone])
    since, pages = 0, []
    while since < 12:
        left = [size for size in sizes(*txs) if size.tx > since][: limit + 1]
        until = cut(left, [(tx, "a") for tx in gone if tx > since], limit) or 12
        pages.append([tx for tx in wanted if since < tx <= until])
        since = until
    assert sorted(tx for page in pages for tx in page) == sorted(wanted)
    assert all(len(page) == 1 or sum(wanted[tx] for tx in page) <= limit for page in pages)
    assert all(page or not wanted for page in pages[:-1])


@given(st.lists(st.uuids(), min_size=2, max_size=6, unique=True), st.integers(0, 9))
def test_rows_that_are_each_one_version_behind_do_not_cancel_each_other_out(ids: list[UUID], version: int) -> None:
    def of(behind: int) -> str | None:
        return digest([(1, "op_outcome", str(one), version + behind) for one in ids], 10)

    assert of(0) != of(1)


def test_the_digest_is_a_sum_that_order_does_not_change() -> None:
    rows = [(1, "work_order", "a", 3), (2, "photo", "b", 1)]
    assert digest(rows, 10) == digest(rows[::-1], 10)
    assert digest(rows, 10) != digest([(1, "work_order", "a", 4), (2, "photo", "b", 1)], 10)


def test_nothing_is_summed_while_something_newer_is_in_flight() -> None:
    assert digest([(10, "work_order", "a", 3)], 10) is None


def test_the_hash_is_fnv_1a_of_64_bits() -> None:
    assert fnv64("") == 0xCBF29CE484222325
    assert fnv64("a") == 0xAF63DC4C8601EC8C
    assert fnv64("foobar") == 0x85944171F73967E8


def test_a_sum_can_be_carried_on() -> None:
    assert summed(["b"], summed(["a"])) == summed(["a", "b"])
