"""What about finished work a lead should look at first. A finding is a reason to look, never a verdict.

Work is looked at when its findings weigh `LOOK` or more; of the rest, one in `SAMPLE` is drawn by its id, so that
nobody can know beforehand which.

Units    metres, minutes, points of risk 0..100.
Pure     yes.
"""

import hashlib
from collections.abc import Collection, Iterable, Sequence
from datetime import timedelta
from typing import Protocol

from msgspec import Struct

from dispatch.evidence import SKIPPED_FLAG, WAIVED_FLAG
from dispatch.model import Fault, PresenceMethod, SignMethod, WorkOrder
from dispatch.spending import OVER_FLAG
from kernel.geo import LatLng, haversine_km

LOOK = 40
SAMPLE = 20
FAST_SHARE = 0.3  # of the time such a repair takes
FAST_LEAST = timedelta(minutes=5)
OFF_PLACE_M = 200

WEIGHTS = {
    "too_fast": 45,
    "seen_before": 60,
    "suspected_reuse": 45,
    "unchanged": 40,
    "off_place": 45,
    "repeat_fault": 25,
    "no_code": 10,
    SKIPPED_FLAG: 20,
    "phone_clock_wrong": 15,
    "unsigned": 15,
    OVER_FLAG: 15,
    WAIVED_FLAG: 15,
    "poor_photo": 5,
}
_OF_PHOTO = ("seen_before", "suspected_reuse", "unchanged")
_OF_ORDER = (SKIPPED_FLAG, "phone_clock_wrong", OVER_FLAG, WAIVED_FLAG)


class Picture(Protocol):
    """What the risk looks at in a photo."""

    @property
    def slot(self) -> str: ...
    @property
    def flags(self) -> tuple[str, ...]: ...
    @property
    def position(self) -> LatLng | None: ...
    @property
    def accuracy_m(self) -> float | None: ...


class Risk(Struct, frozen=True):
    points: int
    reasons: tuple[str, ...]  # the weightiest first
    look: bool  # a person should look: the risk says so, or the draw


def judged(
    order: WorkOrder, fault: Fault, place: LatLng | None, photos: Sequence[Picture], warnings: Collection[str] = ()
) -> Risk:
    """Everything that speaks against simply believing that this work was done."""
    found = {name for photo in photos for name in _OF_PHOTO if name in photo.flags}
    found |= {name for name in _OF_ORDER if name in order.flags}
    if _too_fast(order, fault):
        found.add("too_fast")
    if place is not None and any(_elsewhere(photo, place) for photo in photos if photo.slot in {"before", "after"}):
        found.add("off_place")
    if order.callback_of is not None:
        found.add("repeat_fault")
    if order.presence is None or order.presence.method not in {PresenceMethod.OWNER_CODE, PresenceMethod.ASSET_QR}:
        found.add("no_code")
    signed = order.sign_off
    if signed is None or signed.stale or signed.method in {SignMethod.REFUSED, SignMethod.ABSENT}:
        found.add("unsigned")
    if warnings:
        found.add("poor_photo")
    points = min(100, sum(WEIGHTS[name] for name in found))
    reasons = tuple(sorted(found, key=lambda name: (-WEIGHTS[name], name)))
    return Risk(points, reasons, points >= LOOK or drawn(order.id))


def drawn(order_id: str) -> bool:
    """Whether this order is in the sample of those that nothing speaks against."""
    return int(hashlib.sha256(f"sample\n{order_id}".encode()).hexdigest()[:8], 16) % SAMPLE == 0


def by_risk(risks: Iterable[tuple[str, Risk]]) -> list[str]:
    """Ids in the order in which they should be looked at."""
    return [key for key, _ in sorted(risks, key=lambda one: (-one[1].points, one[0]))]


def _too_fast(order: WorkOrder, fault: Fault) -> bool:
    arrived, fixed = order.clocks.arrived_at, order.clocks.fixed_at
    if arrived is None or fixed is None:
        return False
    return fixed - arrived < max(FAST_LEAST, timedelta(minutes=fault.duration_min * FAST_SHARE))


def _elsewhere(photo: Picture, place: LatLng) -> bool:
    if photo.position is None:
        return False
    away = haversine_km(photo.position, place) * 1000
    return away - (photo.accuracy_m or 0.0) > OFF_PLACE_M
