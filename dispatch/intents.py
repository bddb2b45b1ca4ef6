"""What somebody wants done to a work order: one struct per row of the lifecycle table.

The tag is the intent's name in the table, on the wire and in the parked inbox.

Pure     values only.
"""

from typing import Annotated, TypeAlias

from msgspec import Meta, Struct

from dispatch.model import (
    AssignmentId,
    AssignmentState,
    Code64,
    HoldReason,
    Instant,
    Mate,
    Permit,
    Presence,
    Priority,
    SignOff,
    TechnicianId,
    Text200,
    Text2000,
    WorkOrderId,
)
from dispatch.particulars import Pin


class Intent(Struct, frozen=True, tag_field="intent"):
    """Base of all intents."""

    @property
    def name(self) -> str:
        return str(self.__struct_config__.tag)


class Report(Intent, frozen=True, tag="report"):
    pass


class Triage(Intent, frozen=True, tag="triage"):
    fault: str
    priority: Priority


class DeclineReport(Intent, frozen=True, tag="decline_report"):
    reason: Text200


class Merge(Intent, frozen=True, tag="merge"):
    into: WorkOrderId


class Offer(Intent, frozen=True, tag="offer"):
    assignment_id: AssignmentId
    technician_id: TechnicianId
    expires_at: Instant | None = None
    decision_id: str | None = None
    crew: tuple[Mate, ...] = ()  # who is asked to go along


class Reinforce(Intent, frozen=True, tag="reinforce"):
    """More people are asked to go along."""

    crew: tuple[Mate, ...]


class Join(Intent, frozen=True, tag="join"):
    """Whoever was asked to go along will."""

    technician_id: TechnicianId


class Leave(Intent, frozen=True, tag="leave"):
    """Somebody does not go along: he declined, did not answer, or is needed elsewhere."""

    technician_id: TechnicianId
    state: AssignmentState
    reason: Text200 = ""


class GrantPermit(Intent, frozen=True, tag="permit"):
    permit: Permit


class Override(Intent, frozen=True, tag="override"):
    """An emergency: the duty manager answers for what the rules forbid."""

    reason: Text200


class Accept(Intent, frozen=True, tag="accept"):
    pass


class Release(Intent, frozen=True, tag="release"):
    """The offer ends without acceptance: declined, lapsed or withdrawn."""

    state: AssignmentState
    reason: Text200 = ""


class Depart(Intent, frozen=True, tag="depart"):
    pass


class Arrive(Intent, frozen=True, tag="arrive"):
    presence: Presence


class Start(Intent, frozen=True, tag="start"):
    pass


class PutOnHold(Intent, frozen=True, tag="hold"):
    reason: HoldReason
    until: Instant
    note: Text2000 = ""
    material: Code64 = ""  # the part that is waited for


class Resume(Intent, frozen=True, tag="resume"):
    pass


class Finish(Intent, frozen=True, tag="finish"):
    cause: Code64
    action: Code64


class Undo(Intent, frozen=True, tag="undo"):
    """Work done was said too early: back to work."""

    reason: Text200 = ""


class Sign(Intent, frozen=True, tag="sign"):
    sign_off: SignOff


class AwaitEvidence(Intent, frozen=True, tag="await_evidence"):
    pass


class Submit(Intent, frozen=True, tag="submit"):
    pass


class WaiveEvidence(Intent, frozen=True, tag="waive_evidence"):
    """What is still missing will never come (a phone was destroyed): the review goes on without it."""

    reason: Text200
    by_name: str = ""


class Approve(Intent, frozen=True, tag="approve"):
    by_name: str = ""


class SendBack(Intent, frozen=True, tag="send_back"):
    reason: Text2000
    due: Instant | None = None
    by_name: str = ""
    pins: Annotated[tuple[Pin, ...], Meta(max_length=50)] = ()


class Close(Intent, frozen=True, tag="close"):
    pass


class Cancel(Intent, frozen=True, tag="cancel"):
    reason: Text200


class Revoke(Intent, frozen=True, tag="revoke"):
    """The accepted work order is taken away or handed back: it needs somebody else."""

    reason: Text200


class Escalate(Intent, frozen=True, tag="escalate"):
    reason: Text200


AnyIntent: TypeAlias = (
    Report
    | Triage
    | DeclineReport
    | Merge
    | Offer
    | Reinforce
    | Join
    | Leave
    | GrantPermit
    | Override
    | Accept
    | Release
    | Depart
    | Arrive
    | Start
    | PutOnHold
    | Resume
    | Finish
    | Undo
    | Sign
    | AwaitEvidence
    | Submit
    | WaiveEvidence
    | Approve
    | SendBack
    | Close
    | Cancel
    | Revoke
    | Escalate
)
