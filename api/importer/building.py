"""Requests of another system as work orders of this one.

Neighbourhoods become communities, addresses premises, request types faults. Ids follow from the organisation and
the number, so the same request is the same work order however often it is read. What was done elsewhere is kept
as it was told (closed, cancelled, referred); what is still open is triaged and waits for somebody.

Units    moments aware UTC.
Pure     yes; report codes of new premises come from the caller.
"""

import hashlib
import re
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from api.importer.reading import Request, centres
from dispatch import events as e
from dispatch import opening
from dispatch.estate import Estate, Organisation
from dispatch.model import (
    Channel,
    Clocks,
    Community,
    CommunityId,
    Fault,
    Premises,
    PremisesId,
    Priority,
    Status,
    WorkOrder,
    WorkOrderId,
)
from dispatch.opening import NewOrder, Setting
from dispatch.policy import Policy
from kernel.actors import Actor
from kernel.events import Envelope, Event
from kernel.geo import LatLng
from kernel.uuids import uuid7

_ENDED = {
    "closed": Status.CLOSED,
    "complete": Status.CLOSED,
    "completed": Status.CLOSED,
    "cancelled": Status.CANCELLED,
    "canceled": Status.CANCELLED,
    "forward": Status.DECLINED,
    "referral": Status.DECLINED,
}
_CHANNELS = {"call": Channel.PHONE, "email": Channel.DESK, "walk-in": Channel.DESK, "mobile app": Channel.LINK}
_URGENT = ("dead", "water", "streetlight", "hazard", "leak")


class Target(Struct, frozen=True, kw_only=True):
    """Where it goes: the organisation and how its places count time and money."""

    org_id: str
    org: str
    name: str
    time_zone: str
    currency: str
    language: str = "en"


class Built(Struct, frozen=True):
    order: WorkOrder
    told: tuple[Envelope, ...]


def stable_id(*parts: str, at: datetime | None = None) -> str:
    """The same id for the same thing, sorted by its moment where it has one."""
    digest = hashlib.sha256("\x1f".join(parts).encode()).digest()
    return uuid7(int(at.timestamp() * 1000) if at else 1_600_000_000_000, digest[:10])


def order_id(target: Target, request: Request) -> WorkOrderId:
    return WorkOrderId(stable_id(target.org, "request", request.number, at=request.created_at))


def community_id(target: Target, area: str) -> CommunityId:
    return CommunityId(stable_id(target.org, "community", area))


def premises_id(target: Target, request: Request) -> PremisesId:
    return PremisesId(stable_id(target.org, "premises", request.area, place(request)))


def place(request: Request) -> str:
    """What tells one place from another: the address, or the point where there is none."""
    return request.address or f"{request.position.lat:.5f},{request.position.lng:.5f}"


def code_of(text: str, taken: set[str], length: int = 24) -> str:
    """A short code of capital letters that nobody has yet."""
    words = re.sub(r"[^A-Z0-9]+", "-", text.upper()).strip("-") or "X"
    short = words[:length].strip("-")
    code, turn = short, 2
    while code in taken:
        code, turn = f"{short}-{turn}", turn + 1
    taken.add(code)
    return code


def fault_code(kind: str) -> str:
    return "R-" + hashlib.sha256(kind.encode()).hexdigest()[:6].upper()


def estate(
    target: Target, requests: Sequence[Request], known: Callable[[str], bool], secret: Callable[[], str]
) -> Estate:
    """The communities, premises and faults these requests speak of. Known premises keep the code on their door."""
    middles = centres(requests)
    areas = {area: community_id(target, area) for area in sorted(middles)}
    codes: set[str] = set()
    communities = [_community(target, area, middles[area], code_of(area, codes, 12)) for area in areas]
    by_area = {one.en: one for one in communities}
    made: dict[str, Premises] = {}
    for request in requests:
        key = premises_id(target, request)
        if key not in made and not known(key):
            made[key] = _premises(target, request, by_area[request.area], key, secret())
    kinds = sorted({request.type for request in requests})
    return Estate(
        organisation=Organisation(id=target.org_id, code=target.org, zh=target.name, en=target.name),
        communities=tuple(communities),
        premises=tuple(made.values()),
        faults=tuple(_fault(target, kind) for kind in kinds),
    )


def _community(target: Target, area: str, middle: LatLng, code: str) -> Community:
    return Community(
        id=community_id(target, area),
        org_id=target.org_id,
        code=code,
        zh=area,
        en=area,
        position=middle,
        time_zone=target.time_zone,
        currency=target.currency,
        language=target.language,
        kind="neighbourhood",
    )


def _premises(target: Target, request: Request, community: Community, key: PremisesId, report_code: str) -> Premises:
    digest = hashlib.sha256(place(request).encode()).hexdigest()[:10].upper()
    return Premises(
        id=key,
        org_id=target.org_id,
        community_id=community.id,
        code=f"{community.code}-{digest}",
        kind="common",
        label=place(request),
        position=request.position,
        report_code=report_code,
    )


def _fault(target: Target, kind: str) -> Fault:
    urgent = any(word in kind.lower() for word in _URGENT)
    return Fault(
        code=fault_code(kind),
        org_id=target.org_id,
        zh=kind,
        en=kind,
        area="both",
        trade="GEN",
        min_level=1,
        priority=Priority.P2 if urgent else Priority.P3,
        before_photos=0,
        after_photos=1,
        sign_off="steward",
    )


def orders(target: Target, requests: Iterable[Request], places: Estate, actor: Actor, now: datetime) -> list[Built]:
    """One work order per request, with the facts that tell its past."""
    communities = {one.en: one for one in places.communities}
    faults = {one.code: one for one in places.faults}
    policy = Policy()
    settings = {area: Setting(one, faults, policy) for area, one in communities.items()}
    return [_order(target, request, settings[request.area], actor, now) for request in requests]


def _order(target: Target, request: Request, setting: Setting, actor: Actor, now: datetime) -> Built:
    premises = _premises(target, request, setting.community, premises_id(target, request), "")
    new = NewOrder(
        id=order_id(target, request),
        premises=premises,
        channel=_CHANNELS.get(request.channel.lower(), Channel.IMPORT),
        words=request.type,
        fault=fault_code(request.type),
        language=target.language,
        reported_at=request.created_at,
    )
    opened = opening.opened(new, request.number, setting, actor, now)
    told = [_envelope(target, opened.order.id, event, by, request.created_at, now) for by, event in opened.told]
    ended = _ENDED.get(request.status.lower().split("-")[0].strip()) if request.status else None
    if ended is None and request.closed_at is None:
        return Built(opened.order, tuple(told))
    status, at = ended or Status.CLOSED, request.closed_at or request.created_at
    order = replace(opened.order, status=status, updated_at=at, clocks=_met(opened.order.clocks, status, at))
    told.append(_envelope(target, order.id, _end(order, status, request.status), actor, at, now))
    return Built(order, tuple(told))


def _met(clocks: Clocks, status: Status, at: datetime) -> Clocks:
    return replace(clocks, fixed_at=at) if status is Status.CLOSED else clocks


def _end(order: WorkOrder, status: Status, said: str) -> Event:
    if status is Status.CANCELLED:
        return e.WorkOrderCancelled(order.id, said, Status.TRIAGED)
    return e.WorkOrderDeclined(order.id, said) if status is Status.DECLINED else e.WorkOrderClosed(order.id)


def _envelope(target: Target, scope: str, event: Event, by: Actor, at: datetime, now: datetime) -> Envelope:
    name = str(event.__struct_config__.tag)
    return Envelope(
        id=stable_id(scope, name, at=at),
        org_id=by.org_id,
        scope=scope,
        name=name,
        occurred_at=at,
        recorded_at=now,
        actor_id=by.id,
        actor_role=by.role,
        device_id=None,
        body=msgspec.json.encode(event),
    )
