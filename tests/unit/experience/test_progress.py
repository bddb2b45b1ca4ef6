"""The owner's page tells the whole story and nothing that is not his."""

from datetime import timedelta

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from dispatch.model import Clocks, Contact, Fees, Hold, HoldReason, PartLine, SignMethod, SignOff, Slot, Status
from experience import progress
from kernel.geo import LatLng, distance_km
from tests.support.dispatch_builders import NOON, an_id
from tests.support.owners import a_fix, a_photo, line, page_facts

ALL = [status for status in Status if status is not Status.DRAFT]
PART = PartLine("p", "M-001", "角阀", "个", 2000, 1800)
MINUTE = timedelta(minutes=1)
STORY = (
    line("work_order.reported", NOON),
    line("work_order.triaged", NOON),
    line("assignment.accepted", NOON + 2 * MINUTE),
    line("work_order.departed", NOON + 5 * MINUTE),
    line("work_order.arrived", NOON + 20 * MINUTE, method="fence"),
    line("work_order.started", NOON + 24 * MINUTE),
)


@pytest.mark.parametrize("status", ALL)
def test_every_status_has_a_stage_and_a_page(status: Status) -> None:
    page = progress.page(page_facts(status), NOON)
    assert page.status is status
    assert page.stage == progress.STAGE[status]


def test_work_that_was_sent_back_is_told_as_a_second_visit() -> None:
    lines = (*STORY, line("work_order.sent_back", NOON + 60 * MINUTE, reason="请补拍接头"))
    page = progress.page(page_facts(Status.REWORK, timeline=lines), NOON + 61 * MINUTE)
    told = [step for step in page.steps if step.at is not None][-1]
    assert (told.code, told.facts) == ("rework", {})  # what the lead wrote is for the technician


@pytest.mark.parametrize("status", ALL)
def test_no_page_carries_a_name_a_phone_or_a_door(status: Status) -> None:
    facts = page_facts(
        status, order={"contact": Contact("张阿姨", "13800138000"), "visit_notes": "独居"}, fix=a_fix(30.57, 104.06)
    )
    told = msgspec.json.encode(progress.page(facts, NOON)).decode()
    for secret in ("张阿姨", "13800138000", "1201", "独居", an_id("technician")):
        assert secret not in told


@pytest.mark.parametrize("status", ALL)
def test_the_position_is_shown_on_the_way_only(status: Status) -> None:
    page = progress.page(page_facts(status, fix=a_fix(30.57, 104.06)), NOON)
    assert (page.position is not None) == (status is Status.EN_ROUTE)


def test_an_old_position_is_not_shown() -> None:
    facts = page_facts(Status.EN_ROUTE, fix=a_fix(30.57, 104.06, NOON - 11 * MINUTE))
    assert progress.page(facts, NOON).position is None


@settings(deadline=None)
@given(st.floats(-60, 60), st.floats(-179, 179))
def test_a_coarse_position_is_near_and_says_nothing_finer(lat: float, lng: float) -> None:
    point = LatLng(lat, lng)
    shown = progress.coarse(point)
    assert distance_km(point, shown) < 0.09
    nudged = LatLng(lat + 1e-9, lng + 1e-9)
    assert distance_km(shown, progress.coarse(nudged)) < 0.2


@pytest.mark.parametrize("status", ALL)
def test_the_result_is_shown_once_the_work_is_done(status: Status) -> None:
    photos = (a_photo(Slot.REPORT), a_photo(Slot.BEFORE), a_photo(Slot.DURING), a_photo(Slot.AFTER), a_photo(Slot.DOOR))
    facts = page_facts(status, order={"parts": (PART,), "fees": Fees(12000, 3600)}, photos=photos)
    page = progress.page(facts, NOON)
    slots = {photo.slot for photo in page.photos}
    assert {"report", "before"} <= slots
    assert ("after" in slots) == (status in progress.SHOWS_RESULT)
    assert not slots & {"during", "door"}
    assert bool(page.fees) == (status in progress.SHOWS_RESULT)
    assert (page.total_fen == 15600) == (status in progress.SHOWS_RESULT)


def test_a_photo_taken_back_or_still_on_the_phone_is_not_shown() -> None:
    photos = (a_photo(Slot.BEFORE, retracted_at=NOON), a_photo(Slot.AFTER, present=False))
    assert progress.page(page_facts(Status.CLOSED, photos=photos), NOON).photos == ()


def test_the_technician_appears_when_he_has_accepted() -> None:
    assert progress.page(page_facts(Status.OFFERED), NOON).technician is None
    shown = progress.page(page_facts(Status.ACCEPTED, certificates=("C-ORI",)), NOON).technician
    assert shown is not None
    assert (shown.code, shown.certificates) == ("T-PLB-01", ("C-ORI",))


def test_steps_are_what_happened_and_then_what_is_to_come() -> None:
    steps = progress.steps(STORY, Status.IN_PROGRESS)
    assert [step.code for step in steps] == [
        "reported",
        "assigned",
        "en_route",
        "arrived",
        "in_progress",
        "finished",
        "signed",
        "completed",
        "closed",
    ]
    assert [step.at is None for step in steps] == [False] * 5 + [True] * 4


def test_a_visit_that_was_taken_away_leaves_no_trace_of_its_way_here() -> None:
    story = (*STORY, line("assignment.ended", NOON + 30 * MINUTE, state="revoked", reason="改派"))
    steps = progress.steps(story, Status.TRIAGED)
    assert [step.code for step in steps if step.at] == ["reported"]


def test_who_is_put_back_twice_is_told_the_newest_time_once() -> None:
    first, second = (
        line("work_order.delayed", NOON + n * MINUTE, reason="emergency", until=f"1{n}:00") for n in (3, 4)
    )
    told = progress.steps((*STORY[:3], first, second), Status.ACCEPTED)
    (delayed,) = [step for step in told if step.code == "delayed"]
    assert (delayed.at, delayed.facts) == (NOON + 4 * MINUTE, {"until": "14:00"})


def test_a_cancelled_order_has_no_future() -> None:
    story = (*STORY[:2], line("work_order.cancelled", NOON + MINUTE, reason="已自行解决"))
    assert [step.code for step in progress.steps(story, Status.CANCELLED)] == ["reported", "cancelled"]


def test_a_hold_says_why_and_until_when() -> None:
    until = NOON + timedelta(hours=5)
    hold = Hold(HoldReason.WAITING_PARTS, NOON, until, "等件")
    story = (*STORY, line("work_order.held", NOON + 30 * MINUTE, reason="waiting_parts", until=until.isoformat()))
    page = progress.page(page_facts(Status.ON_HOLD, order={"hold": hold}, timeline=story), NOON)
    assert (page.hold_reason, page.hold_until) == ("waiting_parts", until)
    assert next(step for step in page.steps if step.code == "on_hold").facts["reason"] == "waiting_parts"


@pytest.mark.parametrize("status", ALL)
def test_what_may_be_done_follows_the_stage(status: Status) -> None:
    page = progress.page(page_facts(status, sheet="{}"), NOON)
    assert page.may_cancel == (status in progress.OWNER_CANCELS)
    assert page.may_sign == (status is Status.WORK_DONE)
    assert page.may_rate == (status in {Status.COMPLETED, Status.CLOSED})
    assert (page.sheet is not None) == page.may_sign


def test_a_stale_signature_asks_again_and_gives_no_certificate() -> None:
    stale = SignOff(SignMethod.IN_PERSON, "a" * 64, NOON, "s", "张", stale=True)
    page = progress.page(page_facts(Status.IN_REVIEW, order={"sign_off": stale}, sheet="{}"), NOON)
    assert page.may_sign
    assert page.sheet == "{}"
    assert not page.certificate


@pytest.mark.parametrize("theirs", Status)
def test_what_may_be_done_is_what_the_owners_own_order_allows(theirs: Status) -> None:
    """Its progress may be that of the order it became part of; its lifecycle is not."""
    own = page_facts(Status.MERGED).own
    made = progress.page(replace(page_facts(theirs), own=own, sheet="{}"), NOON)
    assert (made.may_cancel, made.may_sign, made.may_rate, made.may_urge) == (False, False, False, False)
    assert made.sheet is None
    assert made.stage == progress.STAGE[theirs]


def test_what_was_rated_is_not_rated_again() -> None:
    page = progress.page(page_facts(Status.CLOSED, rated=True), NOON)
    assert page.rated
    assert not page.may_rate


def test_the_arrival_estimate_comes_from_the_road_on_the_way_and_from_the_promise_before() -> None:
    due = NOON + 25 * MINUTE
    accepted = page_facts(Status.ACCEPTED, order={"clocks": Clocks(arrive_by=due)})
    assert progress.eta(accepted, NOON) == due
    near, far = (page_facts(Status.EN_ROUTE, fix=a_fix(lat, 104.0621)) for lat in (30.578, 30.60))
    first, second = progress.eta(near, NOON), progress.eta(far, NOON)
    assert first is not None
    assert second is not None
    assert NOON < first < second < NOON + 40 * MINUTE
    assert progress.eta(page_facts(Status.ARRIVED, fix=a_fix(30.57, 104.06)), NOON) is None
