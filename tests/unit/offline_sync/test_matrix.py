"""The conflict matrix: a phone's late word against what happened meanwhile, one named test per cell.

Rows: reassigned and not seen, reassigned and seen, cancelled, merged, two on one job, the same field, a wrong clock.
Columns: evidence, and status.
"""

from datetime import timedelta

import pytest

from dispatch import sheet
from dispatch.evidence import LATE_FLAG
from dispatch.model import Note, PartLine, SignMethod, SignOff, Status
from media.model import Photo, PhotoId
from offline_sync.merge import AFTER_CANCEL_FLAG, DUPLICATE_FLAG
from offline_sync.model import Verdict
from tests.support.dispatch_builders import NOON, ORG, an_id
from tests.support.phones import sha
from tests.support.sync_builders import (
    ANNA,
    BORIS,
    ORDER,
    REVOKED,
    SIGNATURE,
    a_standing,
    a_world,
    an_op,
    outcome,
    replace,
    said,
)

NOW = NOON.isoformat()
SOON = (NOON + timedelta(hours=8)).isoformat()
NOTE = {"id": an_id("note"), "text": "总阀在门后", "at": NOW}
PHOTO = {
    "id": an_id("photo"),
    "slot": "after",
    "sha256": sha("after"),
    "size": 1000,
    "mime": "image/jpeg",
    "taken_at": NOW,
    "width": 1600,
    "height": 1200,
    "warnings": [],
}
PART: dict[str, object] = {"id": an_id("part"), "material": "M-001", "name": "角阀", "unit": "个"}
PART |= {"quantity_milli": 1000, "unit_price_fen": 1800}
CHECK = {"step": "TIDY", "done": True, "value": "", "at": NOW}
EVIDENCE = [("note.add", NOTE), ("photo.add", PHOTO), ("part.add", PART), ("check.set", CHECK)]
STATUS = [
    ("visit.depart", {}),
    ("visit.arrive", {"presence": {"method": "asset_qr", "at": NOW, "proof": "R-YQL-03-2-1201"}}),
    ("visit.start", {}),
    ("visit.hold", {"reason": "waiting_parts", "until": SOON, "note": ""}),
    ("visit.resume", {}),
    ("visit.finish", {"cause": "AGE", "action": "REPLACE"}),
    ("visit.undo", {"reason": "too early"}),
]
evidence = pytest.mark.parametrize(("kind", "args"), EVIDENCE, ids=[kind for kind, _ in EVIDENCE])
status = pytest.mark.parametrize(("kind", "args"), STATUS, ids=[kind for kind, _ in STATUS])


def signature(**changes: object) -> dict[str, object]:
    sheet = f'{{"work_order":"{ORDER}"}}'
    made: dict[str, object] = {
        "method": "in_person",
        "signer": "张阿姨",
        "signature_id": an_id("signature"),
        "strokes": SIGNATURE,
        "aspect": 0.5,
        "digest": sha(sheet),
        "sheet": sheet,
        "reason": "",
        "at": NOW,
    }
    return made | changes


# reassigned, and the phone had not seen it -----------------------------------------------------------------------


@evidence
def test_reassigned_unseen_evidence_is_applied_and_tagged(kind: str, args: dict[str, object]) -> None:
    world = a_world(a_standing(holder=BORIS), sight=REVOKED)
    effect = outcome(world, an_op(kind, args=args), seen=REVOKED.tx - 1)
    assert said(effect) == "applied"
    assert effect.facts["tags"] == [LATE_FLAG]
    assert LATE_FLAG in world.standings[ORDER].order.flags


@evidence
def test_who_was_only_asked_and_never_accepted_may_bring_nothing(kind: str, args: dict[str, object]) -> None:
    world = a_world(a_standing(holder=BORIS), sight=replace(REVOKED, reason="withdrawn"), accepted=frozenset())
    assert said(outcome(world, an_op(kind, args=args), seen=REVOKED.tx - 1)) == "parked not_assignee"
    assert not world.new_photos
    assert not world.first


def test_a_former_assignees_late_photo_counts_for_nothing() -> None:
    standing = a_standing(holder=BORIS)
    world = a_world(standing, sight=REVOKED)
    assert said(outcome(world, an_op("photo.add", args=PHOTO), seen=REVOKED.tx - 1)) == "applied"
    assert world.standings[ORDER].proof == standing.proof
    assert sheet.pictures(world.new_photos.values()) == []


@status
def test_reassigned_unseen_status_is_parked_reassigned(kind: str, args: dict[str, object]) -> None:
    world = a_world(a_standing(holder=BORIS), sight=REVOKED)
    effect = outcome(world, an_op(kind, args=args), seen=REVOKED.tx - 1)
    assert said(effect) == "parked reassigned"
    assert not world.first


def test_reassigned_unseen_signature_is_kept_and_moves_nothing() -> None:
    world = a_world(a_standing(Status.WORK_DONE, holder=BORIS), sight=REVOKED)
    effect = outcome(world, an_op("sign_off.capture", args=signature()), seen=None)
    assert said(effect) == "applied"
    assert world.new_signatures[0].id == an_id("signature")
    assert world.standings[ORDER].order.status is Status.WORK_DONE


def test_a_cursor_of_another_history_counts_as_not_seen() -> None:
    world = a_world(a_standing(holder=BORIS), sight=REVOKED)
    assert said(outcome(world, an_op("note.add", args=NOTE), seen=None)) == "applied"


# reassigned, and the phone had seen it ---------------------------------------------------------------------------


@evidence
def test_reassigned_seen_evidence_is_parked_not_assignee(kind: str, args: dict[str, object]) -> None:
    world = a_world(a_standing(holder=BORIS), sight=REVOKED)
    assert said(outcome(world, an_op(kind, args=args), seen=REVOKED.tx)) == "parked not_assignee"


@status
def test_reassigned_seen_status_is_parked_not_assignee(kind: str, args: dict[str, object]) -> None:
    world = a_world(a_standing(holder=BORIS), sight=REVOKED)
    assert said(outcome(world, an_op(kind, args=args), seen=REVOKED.tx)) == "parked not_assignee"


@evidence
def test_a_stranger_may_bring_nothing(kind: str, args: dict[str, object]) -> None:
    world = a_world(a_standing(holder=BORIS))
    world.sights = {}
    assert said(outcome(world, an_op(kind, args=args))) == "parked not_assignee"


@status
def test_a_stranger_may_move_nothing(kind: str, args: dict[str, object]) -> None:
    world = a_world(a_standing(Status.CANCELLED, holder=BORIS))
    world.sights = {}
    assert said(outcome(world, an_op(kind, args=args))) == "parked not_assignee"


# cancelled while offline -----------------------------------------------------------------------------------------


@evidence
def test_cancelled_evidence_is_applied_as_evidence(kind: str, args: dict[str, object]) -> None:
    world = a_world(a_standing(Status.CANCELLED), sight=replace(REVOKED, reason="cancelled"))
    effect = outcome(world, an_op(kind, args=args), seen=REVOKED.tx - 1)
    assert said(effect) == "applied"
    assert AFTER_CANCEL_FLAG in world.standings[ORDER].order.flags
    assert world.standings[ORDER].order.status is Status.CANCELLED


@status
def test_cancelled_status_is_parked_order_cancelled(kind: str, args: dict[str, object]) -> None:
    world = a_world(a_standing(Status.CANCELLED), sight=replace(REVOKED, reason="cancelled"))
    assert said(outcome(world, an_op(kind, args=args), seen=REVOKED.tx - 1)) == "parked order_cancelled"


def test_cancelled_signature_is_kept() -> None:
    world = a_world(a_standing(Status.CANCELLED), sight=REVOKED)
    assert said(outcome(world, an_op("sign_off.capture", args=signature()))) == "applied"
    assert len(world.new_signatures) == 1


# merged into another order ---------------------------------------------------------------------------------------


def merged_pair() -> tuple[object, object]:
    survivor = a_standing(Status.IN_PROGRESS, holder=BORIS)
    survivor = replace(survivor, order=replace(survivor.order, id=an_id("survivor")))
    gone = a_standing(Status.MERGED, holder=None, merged_into=an_id("survivor"))
    return gone, survivor


@evidence
def test_merged_evidence_goes_to_the_survivor(kind: str, args: dict[str, object]) -> None:
    world = a_world(*merged_pair(), sight=REVOKED)  # type: ignore[arg-type]
    effect = outcome(world, an_op(kind, args=args), seen=REVOKED.tx - 1)
    assert said(effect) == "applied"
    assert LATE_FLAG in world.standings[an_id("survivor")].order.flags
    assert ORDER not in world.first


@status
def test_merged_status_is_parked_order_merged(kind: str, args: dict[str, object]) -> None:
    world = a_world(*merged_pair(), sight=REVOKED)  # type: ignore[arg-type]
    assert said(outcome(world, an_op(kind, args=args), seen=REVOKED.tx - 1)) == "parked order_merged"


# two technicians on one job --------------------------------------------------------------------------------------


def test_two_on_one_job_the_second_finish_is_the_same_and_counted() -> None:
    done = a_standing(Status.IN_REVIEW, holder=BORIS, cause="AGE", action="REPAIR")
    world = a_world(done, sight=REVOKED)
    effect = outcome(world, an_op("visit.finish", args={"cause": "PART", "action": "REPLACE"}), seen=1)
    assert said(effect) == "merged same"
    order = world.standings[ORDER].order
    assert (order.cause, order.action, order.status) == ("AGE", "REPAIR", Status.IN_REVIEW)
    assert DUPLICATE_FLAG in order.flags


def test_two_on_one_job_both_part_lines_stay() -> None:
    line = PartLine(an_id("boris"), "M-002", "软管", "根", 2000, 900)
    world = a_world(a_standing(Status.IN_PROGRESS, holder=BORIS, parts=(line,)), sight=REVOKED)
    outcome(world, an_op("part.add", args=PART), seen=1)
    assert [one.id for one in world.standings[ORDER].order.parts] == [an_id("boris"), an_id("part")]


def test_the_same_finish_twice_by_one_person_is_merged() -> None:
    world = a_world(a_standing(Status.IN_PROGRESS))
    finish = {"cause": "AGE", "action": "REPLACE"}
    assert said(outcome(world, an_op("visit.finish", args=finish))) == "applied"
    assert said(outcome(world, an_op("visit.finish", args=finish))) == "merged same"


# the same field --------------------------------------------------------------------------------------------------


def test_between_two_answers_to_one_step_arrival_decides_and_no_clock() -> None:
    world = a_world(a_standing(Status.IN_PROGRESS))
    late = (NOON + timedelta(days=700)).isoformat()
    outcome(world, an_op("check.set", args=CHECK | {"value": "first", "at": late}))
    outcome(world, an_op("check.set", args=CHECK | {"value": "second"}))
    assert world.standings[ORDER].order.checklist[0].value == "second"


def test_an_edit_wins_over_a_removal_that_had_not_seen_it() -> None:
    line = PartLine(**PART)  # type: ignore[arg-type]
    world = a_world(a_standing(Status.IN_PROGRESS, parts=(replace(line, quantity_milli=3000),)))
    removal = an_op("part.remove", args={"id": an_id("part")}, base={"quantity_milli": 1000})
    assert said(outcome(world, removal)) == "merged edit_wins"
    assert len(world.standings[ORDER].order.parts) == 1


def test_a_removal_that_saw_the_line_as_it_is_removes_it() -> None:
    line = PartLine(**PART)  # type: ignore[arg-type]
    world = a_world(a_standing(Status.IN_PROGRESS, parts=(line,)))
    removal = an_op("part.remove", args={"id": an_id("part")}, base={"quantity_milli": 1000})
    assert said(outcome(world, removal)) == "applied"
    assert world.standings[ORDER].order.parts == ()


def test_a_quantity_for_a_line_that_is_gone_is_superseded() -> None:
    world = a_world(a_standing(Status.IN_PROGRESS))
    args = {"id": an_id("part"), "quantity_milli": 2000}
    assert said(outcome(world, an_op("part.quantity", args=args))) == "superseded line_gone"


def test_a_revised_note_that_never_arrived_is_kept_as_a_new_one() -> None:
    world = a_world(a_standing(Status.IN_PROGRESS))
    assert said(outcome(world, an_op("note.revise", args=NOTE))) == "merged kept_as_note"
    assert world.standings[ORDER].order.notes[0].text == NOTE["text"]


def test_nobody_revises_somebody_elses_note() -> None:
    theirs = Note(an_id("note"), "别人的", BORIS.id, BORIS.code, NOON)
    world = a_world(a_standing(Status.IN_PROGRESS, notes=(theirs,)))
    assert said(outcome(world, an_op("note.revise", args=NOTE))) == "parked not_author"


# the sheet -------------------------------------------------------------------------------------------------------


def test_a_signature_on_a_sheet_that_changed_is_kept_and_stale() -> None:
    world = a_world(a_standing(Status.WORK_DONE))
    effect = outcome(world, an_op("sign_off.capture", args=signature()))
    assert said(effect) == "merged sheet_changed"
    order = world.standings[ORDER].order
    assert order.status is Status.SIGNED
    assert order.sign_off is not None
    assert order.sign_off.stale


def test_a_digest_that_is_not_of_its_sheet_is_parked() -> None:
    world = a_world(a_standing(Status.WORK_DONE))
    effect = outcome(world, an_op("sign_off.capture", args=signature(digest=sha("something else"))))
    assert said(effect) == "parked signed_payload_mismatch"


@pytest.mark.parametrize("where", [Status.WORK_DONE, Status.IN_REVIEW, Status.CANCELLED])
def test_a_phone_cannot_bring_the_owners_acceptance_by_link(where: Status) -> None:
    standing = a_standing(where)
    world = a_world(standing)
    assert said(outcome(world, an_op("sign_off.capture", args=signature(method="link")))) == "parked not_allowed"
    assert world.standings[ORDER] == standing
    assert world.new_signatures == []


def test_a_dot_is_not_a_signature() -> None:
    world = a_world(a_standing(Status.WORK_DONE))
    effect = outcome(world, an_op("sign_off.capture", args=signature(strokes=[[5, 5]])))
    assert said(effect) == "parked signature_too_small"


def test_a_second_signature_is_kept_beside_the_first() -> None:
    first = SignOff(SignMethod.LINK, sha("x"), NOON)
    world = a_world(a_standing(Status.IN_REVIEW, sign_off=first))
    assert said(outcome(world, an_op("sign_off.capture", args=signature()))) == "merged same"
    assert world.standings[ORDER].order.sign_off == first
    assert len(world.new_signatures) == 1


def test_a_stale_sign_off_can_be_signed_again() -> None:
    stale = SignOff(SignMethod.IN_PERSON, sha("x"), NOON, stale=True)
    world = a_world(a_standing(Status.IN_REVIEW, sign_off=stale))
    effect = outcome(world, an_op("sign_off.capture", args=signature()))
    assert effect.verdict in {Verdict.APPLIED, Verdict.MERGED}
    assert world.standings[ORDER].order.status is Status.IN_REVIEW
    assert world.standings[ORDER].order.sign_off != stale


SIGNED = SignOff(SignMethod.IN_PERSON, sha("x"), NOON)


def a_taken(slot: str = "after") -> Photo:
    return Photo(
        id=PhotoId(an_id("taken")),
        org_id=ORG,
        work_order_id=ORDER,
        slot=slot,
        sha256=sha("taken"),
        taken_at=NOON,
        by=ANNA.id,
        by_role="technician",
    )


RETRACTION = {"id": an_id("taken"), "reason": "blurred"}


@pytest.mark.parametrize(("slot", "stale"), [("after", True), ("before", True), ("during", False), ("door", False)])
def test_a_photo_added_to_a_signed_sheet_makes_the_signature_stale(slot: str, stale: bool) -> None:
    world = a_world(a_standing(Status.SIGNED, sign_off=SIGNED))
    assert said(outcome(world, an_op("photo.add", args=PHOTO | {"slot": slot}))) == "applied"
    assert world.standings[ORDER].order.sign_off == replace(SIGNED, stale=stale)
    assert [fact.event.__struct_config__.tag for fact in world.facts] == ["work_order.sign_off_stale"] * stale


@pytest.mark.parametrize("where", [Status.SIGNED, Status.PENDING_EVIDENCE, Status.IN_REVIEW])
def test_a_photo_taken_back_from_a_signed_sheet_makes_the_signature_stale(where: Status) -> None:
    world = a_world(a_standing(where, sign_off=SIGNED), photos={an_id("taken"): a_taken()})
    assert said(outcome(world, an_op("photo.retract", args=RETRACTION))) == "applied"
    assert world.standings[ORDER].order.sign_off == replace(SIGNED, stale=True)


@pytest.mark.parametrize("where", [Status.COMPLETED, Status.CLOSED, Status.CANCELLED])
def test_once_the_work_is_accepted_no_photo_is_taken_back(where: Status) -> None:
    world = a_world(a_standing(where, sign_off=SIGNED), photos={an_id("taken"): a_taken()})
    assert said(outcome(world, an_op("photo.retract", args=RETRACTION))) == "parked order_over"
    assert world.retracted == {}
    assert world.standings[ORDER].order.sign_off == SIGNED


# a clock two years off -------------------------------------------------------------------------------------------


@evidence
def test_a_clock_two_years_off_changes_nothing_but_a_flag(kind: str, args: dict[str, object]) -> None:
    right, wrong = a_world(a_standing(Status.IN_PROGRESS)), a_world(a_standing(Status.IN_PROGRESS))
    assert said(outcome(right, an_op(kind, args=args))) == said(
        outcome(wrong, an_op(kind, args=args), clock_wrong=True)
    )
    before, after = right.standings[ORDER].order, wrong.standings[ORDER].order
    assert after.flags - before.flags == {"phone_clock_wrong"}
    assert replace(after, flags=before.flags, version=before.version) == before
