"""A work order in its owner's facts: where it stands, what happened, who is coming, what it costs.

What an owner sees follows the stage. The technician appears with the acceptance, by work number and
certificates, never by name. The position is snapped to a grid of about 100 m and shown only on the way and
while it is fresh. Photos of the report and of the state before are shown at once; those of the result once
the work is done, and nothing from in between. Cost lines appear when they can no longer change
unseen. Places are masked to the building. Nothing of anybody else is in it.

Units    metres, minutes, minor units.
Source   walking 4.8 km/h up to one kilometre, 15 km/h beyond, streets 1.35 times the straight line.
Pure     the moment and the facts are arguments.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from math import cos, radians

from msgspec import Struct

from dispatch.evidence import owner_code
from dispatch.lifecycle_table import OWNER_CANCELS
from dispatch.model import TERMINAL, Fix, Slot, Status, WorkOrder
from dispatch.views import OrderDetail, Place, TimelineLine
from experience import masking, surveys
from experience.views import FeeLine, OwnerPage, OwnerPhoto, OwnerTechnician, Step
from kernel.geo import LatLng, haversine_km
from media.model import Photo

FRESH = timedelta(minutes=10)
GRID_DEGREES = 0.001  # about 111 m north to south

STAGE: dict[Status, str] = {
    Status.DRAFT: "reported",
    Status.REPORTED: "reported",
    Status.TRIAGED: "reported",
    Status.OFFERED: "reported",
    Status.ACCEPTED: "assigned",
    Status.EN_ROUTE: "en_route",
    Status.ARRIVED: "arrived",
    Status.IN_PROGRESS: "in_progress",
    Status.ON_HOLD: "on_hold",
    Status.WORK_DONE: "finished",
    Status.SIGNED: "signed",
    Status.PENDING_EVIDENCE: "reviewing",
    Status.IN_REVIEW: "reviewing",
    Status.REWORK: "rework",
    Status.COMPLETED: "completed",
    Status.CLOSED: "closed",
    Status.CANCELLED: "cancelled",
    Status.DECLINED: "declined",
    Status.MERGED: "reported",
}

_STEP: dict[str, str] = {
    "work_order.reported": "reported",
    "assignment.accepted": "assigned",
    "work_order.departed": "en_route",
    "work_order.arrived": "arrived",
    "work_order.started": "in_progress",
    "work_order.held": "on_hold",
    "work_order.delayed": "delayed",
    "work_order.resumed": "in_progress",
    "work_order.finished": "finished",
    "work_order.signed_off": "signed",
    "work_order.sent_back": "rework",
    "work_order.approved": "completed",
    "work_order.closed": "closed",
    "work_order.cancelled": "cancelled",
    "work_order.declined": "declined",
}
_PATH = ("reported", "assigned", "en_route", "arrived", "in_progress", "finished", "signed", "completed", "closed")
_ENDED = frozenset({"cancelled", "declined"})
_TOLD = ("reason", "until", "method")

SHOWS_RESULT = frozenset(
    {
        Status.WORK_DONE,
        Status.SIGNED,
        Status.PENDING_EVIDENCE,
        Status.IN_REVIEW,
        Status.COMPLETED,
        Status.CLOSED,
    }
)
SHOWS_TECHNICIAN = SHOWS_RESULT | {
    Status.ACCEPTED,
    Status.EN_ROUTE,
    Status.ARRIVED,
    Status.IN_PROGRESS,
    Status.ON_HOLD,
    Status.REWORK,
}
# Hurrying helps while the work has not begun, and again when it waits or was sent back.
URGED = frozenset(
    {
        Status.REPORTED,
        Status.TRIAGED,
        Status.OFFERED,
        Status.ACCEPTED,
        Status.ON_HOLD,
        Status.REWORK,
    }
)
_CERTIFIED = frozenset({Status.SIGNED, Status.PENDING_EVIDENCE, Status.IN_REVIEW, Status.COMPLETED, Status.CLOSED})


class Facts(Struct, frozen=True, kw_only=True):
    """Everything the page is made of. `sheet` and `nonce` are there only when they may be used."""

    detail: OrderDetail  # whose progress is told: the order's own, or that of the one it became part of
    own: WorkOrder  # what the owner holds a link to, and may act on
    photos: tuple[Photo, ...]
    certificates: tuple[str, ...] = ()
    fix: Fix | None = None
    rated: bool = False
    sheet: str | None = None
    nonce: str | None = None


def page(facts: Facts, now: datetime) -> OwnerPage:
    own = facts.own
    order, fault, place = facts.detail.order, facts.detail.fault, facts.detail.place
    shows_result = order.status in SHOWS_RESULT
    shows_technician = order.status in SHOWS_TECHNICIAN and facts.detail.technician is not None
    stale = own.sign_off is not None and own.sign_off.stale
    may_sign = signable(own)
    return OwnerPage(
        number=order.number,
        stage=STAGE[order.status],
        status=order.status,
        fault_zh=fault.zh,
        fault_en=fault.en,
        place=masking.place(place.label, place.building, _kind(place, fault.area), order.language),
        community_zh=place.community_zh,
        community_en=place.community_en,
        time_zone=place.time_zone,
        currency=place.currency,
        language=order.language,
        reported_at=order.reported_at,
        technician=OwnerTechnician(facts.detail.technician or "", facts.certificates) if shows_technician else None,
        eta=eta(facts, now),
        arrival_code=arrival_code(own),
        position=position(facts, now),
        hold_reason=order.hold.reason if order.hold and order.status is Status.ON_HOLD else None,
        hold_until=order.hold.until if order.hold and order.status is Status.ON_HOLD else None,
        steps=steps(facts.detail.timeline, order.status),
        photos=tuple(_photo(photo) for photo in facts.photos if may_see(photo, order.status)),
        fees=_fees(facts) if shows_result else (),
        labour_fen=order.fees.labour_fen if shows_result else 0,
        surcharge_fen=order.fees.surcharge_fen if shows_result else 0,
        total_fen=order.fees.total_fen if shows_result else 0,
        cause=order.cause if shows_result else "",
        action=order.action if shows_result else "",
        sign_off=order.sign_off.method if order.sign_off else None,
        sign_off_stale=stale,
        sheet=facts.sheet if may_sign else None,
        nonce=facts.nonce,
        certificate=order.status in _CERTIFIED and order.sign_off is not None and not stale,
        may_cancel=own.status in OWNER_CANCELS,
        may_sign=may_sign,
        may_rate=own.status in surveys.RATEABLE and not facts.rated,
        may_urge=own.status in URGED,
        rated=facts.rated,
        warranty_days=fault.callback_days,
        version=order.version,
    )


def signable(order: WorkOrder) -> bool:
    """Whether the lifecycle takes the owner's signature now: the first one, or a new one for one that went stale."""
    stale = order.sign_off is not None and order.sign_off.stale
    return order.status is Status.WORK_DONE or (stale and order.status not in TERMINAL)


def may_see(photo: Photo, status: Status) -> bool:
    """Whether the owner of the work order may see this photo at this stage."""
    if photo.retracted_at is not None or not photo.present:
        return False
    if photo.slot in {Slot.REPORT, Slot.BEFORE}:
        return True
    return photo.slot == Slot.AFTER and status in SHOWS_RESULT


def steps(timeline: Sequence[TimelineLine], status: Status) -> tuple[Step, ...]:
    """What happened, oldest first, then what is still to come. A visit taken away leaves no trace of its way here."""
    past: list[Step] = []
    for line in timeline:
        if line.name == "assignment.ended" and line.facts.get("state") in {"revoked", "withdrawn"}:
            past = [step for step in past if step.code in {"reported", *_ENDED}]
            continue
        code = _STEP.get(line.name)
        if code is None or (past and past[-1].code == code != "delayed"):
            continue
        told = {name: str(line.facts[name]) for name in _TOLD if line.facts.get(name)}
        if code == "delayed":
            told.pop("reason", None)  # the step itself says why
            past = [
                step for step in past if step.code != code
            ]  # the newest word on how long it takes is the one that holds
        past.append(Step(code, line.at, told if code in {"on_hold", "signed", "delayed"} else {}))
    if status in {Status.CANCELLED, Status.DECLINED}:
        return tuple(past)
    furthest = _furthest(past, status)
    return (*past, *(Step(code, None) for code in _PATH[furthest + 1 :]))


def _furthest(past: Sequence[Step], status: Status) -> int:
    """How far along the usual path the work is; sent back means: before the work again."""
    if status is Status.REWORK:
        return _PATH.index("assigned")
    last = next((step.code for step in reversed(past) if step.code in _PATH), "reported")
    return _PATH.index(last)


def coarse(point: LatLng) -> LatLng:
    """The centre of the grid cell of about 100 m in which the point lies."""
    lat = _snap(point.lat, GRID_DEGREES)
    return LatLng(lat, _snap(point.lng, GRID_DEGREES / max(0.1, cos(radians(lat)))))


def _snap(value: float, cell: float) -> float:
    return round(round(value / cell) * cell, 6)


def position(facts: Facts, now: datetime) -> LatLng | None:
    if facts.detail.order.status is not Status.EN_ROUTE or facts.fix is None or now - facts.fix.at > FRESH:
        return None
    return coarse(facts.fix.position)


def arrival_code(order: WorkOrder) -> str | None:
    """What the owner reads out at the door; None when nobody is on the way to this order."""
    if order.status not in {Status.ACCEPTED, Status.EN_ROUTE} or order.assignment_id is None:
        return None
    return owner_code(order.id, order.assignment_id)


def eta(facts: Facts, now: datetime) -> datetime | None:
    """When somebody will be at the door, as well as we know; None before anybody accepted and after arrival."""
    order = facts.detail.order
    if order.status not in {Status.ACCEPTED, Status.EN_ROUTE}:
        return None
    if order.status is Status.EN_ROUTE and facts.fix is not None and now - facts.fix.at <= FRESH:
        km = 1.35 * haversine_km(facts.fix.position, facts.detail.place.position)
        minutes = min(km, 1.0) / 4.8 * 60 + max(0.0, km - 1.0) / 15 * 60 + 1
        return _whole_minute(now + timedelta(minutes=minutes))
    if order.window_start is not None and order.window_start > now:
        return order.window_start
    chosen = facts.detail.decision
    if chosen is not None:
        for candidate in chosen.candidates:
            if candidate.technician_id == order.technician_id:
                return _whole_minute(max(candidate.eta, now))
    return order.clocks.arrive_by if order.clocks.arrive_by and order.clocks.arrive_by > now else None


def _whole_minute(at: datetime) -> datetime:
    return (at + timedelta(seconds=59)).replace(second=0, microsecond=0)


def _kind(place: Place, area: str) -> str:
    """A home is a premises with a door number: its code has a building, a unit, a floor and a door."""
    return "unit" if area == "unit" or place.code.rsplit("-", 1)[-1].isdigit() else "common"


def _photo(photo: Photo) -> OwnerPhoto:
    seen = photo.quality
    return OwnerPhoto(
        id=photo.id,
        slot=photo.slot,
        taken_at=photo.taken_at,
        width=seen.width if seen else 0,
        height=seen.height if seen else 0,
        lqip=seen.lqip if seen else "",
    )


def _fees(facts: Facts) -> tuple[FeeLine, ...]:
    parts = facts.detail.order.parts
    return tuple(FeeLine(p.name, p.quantity_milli, p.unit, p.unit_price_fen, p.total_fen) for p in parts)
