"""Who wins when a phone's word meets what happened meanwhile, and what is kept either way.

    status     forward by rank. Equal is `merged same`, behind is `superseded stale_status`, ahead may jump
               over states that the phone never reported: their essentials are applied and noted
    stance     the assignee may move the order; a former one who had not seen that it was taken away may still
               bring evidence (tagged) but not move it; one who had seen it, who was only asked and never
               accepted, and a stranger, may do neither
    endings    a cancelled order takes evidence and parks status; a merged one passes evidence to the survivor

"Had seen" is causal: the cursor the phone had applied when the person acted, against the transaction that took
the order away. No clock is asked.

Pure     yes.
"""

from datetime import datetime
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from dispatch import events as e
from dispatch import intents as i
from dispatch.crewing import mate_of
from dispatch.fees import on_arrival
from dispatch.lifecycle import SKIPPED_FLAG, Outcome, Standing, apply
from dispatch.lifecycle_table import RANK, TABLE
from dispatch.model import AssignmentState, Status, TechnicianId
from kernel.actors import Actor
from kernel.events import Event

AFTER_CANCEL_FLAG = "work_after_cancellation"
DUPLICATE_FLAG = "duplicate_work"
UNPROVED_FLAG = "arrival_not_proved"

ENDED = {
    Status.CANCELLED: "order_cancelled",
    Status.DECLINED: "order_declined",
    Status.MERGED: "order_merged",
}

_HOLDS = frozenset({AssignmentState.OFFERED, AssignmentState.ACCEPTED, AssignmentState.FINISHED})


class Sight(Struct, frozen=True):
    """The last word on whether this person sees an order, and since which transaction."""

    visible: bool
    tx: int
    reason: str = ""


class Stance(StrEnum):
    ASSIGNEE = "assignee"
    MATE = "mate"  # goes along: brings evidence, but the order moves with whoever leads
    FORMER = "former"  # in good faith: he had not seen that it was taken away
    INFORMED = "informed"  # a former assignee who had seen it
    STRANGER = "stranger"


class Standpoint(StrEnum):
    """Where a wished status lies from the present one."""

    AHEAD = "ahead"
    SAME = "same"
    BEHIND = "behind"


def stance(standing: Standing, who: str, sight: Sight | None, seen: int | None) -> Stance:
    """What `who` is to this order. `seen` is the newest transaction his phone had applied, None for good faith."""
    held = standing.assignment
    if held is not None:
        holds = held.technician_id == who and held.state in _HOLDS
    else:
        holds = standing.order.technician_id == who
    if holds and standing.order.status not in ENDED:
        return Stance.ASSIGNEE
    if mate_of(standing.order, who) is not None:
        return Stance.MATE
    if sight is None:
        return Stance.STRANGER
    if not sight.visible and seen is not None and seen >= sight.tx:
        return Stance.INFORMED
    return Stance.FORMER


def standpoint(status: Status, to: Status) -> Standpoint:
    """By rank. The one step back that is no step back, from on hold to working, is `resume`'s own business."""
    if status is to:
        return Standpoint.SAME
    return Standpoint.AHEAD if RANK[to] > RANK[status] else Standpoint.BEHIND


_NEXT = {
    Status.OFFERED: ("accept", Status.ACCEPTED),
    Status.ACCEPTED: ("arrive", Status.ARRIVED),
    Status.EN_ROUTE: ("arrive", Status.ARRIVED),
    Status.ARRIVED: ("start", Status.IN_PROGRESS),
    Status.ON_HOLD: ("resume", Status.IN_PROGRESS),
}


def skipped(status: Status, intent: str) -> tuple[str, ...]:
    """The intents between `status` and the first one from which `intent` is possible; empty when none are."""
    steps: list[str] = []
    while status not in TABLE[intent].sources:
        if status not in _NEXT:
            return ()
        step, status = _NEXT[status]
        steps.append(step)
    return tuple(steps)


def catch_up(standing: Standing, steps: tuple[str, ...], actor: Actor, at: datetime) -> Outcome:
    """The order after steps the phone never reported: their essentials, without evidence, flagged for the review."""
    told: list[Event] = []
    for step in steps:
        outcome = _step(standing, step, actor, at)
        told.extend(outcome.events)
        standing = replace(standing, order=outcome.order, assignment=outcome.assignment)
    order = standing.order
    if steps and steps != ("accept",):
        told.append(e.WorkDetailed(order.id, "steps_skipped", ",".join(steps)))
        order = replace(order, flags=order.flags | {SKIPPED_FLAG})
    return Outcome(order, standing.assignment, tuple(told))


def _step(standing: Standing, step: str, actor: Actor, at: datetime) -> Outcome:
    order = standing.order
    if step == "accept":
        return apply(standing, i.Accept(), actor, at)
    if step == "resume":
        return apply(standing, i.Resume(), actor, at)
    if step == "arrive":
        clocks = replace(order.clocks, arrived_at=order.clocks.arrived_at or at)
        flags = order.flags | {UNPROVED_FLAG}
        if order.clocks.arrived_at is None and order.clocks.arrive_by is not None and at > order.clocks.arrive_by:
            flags |= {"arrive_late"}
        moved = replace(order, status=Status.ARRIVED, clocks=clocks, flags=flags)
        moved = on_arrival(moved, standing.time_zone, clocks.arrived_at or at)
        told: Event = e.TechnicianArrived(order.id, TechnicianId(actor.id), "not_proved")
    else:
        moved = replace(order, status=Status.IN_PROGRESS)
        told = e.WorkStarted(order.id)
    order = replace(moved, updated_at=max(at, order.updated_at), version=order.version + 1)
    return Outcome(order, standing.assignment, (told,))
