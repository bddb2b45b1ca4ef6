"""Reports become work orders, once, with numbers nobody else has."""

import asyncio

import pytest
from msgspec.structs import replace

from dispatch.bulk import put_orders
from dispatch.commands import carry_out, open_order, open_orders
from dispatch.intents import Triage
from dispatch.model import AssignmentState, Priority, Status, WorkOrderId
from dispatch.queries import order_detail, phone_orders
from dispatch.reporting import NotYours
from kernel.actors import OrgId, Role, system
from kernel.outbox import first_broken_link, history
from tests.support.database import Database, act_on
from tests.support.dispatch_builders import (
    BJY,
    LEAK,
    NOON,
    ORG,
    a_report,
    a_technician,
    an_actor,
    an_assignment,
    an_id,
    an_order,
    some_premises,
)
from tests.support.dispatch_flows import MINUTE, reported


async def test_the_same_report_twice_is_one_work_order(db: Database) -> None:
    new = a_report()
    async with act_on(db, an_actor(Role.OWNER), NOON) as act:
        first, repeated = await open_order(act, new)
    async with act_on(db, an_actor(Role.OWNER), NOON + MINUTE) as act:
        second, again = await open_order(act, replace(new, words="something else"))
    assert (repeated, again) == (False, True)
    assert first == second
    async with db.read.connect() as conn:
        assert [one.name for one in await history(conn, first.id)] == ["work_order.reported", "work_order.triaged"]


async def test_the_same_report_at_the_same_moment_is_one_work_order(db: Database) -> None:
    new = a_report()

    async def send() -> tuple[str, bool]:
        async with act_on(db, an_actor(Role.OWNER), NOON) as act:
            order, repeated = await open_order(act, new)
        return order.number, repeated

    answers = await asyncio.gather(*(send() for _ in range(6)))
    assert len({number for number, _ in answers}) == 1
    assert sorted(repeated for _, repeated in answers) == [False, *[True] * 5]


async def test_numbers_are_counted_by_community_and_local_day(db: Database) -> None:
    bjy = some_premises("BJY-01-1-0301", label="1栋301", building="01", floor=3)
    news = [a_report(), a_report(), a_report(premises=bjy), a_report(reported_at=NOON - 720 * MINUTE)]
    async with act_on(db, an_actor(Role.CLERK), NOON) as act:
        opened = await open_orders(act, news)
    numbers = [order.number for order, _ in opened]
    assert numbers == ["YQL-261102-0001", "YQL-261102-0002", "BJY-261102-0001", "YQL-261101-0001"]


async def test_many_reports_at_once_get_many_numbers(db: Database) -> None:
    async def send() -> str:
        return (await reported(db)).number

    numbers = await asyncio.gather(*(send() for _ in range(12)))
    assert len(set(numbers)) == 12
    assert max(numbers) == "YQL-261102-0012"


async def test_a_repetition_inside_one_batch_is_one_work_order(db: Database) -> None:
    new = a_report()
    async with act_on(db, an_actor(Role.CLERK), NOON) as act:
        answers = await open_orders(act, [new, new])
    assert [repeated for _, repeated in answers] == [False, True]
    assert answers[0][0] == answers[1][0]


async def test_nobody_reports_into_another_organisation_or_community(db: Database) -> None:
    stranger = replace(an_actor(Role.CLERK), org_id=OrgId(an_id("other org")))
    with pytest.raises(NotYours):
        async with act_on(db, stranger, NOON) as act:
            await open_order(act, a_report())
    with pytest.raises(NotYours):
        async with act_on(db, an_actor(Role.CLERK, communities=frozenset({BJY})), NOON) as act:
            await open_order(act, a_report())


async def test_triage_by_hand_brings_the_clocks_and_fees_of_its_fault(db: Database) -> None:
    order = await reported(db, words="请尽快来一下")
    assert order.status is Status.REPORTED
    async with act_on(db, an_actor(Role.DISPATCHER), NOON + MINUTE) as act:
        triaged = await carry_out(act, order.id, Triage("PLB-02", Priority.P1), version=order.version)
    assert (triaged.status, triaged.fault) == (Status.TRIAGED, "PLB-02")
    assert triaged.clocks.respond_by == NOON + 5 * MINUTE
    assert triaged.fees.labour_fen == LEAK.price_fen


async def test_orders_with_a_past_are_taken_over_as_they_are(db: Database) -> None:
    tech = a_technician()
    held = an_assignment(tech, AssignmentState.ACCEPTED)
    running = an_order(Status.ACCEPTED, technician_id=tech.id, assignment_id=held.id)
    past = an_order(
        Status.CLOSED, id=WorkOrderId(an_id("past")), number="YQL-260101-0001", reported_at=NOON - 9 * MINUTE
    )
    async with act_on(db, system(ORG), NOON) as act:
        await put_orders(act, [running, past], [held])
    async with db.read.connect() as conn:
        detail = await order_detail(conn, running.id, now=NOON)
        shown = await phone_orders(conn, [running.id])
    assert (detail.order, detail.assignments, detail.timeline) == (running, (held,), ())
    assert [visit.number for visit in shown[running.id].history] == ["YQL-260101-0001"]


async def test_a_changed_byte_in_the_history_is_found(db: Database) -> None:
    order = await reported(db)
    async with db.read.connect() as conn:
        events = await history(conn, order.id)
    assert first_broken_link(events) is None
    forged = [events[0], replace(events[1], body=events[1].body.replace(b"P1", b"P2"))]
    assert first_broken_link(forged) == events[1].n
