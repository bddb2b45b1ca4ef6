"""Cursors, pages and digests."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.heads import Due, Grant, Head, Moved
from offline_sync.feed import (
    BEGINNING,
    Epoch,
    Line,
    Position,
    digest,
    fnv64,
    is_first,
    lines,
    opened,
    page,
    safe,
    seal,
    start,
    summed,
)

EPOCH = Epoch("one", b"key")


def due(tx: int, name: str = "a", body: bytes | None = b"{}") -> Due:
    return Due(tx, Head("work_order", name, name, 1, body))


def revoked(tx: int, scope: str) -> Moved:
    return Moved(tx, 0, grant=Grant("anna", scope, visible=False, reason="revoked"))


def some_lines(*txs: int) -> list[Line]:
    return lines([due(tx, f"o{at}") for at, tx in enumerate(txs)], [], fresh=False)


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


def test_a_page_with_everything_ends_below_the_horizon() -> None:
    found = page(some_lines(3, 4), None, 10, 100)
    assert (len(found.lines), found.until, found.more) == (2, 9, False)


def test_a_transaction_is_never_split() -> None:
    found = page(some_lines(3, 4, 4, 4, 5), None, 10, 2)
    assert ([line.tx for line in found.lines], found.until, found.more) == ([3], 3, True)


def test_a_transaction_larger_than_a_page_goes_whole() -> None:
    found = page(some_lines(4, 4, 4, 5), None, 10, 2)
    assert ([line.tx for line in found.lines], found.until) == ([4, 4, 4], 4)


def test_bytes_end_a_page_too() -> None:
    big = lines([due(3, "a", b"x" * 400), due(4, "b", b"x" * 400)], [], fresh=False)
    assert page(big, None, 10, 100, bytes_=600).until == 3


def test_where_the_query_ended_the_page_ends() -> None:
    found = page(some_lines(3, 4, 4), 4, 10, 100)
    assert ([line.tx for line in found.lines], found.until, found.more) == ([3], 3, True)


def test_a_revocation_comes_before_what_else_its_transaction_changed() -> None:
    found = lines([due(5, "b")], [revoked(5, "a")], fresh=False)
    assert [(line.change.op, line.change.wo) for line in found] == [("revoke", "a"), ("put", "b")]


def test_a_fresh_start_hears_of_nothing_that_is_gone() -> None:
    assert lines([due(5, "b", None)], [revoked(5, "a")], fresh=True) == []
    assert [line.change.op for line in lines([due(5, "b", None)], [], fresh=False)] == ["del"]


def test_catalogues_and_outcomes_belong_to_no_work_order() -> None:
    head = Head("catalog", "faults", "ref:org", 1, b"{}")
    assert lines([Due(5, head)], [], fresh=False)[0].change.wo == ""


def test_reading_stops_before_a_grant_that_cannot_come_whole() -> None:
    assert safe(3, 20, [(9, 25), (12, 30)]) == 9
    assert safe(9, 20, [(9, 25)]) == 20
    assert safe(3, 20, []) == 20


@given(st.lists(st.integers(1, 12), max_size=40), st.integers(1, 10))
def test_pages_together_show_every_line_once(txs: list[int], limit: int) -> None:
    wanted = some_lines(*sorted(txs))
    seen: list[Line] = []
    since = 0
    for _ in range(60):
        found = page([line for line in wanted if line.tx > since], None, 13, limit)
        seen += found.lines
        since = found.until
        if not found.more:
            break
    assert seen == wanted
    assert since == 12


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
