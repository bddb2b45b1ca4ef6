"""Late words: about orders that are over, after days, about offers that are gone."""

from dispatch.model import Status
from offline_sync.merge import Sight
from tests.support.sync_builders import ANNA, BORIS, ORDER, a_standing, a_world, an_op
from tests.unit.offline_sync.test_matrix import PART, PHOTO, REVOKED, outcome, said


def test_a_late_photo_of_a_closed_order_is_an_addendum() -> None:
    world = a_world(a_standing(Status.CLOSED))
    assert said(outcome(world, an_op("photo.add", args=PHOTO))) == "applied"
    assert world.standings[ORDER].order.status is Status.CLOSED


def test_a_part_on_a_closed_order_waits_for_the_office() -> None:
    world = a_world(a_standing(Status.CLOSED))
    assert said(outcome(world, an_op("part.add", args=PART))) == "parked order_over"


def test_work_older_than_three_days_is_flagged_very_late() -> None:
    world = a_world(a_standing(Status.ACCEPTED))
    assert said(outcome(world, an_op("visit.depart"), very_late=True)) == "applied"
    assert "very_late" in world.standings[ORDER].order.flags


def test_an_offer_that_lapsed_is_said_so() -> None:
    world = a_world(a_standing(Status.OFFERED, holder=BORIS), sight=Sight(visible=False, tx=50, reason="lapsed"))
    assert said(outcome(world, an_op("offer.accept"), seen=10)) == "parked offer_lapsed"


def test_declining_what_is_already_gone_needs_nobody() -> None:
    world = a_world(a_standing(Status.OFFERED, holder=BORIS), sight=REVOKED)
    assert said(outcome(world, an_op("offer.decline", args={"reason": "busy"}), seen=10)) == "superseded stale_status"
    assert ANNA.id != BORIS.id
