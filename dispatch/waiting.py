"""Orders that wait for somebody: tried again, and where many compete for the same people, matched all at once.

Effects  those of `sending`.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Text, case, func, select, type_coerce

from dispatch import prospects, store
from dispatch import tables as t
from dispatch.judging import judged
from dispatch.lifecycle_table import TABLE
from dispatch.model import Status, WorkOrderId
from dispatch.patience import bids
from dispatch.planning import Job
from dispatch.policy import Policy, Scoring
from dispatch.recalling import Looked
from dispatch.saving import surroundings
from dispatch.sending import dispatch_order, fill_crew, offer_matched
from kernel.act import Act
from kernel.metadata import to_micros


async def retry_waiting(act: Act, limit: int = 50) -> list[WorkOrderId]:
    """Triaged orders of this organisation whose last choice is older than the policy's patience, tried again."""
    general = (await store.book_of(act.conn, act.actor.org_id)).general
    ids = await _waiting(act, general, limit)
    left = await _matched(act, ids) if len(ids) >= general.plan.together_from else ids
    for order_id in left:
        await dispatch_order(act, order_id)
    o = t.work_order.c
    short = (
        o.org_id == act.actor.org_id,
        o.status.in_(TABLE["reinforce"].sources),
        o.flags.cast(Text).contains("crew_short"),
    )
    for row in (await act.conn.execute(select(o.id).where(*short).order_by(o.id).limit(limit))).all():
        await fill_crew(act, row.id)
    return [WorkOrderId(order_id) for order_id in ids]


async def _waiting(act: Act, general: Policy, limit: int) -> list[str]:
    last = select(t.decision.c.work_order_id, func.max(t.decision.c.at).label("at")).group_by(
        t.decision.c.work_order_id
    )
    tried = last.subquery()
    waiting = (
        select(t.work_order.c.id)
        .outerjoin(tried, tried.c.work_order_id == t.work_order.c.id)
        .where(t.work_order.c.org_id == act.actor.org_id, t.work_order.c.status == Status.TRIAGED)
        .where((tried.c.at.is_(None)) | (tried.c.at < act.now - timedelta(minutes=general.retry_min)))
        .order_by(_turn(tried.c.at, general.scoring, act.now).desc(), t.work_order.c.id)
        .limit(limit)
    )
    return [row.id for row in await act.conn.execute(waiting)]


def _turn(tried: ColumnElement[datetime], scoring: Scoring, now: datetime) -> ColumnElement[Any]:
    """`patience.turn`, as the database sorts."""
    o = t.work_order.c
    since = to_micros(now) - type_coerce(func.coalesce(tried, o.reported_at), BigInteger)
    return case(scoring.lateness, value=o.priority) * since


async def _matched(act: Act, ids: Sequence[str]) -> list[str]:
    """Give as many as possible somebody in one round; those left over are for a choice of their own."""
    from dispatch.matching import competing, matched  # noqa: PLC0415 - loads scipy, which a quiet day does without

    orders = await store.orders(act.conn, ids)
    around = await surroundings(act, orders.values())
    jobs = [
        Job(one, around.fault_of(one), around.premises[one.premises_id], around.communities[one.community_id])
        for one in orders.values()
    ]
    people = await prospects.of_many(act.conn, jobs, act.now)
    looked = {
        str(job.order.id): Looked(job, tuple(people[job.order.id]), around.policy_of(job.order), act.now)
        for job in jobs
    }
    costs = {key: _costs(one) for key, one in looked.items()}
    if not competing(costs):
        return list(ids)
    pairs = matched(costs, {str(job.order.id): job.order.priority for job in jobs})
    given = {key for key, who in sorted(pairs.items()) if await offer_matched(act, looked[key], who)}
    return [key for key in ids if key not in given]


def _costs(looked: Looked) -> dict[str, int]:
    everybody = (judged(one, looked.job, looked.policy, looked.now) for one in looked.prospects)
    return bids(everybody, looked.job, looked.policy, looked.now)
