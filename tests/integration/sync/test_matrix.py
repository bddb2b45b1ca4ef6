"""The conflict matrix through the real exchange: evidence and status of a late phone against what happened meanwhile.

One test per cell: rows are what the office did, columns are evidence and status. Each sends every kind of its column.
"""

from datetime import timedelta

from dispatch.evidence import LATE_FLAG
from dispatch.intents import Merge, PutOnHold, Revoke
from dispatch.model import HoldReason, Status, WorkOrder, WorkOrderId
from offline_sync.merge import AFTER_CANCEL_FLAG, DUPLICATE_FLAG
from tests.integration.sync.test_held import accepted
from tests.support.phones import TECHNICIANS, House, Phone, sha

_, BORIS, _ = TECHNICIANS


def evidence(phone: Phone, order: str) -> list[str]:
    """A note, a photo, a part, a checklist answer, a signature nobody asked for."""
    now = phone.house.now
    part = {"id": phone.an_id(), "material": "M-001", "name": "角阀", "unit": "个"}
    text = f'{{"work_order":"{order}"}}'
    return [
        phone.note(order, "总阀在门后"),
        phone.photo(order, "after"),
        phone.do("part.add", order, **part, quantity_milli=1000, unit_price_fen=1800),
        phone.do("check.set", order, step="TIDY", done=True, value="", at=now),
        phone.sign(order, text, sha(text)),
    ]


def status(phone: Phone, order: str) -> list[str]:
    return [
        phone.do("visit.depart", order),
        phone.arrive(order),
        phone.do("visit.start", order),
        phone.do("visit.hold", order, reason="waiting_parts", until=phone.house.now, note=""),
        phone.do("visit.resume", order),
        phone.do("visit.finish", order, cause="AGE", action="REPLACE"),
        phone.do("visit.undo", order, reason="too early"),
    ]


async def told(phone: Phone, ops: list[str]) -> set[str]:
    await phone.sync()
    return {phone.verdict(one) for one in ops}


async def reassigned(house: House, phone: Phone, *, seen: bool) -> WorkOrderId:
    order = await accepted(house, phone)
    await house.offer(order, BORIS)  # type: ignore[arg-type]
    if seen:
        await phone.sync()
    return WorkOrderId(order)


async def test_reassigned_unseen_evidence_is_applied_and_tagged(house: House, phone: Phone) -> None:
    order = await reassigned(house, phone, seen=False)
    assert await told(phone, evidence(phone, order)) == {"applied"}
    found = await house.order(order)
    assert LATE_FLAG in found.flags
    assert (found.technician_id, len(found.notes), len(found.parts)) == (BORIS.id, 1, 1)


async def test_reassigned_unseen_status_waits_for_the_lead(house: House, phone: Phone) -> None:
    order = await reassigned(house, phone, seen=False)
    before = await house.order(order)
    assert await told(phone, status(phone, order)) == {"parked reassigned"}
    assert await house.order(order) == before


async def test_reassigned_seen_evidence_is_parked(house: House, phone: Phone) -> None:
    order = await reassigned(house, phone, seen=True)
    assert await told(phone, evidence(phone, order)) == {"parked not_assignee"}


async def test_reassigned_seen_status_is_parked(house: House, phone: Phone) -> None:
    order = await reassigned(house, phone, seen=True)
    assert await told(phone, status(phone, order)) == {"parked not_assignee"}


async def test_cancelled_evidence_is_applied_as_evidence(house: House, phone: Phone) -> None:
    order = WorkOrderId(await accepted(house, phone))
    await house.cancel(order)
    assert await told(phone, evidence(phone, order)) == {"applied"}
    found = await house.order(order)
    assert found.status is Status.CANCELLED
    assert AFTER_CANCEL_FLAG in found.flags


async def test_cancelled_status_is_parked(house: House, phone: Phone) -> None:
    order = WorkOrderId(await accepted(house, phone))
    await house.cancel(order)
    assert await told(phone, status(phone, order)) == {"parked order_cancelled"}
    assert (await house.order(order)).status is Status.CANCELLED


async def both_at_work(house: House, phones: list[Phone]) -> tuple[WorkOrderId, WorkOrder]:
    """Anna works offline; the order goes to Boris, who finishes it first."""
    anna, boris = phones[:2]
    order = WorkOrderId(await accepted(house, anna))
    await house.offer(order, BORIS)
    await boris.sync()
    boris.do("offer.accept", order)
    boris.work(order)
    await boris.sync()
    return order, await house.order(order)


async def test_two_on_one_job_the_evidence_of_both_stays(house: House, phones: list[Phone]) -> None:
    order, _ = await both_at_work(house, phones)
    assert await told(phones[0], evidence(phones[0], order)[:2]) == {"applied"}
    await phones[1].sync()
    photos = [row for (kind, _), row in phones[1].memory.server.items() if kind == "photo"]
    assert len(photos) == 3
    assert len((await house.order(order)).notes) == 1


async def test_two_on_one_job_the_first_completion_wins(house: House, phones: list[Phone]) -> None:
    order, before = await both_at_work(house, phones)
    second = phones[0].do("visit.finish", order, cause="PART", action="REPAIR")
    assert await told(phones[0], [second]) == {"merged same"}
    after = await house.order(order)
    assert (after.cause, after.action, after.technician_id) == (before.cause, before.action, BORIS.id)
    assert DUPLICATE_FLAG in after.flags


async def at_work(house: House, phone: Phone) -> WorkOrderId:
    order = WorkOrderId(await accepted(house, phone))
    phone.arrive(order)
    phone.photo(order, "before")
    phone.do("visit.start", order)
    await phone.sync()
    return order


async def test_the_same_field_evidence_beside_it_is_applied(house: House, phone: Phone) -> None:
    order = await at_work(house, phone)
    await house.intend(order, PutOnHold(HoldReason.WAITING_PARTS, house.now + timedelta(days=1)))
    assert await told(phone, evidence(phone, order)[:4]) == {"applied"}


async def test_the_same_field_the_office_wins_and_the_technicians_words_are_kept(house: House, phone: Phone) -> None:
    order = await at_work(house, phone)
    until = house.now + timedelta(days=1)
    await house.intend(order, PutOnHold(HoldReason.WAITING_PARTS, until))
    args = {"reason": "safety_stop", "until": until, "note": "电线裸露"}
    mine = phone.mint("visit.hold", order, args, base={"status": "in_progress"})
    assert await told(phone, [mine]) == {"merged lead_wins"}
    found = await house.order(order)
    assert found.hold is not None
    assert (found.hold.reason, [note.text for note in found.notes]) == (HoldReason.WAITING_PARTS, ["电线裸露"])


async def merged_away(house: House, phone: Phone) -> tuple[WorkOrderId, WorkOrderId]:
    order = WorkOrderId(await accepted(house, phone))
    survivor = await house.report()
    await house.intend(order, Revoke("the same leak"))
    await house.intend(order, Merge(survivor))
    return order, survivor


async def test_merged_evidence_goes_to_the_survivor(house: House, phone: Phone) -> None:
    order, survivor = await merged_away(house, phone)
    assert await told(phone, evidence(phone, order)[:4]) == {"applied"}
    assert len((await house.order(survivor)).notes) == 1
    assert (await house.order(order)).notes == ()


async def test_merged_status_is_parked(house: House, phone: Phone) -> None:
    order, _ = await merged_away(house, phone)
    assert await told(phone, status(phone, order)) == {"parked order_merged"}


async def test_a_clock_two_years_off_changes_no_evidence_but_a_flag(house: House, phone: Phone) -> None:
    order = await at_work(house, phone)
    phone.skew = timedelta(days=700)
    assert await told(phone, evidence(phone, order)[:4]) == {"applied"}
    found = await house.order(order)
    assert "phone_clock_wrong" in found.flags
    assert all(note.at <= house.now for note in found.notes)


async def test_a_clock_two_years_off_changes_no_status(house: House, phone: Phone) -> None:
    order = WorkOrderId(await accepted(house, phone))
    phone.skew = timedelta(days=-700)
    phone.work(order)
    assert await told(phone, [one.op_id for one in phone.memory.queue]) == {"applied"}
    found = await house.order(order)
    assert found.status is Status.WORK_DONE
    assert found.clocks.fixed_at is not None
    assert found.clocks.fixed_at <= house.now
