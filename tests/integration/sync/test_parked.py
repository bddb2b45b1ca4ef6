"""The office's inbox: both versions side by side, and accept, reject, amend."""

import msgspec
import pytest
from sqlalchemy import select, update

import dispatch.commands
from dispatch.estate import Estate, Organisation
from dispatch.model import Status
from dispatch.tables import work_order
from kernel.actors import Role
from offline_sync import parked
from offline_sync.model import OpOutcome, ParkedList, Ruling
from offline_sync.parked import AlreadyRuled, CannotApply, UnknownParked
from offline_sync.tables import sync_op
from tests.support.dispatch_builders import BJY, YQL, an_actor
from tests.support.phones import LEAD, OFFICE, TECHNICIANS, House, Phone

ANNA, BORIS, _ = TECHNICIANS


async def accepted(house: House, phone: Phone) -> str:
    order = await house.report()
    await house.offer(order, phone.technician)
    await phone.sync()
    phone.do("offer.accept", order)
    await phone.sync()
    return order


async def inbox(house: House, who: object = OFFICE) -> ParkedList:
    async with house.act(who) as act:  # type: ignore[arg-type]
        return await parked.listing(act)


async def rule(house: House, op_id: str, decision: str, who: object = OFFICE, **more: object) -> OpOutcome:
    async with house.act(who) as act:  # type: ignore[arg-type]
        return await parked.ruled(act, op_id, Ruling(decision, **more))  # type: ignore[arg-type]


async def moved_away(house: House, anna: Phone) -> tuple[str, dict[str, str]]:
    """Anna did the whole visit while the order went to Boris: what of it is parked, by kind."""
    order = await accepted(house, anna)
    await house.offer(order, BORIS)  # type: ignore[arg-type]
    anna.work(order)
    await anna.sync()
    return order, {item.kind: item.op_id for item in (await inbox(house)).items}


async def test_the_inbox_shows_both_versions(house: House, phone: Phone) -> None:
    order, waiting = await moved_away(house, phone)
    items = (await inbox(house)).items
    assert set(waiting) == {"visit.depart", "visit.arrive", "visit.start", "visit.finish"}
    finish = next(item for item in items if item.kind == "visit.finish")
    assert msgspec.json.decode(finish.args) == {"cause": "AGE", "action": "REPLACE"}
    assert (finish.by, finish.by_code, finish.reason) == (ANNA.id, ANNA.code, "reassigned")
    assert finish.current is not None
    assert (finish.current.order.id, finish.current.order.technician_id) == (order, BORIS.id)
    assert not finish.late
    house.later(hours=25)
    assert all(item.late for item in (await inbox(house)).items)


async def test_a_lead_sees_only_his_communities(house: House, phone: Phone) -> None:
    _, waiting = await moved_away(house, phone)
    elsewhere = an_actor(Role.LEAD, communities=frozenset({BJY}))
    assert (await inbox(house, elsewhere)).items == ()
    with pytest.raises(UnknownParked):
        await rule(house, waiting["visit.finish"], "reject", elsewhere)
    assert len((await inbox(house, an_actor(Role.LEAD, communities=frozenset({YQL})))).items) == 4


async def test_the_inbox_neither_shows_nor_moves_an_order_of_another_organisation(house: House, phone: Phone) -> None:
    order = await accepted(house, phone)
    async with house.act(OFFICE) as act:
        other = Organisation(id=house.ids.new(), code="OTHER", zh="别家", en="Another")
        await dispatch.commands.put_estate(act, Estate(organisation=other))
        await act.conn.execute(update(work_order).where(work_order.c.id == order).values(org_id=other.id))
    depart = phone.do("visit.depart", order)
    await phone.sync()
    assert phone.verdict(depart) == "parked unknown_work_order"
    before = await house.order(order)  # type: ignore[arg-type]
    item = next(one for one in (await inbox(house)).items if one.op_id == depart)
    assert (item.work_order_id, item.current) == (order, None)
    elsewhere = an_actor(Role.LEAD, communities=frozenset({BJY}))
    for who in (OFFICE, elsewhere):
        with pytest.raises(CannotApply):
            await rule(house, depart, "accept", who)
    assert await house.order(order) == before  # type: ignore[arg-type]


async def test_accepting_gives_the_order_back_to_who_did_the_work(house: House, phones: list[Phone]) -> None:
    anna, boris = phones[:2]
    order, waiting = await moved_away(house, anna)
    told = await rule(house, waiting["visit.finish"], "accept", LEAD)
    assert (told.verdict, told.resolution) == ("applied", "accept")
    found = await house.order(order)  # type: ignore[arg-type]
    assert (found.status, found.technician_id, found.cause) == (Status.WORK_DONE, ANNA.id, "AGE")
    await anna.sync()
    await boris.sync()
    assert (anna.status(order), boris.status(order)) == ("work_done", None)
    assert anna.outcomes()[waiting["visit.finish"]]["resolution"] == "accept"
    async with house.act(OFFICE) as act:
        row = (await act.conn.execute(select(sync_op).where(sync_op.c.caused_by == waiting["visit.finish"]))).one()
    assert (row.user_id, row.device_id, row.verdict) == (LEAD.id, None, "applied")


async def test_accepting_what_the_finish_made_pointless_is_harmless(house: House, phone: Phone) -> None:
    _, waiting = await moved_away(house, phone)
    await rule(house, waiting["visit.finish"], "accept")
    told = await rule(house, waiting["visit.depart"], "accept")
    assert (told.verdict, told.reason) == ("superseded", "stale_status")
    assert {item.kind for item in (await inbox(house)).items} == {"visit.arrive", "visit.start"}


async def test_rejecting_changes_nothing_and_keeps_the_operation(house: House, phone: Phone) -> None:
    order, waiting = await moved_away(house, phone)
    before = await house.order(order)  # type: ignore[arg-type]
    told = await rule(house, waiting["visit.finish"], "reject", note="Boris ist dran")
    assert (told.verdict, told.resolution) == ("parked", "reject")
    assert await house.order(order) == before  # type: ignore[arg-type]
    await phone.sync()
    assert phone.outcomes()[waiting["visit.finish"]]["note"] == "Boris ist dran"
    async with house.act(OFFICE) as act:
        row = (await act.conn.execute(select(sync_op).where(sync_op.c.op_id == waiting["visit.finish"]))).one()
    assert (row.pending, row.resolution, row.resolved_by) == (False, "reject", OFFICE.id)


async def test_deciding_twice_is_once_and_differently_is_refused(house: House, phone: Phone) -> None:
    _, waiting = await moved_away(house, phone)
    first = await rule(house, waiting["visit.finish"], "reject")
    assert await rule(house, waiting["visit.finish"], "reject") == first
    with pytest.raises(AlreadyRuled):
        await rule(house, waiting["visit.finish"], "accept")


async def test_amending_does_it_with_other_arguments(house: House, phone: Phone) -> None:
    order = await accepted(house, phone)
    phone.work(order)
    bad = phone.memory.queue[-1]
    bad.raw = bad.raw.replace('"AGE"', '""')
    await phone.sync()
    assert phone.verdict(bad.op_id) == "parked evidence_missing"
    with pytest.raises(CannotApply):
        await rule(house, bad.op_id, "accept")
    assert (await house.order(order)).status is Status.IN_PROGRESS  # type: ignore[arg-type]
    told = await rule(house, bad.op_id, "amend", args=msgspec.Raw(b'{"cause":"PART","action":"REPLACE"}'))
    assert told.resolution == "amend"
    assert (await house.order(order)).cause == "PART"  # type: ignore[arg-type]


async def test_accepting_work_on_a_cancelled_order_credits_it(house: House, phone: Phone) -> None:
    order = await accepted(house, phone)
    await house.cancel(order)  # type: ignore[arg-type]
    depart = phone.do("visit.depart", order)
    await phone.sync()
    told = await rule(house, depart, "accept")
    found = await house.order(order)  # type: ignore[arg-type]
    assert (found.status, told.resolution) == (Status.CANCELLED, "accept")
    assert "work_after_cancellation" in found.flags


async def test_accepting_evidence_of_somebody_who_knew_better_applies_it(house: House, phone: Phone) -> None:
    order = await accepted(house, phone)
    await house.offer(order, BORIS)  # type: ignore[arg-type]
    await phone.sync()
    note = phone.note(order, "noch etwas")
    await phone.sync()
    assert phone.verdict(note) == "parked not_assignee"
    await rule(house, note, "accept")
    assert [one.text for one in (await house.order(order)).notes] == ["noch etwas"]  # type: ignore[arg-type]
    assert (await house.order(order)).technician_id == BORIS.id  # type: ignore[arg-type]


async def test_bytes_that_are_no_operation_can_only_be_rejected(house: House, phone: Phone) -> None:
    await phone.sync()
    phone.put("x" * 36, '{"hello":"world"}')
    await house.exchange(phone.actor, phone.body())
    item = (await inbox(house)).items[0]
    with pytest.raises(CannotApply):
        await rule(house, item.op_id, "accept")
    assert (await rule(house, item.op_id, "reject")).resolution == "reject"
    assert (await inbox(house)).items == ()
