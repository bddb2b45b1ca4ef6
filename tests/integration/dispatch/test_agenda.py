"""The day as one picture, and what giving an order to somebody would do to it, beside what then really happens."""

import pytest
from msgspec.structs import replace

from dispatch import intents as i
from dispatch.commands import gather, offer_by_hand, put_estate
from dispatch.handling import BadTarget
from dispatch.model import Status
from dispatch.queries import agenda, incidents, what_if
from dispatch.store import UnknownOrder
from kernel.actors import Role, system
from tests.support.database import Database, act_on
from tests.support.dispatch_builders import BJY, NOON, ORG, YQL, an_actor, an_estate, an_id, some_premises
from tests.support.dispatch_flows import MINUTE, now_is, offered, reported, take

DISPATCHER = an_actor(Role.DISPATCHER)


async def test_the_picture_shows_who_goes_where_and_when(db: Database) -> None:
    order = await take(db, await offered(db), i.Accept())
    async with act_on(db, DISPATCHER, NOON + MINUTE) as act:
        seen = await agenda(act, ())
    rows = {row.technician_id: row for row in seen.rows}
    (block,) = rows[str(order.technician_id)].blocks
    assert (block.work_order_id, block.version, block.movable) == (order.id, order.version, True)
    assert seen.since < seen.at <= block.start < seen.until
    assert all(not row.blocks for key, row in rows.items() if key != order.technician_id)


async def test_somebody_of_one_community_sees_only_those_who_work_there(db: Database) -> None:
    async with act_on(db, DISPATCHER, NOON) as act:
        assert len((await agenda(act, (YQL,))).rows) == len((await agenda(act, ())).rows) > 0
        assert (await agenda(act, (an_id("elsewhere"),))).rows == ()


async def test_what_was_supposed_is_what_comes_true(db: Database) -> None:
    order = await take(db, await offered(db), i.Accept())
    async with act_on(db, DISPATCHER, NOON + MINUTE) as act:
        supposed = await what_if(act, order.id)
        before = {row.technician_id: row for row in (await agenda(act, ())).rows}
    assert supposed.holder is not None
    other = supposed.items[0]
    assert not other.against
    assert all(one.technician_id != order.technician_id for one in supposed.items)
    async with act_on(db, DISPATCHER, NOON + MINUTE) as act:
        await offer_by_hand(act, order.id, other.technician_id, version=supposed.version)
    async with act_on(db, DISPATCHER, NOON + MINUTE) as act:
        after = {row.technician_id: row for row in (await agenda(act, ())).rows}
    (block,) = after[other.technician_id].blocks
    assert (block.start, block.finish) == (other.block.start, other.block.finish)
    for change in (other.own, supposed.holder):
        was, now = before[change.technician_id], after[change.technician_id]
        assert (now.travel_s - was.travel_s, now.metres - was.metres) == (change.travel_s, change.metres)
        assert now.late_s - was.late_s == change.late_s


async def test_what_rules_somebody_out_is_said_before(db: Database) -> None:
    lift = await reported(db, id=an_id("lift"), premises=some_premises("YQL-L07"), fault="LFT-01")
    async with act_on(db, DISPATCHER, NOON) as act:
        supposed = await what_if(act, lift.id)
    assert supposed.holder is None
    assert all("cert_missing" in {reason.code for reason in one.against} and one.legal for one in supposed.items)


async def test_calls_from_one_home_are_an_incident_and_those_of_two_homes_are_not(db: Database) -> None:
    await reported(db, id=an_id("one"))
    await reported(db, id=an_id("two"), premises=some_premises("YQL-03-2-1202"))
    async with act_on(db, system(ORG), NOON) as act:
        assert await incidents(act.conn, ORG, (), NOON) == []


async def test_what_serves_a_whole_community_takes_in_what_its_homes_report(db: Database) -> None:
    street = some_premises("YQL-STREET", kind="common", building="", floor=0)
    async with act_on(db, system(ORG), NOON) as act:
        await put_estate(act, replace(an_estate(), premises=(street,)))
    second = await reported(db, id=an_id("home"), fault="ELE-04", reported_at=NOON - MINUTE)
    first = await reported(db, id=an_id("street"), premises=street, fault="ELE-04")
    async with act_on(db, system(ORG), NOON) as act:
        (found,) = await incidents(act.conn, ORG, (YQL, BJY), NOON)
    assert (found.work_order_id, found.alike) == (first.id, (second.id,))


async def test_forty_calls_are_gathered_into_one_order_and_what_is_accepted_is_left(db: Database) -> None:
    ids = [(await reported(db, id=an_id(f"call {n:02}"), reported_at=NOON - MINUTE)).id for n in range(40)]
    asked = await offered(db, id=an_id("asked"))
    taken = await take(db, await offered(db, id=an_id("taken")), i.Accept())
    async with act_on(db, DISPATCHER, NOON + MINUTE) as act:
        made = await gather(act, ids[0], [*ids, asked.id, taken.id, an_id("nowhere")])
    assert set(made.made) == {*ids[1:], asked.id}
    assert set(made.left) == {taken.id, an_id("nowhere")}
    gone = await now_is(db, ids[7])
    assert (gone.status, gone.merged_into) == (Status.MERGED, ids[0])
    async with act_on(db, system(ORG), NOON + MINUTE) as act:
        (found,) = await incidents(act.conn, ORG, (), NOON + MINUTE)
    assert (found.work_order_id, found.merged, found.alike) == (ids[0], 40, (taken.id,))


async def test_what_cannot_become_part_of_an_order_keeps_the_one_it_was_offered_to(db: Database) -> None:
    asked = await offered(db, id=an_id("asked"))
    over = await take(db, await reported(db, id=an_id("over")), i.Cancel("solved itself"), actor=an_actor(Role.OWNER))
    async with act_on(db, DISPATCHER, NOON + MINUTE) as act:
        made = await gather(act, over.id, [asked.id])
    assert made.left == {asked.id: BadTarget.code}
    assert await now_is(db, asked.id) == asked


async def test_nobody_gathers_what_he_may_not_see(db: Database) -> None:
    ids = [(await reported(db, id=an_id(f"call {n:02}"))).id for n in range(2)]
    elsewhere = an_actor(Role.DISPATCHER, communities=frozenset({BJY}))
    async with act_on(db, elsewhere, NOON) as act:
        with pytest.raises(UnknownOrder):
            await gather(act, ids[0], ids[1:])
