"""An owner's words become a fault where that is certain, and a proposal where it is not."""

import pytest

from dispatch.model import Priority
from dispatch.triage import classify, normalised, raised
from tests.support.dispatch_builders import LEAK, LIFT, LIGHT, TAP, some_premises

FAULTS = [LEAK, TAP, LIFT, LIGHT]
FLAT = some_premises()
LIFT_CAR = some_premises("YQL-L07", kind="lift")
DANGER = ("被困", "漏电", "trapped", "smoke")


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        ("厨房天花板滴水，很厉害", "PLB-02"),
        ("卫生间漏水了", "PLB-02"),
        ("水龙头坏了", "PLB-05"),
        ("Water LEAK under the sink, dripping all night", "PLB-02"),
        ("ＬＥＡＫ and dripping", "PLB-02"),
    ],
)
def test_plain_words_find_their_fault(words: str, fault: str) -> None:
    told = classify(words, FAULTS, FLAT)
    assert told.fault == fault


def test_words_that_say_nothing_propose_nothing() -> None:
    told = classify("请尽快来一下", FAULTS, FLAT)
    assert (told.fault, told.sure, told.proposals) == (None, False, ())


def test_two_faults_in_one_sentence_leave_it_to_a_person() -> None:
    told = classify("角阀漏水", FAULTS, FLAT)
    assert not told.sure
    assert {one.fault for one in told.proposals} == {"PLB-02", "PLB-05"}


def test_a_fault_that_cannot_be_there_is_not_found_there() -> None:
    assert classify("电梯困人，有人被困", FAULTS, FLAT).fault is None
    assert classify("电梯困人，有人被困", FAULTS, LIFT_CAR, DANGER).fault == "LFT-01"


def test_words_of_danger_raise_the_priority() -> None:
    assert classify("厨房天花板滴水渗水，插座漏电", FAULTS, FLAT, DANGER).priority is Priority.P0
    assert [raised(one) for one in Priority] == [Priority.P0, Priority.P0, Priority.P1, Priority.P2]


def test_latin_words_count_only_whole() -> None:
    assert classify("the tape is torn", FAULTS, FLAT).fault is None


def test_width_case_and_spaces_do_not_matter() -> None:
    assert normalised("  Ｌeak\n NOW ") == "leak now"
