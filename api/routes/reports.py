"""Reporting from a scanned code: where am I, and what is wrong.

The place opens with a ticket that uploads photos and sends one report; sending the same report again is answered
like the first time. Unknown codes are counted against the address that tries them.

Errors   `UnknownPlace`, `TicketSpent`, those of `experience.intake`, `TooMany`.
Effects  the ticket, the work order and its photos.
"""

from litestar import get, post
from litestar.params import FromPath, JSONBody

import dispatch.queries
import experience.commands
import experience.queries
import media.queries
from api import limits
from api.db import Database
from api.edge import NOBODY, Asked, By, Db, InAct
from api.limits import Limit
from api.policies import Unauthenticated
from api.wire import Id
from experience.views import ReportAnswer, ReportPlace, ReportRequest

BASE = "/api/v1/report"
PLACES = Limit(60, 1)
UNKNOWN_PLACES = Limit(20, 20 / 60)
REPORTS = Limit(10, 10 / 3600)


@get(BASE + "/places/{code:str}", opt={"policy": "public"})
async def place(request: Asked, database: Db, code: FromPath[Id]) -> ReportPlace:
    address = request.client.host if request.client else ""
    async with database.act(NOBODY) as act:
        await limits.spend(act.conn, f"places:{address}", PLACES, act.now)
    try:
        async with database.act(NOBODY) as act:
            premises = await dispatch.queries.premises_by_report_code(act.conn, code)
            ticket = await experience.commands.issue_ticket(act, premises)
            return await experience.queries.report_place(act.conn, premises, ticket)
    except dispatch.queries.UnknownPlace:
        await _count_miss(database, address)
        raise


async def _count_miss(database: Database, address: str) -> None:
    async with database.act(NOBODY) as act:
        await limits.spend(act.conn, f"places:unknown:{address}", UNKNOWN_PLACES, act.now)


@post(BASE, opt={"policy": "report"})
async def report(act: InAct, by: By, data: JSONBody[ReportRequest]) -> ReportAnswer:
    await limits.spend(act.conn, f"report:{by.token[:40]}", REPORTS, act.now)
    ticket = await experience.queries.ticket_of(act.conn, by.token, act.now)
    if ticket is None:
        raise Unauthenticated
    premises = await dispatch.queries.premises_by_id(act.conn, ticket.premises_id)
    if data.place not in {premises.report_code, premises.code}:
        raise dispatch.queries.UnknownPlace(place=data.place)
    await experience.commands.use_ticket(act, ticket.token_hash, data.id)
    held = await media.queries.present(act.conn, by.actor, data.photos)
    return await experience.commands.report(act, data, premises, blobs_present=held)


HANDLERS = (place, report)
