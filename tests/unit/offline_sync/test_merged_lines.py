"""Lines of an order that was merged into another one: they are edited where they stand."""

import pytest

from dispatch.model import Note, PartLine, Status
from tests.support.dispatch_builders import NOON, an_id
from tests.support.sync_builders import ANNA, BORIS, ORDER, REVOKED, a_standing, a_world, an_op, outcome, replace, said

LINES = {
    "note.revise": ("note", {"text": "put right", "at": NOON.isoformat()}),
    "part.quantity": ("part", {"quantity_milli": 3000}),
    "part.remove": ("part", {}),
}


@pytest.mark.parametrize("kind", LINES)
def test_a_line_that_stands_on_the_merged_order_is_edited_there(kind: str) -> None:
    survivor = a_standing(Status.IN_PROGRESS, holder=BORIS)
    survivor = replace(survivor, order=replace(survivor.order, id=an_id("survivor")))
    gone = a_standing(Status.MERGED, holder=None, merged_into=an_id("survivor"))
    note = Note(an_id("note"), "wrong", ANNA.id, ANNA.code, NOON)
    part = PartLine(an_id("part"), "M-1", "tap", "pc", 1000, 500)
    gone = replace(gone, order=replace(gone.order, notes=(note,), parts=(part,)))
    world = a_world(gone, survivor, sight=REVOKED)
    line, args = LINES[kind]
    assert said(outcome(world, an_op(kind, args={"id": an_id(line), **args}), seen=REVOKED.tx - 1)) == "applied"
    assert an_id("survivor") not in world.first
    assert world.standings[ORDER].order.status is Status.MERGED
