"""Shapes that only the edge knows: sessions, requests of the office, lists.

Requests forbid unknown fields, so that nobody can smuggle a status or an organisation in. Field names on the wire
are the names here.

Pure     values only.
"""

from datetime import datetime
from typing import Annotated

from msgspec import Meta, Struct

from dispatch.incidents import Incident
from dispatch.intents import AnyIntent
from dispatch.model import Fault, Instant, Material
from dispatch.plans import PlanView
from dispatch.policy import Policy
from dispatch.ruling import PolicyRow
from dispatch.views import ApprovalRow, OrderDetail, PartRow, PremisesHit, ReviewItem, TechnicianRow
from kernel.uuids import Uuid
from media.model import Photo, Signature

Id = Annotated[str, Meta(min_length=1, max_length=64)]
Version = Annotated[int, Meta(ge=1, le=2**53)]
Lat = Annotated[float, Meta(ge=-90, le=90)]
Lng = Annotated[float, Meta(ge=-180, le=180)]


class Asking(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base of all request bodies of the edge."""


class Login(Asking, frozen=True, kw_only=True):
    login: Annotated[str, Meta(min_length=1, max_length=120)]
    password: Annotated[str, Meta(min_length=1, max_length=128)]


class MeView(Struct, frozen=True):
    id: str
    code: str
    role: str
    org: str
    org_zh: str
    org_en: str
    communities: tuple[str, ...]  # codes; empty: all of the organisation
    language: str
    currency: str
    time_zone: str


class Session(Struct, frozen=True):
    access_token: str
    expires_at: datetime
    me: MeView


class MePatch(Asking, frozen=True, kw_only=True):
    language: Annotated[str, Meta(pattern="^(zh-CN|en)$")] | None = None
    on_break: bool | None = None
    off_duty: bool | None = None


class PositionReport(Asking, frozen=True, kw_only=True):
    lat: Lat
    lng: Lng
    accuracy_m: Annotated[float, Meta(ge=0, le=100_000)] = 50.0
    at: Instant


class PushKey(Struct, frozen=True):
    key: str


class PushSubscriptionPut(Asking, frozen=True, kw_only=True):
    endpoint: Annotated[str, Meta(max_length=1000)]
    p256dh: Annotated[str, Meta(max_length=120)]
    auth: Annotated[str, Meta(max_length=40)]


class PushSubscriptionGone(Asking, frozen=True, kw_only=True):
    endpoint: Annotated[str, Meta(min_length=1, max_length=1000)]


class Offering(Asking, frozen=True, kw_only=True):
    technician_id: Id
    version: Version
    reason: Annotated[str, Meta(max_length=200)] = ""


class Intending(Asking, frozen=True, kw_only=True):
    version: Version
    intent: AnyIntent


class SignedOff(Asking, frozen=True, kw_only=True):
    """Why there is no signature, as the office says it over the sheet as it stands."""

    version: Version
    method: Annotated[str, Meta(pattern="^(refused|absent)$")]
    reason: Annotated[str, Meta(min_length=2, max_length=200, pattern=r"\S")]


class Approving(Asking, frozen=True, kw_only=True):
    """Leave to spend, given or not. `fen` 0: as much as was asked for."""

    version: Version
    granted: bool
    fen: Annotated[int, Meta(ge=0, le=100_000_000)] = 0
    note: Annotated[str, Meta(max_length=200)] = ""


class PhoneNamed(Asking, frozen=True, kw_only=True):
    device_id: Uuid


class NoteAdding(Asking, frozen=True, kw_only=True):
    id: Uuid
    text: Annotated[str, Meta(min_length=1, max_length=2000, pattern=r"\S")]


class Link(Struct, frozen=True):
    link: str


class Reasoned(Asking, frozen=True, kw_only=True):
    """Something that is only done for a reason, which is kept."""

    reason: Annotated[str, Meta(min_length=2, max_length=200)]


class Phone(Struct, frozen=True):
    phone: str


class Revoked(Struct, frozen=True):
    count: int


class AccountRow(Struct, frozen=True):
    id: str
    login: str
    code: str
    role: str
    communities: tuple[str, ...]  # ids; empty: all of the organisation
    disabled_at: datetime | None


class AccountRows(Struct, frozen=True):
    items: tuple[AccountRow, ...]


class DeviceRow(Struct, frozen=True):
    id: str
    platform: str
    build: str
    enrolled_at: datetime
    seen_at: datetime
    revoked_at: datetime | None


class DeviceRows(Struct, frozen=True):
    items: tuple[DeviceRow, ...]


class Dossier(Struct, frozen=True):
    detail: OrderDetail
    photos: tuple[Photo, ...]
    signature: Signature | None


class Reviews(Struct, frozen=True):
    items: tuple[ReviewItem, ...]


class ApprovalRows(Struct, frozen=True):
    items: tuple[ApprovalRow, ...]


class PartRows(Struct, frozen=True):
    items: tuple[PartRow, ...]


class PremisesHits(Struct, frozen=True):
    items: tuple[PremisesHit, ...]


class FaultEntry(Struct, frozen=True):
    fault: Fault
    initials: str  # pinyin initials of the Chinese name, for typed search


class Faults(Struct, frozen=True):
    items: tuple[FaultEntry, ...]


class Materials(Struct, frozen=True):
    items: tuple[Material, ...]


class Technicians(Struct, frozen=True):
    items: tuple[TechnicianRow, ...]


class Plans(Struct, frozen=True):
    items: tuple[PlanView, ...]


class PlanApplying(Asking, frozen=True, kw_only=True):
    only: tuple[Id, ...] | None = None  # orders; None: every move


class PolicyScope(Asking, frozen=True, kw_only=True):
    """Where a policy holds: '' for all communities, for all trades."""

    community_id: Annotated[str, Meta(max_length=36)] = ""
    trade: Annotated[str, Meta(max_length=16)] = ""


class PolicyPutting(PolicyScope, frozen=True, kw_only=True):
    policy: Policy
    note: Annotated[str, Meta(max_length=200)] = ""
    base: Version | None = None  # of the scope's own policy that this was made from; a newer one is not overwritten


class Policies(Struct, frozen=True):
    items: tuple[PolicyRow, ...]


class Gathering(Asking, frozen=True, kw_only=True):
    """Reports that are to become part of one order."""

    orders: Annotated[tuple[Id, ...], Meta(min_length=1, max_length=400)]


class Incidents(Struct, frozen=True):
    items: tuple[Incident, ...]
