"""Work for two: each answers for himself, nobody begins alone, and a pair is never split."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from dispatch import crewing, lifecycle
from dispatch import events as e
from dispatch import intents as i
from dispatch.assigning import decide
from dispatch.lifecycle import EvidenceMissing, NotAllowed, Proof, Standing
from dispatch.model import (
    AssignmentId,
    AssignmentState,
    Certificate,
    HoldReason,
    Mate,
    Permit,
    Presence,
    PresenceMethod,
    Priority,
    Skill,
    Status,
    TechnicianId,
    WorkOrder,
)
from dispatch.policy import Policy
from kernel.actors import Actor, Role
from kernel.errors import Problem
from tests.support.dispatch_builders import (
    LEAK,
    LIFT,
    NOON,
    a_job,
    a_prospect,
    a_technician,
    an_actor,
    an_assignment,
    an_id,
    an_order,
)

TECH = a_technician()
MINUTE = timedelta(minutes=1)
PAIR = replace(LEAK, crew=2, before_photos=0, checklist=())
SECOND = Mate(AssignmentId(an_id("second")), a_technician("T-SECOND").id, "T-SECOND", AssignmentState.OFFERED, NOON)


def standing(status: Status = Status.ARRIVED, **changes: object) -> Standing:
    held = an_assignment(TECH, AssignmentState.ACCEPTED)
    order = an_order(status, technician_id=TECH.id, assignment_id=held.id, crew=(SECOND,))
    return replace(
        Standing(order, PAIR, held, Proof(), held=tuple(Certificate(c, None) for c in PAIR.certificates)), **changes
    )


def test_nobody_begins_before_everybody_has_said_yes() -> None:
    lead, mate = an_actor(Role.TECHNICIAN, str(TECH.id)), an_actor(Role.TECHNICIAN, str(SECOND.technician_id))
    with pytest.raises(EvidenceMissing) as refused:
        lifecycle.apply(standing(), i.Start(), lead, NOON)
    assert refused.value.facts["missing"] == ["crew:1"]
    joined = lifecycle.apply(standing(), i.Join(SECOND.technician_id), mate, NOON)
    assert [str(event.__struct_config__.tag) for event in joined.events] == ["crew.joined"]
    both = standing(order=joined.order)
    assert lifecycle.apply(both, i.Start(), lead, NOON).order.status is Status.IN_PROGRESS


def test_when_the_one_who_leads_is_gone_the_whole_crew_is() -> None:
    office = an_actor(Role.DISPATCHER)
    gone = lifecycle.apply(standing(), i.Revoke("needed elsewhere"), office, NOON + MINUTE)
    assert gone.order.status is Status.TRIAGED
    assert [mate.state for mate in gone.order.crew] == [AssignmentState.WITHDRAWN]
    assert [str(event.__struct_config__.tag) for event in gone.events] == ["assignment.ended", "crew.left"]
    [row] = crewing.rows(standing().order, gone.order)
    assert (row.leads, row.state, row.ended_at) == (False, AssignmentState.WITHDRAWN, NOON + MINUTE)


def test_cancelling_tells_everybody_that_his_part_has_ended() -> None:
    told = lifecycle.apply(standing(Status.EN_ROUTE), i.Cancel("solved"), an_actor(Role.DISPATCHER), NOON).events
    assert [type(event) for event in told] == [e.WorkOrderCancelled, e.AssignmentEnded, e.CrewLeft]


def test_a_mate_who_declines_gives_a_reason_and_moves_nobody_else() -> None:
    mate = an_actor(Role.TECHNICIAN, str(SECOND.technician_id))
    with pytest.raises(EvidenceMissing):
        lifecycle.apply(standing(), i.Leave(SECOND.technician_id, AssignmentState.DECLINED), mate, NOON)
    left = lifecycle.apply(standing(), i.Leave(SECOND.technician_id, AssignmentState.DECLINED, "unwell"), mate, NOON)
    assert left.order.status is Status.ARRIVED
    assert left.order.technician_id == TECH.id
    assert crewing.going(left.order) == ()


PEOPLE = [a_technician(f"T-{n}").id for n in range(4)]
steps = st.lists(
    st.tuples(st.sampled_from(["offer", "accept", "decline", "revoke", "hold", "join", "leave", "reinforce", "depart",
                               "arrive", "start"]), st.integers(0, 3), st.integers(0, 3)),
    max_size=25,
)  # fmt: skip


@given(steps)
def test_whatever_happens_a_pair_comes_together_goes_together_and_begins_together(
    drawn: list[tuple[str, int, int]],
) -> None:
    now = replace(standing(), order=an_order(Status.TRIAGED), assignment=None)
    for n, (what, who, other) in enumerate(drawn):
        at, order = NOON + n * MINUTE, now.order
        try:
            intent, actor = _deed(what, (PEOPLE[who], PEOPLE[other]), order, n)
            made = lifecycle.apply(now, intent, actor, at)
        except Problem:
            continue
        now = replace(now, order=made.order, assignment=made.assignment if made.order.assignment_id else None)
        order = made.order
        along = crewing.going(order)
        if order.technician_id is None:
            assert along == (), "whoever leads is gone: nobody stays behind with half a job"
        names = [order.technician_id, *(mate.technician_id for mate in along)]
        assert len(set(names)) == len(names), "nobody is two people"
        if what == "start":
            assert [mate.state for mate in along if mate.state is AssignmentState.ACCEPTED], "nobody begins alone"


def _deed(what: str, people: tuple[TechnicianId, TechnicianId], order: WorkOrder, n: int) -> tuple[i.AnyIntent, Actor]:
    who, other = people
    office, own = an_actor(Role.DISPATCHER), an_actor(Role.TECHNICIAN, str(who))
    lead = an_actor(Role.TECHNICIAN, str(order.technician_id))
    mate = Mate(AssignmentId(an_id(f"mate {n}")), other, "T", AssignmentState.OFFERED, NOON)
    fence = Presence(PresenceMethod.ASSET_QR, NOON, proof="R-YQL-03-2-1201")
    asked = (mate,) if other not in {who, *(one.technician_id for one in crewing.going(order))} else ()
    deeds: dict[str, tuple[i.AnyIntent, Actor]] = {
        "offer": (i.Offer(AssignmentId(an_id(f"lead {n}")), who, None, None, asked), office),
        "accept": (i.Accept(), lead),
        "decline": (i.Release(AssignmentState.DECLINED, "busy"), lead),
        "revoke": (i.Revoke("plan: nearer"), office),
        "hold": (i.PutOnHold(HoldReason.WAITING_PARTS, NOON + timedelta(days=1), "x"), lead),
        "join": (i.Join(who), own),
        "leave": (i.Leave(who, AssignmentState.DECLINED, "unwell"), own),
        "reinforce": (i.Reinforce(asked if order.technician_id != other else ()), an_actor(Role.SYSTEM)),
        "depart": (i.Depart(), lead),
        "arrive": (i.Arrive(fence), lead),
        "start": (i.Start(), lead),
    }
    return deeds[what]


def test_only_the_duty_manager_lets_an_emergency_go_on_against_the_rules() -> None:
    lead = an_actor(Role.TECHNICIAN, str(TECH.id))
    lapsed = standing(held=(Certificate(PAIR.certificates[0], NOON - MINUTE),))
    with pytest.raises(EvidenceMissing) as refused:
        lifecycle.apply(lapsed, i.Start(), lead, NOON)
    assert refused.value.facts["missing"] == [f"cert_expired:{PAIR.certificates[0]}:2026-11-02", "crew:1"]
    with pytest.raises(NotAllowed):
        lifecycle.apply(lapsed, i.Override("people are trapped"), an_actor(Role.DISPATCHER), NOON)
    with pytest.raises(EvidenceMissing):
        lifecycle.apply(lapsed, i.Override(" "), an_actor(Role.MANAGER), NOON)
    let = lifecycle.apply(lapsed, i.Override("people are trapped"), an_actor(Role.MANAGER), NOON)
    assert [str(event.__struct_config__.tag) for event in let.events] == ["dispatch.overridden"]
    assert lifecycle.apply(replace(lapsed, order=let.order), i.Start(), lead, NOON).order.status is Status.IN_PROGRESS


def test_a_permit_is_given_for_a_time_by_somebody_who_may() -> None:
    hot = replace(PAIR, crew=1, permits=("HOT",))
    lead = an_actor(Role.TECHNICIAN, str(TECH.id))
    with pytest.raises(EvidenceMissing) as refused:
        lifecycle.apply(standing(fault=hot), i.Start(), lead, NOON)
    assert refused.value.facts["missing"] == ["permit:HOT"]
    given = i.GrantPermit(Permit("HOT", NOON, NOON + 60 * MINUTE))
    with pytest.raises(NotAllowed):
        lifecycle.apply(standing(fault=hot), given, lead, NOON)
    permitted = lifecycle.apply(standing(fault=hot), given, an_actor(Role.LEAD), NOON).order
    again = standing(fault=hot, order=permitted)
    assert lifecycle.apply(again, i.Start(), lead, NOON + 59 * MINUTE).order.status is Status.IN_PROGRESS
    with pytest.raises(EvidenceMissing):
        lifecycle.apply(again, i.Start(), lead, NOON + 60 * MINUTE)


def test_whoever_goes_along_needs_the_trade_but_neither_level_nor_certificates() -> None:
    job = a_job(an_order(priority=Priority.P0), LIFT)
    papers = tuple(Certificate(code, None) for code in LIFT.certificates)
    master = a_prospect(a_technician("T-MASTER", skills=(Skill(LIFT.trade, 4),), certificates=papers))
    learner = a_prospect(a_technician("T-LEARNER", skills=(Skill(LIFT.trade, 1),), certificates=()))
    stranger = a_prospect(a_technician("T-OTHER", skills=(Skill("HYG", 4),), certificates=papers))
    made = decide(job, [stranger, learner, master], Policy(), NOON, "d")
    assert made.chosen == master.technician.id
    assert {one.code for one in made.helpers} == {"T-MASTER", "T-LEARNER"}
    assert "crew_short" not in made.candidates[0].flags
