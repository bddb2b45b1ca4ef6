"""What becomes of a work order when somebody wants something done to it.

`apply` is the only way a status changes: it asks the table (`lifecycle_table`) whether the intent is possible
from here and by this actor, the guards whether what it needs is there, and returns the new order, the new
assignment and the events to tell. Phones, web, simulator and replay all call it.

Errors   `IllegalTransition`, `NotAllowed`, `NotAssignee`, `OfferLapsed`, `EvidenceMissing`, `OwnWork`.
Pure     the moment, the actor and the proof are arguments.
"""

import hashlib
from datetime import datetime, timedelta

from msgspec import Struct
from msgspec.structs import replace

from dispatch import crewing
from dispatch import events as e
from dispatch import intents as i
from dispatch.evidence import OVERRIDE_FLAG, SKIPPED_FLAG, WAIVED_FLAG, Proof, Standing, missing_evidence
from dispatch.fees import on_arrival
from dispatch.lifecycle_table import OWNER_CANCELS, TABLE
from dispatch.lines import sheet_lines
from dispatch.model import (
    TERMINAL,
    Assignment,
    AssignmentState,
    Clocks,
    Hold,
    HoldReason,
    Note,
    Priority,
    Review,
    SignMethod,
    Status,
    TechnicianId,
    WorkOrder,
)
from kernel.actors import OFFICE, Actor, Role
from kernel.errors import Conflict, Forbidden, Invalid
from kernel.events import Event
from kernel.uuids import uuid7

__all__ = [
    "SKIPPED_FLAG",
    "WAIVED_FLAG",
    "EvidenceMissing",
    "HoldInPast",
    "IllegalTransition",
    "NotAllowed",
    "NotAssignee",
    "OfferLapsed",
    "Outcome",
    "OwnWork",
    "Proof",
    "Standing",
    "apply",
    "missing_evidence",
    "resumed",
]


class IllegalTransition(Conflict):
    code = "illegal_transition"


class NotAllowed(Forbidden):
    code = "not_allowed"


class NotAssignee(Forbidden):
    code = "not_assignee"


class OfferLapsed(Conflict):
    code = "offer_lapsed"


class HoldInPast(Invalid):
    """A pause ends after it begins."""

    code = "hold_in_past"


class EvidenceMissing(Invalid):
    code = "evidence_missing"


class OwnWork(Forbidden):
    """Nobody reviews what he did himself."""

    code = "own_work"


class Outcome(Struct, frozen=True):
    order: WorkOrder
    assignment: Assignment | None
    events: tuple[Event, ...]


PAUSING = frozenset(
    {
        HoldReason.WAITING_PARTS,
        HoldReason.WAITING_OWNER_QUOTE,
        HoldReason.WAITING_OWNER_ACCESS,
        HoldReason.SAFETY_STOP,
        HoldReason.QUIET_HOURS,
    }
)


_ENDS_OFFERS = {
    Role.TECHNICIAN: frozenset({AssignmentState.DECLINED}),
    Role.SYSTEM: frozenset({AssignmentState.LAPSED, AssignmentState.WITHDRAWN}),
}
_BY_OFFICE = frozenset({AssignmentState.WITHDRAWN})
_WITNESSED = frozenset(SignMethod) - {SignMethod.LINK}  # by whoever stood there and says so
_REPORTED = frozenset({SignMethod.REFUSED, SignMethod.ABSENT})  # by the desk, which saw nobody sign
_SIGNS = {
    Role.OWNER: frozenset({SignMethod.LINK}),
    Role.DISPATCHER: _REPORTED,
    Role.ADMIN: _REPORTED,
}
ABSENCES = 3  # attempts before an absent owner stops the clock


def apply(standing: Standing, intent: i.AnyIntent, actor: Actor, at: datetime) -> Outcome:
    """The order, assignment and events after `intent` by `actor` at moment `at`."""
    order = standing.order
    rule = TABLE[intent.name]
    stale = order.sign_off is not None and order.sign_off.stale and order.status not in TERMINAL
    resign = isinstance(intent, i.Sign) and stale and order.status is not Status.WORK_DONE
    if order.status not in rule.sources and not resign:
        raise IllegalTransition(intent=intent.name, order_status=order.status)
    if actor.role not in rule.roles:
        raise NotAllowed(intent=intent.name, role=actor.role)
    _check_actor(standing, intent, actor)
    missing = missing_evidence(standing, intent, at)
    if missing:
        raise EvidenceMissing(missing=missing)
    status = rule.to if rule.to is not None and not resign else order.status
    order = replace(order, status=status, updated_at=max(at, order.updated_at), version=order.version + 1)
    return _effect(replace(standing, order=order), standing.order.status, intent, actor, at)


def _check_actor(standing: Standing, intent: i.AnyIntent, actor: Actor) -> None:
    order, assignment = standing.order, standing.assignment
    if actor.role is Role.TECHNICIAN and isinstance(intent, i.Join | i.Leave):
        if str(intent.technician_id) != str(actor.id):
            raise NotAssignee(work_order=order.number)
    elif actor.role is Role.TECHNICIAN and not isinstance(intent, i.Report):
        asked = assignment.technician_id if assignment else order.technician_id
        if str(asked) != str(actor.id):
            raise NotAssignee(work_order=order.number)
    if actor.role is Role.OWNER:
        if actor.scope is not None and actor.scope != order.id:
            raise NotAllowed(intent=intent.name, role=actor.role)
        if isinstance(intent, i.Cancel) and order.status not in OWNER_CANCELS:
            raise IllegalTransition(intent=intent.name, order_status=order.status)
    if actor.role in OFFICE and not actor.covers(order.community_id):
        raise NotAllowed(intent=intent.name, role=actor.role)
    if isinstance(intent, i.Release | i.Leave) and intent.state not in _ENDS_OFFERS.get(actor.role, _BY_OFFICE):
        raise NotAllowed(intent=intent.name, role=actor.role)
    if isinstance(intent, i.Sign) and intent.sign_off.method not in _SIGNS.get(actor.role, _WITNESSED):
        raise NotAllowed(intent=intent.name, role=actor.role, method=intent.sign_off.method)
    if isinstance(intent, i.Approve | i.SendBack) and str(order.technician_id) == str(actor.id):
        raise OwnWork(work_order=order.number)


def _effect(standing: Standing, was: Status, intent: i.AnyIntent, actor: Actor, at: datetime) -> Outcome:
    """What changes besides the status. `standing.order` already carries the new status."""
    order, assignment = standing.order, standing.assignment
    key = order.id
    told: tuple[Event, ...]
    match intent:
        case i.Report():
            told = (e.WorkOrderReported(key, order.number, order.channel),)
        case i.Triage(fault=fault, priority=priority):
            order = replace(order, fault=fault, priority=priority)
            told = (e.WorkOrderTriaged(key, fault, priority, by_rule=actor.role is Role.SYSTEM),)
        case i.DeclineReport(reason=reason):
            told = (e.WorkOrderDeclined(key, reason),)
        case i.Merge(into=into):
            order = replace(order, merged_into=into)
            told = (e.WorkOrderMerged(key, into),)
        case i.Cancel(reason=reason):
            ends = _end_of(assignment)
            crew, left = crewing.dissolved(order, "cancelled", at)
            told = (e.WorkOrderCancelled(key, reason, was), *_ended(assignment, ends, "cancelled"), *left)
            assignment = _close(assignment, ends, at, "cancelled")
            order = replace(order, crew=crew, hold=None, clocks=resumed(order.clocks, at))
        case i.Escalate(reason=reason):
            order = replace(order, escalation=order.escalation + 1)
            told = (e.WorkOrderEscalated(key, order.escalation, reason),)
        case i.Reinforce() | i.Join() | i.Leave() | i.GrantPermit():
            order, told = crewing.changed(order, intent, actor, at)
        case i.Override(reason=reason):
            order = replace(order, flags=order.flags | {OVERRIDE_FLAG})
            told = (e.RulesOverridden(key, reason, order.technician_id),)
        case i.Offer() | i.Accept() | i.Release() | i.Revoke():
            return _assignment_effect(standing, intent, actor, at)
        case i.Depart() | i.Arrive() | i.Start() | i.PutOnHold() | i.Resume() | i.Finish() | i.Undo():
            order, told = _visit_effect(standing, intent, at)
        case _:
            order, told = _office_effect(standing, intent, actor, at)
            if isinstance(intent, i.Approve):
                assignment = _close(assignment, AssignmentState.FINISHED, at, "")
                order = replace(order, crew=crewing.finished(order, at))
    return Outcome(order, assignment, told)


def _assignment_effect(
    standing: Standing, intent: i.Offer | i.Accept | i.Release | i.Revoke, actor: Actor, at: datetime
) -> Outcome:
    order, assignment = standing.order, standing.assignment
    if isinstance(intent, i.Offer):
        made = Assignment(
            id=intent.assignment_id,
            work_order_id=order.id,
            technician_id=intent.technician_id,
            state=AssignmentState.OFFERED,
            offered_at=at,
            expires_at=intent.expires_at,
            decision_id=intent.decision_id,  # type: ignore[arg-type]
        )
        order = replace(order, technician_id=intent.technician_id, assignment_id=made.id, crew=intent.crew)
        by_hand = actor.role is not Role.SYSTEM
        asked = e.AssignmentOffered(order.id, made.id, made.technician_id, made.expires_at, by_hand)
        return Outcome(order, made, (asked, *crewing.asked(order.id, intent.crew)))
    if assignment is None:
        raise IllegalTransition(intent=intent.name, order_status=order.status)
    if isinstance(intent, i.Accept):
        fresh = assignment.state is AssignmentState.OFFERED
        if fresh and assignment.expires_at is not None and at > assignment.expires_at:
            raise OfferLapsed(lapsed_at=assignment.expires_at.isoformat())
        clocks = order.clocks
        order = replace(order, clocks=replace(clocks, responded_at=clocks.responded_at or at))
        taken = replace(assignment, state=AssignmentState.ACCEPTED, answered_at=at, version=assignment.version + 1)
        return Outcome(order, taken, (e.AssignmentAccepted(order.id, taken.id, taken.technician_id),))
    state = intent.state if isinstance(intent, i.Release) else AssignmentState.REVOKED
    ended = _close(assignment, state, at, intent.reason)
    clocks = resumed(order.clocks, at)
    crew, left = crewing.dissolved(order, intent.reason, at)
    order = replace(order, technician_id=None, assignment_id=None, crew=crew, hold=None, presence=None, clocks=clocks)
    return Outcome(order, ended, (*_ended(assignment, state, intent.reason), *left))


def _visit_effect(
    standing: Standing,
    intent: i.Depart | i.Arrive | i.Start | i.PutOnHold | i.Resume | i.Finish | i.Undo,
    at: datetime,
) -> tuple[WorkOrder, tuple[Event, ...]]:
    order = standing.order
    clocks = order.clocks
    match intent:
        case i.Depart():
            return order, (e.TechnicianDeparted(order.id, _technician(order)),)
        case i.Arrive(presence=presence):
            order = _flagged(order, "arrive_late", at, clocks.arrive_by if clocks.arrived_at is None else None)
            order = replace(order, presence=presence, clocks=replace(clocks, arrived_at=clocks.arrived_at or at))
            order = on_arrival(order, standing.time_zone, order.clocks.arrived_at or at)
            return order, (e.TechnicianArrived(order.id, _technician(order), presence.method),)
        case i.Start():
            return order, (e.WorkStarted(order.id),)
        case i.PutOnHold(reason=reason, until=until, note=note, material=material):
            if until <= at:
                raise HoldInPast(until=until.isoformat())
            order, pauses = _pauses(order, reason)
            clocks = replace(clocks, paused_since=at if pauses else None)
            order = replace(order, hold=Hold(reason, at, until, note, material), clocks=clocks)
            return order, (e.WorkHeld(order.id, reason, until),)
        case i.Resume():
            return replace(order, hold=None, clocks=resumed(clocks, at)), (e.WorkResumed(order.id),)
        case i.Finish(cause=cause, action=action):
            order = _flagged(order, "fix_late", at, clocks.fix_by)
            order = replace(order, cause=cause, action=action, clocks=replace(clocks, fixed_at=at))
            return order, (e.WorkFinished(order.id, cause, action, order.fees.total_fen),)
        case i.Undo(reason=reason):
            order = replace(order, clocks=replace(clocks, fixed_at=None), sign_off=None)
            return order, (e.WorkReopened(order.id, reason),)


def _flagged(order: WorkOrder, flag: str, at: datetime, due: datetime | None) -> WorkOrder:
    """A missed promise stays on the order, whatever its clocks say later."""
    return replace(order, flags=order.flags | {flag}) if due is not None and at > due else order


def _pauses(order: WorkOrder, reason: HoldReason) -> tuple[WorkOrder, bool]:
    """Whether the hold stops the owner's clock. An absent owner does from the third attempt on."""
    if reason is HoldReason.QUIET_HOURS:
        return order, order.priority not in {Priority.P0, Priority.P1}
    if reason is not HoldReason.WAITING_OWNER_ACCESS:
        return order, reason in PAUSING
    tried = sum(flag.startswith("absent_") for flag in order.flags) + 1
    return replace(order, flags=order.flags | {f"absent_{tried}"}), tried >= ABSENCES


def resumed(clocks: Clocks, at: datetime) -> Clocks:
    """Clocks after a pause: what is still owed moves by exactly as long as it lasted."""
    if clocks.paused_since is None:
        return clocks
    lasted = max(timedelta(0), at - clocks.paused_since)
    return replace(
        clocks,
        paused_since=None,
        paused_seconds=clocks.paused_seconds + int(lasted.total_seconds()),
        fix_by=clocks.fix_by + lasted if clocks.fix_by and clocks.fixed_at is None else clocks.fix_by,
    )


def _office_effect(
    standing: Standing, intent: i.AnyIntent, actor: Actor, at: datetime
) -> tuple[WorkOrder, tuple[Event, ...]]:
    order = standing.order
    match intent:
        case i.Sign(sign_off=sign_off):
            return replace(order, sign_off=sign_off), (
                e.WorkSignedOff(order.id, sign_off.method, sign_off.digest, sheet_lines(order)),
            )
        case i.AwaitEvidence():
            return order, (e.EvidenceAwaited(order.id),)
        case i.Submit():
            return order, (e.WorkSubmitted(order.id),)
        case i.WaiveEvidence(reason=reason, by_name=name):
            chance = hashlib.sha256(f"{order.id}{order.version}".encode()).digest()
            note = Note(uuid7(int(at.timestamp() * 1000), chance), reason, actor.id, name, at)
            order = replace(order, flags=order.flags | {WAIVED_FLAG}, notes=(*order.notes, note))
            return order, (e.EvidenceWaived(order.id, note.id), e.WorkSubmitted(order.id))
        case i.Approve(by_name=name):
            return replace(order, review=Review("approved", actor.id, name, at)), (e.WorkApproved(order.id),)
        case i.SendBack(reason=reason, due=due, by_name=name, pins=pins):
            review = Review("sent_back", actor.id, name, at, reason, due, pins)
            clocks = replace(order.clocks, fixed_at=None, fix_by=due or order.clocks.fix_by)
            order = replace(order, review=review, sign_off=None, clocks=clocks, flags=order.flags - {WAIVED_FLAG})
            return order, (e.WorkSentBack(order.id, order.technician_id, due),)
        case _:
            return order, (e.WorkOrderClosed(order.id),)


def _technician(order: WorkOrder) -> TechnicianId:
    if order.technician_id is None:
        raise IllegalTransition(intent="visit", order_status=order.status)
    return order.technician_id


def _end_of(assignment: Assignment | None) -> AssignmentState:
    """An offer without an answer is withdrawn; what was accepted is revoked, so that "revoked" says "was accepted"."""
    asked = assignment is not None and assignment.state is AssignmentState.OFFERED
    return AssignmentState.WITHDRAWN if asked else AssignmentState.REVOKED


def _close(assignment: Assignment | None, state: AssignmentState, at: datetime, reason: str) -> Assignment | None:
    if assignment is None:
        return None
    answered = assignment.answered_at or at
    return replace(
        assignment, state=state, answered_at=answered, ended_at=at, reason=reason, version=assignment.version + 1
    )


def _ended(assignment: Assignment | None, state: AssignmentState, reason: str) -> tuple[Event, ...]:
    if assignment is None:
        return ()
    return (e.AssignmentEnded(assignment.work_order_id, assignment.id, assignment.technician_id, state, reason),)
