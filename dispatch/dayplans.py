"""Plans of the day: what they are made of, keeping them, applying them, dropping them.

Planning itself happens elsewhere (`proposing`, in a process of its own); what has changed meanwhile is found when a
person applies the plan: each move names the version of the order it was planned on. A plan is of the whole house;
whoever covers some communities sees and settles the part that concerns them, which then becomes a plan of its own, and
the rest stays proposed for the others.

Errors   `UnknownPlan`, `PlanSettled`.
Effects  reads and writes this package's tables; leaves events on the act.
"""

from collections.abc import Iterable, Sequence
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
from dispatch.portions import orders_of, portion
from dispatch.saving import surroundings
from dispatch.sending import RulesForbid, UnknownTechnician, offer_by_hand
from kernel.act import Act
from kernel.actors import Actor
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
    await act.conn.execute(insert(t.plan), _row(made, act.actor.org_id))
    act.record(made.id, e.DayPlanned(made.id, cause, len(proposal.moves)))
    (shown,) = await _parts(act.conn, act.actor, [made])
    return shown


def _row(made: PlanView, org_id: str) -> dict[str, object]:
    return {
        "id": made.id,
        "org_id": org_id,
        "state": made.state,
        "cause": made.cause,
        "at": made.at,
        "settled_at": made.settled_at,
        "settled_by": made.settled_by,
        "body": made.proposal,
    }


async def plans(conn: AsyncConnection, actor: Actor) -> list[PlanView]:
    """The newest plans, as far as they concern this actor."""
    p = t.plan.c
    query = select(t.plan).where(p.org_id == actor.org_id).order_by(p.at.desc(), p.id.desc()).limit(KEPT)
    found = [_view(row) for row in await conn.execute(query)]
    parts = await _parts(conn, actor, found)
    return [part for part, whole in zip(parts, found, strict=True) if concerns(part, whole)]


def concerns(part: PlanView, whole: PlanView) -> bool:
    """Whether somebody has anything to see in a plan; one of a house without work is everybody's."""
    return bool(orders_of(part.proposal)) or not orders_of(whole.proposal)


async def _parts(conn: AsyncConnection, actor: Actor, found: Sequence[PlanView]) -> list[PlanView]:
    """Of each plan what this actor covers."""
    if not actor.communities:
        return list(found)
    mine = await _covered(conn, actor, {key for one in found for key in orders_of(one.proposal)})
    return [replace(one, proposal=portion(one.proposal, mine.__contains__)) for one in found]


async def _covered(conn: AsyncConnection, actor: Actor, ids: Iterable[str]) -> frozenset[str]:
    o = t.work_order.c
    found: set[str] = set()
    for some in store.chunks(sorted(ids)):
        query = select(o.id).where(o.id.in_(some), o.community_id.in_(sorted(actor.communities)))
        found |= set((await conn.execute(query)).scalars())
    return frozenset(found)


def _view(row: Row[Any]) -> PlanView:
    return PlanView(row.id, row.state, row.cause, row.at, row.settled_at, row.settled_by, row.body)


async def plan_of(conn: AsyncConnection, actor: Actor, plan_id: str) -> PlanView:
    """One plan, as far as it concerns this actor."""
    whole = await _stored(conn, actor, plan_id)
    (part,) = await _parts(conn, actor, [whole])
    if not concerns(part, whole):
        raise UnknownPlan(plan=plan_id)
    return part


async def _stored(conn: AsyncConnection, actor: Actor, plan_id: str, *, for_update: bool = False) -> PlanView:
    query = select(t.plan).where(t.plan.c.id == plan_id, t.plan.c.org_id == actor.org_id)
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
    act.record(settled.id, e.PlanApplied(settled.id, len(made), len(overtaken)))
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
    act.record(found.id, e.PlanDropped(found.id))
    return await _settle(act, found, "dropped")


async def _open(act: Act, plan_id: str) -> PlanView:
    """What this actor may settle of a plan: the plan, or his part of it taken out as a plan of its own."""
    whole = await _stored(act.conn, act.actor, plan_id, for_update=True)
    if whole.state != "proposed":
        raise PlanSettled(state=whole.state)
    (part,) = await _parts(act.conn, act.actor, [whole])
    mine = len(part.proposal.moves)
    if mine == len(whole.proposal.moves):
        return whole
    if not mine:
        raise UnknownPlan(plan=plan_id)
    covered = orders_of(part.proposal)
    rest = portion(whole.proposal, lambda key: key not in covered)
    await act.conn.execute(update(t.plan).where(t.plan.c.id == whole.id).values(body=rest))
    part = replace(part, id=act.ids.new())
    await act.conn.execute(insert(t.plan), _row(part, act.actor.org_id))
    return part


async def _settle(act: Act, found: PlanView, state: str) -> PlanView:
    settled = replace(found, state=state, settled_at=act.now, settled_by=str(act.actor.id))
    values = {"state": state, "settled_at": settled.settled_at, "settled_by": settled.settled_by}
    await act.conn.execute(update(t.plan).where(t.plan.c.id == found.id).values(values))
    (shown,) = await _parts(act.conn, act.actor, [settled])
    return shown
