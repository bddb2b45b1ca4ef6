"""Checklist, parts, notes and fees: an edit twice is an edit once, money is exact, a signature notices."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from dispatch import details, fees
from dispatch import events as e
from dispatch.model import CheckAnswer, Kind, Note, PartLine, SignMethod, SignOff, Status
from tests.support.dispatch_builders import LEAK, NOON, an_id, an_order

ORDER = replace(an_order(Status.IN_PROGRESS), fees=fees.quoted(an_order(), LEAK, "CNY"))
SIGNED = SignOff(SignMethod.IN_PERSON, "a" * 64, NOON, an_id("signature"))
MINUTE = timedelta(minutes=1)


def a_part(name: str = "one", quantity: int = 1000, price: int = 1800) -> PartLine:
    return PartLine(an_id(name), "M-001", "角阀", "个", quantity, price)


parts = st.builds(a_part, st.sampled_from("abcdef"), st.integers(1, 1_000_000), st.integers(0, 100_000))


@settings(max_examples=100, deadline=None)
@given(st.lists(parts, max_size=8))
def test_the_sum_of_parts_is_the_sum_of_the_lines_shown(lines: list[PartLine]) -> None:
    order = ORDER
    for line in lines:
        order, _ = details.add_part(order, line)
    assert order.fees.parts_fen == sum(line.total_fen for line in order.parts)
    assert order.fees.total_fen == order.fees.labour_fen + order.fees.surcharge_fen + order.fees.parts_fen


@settings(max_examples=60, deadline=None)
@given(st.lists(parts, min_size=1, max_size=5))
def test_every_edit_twice_is_the_edit_once(lines: list[PartLine]) -> None:
    order = ORDER
    for line in lines:
        order, _ = details.add_part(order, line)
    for edit in (
        lambda one: details.add_part(one, lines[0]),
        lambda one: details.set_part_quantity(one, lines[0].id, 7),
        lambda one: details.remove_part(one, lines[0].id),
        lambda one: details.set_check(one, CheckAnswer("SHOES", True, NOON)),
        lambda one: details.add_note(one, Note(an_id("n"), "x", "me", "T", NOON)),
    ):
        once, _ = edit(order)
        twice, told = edit(once)
        assert twice is once
        assert told == ()


def test_a_changed_line_makes_the_signature_stale_once() -> None:
    signed = replace(ORDER, status=Status.SIGNED, sign_off=SIGNED)
    changed, told = details.add_part(signed, a_part())
    assert changed.sign_off is not None
    assert changed.sign_off.stale
    assert [type(one) for one in told] == [e.WorkDetailed, e.SignOffWentStale]
    _, again = details.add_part(changed, a_part("two"))
    assert [type(one) for one in again] == [e.WorkDetailed]


def test_a_note_or_an_answer_leaves_the_signature_alone() -> None:
    signed = replace(ORDER, status=Status.SIGNED, sign_off=SIGNED)
    noted, _ = details.add_note(signed, Note(an_id("n"), "x", "me", "T", NOON))
    answered, _ = details.set_check(noted, CheckAnswer("TIDY", True, NOON))
    assert answered.sign_off == SIGNED


def test_the_newest_answer_stands_whatever_comes_first() -> None:
    old, new = CheckAnswer("SHOES", True, NOON), CheckAnswer("SHOES", False, NOON + MINUTE)
    one = details.set_check(details.set_check(ORDER, old)[0], new)[0]
    two = details.set_check(details.set_check(ORDER, new)[0], old)[0]
    assert one.checklist == two.checklist == (new,)


@pytest.mark.parametrize("status", [Status.COMPLETED, Status.CLOSED, Status.CANCELLED])
def test_lines_of_an_order_that_is_over_stand(status: Status) -> None:
    over = replace(ORDER, status=status)
    with pytest.raises(details.OrderOver):
        details.add_part(over, a_part())
    noted, _ = details.add_note(over, Note(an_id("n"), "tap drips again", "me", "T", NOON))
    assert len(noted.notes) == 1


def test_only_its_author_revises_a_note() -> None:
    note = Note(an_id("n"), "first", "me", "T", NOON)
    noted, _ = details.add_note(ORDER, note)
    revised, _ = details.revise_note(noted, replace(note, text="second", at=NOON + MINUTE))
    assert revised.notes[0].text == "second"
    with pytest.raises(details.NotAuthor):
        details.revise_note(noted, replace(note, by="you", text="third"))
    with pytest.raises(details.UnknownLine):
        details.revise_note(noted, replace(note, id="other"))


def test_a_line_that_is_not_there_cannot_be_counted() -> None:
    with pytest.raises(details.UnknownLine):
        details.set_part_quantity(ORDER, "nowhere", 5)
    assert details.remove_part(ORDER, "nowhere") == (ORDER, ())


def test_lines_have_a_limit() -> None:
    full = replace(ORDER, parts=tuple(a_part(str(n)) for n in range(details.MAX_LINES)))
    with pytest.raises(details.TooMany):
        details.add_part(full, replace(a_part(), id="one too many"))


@pytest.mark.parametrize(
    ("billing", "kind", "labour"),
    [
        ("paid", Kind.REPAIR_UNIT, 12_000),
        ("free", Kind.REPAIR_UNIT, 0),
        ("quote", Kind.REPAIR_UNIT, 0),
        ("free-common/paid-unit", Kind.REPAIR_UNIT, 12_000),
        ("free-common/paid-unit", Kind.REPAIR_COMMON, 0),
    ],
)
def test_labour_is_charged_where_the_catalogue_says(billing: str, kind: Kind, labour: int) -> None:
    assert fees.labour_fen(replace(LEAK, billing=billing), kind) == labour


@pytest.mark.parametrize(("hour", "night"), [(19, False), (20, True), (23, True), (0, True), (7, True), (8, False)])
def test_night_is_from_eight_to_eight_where_the_house_stands(hour: int, night: bool) -> None:
    chengdu = datetime(2026, 11, 2, hour, 0, tzinfo=UTC) - timedelta(hours=8)
    assert fees.is_night(chengdu, "Asia/Shanghai") is night
    assert fees.on_arrival(ORDER, "Asia/Shanghai", chengdu).fees.surcharge_fen == (3600 if night else 0)
