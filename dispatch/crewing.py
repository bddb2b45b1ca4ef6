"""Who goes along: people beside the one who leads, each with an assignment and an answer of his own.

A crew is never split: when whoever leads is gone, all are asked anew. A single place that becomes free is filled again
(`sending.fill_crew`); until then the work may be travelled to but not begun (`fitness.missing_crew`).

Errors   `NotInCrew`.
Pure     yes.
"""

from collections.abc import Iterable
from datetime import datetime

from msgspec.structs import replace

from dispatch import events as e
from dispatch import intents as i
from dispatch.model import Assignment, AssignmentState, Mate, TechnicianId, WorkOrder, WorkOrderId
from kernel.actors import Actor
from kernel.errors import Conflict
from kernel.events import Event

GOING = frozenset({AssignmentState.OFFERED, AssignmentState.ACCEPTED})


class NotInCrew(Conflict):
    """This person was not asked to go along, or his answer stands already."""

    code = "not_in_crew"


def going(order: WorkOrder) -> tuple[Mate, ...]:
    """Who is asked or has said yes."""
    return tuple(mate for mate in order.crew if mate.state in GOING)


def mate_of(order: WorkOrder, technician_id: str) -> Mate | None:
    """His running part in the crew."""
    return next((mate for mate in going(order) if mate.technician_id == technician_id), None)


def asked(order_id: WorkOrderId, crew: Iterable[Mate]) -> tuple[Event, ...]:
    return tuple(e.CrewAsked(order_id, one.assignment_id, one.technician_id, one.expires_at) for one in crew)


def changed(
    order: WorkOrder, intent: i.Reinforce | i.Join | i.Leave | i.GrantPermit, actor: Actor, at: datetime
) -> tuple[WorkOrder, tuple[Event, ...]]:
    """The order after a change of its crew or of its permits."""
    match intent:
        case i.Reinforce(crew=more):
            return replace(order, crew=(*order.crew, *more)), asked(order.id, more)
        case i.GrantPermit(permit=permit):
            kept = tuple(one for one in order.permits if one.code != permit.code)
            given = replace(permit, by=str(actor.id))
            return replace(order, permits=(*kept, given)), (e.PermitGranted(order.id, given.code, given.valid_until),)
        case i.Join(technician_id=who):
            mate = _asked_one(order, who, {AssignmentState.OFFERED})
            joined = e.CrewJoined(order.id, mate.assignment_id, who)
            return _with(order, mate, replace(mate, state=AssignmentState.ACCEPTED, answered_at=at)), (joined,)
        case i.Leave(technician_id=who, state=state, reason=reason):
            mate = _asked_one(order, who, GOING)
            ended = _end(mate) if mate.state is AssignmentState.ACCEPTED else state
            left = e.CrewLeft(order.id, mate.assignment_id, who, ended, reason)
            return _with(order, mate, _over(mate, ended, at, reason)), (left,)


def _asked_one(order: WorkOrder, who: TechnicianId, states: Iterable[AssignmentState]) -> Mate:
    mate = mate_of(order, who)
    if mate is None or mate.state not in states:
        raise NotInCrew(work_order=order.number)
    return mate


def _with(order: WorkOrder, mate: Mate, now: Mate) -> WorkOrder:
    return replace(order, crew=tuple(now if one is mate else one for one in order.crew))


def _over(mate: Mate, state: AssignmentState, at: datetime, reason: str) -> Mate:
    return replace(mate, state=state, answered_at=mate.answered_at or at, ended_at=at, reason=reason)


def _end(mate: Mate) -> AssignmentState:
    """An offer without an answer is withdrawn; what was accepted is revoked."""
    return AssignmentState.WITHDRAWN if mate.state is AssignmentState.OFFERED else AssignmentState.REVOKED


def dissolved(order: WorkOrder, reason: str, at: datetime) -> tuple[tuple[Mate, ...], tuple[Event, ...]]:
    """The crew when whoever leads is gone."""
    crew = tuple(_over(one, _end(one), at, reason) if one.state in GOING else one for one in order.crew)
    left = tuple(e.CrewLeft(order.id, one.assignment_id, one.technician_id, _end(one), reason) for one in going(order))
    return crew, left


def finished(order: WorkOrder, at: datetime) -> tuple[Mate, ...]:
    """The crew when the work has been accepted: whoever had not answered was not needed."""
    ends = {AssignmentState.ACCEPTED: AssignmentState.FINISHED, AssignmentState.OFFERED: AssignmentState.WITHDRAWN}
    return tuple(_over(one, ends[one.state], at, "") if one.state in ends else one for one in order.crew)


def rows(before: WorkOrder, after: WorkOrder) -> list[Assignment]:
    """The assignments of those who go along, as far as they have changed."""
    if before.crew == after.crew:
        return []
    known = {mate.assignment_id: mate for mate in before.crew}
    return [
        Assignment(
            id=mate.assignment_id,
            work_order_id=after.id,
            technician_id=mate.technician_id,
            state=mate.state,
            offered_at=mate.offered_at,
            expires_at=mate.expires_at,
            answered_at=mate.answered_at,
            ended_at=mate.ended_at,
            reason=mate.reason,
            decision_id=mate.decision_id,
            leads=False,
            version=after.version,
        )
        for mate in after.crew
        if known.get(mate.assignment_id) != mate
    ]
