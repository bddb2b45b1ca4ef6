"""Operations on the details of a work order: checklist answers, parts, notes.

These are evidence of what was done, so a former assignee in good faith may still bring them and a cancelled
order still takes them; both are flagged. Between two phones arrival decides, never a clock. A line that was
edited after the remover last saw it stays (edit wins over removal).

Errors   `Problem`s of `dispatch.details`, which `decide` turns into parked verdicts.
Pure     yes.
"""

from collections.abc import Callable
from datetime import datetime

from msgspec.structs import replace

from dispatch import details
from dispatch.evidence import LATE_FLAG
from dispatch.lifecycle import Standing
from dispatch.model import CheckAnswer, Note, PartLine, Status, WorkOrder
from dispatch.particulars import Approval
from offline_sync import args as a
from offline_sync.handlers import Handler, stance_of, tagged
from offline_sync.merge import AFTER_CANCEL_FLAG, ENDED, Stance
from offline_sync.model import Verdict
from offline_sync.moments import within
from offline_sync.verdicts import merged, parked, superseded
from offline_sync.world import Case, Effect, World, given


def admitted(world: World, case: Case, line: str = "") -> tuple[Standing, tuple[str, ...]] | Effect:
    """The order that takes this evidence and how it is to be tagged, or why it cannot be taken.

    What comes for a merged order goes to the one that goes on, but for a `line` that stands on the merged one.
    """
    standing = world.standings.get(case.told.op.work_order)
    if standing is None:
        return parked("unknown_work_order")
    who = stance_of(world, case, standing)
    if who is Stance.STRANGER or (who is Stance.FORMER and standing.order.id not in world.accepted):
        return parked("not_assignee")  # who was only asked has done no work here
    status = standing.order.status
    if who is Stance.INFORMED:
        return parked(ENDED.get(status, "not_assignee"), status=status)
    tags = []
    if status is Status.MERGED and not _holds(standing.order, line):
        survivor = world.survivor(case.told.op.work_order)
        if survivor is None or survivor.order.status is Status.MERGED:
            return parked("order_merged", status=status)
        standing = survivor
    if standing.order.status in ENDED:
        tags.append(AFTER_CANCEL_FLAG)
    if who is Stance.FORMER and not tags:
        tags.append(LATE_FLAG)
    return standing, tuple(tags)


def _holds(order: WorkOrder, line: str) -> bool:
    return line in {one.id for one in order.notes} | {one.id for one in order.parts}


def edited(world: World, case: Case, edit: Callable[[WorkOrder], details.Edited], line: str = "") -> Effect:
    """The effect of one edit, of this `line` if it names one; an edit that changes nothing is `merged same`."""
    found = admitted(world, case, line)
    if isinstance(found, Effect):
        return found
    standing, tags = found
    was = standing.order
    opened = replace(was, status=Status.IN_PROGRESS) if was.status in ENDED else was
    order, told = edit(opened)
    if not told:
        return merged("same")
    order = replace(order, status=was.status, updated_at=max(was.updated_at, case.made.at))
    changed = tagged(replace(standing, order=order), case, *tags)
    facts = {"tags": list(tags)} if tags else {}
    return Effect(verdict=Verdict.APPLIED, facts=facts, standing=changed, events=told)


def set_check(world: World, case: Case) -> Effect:
    asked = given(case, a.Check)

    def edit(order: WorkOrder) -> details.Edited:
        known = next((one for one in order.checklist if one.step == asked.step), None)
        at = _not_before(known.at if known else None, _when(case, asked.at))
        if known is not None and (known.done, known.value) == (asked.done, asked.value):
            return order, ()
        return details.set_check(order, CheckAnswer(asked.step, asked.done, at, asked.value))

    return edited(world, case, edit)


def add_note(world: World, case: Case) -> Effect:
    asked = given(case, a.NoteText)
    note = Note(asked.id, asked.text, world.actor.id, world.code, _when(case, asked.at))
    return edited(world, case, lambda order: details.add_note(order, note), asked.id)


def revise_note(world: World, case: Case) -> Effect:
    """A note that never arrived is kept as a new one: its words are what matters."""
    asked = given(case, a.NoteText)
    found = admitted(world, case, asked.id)
    if isinstance(found, Effect):
        return found
    known = next((one for one in found[0].order.notes if one.id == asked.id), None)
    if known is None:
        effect = add_note(world, case)
        return effect if effect.standing is None else _adjusted(effect, "kept_as_note")
    at = _not_before(known.at, _when(case, asked.at))
    note = Note(asked.id, asked.text, world.actor.id, world.code, at)
    return edited(world, case, lambda order: details.revise_note(order, note), asked.id)


def add_part(world: World, case: Case) -> Effect:
    asked = given(case, a.NewPart)
    line = PartLine(asked.id, asked.material, asked.name, asked.unit, asked.quantity_milli, asked.unit_price_fen)
    return edited(world, case, lambda order: details.add_part(order, line), asked.id)


def set_part_quantity(world: World, case: Case) -> Effect:
    asked = given(case, a.PartQuantity)
    found = admitted(world, case, asked.id)
    if isinstance(found, Effect):
        return found
    if all(line.id != asked.id for line in found[0].order.parts):
        return superseded("line_gone", line=asked.id)
    return edited(world, case, lambda order: details.set_part_quantity(order, asked.id, asked.quantity_milli), asked.id)


def remove_part(world: World, case: Case) -> Effect:
    asked = given(case, a.PartRemoval)
    found = admitted(world, case, asked.id)
    if isinstance(found, Effect):
        return found
    line = next((one for one in found[0].order.parts if one.id == asked.id), None)
    seen_quantity = case.told.op.base.get("quantity_milli")
    if line is not None and seen_quantity is not None and seen_quantity != line.quantity_milli:
        return merged("edit_wins", line=asked.id, quantity_milli=line.quantity_milli)
    return edited(world, case, lambda order: details.remove_part(order, asked.id), asked.id)


def ask_approval(world: World, case: Case) -> Effect:
    """Leave to spend more; who has no network asks all the same and goes on within what he may."""
    asked = given(case, a.ApprovalRequest)
    request = Approval(
        id=asked.id,
        fen=asked.fen,
        words=asked.words,
        asked_at=_when(case, asked.at),
        asked_by=world.actor.id,
        asked_name=world.code,
        photo=asked.photo,
    )
    return edited(world, case, lambda order: details.ask_approval(order, request))


def _when(case: Case, claimed: datetime) -> datetime:
    return within(claimed, case.told.op.at, case.made)


def _not_before(known: datetime | None, at: datetime) -> datetime:
    """Arrival decides: a later word is never older than the one it replaces."""
    return at if known is None else max(known, at)


def _adjusted(effect: Effect, reason: str) -> Effect:
    return replace(effect, verdict=Verdict.MERGED, reason=reason)


DETAILS: dict[str, Handler] = {
    "check.set": set_check,
    "note.add": add_note,
    "note.revise": revise_note,
    "part.add": add_part,
    "part.quantity": set_part_quantity,
    "part.remove": remove_part,
    "approval.ask": ask_approval,
}
