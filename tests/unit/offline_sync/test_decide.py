"""Deciding a batch: each operation on its own, groups together, dependencies first, faults contained."""

from datetime import timedelta

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dispatch.lifecycle import Proof
from dispatch.model import Status
from offline_sync.decide import GROUP_LIMIT, HANDLERS, Asked, decide
from offline_sync.model import Operation, Verdict
from offline_sync.upcast import Malformed, outside
from offline_sync.world import Case, Effect, World
from tests.support.dispatch_builders import NOON, an_id
from tests.support.phones import sha
from tests.support.sync_builders import ORDER, a_standing, a_world, an_op, an_op_id, asked, outcome, said

NOW = NOON.isoformat()
SOON = (NOON + timedelta(hours=8)).isoformat()


def a_note(text: str = "看过了", **changes: object) -> Operation:
    return an_op("note.add", args={"id": an_op_id(), "text": text, "at": NOW}, **changes)


def a_photo(slot: str, **changes: object) -> Operation:
    args = {"id": an_op_id(), "slot": slot, "sha256": sha(an_op_id()), "size": 9, "mime": "image/jpeg", "taken_at": NOW}
    return an_op("photo.add", args=args, **changes)


def verdicts(world: World, *ops: Operation, **circumstances: object) -> list[str]:
    _, answers = decide(world, [asked(op) for op in ops], **circumstances)  # type: ignore[arg-type]
    return [said(one.effect) for one in answers]


def bomb(world: World, case: Case) -> Effect:
    world.code = "touched"
    raise ZeroDivisionError("on purpose")


def test_one_bad_operation_costs_itself_and_nothing_else() -> None:
    ops = [a_note() for _ in range(50)]
    ops[16] = an_op("bomb")
    world = a_world(a_standing())
    from offline_sync import upcast

    kinds = dict(upcast.ARGS)
    told = [asked(op) for op in ops]
    _, answers = decide(world, told, {**HANDLERS, "note.add": HANDLERS["note.add"]})
    assert [one.effect.verdict for one in answers].count(Verdict.APPLIED) == 49
    assert said(answers[16].effect) == "held server_too_old"
    assert kinds == dict(upcast.ARGS)


def test_an_exception_in_a_handler_parks_that_operation_with_a_trace() -> None:
    world = a_world(a_standing())
    ops = [a_note(), an_op("visit.depart"), a_note()]
    _, answers = decide(world, [asked(op) for op in ops], {**HANDLERS, "visit.depart": bomb})
    assert [said(one.effect) for one in answers] == ["applied", "parked internal_error", "applied"]
    assert len(answers[1].effect.facts["trace"]) == 16
    assert isinstance(answers[1].trouble.error, ZeroDivisionError) if answers[1].trouble else False
    assert world.standings[ORDER].order.status is Status.ACCEPTED


def test_arguments_that_break_a_bound_are_parked() -> None:
    world = a_world(a_standing())
    assert verdicts(world, an_op("note.add", args={"id": an_op_id(), "text": "x" * 2001, "at": NOW})) == [
        "parked bad_arguments"
    ]
    assert verdicts(world, an_op("visit.finish", args={})) == ["parked bad_arguments"]


def told_as(changes: dict[str, object]) -> bytes:
    return msgspec.json.encode(msgspec.json.decode(msgspec.json.encode(a_note())) | changes)


@pytest.mark.parametrize(
    "bad", ["../" * 12, "\0" * 36, "A" * 36, "00000000-0000-7000-8000-00000000000A", an_id("x") + "\n"]
)
def test_an_id_that_is_no_uuid_is_refused(bad: str) -> None:
    assert verdicts(a_world(a_standing()), an_op("part.remove", args={"id": bad})) == ["parked bad_arguments"]
    with pytest.raises(Malformed):
        outside(told_as({"op_id": bad}))


@pytest.mark.parametrize("wrong", [{"v": 10**30}, {"v": 2**40}, {"at": {"wall": 10**30}}, {"at": {"wall": -(2**60)}}])
def test_a_number_that_nothing_can_hold_makes_its_operation_malformed(wrong: dict[str, object]) -> None:
    with pytest.raises(Malformed):
        outside(told_as(wrong))


def test_a_kind_from_the_future_is_held() -> None:
    assert verdicts(a_world(a_standing()), an_op("drone.launch")) == ["held server_too_old"]
    assert verdicts(a_world(a_standing()), an_op("visit.depart", v=2)) == ["held server_too_old"]


def test_what_depends_on_something_unknown_is_held() -> None:
    world = a_world(a_standing())
    assert verdicts(world, a_note(deps={"ops": [an_op_id()], "blobs": []})) == ["held dep_missing"]
    assert verdicts(world, a_note(deps={"ops": [], "blobs": [sha("photo")]})) == ["held blob_missing"]


def test_bytes_that_are_held_are_no_obstacle() -> None:
    world = a_world(a_standing(), blobs=frozenset({sha("photo")}))
    assert verdicts(world, a_note(deps={"ops": [], "blobs": [f"sha256:{sha('photo')}"]})) == ["applied"]


def test_what_depends_on_something_parked_is_parked() -> None:
    world = a_world(a_standing())
    bad = an_op("visit.finish", args={"cause": "", "action": ""})
    assert verdicts(world, bad, a_note(deps={"ops": [bad.op_id], "blobs": []})) == [
        "parked evidence_missing",
        "parked dep_parked",
    ]


def test_a_dependency_inside_the_batch_is_met() -> None:
    first = a_note()
    assert verdicts(a_world(a_standing()), first, a_note(deps={"ops": [first.op_id], "blobs": []})) == ["applied"] * 2


def test_a_group_is_applied_together() -> None:
    world = a_world(a_standing())
    assert verdicts(world, a_note(grp="g"), an_op("visit.depart", grp="g")) == ["applied"] * 2


def test_a_group_with_one_bad_member_leaves_nothing_behind() -> None:
    world = a_world(a_standing())
    before = world.standings[ORDER]
    bad = an_op("visit.finish", args={"cause": "", "action": ""}, grp="g")
    world, answers = decide(world, [asked(op) for op in (a_note(grp="g"), bad, a_photo("after", grp="g"), a_note())])
    assert [said(one.effect) for one in answers] == [
        "parked group_parked",
        "parked evidence_missing",
        "parked group_parked",
        "applied",
    ]
    assert world.standings[ORDER].order.status is before.order.status
    assert len(world.standings[ORDER].order.notes) == 1
    assert not world.new_photos


def test_a_group_waits_together() -> None:
    world = a_world(a_standing())
    waiting = a_note(grp="g", deps={"ops": [], "blobs": [sha("photo")]})
    world, answers = decide(world, [asked(op) for op in (a_note(grp="g"), waiting)])
    assert [said(one.effect) for one in answers] == ["held blob_missing"] * 2
    assert not world.first


def test_a_group_has_a_limit() -> None:
    ops = [a_note(grp="g") for _ in range(GROUP_LIMIT + 1)]
    assert set(verdicts(a_world(a_standing()), *ops)) == {"parked limit"}


def test_photos_of_the_batch_count_as_evidence_at_once() -> None:
    world = a_world(a_standing(Status.ARRIVED, proof=Proof()))
    ops = (
        a_photo("before"),
        an_op("visit.start"),
        a_photo("after"),
        an_op("visit.finish", args={"cause": "AGE", "action": "REPLACE"}),
    )
    assert verdicts(world, *ops) == ["applied"] * 4
    assert world.standings[ORDER].proof == Proof(1, 1, 2)


def test_a_retracted_photo_no_longer_counts() -> None:
    world = a_world(a_standing(Status.ARRIVED, proof=Proof()))
    photo = a_photo("before")
    gone = an_op("photo.retract", args={"id": world_photo(photo), "reason": "blurred"})
    assert verdicts(world, photo, gone, an_op("visit.start")) == ["applied", "applied", "parked evidence_missing"]


def world_photo(op: Operation) -> str:
    import msgspec

    return str(msgspec.json.decode(op.args)["id"])


def test_the_same_picture_in_the_same_slot_is_one_photo() -> None:
    world = a_world(a_standing())
    first = a_photo("before")
    import msgspec

    again = an_op("photo.add", args=msgspec.json.decode(first.args) | {"id": an_op_id()})
    assert verdicts(world, first, again, first) == ["applied", "merged same", "merged same"]
    assert len(world.new_photos) == 1


def test_an_id_known_elsewhere_is_refused_and_not_a_crash() -> None:
    photo = a_photo("before")
    world = a_world(a_standing(), taken={world_photo(photo): an_id("elsewhere")})
    assert verdicts(world, photo) == ["parked id_taken"]


def test_an_unknown_order_is_parked() -> None:
    assert verdicts(a_world(), a_note(), an_op("visit.depart")) == ["parked unknown_work_order"] * 2


KINDS = st.sampled_from(
    [
        ("note.add", {"text": "x", "at": NOW}),
        ("visit.depart", {}),
        ("visit.start", {}),
        ("visit.finish", {"cause": "AGE", "action": "REPLACE"}),
        ("visit.undo", {"reason": "x"}),
        ("visit.hold", {"reason": "waiting_parts", "until": SOON, "note": ""}),
        ("visit.resume", {}),
        ("offer.accept", {}),
        ("visit.hand_back", {"reason": "x"}),
        ("part.add", {"material": "M", "name": "n", "unit": "u", "quantity_milli": 1000, "unit_price_fen": 5}),
    ]
)


@settings(max_examples=60, deadline=None)
@given(st.lists(KINDS, max_size=12), st.sampled_from([s for s in Status if s is not Status.DRAFT]))
def test_every_operation_gets_exactly_one_verdict(picked: list[tuple[str, dict[str, object]]], status: Status) -> None:
    world = a_world(a_standing(status))
    ops = [an_op(kind, args={"id": an_op_id(), **args} if "." in kind else args) for kind, args in picked]
    batch: list[Asked] = [asked(op) for op in ops]
    _, answers = decide(world, batch)
    assert [one.op_id for one in answers] == [op.op_id for op in ops]
    assert all(one.trouble is None for one in answers)


@settings(max_examples=40, deadline=None)
@given(st.lists(KINDS, max_size=10), st.integers(0, 9))
def test_where_a_batch_is_cut_changes_nothing(picked: list[tuple[str, dict[str, object]]], cut: int) -> None:
    ops = [an_op(kind, args={"id": an_op_id(), **args}) for kind, args in picked]
    whole, parts = a_world(a_standing()), a_world(a_standing())
    _, together = decide(whole, [asked(op) for op in ops])
    _, first = decide(parts, [asked(op) for op in ops[:cut]])
    _, second = decide(parts, [asked(op) for op in ops[cut:]])
    assert [said(a.effect) for a in together] == [said(a.effect) for a in first + second]
    assert whole.standings == parts.standings


def test_outcome_of_the_builders_is_the_products() -> None:
    assert said(outcome(a_world(a_standing()), an_op("visit.depart"))) == "applied"
