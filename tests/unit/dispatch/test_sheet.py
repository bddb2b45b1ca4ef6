"""What an owner signs is one text with one digest, and a later change of a line is noticed."""

import hashlib

import pytest
from msgspec.structs import replace

from dispatch import fees, sheet
from dispatch.model import PartLine
from dispatch.showing import place
from dispatch.views import PhoneOrder
from tests.support.dispatch_builders import LEAK, a_community, an_order, some_premises

ORDER = replace(an_order(), fees=fees.quoted(an_order(), LEAK, "CNY"))


def shown(**changes: object) -> PhoneOrder:
    return PhoneOrder(order=replace(ORDER, **changes), fault=LEAK, place=place(some_premises(), a_community()))


def test_equal_facts_are_equal_bytes_and_the_digest_is_theirs() -> None:
    one = sheet.canonical(sheet.compose(shown(), ["b", "a", "b"], "T-PLB-01"))
    two = sheet.canonical(sheet.compose(shown(), ["a", "b"], "T-PLB-01"))
    assert one == two
    assert sheet.digest(one) == hashlib.sha256(one.encode()).hexdigest()
    assert sheet.canonical(sheet.read(one)) == one


def test_a_changed_line_is_noticed() -> None:
    signed = sheet.read(sheet.canonical(sheet.compose(shown(), [], "T")))
    assert sheet.still_true(signed, ORDER)
    line = PartLine("1", "M-001", "角阀", "个", 1000, 1800)
    assert not sheet.still_true(signed, fees.with_parts(replace(ORDER, parts=(line,))))


def test_a_text_that_is_no_sheet_is_refused() -> None:
    with pytest.raises(sheet.BadSheet):
        sheet.read('{"work_order": 1}')
