"""The day planned anew, decided again, and under other rules: proposed by a machine, settled by a person."""

import argparse
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace

from api.dispatching import dispatching, explained
from api.settings import Settings
from api.start import started
from dispatch import intents as i
from dispatch import recording
from dispatch.commands import (
    PlanSettled,
    UnknownPlan,
    apply_plan,
    dispatch_order,
    drop_plan,
    drop_policy,
    give_way,
    keep_plan,
    morning,
    offer_by_hand,
    open_order,
    plan_of,
    plans,
    preview_policy,
    put_estate,
    put_policy,
    retry_waiting,
    rules,
)
from dispatch.crewing import going
from dispatch.model import AssignmentState, Priority, Status
from dispatch.morning import Morning
from dispatch.policy import BadPolicy, Policy, Scale, Scoring
from dispatch.portions import orders_of
from dispatch.proposing import proposed
from dispatch.queries import assignments_of, decisions_by_number, incidents, kept_decisions, order_detail
from dispatch.replaying import holds
from dispatch.ruling import UnknownScope
from experience.progress import steps
from kernel.actors import Role, system
from kernel.clock import FixedClock
from kernel.errors import Stale
from kernel.ids import SeededLuck
from kernel.outbox import history
from tests.support.database import Database, act_on
from tests.support.dispatch_builders import (
    BJY,
    NOON,
    ORG,
    YQL,
    a_report,
    a_technician,
    an_actor,
    an_estate,
    an_id,
    some_premises,
)
from tests.support.dispatch_flows import MINUTE, now_is, offered, reported, take

DISPATCHER = an_actor(Role.DISPATCHER)
FAR = Policy(scoring=Scoring(travel=Scale(0.20, 0, 3600), fairness=Scale(0.15, 0, 40)))


async def waiting(db: Database, count: int) -> list[str]:
    return [(await reported(db, id=an_id(f"waiting {n}"))).id for n in range(count)]


async def test_a_plan_finds_somebody_for_what_waits_and_a_person_applies_it(db: Database) -> None:
    ids = await waiting(db, 3)
    async with act_on(db, DISPATCHER, NOON) as act:
        given = await morning(act)
    travelled = msgspec.msgpack.decode(msgspec.msgpack.encode(given), type=Morning)
    proposal = proposed(travelled)
    assert proposal == proposed(given), (
        "the journey to the other process changes nothing, and equal inputs are equal plans"
    )
    assert {move.work_order_id for move in proposal.moves} == set(ids)
    assert {move.why for move in proposal.moves} == {"unassigned"}
    assert proposal.after.unassigned == 0 < proposal.before.unassigned
    async with act_on(db, DISPATCHER, NOON) as act:
        kept = await keep_plan(act, proposal, "asked")
    async with act_on(db, DISPATCHER, NOON + MINUTE) as act:
        done = await apply_plan(act, kept.id)
    assert set(done.made) == set(ids)
    assert done.overtaken == {}
    for move in proposal.moves:
        order = await now_is(db, move.work_order_id)
        assert (order.status, order.technician_id) == (Status.OFFERED, move.after)
    with pytest.raises(PlanSettled):
        async with act_on(db, DISPATCHER, NOON + MINUTE) as act:
            await drop_plan(act, kept.id)


async def test_what_changed_meanwhile_is_left_as_it_is(db: Database) -> None:
    first, second = await waiting(db, 2)
    async with act_on(db, DISPATCHER, NOON) as act:
        kept = await keep_plan(act, proposed(await morning(act)), "asked")
    taken = await offered(db, id=first)
    async with act_on(db, DISPATCHER, NOON + MINUTE) as act:
        done = await apply_plan(act, kept.id)
    assert done.made == (second,)
    assert done.overtaken == {first: "stale"}
    assert (await now_is(db, first)).assignment_id == taken.assignment_id


async def test_a_newer_plan_overtakes_and_a_dropped_one_moves_nothing(db: Database) -> None:
    (order_id,) = await waiting(db, 1)
    async with act_on(db, DISPATCHER, NOON) as act:
        proposal = proposed(await morning(act))
        old = await keep_plan(act, proposal, "clock")
        new = await keep_plan(act, proposal, "asked")
        await drop_plan(act, new.id)
        assert {one.id: one.state for one in await plans(act.conn, DISPATCHER)} == {
            old.id: "overtaken",
            new.id: "dropped",
        }
    assert (await now_is(db, order_id)).status is Status.TRIAGED


async def test_a_dispatcher_sees_and_settles_what_he_covers_and_the_rest_waits_for_others(db: Database) -> None:
    (here,) = await waiting(db, 1)
    there = (await reported(db, id=an_id("next door"), premises=some_premises("BJY-01-1-0301", building="01"))).id
    east, west = (an_actor(Role.DISPATCHER, an_id(code), frozenset({code})) for code in (YQL, BJY))
    nobody = an_actor(Role.DISPATCHER, an_id("elsewhere"), frozenset({an_id("elsewhere")}))
    async with act_on(db, DISPATCHER, NOON) as act:
        whole = await keep_plan(act, proposed(await morning(act)), "asked")
    assert {move.work_order_id for move in whole.proposal.moves} == {here, there}
    async with db.read.connect() as conn:
        for actor, own in ((east, here), (west, there)):
            (seen,) = await plans(conn, actor)
            assert seen == await plan_of(conn, actor, whole.id)
            assert orders_of(seen.proposal) == {own}, "moves, days and what nobody does"
            assert (seen.proposal.before.unassigned, seen.proposal.after.unassigned) == (1, 0)
        parts = [(await plan_of(conn, actor, whole.id)).proposal.after for actor in (east, west)]
        for figure in ("cost_s", "travel_s", "metres", "late_s"):
            assert sum(getattr(part, figure) for part in parts) == getattr(whole.proposal.after, figure)
        assert await plans(conn, nobody) == []
    for settle in (apply_plan, drop_plan):
        with pytest.raises(UnknownPlan):
            async with act_on(db, nobody, NOON) as act:
                await settle(act, whole.id)
    async with act_on(db, east, NOON + MINUTE) as act:
        done = await apply_plan(act, whole.id, [here, there])
    assert done.made == (here,), "what is not his is not moved, whatever he names"
    assert (await now_is(db, there)).status is Status.TRIAGED
    async with db.read.connect() as conn:
        assert {(one.state, one.settled_by) for one in await plans(conn, east)} == {("applied", east.id)}
        assert [one.state for one in await plans(conn, west)] == ["proposed"]
        assert {one.state for one in await plans(conn, DISPATCHER)} == {"applied", "proposed"}
    async with act_on(db, west, NOON + MINUTE) as act:
        assert (await apply_plan(act, whole.id)).made == (there,)


async def test_every_decision_comes_out_the_same_when_it_is_made_again(db: Database) -> None:
    for number in range(3):
        await offered(db, id=an_id(f"asked {number}"))
    async with db.read.connect() as conn:
        kept = [one async for one in kept_decisions(conn, ORG, NOON - MINUTE, NOON + MINUTE)]
        assert len(kept) == 3
        for one in kept:
            assert holds(one.looked, one.outcome_hash)
            nearer = replace(one.looked, now=one.looked.now + MINUTE)
            assert not holds(nearer, one.outcome_hash), "another moment is another decision"
        text = "\n".join(str(msgspec.json.encode(one.looked)) for one in kept)
        assert "张阿姨" not in text, "nothing personal is kept"
        assert "00013800001" not in text
        (made,) = await decisions_by_number(conn, (await now_is(db, an_id("asked 0"))).number)
        page = explained(made)
        assert made.candidates[0].code in page
        assert made.input_hash in page
        assert await recording.recorded(conn, ["unknown"]) == []


async def test_a_narrower_policy_holds_where_it_says_and_only_there(db: Database) -> None:
    await offered(db, id=an_id("before"))
    admin = an_actor(Role.ADMIN)
    async with act_on(db, admin, NOON + MINUTE) as act:
        tried = await preview_policy(act, (YQL, "PLB"), FAR)
        assert tried.decisions == 1
        made = await put_policy(act, (YQL, "PLB"), FAR, "leaks: fairness first")
        assert (made.policy.id, made.version) == ("YQL/PLB", 1)
        again = await put_policy(act, (YQL, "PLB"), FAR, "")
        assert again.version == 2
        assert [(one.community_id, one.trade, one.version) for one in await rules(act.conn, ORG)] == [
            ("", "", 1),
            (YQL, "PLB", 2),
        ]
    order = await offered(db, id=an_id("after"))
    async with db.read.connect() as conn:
        (decision,) = await decisions_by_number(conn, order.number)
    assert (decision.policy, decision.policy_version) == ("YQL/PLB", 2)
    async with act_on(db, admin, NOON) as act:
        await drop_policy(act, (YQL, "PLB"))
        assert len(await rules(act.conn, ORG)) == 1


@pytest.mark.parametrize(
    ("policy", "facts"),
    [
        (Policy(scoring=Scoring(travel=Scale(0.4, 0, 3600))), {"why": "weights", "sum": 1.1}),
        (Policy(scoring=Scoring(travel=Scale(0.3, 0, 0))), {"why": "scales", "flat": ["travel"]}),
        (Policy(waived=("cert_expired",)), {"why": "legal", "rules": ["cert_expired"]}),
        (Policy(retry_min=-1), {"why": "negative", "names": ["retry_min"]}),
    ],
)
async def test_a_policy_that_cannot_be_right_is_refused_with_what_is_wrong(
    db: Database, policy: Policy, facts: dict[str, object]
) -> None:
    with pytest.raises(BadPolicy) as refused:
        async with act_on(db, an_actor(Role.ADMIN), NOON) as act:
            await put_policy(act, ("", ""), policy, "")
    assert refused.value.facts == facts
    with pytest.raises(UnknownScope):
        async with act_on(db, an_actor(Role.ADMIN), NOON) as act:
            await put_policy(act, (YQL, "XYZ"), Policy(), "")


async def test_two_who_change_a_policy_at_once_do_not_overwrite_each_other(db: Database) -> None:
    async with act_on(db, DISPATCHER, NOON) as act:
        first = await put_policy(act, ("", "PLB"), FAR, "first")
    async with act_on(db, DISPATCHER, NOON) as act:
        second = await put_policy(act, ("", "PLB"), Policy(), "second", base=first.version)
    with pytest.raises(Stale):
        async with act_on(db, DISPATCHER, NOON) as act:
            await put_policy(act, ("", "PLB"), FAR, "made from the first", base=first.version)
    async with db.read.connect() as conn:
        held = {(one.community_id, one.trade): one for one in await rules(conn, ORG)}
    assert (held["", "PLB"].version, held["", "PLB"].note) == (second.version, "second")


async def test_calls_about_one_thing_are_one_incident(db: Database) -> None:
    ids = await waiting(db, 4)
    async with act_on(db, system(ORG), NOON) as act:
        (found,) = await incidents(act.conn, ORG, (), NOON)
    assert found.work_order_id == ids[0]
    assert (found.alike, found.merged) == (tuple(ids[1:]), 0)


async def test_many_that_wait_are_matched_so_that_nobody_is_given_two(db: Database) -> None:
    ids = await waiting(db, 8)
    async with act_on(db, system(ORG), NOON + MINUTE) as act:
        await retry_waiting(act)
    orders = [await now_is(db, key) for key in ids]
    assert all(order.status is Status.OFFERED for order in orders), "those left over are chosen for one by one"
    async with db.read.connect() as conn:
        made = [decision for order in orders for decision in await decisions_by_number(conn, order.number)]
        kept = [one async for one in kept_decisions(conn, ORG, NOON, NOON + 2 * MINUTE)]
    assert {decision.mode for decision in made} == {"auto", "matched"}
    first = [decision.chosen for decision in made if decision.mode == "matched"]
    assert len(first) == len(set(first)) > 0
    assert all(holds(one.looked, one.outcome_hash) for one in kept)


async def test_a_pair_is_matched_declined_planned_and_handed_back_together(empty: Database) -> None:
    estate = an_estate(*(a_technician(f"T-PLB-{n:02d}") for n in range(6)))
    pair = replace(estate.faults[0], crew=2)
    async with act_on(empty, system(ORG), NOON) as act:
        await put_estate(act, replace(estate, faults=(pair, *estate.faults[1:])))
    ids = await waiting(empty, 8)
    async with act_on(empty, system(ORG), NOON + MINUTE) as act:
        await retry_waiting(act)
    for order in [await now_is(empty, key) for key in ids]:
        (mate,) = going(order)
        assert order.status is Status.OFFERED
        assert mate.technician_id != order.technician_id
    order = await now_is(empty, ids[0])
    (mate,) = going(order)
    async with act_on(empty, DISPATCHER, NOON + MINUTE) as act:
        assert (await morning(act)).jobs == (), (
            "what is offered is nobody's to move, and of a pair nobody is moved alone"
        )
    await take(empty, order, i.Release(AssignmentState.DECLINED, "too_far"))
    alone = await now_is(empty, order.id)
    assert (alone.technician_id, going(alone)) == (None, ())
    async with act_on(empty, system(ORG), NOON + 2 * MINUTE) as act:
        await dispatch_order(act, order.id)
    again = await now_is(empty, order.id)
    (second,) = going(again)
    await take(empty, again, i.Accept(), at=NOON + 3 * MINUTE)
    own = an_actor(Role.TECHNICIAN, str(second.technician_id))
    await take(empty, again, i.Join(second.technician_id), actor=own, at=NOON + 3 * MINUTE)
    async with act_on(empty, DISPATCHER, NOON + 3 * MINUTE) as act:
        assert order.id not in {job.order.id for job in (await morning(act)).jobs}
    back = await take(empty, again, i.Revoke("hurt"), actor=DISPATCHER, at=NOON + 4 * MINUTE)
    assert (back.technician_id, going(back)) == (None, ()), "handed back together"
    async with empty.read.connect() as conn:
        running = [one for one in await assignments_of(conn, order.id) if one.ended_at is None]
    assert running == []


async def test_an_emergency_tells_the_owners_of_what_it_puts_back(db: Database) -> None:
    leak = await offered(db)
    await take(db, leak, i.Accept())
    alarm = await offered(db, id=an_id("alarm"), priority=Priority.P0)
    async with act_on(db, DISPATCHER, NOON + MINUTE) as act:
        await offer_by_hand(act, alarm.id, str(leak.technician_id), version=alarm.version, reason="nearest")
    taken = await take(db, await now_is(db, alarm.id), i.Accept(), at=NOON + 2 * MINUTE)
    async with act_on(db, system(ORG), NOON + 2 * MINUTE) as act:
        assert await give_way(act, taken.id, str(taken.technician_id)) == 1
    async with db.read.connect() as conn:
        told = (await history(conn, leak.id))[-1]
        page = await order_detail(conn, leak.id, now=NOON)
    assert told.name == "work_order.delayed"
    (step,) = [one for one in steps(page.timeline, page.order.status) if one.code == "delayed"]
    assert set(step.facts) == {"until"}


async def test_the_terminal_explains_replays_and_compares(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings = Settings(data=tmp_path, worker=False)
    async with started(settings, FixedClock(NOON), SeededLuck(1)) as running, running.database.act(system(ORG)) as act:
        await put_estate(act, an_estate())
        order, _ = await open_order(act, a_report())
        await dispatch_order(act, order.id)
    other = tmp_path / "alt.json"
    other.write_bytes(msgspec.json.encode(FAR))
    asked = argparse.Namespace(what="replay", since=NOON - MINUTE, until=NOON + MINUTE, policy=other)
    assert await dispatching(settings, asked) == 0
    assert await dispatching(settings, argparse.Namespace(what="explain", number=order.number)) == 0
    told = capsys.readouterr().out
    assert "1 the same, 0 not" in told
    assert "1 decisions under another policy" in told
    assert "->   1 T-PLB" in told
