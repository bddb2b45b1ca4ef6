"""Work orders for the office: found, opened, dispatched, moved along, noted on.

Reporting goes through the same command as the owner's page. Every change names the version it was based on.

Errors   those of the lifecycle; `Hidden` for orders that do not exist for the caller.
"""

from typing import Annotated

from litestar import get, post
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter
from msgspec.structs import replace

import dispatch.commands
import dispatch.queries
import experience.commands
import media.queries
from api import accounts
from api.edge import Asked, Conf, Db, InAct, Me
from api.events import LinksRevoked, PhoneRevealed
from api.policies import Hidden
from api.seeing import seen, shown_to
from api.wire import Dossier, Id, Intending, Link, NoteAdding, Offering, Phone, Reasoned, Revoked, SignedOff
from dispatch import intents as i
from dispatch.agenda import WhatIf
from dispatch.lifecycle import NotAllowed
from dispatch.model import Note, SignMethod, Status, TechnicianId, WorkOrderId
from dispatch.views import Decision, OrderDetail, OrderPage
from experience.views import ReportAnswer, ReportRequest
from kernel.act import Act
from offline_sync import reviewing

BASE = "/api/v1/work-orders"
OFFICE_INTENTS = (
    i.Triage,
    i.DeclineReport,
    i.Merge,
    i.Release,
    i.PutOnHold,
    i.Resume,
    i.Cancel,
    i.Revoke,
    i.WaiveEvidence,
    i.Approve,
    i.SendBack,
    i.Close,
    i.Escalate,
    i.Leave,
    i.GrantPermit,
    i.Override,
)


@get(BASE, opt={"policy": "orders.list"})
async def listed(  # noqa: PLR0913, PLR0917 - one parameter per narrowing, named by the query string
    database: Db,
    me: Me,
    q: Annotated[str, QueryParameter(max_length=100)] = "",
    status: FromQuery[Status | None] = None,
    community: Annotated[str, QueryParameter(max_length=40)] = "",
    limit: Annotated[int, QueryParameter(ge=1, le=200)] = 50,
    after: Annotated[str, QueryParameter(max_length=64)] = "",
) -> OrderPage:
    async with database.read() as conn:
        communities = me.communities
        if community:
            places = await dispatch.queries.communities_of(conn, me.org_id)
            communities = frozenset(place.id for place in places if place.code == community and me.covers(place.id))
            if not communities:
                raise Hidden
        wanted = dispatch.queries.OrderFilter(
            q=q, status=status, communities=communities, limit=limit, after=after or None
        )
        return await dispatch.queries.list_orders(conn, me.org_id, wanted, now=database.clock.now())


@post(BASE, opt={"policy": "orders.create"})
async def opened(request: Asked, act: InAct, me: Me, data: JSONBody[ReportRequest]) -> ReportAnswer:
    premises = await dispatch.queries.premises_by_code(act.conn, me.org_id, data.place)
    if not me.covers(premises.community_id):
        raise dispatch.queries.UnknownPlace(place=data.place)
    held = await media.queries.present(act.conn, me, data.photos)
    key = request.app.state.running.token_key
    return await experience.commands.report(act, data, premises, blobs_present=held, key=key)


@get(BASE + "/{work_order_id:str}", opt={"policy": "orders.read"})
async def dossier(database: Db, me: Me, work_order_id: FromPath[Id]) -> Dossier:
    async with database.read() as conn:
        detail = await seen(conn, me, work_order_id, database.clock.now())
        photos = await media.queries.photos(conn, work_order_id)
        return Dossier(shown_to(me, detail), tuple(photos), await media.queries.signature(conn, work_order_id))


@get(BASE + "/{work_order_id:str}/candidates", opt={"policy": "orders.dispatch"})
async def candidates(database: Db, me: Me, work_order_id: FromPath[Id]) -> Decision:
    async with database.look(me) as act:
        await seen(act.conn, me, work_order_id, act.now)
        return await dispatch.commands.rank(act, WorkOrderId(work_order_id))


@get(BASE + "/{work_order_id:str}/what-if", opt={"policy": "orders.dispatch"})
async def supposed(database: Db, me: Me, work_order_id: FromPath[Id]) -> WhatIf:
    """What giving it to each technician would do to his day."""
    async with database.look(me) as act:
        await seen(act.conn, me, work_order_id, act.now)
        return await dispatch.queries.what_if(act, work_order_id)


@post(BASE + "/{work_order_id:str}/offer", opt={"policy": "orders.dispatch"}, status_code=200)
async def offered(act: InAct, me: Me, work_order_id: FromPath[Id], data: JSONBody[Offering]) -> OrderDetail:
    await seen(act.conn, me, work_order_id, act.now)
    technician = TechnicianId(data.technician_id)
    await dispatch.commands.offer_by_hand(
        act, WorkOrderId(work_order_id), technician, version=data.version, reason=data.reason
    )
    return shown_to(me, await dispatch.queries.order_detail(act.conn, work_order_id, now=act.now))


@post(BASE + "/{work_order_id:str}/dispatch", opt={"policy": "orders.dispatch"}, status_code=200)
async def dispatched(act: InAct, me: Me, work_order_id: FromPath[Id]) -> Decision:
    await seen(act.conn, me, work_order_id, act.now)
    return await dispatch.commands.dispatch_order(act, WorkOrderId(work_order_id))


@post(BASE + "/{work_order_id:str}/intents", opt={"policy": "orders.intend"}, status_code=200)
async def intended(act: InAct, me: Me, work_order_id: FromPath[Id], data: JSONBody[Intending]) -> OrderDetail:
    await seen(act.conn, me, work_order_id, act.now)
    intent = await _signed(act, data.intent)
    proof = await reviewing.proof_of(act.conn, work_order_id)
    await dispatch.commands.carry_out(act, WorkOrderId(work_order_id), intent, version=data.version, proof=proof)
    return shown_to(me, await dispatch.queries.order_detail(act.conn, work_order_id, now=act.now))


async def _signed(act: Act, intent: i.AnyIntent) -> i.AnyIntent:
    """Only what an office may want, under the name of whoever wants it."""
    if not isinstance(intent, OFFICE_INTENTS):
        raise NotAllowed(intent=intent.name, role=act.actor.role)
    if isinstance(intent, i.Approve | i.SendBack | i.WaiveEvidence):
        return replace(intent, by_name=await _code(act))
    return intent


async def _code(act: Act) -> str:
    account = await accounts.get(act.conn, act.actor.id)
    return account.code if account else ""


@post(BASE + "/{work_order_id:str}/sign-off", opt={"policy": "orders.sign_off"}, status_code=200)
async def signed_off(act: InAct, me: Me, work_order_id: FromPath[Id], data: JSONBody[SignedOff]) -> OrderDetail:
    """Nobody signs: refused, or nobody there. The sheet as it stands is what the reason is given over."""
    await seen(act.conn, me, work_order_id, act.now)
    method = SignMethod(data.method)
    await experience.commands.sign_by_office(act, work_order_id, method, data.reason, version=data.version)
    return shown_to(me, await dispatch.queries.order_detail(act.conn, work_order_id, now=act.now))


@post(BASE + "/{work_order_id:str}/notes", opt={"policy": "orders.note"}, status_code=200)
async def noted(act: InAct, me: Me, work_order_id: FromPath[Id], data: JSONBody[NoteAdding]) -> OrderDetail:
    await seen(act.conn, me, work_order_id, act.now)
    note = Note(id=data.id, text=data.text, by=me.id, by_name=await _code(act), at=act.now)
    await dispatch.commands.add_note(act, WorkOrderId(work_order_id), note)
    return shown_to(me, await dispatch.queries.order_detail(act.conn, work_order_id, now=act.now))


@post(BASE + "/{work_order_id:str}/link", opt={"policy": "orders.link"}, status_code=200)
async def linked(act: InAct, me: Me, settings: Conf, work_order_id: FromPath[Id]) -> Link:
    await seen(act.conn, me, work_order_id, act.now)
    code = await experience.commands.mint_link(act, work_order_id, "office")
    return Link(f"{settings.origin}/o#{code}")


@post(BASE + "/{work_order_id:str}/links/revoke", opt={"policy": "orders.link"}, status_code=200)
async def unlinked(act: InAct, me: Me, work_order_id: FromPath[Id], data: JSONBody[Reasoned]) -> Revoked:
    """Every link of the order and every page opened with one, from now on."""
    await seen(act.conn, me, work_order_id, act.now)
    count = await experience.commands.revoke_links(act, work_order_id)
    act.record(work_order_id, LinksRevoked(work_order_id, count, data.reason))
    return Revoked(count)


@post(BASE + "/{work_order_id:str}/phone", opt={"policy": "orders.phone"}, status_code=200)
async def revealed(act: InAct, me: Me, work_order_id: FromPath[Id], data: JSONBody[Reasoned]) -> Phone:
    """The number to call, for a reason that stays in the order's history."""
    detail = await seen(act.conn, me, work_order_id, act.now)
    act.record(work_order_id, PhoneRevealed(work_order_id, data.reason))
    return Phone(detail.order.contact.phone)


HANDLERS = (
    listed,
    opened,
    dossier,
    candidates,
    supposed,
    offered,
    dispatched,
    intended,
    signed_off,
    noted,
    linked,
    unlinked,
    revealed,
)
