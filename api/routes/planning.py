"""Plans of the day, the policies of dispatch, and incidents: what a dispatcher decides about many orders at once.

A plan is proposed by a process beside this one and applied or dropped by a person, each as far as he covers what it
is about. A policy is tried on last week's decisions before it holds.

Errors   `BadPolicy`, `UnknownScope`, `UnknownPlan`, `PlanSettled`.
"""

from litestar import get, post, put
from litestar.params import FromPath, JSONBody

import dispatch.commands
import dispatch.queries
from api.edge import Asked, Db, InAct, Me
from api.wire import Gathering, Id, Incidents, PlanApplying, Plans, Policies, PolicyPutting, PolicyScope
from dispatch.dayplans import Applied
from dispatch.gathering import Gathered
from dispatch.plans import PlanView
from dispatch.replaying import Comparison
from dispatch.ruling import PolicyRow

PLANS = "/api/v1/plans"
POLICIES = "/api/v1/policies"
DISPATCH = {"policy": "orders.dispatch"}
RULES = {"policy": "policies"}
READ_RULES = {"policy": "policies.read"}


@get(PLANS, opt=DISPATCH)
async def plans(database: Db, me: Me) -> Plans:
    async with database.read() as conn:
        return Plans(tuple(await dispatch.commands.plans(conn, me)))


@post(PLANS, opt=DISPATCH, status_code=200)
async def planned(request: Asked, me: Me) -> PlanView:
    """Plan the rest of the day now; the answer is the proposal, also when it moves nothing."""
    made: PlanView = await request.app.state.running.planner.plan(me.org_id, "asked", by=me)
    return made


@get(PLANS + "/{plan_id:str}", opt=DISPATCH)
async def plan(database: Db, me: Me, plan_id: FromPath[Id]) -> PlanView:
    async with database.read() as conn:
        return await dispatch.commands.plan_of(conn, me, plan_id)


@post(PLANS + "/{plan_id:str}/apply", opt=DISPATCH, status_code=200)
async def applied(act: InAct, plan_id: FromPath[Id], data: JSONBody[PlanApplying]) -> Applied:
    return await dispatch.commands.apply_plan(act, plan_id, data.only)


@post(PLANS + "/{plan_id:str}/drop", opt=DISPATCH, status_code=200)
async def dropped(act: InAct, plan_id: FromPath[Id]) -> PlanView:
    return await dispatch.commands.drop_plan(act, plan_id)


@get(POLICIES, opt=READ_RULES)
async def policies(database: Db, me: Me) -> Policies:
    async with database.read() as conn:
        return Policies(tuple(await dispatch.commands.rules(conn, me.org_id)))


@put(POLICIES, opt=RULES)
async def policy_put(act: InAct, data: JSONBody[PolicyPutting]) -> PolicyRow:
    return await dispatch.commands.put_policy(
        act, (data.community_id, data.trade), data.policy, data.note, base=data.base
    )


@post(POLICIES + "/preview", opt=READ_RULES, status_code=200)
async def policy_tried(database: Db, me: Me, data: JSONBody[PolicyPutting]) -> Comparison:
    async with database.look(me) as act:
        return await dispatch.commands.preview_policy(act, (data.community_id, data.trade), data.policy)


@post(POLICIES + "/drop", opt=RULES, status_code=200)
async def policy_dropped(act: InAct, data: JSONBody[PolicyScope]) -> Policies:
    await dispatch.commands.drop_policy(act, (data.community_id, data.trade))
    return Policies(tuple(await dispatch.commands.rules(act.conn, act.actor.org_id)))


@get("/api/v1/incidents", opt={"policy": "board"})
async def incidents(database: Db, me: Me) -> Incidents:
    async with database.read() as conn:
        found = await dispatch.queries.incidents(conn, me.org_id, me.communities, database.clock.now())
        return Incidents(tuple(found))


@post("/api/v1/incidents/{work_order_id:str}/gather", opt=DISPATCH, status_code=200)
async def gathered(act: InAct, work_order_id: FromPath[Id], data: JSONBody[Gathering]) -> Gathered:
    """Make other reports part of this one."""
    return await dispatch.commands.gather(act, work_order_id, data.orders)


HANDLERS = (
    plans, planned, plan, applied, dropped, policies, policy_put, policy_tried, policy_dropped, incidents, gathered,
)  # fmt: skip
