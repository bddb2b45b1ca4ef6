"""The life of a work order through the commands: what is written, what phones see, who sees it."""

import asyncio

import msgspec
import pytest
from msgspec.structs import replace
from sqlalchemy import select

from dispatch import intents as i
from dispatch.commands import add_note, carry_out, close_silent, save_standings, standings, sweep_clocks
from dispatch.handling import BadTarget
from dispatch.lifecycle import IllegalTransition
from dispatch.model import HoldReason, Note, Status, WorkOrderId
from dispatch.queries import OrderFilter, board, list_orders, order_detail, review_queue
from dispatch.store import UnknownOrder
from dispatch.views import PhoneOrder
from kernel import feed
from kernel.actors import OrgId, Role, system
from kernel.errors import Stale
from kernel.outbox import claim, erase_words, first_broken_link, history
from tests.support.database import Database, act_on
from tests.support.dispatch_builders import NOON, ORG, YQL, an_actor, an_id, some_premises
from tests.support.dispatch_flows import MINUTE, at_work, in_review, now_is, offered, reported, take, technician_of

LEAD = an_actor(Role.LEAD, communities=frozenset({YQL}))


async def sight(db: Database, order_id: str) -> dict[str, tuple[bool, str]]:
    async with db.read.connect() as conn:
        rows = await conn.execute(select(feed.feed_grant).where(feed.feed_grant.c.scope == order_id))
        return {row.subject: (row.visible, row.reason) for row in rows}


async def picture(db: Database, order_id: str) -> PhoneOrder | None:
    async with db.read.connect() as conn:
        query = select(feed.feed_head.c.body).where(
            feed.feed_head.c.kind == "work_order", feed.feed_head.c.id == order_id
        )
        body = (await conn.execute(query)).scalar_one_or_none()
    return msgspec.json.decode(body, type=PhoneOrder) if body else None


async def test_the_main_job_runs_through_to_the_review_and_is_closed(db: Database) -> None:
    order = await in_review(db)
    async with db.read.connect() as conn:
        (waiting,) = await review_queue(conn, ORG, [YQL], now=NOON)
    assert (waiting.number, waiting.technician) == (order.number, "T-PLB-01") or waiting.technician
    order = await take(db, order, i.Approve("LEAD-YQL"), actor=LEAD)
    assert order.status is Status.COMPLETED
    order = await take(db, order, i.Close(), actor=an_actor(Role.CLERK))
    assert order.status is Status.CLOSED
    assert order.fees.total_fen == 12_000 + 3_600
    async with db.read.connect() as conn:
        told = await history(conn, order.id)
        detail = await order_detail(conn, order.id, now=NOON)
    assert first_broken_link(told) is None
    assert [one.name.split(".")[1] for one in told] == [
        "reported", "triaged", "offered", "accepted", "departed", "arrived",
        *["detailed"] * 5, "started", "finished", "signed_off", "submitted", "approved", "closed",
    ]  # fmt: skip
    assert [line.n for line in detail.timeline] == sorted(line.n for line in detail.timeline)
    assert detail.health.state == "done"
    assert [one.state for one in detail.assignments] == ["finished"]


async def test_phones_see_what_they_are_asked_and_lose_what_has_ended(db: Database) -> None:
    order = await reported(db)
    assert await picture(db, order.id) is None
    order = await offered(db)
    shown = await picture(db, order.id)
    assert shown is not None
    assert shown.order == order
    assert shown.offer is not None
    assert len(shown.offer.reasons) == 3
    assert await sight(db, order.id) == {order.technician_id: (True, "offered")}
    first = order.technician_id
    await take(db, order, i.Accept())
    assert (await sight(db, order.id))[str(first)][0], "seeing what he sees already is no news"
    accepted = await picture(db, order.id)
    assert accepted is not None
    assert accepted.offer is None
    await take(db, order, i.Revoke("moved"), actor=an_actor(Role.DISPATCHER))
    assert await sight(db, order.id) == {first: (False, "revoked")}


async def test_a_cancelled_order_leaves_the_phone_and_says_why(db: Database) -> None:
    order = await offered(db)
    await take(db, order, i.Cancel("solved itself"), actor=an_actor(Role.OWNER))
    assert await sight(db, order.id) == {order.technician_id: (False, "cancelled")}
    shown = await picture(db, order.id)
    assert shown is not None
    assert shown.order.status is Status.CANCELLED


async def test_every_change_is_in_the_outbox_with_it_and_gone_without_it(db: Database) -> None:
    order = await offered(db)

    async def accept_twice() -> None:
        async with act_on(db, technician_of(order), NOON) as act:
            await carry_out(act, order.id, i.Accept(), version=None)
            await carry_out(act, order.id, i.Accept(), version=None)

    with pytest.raises(IllegalTransition):
        await accept_twice()
    assert (await now_is(db, order.id)) == order
    async with act_on(db, system(ORG), NOON) as act:
        owed = [one.name for one in await claim(act.conn, NOON) if one.scope == order.id]
    assert owed == ["work_order.reported", "work_order.triaged", "assignment.offered"]


async def test_two_people_on_one_picture_do_not_overwrite_each_other(db: Database) -> None:
    order = await reported(db)
    dispatcher = an_actor(Role.DISPATCHER)
    async with act_on(db, dispatcher, NOON) as act:
        await carry_out(act, order.id, i.Escalate("12345"), version=order.version)
    with pytest.raises(Stale):
        async with act_on(db, dispatcher, NOON) as act:
            await carry_out(act, order.id, i.Cancel("duplicate"), version=order.version)


async def test_a_bulk_save_on_an_old_picture_writes_nothing(db: Database) -> None:
    one, two = await offered(db), await offered(db)
    async with act_on(db, system(ORG), NOON) as act:
        old = await standings(act, [one.id, two.id])
    await take(db, two, i.Accept())
    marked = [
        (before, replace(before, order=replace(before.order, flags=frozenset({"x"}), version=before.order.version + 1)))
        for before in old.values()
    ]
    with pytest.raises(Stale):
        async with act_on(db, system(ORG), NOON) as act:
            await save_standings(act, marked)
    assert "x" not in (await now_is(db, one.id)).flags


async def test_another_organisation_does_not_know_the_order(db: Database) -> None:
    order = await reported(db)
    stranger = replace(an_actor(Role.DISPATCHER), org_id=OrgId(an_id("other org")))
    with pytest.raises(UnknownOrder):
        async with act_on(db, stranger, NOON) as act:
            await carry_out(act, order.id, i.Cancel("mine now"), version=None)


async def test_a_note_is_kept_once(db: Database) -> None:
    order = await reported(db)
    note = Note(an_id("note"), "狗很友善", "desk", "DESK-1", NOON)
    for _ in range(2):
        async with act_on(db, an_actor(Role.CLERK), NOON) as act:
            noted = await add_note(act, order.id, note)
    assert noted.notes == (note,)
    assert noted.version == order.version + 1


async def test_sent_back_work_returns_to_the_same_technician(db: Database) -> None:
    order = await in_review(db)
    await take(db, order, i.SendBack("photo 2 is blurred", by_name="LEAD-YQL"), actor=LEAD)
    again = await take(db, order, i.Accept())
    assert (again.status, again.technician_id) == (Status.ACCEPTED, order.technician_id)
    assert again.review is not None
    assert again.review.reason == "photo 2 is blurred"


async def test_accepted_work_that_nobody_speaks_of_is_closed_after_a_week(db: Database) -> None:
    order = await take(db, await in_review(db), i.Approve("LEAD-YQL"), actor=LEAD)
    closed = []
    for hours in (7 * 24, 7 * 24 + 1, 7 * 24 + 2):
        async with act_on(db, system(ORG), NOON + hours * 60 * MINUTE) as act:
            closed.append(await close_silent(act))
    assert closed == [[], [order.id], []]
    assert (await now_is(db, order.id)).status is Status.CLOSED


async def test_two_processes_sound_a_rung_once(db: Database) -> None:
    order = await reported(db, words="说不清")
    late = (order.clocks.respond_by or NOON) + MINUTE

    async def swept() -> list[WorkOrderId]:
        async with act_on(db, system(ORG), late) as act:
            return await sweep_clocks(act)

    climbed = await asyncio.gather(*(swept() for _ in range(4)))
    assert sum(len(one) for one in climbed) == 1
    assert (await now_is(db, order.id)).escalation == 1


async def test_the_sweep_sounds_every_rung_once(db: Database) -> None:
    order = await reported(db)
    climbed = []
    for minutes in (4, 6, 6, 11, 12, 21, 40):
        async with act_on(db, system(ORG), NOON + minutes * MINUTE) as act:
            climbed.append(len(await sweep_clocks(act)))
    assert climbed == [0, 1, 0, 1, 0, 1, 1]  # unanswered at 5, 10 and 20 minutes, not arrived at 30
    order = await now_is(db, order.id)
    assert order.escalation == 4
    async with db.read.connect() as conn:
        told = [one for one in await history(conn, order.id) if one.name == "work_order.escalated"]
    assert [msgspec.json.decode(one.body)["reason"] for one in told] == ["respond_late"] * 3 + ["arrive_late"]


async def test_a_hold_that_outlives_its_date_is_sounded(db: Database) -> None:
    order = await at_work(db)
    order = await take(db, order, i.PutOnHold(HoldReason.WAITING_PARTS, NOON + 60 * MINUTE, "缺角阀"))
    async with act_on(db, system(ORG), NOON + 61 * MINUTE) as act:
        assert await sweep_clocks(act) == [order.id]


async def test_the_board_shows_what_is_open_with_its_health(db: Database) -> None:
    order = await offered(db)
    await take(db, await offered(db), i.Cancel("duplicate"), actor=an_actor(Role.DISPATCHER))
    async with db.read.connect() as conn:
        shown = await board(conn, ORG, [YQL], now=NOON + 4 * MINUTE)
    (row,) = shown.orders
    assert (row.id, row.health.clock, row.health.state) == (order.id, "respond", "soon")
    assert row.technician is not None
    states = {one.id: one.state for one in shown.technicians}
    assert states[str(order.technician_id)] == "offered"
    assert sorted(states.values()) == ["free", "free", "offered"]
    assert [one.code for one in shown.communities] == ["YQL"]


async def test_lists_are_searched_and_paged_without_gaps(db: Database) -> None:
    for n in range(5):
        await reported(db, reported_at=NOON - n * MINUTE)
    seen: list[str] = []
    after = None
    while True:
        async with db.read.connect() as conn:
            page = await list_orders(conn, ORG, OrderFilter(limit=2, after=after), now=NOON)
        seen += [row.number for row in page.items]
        after = page.next
        if after is None:
            break
    assert len(seen) == len(set(seen)) == 5
    async with db.read.connect() as conn:
        found = await list_orders(conn, ORG, OrderFilter(q="1201 yql-261102-0003"), now=NOON)
        nothing = await list_orders(conn, ORG, OrderFilter(q="100%"), now=NOON)
    assert [row.number for row in found.items] == ["YQL-261102-0003"]
    assert nothing.items == ()


async def test_an_order_becomes_part_of_one_that_is_open_and_of_its_own_community(db: Database) -> None:
    """Anything else would hand its owner a page that goes nowhere."""
    desk, elsewhere = an_actor(Role.DISPATCHER), some_premises("BJY-01-1-0301")
    child, parent, over, far = [
        await reported(db, words="说不清", **changes) for changes in ({}, {}, {}, {"premises": elsewhere})
    ]
    await take(db, over, i.Cancel("solved itself"), actor=desk)
    bad = {child.id: "itself", over.id: "cancelled", far.id: "elsewhere", an_id("nothing"): "unknown"}
    for target, why in bad.items():
        with pytest.raises(BadTarget) as refused:
            await take(db, child, i.Merge(WorkOrderId(target)), actor=desk)
        assert refused.value.facts["why"] == why
    await take(db, child, i.Merge(parent.id), actor=desk)
    with pytest.raises(BadTarget):
        await take(db, parent, i.Merge(child.id), actor=desk)


async def test_what_was_typed_is_shown_beside_the_chain_and_can_be_erased(db: Database) -> None:
    order = await reported(db)
    order = await take(db, order, i.Cancel("王女士说不用了"), actor=an_actor(Role.DISPATCHER))
    async with act_on(db, an_actor(Role.DISPATCHER), NOON) as act:
        told = await history(act.conn, order.id)
        assert all("王女士".encode() not in one.body for one in told)
        shown = (await order_detail(act.conn, order.id, now=NOON)).timeline
        assert [line.facts["reason"] for line in shown if line.name == "work_order.cancelled"] == ["王女士说不用了"]
        assert await erase_words(act.conn, order.id) == 1
        after = await history(act.conn, order.id)
        assert [one.hash for one in after] == [one.hash for one in told]
        assert first_broken_link(after) is None
        assert [one.words for one in after if one.name == "work_order.cancelled"] == [""]
