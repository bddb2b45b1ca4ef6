"""Event → what happens next. The only place where one package's facts become another package's commands.

`REACTIONS` change data, each in a transaction of its own, once per event; they wait for nothing else, since they run
in the writer's thread. `TELLINGS` send, and may repeat. What an event is about is shown anew on boards and pages.

Effects  those of the commands they call.
"""

import msgspec

import dispatch.commands
from api import telling
from api.relay import Reaction, Telling
from dispatch.model import Status, WorkOrderId
from kernel.act import Act
from kernel.events import Envelope
from offline_sync import reviewing


class _Taken(msgspec.Struct):
    """Who has said yes."""

    technician_id: str


async def send_somebody(act: Act, told: Envelope) -> None:
    """A work order that needs somebody is offered to the best, unless it no longer needs anybody."""
    if await _status(act, told.scope) is Status.TRIAGED:
        await dispatch.commands.dispatch_order(act, WorkOrderId(told.scope))


async def give_way(act: Act, told: Envelope) -> None:
    """Whoever takes an emergency puts other work back: its owners are told."""
    await dispatch.commands.give_way(act, told.scope, msgspec.json.decode(told.body, type=_Taken).technician_id)


async def fill_crew(act: Act, told: Envelope) -> None:
    """Somebody who was to go along does not: another one is asked."""
    await dispatch.commands.fill_crew(act, told.scope)


async def submit_or_wait(act: Act, told: Envelope) -> None:
    """Signed, or a photo came or went: to the review when everything is held, else it waits."""
    await reviewing.submit_or_wait(act, told.scope)


async def _status(act: Act, work_order_id: str) -> Status | None:
    return await dispatch.commands.status_of(act, WorkOrderId(work_order_id))


REACTIONS: dict[str, tuple[Reaction, ...]] = {
    "work_order.triaged": (send_somebody,),
    "assignment.ended": (send_somebody,),
    "assignment.accepted": (give_way,),
    "crew.joined": (give_way,),
    "crew.left": (fill_crew,),
    "work_order.signed_off": (submit_or_wait,),
    "photo.stored": (submit_or_wait,),
    "photo.retracted": (submit_or_wait,),
}

TELLINGS: dict[str, tuple[Telling, ...]] = {
    "work_order.reported": (telling.alert_board,),
    "plan.proposed": (telling.alert_board,),
    "technician.duty_changed": (telling.plan_soon,),
    "work_order.held": (telling.plan_soon,),
    "dispatch.nobody_eligible": (telling.plan_soon, telling.alert_board, telling.tell_dispatchers_nobody),
    "work_order.escalated": (telling.alert_board, telling.tell_leads_escalated),
    "dispatch.crew_short": (telling.alert_board, telling.tell_dispatchers_nobody),
    "dispatch.overridden": (telling.alert_board,),
    "crew.asked": (telling.tell_technician_offered,),
    "crew.left": (telling.tell_technician_ended,),
    "assignment.offered": (telling.tell_technician_offered,),
    "assignment.ended": (telling.tell_technician_ended,),
    "work_order.sent_back": (telling.tell_technician_sent_back,),
    "work_order.submitted": (telling.tell_leads_submitted,),
    "operation.judged": (telling.ring_office,),
    "operation.ruled": (telling.ring_office,),
    "operation.overdue": (telling.ring_office, telling.alert_board, telling.tell_office_overdue),
    "phone.work_missing": (telling.ring_office, telling.alert_gap),
    "phone.work_came": (telling.ring_office,),
    "dropbox.arrived": (telling.ring_office,),
    "dropbox.handled": (telling.ring_office,),
}


def tellings(name: str) -> tuple[Telling, ...]:
    """What is sent for an event of this name; that its work order is shown anew goes without saying."""
    return TELLINGS.get(name, ())
