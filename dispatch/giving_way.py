"""An emergency goes first: whoever takes it or goes along puts other work back; its owners are told why, until when.

Effects  reads the technician's queue; leaves events on the act.
"""

from datetime import timedelta

from dispatch import events as e
from dispatch import store
from dispatch.crewing import going
from dispatch.model import ON_SITE, Priority, Status, WorkOrderId
from dispatch.planning import spot_of
from dispatch.prospects import open_stops
from dispatch.saving import surroundings
from dispatch.travel import leg_s
from kernel.act import Act

REASON = "emergency"
_TAKEN = frozenset({Status.ACCEPTED, Status.EN_ROUTE, Status.ARRIVED, Status.IN_PROGRESS})
_PUT_BACK = ON_SITE - {Status.WORK_DONE} | {Status.ACCEPTED, Status.EN_ROUTE}


async def give_way(act: Act, order_id: str, technician_id: str) -> int:
    """Tell the owners of what somebody who said yes to this emergency has to put back; how many were told.

    By the time this is asked he may be on his way or there: a phone tells all of it at once.
    """
    order = await store.order(act.conn, order_id)
    there = {order.technician_id, *(mate.technician_id for mate in going(order))}
    if order.priority is not Priority.P0 or technician_id not in there or order.status not in _TAKEN:
        return 0
    around = await surroundings(act, [order])
    place, minutes = spot_of(around.premises[order.premises_id]), around.fault_of(order).duration_min
    behind = [
        stop
        for stop in (await open_stops(act.conn, [technician_id])).get(technician_id, ())
        if stop.order_id != order_id and stop.priority is not Priority.P0 and stop.status in _PUT_BACK
    ]
    for stop in behind:
        back = leg_s(place.position, stop.spot, building=place.building, floor=place.floor)
        until = act.now + timedelta(minutes=minutes, seconds=2 * round(back))  # there, the work, and back
        act.record(stop.order_id, e.WorkDelayed(WorkOrderId(stop.order_id), REASON, until))
    return len(behind)
