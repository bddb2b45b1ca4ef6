"""What the owner pays: the catalogue's price of the visit, the night surcharge on it, and the parts.

Labour is the fault's price where the catalogue says `paid` (or `paid-unit` and the order is inside a unit),
nothing where it is free or quoted apart. Who is visited between 20:00 and 08:00 local time pays 30 % more for labour.
The phone computes the same offline (`pwa/src/engine/fees.ts`), held together by shared vectors.

Units    minor units, rounded half up.
Pure     yes.
"""

from datetime import datetime

from msgspec.structs import replace

from dispatch.hours import zone
from dispatch.model import Fault, Fees, Fen, Kind, WorkOrder

NIGHT_FROM, NIGHT_TO = 20, 8
NIGHT_PERCENT = 30


def labour_fen(fault: Fault, kind: Kind) -> Fen:
    paid = fault.billing == "paid" or ("paid-unit" in fault.billing and kind is Kind.REPAIR_UNIT)
    return fault.price_fen if paid else 0


def is_night(at: datetime, time_zone: str) -> bool:
    hour = at.astimezone(zone(time_zone)).hour
    return hour >= NIGHT_FROM or hour < NIGHT_TO


def quoted(order: WorkOrder, fault: Fault, currency: str) -> Fees:
    """The fees before anybody has gone: labour only."""
    return with_parts(replace(order, fees=Fees(labour_fen=labour_fen(fault, order.kind), currency=currency))).fees


def on_arrival(order: WorkOrder, time_zone: str, at: datetime) -> WorkOrder:
    """The order with the surcharge that the hour of arrival brings."""
    surcharge = (order.fees.labour_fen * NIGHT_PERCENT + 50) // 100 if is_night(at, time_zone) else 0
    return replace(order, fees=replace(order.fees, surcharge_fen=surcharge))


def with_parts(order: WorkOrder) -> WorkOrder:
    """The order with the sum of its part lines as they are now."""
    return replace(order, fees=replace(order.fees, parts_fen=sum(line.total_fen for line in order.parts)))
