"""Status by rank: forward is applied, also over skipped states; equal is the same; behind is superseded.

`EXPECTED` says for every status an assignee can find and every operation he can send what becomes of it.
"""

from datetime import timedelta

import pytest

from dispatch.lifecycle import SKIPPED_FLAG, Proof
from dispatch.model import HoldReason, Status
from offline_sync.merge import UNPROVED_FLAG, skipped
from tests.support.dispatch_builders import LEAK, NOON
from tests.support.sync_builders import ORDER, a_standing, a_world, an_op, outcome, said

NOW = NOON.isoformat()
SOON = (NOON + timedelta(hours=8)).isoformat()
ARGS = {
    "visit.arrive": {"presence": {"method": "asset_qr", "at": NOW, "proof": "R-YQL-03-2-1201"}},
    "visit.hold": {"reason": "waiting_parts", "until": SOON, "note": ""},
    "visit.finish": {"cause": "AGE", "action": "REPLACE"},
    "visit.undo": {"reason": "too early"},
    "visit.hand_back": {"reason": "unwell"},
    "offer.decline": {"reason": "busy"},
}
COLUMNS = (
    "offer.accept",
    "visit.depart",
    "visit.arrive",
    "visit.start",
    "visit.hold",
    "visit.resume",
    "visit.finish",
    "visit.undo",
)
# + applied, = merged same, < superseded stale_status, ! parked stale_reopen
EXPECTED = {
    Status.OFFERED: "+++++++=",
    Status.ACCEPTED: "=++++++=",
    Status.EN_ROUTE: "<=+++++=",
    Status.ARRIVED: "<<=++++=",
    Status.IN_PROGRESS: "<<<=+=+=",
    Status.ON_HOLD: "<<<<=++=",
    Status.WORK_DONE: "<<<<<<=+",
    Status.SIGNED: "<<<<<<<!",
    Status.PENDING_EVIDENCE: "<<<<<<<!",
    Status.IN_REVIEW: "<<<<<<<!",
    Status.REWORK: "+<<<<<<=",
    Status.COMPLETED: "<<<<<<<!",
    Status.CLOSED: "<<<<<<<!",
}
MEANING = {
    "+": "applied",
    "=": "merged same",
    "<": "superseded stale_status",
    "!": "parked stale_reopen",
}
CELLS = [
    pytest.param(status, kind, MEANING[sign], id=f"{status}-{kind}")
    for status, row in EXPECTED.items()
    for kind, sign in zip(COLUMNS, row, strict=True)
]


@pytest.mark.parametrize(("status", "kind", "expected"), CELLS)
def test_a_word_about_a_status(status: Status, kind: str, expected: str) -> None:
    world = a_world(a_standing(status))
    assert said(outcome(world, an_op(kind, args=ARGS.get(kind, {})))) == expected


def test_a_jump_applies_what_was_skipped_and_says_so() -> None:
    world = a_world(a_standing(Status.ACCEPTED))
    effect = outcome(world, an_op("visit.finish", args=ARGS["visit.finish"]))
    assert effect.facts == {"skipped": ["arrive", "start"]}
    order = world.standings[ORDER].order
    assert order.status is Status.WORK_DONE
    assert order.clocks.arrived_at == order.clocks.fixed_at == NOON
    assert {SKIPPED_FLAG, UNPROVED_FLAG} <= order.flags
    names = [str(fact.event.__struct_config__.tag) for fact in world.facts]
    assert names == ["work_order.arrived", "work_order.started", "work_order.detailed", "work_order.finished"]


def test_a_jump_from_the_offer_accepts_it() -> None:
    world = a_world(a_standing(Status.OFFERED))
    assert said(outcome(world, an_op("visit.depart"))) == "applied"
    assignment = world.standings[ORDER].assignment
    assert assignment is not None
    assert assignment.state == "accepted"


def test_a_jump_does_not_excuse_from_the_evidence_of_its_end() -> None:
    world = a_world(a_standing(Status.ARRIVED, fault=LEAK, proof=Proof(2, 0, 0)))
    effect = outcome(world, an_op("visit.finish", args=ARGS["visit.finish"]))
    assert said(effect) == "parked evidence_missing"
    assert "after_photo:2" in effect.facts["missing"]
    assert not world.first


def test_a_resume_ends_the_pause() -> None:
    world = a_world(a_standing(Status.IN_PROGRESS))
    outcome(world, an_op("visit.hold", args=ARGS["visit.hold"]))
    assert world.standings[ORDER].order.hold is not None
    assert world.standings[ORDER].order.hold.reason is HoldReason.WAITING_PARTS
    assert said(outcome(world, an_op("visit.resume"))) == "applied"
    assert world.standings[ORDER].order.hold is None


def test_handing_back_frees_the_order_for_somebody_else() -> None:
    world = a_world(a_standing(Status.EN_ROUTE))
    assert said(outcome(world, an_op("visit.hand_back", args=ARGS["visit.hand_back"]))) == "applied"
    standing = world.standings[ORDER]
    assert (standing.order.status, standing.order.technician_id) == (Status.TRIAGED, None)


def test_declining_an_offer_frees_it() -> None:
    world = a_world(a_standing(Status.OFFERED))
    assert said(outcome(world, an_op("offer.decline", args=ARGS["offer.decline"]))) == "applied"
    assert world.standings[ORDER].order.status is Status.TRIAGED


def test_a_decline_without_a_reason_waits_for_one() -> None:
    world = a_world(a_standing(Status.OFFERED))
    assert said(outcome(world, an_op("offer.decline", args={"reason": " "}))) == "parked evidence_missing"


@pytest.mark.parametrize("status", list(EXPECTED))
def test_what_is_skipped_leads_to_where_the_intent_is_possible(status: Status) -> None:
    for intent in ("depart", "arrive", "start", "hold", "finish"):
        assert len(skipped(status, intent)) <= 4
