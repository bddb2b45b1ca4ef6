"""Who is sent: choosing, offering, offering by hand, and what happens when nobody answers.

A choice looks at every technician of the organisation, is stored with all its reasons, and becomes an offer that
lapses by the priority's timer. Two refusals or silences are told to the lead. Nobody eligible is told once per set
of reasons, and tried again by `retry_waiting`.

Errors   `IllegalTransition`, `Stale`, `RulesForbid`, `UnknownTechnician`.
Effects  reads the estate, writes decisions, assignments and orders; leaves events on the act.
"""

from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy import select

from dispatch import assigning, lifecycle, prospects, recording, store
from dispatch import events as e
from dispatch import tables as t
from dispatch.crewing import going
from dispatch.evidence import OVERRIDE_FLAG
from dispatch.handling import standing_of, step
from dispatch.intents import Escalate, Leave, Offer, Reinforce, Release, Revoke
from dispatch.lifecycle import Standing
from dispatch.lifecycle_table import TABLE
from dispatch.model import (
    AssignmentId,
    AssignmentState,
    DecisionId,
    Mate,
    Status,
    TechnicianId,
    WorkOrder,
    WorkOrderId,
)
from dispatch.planning import Job
from dispatch.policy import LEGAL, Policy
from dispatch.recalling import Looked
from dispatch.saving import save_standings, standings, surroundings
from dispatch.views import Decision, Rejection
from kernel.act import Act
from kernel.actors import system
from kernel.errors import Conflict, NotFound

_NEAREST = 3
_ENOUGH_REFUSALS = 2  # then the lead is told
_REFUSALS = frozenset({AssignmentState.DECLINED, AssignmentState.LAPSED})
_REVOCABLE = frozenset(
    {Status.ACCEPTED, Status.EN_ROUTE, Status.ARRIVED, Status.IN_PROGRESS, Status.ON_HOLD, Status.REWORK}
)


class RulesForbid(Conflict):
    """Hard rules speak against this person: a reason is needed, and for certificates there is none."""

    code = "rules_forbid"


class UnknownTechnician(NotFound):
    code = "unknown_technician"


class _Choice(Struct, frozen=True):
    job: Job
    policy: Policy
    decision: Decision
    refused: int  # offers of this order that were declined or lapsed
    looked: Looked
    automatic: Decision  # as the rules alone would have it


async def _choose(act: Act, order: WorkOrder) -> _Choice:
    around = await surroundings(act, [order])
    place, community = around.premises[order.premises_id], around.communities[order.community_id]
    job = Job(order, around.fault_of(order), place, community)
    people = await prospects.prospects(act.conn, job, act.now)
    policy = around.policy_of(order)
    refused = sum(asked.state in _REFUSALS for one in people for asked in one.asked)
    decision = assigning.decide(job, people, policy, act.now, act.ids.new())
    return _Choice(job, policy, decision, refused, Looked(job, tuple(people), policy, act.now), decision)


async def _keep(act: Act, choice: _Choice, technician_id: str | None = None) -> None:
    """The decision for people to read, and what it was made of."""
    await store.put_decision(act.conn, assigning.kept(choice.decision, technician_id))
    await recording.record(act.conn, choice.looked, choice.automatic)


async def rank(act: Act, order_id: str) -> Decision:
    """How everybody stands for this order now. Nothing is stored."""
    order = await store.order(act.conn, order_id)
    if order.org_id != act.actor.org_id:
        raise store.UnknownOrder(work_order_id=order_id)
    return (await _choose(act, order)).decision


async def dispatch_order(act: Act, order_id: str) -> Decision:
    """Offer the order to the best technician. If that has happened already, the decision that did it."""
    before = await standing_of(act, order_id)
    if before.order.status is not Status.TRIAGED:
        made = await store.last_decision(act.conn, order_id)
        if made is None:
            raise lifecycle.IllegalTransition(intent="offer", order_status=before.order.status)
        return made
    choice = await _choose(act, before.order)
    if choice.refused >= _ENOUGH_REFUSALS and "refused_twice" not in before.order.flags:
        told = await step(act, before, Escalate("refused_twice"), by=system(act.actor.org_id))
        flagged = replace(told.order, flags=told.order.flags | {"refused_twice"}, version=told.order.version + 1)
        before = replace(told, order=flagged)
        await save_standings(act, [(told, before)])
    if choice.decision.chosen is None:
        await _nobody(act, before, choice)
    else:
        await _keep(act, choice)
        await _offer(act, before, choice, TechnicianId(choice.decision.chosen))
    return choice.decision


async def _offer(
    act: Act, before: Standing, choice: _Choice, technician_id: TechnicianId, reason: str = ""
) -> WorkOrder:
    by_hand = choice.decision.mode == "by_hand"
    by = act.actor if by_hand else system(act.actor.org_id)
    until = assigning.offer_until(choice.job, choice.policy, act.now)
    crew = mates(act, choice.decision, choice.job.fault.crew - 1, until, frozenset({technician_id}))
    intent = Offer(AssignmentId(act.ids.new()), technician_id, until, choice.decision.id, crew)
    outcome = lifecycle.apply(before, intent, by, act.now)
    if outcome.assignment is None:
        raise lifecycle.IllegalTransition(intent="offer", order_status=before.order.status)
    order = replace(outcome.order, flags=outcome.order.flags - {"no_candidate"})
    overruled = _against(choice.decision, technician_id)
    if overruled:
        order = replace(order, flags=order.flags | {"overruled"})
    missing = choice.job.fault.crew - 1 - len(crew)
    order = replace(order, flags=order.flags | {"crew_short"} if missing > 0 else order.flags - {"crew_short"})
    after = replace(before, order=order, assignment=replace(outcome.assignment, reason=reason))
    await save_standings(act, [(before, after)])
    codes = tuple(sorted({one.code for one in overruled.reasons})) if overruled else ()
    told = [replace(one, overruled=codes) if isinstance(one, e.AssignmentOffered) else one for one in outcome.events]
    if missing > 0:
        told.append(e.CrewShort(order.id, missing, choice.decision.histogram))
    act.record(order.id, *told, by=by)
    return order


def mates(
    act: Act, decision: Decision, wanted: int, until: datetime, taken: frozenset[TechnicianId]
) -> tuple[Mate, ...]:
    """The best of those who could go along, as many as are wanted and there are."""
    free = [one for one in decision.helpers if one.technician_id not in taken]
    return tuple(
        Mate(
            assignment_id=AssignmentId(act.ids.new()),
            technician_id=TechnicianId(one.technician_id),
            code=one.code,
            state=AssignmentState.OFFERED,
            offered_at=act.now,
            expires_at=until,
            decision_id=DecisionId(decision.id),
        )
        for one in free[: max(0, wanted)]
    )


async def _nobody(act: Act, before: Standing, choice: _Choice) -> None:
    """Told when it is news: the first time, or for other reasons than before. Only the newest such choice is kept."""
    decision = choice.decision
    previous = await store.last_decision(act.conn, before.order.id)
    again = previous is not None and previous.mode == "nobody"
    if again and previous is not None:
        await store.drop_decision(act.conn, previous.id)
        await recording.forget(act.conn, previous.id)
    await _keep(act, choice)
    if "no_candidate" not in before.order.flags:
        flagged = replace(before.order, flags=before.order.flags | {"no_candidate"}, version=before.order.version + 1)
        await save_standings(act, [(before, replace(before, order=flagged))])
        again = False
    if not again or previous is None or previous.histogram != decision.histogram:
        nearest = tuple(TechnicianId(one.technician_id) for one in decision.rejections[:_NEAREST])
        told = e.NobodyEligible(before.order.id, decision.histogram, nearest)
        act.record(before.order.id, told, by=system(act.actor.org_id))


def _against(decision: Decision, technician_id: str) -> Rejection | None:
    return next((one for one in decision.rejections if one.technician_id == technician_id), None)


async def offer_by_hand(act: Act, order_id: str, technician_id: str, *, version: int, reason: str = "") -> WorkOrder:
    """A dispatcher's choice, whatever runs already. Against hard rules only with a reason, against the law never."""
    before = await standing_of(act, order_id, version)
    choice = await _choose(act, before.order)
    against = _against(choice.decision, technician_id)
    if against is None and all(one.technician_id != technician_id for one in choice.decision.candidates):
        raise UnknownTechnician(technician_id=technician_id)
    codes = sorted({one.code for one in against.reasons}) if against else []
    lawless = any(code in LEGAL for code in codes) and OVERRIDE_FLAG not in before.order.flags
    if lawless or (codes and not reason.strip()):
        raise RulesForbid(rules=codes, legal=any(code in LEGAL for code in codes))
    before = await _taken_back(act, before, reason)
    choice = replace(choice, decision=assigning.by_hand(choice.decision, technician_id))
    await _keep(act, choice, technician_id)
    return await _offer(act, before, choice, TechnicianId(technician_id), reason)


async def _taken_back(act: Act, before: Standing, reason: str) -> Standing:
    """The order free for another offer: a running one is withdrawn, an accepted one revoked."""
    if before.order.status is Status.OFFERED:
        return await step(act, before, Release(AssignmentState.WITHDRAWN, reason or "by_hand"))
    if before.order.status in _REVOCABLE:
        return await step(act, before, Revoke(reason or "by_hand"))
    return before


async def lapse_offers(act: Act) -> list[WorkOrderId]:
    """End the offers that nobody answered in time, in every organisation."""
    late = select(t.assignment.c.work_order_id).where(
        t.assignment.c.state == AssignmentState.OFFERED, t.assignment.c.expires_at < act.now
    )
    ids = [row.work_order_id for row in await act.conn.execute(late.order_by(t.assignment.c.expires_at))]
    lapsed = []
    for order_id, found in (await standings(act, ids)).items():
        before = await _crew_lapsed(act, found)
        offered = before.assignment
        if before.order.status is Status.OFFERED and offered is not None and _is_late(offered.expires_at, act.now):
            await step(act, before, Release(AssignmentState.LAPSED, "no_answer"), by=system(before.order.org_id))
            lapsed.append(WorkOrderId(order_id))
    return lapsed


async def _crew_lapsed(act: Act, before: Standing) -> Standing:
    """Whoever was asked to go along and did not answer in time is not waited for."""
    for mate in going(before.order):
        if mate.state is AssignmentState.OFFERED and _is_late(mate.expires_at, act.now):
            leave = Leave(mate.technician_id, AssignmentState.LAPSED, "no_answer")
            before = await step(act, before, leave, by=system(before.order.org_id))
    return before


async def fill_crew(act: Act, order_id: str) -> int:
    """Ask for as many more as the work still needs; how many were asked."""
    before = await standing_of(act, order_id)
    order = before.order
    short = before.fault.crew - 1 - len(going(order))
    if short <= 0 or order.technician_id is None or order.status not in TABLE["reinforce"].sources:
        return 0
    choice = await _choose(act, order)
    until = assigning.offer_until(choice.job, choice.policy, act.now)
    taken = frozenset({order.technician_id, *(mate.technician_id for mate in order.crew)})
    more = mates(act, choice.decision, short, until, taken)
    flags = order.flags | {"crew_short"} if len(more) < short else order.flags - {"crew_short"}
    if more:
        await _keep(act, choice, more[0].technician_id)
        before = await step(act, before, Reinforce(more), by=system(order.org_id))
    if flags != before.order.flags:
        flagged = replace(before.order, flags=flags, version=before.order.version + 1)
        await save_standings(act, [(before, replace(before, order=flagged))])
        if "crew_short" in flags:
            told = e.CrewShort(order.id, short - len(more), choice.decision.histogram)
            act.record(order.id, told, by=system(order.org_id))
    return len(more)


def _is_late(expires_at: datetime | None, now: datetime) -> bool:
    return expires_at is not None and expires_at < now


async def offer_matched(act: Act, looked: Looked, technician_id: str) -> WorkOrder | None:
    """Offer an order to whom the matching of many gave it; None when it no longer waits."""
    before = await standing_of(act, looked.job.order.id)
    if before.order.status is not Status.TRIAGED or before.order.version != looked.job.order.version:
        return None
    automatic = assigning.decide(looked.job, looked.prospects, looked.policy, looked.now, act.ids.new())
    mode = "auto" if automatic.chosen == technician_id else "matched"
    decision = replace(automatic, chosen=technician_id, mode=mode)
    choice = _Choice(looked.job, looked.policy, decision, 0, looked, automatic)
    await _keep(act, choice, technician_id)
    return await _offer(act, before, choice, TechnicianId(technician_id))
