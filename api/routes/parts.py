"""Parts and the money for them: where a part lies, leave to spend, what a phone may spend without a network.

Errors   `Hidden` for orders that do not exist for the caller and phones that are not his; those of `dispatch.granting`.
"""

from typing import Annotated

from litestar import get, post
from litestar.params import FromPath, JSONBody
from msgspec import Meta

import dispatch.granting
import dispatch.queries
import dispatch.stocking
from api import accounts
from api.edge import Db, InAct, Me
from api.policies import Hidden
from api.seeing import seen, shown_to
from api.wire import ApprovalRows, Approving, Id, PartRows, PhoneNamed
from dispatch import parts
from dispatch.organisations import policy_of
from dispatch.views import Allowance, OrderDetail, PartRow
from kernel.actors import Role
from offline_sync import devices

BASE = "/api/v1/work-orders"
Code = Annotated[str, Meta(min_length=1, max_length=32)]


@get(BASE + "/{work_order_id:str}/parts/{material:str}", opt={"policy": "orders.read"})
async def radar(database: Db, me: Me, work_order_id: FromPath[Id], material: FromPath[Code]) -> PartRows:
    """Every store and van that holds a part, the nearest first; a technician's own van is not among them."""
    async with database.read() as conn:
        detail = await seen(conn, me, work_order_id, database.clock.now())
        besides = str(me.id) if me.role is Role.TECHNICIAN else detail.order.technician_id
        found = await dispatch.stocking.search(conn, me.org_id, material, detail.place.position, besides=besides)
        near_m = (await policy_of(conn, me.org_id)).authority.near_m
    return PartRows(tuple(PartRow(one, parts.within_reach([one], near_m) is not None) for one in found))


@get("/api/v1/approvals", opt={"policy": "approvals"})
async def waiting(database: Db, me: Me) -> ApprovalRows:
    async with database.read() as conn:
        return ApprovalRows(tuple(await dispatch.granting.waiting(conn, me.org_id, me.communities)))


@post(BASE + "/{work_order_id:str}/approvals/{approval_id:str}", opt={"policy": "approvals"}, status_code=200)
async def decided(
    act: InAct, me: Me, work_order_id: FromPath[Id], approval_id: FromPath[Id], data: JSONBody[Approving]
) -> OrderDetail:
    detail = await seen(act.conn, me, work_order_id, act.now)
    account = await accounts.get(act.conn, me.id)
    asked = next((one.fen for one in detail.order.approvals if one.id == approval_id), 0)
    answer = dispatch.granting.Answer(
        granted=data.granted, fen=data.fen or asked, note=data.note, by_name=account.code if account else ""
    )
    await dispatch.granting.decide(act, work_order_id, approval_id, answer, version=data.version)
    return shown_to(me, await dispatch.queries.order_detail(act.conn, work_order_id, now=act.now))


@post("/api/v1/me/allowance", opt={"policy": "position"}, status_code=200)
async def allowed(act: InAct, me: Me, data: JSONBody[PhoneNamed]) -> Allowance:
    """What this phone may spend from now on while it has no network; asking again renews it."""
    phone = await devices.get(act.conn, data.device_id)
    if phone is None or phone.user_id != me.id or phone.revoked_at is not None:
        raise Hidden
    return await dispatch.granting.give_allowance(act, data.device_id)


HANDLERS = (radar, waiting, decided, allowed)
