"""Nobody is believed that the owner was absent who did not walk the path: two tries, and the door after the work."""

from datetime import timedelta

import pytest

from dispatch.absence import DOUBT, Try
from dispatch.evidence import LATE_FLAG
from dispatch.model import Clocks, Presence, PresenceMethod, SignMethod, SignOff, Status
from media.model import Photo, PhotoId
from offline_sync.handlers import CLOCK_FLAG
from offline_sync.merge import AFTER_CANCEL_FLAG
from offline_sync.world import World
from tests.support.dispatch_builders import NOON, ORG, an_id
from tests.support.phones import sha
from tests.support.sync_builders import ANNA, BORIS, ORDER, REVOKED, a_standing, a_world, an_op, outcome, replace, said
from tests.support.vectors_absence import FILE, vectors, written

FIXED = NOON - timedelta(minutes=30)
BOTH = ["rang", "called"]


def door(minutes: float, *flags: str, name: str = "door", slot: str = "door") -> Photo:
    return Photo(
        id=PhotoId(an_id(name)),
        org_id=ORG,
        work_order_id=ORDER,
        slot=slot,
        sha256=sha(name),
        taken_at=FIXED + timedelta(minutes=minutes),
        by=ANNA.id,
        by_role="technician",
        flags=flags,
    )


def done(*photos: Photo, status: Status = Status.WORK_DONE, **changes: object) -> World:
    standing = a_standing(status, clocks=Clocks(fixed_at=FIXED), **changes)
    return a_world(standing, photos={photo.id: photo for photo in photos})


def absent(*tried: str, **changes: object) -> dict[str, object]:
    text = f'{{"work_order":"{ORDER}"}}'
    told = {"method": "absent", "digest": sha(text), "sheet": text, "reason": "没人在", "at": NOON.isoformat()}
    return told | {"tried": list(tried)} | changes


def test_two_tries_and_the_door_are_believed() -> None:
    world = done(door(5))
    assert said(outcome(world, an_op("sign_off.capture", args=absent(*BOTH)))) == "merged sheet_changed"
    signed = world.standings[ORDER].order.sign_off
    assert signed is not None
    assert (signed.method, signed.reason) == (SignMethod.ABSENT, "没人在")


@pytest.mark.parametrize(
    ("tried", "photos", "missing"),
    [
        ([], [], ["tries:2", "door_photo"]),
        (["rang"], [door(5)], ["tries:1"]),
        (["rang", "rang"], [door(5)], ["tries:1"]),
        (BOTH, [], ["door_photo"]),
        (BOTH, [door(-40)], ["door_photo"]),
        (BOTH, [door(5, slot="after")], ["door_photo"]),
        (BOTH, [door(5, LATE_FLAG)], ["door_photo"]),
        (BOTH, [replace(door(5), retracted_at=NOON)], ["door_photo"]),
    ],
)
def test_whoever_skips_the_path_is_parked_and_changes_nothing(
    tried: list[str], photos: list[Photo], missing: list[str]
) -> None:
    world = done(*photos)
    before = world.standings[ORDER]
    effect = outcome(world, an_op("sign_off.capture", args=absent(*tried)))
    assert (said(effect), effect.facts) == ("parked absence_unproved", {"missing": missing})
    assert world.standings[ORDER] == before
    assert world.facts == []


def test_a_phone_from_before_the_rule_is_parked_too_and_nothing_of_it_is_lost() -> None:
    args = {name: value for name, value in absent().items() if name != "tried"}
    assert said(outcome(done(door(5)), an_op("sign_off.capture", args=args))) == "parked absence_unproved"


def test_the_office_may_believe_it_all_the_same() -> None:
    world = done()
    world.forced = True
    assert said(outcome(world, an_op("sign_off.capture", args=absent()))) == "merged sheet_changed"
    assert world.standings[ORDER].order.status is Status.SIGNED


def test_an_unknown_try_is_no_argument() -> None:
    assert (
        said(outcome(done(door(5)), an_op("sign_off.capture", args=absent("rang", "prayed")))) == "parked bad_arguments"
    )


def test_a_refusal_asks_for_no_door() -> None:
    effect = outcome(done(), an_op("sign_off.capture", args=absent(method="refused")))
    assert said(effect) == "merged sheet_changed"


@pytest.mark.parametrize(("early", "believed"), [(DOUBT, True), (DOUBT + timedelta(milliseconds=1), False)])
def test_two_corrected_moments_may_differ_by_a_little(early: timedelta, believed: bool) -> None:
    effect = outcome(done(replace(door(0), taken_at=FIXED - early)), an_op("sign_off.capture", args=absent(*BOTH)))
    assert (said(effect) == "merged sheet_changed") is believed


def test_a_wrong_clock_shows_a_door_but_not_that_of_the_arrival() -> None:
    arrived = Presence(PresenceMethod.DOOR_PHOTO, FIXED, proof=an_id("arrival"))
    first = door(-90, name="arrival")
    for photos, told in (((first,), "parked absence_unproved"), ((first, door(-60)), "merged sheet_changed")):
        world = done(*photos, presence=arrived, flags=frozenset({CLOCK_FLAG}))
        assert said(outcome(world, an_op("sign_off.capture", args=absent(*BOTH)))) == told


# the rows of the matrix: whose word moves nothing is kept as it always was, whatever it shows ----------------------


@pytest.mark.parametrize("tried", [[], BOTH])
def test_a_former_assignees_word_is_kept_and_moves_nothing(tried: list[str]) -> None:
    world = a_world(a_standing(Status.WORK_DONE, BORIS), sight=REVOKED)
    assert said(outcome(world, an_op("sign_off.capture", args=absent(*tried)), seen=None)) == "applied"
    assert world.standings[ORDER].order.status is Status.WORK_DONE


def test_on_a_cancelled_order_it_is_kept() -> None:
    world = done(status=Status.CANCELLED)
    assert said(outcome(world, an_op("sign_off.capture", args=absent()))) == "applied"
    assert AFTER_CANCEL_FLAG in world.standings[ORDER].order.flags


def test_before_the_work_is_done_nobody_is_absent_from_signing() -> None:
    effect = outcome(done(door(5), status=Status.IN_PROGRESS), an_op("sign_off.capture", args=absent(*BOTH)))
    assert said(effect) == "parked illegal_transition"


def test_after_a_signature_it_changes_nothing() -> None:
    signed = SignOff(SignMethod.IN_PERSON, sha("x"), NOON)
    world = done(status=Status.IN_REVIEW, sign_off=signed)
    assert said(outcome(world, an_op("sign_off.capture", args=absent()))) == "merged same"
    assert world.standings[ORDER].order.sign_off == signed


def test_a_sheet_that_changed_asks_for_the_path_again() -> None:
    stale = SignOff(SignMethod.IN_PERSON, sha("x"), NOON, stale=True)
    for photos, told in (((), "parked absence_unproved"), ((door(5),), "merged sheet_changed")):
        world = done(*photos, status=Status.IN_REVIEW, sign_off=stale)
        assert said(outcome(world, an_op("sign_off.capture", args=absent(*BOTH)))) == told


def test_the_phone_is_held_to_the_same_rule() -> None:
    assert FILE.read_bytes() == written(), (
        "tests/vectors/absence.json is stale: python -m tests.support.vectors_absence"
    )
    told = {code.split(":")[0] for case in vectors()["cases"] for code in case["missing"]}
    assert told == {"tries", "door_photo"}
    assert {Try(one) for case in vectors()["cases"] for one in case["tried"]} == set(Try)
