"""The small edits a phone makes to a work order: checklist answers, parts, notes.

Each returns the order and what to tell; an edit that changes nothing returns the same order and no events, so
applying one twice equals once. Fees follow the parts; a line that changes after the owner has signed makes
the signature stale. The phone has the same functions (`pwa/src/engine/details.ts`), held together by shared
vectors.

Errors   `OrderOver` for parts and answers of an order that is completed or ended, `UnknownLine`, `NotAuthor`,
         `TooMany`.
Pure     yes.
"""

from typing import TypeAlias

from msgspec.structs import replace

from dispatch import events as e
from dispatch.fees import with_parts
from dispatch.model import TERMINAL, CheckAnswer, Note, PartLine, Status, WorkOrder
from dispatch.particulars import Approval
from kernel.errors import Conflict, Exhausted, Forbidden, NotFound
from kernel.events import Event

Edited: TypeAlias = tuple[WorkOrder, tuple[Event, ...]]

MAX_LINES = 200
MAX_APPROVALS = 20
OVER = TERMINAL | {Status.COMPLETED}


class OrderOver(Conflict):
    """Completed or ended: its lines stand."""

    code = "order_over"


class UnknownLine(NotFound):
    code = "unknown_line"


class NotAuthor(Forbidden):
    code = "not_author"


class TooMany(Exhausted):
    code = "too_many_lines"


def set_check(order: WorkOrder, answer: CheckAnswer) -> Edited:
    """The newest answer to a step stands, whatever order they arrive in."""
    _open(order)
    known = next((one for one in order.checklist if one.step == answer.step), None)
    if known == answer or (known is not None and known.at > answer.at):
        return order, ()
    if known is None:
        _room(len(order.checklist))
        return _told(replace(order, checklist=(*order.checklist, answer)), "check", answer.step)
    answers = tuple(answer if one.step == answer.step else one for one in order.checklist)
    return _told(replace(order, checklist=answers), "check", answer.step)


def add_part(order: WorkOrder, line: PartLine) -> Edited:
    _open(order)
    if any(one.id == line.id for one in order.parts):
        return order, ()
    _room(len(order.parts))
    return _parts(order, (*order.parts, line), "part_added", line.id)


def set_part_quantity(order: WorkOrder, line_id: str, quantity_milli: int) -> Edited:
    _open(order)
    known = _line(order, line_id)
    if known.quantity_milli == quantity_milli:
        return order, ()
    changed = replace(known, quantity_milli=quantity_milli)
    return _parts(order, tuple(changed if one.id == line_id else one for one in order.parts), "part_changed", line_id)


def remove_part(order: WorkOrder, line_id: str) -> Edited:
    """Removing what is not there is no error: it is gone either way."""
    _open(order)
    left = tuple(one for one in order.parts if one.id != line_id)
    return (order, ()) if left == order.parts else _parts(order, left, "part_removed", line_id)


def add_note(order: WorkOrder, note: Note) -> Edited:
    """Notes are welcome at any time, also on an order that is over."""
    if note.id in [one.id for one in order.notes]:
        return order, ()
    _room(len(order.notes))
    return _told(replace(order, notes=(*order.notes, note)), "note", note.id)


def revise_note(order: WorkOrder, note: Note) -> Edited:
    """Its author may put a note right; the newer text stands."""
    known = next((one for one in order.notes if one.id == note.id), None)
    if known is None:
        raise UnknownLine(line=note.id)
    if known.by != note.by:
        raise NotAuthor(line=note.id)
    if known.text == note.text or known.at > note.at:
        return order, ()
    notes = tuple(note if one.id == note.id else one for one in order.notes)
    return _told(replace(order, notes=notes), "note_revised", note.id)


def ask_approval(order: WorkOrder, asked: Approval) -> Edited:
    """A request to spend more; the same id twice is one."""
    _open(order)
    if any(one.id == asked.id for one in order.approvals):
        return order, ()
    _room(len(order.approvals), MAX_APPROVALS)
    changed = replace(order, approvals=(*order.approvals, asked), version=order.version + 1)
    return changed, (e.ApprovalAsked(order.id, asked.id, asked.fen),)


def sheet_changed(order: WorkOrder) -> Edited:
    """A line or a photo of the sheet is another one now: what was signed no longer covers it. What is over stands."""
    if order.sign_off is None or order.sign_off.stale or order.status in OVER:
        return order, ()
    return replace(order, sign_off=replace(order.sign_off, stale=True)), (e.SignOffWentStale(order.id),)


def _open(order: WorkOrder) -> None:
    if order.status in OVER:
        raise OrderOver(order_status=order.status)


def _room(count: int, limit: int = MAX_LINES) -> None:
    if count >= limit:
        raise TooMany(limit=limit)


def _line(order: WorkOrder, line_id: str) -> PartLine:
    for line in order.parts:
        if line.id == line_id:
            return line
    raise UnknownLine(line=line_id)


def _parts(order: WorkOrder, parts: tuple[PartLine, ...], what: str, ref: str) -> Edited:
    changed, told = _told(with_parts(replace(order, parts=parts)), what, ref)
    changed, stale = sheet_changed(changed)
    return changed, (*told, *stale)


def _told(order: WorkOrder, what: str, ref: str) -> Edited:
    return replace(order, version=order.version + 1), (e.WorkDetailed(order.id, what, ref),)
