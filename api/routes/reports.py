"""Reporting from a scanned code: where am I, and what is wrong.

The place opens with a ticket that uploads photos and sends one report; sending the same report again is answered
like the first time. Looking is counted against the address and given back for codes that exist; reports are counted
against the address and the premises, since tickets are free.

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
from api.edge import NOBODY, Asked, By, Db, InAct, address
from api.limits import Limit
from api.policies import Unauthenticated
from api.wire import Id
from experience.views import ReportAnswer, ReportPlace, ReportRequest

BASE = "/api/v1/report"
PLACES = Limit(60, 1)
UNKNOWN_PLACES = Limit(20, 20 / 60)
REPORTS = Limit(10, 10 / 3600)
REPORT_BYTES = 65_536


@get(BASE + "/places/{code:str}", opt={"policy": "public"})
async def place(request: Asked, database: Db, code: FromPath[Id]) -> ReportPlace:
    here = address(request)
    guesses = f"places:unknown:{here}"
    async with database.act(NOBODY) as act:
        await limits.spend(act.conn, f"places:{here}", PLACES, act.now)
        await limits.spend(act.conn, guesses, UNKNOWN_PLACES, act.now)
    async with database.act(NOBODY) as act:
        premises = await dispatch.queries.premises_by_report_code(act.conn, code)
        await limits.give_back(act.conn, guesses, UNKNOWN_PLACES)
        ticket = await experience.commands.issue_ticket(act, premises)
        return await experience.queries.report_place(act.conn, premises, ticket)


@post(BASE, opt={"policy": "report", "limit": REPORT_BYTES})
async def report(request: Asked, act: InAct, by: By, data: JSONBody[ReportRequest]) -> ReportAnswer:
    await limits.spend(act.conn, f"report:from:{address(request)}", REPORTS, act.now)
    ticket = await experience.queries.ticket_of(act.conn, by.token, act.now)
    if ticket is None:
        raise Unauthenticated
    premises = await dispatch.queries.premises_by_id(act.conn, ticket.premises_id)
    await limits.spend(act.conn, f"report:at:{premises.id}", REPORTS, act.now)
    if data.place not in {premises.report_code, premises.code}:
        raise dispatch.queries.UnknownPlace(place=data.place)
    await experience.commands.use_ticket(act, ticket.token_hash, data.id)
    held = await media.queries.present(act.conn, by.actor, data.photos)
    return await experience.commands.report(
        act, data, premises, blobs_present=held, key=request.app.state.running.token_key
    )


HANDLERS = (place, report)
