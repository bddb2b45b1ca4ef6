"""What an owner sends and sees. No personal data of others, no internal identifiers beyond the link.

Pure     values only.
"""

from datetime import datetime
from typing import Annotated

from msgspec import Meta, Struct

from dispatch.model import Contact, Instant, Priority, Status
from kernel.geo import LatLng
from kernel.ids import Uuid


class ReportPlace(Struct, frozen=True):
    """What a QR code opens: where it is, and which faults make sense there."""

    code: str
    label: str
    community_zh: str
    community_en: str
    language: str
    time_zone: str
    ticket: str  # bearer for uploading photos and sending this one report; 30 minutes
    faults: tuple["FaultChoice", ...]


class FaultChoice(Struct, frozen=True):
    code: str
    zh: str
    en: str
    trade: str
    trade_zh: str
    trade_en: str
    price_fen: int
    billing: str


class ReportRequest(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One report. `id` is minted by the sender: the same id twice is one work order."""

    id: Uuid
    place: Annotated[str, Meta(max_length=64)]  # report code of the QR, or premises code for staff
    words: Annotated[str, Meta(max_length=2000)] = ""
    fault: Annotated[str, Meta(max_length=16)] | None = None
    priority: Priority | None = None  # staff only
    contact: Contact = Contact()
    photos: Annotated[tuple[str, ...], Meta(max_length=10)] = ()  # sha256 of uploaded blobs
    window_start: Instant | None = None
    window_end: Instant | None = None
    language: Annotated[str, Meta(max_length=8)] = "zh-CN"
    consent: bool = False
    channel: str = "qr"
    reported_at: Instant | None = None


class ReportAnswer(Struct, frozen=True):
    work_order_id: str
    number: str
    link: str  # /o#<code>, shown once
    repeated: bool = False


class Step(Struct, frozen=True):
    """One line of the story: what, and when it happened (None: still to come)."""

    # reported | assigned | en_route | arrived | in_progress | on_hold | finished | signed | reviewed | completed |
    # closed | cancelled | declined
    code: str
    at: datetime | None
    facts: dict[str, str] = {}


class OwnerPhoto(Struct, frozen=True):
    id: str
    slot: str
    taken_at: datetime
    width: int
    height: int
    lqip: str


class FeeLine(Struct, frozen=True):
    name: str
    quantity_milli: int
    unit: str
    unit_price_fen: int
    total_fen: int


class OwnerTechnician(Struct, frozen=True):
    code: str
    certificates: tuple[str, ...]


class OwnerPage(Struct, frozen=True, kw_only=True):
    number: str
    # reported | assigned | en_route | arrived | in_progress | on_hold | finished | signed | reviewing | rework |
    # completed | closed | cancelled | declined
    stage: str
    status: Status
    fault_zh: str
    fault_en: str
    place: str  # masked
    community_zh: str
    community_en: str
    time_zone: str
    currency: str
    language: str
    reported_at: datetime
    technician: OwnerTechnician | None
    eta: datetime | None
    arrival_code: str | None  # to be read out at the door, while somebody is on the way
    position: LatLng | None  # about 100 m coarse, only while en route
    hold_reason: str | None
    hold_until: datetime | None
    steps: tuple[Step, ...]
    photos: tuple[OwnerPhoto, ...]
    fees: tuple[FeeLine, ...]
    labour_fen: int
    surcharge_fen: int
    total_fen: int
    cause: str
    action: str
    sign_off: str | None  # method, when signed
    sign_off_stale: bool
    sheet: str | None  # canonical JSON to sign by link, while work_done or stale
    nonce: str | None  # single use, for the next POST
    certificate: bool
    may_cancel: bool
    may_sign: bool
    may_rate: bool
    may_urge: bool
    rated: bool
    warranty_days: int
    version: int


class SignByLink(Struct, frozen=True, forbid_unknown_fields=True):
    nonce: str
    digest: str
    signer: Annotated[str, Meta(max_length=80)]
    strokes: tuple[tuple[int, ...], ...]
    aspect: float
    signature_id: Uuid


class Rating(Struct, frozen=True, forbid_unknown_fields=True):
    nonce: str
    solved: bool
    csat: Annotated[int, Meta(ge=1, le=5)] | None = None
    ces: Annotated[int, Meta(ge=1, le=5)] | None = None
    nps: Annotated[int, Meta(ge=0, le=10)] | None = None
    words: Annotated[str, Meta(max_length=2000)] = ""
