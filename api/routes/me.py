"""The person himself: who he is, on duty or not, where, and how to reach his phone.

A position bypasses the outbox: it is told to the board after the commit and its loss is harmless.

Errors   `BadPosition`, `BadSubscription`, `TooMany`.
"""

from litestar import delete, get, patch, post, put
from litestar.params import JSONBody

import dispatch.commands
import dispatch.queries
from api import accounts, limits, push
from api.edge import Asked, Conf, Db, InAct, Me, Reader
from api.people import me_view
from api.telling import show_technicians
from api.wire import MePatch, MeView, PositionReport, PushKey, PushSubscriptionGone, PushSubscriptionPut
from dispatch.model import Fix, TechnicianId
from kernel import geo
from kernel.actors import Role


@get("/api/v1/me", opt={"policy": "me"})
async def who(conn: Reader, me: Me) -> MeView:
    return await me_view(conn, me.id)


@patch("/api/v1/me", opt={"policy": "me"})
async def changed(act: InAct, me: Me, data: JSONBody[MePatch]) -> MeView:
    if data.language is not None:
        await accounts.set_language(act, me.id, data.language)
    if me.role is Role.TECHNICIAN and (data.on_break is not None or data.off_duty is not None):
        technician = TechnicianId(me.id)
        await dispatch.commands.set_duty(act, technician, on_break=data.on_break, off_duty=data.off_duty)
    return await me_view(act.conn, me.id)


@post("/api/v1/me/position", opt={"policy": "position"}, status_code=204)
async def positioned(request: Asked, database: Db, me: Me, data: JSONBody[PositionReport]) -> None:
    fix = Fix(position=geo.checked(data.lat, data.lng), at=data.at, accuracy_m=data.accuracy_m)
    async with database.act(me) as act:
        await limits.spend(act.conn, f"position:{me.id}", limits.POSITION, act.now)
        await dispatch.commands.ping(act, fix)
    await show_technicians(request.app.state.running, me.org_id, [me.id])


@get("/api/v1/push/key", opt={"policy": "push"})
async def push_key(request: Asked) -> PushKey:
    pusher: push.Pusher = request.app.state.push
    return PushKey(pusher.public_key)


@put("/api/v1/me/push", opt={"policy": "push"}, status_code=204)
async def push_on(act: InAct, me: Me, settings: Conf, data: JSONBody[PushSubscriptionPut]) -> None:
    account = await accounts.get(act.conn, me.id)
    wanted = push.Subscription(data.endpoint, data.p256dh, data.auth, account.language if account else "zh-CN")
    await push.subscribe(act, push.checked(wanted, settings.push_hosts))


@delete("/api/v1/me/push", opt={"policy": "push"}, status_code=204)
async def push_off(act: InAct, me: Me, data: JSONBody[PushSubscriptionGone]) -> None:
    """Off on this phone; the person's other phones stay on."""
    await push.unsubscribe(act.conn, me.id, data.endpoint)


HANDLERS = (who, changed, positioned, push_key, push_on, push_off)
