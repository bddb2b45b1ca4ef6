"""One table decides what may happen to a work order; every cell of intent x status x role is tried."""

from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from dispatch import intents as i
from dispatch import lifecycle
from dispatch.evidence import owner_code
from dispatch.lifecycle import (
    EvidenceMissing,
    IllegalTransition,
    NotAllowed,
    NotAssignee,
    OfferLapsed,
    OwnWork,
    Proof,
    Standing,
)
from dispatch.lifecycle_doc import NEEDS, STATUS_WORDS, markdown
from dispatch.lifecycle_table import OWNER_CANCELS, RANK, TABLE
from dispatch.model import (
    TERMINAL,
    AssignmentId,
    AssignmentState,
    CheckAnswer,
    HoldReason,
    Mate,
    Presence,
    PresenceMethod,
    Priority,
    SignMethod,
    SignOff,
    Status,
    WorkOrderId,
)
from kernel.actors import Actor, Role
from kernel.errors import Problem
from kernel.geo import LatLng
from tests.support.crew_intents import crew_intents
from tests.support.dispatch_builders import LEAK, NOON, YQL, a_technician, an_actor, an_assignment, an_id, an_order

S, R = Status, Role
TECH = a_technician()
MINUTE = timedelta(minutes=1)
DONE = tuple(CheckAnswer(step.code, done=True, at=NOON, value="0.6 MPa") for step in LEAK.checklist)
FULL = Proof(before=2, after=2)
SIGNED = SignOff(SignMethod.IN_PERSON, "a" * 64, NOON, an_id("signature"))
SIGNING = {R.OWNER: SignMethod.LINK, R.DISPATCHER: SignMethod.ABSENT, R.ADMIN: SignMethod.REFUSED}
DOOR = "R-YQL-03-2-1201"
MATE = Mate(AssignmentId(an_id("mate")), TECH.id, TECH.code, AssignmentState.OFFERED, NOON)
LAPSING = {R.TECHNICIAN: AssignmentState.DECLINED, R.SYSTEM: AssignmentState.LAPSED}


def an_intent(name: str, role: Role) -> i.AnyIntent:
    made: dict[str, i.AnyIntent] = {
        "report": i.Report(),
        "triage": i.Triage("PLB-02", Priority.P1),
        "decline_report": i.DeclineReport("燃气公司"),
        "merge": i.Merge(WorkOrderId(an_id("other"))),
        "offer": i.Offer(AssignmentId(an_id("new")), TECH.id, NOON + 3 * MINUTE),
        **crew_intents(MATE, LAPSING.get(role, AssignmentState.WITHDRAWN)),
        "accept": i.Accept(),
        "release": i.Release(LAPSING.get(role, AssignmentState.WITHDRAWN), "busy"),
        "depart": i.Depart(),
        "arrive": i.Arrive(Presence(PresenceMethod.ASSET_QR, NOON, proof=DOOR)),
        "start": i.Start(),
        "hold": i.PutOnHold(HoldReason.WAITING_PARTS, NOON + 60 * MINUTE),
        "resume": i.Resume(),
        "finish": i.Finish("AGE", "REPLACE"),
        "undo": i.Undo("too early"),
        "sign": i.Sign(replace(SIGNED, method=SIGNING.get(role, SignMethod.IN_PERSON), reason="nobody at home")),
        "await_evidence": i.AwaitEvidence(),
        "submit": i.Submit(),
        "waive_evidence": i.WaiveEvidence("the phone fell from the roof"),
        "approve": i.Approve(),
        "send_back": i.SendBack("photo 2 is blurred"),
        "close": i.Close(),
        "cancel": i.Cancel("solved itself"),
        "revoke": i.Revoke("reassigned"),
        "escalate": i.Escalate("urged"),
    }
    return made[name]


def a_standing(status: Status, **changes: object) -> Standing:
    state = AssignmentState.OFFERED if status is S.OFFERED else AssignmentState.ACCEPTED
    held = an_assignment(TECH, state)
    order = an_order(status, technician_id=TECH.id, assignment_id=held.id, checklist=DONE, crew=(MATE,))
    return replace(Standing(order, LEAK, held, FULL, report_code=DOOR), **changes)


def an_entitled(role: Role) -> Actor:
    """The person of that role whom nothing but the table can stop."""
    return an_actor(role, str(TECH.id) if role is R.TECHNICIAN else "")


def try_out(intent: i.AnyIntent, status: Status, role: Role) -> str:
    try:
        lifecycle.apply(a_standing(status), intent, an_entitled(role), NOON + MINUTE)
    except Problem as problem:
        return problem.code
    return "done"


def expected(name: str, status: Status, role: Role) -> str:
    rule = TABLE[name]
    if status not in rule.sources:
        return "illegal_transition"
    if role not in rule.roles:
        return "not_allowed"
    if name == "cancel" and role is R.OWNER and status not in OWNER_CANCELS:
        return "illegal_transition"
    return "done"


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("name", TABLE)
def test_a_step_happens_where_the_table_says_and_nowhere_else(name: str, status: Status) -> None:
    told = {role: try_out(an_intent(name, role), status, role) for role in Role}
    assert told == {role: expected(name, status, role) for role in Role}


@pytest.mark.parametrize("role", [R.OWNER, R.TECHNICIAN, R.STEWARD, R.MANAGER])
@pytest.mark.parametrize("method", SignMethod)
def test_the_owner_accepts_by_link_and_nobody_in_his_name(method: SignMethod, role: Role) -> None:
    signed = replace(SIGNED, method=method, reason="not at home")
    told = try_out(i.Sign(signed), S.WORK_DONE, role)
    assert told == ("done" if (method is SignMethod.LINK) == (role is R.OWNER) else "not_allowed")


def test_the_matrix_has_a_cell_for_every_intent_status_and_role() -> None:
    names = {intent.__struct_config__.tag for intent in i.Intent.__subclasses__()}
    assert names == set(TABLE)
    assert len(TABLE) * len(Status) * len(Role) == 29 * 19 * 10 == 5510


REFERENCE = [  # the reference lifecycle, step by step: from, to, who may among the people it names
    ("draft", "reported", "report", {R.OWNER, R.STEWARD, R.TECHNICIAN, R.INTEGRATION}),
    ("reported", "triaged", "triage", {R.SYSTEM, R.DISPATCHER, R.CLERK}),
    ("reported", "declined", "decline_report", {R.DISPATCHER}),
    ("reported", "merged", "merge", {R.DISPATCHER}),
    ("triaged", "offered", "offer", {R.SYSTEM, R.DISPATCHER}),
    ("offered", "accepted", "accept", {R.TECHNICIAN}),
    ("offered", "triaged", "release", {R.TECHNICIAN, R.SYSTEM, R.DISPATCHER}),
    ("accepted", "en_route", "depart", {R.TECHNICIAN}),
    ("en_route", "arrived", "arrive", {R.TECHNICIAN}),
    ("accepted", "arrived", "arrive", {R.TECHNICIAN}),
    ("arrived", "in_progress", "start", {R.TECHNICIAN}),
    ("in_progress", "on_hold", "hold", {R.TECHNICIAN, R.DISPATCHER}),
    ("on_hold", "in_progress", "resume", {R.TECHNICIAN, R.DISPATCHER}),
    ("in_progress", "work_done", "finish", {R.TECHNICIAN}),
    ("work_done", "in_progress", "undo", {R.TECHNICIAN}),
    ("work_done", "signed", "sign", {R.TECHNICIAN, R.OWNER, R.STEWARD, R.MANAGER}),
    ("signed", "pending_evidence", "await_evidence", {R.SYSTEM}),
    ("pending_evidence", "in_review", "submit", {R.SYSTEM}),
    ("in_review", "completed", "approve", {R.LEAD, R.SYSTEM}),
    ("in_review", "rework", "send_back", {R.LEAD}),
    ("rework", "accepted", "accept", {R.TECHNICIAN}),
    ("completed", "closed", "close", {R.CLERK, R.SYSTEM}),
    *((status, "cancelled", "cancel", {R.OWNER, R.DISPATCHER}) for status in sorted(OWNER_CANCELS)),
    ("accepted", "triaged", "revoke", {R.DISPATCHER, R.SYSTEM}),
    ("en_route", "triaged", "revoke", {R.DISPATCHER, R.SYSTEM}),
]


@pytest.mark.parametrize(("source", "to", "name", "who"), REFERENCE)
def test_the_table_knows_every_step_of_the_reference_lifecycle(source: str, to: str, name: str, who: set[Role]) -> None:
    rule = TABLE[name]
    assert Status(source) in rule.sources
    assert rule.to == to
    assert who <= rule.roles


def test_no_step_leads_out_of_an_ended_order() -> None:
    assert all(not rule.sources & TERMINAL for rule in TABLE.values())


def test_every_status_can_be_reached_and_ranks_never_sink_on_the_way_forward() -> None:
    reached = {S.DRAFT, *(rule.to for rule in TABLE.values() if rule.to)}
    assert reached == set(Status)
    back = {"release", "revoke", "send_back", "undo", "resume"}
    for name, rule in TABLE.items():
        if name not in back and rule.to is not None:
            assert all(RANK[source] < RANK[rule.to] for source in rule.sources), name


def test_the_page_says_what_the_table_does() -> None:
    page = Path(__file__).resolve().parents[3] / "docs" / "lifecycle.md"
    assert page.read_text() == markdown(), "docs/lifecycle.md is stale: write dispatch.lifecycle_doc.markdown() into it"
    assert set(NEEDS) == set(TABLE)
    assert set(STATUS_WORDS) == set(Status)


def test_a_pause_ends_after_it_begins() -> None:
    with pytest.raises(lifecycle.HoldInPast):
        lifecycle.apply(
            a_standing(S.IN_PROGRESS, proof=FULL),
            i.PutOnHold(HoldReason.WAITING_PARTS, NOON),
            an_actor(R.TECHNICIAN, str(TECH.id)),
            NOON,
        )


@pytest.mark.parametrize(
    ("value", "enough"), [("abc", False), ("", False), ("0.6 MPa", True), ("<5", True), ("MPa 3", False)]
)
def test_a_reading_is_a_number_with_or_without_its_unit(value: str, enough: bool) -> None:
    bare = a_standing(S.IN_PROGRESS, proof=FULL)
    answers = tuple(replace(one, value=value) for one in bare.order.checklist)
    bare = replace(bare, order=replace(bare.order, checklist=answers))
    assert lifecycle.missing_evidence(bare, i.Finish("AGE", "REPLACE")) == ([] if enough else ["step:TEST"])


@pytest.mark.parametrize(
    ("intent", "status", "proof", "missing"),
    [
        (i.Start(), S.ARRIVED, Proof(), ["before_photo:2", "step:SHOES"]),
        (i.Start(), S.ARRIVED, Proof(before=1), ["before_photo:1", "step:SHOES"]),
        (
            i.Finish("", ""),
            S.IN_PROGRESS,
            Proof(2, 1),
            ["after_photo:1", "step:SHOES", "step:VALVE", "step:TEST", "cause", "action"],
        ),
        (i.Submit(), S.PENDING_EVIDENCE, Proof(2, 2, 3), ["bytes:3"]),
        (i.Cancel("  "), S.TRIAGED, Proof(), ["reason"]),
        (i.Sign(replace(SIGNED, signature_id=None, digest="")), S.WORK_DONE, FULL, ["digest", "signature"]),
        (i.Sign(SignOff(SignMethod.ABSENT, "a" * 64, NOON)), S.WORK_DONE, FULL, ["reason"]),
        (i.Arrive(Presence(PresenceMethod.FENCE, NOON)), S.EN_ROUTE, FULL, ["position"]),
        (i.Arrive(Presence(PresenceMethod.DOOR_PHOTO, NOON)), S.EN_ROUTE, FULL, ["proof"]),
    ],
)
def test_what_is_missing_is_named(intent: i.AnyIntent, status: Status, proof: Proof, missing: list[str]) -> None:
    bare = a_standing(status, proof=proof)
    bare = replace(bare, order=replace(bare.order, checklist=()))
    assert lifecycle.missing_evidence(bare, intent) == missing
    who = next(role for role in Role if role in TABLE[intent.name].roles)
    with pytest.raises(EvidenceMissing):
        lifecycle.apply(bare, intent, an_entitled(who), NOON)


def test_a_position_proves_presence_only_near_and_sharp() -> None:
    door = LatLng(30.5741, 104.0630)
    near, far = LatLng(30.5746, 104.0630), LatLng(30.5751, 104.0630)

    def missing(where: LatLng, accuracy: float) -> list[str]:
        seen = i.Arrive(Presence(PresenceMethod.FENCE, NOON, where, accuracy))
        return lifecycle.missing_evidence(a_standing(S.EN_ROUTE, place=door), seen)

    assert missing(near, 100) == []
    assert missing(near, 101) == ["accuracy:100"]
    assert missing(far, 20) == ["distance:80"]


def test_a_lapsed_offer_cannot_be_accepted_but_one_accepted_in_time_offline_can() -> None:
    offered = a_standing(S.OFFERED)
    technician = an_entitled(R.TECHNICIAN)
    with pytest.raises(OfferLapsed):
        lifecycle.apply(offered, i.Accept(), technician, NOON + 4 * MINUTE)
    accepted = lifecycle.apply(offered, i.Accept(), technician, NOON + 3 * MINUTE)
    assert accepted.order.clocks.responded_at == NOON + 3 * MINUTE
    assert accepted.assignment is not None
    assert accepted.assignment.state is AssignmentState.ACCEPTED


def test_nobody_answers_for_somebody_else() -> None:
    other = an_actor(R.TECHNICIAN, an_id("T-PLB-09"))
    with pytest.raises(NotAssignee):
        lifecycle.apply(a_standing(S.OFFERED), i.Accept(), other, NOON)


def test_a_technician_may_decline_but_not_lapse_an_offer() -> None:
    with pytest.raises(NotAllowed):
        lifecycle.apply(a_standing(S.OFFERED), i.Release(AssignmentState.LAPSED), an_entitled(R.TECHNICIAN), NOON)


def test_a_lead_judges_neither_his_own_work_nor_another_community() -> None:
    mine = an_actor(R.LEAD, str(TECH.id))
    with pytest.raises(OwnWork):
        lifecycle.apply(a_standing(S.IN_REVIEW), i.Approve(), mine, NOON)
    elsewhere = an_actor(R.LEAD, communities=frozenset({an_id("BJY")}))
    with pytest.raises(NotAllowed):
        lifecycle.apply(a_standing(S.IN_REVIEW), i.Approve(), elsewhere, NOON)
    here = an_actor(R.LEAD, communities=frozenset({YQL}))
    assert lifecycle.apply(a_standing(S.IN_REVIEW), i.Approve(), here, NOON).order.status is S.COMPLETED


def test_an_owner_touches_only_his_own_order() -> None:
    stranger = replace(an_actor(R.OWNER), scope=an_id("another order"))
    with pytest.raises(NotAllowed):
        lifecycle.apply(a_standing(S.TRIAGED), i.Cancel("no longer needed"), stranger, NOON)


def test_taking_an_order_away_on_hold_starts_its_clock_again() -> None:
    held = a_standing(S.ON_HOLD)
    clocks = replace(held.order.clocks, fix_by=NOON + 60 * MINUTE, paused_since=NOON)
    held = replace(held, order=replace(held.order, clocks=clocks))
    after = lifecycle.apply(held, i.Revoke("unwell"), an_entitled(R.TECHNICIAN), NOON + 10 * MINUTE)
    assert after.order.clocks.paused_since is None
    assert after.order.clocks.fix_by == NOON + 70 * MINUTE
    assert after.order.technician_id is None
    assert after.assignment is not None
    assert after.assignment.state is AssignmentState.REVOKED


def test_an_absent_owner_stops_the_clock_from_the_third_attempt_on() -> None:
    standing, technician = a_standing(S.IN_PROGRESS), an_entitled(R.TECHNICIAN)
    paused = []
    for _ in range(3):
        hold = i.PutOnHold(HoldReason.WAITING_OWNER_ACCESS, NOON + 60 * MINUTE)
        held = lifecycle.apply(standing, hold, technician, NOON + MINUTE)
        paused.append(held.order.clocks.paused_since is not None)
        again = lifecycle.apply(replace(standing, order=held.order), i.Resume(), technician, NOON + 2 * MINUTE)
        standing = replace(standing, order=again.order)
    assert paused == [False, False, True]


@pytest.mark.parametrize("intent", [i.Submit(), i.Approve()])
def test_no_review_begins_or_ends_without_the_photos_the_fault_asks_for(intent: i.AnyIntent) -> None:
    status, role = (S.SIGNED, R.SYSTEM) if isinstance(intent, i.Submit) else (S.IN_REVIEW, R.LEAD)
    short = a_standing(status, proof=Proof(before=1, after=1))
    with pytest.raises(EvidenceMissing) as refused:
        lifecycle.apply(short, intent, an_entitled(role), NOON)
    assert refused.value.facts["missing"] == ["before_photo:1", "after_photo:1"]
    unreported = replace(short, order=replace(short.order, flags=frozenset({lifecycle.SKIPPED_FLAG})))
    assert lifecycle.missing_evidence(unreported, intent) == ["after_photo:1"]
    assert lifecycle.apply(a_standing(status), intent, an_entitled(role), NOON)


@pytest.mark.parametrize("status", [S.SIGNED, S.PENDING_EVIDENCE])
def test_the_desk_lets_the_review_begin_without_what_a_destroyed_phone_took_with_it(status: Status) -> None:
    lost = a_standing(status, proof=Proof(before=2, after=0, awaited=3))
    desk = an_actor(R.DISPATCHER)
    with pytest.raises(EvidenceMissing):
        lifecycle.apply(lost, i.WaiveEvidence(" "), desk, NOON)
    waived = lifecycle.apply(lost, i.WaiveEvidence("the phone fell from the roof", "D-1"), desk, NOON)
    (note,) = waived.order.notes
    assert (waived.order.status, waived.order.flags) == (S.IN_REVIEW, {lifecycle.WAIVED_FLAG})
    assert (note.text, note.by, note.by_name) == ("the phone fell from the roof", desk.id, "D-1")
    assert [one.__struct_config__.tag for one in waived.events] == [
        "work_order.evidence_waived",
        "work_order.submitted",
    ]
    judged = replace(lost, order=waived.order)
    assert lifecycle.apply(judged, i.Approve(), an_actor(R.LEAD), NOON).order.status is S.COMPLETED
    again = lifecycle.apply(judged, i.SendBack("take them again"), an_actor(R.LEAD), NOON)
    assert again.order.flags == set()


def test_the_desk_says_who_was_not_there_but_witnesses_nothing() -> None:
    for method in SignMethod:
        told = try_out(i.Sign(replace(SIGNED, method=method, reason="called twice")), S.WORK_DONE, R.DISPATCHER)
        assert told == ("done" if method in {SignMethod.ABSENT, SignMethod.REFUSED} else "not_allowed")


@pytest.mark.parametrize("method", [PresenceMethod.OWNER_CODE, PresenceMethod.ASSET_QR, PresenceMethod.DOOR_PHOTO])
def test_presence_is_proved_by_what_only_this_door_and_this_owner_have(method: PresenceMethod) -> None:
    going = a_standing(S.EN_ROUTE, proof=replace(FULL, doors=frozenset({"photo of the door"})))
    right = {
        PresenceMethod.OWNER_CODE: owner_code(going.order.id, going.order.assignment_id or ""),
        PresenceMethod.ASSET_QR: DOOR,
        PresenceMethod.DOOR_PHOTO: "photo of the door",
    }
    assert lifecycle.missing_evidence(going, i.Arrive(Presence(method, NOON, proof=right[method]))) == []
    for other in {"4711", "R-ELSEWHERE", "photo of nothing", *right.values()} - {right[method]}:
        assert lifecycle.missing_evidence(going, i.Arrive(Presence(method, NOON, proof=other))) == ["presence"]


def test_the_owners_code_is_of_one_assignment() -> None:
    codes = [owner_code("order", f"assignment {n}") for n in range(50)]
    assert all(len(code) == 4 and code.isdigit() for code in codes)
    assert len(set(codes)) > 45


def test_a_stale_signature_can_be_renewed_later_but_not_on_an_ended_order() -> None:
    stale = replace(SIGNED, stale=True)
    review = a_standing(S.IN_REVIEW)
    review = replace(review, order=replace(review.order, sign_off=stale))
    renewed = replace(SIGNED, method=SignMethod.LINK)
    again = lifecycle.apply(review, i.Sign(renewed), an_entitled(R.OWNER), NOON)
    assert (again.order.status, again.order.sign_off) == (S.IN_REVIEW, renewed)
    ended = replace(review, order=replace(review.order, status=S.CANCELLED))
    with pytest.raises(IllegalTransition):
        lifecycle.apply(ended, i.Sign(renewed), an_entitled(R.OWNER), NOON)


def test_sending_back_starts_a_new_fix_clock_and_keeps_the_broken_promise() -> None:
    late = a_standing(S.IN_PROGRESS)
    late = replace(late, order=replace(late.order, clocks=replace(late.order.clocks, fix_by=NOON)))
    done = lifecycle.apply(late, i.Finish("AGE", "REPAIR"), an_entitled(R.TECHNICIAN), NOON + MINUTE)
    assert "fix_late" in done.order.flags
    review = replace(late, order=replace(done.order, status=S.IN_REVIEW))
    back = lifecycle.apply(review, i.SendBack("not dry", NOON + 120 * MINUTE), an_actor(R.LEAD), NOON + 9 * MINUTE)
    assert (back.order.clocks.fix_by, back.order.clocks.fixed_at) == (NOON + 120 * MINUTE, None)
    assert "fix_late" in back.order.flags
