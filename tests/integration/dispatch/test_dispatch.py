"""Who is sent: offers, refusals, silence, a dispatcher's hand, and nobody at all."""

from datetime import timedelta

import msgspec
import pytest
from msgspec.structs import replace

from dispatch import events as e
from dispatch import intents as i
from dispatch.commands import (
    carry_out,
    dispatch_order,
    lapse_offers,
    offer_by_hand,
    put_estate,
    rank,
    retry_waiting,
    set_duty,
)
from dispatch.lifecycle import IllegalTransition
from dispatch.model import AssignmentState, Priority, Status, TechnicianId
from dispatch.policy import BadPolicy, Policy
from dispatch.queries import assignments_of, order_detail
from dispatch.sending import RulesForbid, UnknownTechnician
from kernel.actors import Role, system
from kernel.errors import Stale
from kernel.outbox import first_broken_link, history
from tests.support.database import Database, act_on
from tests.support.dispatch_builders import NOON, ORG, a_fix, a_technician, an_actor, an_estate, an_id
from tests.support.dispatch_flows import MINUTE, at_work, now_is, offered, reported, take

DISPATCHER = an_actor(Role.DISPATCHER)


async def states(db: Database, order_id: str) -> list[tuple[str, str]]:
    async with db.read.connect() as conn:
        return [(str(one.technician_id), str(one.state)) for one in await assignments_of(conn, order_id)]


async def names(db: Database, order_id: str) -> list[str]:
    async with db.read.connect() as conn:
        told = await history(conn, order_id)
    assert first_broken_link(told) is None
    return [one.name for one in told]


async def test_a_report_is_offered_to_the_best_with_every_term_stored(db: Database) -> None:
    order = await offered(db)
    async with db.read.connect() as conn:
        detail = await order_detail(conn, order.id, now=NOON)
    assert order.status is Status.OFFERED
    assert detail.decision is not None
    assert detail.decision.chosen == order.technician_id
    assert {term.code for term in detail.decision.candidates[0].terms} >= {"skill", "travel", "load"}
    (offer,) = detail.assignments
    assert offer.expires_at == NOON + 3 * MINUTE
    assert offer.decision_id == detail.decision.id


async def test_dispatching_twice_offers_once(db: Database) -> None:
    order = await offered(db)
    async with act_on(db, system(ORG), NOON) as act:
        again = await dispatch_order(act, order.id)
    assert again.chosen == order.technician_id
    assert len(await states(db, order.id)) == 1


async def test_ranking_stores_nothing(db: Database) -> None:
    order = await reported(db)
    async with act_on(db, DISPATCHER, NOON) as act:
        decision = await rank(act, order.id)
    assert len(decision.candidates) == 3
    async with db.read.connect() as conn:
        assert (await order_detail(conn, order.id, now=NOON)).decision is None


async def test_the_nearest_is_offered_first(empty: Database) -> None:
    far, near = (a_technician(code, fix=a_fix(lat)) for code, lat in (("T-FAR", 30.61), ("T-NEAR", 30.574)))
    async with act_on(empty, system(ORG), NOON) as act:
        await put_estate(act, an_estate(far, near))
    assert (await offered(empty)).technician_id == near.id


async def test_a_refusal_goes_to_the_next_and_never_back(db: Database) -> None:
    order = await offered(db)
    first = order.technician_id
    order = await take(db, order, i.Release(AssignmentState.DECLINED, "too_far"))
    assert (order.status, order.technician_id) == (Status.TRIAGED, None)
    async with act_on(db, system(ORG), NOON + MINUTE) as act:
        decision = await dispatch_order(act, order.id)
    assert decision.chosen != first
    refused = next(one for one in decision.rejections if one.technician_id == first)
    assert [(one.code, one.facts["reason"]) for one in refused.reasons] == [("declined", "too_far")]


async def test_silence_lapses_and_the_next_is_asked(db: Database) -> None:
    order = await offered(db)
    async with act_on(db, system(ORG), NOON + 3 * MINUTE) as act:
        assert await lapse_offers(act) == []
    async with act_on(db, system(ORG), NOON + 4 * MINUTE) as act:
        assert await lapse_offers(act) == [order.id]
        decision = await dispatch_order(act, order.id)
    assert decision.chosen != order.technician_id
    assert [state for _, state in await states(db, order.id)] == ["lapsed", "offered"]
    assert (await names(db, order.id))[-2:] == ["assignment.ended", "assignment.offered"]


async def test_two_silences_are_told_to_the_lead_once(db: Database) -> None:
    order = await offered(db)
    for minutes in (4, 8, 12):
        async with act_on(db, system(ORG), NOON + minutes * MINUTE) as act:
            await lapse_offers(act)
            await dispatch_order(act, order.id)
    assert (await names(db, order.id)).count("work_order.escalated") == 1
    order = await now_is(db, order.id)
    assert {"refused_twice", "no_candidate"} <= order.flags


async def test_a_company_sets_its_own_timers(empty: Database) -> None:
    estate = an_estate()
    quick = Policy(version=2, offer_s=dict.fromkeys(Priority, 30))
    async with act_on(empty, system(ORG), NOON) as act:
        await put_estate(act, replace(estate, organisation=replace(estate.organisation, policy=quick)))
    order = await offered(empty)
    async with empty.read.connect() as conn:
        detail = await order_detail(conn, order.id, now=NOON)
    assert (detail.assignments[0].expires_at or NOON) - NOON == timedelta(seconds=30)
    assert detail.decision is not None
    assert detail.decision.policy_version == 2
    broken = replace(quick, warn_share=7)
    with pytest.raises(BadPolicy):
        async with act_on(empty, system(ORG), NOON) as act:
            await put_estate(act, replace(estate, organisation=replace(estate.organisation, policy=broken)))


async def test_an_acceptance_made_in_time_counts_when_it_arrives_late(db: Database) -> None:
    order = await offered(db)
    technician = an_actor(Role.TECHNICIAN, str(order.technician_id))
    async with act_on(db, technician, NOON + 30 * MINUTE) as act:
        accepted = await carry_out(act, order.id, i.Accept(), version=None, at=NOON + 2 * MINUTE)
    assert accepted.status is Status.ACCEPTED
    assert accepted.clocks.responded_at == NOON + 2 * MINUTE
    async with db.read.connect() as conn:
        told = (await history(conn, order.id))[-1]
    assert (told.occurred_at, told.recorded_at) == (NOON + 2 * MINUTE, NOON + 30 * MINUTE)


async def test_nobody_eligible_is_told_with_reasons_once_and_tried_again(db: Database) -> None:
    for code in ("T-PLB-01", "T-PLB-02", "T-PLB-03"):
        async with act_on(db, DISPATCHER, NOON) as act:
            await set_duty(act, str(a_technician(code).id), off_duty=True)
    order = await reported(db)
    for minute in (0, 1):
        async with act_on(db, system(ORG), NOON + minute * MINUTE) as act:
            decision = await dispatch_order(act, order.id)
        assert (decision.mode, decision.histogram) == ("nobody", {"off_duty": 3})
    assert (await names(db, order.id)).count("dispatch.nobody_eligible") == 1
    async with db.read.connect() as conn:
        told = (await history(conn, order.id))[-1]
    alarm = msgspec.json.decode(told.body, type=e.NobodyEligible)
    assert alarm.reasons == {"off_duty": 3}
    assert len(alarm.nearest) == 3
    assert "no_candidate" in (await now_is(db, order.id)).flags
    async with act_on(db, DISPATCHER, NOON) as act:
        await set_duty(act, str(a_technician().id), off_duty=False)
    async with act_on(db, system(ORG), NOON + 5 * MINUTE) as act:
        assert await retry_waiting(act) == []
    async with act_on(db, system(ORG), NOON + 12 * MINUTE) as act:
        assert await retry_waiting(act) == [order.id]
    order = await now_is(db, order.id)
    assert (order.status, order.technician_id) == (Status.OFFERED, a_technician().id)
    assert "no_candidate" not in order.flags


async def test_what_nobody_can_do_stands_in_nobodys_way(db: Database) -> None:
    people = [str(a_technician(code).id) for code in ("T-PLB-01", "T-PLB-02", "T-PLB-03")]
    for who in people:
        async with act_on(db, DISPATCHER, NOON) as act:
            await set_duty(act, who, off_duty=True)
    hopeless = [(await reported(db, fault="LFT-01", words="电梯困人", id=an_id(f"lift {n}"))).id for n in range(4)]
    leak = await reported(db)
    for key in (*hopeless, leak.id):
        async with act_on(db, system(ORG), NOON) as act:
            await dispatch_order(act, key)
    async with act_on(db, DISPATCHER, NOON) as act:
        await set_duty(act, people[0], off_duty=False)
    tried: list[str] = []
    for round_ in range(4):  # two at a time, four of a higher priority before it that nobody here may do
        async with act_on(db, system(ORG), NOON + (11 + 11 * round_) * MINUTE) as act:
            tried += await retry_waiting(act, limit=2)
    assert (await now_is(db, leak.id)).status is Status.OFFERED
    assert set(tried) == {*hopeless, leak.id}


async def test_a_dispatcher_takes_a_running_offer_back_and_offers_by_hand(db: Database) -> None:
    order = await offered(db)
    other = next(code for code in ("T-PLB-01", "T-PLB-02") if a_technician(code).id != order.technician_id)
    chosen = str(a_technician(other).id)
    async with act_on(db, DISPATCHER, NOON + MINUTE) as act:
        after = await offer_by_hand(act, order.id, chosen, version=order.version)
    assert (after.status, after.technician_id) == (Status.OFFERED, chosen)
    assert [state for _, state in await states(db, order.id)] == ["withdrawn", "offered"]
    async with db.read.connect() as conn:
        told = (await history(conn, order.id))[-1]
        decision = (await order_detail(conn, order.id, now=NOON)).decision
    assert msgspec.json.decode(told.body, type=e.AssignmentOffered).by_hand
    assert decision is not None
    assert (decision.mode, decision.chosen) == ("by_hand", chosen)


async def test_an_accepted_order_can_be_given_to_somebody_else(db: Database) -> None:
    order = await at_work(db)
    other = next(code for code in ("T-PLB-01", "T-PLB-02") if a_technician(code).id != order.technician_id)
    async with act_on(db, DISPATCHER, NOON + MINUTE) as act:
        after = await offer_by_hand(act, order.id, str(a_technician(other).id), version=order.version, reason="hurt")
    assert after.status is Status.OFFERED
    assert [state for _, state in await states(db, order.id)] == ["revoked", "offered"]


async def test_a_hard_rule_needs_a_reason_and_a_certificate_knows_none(empty: Database) -> None:
    junior = a_technician("T-JUNIOR", skills=())
    paperless = a_technician("T-PAPERLESS", certificates=())
    async with act_on(empty, system(ORG), NOON) as act:
        await put_estate(act, an_estate(a_technician(), junior, paperless))
    order = await reported(empty)
    with pytest.raises(RulesForbid) as problem:
        async with act_on(empty, DISPATCHER, NOON) as act:
            await offer_by_hand(act, order.id, str(junior.id), version=order.version)
    assert problem.value.facts == {"rules": ["skill_missing"], "legal": False}
    with pytest.raises(RulesForbid):
        async with act_on(empty, DISPATCHER, NOON) as act:
            await offer_by_hand(act, order.id, str(paperless.id), version=order.version, reason="urgent")
    async with act_on(empty, DISPATCHER, NOON) as act:
        after = await offer_by_hand(act, order.id, str(junior.id), version=order.version, reason="he lives there")
    assert "overruled" in after.flags
    async with empty.read.connect() as conn:
        told = msgspec.json.decode((await history(conn, order.id))[-1].body, type=e.AssignmentOffered)
        (held,) = await assignments_of(conn, order.id)
    assert (told.overruled, held.reason) == (("skill_missing",), "he lives there")


async def test_a_choice_on_an_old_picture_is_refused(db: Database) -> None:
    order = await offered(db)
    with pytest.raises(Stale):
        async with act_on(db, DISPATCHER, NOON) as act:
            await offer_by_hand(act, order.id, str(a_technician().id), version=order.version - 1)
    with pytest.raises(UnknownTechnician):
        async with act_on(db, DISPATCHER, NOON) as act:
            await offer_by_hand(act, order.id, an_id("nobody"), version=order.version)


async def test_an_order_that_is_not_triaged_cannot_be_dispatched(db: Database) -> None:
    order = await reported(db, words="请尽快来一下")
    with pytest.raises(IllegalTransition):
        async with act_on(db, system(ORG), NOON) as act:
            await dispatch_order(act, order.id)


async def test_a_busy_technician_is_passed_over_at_his_limit(empty: Database) -> None:
    one = replace(a_technician("T-ONE", fix=a_fix()), max_open=1)
    two = a_technician("T-TWO", id=TechnicianId(an_id("T-TWO")), fix=a_fix(30.60))
    async with act_on(empty, system(ORG), NOON) as act:
        await put_estate(act, an_estate(one, two))
    assert (await offered(empty)).technician_id == one.id
    assert (await offered(empty)).technician_id == two.id
