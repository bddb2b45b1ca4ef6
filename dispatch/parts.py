"""Where a part lies, and what using it does to the books.

Waiting for a part stops the owner's clock only when the radar shows none within reach: a part in a store or a van
nearby has to be fetched. Stock may fall below zero, since what was used was there; that is told, not hidden.

Units    thousandths, metres.
Pure     yes.
"""

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from dispatch.model import PartLine
from dispatch.particulars import Depot, PartAt
from kernel.geo import LatLng, haversine_km

STORE = "store"
VAN = "van"
FAR = 10**9
SHOWN = 10


class Use(Struct, frozen=True):
    """A change of what one line uses of a material."""

    line_id: str
    material: str
    delta_milli: int  # above zero: more is used


def uses(before: Sequence[PartLine], after: Sequence[PartLine]) -> list[Use]:
    """How the use of parts changed between two states of an order, in the order of the lines."""
    was = {line.id: line for line in before}
    now = {line.id: line for line in after}
    found = []
    for key in dict.fromkeys((*was, *now)):
        old, new = was.get(key), now.get(key)
        delta = (new.quantity_milli if new else 0) - (old.quantity_milli if old else 0)
        if delta:
            line = new or was[key]
            found.append(Use(key, line.material, delta))
    return found


def radar(
    depots: Iterable[tuple[Depot, int]], here: LatLng, fixes: Mapping[str, LatLng], besides: str | None = None
) -> tuple[PartAt, ...]:
    """The depots that hold some of a part, the nearest first. `besides`: the technician whose own van is searched."""
    seen = []
    for depot, on_hand in depots:
        if on_hand <= 0 or (besides is not None and depot.technician_id == besides):
            continue
        place = fixes.get(depot.technician_id or "") or depot.position
        away = round(haversine_km(here, place) * 1000) if place else None
        seen.append(PartAt(depot.code, depot.zh, depot.en, depot.kind, on_hand, away))
    seen.sort(key=lambda one: (FAR if one.distance_m is None else one.distance_m, one.depot))
    return tuple(seen[:SHOWN])


def within_reach(seen: Iterable[PartAt], near_m: int) -> PartAt | None:
    """The nearest depot from which the part can be fetched."""
    return next((one for one in seen if one.distance_m is not None and one.distance_m <= near_m), None)


def taken_from(depots: Sequence[Depot], technician_id: str | None, here: LatLng | None) -> Depot | None:
    """Whose books a used part comes from: the technician's van, else the nearest store; unknown of an unknown place."""
    if here is None:
        return None
    mine = next((one for one in depots if one.technician_id is not None and one.technician_id == technician_id), None)
    if mine is not None:
        return mine
    stores = [one for one in depots if one.kind == STORE and one.position is not None]
    return min(stores, key=lambda one: (haversine_km(here, one.position or here), one.code), default=None)
