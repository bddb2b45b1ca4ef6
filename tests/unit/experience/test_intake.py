"""A report from any channel becomes the same kind of report, and nothing that looks alike merges by itself."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from dispatch.model import Channel, Contact, Priority
from dispatch.views import Near
from experience import intake
from experience.model import Likeness
from experience.views import ReportRequest
from kernel.actors import Role
from tests.support.dispatch_builders import NOON, an_actor, an_id, some_premises
from tests.support.owners import an_owner

HOME = replace(some_premises(), contact=Contact("OWN-YQL-03-2-1201", "00012345678"))
REPORT = ReportRequest(id=an_id("report"), place=HOME.report_code, words="厨房漏水", consent=True)


def normal(request: ReportRequest = REPORT, role: Role = Role.OWNER) -> intake.Intake:
    actor = an_owner() if role is Role.OWNER else an_actor(role)
    return intake.normalise(request, HOME, actor, NOON)


def test_words_are_folded_and_freed_of_what_cannot_be_seen() -> None:
    assert normal(replace(REPORT, words="  漏水\u200b\u202e  很\x00大 \r\n\n\n\n请来 ")).words == "漏水 很大\n\n请来"


def test_a_report_says_something() -> None:
    with pytest.raises(intake.ReportEmpty):
        normal(replace(REPORT, words=" \u200b "))
    assert normal(replace(REPORT, words="", photos=("a" * 64,))).words == ""


def test_an_owner_agrees_to_how_his_data_is_used_and_staff_need_not() -> None:
    with pytest.raises(intake.ConsentMissing):
        normal(replace(REPORT, consent=False))
    assert normal(replace(REPORT, consent=False), Role.CLERK).words == "厨房漏水"


def test_only_staff_set_a_priority() -> None:
    urgent = replace(REPORT, priority=Priority.P0)
    assert normal(urgent).priority is None
    assert normal(urgent, Role.CLERK).priority is Priority.P0


def test_an_owner_comes_by_code_or_link_whatever_he_claims() -> None:
    assert normal(replace(REPORT, channel="phone")).channel is Channel.QR
    assert normal(replace(REPORT, channel="link")).channel is Channel.LINK
    assert normal(replace(REPORT, channel="phone"), Role.CLERK).channel is Channel.PHONE
    with pytest.raises(intake.BadChannel):
        normal(replace(REPORT, channel="fax"), Role.CLERK)


def test_without_a_contact_the_home_is_called() -> None:
    taken = normal()
    assert taken.contact == HOME.contact


def test_a_number_in_the_words_is_the_contact() -> None:
    taken = normal(replace(REPORT, words="漏水，电话 138 1234-1234"))
    assert taken.contact.phone == "13812341234"


def test_the_home_s_own_number_is_recognised_in_any_spelling() -> None:
    taken = normal(replace(REPORT, contact=Contact(phone="000 1234-5678")))
    assert taken.contact.name == "OWN-YQL-03-2-1201"


def test_a_clock_two_years_off_changes_nothing() -> None:
    for off in (timedelta(days=730), timedelta(days=-730)):
        assert normal(replace(REPORT, reported_at=NOON + off)).reported_at == NOON
    earlier = NOON - timedelta(hours=3)
    assert normal(replace(REPORT, reported_at=earlier)).reported_at == earlier


def test_a_window_has_a_beginning_an_end_and_lies_ahead() -> None:
    hour = timedelta(hours=1)
    good = replace(REPORT, window_start=NOON + hour, window_end=NOON + 2 * hour)
    assert normal(good).window_end == NOON + 2 * hour
    for start, end in ((hour, None), (2 * hour, hour), (-3 * hour, -hour), (timedelta(days=200), timedelta(days=201))):
        with pytest.raises(intake.BadWindow):
            normal(replace(REPORT, window_start=NOON + start, window_end=NOON + end if end else None))


@given(st.text(max_size=3000))
def test_folding_twice_is_folding_once_and_never_too_long(words: str) -> None:
    once = intake.fold(words)
    assert len(once) <= 2000
    assert intake.fold(once) == once


def work(name: str, **changes: object) -> Near:
    made = Near(name, "PLB-02", HOME.id, HOME.building, False, NOON - timedelta(hours=2))
    return replace(made, **changes)


def test_the_same_fault_in_the_same_home_is_named_first() -> None:
    elsewhere = work("b", premises_id="other", common=True)
    found = intake.duplicates("PLB-02", HOME, NOON, [elsewhere, work("a")])
    assert [(one.work_order_id, one.why) for one in found] == [
        ("a", Likeness.SAME_HOME),
        ("b", Likeness.SAME_BUILDING),
    ]


@pytest.mark.parametrize(
    "other",
    [
        work("x", fault="ELE-02"),
        work("x", premises_id="other"),
        work("x", premises_id="other", common=True, building="9"),
        work("x", reported_at=NOON - timedelta(days=15)),
        work("x", premises_id="other", common=True, reported_at=NOON - timedelta(days=4)),
    ],
)
def test_other_faults_other_homes_and_old_reports_are_no_duplicates(other: Near) -> None:
    assert intake.duplicates("PLB-02", HOME, NOON, [other]) == ()


def test_a_report_nobody_has_sorted_yet_is_like_nothing() -> None:
    assert intake.duplicates("", HOME, NOON, [work("a", fault="")]) == ()
