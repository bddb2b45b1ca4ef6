"""One exchange on a real database: every operation gets exactly one verdict, whatever the network does."""

import hashlib

import msgspec
import pytest
from sqlalchemy import func, select, update

from dispatch.intents import Revoke
from dispatch.model import Status
from kernel import outbox
from offline_sync import exchange, pulling
from offline_sync.exchange import ActorMismatch, DeviceRevoked, DeviceUnknown
from offline_sync.model import Verdict
from offline_sync.tables import sync_device, sync_fork, sync_op
from tests.support.phones import OFFICE, TECHNICIANS, Crashed, House, Phone, sha

ANNA, BORIS, CHEN = TECHNICIANS


async def accepted(house: House, phone: Phone) -> str:
    """An order that this phone has accepted, both sides at rest."""
    order = await house.report()
    await house.offer(order, phone.technician)
    await phone.sync()
    phone.do("offer.accept", order)
    await phone.sync()
    return order


async def ledger(house: House) -> int:
    async with house.act(OFFICE) as act:
        return int((await act.conn.execute(select(func.count()).select_from(sync_op))).scalar_one())


async def test_a_whole_visit_made_offline_arrives_once_and_in_order(house: House, phone: Phone) -> None:
    order = await house.report()
    await house.offer(order, ANNA)
    await phone.sync()
    assert phone.status(order) == "offered"

    phone.do("offer.accept", order)
    phone.work(order)
    text, digest = phone.sheet(phone.orders()[order], await house.order(order), [])
    await phone.sync()
    assert {phone.verdict(one.op_id) for one in phone.memory.queue} == {"applied"}

    done = await house.order(order)
    text, digest = phone.sheet(phone.orders()[order], done, [sha(f"before {order}"), sha(f"after {order}")])
    signed = phone.sign(order, text, digest)
    await phone.sync()
    assert phone.verdict(signed) == "applied"
    assert phone.status(order) == "signed"
    assert phone.memory.settled == len(phone.memory.queue)
    assert not (await house.order(order)).sign_off.stale  # type: ignore[union-attr]


async def test_every_operation_is_in_the_history_with_its_moment_and_an_unbroken_chain(
    house: House, phone: Phone
) -> None:
    order = await accepted(house, phone)
    phone.do("visit.depart", order)
    at = house.now
    house.later(hours=2)
    await phone.sync()
    async with house.act(OFFICE) as act:
        told = await outbox.history(act.conn, order)
    departed = next(one for one in told if one.name == "work_order.departed")
    assert (departed.occurred_at, departed.recorded_at) == (at, house.now)
    assert (departed.actor_id, departed.device_id) == (ANNA.id, phone.memory.device)
    assert outbox.first_broken_link(told) is None


async def test_a_lost_answer_is_asked_for_again_and_nothing_is_done_twice(house: House, phone: Phone) -> None:
    order = await accepted(house, phone)
    note = phone.note(order, "门禁密码已换")
    with pytest.raises(Crashed):
        await house.exchange(phone.actor, phone.body(), crash="after")
    answer = await house.exchange(phone.actor, phone.body())
    assert [(one.op_id, one.verdict, one.dup) for one in answer.results] == [(note, Verdict.APPLIED, True)]
    phone.hear(answer, phone.memory.cursor)
    assert len(phone.orders()[order].order.notes) == 1


async def test_a_server_that_dies_before_the_commit_has_done_nothing(house: House, phone: Phone) -> None:
    order = await accepted(house, phone)
    phone.note(order, "x")
    before = await ledger(house)
    with pytest.raises(Crashed):
        await house.exchange(phone.actor, phone.body(), crash="before")
    assert await ledger(house) == before
    await phone.sync()
    assert len(phone.orders()[order].order.notes) == 1


async def test_a_batch_from_last_month_cut_differently_is_still_known(house: House, phone: Phone) -> None:
    order = await accepted(house, phone)
    for at in range(6):
        phone.note(order, f"note {at}")
    await phone.sync(limit=4)
    house.later(days=30)
    for one in phone.memory.queue:
        one.verdict = None
    answer = await house.exchange(phone.actor, phone.body(limit=200))
    assert all(one.dup for one in answer.results)
    assert len((await house.order(order)).notes) == 6  # type: ignore[arg-type]


async def test_one_byte_changed_under_the_same_id_is_parked_and_does_not_block(house: House, phone: Phone) -> None:
    order = await accepted(house, phone)
    note = phone.note(order, "eins")
    await phone.sync()
    changed = next(one for one in phone.memory.queue if one.op_id == note).raw.replace("eins", "zwei")
    phone.put(note, changed)
    phone.note(order, "drei")
    body = phone.body()
    answer = await house.exchange(phone.actor, body)
    assert [(one.verdict, one.reason) for one in answer.results] == [
        (Verdict.PARKED, "payload_mismatch"),
        (Verdict.APPLIED, ""),
    ]
    again = await house.exchange(phone.actor, body)
    assert [(one.verdict, one.reason, one.dup) for one in again.results] == [
        (Verdict.PARKED, "payload_mismatch", True),
        (Verdict.APPLIED, "", True),
    ]
    assert sorted(note.text for note in (await house.order(order)).notes) == ["drei", "eins"]  # type: ignore[arg-type]


async def test_what_is_no_operation_is_parked_and_the_next_goes_on(house: House, phone: Phone) -> None:
    order = await accepted(house, phone)
    phone.put("x" * 36, '{"hello":"world"}')
    note = phone.note(order, "danach")
    answer = await house.exchange(phone.actor, phone.body())
    assert [(one.verdict, one.reason) for one in answer.results] == [
        (Verdict.PARKED, "malformed"),
        (Verdict.APPLIED, ""),
    ]
    assert answer.results[1].op_id == note


async def test_a_hole_stops_the_batch_and_says_where_to_go_on(house: House, phone: Phone) -> None:
    order = await accepted(house, phone)
    for at in range(3):
        phone.note(order, f"note {at}")
    lost = phone.memory.queue.pop(-2)
    answer = await house.exchange(phone.actor, phone.body())
    assert answer.dev.expected == lost.cseq
    assert len(answer.results) == 1


async def test_a_cloned_phone_forks_and_neither_loses_nor_doubles_anything(house: House, phone: Phone) -> None:
    order = await accepted(house, phone)
    phone.note(order, "before the clone")
    twin = phone.clone()
    phone.note(order, "by the first")
    twin.note(order, "by the second")
    await phone.sync()
    await twin.sync()
    texts = sorted(note.text for note in (await house.order(order)).notes)  # type: ignore[arg-type]
    assert texts == ["before the clone", "by the first", "by the second"]
    assert twin.memory.device != phone.memory.device
    async with house.act(OFFICE) as act:
        fork = (await act.conn.execute(select(sync_fork))).one()
    assert (fork.device_id_new, fork.device_id_old) == (twin.memory.device, phone.memory.device)


async def test_somebody_elses_work_is_refused_without_taking_a_number(house: House, phones: list[Phone]) -> None:
    anna, boris = phones[:2]
    order = await accepted(house, anna)
    await boris.sync()
    anna.note(order, "mine")
    boris.memory.queue = anna.memory.queue
    with pytest.raises(ActorMismatch):
        await house.exchange(boris.actor, boris.body())
    boris.memory.queue = []
    answer = await house.exchange(boris.actor, boris.body())
    assert answer.dev.last_cseq == 0


async def test_somebody_elses_device_is_unknown(house: House, phones: list[Phone]) -> None:
    anna, boris = phones[:2]
    await anna.sync()
    boris.memory.device = anna.memory.device
    with pytest.raises(DeviceUnknown):
        await house.exchange(boris.actor, boris.body())


async def test_a_revoked_device_is_told_so(house: House, phone: Phone) -> None:
    await phone.sync()
    async with house.act(OFFICE) as act:
        await act.conn.execute(update(sync_device).values(revoked_at=house.now))
    with pytest.raises(DeviceRevoked):
        await house.exchange(phone.actor, phone.body())


async def test_a_failure_while_writing_costs_only_the_operation_that_caused_it(house: House, phone: Phone) -> None:
    order = await accepted(house, phone)
    good = phone.note(order, "gut")
    phone.photo(order, "before")
    place = "YQL-03-2-1202"
    bad = phone.do("report.add", "", id=phone.an_id(), premises=place, fault="NO-SUCH", words="x", at=house.now)
    more = phone.note(order, "auch gut")
    found = phone.do("report.add", "", id=phone.an_id(), premises=place, words="灯不亮", at=house.now)
    await phone.sync()
    assert [phone.verdict(one) for one in (good, bad, more, found)] == [
        "applied",
        "parked unknown_fault",
        "applied",
        "applied",
    ]
    assert len((await house.order(order)).notes) == 2  # type: ignore[arg-type]
    told = [one.name for one in await _history(house, order)]
    assert (told.count("work_order.detailed"), told.count("photo.added")) == (2, 1)


async def _history(house: House, scope: str) -> list[outbox.Envelope]:
    async with house.act(OFFICE) as act:
        return await outbox.history(act.conn, scope)


async def test_a_find_reported_twice_is_one_work_order(house: House, phone: Phone) -> None:
    await phone.sync()
    find = phone.an_id()
    args = {"id": find, "premises": "YQL-03-2-1202", "words": "漏水", "at": house.now}
    first, second = phone.mint("report.add", "", args), phone.mint("report.add", "", args)
    await phone.sync()
    assert [phone.verdict(one) for one in (first, second)] == ["applied", "applied"]
    assert (await house.order(find)).channel == "technician"  # type: ignore[arg-type]


async def test_the_ledger_keeps_the_bytes_as_they_came(house: House, phone: Phone) -> None:
    order = await accepted(house, phone)
    note = phone.note(order, "上门 ünïcödé")
    raw = phone.memory.queue[-1].raw.replace('","', '" , "')
    phone.memory.queue[-1].raw = raw
    await phone.sync()
    async with house.act(OFFICE) as act:
        row = (await act.conn.execute(select(sync_op).where(sync_op.c.op_id == note))).one()
    assert bytes(row.body) == raw.encode()
    assert bytes(row.hash) == hashlib.sha256(raw.encode()).digest()


async def test_a_phone_two_years_ahead_ends_where_a_right_one_would(house: House, phone: Phone) -> None:
    from datetime import timedelta

    order = await accepted(house, phone)
    phone.skew = timedelta(days=730)
    phone.work(order)
    await phone.sync()
    found = await house.order(order)  # type: ignore[arg-type]
    assert found.status is Status.WORK_DONE
    assert "phone_clock_wrong" in found.flags
    assert found.clocks.fixed_at == house.now


async def test_reassigned_while_offline_keeps_the_work_and_asks_the_office(house: House, phones: list[Phone]) -> None:
    anna, boris = phones[:2]
    order = await accepted(house, anna)
    await house.offer(order, BORIS)
    anna.work(order)
    await anna.sync()
    by_kind = {msgspec.json.decode(one.raw)["kind"]: anna.verdict(one.op_id) for one in anna.memory.queue}
    assert by_kind["photo.add"] == by_kind["check.set"] == "applied"
    assert by_kind["visit.finish"] == by_kind["visit.start"] == "parked reassigned"
    assert anna.status(order) is None
    assert {outcome["reason"] for outcome in anna.outcomes().values()} == {"reassigned"}
    later = anna.note(order, "I know now")
    await anna.sync()
    assert anna.verdict(later) == "parked not_assignee"
    await boris.sync()
    photos = [key for key in boris.memory.server if key[0] == "photo"]
    assert len(photos) == 2


async def test_cancelled_while_offline_keeps_the_evidence_and_parks_the_rest(house: House, phone: Phone) -> None:
    order = await accepted(house, phone)
    await house.cancel(order)  # type: ignore[arg-type]
    note = phone.note(order, "schon da gewesen")
    depart = phone.do("visit.depart", order)
    await phone.sync()
    assert [phone.verdict(note), phone.verdict(depart)] == ["applied", "parked order_cancelled"]
    found = await house.order(order)  # type: ignore[arg-type]
    assert found.status is Status.CANCELLED
    assert "work_after_cancellation" in found.flags


async def test_a_proto_from_the_future_is_taken_from_but_shown_nothing(house: House, phone: Phone) -> None:
    order = await accepted(house, phone)
    phone.note(order, "x")
    answer = await house.exchange(phone.actor, phone.body().replace(b'"proto":1', b'"proto":9'))
    assert answer.results[0].verdict is Verdict.APPLIED
    assert (answer.pull, answer.upgrade) == (None, "pull_upgrade_required")


async def test_the_receipt_says_what_the_server_holds(house: House, phone: Phone) -> None:
    from offline_sync.feed import summed

    order = await accepted(house, phone)
    phone.photo(order, "before", "one")
    phone.note(order, "x")
    await phone.sync()
    async with house.act(phone.actor) as act:
        receipt = await pulling.receipt(act.conn, phone.actor, phone.memory.device, house.now)
    assert (receipt.last_cseq, receipt.n, receipt.parked) == (3, 3, 0)
    assert receipt.missing_blobs == (sha("one"),)
    assert receipt.digest == f"{summed(one.op_id for one in phone.memory.queue):016x}"


async def test_a_push_without_anything_new_writes_nothing(house: House, phone: Phone) -> None:
    order = await accepted(house, phone)
    phone.note(order, "x")
    await phone.sync()
    async with house.act(phone.actor) as act:
        request = msgspec.json.decode(phone.body(), type=exchange.ExchangeRequest)
        pushed = await exchange.looked(act.conn, phone.actor, request, house.now)
    assert pushed.state.last_cseq == 2
    assert await ledger(house) == 2


async def test_handing_back_takes_the_order_off_the_phone(house: House, phone: Phone) -> None:
    order = await accepted(house, phone)
    phone.do("visit.hand_back", order, reason="unwell")
    await phone.sync()
    assert phone.status(order) is None
    assert (await house.order(order)).status is Status.TRIAGED  # type: ignore[arg-type]


async def test_taken_away_by_the_office_leaves_the_phone_at_once(house: House, phone: Phone) -> None:
    order = await accepted(house, phone)
    phone.photo(order, "before")
    await phone.sync()
    await house.intend(order, Revoke("needed elsewhere"))  # type: ignore[arg-type]
    await phone.sync()
    assert not [row for row in phone.memory.server.values() if row.wo == order]
