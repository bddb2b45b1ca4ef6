"""Operations that move a work order: from the phone's word to the lifecycle's.

The intent is the one the web would use, decided by the same `dispatch.lifecycle.apply`; what is added here is
what only a late word needs: where the wished status lies from the present one (`merge.standpoint`), who the
sender is by now (`merge.stance`), and steps he never reported (`merge.catch_up`).

Errors   `Problem`s of the lifecycle, which `decide` turns into parked verdicts.
Pure     yes.
"""

from collections.abc import Callable
from typing import TypeAlias

from msgspec.structs import replace

from dispatch import details
from dispatch import events as e
from dispatch import intents as i
from dispatch.crewing import mate_of
from dispatch.lifecycle import Standing, apply
from dispatch.lifecycle_table import RANK
from dispatch.model import AssignmentState, Note, Status, TechnicianId
from offline_sync import args as a
from offline_sync.merge import DUPLICATE_FLAG, ENDED, Stance, Standpoint, catch_up, skipped, stance, standpoint
from offline_sync.model import Verdict
from offline_sync.moments import ahead, within
from offline_sync.verdicts import merged, parked, superseded
from offline_sync.world import Case, Effect, World, given

Handler: TypeAlias = Callable[[World, Case], Effect]

CLOCK_FLAG = "phone_clock_wrong"
LATE_FLAG = "very_late"


def standing_of(world: World, case: Case) -> Standing | None:
    return world.standings.get(case.told.op.work_order)


def stance_of(world: World, case: Case, standing: Standing) -> Stance:
    if world.forced:
        return Stance.ASSIGNEE
    return stance(standing, world.actor.id, world.sights.get(standing.order.id), case.seen)


def turned_away(world: World, case: Case, standing: Standing | None) -> Effect | None:
    """Why this person may not move this order any more; None when he may."""
    if standing is None:
        return parked("unknown_work_order")
    status = standing.order.status
    who = stance_of(world, case, standing)
    if who is Stance.STRANGER:
        return parked("not_assignee")
    if status in ENDED:
        return parked(ENDED[status], status=status)
    if who in {Stance.INFORMED, Stance.MATE}:
        return parked("not_assignee", status=status)
    if who is Stance.FORMER:
        sight = world.sights.get(standing.order.id)
        return parked("reassigned", status=status, ended=sight.reason if sight else "")
    return None


def tagged(standing: Standing, case: Case, *more: str) -> Standing:
    """The standing with what must be said about a late or doubtful word."""
    flags = set(more)
    if case.made.clock_wrong:
        flags.add(CLOCK_FLAG)
    if case.made.very_late:
        flags.add(LATE_FLAG)
    missing = flags - standing.order.flags
    if not missing:
        return standing
    return replace(standing, order=replace(standing.order, flags=standing.order.flags | missing))


def move(world: World, case: Case, intent: i.AnyIntent, to: Status) -> Effect:
    """Forward by rank, over skipped states if need be."""
    standing = standing_of(world, case)
    refusal = turned_away(world, case, standing)
    if refusal is not None or standing is None:
        return refusal or parked("unknown_work_order")
    status = standing.order.status
    if status is Status.REWORK and to is not Status.ACCEPTED:
        return superseded("stale_status", status=status)
    where = standpoint(status, to)
    if status is not Status.REWORK and where is Standpoint.SAME:
        return merged("same", status=status)
    if status is not Status.REWORK and where is Standpoint.BEHIND:
        return superseded("stale_status", status=status)
    return _carried(world, case, standing, intent)


def _crew(world: World, case: Case, standing: Standing, reason: str | None) -> Effect:
    """Yes or no of somebody who goes along: his own answer moves nobody else."""
    who = TechnicianId(world.actor.id)
    mate = mate_of(standing.order, who)
    if reason is None and (mate is None or mate.state is AssignmentState.ACCEPTED):
        return merged("same", status=standing.order.status)
    leaving = i.Leave(who, AssignmentState.DECLINED, reason or "")
    outcome = apply(standing, i.Join(who) if reason is None else leaving, world.actor, case.made.at)
    moved = tagged(replace(standing, order=outcome.order), case)
    return Effect(verdict=Verdict.APPLIED, standing=moved, events=outcome.events)


def _carried(world: World, case: Case, standing: Standing, intent: i.AnyIntent) -> Effect:
    at = case.made.at
    steps = skipped(standing.order.status, intent.name)
    late = catch_up(standing, steps, world.actor, at)
    outcome = apply(replace(standing, order=late.order, assignment=late.assignment), intent, world.actor, at)
    moved = tagged(replace(standing, order=outcome.order, assignment=outcome.assignment), case)
    facts = {"skipped": list(steps)} if steps else {}
    events = (*late.events, *outcome.events)
    return Effect(verdict=Verdict.APPLIED, facts=facts, standing=moved, events=events)


def accept(world: World, case: Case) -> Effect:
    standing = standing_of(world, case)
    if standing is not None and stance_of(world, case, standing) is Stance.MATE and not world.forced:
        return _crew(world, case, standing, None)
    if standing is not None and standing.order.status not in ENDED:
        sight = world.sights.get(standing.order.id)
        if stance_of(world, case, standing) is not Stance.ASSIGNEE and sight is not None and sight.reason == "lapsed":
            return parked("offer_lapsed", status=standing.order.status)
    return move(world, case, i.Accept(), Status.ACCEPTED)


def decline(world: World, case: Case) -> Effect:
    """No is no, however late; an offer that is already gone needs no second end."""
    standing = standing_of(world, case)
    asked = given(case, a.Reason)
    if standing is None:
        return parked("unknown_work_order")
    who = stance_of(world, case, standing)
    if who is Stance.STRANGER:
        return parked("not_assignee")
    if who is Stance.MATE:
        return _crew(world, case, standing, asked.reason)
    if who is not Stance.ASSIGNEE:
        return superseded("stale_status", status=standing.order.status)
    if standing.order.status is not Status.OFFERED:
        return hand_back(world, case)
    return _carried(world, case, standing, i.Release(AssignmentState.DECLINED, asked.reason))


def depart(world: World, case: Case) -> Effect:
    return move(world, case, i.Depart(), Status.EN_ROUTE)


def arrive(world: World, case: Case) -> Effect:
    asked = given(case, a.Arrival)
    presence = replace(asked.presence, at=within(asked.presence.at, case.told.op.at, case.made))
    return move(world, case, i.Arrive(presence), Status.ARRIVED)


def start(world: World, case: Case) -> Effect:
    return move(world, case, i.Start(), Status.IN_PROGRESS)


def hold(world: World, case: Case) -> Effect:
    asked = given(case, a.Pause)
    until = ahead(asked.until, case.told.op.at, case.made)
    standing = standing_of(world, case)
    if standing is not None and _held_meanwhile(standing, case, asked):
        return turned_away(world, case, standing) or _kept_as_note(world, case, standing, asked.note)
    return move(world, case, i.PutOnHold(asked.reason, until, asked.note, asked.material), Status.ON_HOLD)


def _held_meanwhile(standing: Standing, case: Case, asked: a.Pause) -> bool:
    """The office put it on hold since the person looked, and for another reason."""
    held = standing.order.hold
    seen = case.told.op.base.get("status")
    return held is not None and seen not in {None, Status.ON_HOLD} and held.reason is not asked.reason


def _kept_as_note(world: World, case: Case, standing: Standing, words: str) -> Effect:
    """The office's word stands; the technician's is not lost, it goes among the notes."""
    note = Note(case.told.op.op_id, words, world.actor.id, world.code, case.made.at)
    order, told = details.add_note(standing.order, note) if words.strip() else (standing.order, ())
    effect = merged("lead_wins", status=order.status)
    return replace(effect, standing=tagged(replace(standing, order=order), case), events=told) if told else effect


def resume(world: World, case: Case) -> Effect:
    """Back to work. Where no pause is known, the work simply goes on from wherever it was."""
    standing = standing_of(world, case)
    if standing is not None and standing.order.status is Status.ON_HOLD:
        return turned_away(world, case, standing) or _carried(world, case, standing, i.Resume())
    return move(world, case, i.Start(), Status.IN_PROGRESS)


def finish(world: World, case: Case) -> Effect:
    asked = given(case, a.Finishing)
    standing = standing_of(world, case)
    worked = standing is not None and standing.order.id in world.accepted
    if standing is not None and worked and stance_of(world, case, standing) is Stance.FORMER and _done(standing):
        return _twice(standing, case)
    return move(world, case, i.Finish(asked.cause, asked.action), Status.WORK_DONE)


def _done(standing: Standing) -> bool:
    status = standing.order.status
    return status not in ENDED and RANK[status] >= RANK[Status.WORK_DONE]


def _twice(standing: Standing, case: Case) -> Effect:
    """Two people did the same work: the first word stands, the second is kept and counted."""
    flagged = tagged(standing, case, DUPLICATE_FLAG)
    order = replace(flagged.order, version=standing.order.version + 1)
    return Effect(
        verdict=Verdict.MERGED,
        reason="same",
        facts={"status": order.status},
        standing=replace(flagged, order=order),
        events=(e.WorkDetailed(order.id, "finished_twice", case.told.op.op_id),),
    )


def undo(world: World, case: Case) -> Effect:
    """Back to work, as long as nobody has built on "done"."""
    asked = given(case, a.Reason)
    standing = standing_of(world, case)
    refusal = turned_away(world, case, standing)
    if refusal is not None or standing is None:
        return refusal or parked("unknown_work_order")
    status = standing.order.status
    if status is Status.WORK_DONE:
        return _carried(world, case, standing, i.Undo(asked.reason))
    if RANK[status] > RANK[Status.WORK_DONE]:
        return parked("stale_reopen", status=status)
    return merged("same", status=status)


def hand_back(world: World, case: Case) -> Effect:
    asked = given(case, a.Reason)
    standing = standing_of(world, case)
    if standing is None:
        return parked("unknown_work_order")
    who = stance_of(world, case, standing)
    if who is Stance.STRANGER:
        return parked("not_assignee")
    if who is Stance.MATE:
        return _crew(world, case, standing, asked.reason)
    if who is not Stance.ASSIGNEE:
        return superseded("stale_status", status=standing.order.status)
    if standing.order.status is Status.OFFERED:
        return _carried(world, case, standing, i.Release(AssignmentState.DECLINED, asked.reason))
    return _carried(world, case, standing, i.Revoke(asked.reason))


MOVES: dict[str, Handler] = {
    "offer.accept": accept,
    "offer.decline": decline,
    "visit.depart": depart,
    "visit.arrive": arrive,
    "visit.start": start,
    "visit.hold": hold,
    "visit.resume": resume,
    "visit.finish": finish,
    "visit.undo": undo,
    "visit.hand_back": hand_back,
}
