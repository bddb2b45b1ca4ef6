"""Event → what happens next. The only place where one package's facts become another package's commands.

`REACTIONS` change data, each in a transaction of its own, once per event; they wait for nothing else, since they run
in the writer's thread. `TELLINGS` send, and may repeat. What an event is about is shown anew on boards and pages.

Effects  those of the commands they call.
"""

import dispatch.commands
import media.queries
from api import telling
from api.relay import Reaction, Telling
from dispatch.intents import AwaitEvidence, Submit
from dispatch.lifecycle import Proof
from dispatch.model import Status, WorkOrderId
from kernel.act import Act
from kernel.events import Envelope


async def send_somebody(act: Act, told: Envelope) -> None:
    """A work order that needs somebody is offered to the best, unless it no longer needs anybody."""
    if await _status(act, told.scope) is Status.TRIAGED:
        await dispatch.commands.dispatch_order(act, WorkOrderId(told.scope))


async def submit_or_wait(act: Act, told: Envelope) -> None:
    """Signed: to the review when every photo is held, else it waits for the bytes."""
    if await _status(act, told.scope) is not Status.SIGNED:
        return
    proof = await _proof(act, told.scope)
    intent = AwaitEvidence() if proof.awaited else Submit()
    await dispatch.commands.carry_out(act, WorkOrderId(told.scope), intent, version=None, proof=proof)


async def submit_when_complete(act: Act, told: Envelope) -> None:
    """The last awaited bytes arrived: to the review."""
    if await _status(act, told.scope) is not Status.PENDING_EVIDENCE:
        return
    proof = await _proof(act, told.scope)
    if not proof.awaited:
        await dispatch.commands.carry_out(act, WorkOrderId(told.scope), Submit(), version=None, proof=proof)


async def _status(act: Act, work_order_id: str) -> Status | None:
    return await dispatch.commands.status_of(act, WorkOrderId(work_order_id))


async def _proof(act: Act, work_order_id: str) -> Proof:
    counts = (await media.queries.proof_counts(act.conn, [work_order_id])).get(work_order_id)
    return Proof(*counts) if counts else Proof()


REACTIONS: dict[str, tuple[Reaction, ...]] = {
    "work_order.triaged": (send_somebody,),
    "assignment.ended": (send_somebody,),
    "work_order.signed_off": (submit_or_wait,),
    "photo.stored": (submit_when_complete,),
    "photo.retracted": (submit_when_complete,),
}

TELLINGS: dict[str, tuple[Telling, ...]] = {
    "work_order.reported": (telling.alert_board,),
    "dispatch.nobody_eligible": (telling.alert_board, telling.tell_dispatchers_nobody),
    "work_order.escalated": (telling.alert_board, telling.tell_leads_escalated),
    "assignment.offered": (telling.tell_technician_offered,),
    "assignment.ended": (telling.tell_technician_ended,),
    "work_order.sent_back": (telling.tell_technician_sent_back,),
    "work_order.submitted": (telling.tell_leads_submitted,),
}


def tellings(name: str) -> tuple[Telling, ...]:
    """What is sent for an event of this name; that its work order is shown anew goes without saying."""
    return TELLINGS.get(name, ())
