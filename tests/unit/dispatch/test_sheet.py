"""What an owner signs is one text with one digest, and a later change of a line is noticed."""

import hashlib

import pytest
from msgspec.structs import replace

from dispatch import fees, sheet
from dispatch.model import PartLine, Slot
from dispatch.showing import place
from dispatch.views import PhoneOrder
from media.model import Photo, PhotoId
from tests.support.dispatch_builders import LEAK, NOON, a_community, an_order, some_premises

ORDER = replace(an_order(), fees=fees.quoted(an_order(), LEAK, "CNY"))


def shown(**changes: object) -> PhoneOrder:
    return PhoneOrder(order=replace(ORDER, **changes), fault=LEAK, place=place(some_premises(), a_community()))


def test_equal_facts_are_equal_bytes_and_the_digest_is_theirs() -> None:
    one = sheet.canonical(sheet.compose(shown(), ["b", "a", "b"], "T-PLB-01"))
    two = sheet.canonical(sheet.compose(shown(), ["a", "b"], "T-PLB-01"))
    assert one == two
    assert sheet.digest(one) == hashlib.sha256(one.encode()).hexdigest()


def test_a_changed_line_is_another_digest() -> None:
    line = PartLine("1", "M-001", "角阀", "个", 1000, 1800)
    changed = fees.with_parts(replace(ORDER, parts=(line,)))
    texts = {sheet.canonical(sheet.compose(shown(parts=one.parts, fees=one.fees), [], "T")) for one in (ORDER, changed)}
    assert len(texts) == 2


@pytest.mark.parametrize(("slot", "stands"), [(slot, slot in {"before", "after"}) for slot in Slot])
def test_the_sheet_shows_what_the_owner_can_see_and_nothing_taken_back(slot: Slot, stands: bool) -> None:
    photos = [a_photo(slot), replace(a_photo(slot), sha256="gone", retracted_at=NOON)]
    assert sheet.pictures(photos) == (["held"] if stands else [])


def a_photo(slot: Slot) -> Photo:
    return Photo(
        id=PhotoId("p"),
        org_id="o",
        work_order_id="w",
        slot=slot,
        sha256="held",
        taken_at=NOON,
        by="t",
        by_role="technician",
    )
