"""Plans of the day: what they are made of, keeping them, applying them, dropping them.

Planning itself happens elsewhere (`proposing`, in a process of its own); what has changed meanwhile is found when a
person applies the plan: each move names the version of the order it was planned on.

Errors   `UnknownPlan`, `PlanSettled`.
Effects  reads and writes this package's tables; leaves events on the act.
"""

from collections.abc import Sequence
from typing import Any

from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy import Row, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from dispatch import events as e
from dispatch import prospects, store
from dispatch import tables as t
from dispatch.lifecycle import IllegalTransition
from dispatch.model import Status
from dispatch.morning import Morning, by_id
from dispatch.planning import Job
from dispatch.plans import Move, PlanView, Proposal
from dispatch.saving import surroundings
from dispatch.sending import RulesForbid, UnknownTechnician, offer_by_hand
from kernel.act import Act
from kernel.errors import Conflict, NotFound, Stale

MOVABLE = (Status.TRIAGED, Status.ACCEPTED)
AT_ONCE = 400  # orders in one plan: the most urgent; the rest waits for the next
KEPT = 20
_SEED = 1


class UnknownPlan(NotFound):
    code = "unknown_plan"


class PlanSettled(Conflict):
    """It was applied or dropped already, or overtaken by a newer one."""

    code = "plan_settled"


class Applied(Struct, frozen=True):
    """What became of a plan's moves: those that were made, and those that could not be any more, with the reason."""

    plan: PlanView
    made: tuple[str, ...]
    overtaken: dict[str, str]


async def morning(act: Act) -> Morning:
    """Everything that the rest of this day's plan depends on."""
    o = t.work_order.c
    wanted = select(o.id).where(o.org_id == act.actor.org_id, o.status.in_(MOVABLE))
    ids = list((await act.conn.execute(wanted.order_by(o.priority, o.reported_at, o.id).limit(AT_ONCE))).scalars())
    orders = [order for _, order in sorted((await store.orders(act.conn, ids)).items())]
    around = await surroundings(act, orders)
    jobs = [
        Job(one, around.fault_of(one), around.premises[one.premises_id], around.communities[one.community_id])
        for one in orders
    ]
    alone = [job for job in jobs if job.fault.crew == 1]  # a crew stays together: nobody is moved out of it
    people = await prospects.of_many(act.conn, alone, act.now)
    return Morning(
        now=act.now,
        seed=_SEED,
        general=(await store.book_of(act.conn, act.actor.org_id)).general,
        policies={job.order.id: around.policy_of(job.order) for job in alone},
        jobs=tuple(alone),
        prospects=by_id(people),
    )


async def keep(act: Act, proposal: Proposal, cause: str) -> PlanView:
    """A new proposal; those that nobody has settled are overtaken by it."""
    p = t.plan.c
    waiting = (p.org_id == act.actor.org_id, p.state == "proposed")
    await act.conn.execute(update(t.plan).where(*waiting).values(state="overtaken", settled_at=act.now))
    made = PlanView(act.ids.new(), "proposed", cause, act.now, None, "", proposal)
    row = {
        "id": made.id,
        "org_id": act.actor.org_id,
        "state": made.state,
        "cause": cause,
        "at": act.now,
        "settled_at": None,
        "settled_by": "",
        "body": proposal,
    }
    await act.conn.execute(insert(t.plan), row)
    act.record(made.id, e.DayPlanned(made.id, cause, len(proposal.moves)))
    return made


async def plans(conn: AsyncConnection, org_id: str) -> list[PlanView]:
    """The newest plans of an organisation."""
    p = t.plan.c
    rows = await conn.execute(select(t.plan).where(p.org_id == org_id).order_by(p.at.desc(), p.id.desc()).limit(KEPT))
    return [_view(row) for row in rows]


def _view(row: Row[Any]) -> PlanView:
    return PlanView(row.id, row.state, row.cause, row.at, row.settled_at, row.settled_by, row.body)


async def plan_of(conn: AsyncConnection, org_id: str, plan_id: str, *, for_update: bool = False) -> PlanView:
    query = select(t.plan).where(t.plan.c.id == plan_id, t.plan.c.org_id == org_id)
    row = (await conn.execute(query.with_for_update() if for_update else query)).first()
    if row is None:
        raise UnknownPlan(plan=plan_id)
    return _view(row)


async def apply(act: Act, plan_id: str, only: Sequence[str] | None = None) -> Applied:
    """Make the moves of a plan, or some of them by their orders; what has changed meanwhile is left as it is."""
    found = await _open(act, plan_id)
    made, overtaken = [], {}
    for move in found.proposal.moves:
        if only is not None and move.work_order_id not in only:
            continue
        why = await _moved(act, move)
        if why:
            overtaken[move.work_order_id] = why
        else:
            made.append(move.work_order_id)
    settled = await _settle(act, found, "applied")
    act.record(plan_id, e.PlanApplied(plan_id, len(made), len(overtaken)))
    return Applied(settled, tuple(made), overtaken)


async def _moved(act: Act, move: Move) -> str:
    """Make one move; why not, if it cannot be made any more."""
    try:
        await offer_by_hand(act, move.work_order_id, move.after, version=move.version, reason=f"plan: {move.why}")
    except (Stale, RulesForbid, UnknownTechnician, IllegalTransition, store.UnknownOrder) as overtaken:
        return overtaken.code
    return ""


async def drop(act: Act, plan_id: str) -> PlanView:
    found = await _open(act, plan_id)
    act.record(plan_id, e.PlanDropped(plan_id))
    return await _settle(act, found, "dropped")


async def _open(act: Act, plan_id: str) -> PlanView:
    found = await plan_of(act.conn, act.actor.org_id, plan_id, for_update=True)
    if found.state != "proposed":
        raise PlanSettled(state=found.state)
    return found


async def _settle(act: Act, found: PlanView, state: str) -> PlanView:
    settled = replace(found, state=state, settled_at=act.now, settled_by=str(act.actor.id))
    values = {"state": state, "settled_at": settled.settled_at, "settled_by": settled.settled_by}
    await act.conn.execute(update(t.plan).where(t.plan.c.id == found.id).values(values))
    return settled
