"""Arrival against memory: next, repeat, hole, fork, mismatch."""

from hypothesis import given
from hypothesis import strategies as st

from offline_sync.model import Verdict
from offline_sync.sequence import Incoming, Known, Order, Place, alias_of, arrange, fingerprint


def an_incoming(cseq: int, name: str = "", raw: bytes = b"") -> Incoming:
    raw = raw or f"op {name or cseq}".encode()
    hashed = fingerprint(raw)
    return Incoming(cseq, name or f"id {cseq}", "device", hashed, raw)


def remembered(*items: Incoming) -> dict[str, Known]:
    return {item.op_id: Known(item.op_id, item.hash, Verdict.APPLIED, "") for item in items}


def places(order: Order) -> list[Place]:
    return [arrival.place for arrival in order.arrivals]


def test_the_next_numbers_are_taken() -> None:
    order = arrange(4, [an_incoming(5), an_incoming(6)], {})
    assert (places(order), order.last, order.fork, order.expected) == ([Place.NEXT] * 2, 6, False, None)


def test_a_hole_stops_and_says_where_to_go_on() -> None:
    order = arrange(4, [an_incoming(5), an_incoming(7)], {})
    assert (places(order), order.last, order.expected) == ([Place.NEXT], 5, 6)


def test_an_old_number_with_an_unknown_id_is_a_fork() -> None:
    order = arrange(4, [an_incoming(4, "other")], {})
    assert order.fork
    assert order.last == 4


def test_a_repeat_is_known_whatever_its_number() -> None:
    item = an_incoming(3)
    order = arrange(4, [item, an_incoming(9, "id 3", item.raw)], remembered(item))
    assert places(order) == [Place.REPEAT] * 2
    assert order.last == 4


def test_a_repeat_in_its_turn_moves_the_number_on() -> None:
    item = an_incoming(1)
    assert arrange(0, [item], remembered(item)).last == 1


def test_a_known_id_with_other_bytes_is_a_mismatch_and_takes_its_number() -> None:
    order = arrange(1, [an_incoming(2, "id 1", b"one byte changed")], remembered(an_incoming(1)))
    assert (places(order), order.last) == ([Place.MISMATCH], 2)


def test_a_mismatch_sent_again_is_a_repeat_of_itself() -> None:
    item = an_incoming(2, "id 1", b"one byte changed")
    known = remembered(an_incoming(1)) | {item.alias: Known(item.alias, item.hash, Verdict.PARKED, "payload_mismatch")}
    assert places(arrange(2, [item], known)) == [Place.REPEAT]


def test_what_is_no_operation_takes_its_number_under_an_alias() -> None:
    raw = b'{"not":"an operation"}'
    item = Incoming(1, "", "device", fingerprint(raw), raw)
    order = arrange(0, [item], {})
    assert (places(order), order.last) == ([Place.NEXT], 1)
    known = {item.alias: Known(item.alias, item.hash, Verdict.PARKED, "malformed")}
    assert places(arrange(1, [item], known)) == [Place.REPEAT]


def test_the_same_operation_twice_in_a_batch_is_once() -> None:
    order = arrange(0, [an_incoming(1), an_incoming(1)], {})
    assert places(order) == [Place.NEXT, Place.REPEAT]


def test_aliases_have_the_form_of_an_id_and_differ_by_device() -> None:
    hashed = fingerprint(b"x")
    assert len(alias_of("a", hashed)) == 36
    assert alias_of("a", hashed) != alias_of("b", hashed)


@given(st.integers(0, 30), st.lists(st.integers(1, 40), max_size=30))
def test_numbers_only_ever_move_on_by_one(last: int, numbers: list[int]) -> None:
    order = arrange(last, [an_incoming(number) for number in numbers], {})
    fresh = [a.incoming.cseq for a in order.arrivals if a.place is Place.NEXT]
    assert fresh == list(range(last + 1, order.last + 1))


@given(st.integers(0, 20), st.integers(0, 20))
def test_sending_everything_again_changes_nothing(known: int, more: int) -> None:
    items = [an_incoming(number) for number in range(1, known + more + 1)]
    order = arrange(known, items, remembered(*items[:known]))
    assert order.last == known + more
    assert places(order) == [Place.REPEAT] * known + [Place.NEXT] * more
