"""What happened to a work order, in the past tense. Bodies carry ids and facts, never personal data.

Pure     values only.
"""

from datetime import datetime

from dispatch.model import AssignmentId, HoldReason, Priority, SignMethod, Status, TechnicianId, WorkOrderId
from kernel.events import Event


class WorkOrderReported(Event, frozen=True, tag="work_order.reported"):
    work_order_id: WorkOrderId
    number: str
    channel: str


class WorkOrderTriaged(Event, frozen=True, tag="work_order.triaged"):
    work_order_id: WorkOrderId
    fault: str
    priority: Priority
    by_rule: bool


class WorkOrderDeclined(Event, frozen=True, tag="work_order.declined"):
    typed = "reason"

    work_order_id: WorkOrderId
    reason: str


class WorkOrderMerged(Event, frozen=True, tag="work_order.merged"):
    work_order_id: WorkOrderId
    into: WorkOrderId


class AssignmentOffered(Event, frozen=True, tag="assignment.offered"):
    work_order_id: WorkOrderId
    assignment_id: AssignmentId
    technician_id: TechnicianId
    expires_at: datetime | None
    by_hand: bool = False
    overruled: tuple[str, ...] = ()  # hard rules that a person set aside


class CrewAsked(Event, frozen=True, tag="crew.asked"):
    """Somebody is asked to go along."""

    work_order_id: WorkOrderId
    assignment_id: AssignmentId
    technician_id: TechnicianId
    expires_at: datetime | None


class CrewJoined(Event, frozen=True, tag="crew.joined"):
    work_order_id: WorkOrderId
    assignment_id: AssignmentId
    technician_id: TechnicianId


class CrewLeft(Event, frozen=True, tag="crew.left"):
    """Somebody who was to go along does not: the place is free again, unless the order ended."""

    work_order_id: WorkOrderId
    assignment_id: AssignmentId
    technician_id: TechnicianId
    state: str
    reason: str = ""


class CrewShort(Event, frozen=True, tag="dispatch.crew_short"):
    """Fewer people than the work needs: it can be travelled to but not begun."""

    work_order_id: WorkOrderId
    missing: int
    reasons: dict[str, int]


class PermitGranted(Event, frozen=True, tag="work_order.permit_granted"):
    work_order_id: WorkOrderId
    permit: str
    valid_until: datetime


class RulesOverridden(Event, frozen=True, tag="dispatch.overridden"):
    """The duty manager lets an emergency go on against the rules, for a reason."""

    work_order_id: WorkOrderId
    reason: str
    technician_id: TechnicianId | None = None


class NobodyEligible(Event, frozen=True, tag="dispatch.nobody_eligible"):
    work_order_id: WorkOrderId
    reasons: dict[str, int]
    nearest: tuple[TechnicianId, ...] = ()  # whom the fewest rules speak against


class AssignmentAccepted(Event, frozen=True, tag="assignment.accepted"):
    work_order_id: WorkOrderId
    assignment_id: AssignmentId
    technician_id: TechnicianId


class AssignmentEnded(Event, frozen=True, tag="assignment.ended"):
    """Declined, lapsed, withdrawn or revoked: somebody else is needed."""

    typed = "reason"

    work_order_id: WorkOrderId
    assignment_id: AssignmentId
    technician_id: TechnicianId
    state: str
    reason: str = ""


class TechnicianDeparted(Event, frozen=True, tag="work_order.departed"):
    work_order_id: WorkOrderId
    technician_id: TechnicianId


class TechnicianArrived(Event, frozen=True, tag="work_order.arrived"):
    work_order_id: WorkOrderId
    technician_id: TechnicianId
    method: str


class WorkStarted(Event, frozen=True, tag="work_order.started"):
    work_order_id: WorkOrderId


class WorkHeld(Event, frozen=True, tag="work_order.held"):
    work_order_id: WorkOrderId
    reason: HoldReason
    until: datetime


class WorkResumed(Event, frozen=True, tag="work_order.resumed"):
    work_order_id: WorkOrderId


class WorkFinished(Event, frozen=True, tag="work_order.finished"):
    work_order_id: WorkOrderId
    cause: str
    action: str
    total_fen: int


class WorkReopened(Event, frozen=True, tag="work_order.reopened"):
    typed = "reason"

    work_order_id: WorkOrderId
    reason: str


class WorkSignedOff(Event, frozen=True, tag="work_order.signed_off"):
    work_order_id: WorkOrderId
    method: SignMethod
    digest: str
    lines: str = ""  # SHA-256 of the lines and fees as they were stored at that moment


class SignOffWentStale(Event, frozen=True, tag="work_order.sign_off_stale"):
    work_order_id: WorkOrderId


class EvidenceAwaited(Event, frozen=True, tag="work_order.evidence_awaited"):
    work_order_id: WorkOrderId


class WorkSubmitted(Event, frozen=True, tag="work_order.submitted"):
    work_order_id: WorkOrderId


class EvidenceWaived(Event, frozen=True, tag="work_order.evidence_waived"):
    """The review goes on without what is missing; the reason is the note's."""

    work_order_id: WorkOrderId
    note_id: str


class WorkApproved(Event, frozen=True, tag="work_order.approved"):
    work_order_id: WorkOrderId


class WorkSentBack(Event, frozen=True, tag="work_order.sent_back"):
    work_order_id: WorkOrderId
    technician_id: TechnicianId | None
    due: datetime | None


class WorkOrderClosed(Event, frozen=True, tag="work_order.closed"):
    work_order_id: WorkOrderId


class WorkOrderCancelled(Event, frozen=True, tag="work_order.cancelled"):
    typed = "reason"

    work_order_id: WorkOrderId
    reason: str
    was: Status


class WorkOrderEscalated(Event, frozen=True, tag="work_order.escalated"):
    work_order_id: WorkOrderId
    level: int
    reason: str


class WorkDetailed(Event, frozen=True, tag="work_order.detailed"):
    """Notes, checklist answers, parts or other details changed; `what` names them."""

    work_order_id: WorkOrderId
    what: str
    ref: str = ""


class DutyChanged(Event, frozen=True, tag="technician.duty_changed"):
    technician_id: TechnicianId
    on_break: bool
    off_duty: bool


class SpendingExceeded(Event, frozen=True, tag="work_order.over_limit"):
    """Parts cost more than the technician may spend without asking."""

    work_order_id: WorkOrderId
    technician_id: TechnicianId | None
    fen: int  # by how much


class ApprovalAsked(Event, frozen=True, tag="work_order.approval_asked"):
    work_order_id: WorkOrderId
    approval_id: str
    fen: int


class ApprovalDecided(Event, frozen=True, tag="work_order.approval_decided"):
    work_order_id: WorkOrderId
    approval_id: str
    state: str
    fen: int


class StockBelowZero(Event, frozen=True, tag="stock.below_zero"):
    """More was used than was booked in: it must be replenished, and somebody should look why."""

    work_order_id: WorkOrderId
    depot: str
    material: str
    on_hand_milli: int


class TransferWanted(Event, frozen=True, tag="stock.transfer_wanted"):
    """A part that is waited for lies nearby and has to be fetched."""

    work_order_id: WorkOrderId
    depot: str
    material: str
    distance_m: int


class DayPlanned(Event, frozen=True, tag="plan.proposed"):
    plan_id: str
    cause: str
    moves: int


class PlanApplied(Event, frozen=True, tag="plan.applied"):
    plan_id: str
    made: int
    overtaken: int


class PlanDropped(Event, frozen=True, tag="plan.dropped"):
    plan_id: str


class PolicyPut(Event, frozen=True, tag="policy.put"):
    policy: str
    version: int


class PolicyDropped(Event, frozen=True, tag="policy.dropped"):
    policy: str


class WorkDelayed(Event, frozen=True, tag="work_order.delayed"):
    """An emergency goes first: this order has to wait, and its owner is told why."""

    work_order_id: WorkOrderId
    reason: str
    until: datetime
