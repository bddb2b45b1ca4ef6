"""What screens and phones are shown of work orders and technicians.

Read models: `queries` fills them, the API encodes them as they are, `pwa/src/wire/types.gen.ts` is
generated from them.

Units    costs in whole seconds-equivalent, scores 0..100, terms `u` in [0, 1] with 1 best.
Pure     values only.
"""

from datetime import datetime
from typing import Any

from msgspec import Struct

from dispatch.model import Assignment, Certificate, Fault, Priority, Skill, Status, WorkOrder
from dispatch.particulars import Approval, PartAt
from dispatch.policy import Authority
from kernel.geo import LatLng


class Term(Struct, frozen=True):
    """One term of a score, with what was seen (`raw` in `unit`) and what it counted for."""

    code: str  # skill | travel | load | familiarity | slack | fairness | staleness
    raw: float
    unit: str
    weight: float
    u: float
    cost_s: int


class Candidate(Struct, frozen=True):
    technician_id: str
    code: str
    rank: int
    score: float
    cost_s: int
    eta: datetime
    travel_min: float
    open_orders: int
    terms: tuple[Term, ...]
    flags: tuple[str, ...] = ()  # position_stale, no_position, close_call


class Reason(Struct, frozen=True):
    """Why somebody was ruled out: a code and the facts of the sentence."""

    code: str
    facts: dict[str, str] = {}


class Rejection(Struct, frozen=True):
    technician_id: str
    code: str
    reasons: tuple[Reason, ...]


class Helper(Struct, frozen=True):
    """Somebody who could go along."""

    technician_id: str
    code: str
    cost_s: int
    eta: datetime


class Counterfactual(Struct, frozen=True):
    """What would have to be otherwise for somebody to be first, or at least to be in it. Found by scoring again."""

    technician_id: str
    code: str
    changes: tuple[str, ...]  # certificate | level | hours | load | duty | territory | quiet | travel | load | fairness
    facts: dict[str, str]
    rank: int  # where he would stand then; 1: he would be chosen
    cost_s: int


class Decision(Struct, frozen=True):
    """One choice of a technician with everything it was based on."""

    id: str
    work_order_id: str
    at: datetime
    policy: str
    policy_version: int
    input_hash: str
    chosen: str | None
    mode: str  # auto | by_hand | nobody
    margin_s: int | None
    candidates: tuple[Candidate, ...]
    rejections: tuple[Rejection, ...]
    histogram: dict[str, int]
    helpers: tuple[Helper, ...] = ()  # who could go along, the best first; only where the work needs more than one
    counterfactuals: tuple[Counterfactual, ...] = ()


class Place(Struct, frozen=True):
    premises_id: str
    code: str
    label: str
    building: str
    floor_label: str
    community: str  # code
    community_zh: str
    community_en: str
    position: LatLng
    no_signal: bool
    time_zone: str
    currency: str
    report_code: str = ""  # what the code on the door says
    quiet_hours: tuple[tuple[str, str], ...] = ()  # of the community and the household, local


class OfferView(Struct, frozen=True):
    assignment_id: str
    expires_at: datetime | None
    reasons: tuple[Term, ...]  # the three strongest terms
    travel_min: float
    score: float


class PastVisit(Struct, frozen=True):
    number: str
    fault: str
    zh: str
    en: str
    at: datetime
    status: Status
    rework: bool  # within the fault's callback days


class PhoneOrder(Struct, frozen=True):
    """The body of feed kind `work_order`: all that a technician's phone needs, also offline."""

    order: WorkOrder
    fault: Fault
    place: Place
    offer: OfferView | None = None
    history: tuple[PastVisit, ...] = ()
    certificates: tuple[Certificate, ...] = ()  # of whoever is sent, as far as the fault asks for them
    authority: Authority = Authority()  # what may be spent on it without asking


class Health(Struct, frozen=True):
    """The next SLA moment: which clock, when it is due, ok | soon | late | done | none."""

    clock: str
    due_at: datetime | None
    state: str


class BoardRow(Struct, frozen=True):
    id: str
    number: str
    status: Status
    priority: Priority
    kind: str
    fault: str
    fault_zh: str
    fault_en: str
    label: str
    community: str
    position: LatLng
    technician_id: str | None
    technician: str | None  # code
    reported_at: datetime
    window_start: datetime | None
    health: Health
    flags: tuple[str, ...]
    escalation: int
    version: int


class TechnicianRow(Struct, frozen=True):
    id: str
    code: str
    team: str
    state: str  # off | break | free | offered | accepted | en_route | on_site
    position: LatLng | None
    position_at: datetime | None
    accuracy_m: float | None
    open_orders: int
    max_open: int
    skills: tuple[Skill, ...]
    communities: tuple[str, ...]
    expiring: tuple[str, ...] = ()  # certificate codes that lapse within 30 days or have lapsed


class CommunityView(Struct, frozen=True):
    id: str
    code: str
    zh: str
    en: str
    position: LatLng
    time_zone: str
    plan: str  # GeoJSON text


class Board(Struct, frozen=True):
    at: datetime
    orders: tuple[BoardRow, ...]
    technicians: tuple[TechnicianRow, ...]
    communities: tuple[CommunityView, ...]


class TimelineLine(Struct, frozen=True):
    n: int
    at: datetime
    recorded_at: datetime
    name: str  # event name
    actor_role: str
    actor: str  # code of the person, or ''
    facts: dict[str, Any]


class OrderDetail(Struct, frozen=True):
    """One work order for the office, the review and the map's side panel."""

    order: WorkOrder
    fault: Fault
    place: Place
    health: Health
    technician: str | None
    assignments: tuple[Assignment, ...]
    timeline: tuple[TimelineLine, ...]
    history: tuple[PastVisit, ...] = ()
    decision: Decision | None = None


class PremisesHit(Struct, frozen=True):
    """What a clerk sees of premises while somebody is on the phone."""

    code: str
    label: str
    community: str
    community_zh: str
    community_en: str
    time_zone: str
    contact_masked: str
    open: tuple[BoardRow, ...]
    recent: tuple[PastVisit, ...]


class ReviewItem(Struct, frozen=True):
    id: str
    number: str
    fault: str
    fault_zh: str
    fault_en: str
    label: str
    community: str
    time_zone: str
    technician: str | None
    done_at: datetime | None
    flags: tuple[str, ...]
    priority: Priority
    due_at: datetime | None
    risk: int = 0  # 0..100
    reasons: tuple[str, ...] = ()  # of the risk, the weightiest first
    look: bool = True  # the risk or the sample says that a person should look


class Allowance(Struct, frozen=True):
    """What one phone may spend on parts without a network. The allowances of a technician's phones never overlap."""

    device_id: str
    left_fen: int
    order_fen: int
    until: datetime


class PartRow(Struct, frozen=True):
    """A depot that holds a part, for whoever looks for it."""

    at: PartAt
    near: bool


class ApprovalRow(Struct, frozen=True):
    """Spending that waits for leave, with the work order it is for."""

    work_order_id: str
    number: str
    community: str
    label: str
    technician: str
    spent_fen: int
    currency: str
    version: int
    approval: Approval


class OrderPage(Struct, frozen=True):
    items: tuple[BoardRow, ...]
    next: str | None


class Near(Struct, frozen=True):
    """One open order as far as duplicates are concerned."""

    id: str
    fault: str
    premises_id: str
    building: str
    common: bool
    reported_at: datetime
