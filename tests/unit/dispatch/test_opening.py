"""A report becomes a work order: number, fault, priority, clocks, fees, and who said so."""

from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace

from dispatch import opening
from dispatch.model import Contact, Kind, Priority, Status
from dispatch.opening import Opened, Setting, UnknownFault
from dispatch.policy import Policy
from kernel.actors import Role
from tests.support.dispatch_builders import LEAK, LIFT, LIGHT, NOON, TAP, a_community, a_report, an_actor, some_premises

SETTING = Setting(a_community(), {fault.code: fault for fault in (LEAK, TAP, LIFT, LIGHT)}, Policy())


def open_one(role: Role = Role.OWNER, **changes: object) -> Opened:
    return opening.opened(a_report(**changes), "YQL-261102-0001", SETTING, an_actor(role), NOON)


def names(opened: Opened) -> list[tuple[str, str]]:
    return [(actor.role.value, str(event.__struct_config__.tag)) for actor, event in opened.told]


def test_certain_words_are_triaged_by_the_rules_at_once() -> None:
    opened = open_one()
    assert opened.order.status is Status.TRIAGED
    assert (opened.order.fault, opened.order.priority) == ("PLB-02", Priority.P1)
    assert names(opened) == [("owner", "work_order.reported"), ("system", "work_order.triaged")]
    assert opened.order.clocks.respond_by == NOON + timedelta(minutes=5)
    assert opened.order.fees.labour_fen == 12_000
    assert opened.order.version == 1


def test_unclear_words_wait_for_a_person() -> None:
    opened = open_one(words="请尽快来一下")
    assert (opened.order.status, opened.order.fault, opened.order.priority) == (Status.REPORTED, "", Priority.P2)
    assert names(opened) == [("owner", "work_order.reported")]


def test_a_named_fault_is_taken_as_named() -> None:
    opened = open_one(words="请尽快来一下", fault="PLB-05")
    assert (opened.order.status, opened.order.fault, opened.order.priority) == (Status.TRIAGED, "PLB-05", Priority.P2)


def test_a_clerk_who_names_fault_and_priority_has_triaged_it_himself() -> None:
    opened = open_one(Role.CLERK, fault="PLB-05", priority=Priority.P1)
    assert opened.order.priority is Priority.P1
    assert names(opened)[-1] == ("clerk", "work_order.triaged")


def test_an_unknown_fault_is_an_error() -> None:
    with pytest.raises(UnknownFault):
        open_one(fault="XXX-99")


def test_a_report_from_the_future_was_made_when_it_arrived() -> None:
    assert open_one(reported_at=NOON + timedelta(days=700)).order.reported_at == NOON


def test_a_report_made_offline_counts_from_when_it_was_made() -> None:
    early = NOON - timedelta(hours=3)
    order = open_one(reported_at=early).order
    assert (order.reported_at, order.received_at) == (early, NOON)
    assert order.clocks.respond_by == early + timedelta(minutes=5)


def test_the_household_is_known_unless_the_report_says_otherwise() -> None:
    assert open_one().order.contact.phone == "00013800001"
    assert open_one(contact=Contact("李叔", "00013900002")).order.contact.name == "李叔"
    assert "午睡" in open_one().order.visit_notes


def test_the_kind_follows_place_and_fault() -> None:
    assert opening.kind_of(some_premises(), LEAK) is Kind.REPAIR_UNIT
    assert opening.kind_of(some_premises("YQL-L07", kind="lift"), LIFT) is Kind.REPAIR_COMMON
    assert opening.kind_of(some_premises(), replace(LEAK, code="CMP-01")) is Kind.COMPLAINT
    assert opening.kind_of(some_premises(), replace(LEAK, code="INS-01")) is Kind.INSPECTION_FINDING


def test_numbers_carry_the_local_day() -> None:
    late = datetime(2026, 11, 2, 16, 30, tzinfo=UTC)  # already the third in Chengdu
    day = opening.day_key(late, SETTING.community)
    assert opening.number_of(SETTING.community, day, 7) == "YQL-261103-0007"
