"""The nouns of field repair: work orders, assignments, technicians, faults, places.

One struct is one row or one value. A work order is the promise to the owner; an assignment is one technician's answer
to it, kept apart so that sending somebody else never rewrites history. Statuses: `docs/lifecycle.md`.

Units    money in the currency's minor unit (fen); moments aware UTC; quantities in thousandths.
Pure     values only.
"""

from datetime import datetime
from typing import Annotated, NewType, TypeAlias

from msgspec import Meta, Struct

from dispatch.particulars import Approval, CheckStep, PartAt, Pin
from dispatch.vocabulary import (
    ON_SITE,
    TERMINAL,
    AssignmentState,
    Channel,
    HoldReason,
    Kind,
    PresenceMethod,
    Priority,
    SignMethod,
    Slot,
    Status,
)
from kernel.geo import LatLng

__all__ = [
    "ON_SITE",
    "TERMINAL",
    "Assignment",
    "AssignmentId",
    "AssignmentState",
    "Certificate",
    "Channel",
    "CheckAnswer",
    "CheckStep",
    "Clocks",
    "Code64",
    "Community",
    "CommunityId",
    "Contact",
    "DecisionId",
    "Fault",
    "Fees",
    "Fen",
    "Fix",
    "Hold",
    "HoldReason",
    "Instant",
    "Kind",
    "Mate",
    "Material",
    "Note",
    "PartLine",
    "Permit",
    "Premises",
    "PremisesId",
    "Presence",
    "PresenceMethod",
    "Priority",
    "Review",
    "Shift",
    "SignMethod",
    "SignOff",
    "Skill",
    "Slot",
    "Status",
    "Technician",
    "TechnicianId",
    "Text200",
    "Text2000",
    "WorkOrder",
    "WorkOrderId",
]

WorkOrderId = NewType("WorkOrderId", str)
AssignmentId = NewType("AssignmentId", str)
TechnicianId = NewType("TechnicianId", str)
PremisesId = NewType("PremisesId", str)
CommunityId = NewType("CommunityId", str)
DecisionId = NewType("DecisionId", str)

Fen: TypeAlias = int
Instant = Annotated[datetime, Meta(tz=True)]  # a moment that says where it stands, or it is refused at the edge
Code64 = Annotated[str, Meta(max_length=64)]
Text200 = Annotated[str, Meta(max_length=200)]
Text2000 = Annotated[str, Meta(max_length=2000)]


class Contact(Struct, frozen=True):
    name: Annotated[str, Meta(max_length=80)] = ""
    phone: Annotated[str, Meta(max_length=32)] = ""


class Hold(Struct, frozen=True):
    reason: HoldReason
    since: Instant
    until: Instant
    note: Text2000 = ""
    material: Code64 = ""  # waiting for this part
    seen: tuple[PartAt, ...] = ()  # where it lay at that moment, the nearest first


class Presence(Struct, frozen=True):
    method: PresenceMethod
    at: Instant
    position: LatLng | None = None
    accuracy_m: float | None = None
    proof: str | None = None  # the code shown, the QR read, or the photo's id


class CheckAnswer(Struct, frozen=True):
    step: str
    done: bool
    at: Instant
    value: Text200 = ""


class PartLine(Struct, frozen=True):
    """One line of material. The price is the catalogue's at the moment it was added."""

    id: str
    material: str
    name: str
    unit: str
    quantity_milli: Annotated[int, Meta(ge=1, le=1_000_000)]
    unit_price_fen: Annotated[int, Meta(ge=0)]

    @property
    def total_fen(self) -> Fen:
        return (self.quantity_milli * self.unit_price_fen + 500) // 1000


class Fees(Struct, frozen=True):
    """What the owner pays, as shown on the sheet that is signed."""

    labour_fen: Fen = 0
    parts_fen: Fen = 0
    surcharge_fen: Fen = 0
    currency: str = "CNY"

    @property
    def total_fen(self) -> Fen:
        return self.labour_fen + self.parts_fen + self.surcharge_fen


class Note(Struct, frozen=True):
    id: str
    text: Text2000
    by: str
    by_name: str
    at: Instant


class SignOff(Struct, frozen=True):
    """The owner's word on the sheet. `digest` is the SHA-256 of exactly what was shown."""

    method: SignMethod
    digest: str
    at: Instant
    signature_id: str | None = None
    signer: Annotated[str, Meta(max_length=80)] = ""
    reason: Text200 = ""
    stale: bool = False


class Review(Struct, frozen=True):
    verdict: str  # approved | sent_back
    by: str
    by_name: str
    at: Instant
    reason: Text2000 = ""
    due: Instant | None = None
    pins: tuple[Pin, ...] = ()


class Mate(Struct, frozen=True):
    """Somebody who goes along: an assignment of his own to an order that another one leads."""

    assignment_id: AssignmentId
    technician_id: TechnicianId
    code: str
    state: AssignmentState
    offered_at: Instant
    expires_at: Instant | None = None
    answered_at: Instant | None = None
    ended_at: Instant | None = None
    reason: Text200 = ""
    decision_id: DecisionId | None = None


class Permit(Struct, frozen=True):
    """A permit to work, such as for hot work: given by a person, for a time."""

    code: Code64
    valid_from: Instant
    valid_until: Instant
    by: str = ""


class Clocks(Struct, frozen=True):
    """Due moments of the SLA and when they were met. None: this clock does not run for the order."""

    respond_by: Instant | None = None
    arrive_by: Instant | None = None
    fix_by: Instant | None = None
    responded_at: Instant | None = None
    arrived_at: Instant | None = None
    fixed_at: Instant | None = None
    paused_since: Instant | None = None
    paused_seconds: int = 0


class WorkOrder(Struct, frozen=True, kw_only=True):
    id: WorkOrderId
    org_id: str
    community_id: CommunityId
    premises_id: PremisesId
    number: str
    kind: Kind
    channel: Channel
    status: Status
    priority: Priority
    fault: str  # fault code of the catalogue
    description: Text2000
    language: str
    contact: Contact
    reported_at: Instant  # when the owner or the phone says it was reported
    received_at: Instant  # when the server wrote it
    window_start: Instant | None = None
    window_end: Instant | None = None
    visit_notes: Text2000 = ""  # household notes that matter at the door
    technician_id: TechnicianId | None = None
    assignment_id: AssignmentId | None = None
    crew: tuple[Mate, ...] = ()  # who goes along with the technician
    permits: tuple[Permit, ...] = ()
    clocks: Clocks = Clocks()
    hold: Hold | None = None
    presence: Presence | None = None
    checklist: tuple[CheckAnswer, ...] = ()
    parts: tuple[PartLine, ...] = ()
    fees: Fees = Fees()
    notes: tuple[Note, ...] = ()
    cause: str = ""
    action: str = ""
    sign_off: SignOff | None = None
    review: Review | None = None
    merged_into: WorkOrderId | None = None
    callback_of: WorkOrderId | None = None  # the order whose work did not hold
    escalation: int = 0
    approvals: tuple[Approval, ...] = ()
    flags: frozenset[str] = frozenset()  # e.g. very_late, no_candidate, over_limit
    updated_at: Instant
    version: int = 1


class Assignment(Struct, frozen=True, kw_only=True):
    id: AssignmentId
    work_order_id: WorkOrderId
    technician_id: TechnicianId
    state: AssignmentState
    offered_at: Instant
    expires_at: Instant | None = None
    answered_at: Instant | None = None
    ended_at: Instant | None = None
    reason: Text200 = ""
    decision_id: DecisionId | None = None
    leads: bool = True  # False: goes along with whoever leads
    version: int = 1


class Fault(Struct, frozen=True, kw_only=True):
    code: str
    org_id: str
    zh: str
    en: str
    area: str  # unit | common | both
    trade: str
    min_level: int
    certificates: tuple[str, ...] = ()
    permits: tuple[str, ...] = ()  # permits to work that must be given before it begins
    priority: Priority
    crew: int = 1
    before_photos: int = 1
    after_photos: int = 1
    sign_off: str = "owner"  # owner | steward | duty_manager | tenant
    billing: str = "free"
    price_fen: Fen = 0
    callback_days: int = 30
    duration_min: int = 45
    keywords: tuple[str, ...] = ()
    checklist: tuple[CheckStep, ...] = ()
    slots: tuple[str, ...] = ()
    note: str = ""


class Material(Struct, frozen=True, kw_only=True):
    code: str
    org_id: str
    zh: str
    en: str
    unit: str
    price_fen: Fen
    on_hand_milli: int = 0


class Community(Struct, frozen=True, kw_only=True):
    id: CommunityId
    org_id: str
    code: str
    zh: str
    en: str
    position: LatLng
    time_zone: str
    currency: str
    language: str
    kind: str = ""
    quiet_hours: tuple[tuple[str, str], ...] = ()  # local "HH:MM" pairs
    work_hours: tuple[str, str] = ("08:00", "20:00")
    plan: str = ""  # GeoJSON text of the community's own map


class Premises(Struct, frozen=True, kw_only=True):
    id: PremisesId
    org_id: str
    community_id: CommunityId
    code: str  # YQL-03-2-1201, YQL-B2-PUMP
    kind: str  # unit | common | lift | lobby
    label: str  # as people say it: 3栋2单元1201
    building: str = ""
    floor: int = 0
    floor_label: str = ""
    position: LatLng
    no_signal: bool = False
    report_code: str  # what the QR code on the door carries
    contact: Contact = Contact()
    visit_notes: Text2000 = ""
    quiet_hours: tuple[tuple[str, str], ...] = ()  # local hours in which this household wants nobody
    unwelcome: frozenset[TechnicianId] = frozenset()  # whom this household does not want again


class Skill(Struct, frozen=True):
    trade: str
    level: int


class Certificate(Struct, frozen=True):
    code: str
    valid_until: Instant | None  # None: does not expire
    review_due: Instant | None = None


class Shift(Struct, frozen=True):
    """Local wall-clock hours on some weekdays (0 = Monday); `end` before `start` runs over midnight."""

    days: tuple[int, ...]
    start: str
    end: str


class Fix(Struct, frozen=True):
    """A position somebody had, with its age and doubt."""

    position: LatLng
    at: Instant
    accuracy_m: float = 50.0
    source: str = "gps"


class Technician(Struct, frozen=True, kw_only=True):
    id: TechnicianId
    org_id: str
    code: str  # T-PLB-03
    team: str
    communities: frozenset[CommunityId]
    home: LatLng
    time_zone: str
    skills: tuple[Skill, ...] = ()
    certificates: tuple[Certificate, ...] = ()
    shifts: tuple[Shift, ...] = ()
    on_break: bool = False
    off_duty: bool = False
    max_open: int = 6
    vendor: str = ""
    fix: Fix | None = None
    version: int = 1
