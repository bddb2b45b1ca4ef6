"""What waits: for bytes, for other operations, for a newer server; and what becomes of it in the end."""

import pytest
from sqlalchemy import update

from kernel.actors import system
from media import commands as media
from media.model import Developed, Quality
from offline_sync.model import Verdict
from offline_sync.retrying import Released, release_held
from offline_sync.tables import sync_op
from offline_sync.taking import failed
from tests.support.database import Database
from tests.support.dispatch_builders import ORG
from tests.support.phones import TECHNICIANS, House, Phone, sha

ANNA = TECHNICIANS[0]


async def accepted(house: House, phone: Phone) -> str:
    order = await house.report()
    await house.offer(order, phone.technician)
    await phone.sync()
    phone.do("offer.accept", order)
    await phone.sync()
    return order


async def release(house: House) -> Released:
    async with house.act(system(ORG)) as act:
        return await release_held(act)


async def bytes_arrive(house: House, phone: Phone, name: str) -> None:
    async with house.act(phone.actor) as act:
        await media.declare(act, sha(name), 1000, "image/jpeg")
        await media.complete(act, sha(name), Developed("image/jpeg", b"", b"", Quality(width=10, height=10), 0))


def with_deps(phone: Phone, order: str, ops: list[str], blobs: list[str], **outside: object) -> str:
    args = {"id": phone.an_id(), "text": "x", "at": phone.house.now}
    return phone.mint("note.add", order, args, deps={"ops": ops, "blobs": blobs}, **outside)


async def test_held_for_bytes_until_they_arrive(house: House, phone: Phone) -> None:
    order = await accepted(house, phone)
    note = with_deps(phone, order, [], [sha("photo")])
    other = phone.note(order, "goes on")
    await phone.sync()
    assert [phone.verdict(note), phone.verdict(other)] == ["held blob_missing", "applied"]
    assert (await release(house)).still_held == 1
    await bytes_arrive(house, phone, "photo")
    assert (await release(house)).decided == 1
    await phone.sync()
    assert phone.outcomes()[note]["verdict"] == "applied"
    assert len(phone.orders()[order].order.notes) == 2
    assert (await release(house)) == Released()


async def test_held_is_tried_again_when_the_phone_comes_back(house: House, phone: Phone) -> None:
    order = await accepted(house, phone)
    note = with_deps(phone, order, [], [sha("photo")])
    await phone.sync()
    await bytes_arrive(house, phone, "photo")
    phone.note(order, "again here")
    await phone.sync()
    assert phone.outcomes()[note]["verdict"] == "applied"


async def test_held_for_an_operation_that_comes_later(house: House, phone: Phone) -> None:
    order = await accepted(house, phone)
    later = phone.an_id()
    first = with_deps(phone, order, [later], [])
    await phone.sync()
    assert phone.verdict(first) == "held dep_missing"
    phone.mint("note.add", order, {"id": phone.an_id(), "text": "y", "at": house.now}, op_id=later)
    await phone.sync()
    assert phone.outcomes()[first]["verdict"] == "applied"


async def test_a_chain_of_waiting_operations_is_released_together(house: House, phone: Phone) -> None:
    order = await accepted(house, phone)
    one = with_deps(phone, order, [], [sha("photo")])
    two = with_deps(phone, order, [one], [])
    three = with_deps(phone, order, [two], [])
    await phone.sync()
    await bytes_arrive(house, phone, "photo")
    assert (await release(house)).decided == 3
    await phone.sync()
    assert {phone.outcomes()[op]["verdict"] for op in (one, two, three)} == {"applied"}


async def test_a_waiting_group_is_released_as_one(house: House, phone: Phone) -> None:
    order = await accepted(house, phone)
    one = with_deps(phone, order, [], [], grp="g")
    two = with_deps(phone, order, [], [sha("photo")], grp="g")
    await phone.sync()
    assert [phone.verdict(one), phone.verdict(two)] == ["held blob_missing"] * 2
    assert len((await house.order(order)).notes) == 0  # type: ignore[arg-type]
    await bytes_arrive(house, phone, "photo")
    await release(house)
    assert len((await house.order(order)).notes) == 2  # type: ignore[arg-type]


async def test_after_three_days_a_person_looks(house: House, phone: Phone) -> None:
    order = await accepted(house, phone)
    note = with_deps(phone, order, [], [sha("never")])
    await phone.sync()
    house.later(hours=71)
    assert (await release(house)).parked == 0
    house.later(hours=2)
    assert (await release(house)).parked == 1
    await phone.sync()
    assert (phone.outcomes()[note]["verdict"], phone.outcomes()[note]["reason"]) == ("parked", "blob_missing")
    assert len((await house.order(order)).notes) == 0  # type: ignore[arg-type]


@pytest.mark.parametrize("reason", ["malformed", "unknown_fault"])
async def test_one_operation_that_fails_does_not_keep_the_others_waiting(
    house: House, phone: Phone, reason: str
) -> None:
    order = await accepted(house, phone)
    found = {"id": phone.an_id(), "premises": "YQL-03-2-1201", "fault": "NONE", "words": "x", "at": house.now}
    bad = phone.mint("report.add", "", found, deps={"ops": [], "blobs": [sha("photo")]})
    good = with_deps(phone, order, [], [sha("photo")])
    await phone.sync()
    if reason == "malformed":
        async with house.act(system(ORG)) as act:
            await act.conn.execute(update(sync_op).where(sync_op.c.op_id == bad).values(body=b"{"))
    await bytes_arrive(house, phone, "photo")
    assert await release(house) == Released(decided=1, parked=1)
    await phone.sync()
    told = phone.outcomes()
    assert [(told[op]["verdict"], told[op]["reason"]) for op in (good, bad)] == [("applied", ""), ("parked", reason)]


def test_a_fault_of_ours_is_parked_with_a_trace_and_told() -> None:
    (answer,) = failed(["op"], ValueError("ours"))
    assert (answer.effect.verdict, answer.effect.reason) == (Verdict.PARKED, "internal_error")
    assert answer.trouble is not None
    assert answer.effect.facts == {"trace": answer.trouble.trace}


async def test_a_kind_from_the_future_waits_for_the_next_server(house: House, phone: Phone, db_of: Database) -> None:
    order = await accepted(house, phone)
    future = phone.do("drone.launch", order)
    await phone.sync()
    assert phone.verdict(future) == "held server_too_old"
    async with house.act(system(ORG)) as act:  # the next server knows this kind by another name
        known = sync_op.c.op_id == future
        body = phone.memory.queue[-1].raw.replace("drone.launch", "visit.depart").encode()
        await act.conn.execute(update(sync_op).where(known).values(body=body, kind="visit.depart"))
    assert (await release(house)).decided == 1
    await phone.sync()
    assert phone.status(order) == "en_route"


@pytest.fixture
def db_of(house: House) -> Database:
    return house.db
