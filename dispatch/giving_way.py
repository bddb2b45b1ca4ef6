"""An emergency goes first: whoever takes it puts other work back, and its owners are told why and until when.

Effects  reads the technician's queue; leaves events on the act.
"""

from datetime import timedelta

from dispatch import events as e
from dispatch import store
from dispatch.model import ON_SITE, Priority, Status, WorkOrderId
from dispatch.planning import spot_of
from dispatch.prospects import open_stops
from dispatch.saving import surroundings
from dispatch.travel import leg_s
from kernel.act import Act

REASON = "emergency"
_PUT_BACK = ON_SITE - {Status.WORK_DONE} | {Status.ACCEPTED, Status.EN_ROUTE}


async def give_way(act: Act, order_id: str) -> int:
    """Tell the owners of what the technician of this emergency has to put back; how many were told."""
    order = await store.order(act.conn, order_id)
    if order.priority is not Priority.P0 or order.technician_id is None or order.status is not Status.ACCEPTED:
        return 0
    around = await surroundings(act, [order])
    place, minutes = spot_of(around.premises[order.premises_id]), around.fault_of(order).duration_min
    behind = [
        stop
        for stop in (await open_stops(act.conn, [order.technician_id])).get(order.technician_id, ())
        if stop.order_id != order_id and stop.priority is not Priority.P0 and stop.status in _PUT_BACK
    ]
    for stop in behind:
        back = leg_s(place.position, stop.spot, building=place.building, floor=place.floor)
        until = act.now + timedelta(minutes=minutes, seconds=2 * round(back))  # there, the work, and back
        act.record(stop.order_id, e.WorkDelayed(WorkOrderId(stop.order_id), REASON, until))
    return len(behind)
