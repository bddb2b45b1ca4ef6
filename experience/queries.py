"""What owners are shown and who they are: progress page, certificate facts, sessions, tickets, figures.

Effects  reads inside the caller's transaction; nothing here writes.
"""

from datetime import datetime

from msgspec.structs import replace
from sqlalchemy.ext.asyncio import AsyncConnection

import dispatch.nearby
import dispatch.queries
import media.queries
from dispatch.model import Premises
from dispatch.views import OrderDetail
from experience import links, paper, progress, store
from experience.model import OwnerSession, ReportTicket
from experience.views import FaultChoice, OwnerPage, ReportPlace
from kernel.actors import Actor, ActorId, OrgId, Role
from media.model import Photo

TRADES: dict[str, tuple[str, str]] = {
    "PLB": ("水路", "Water"),
    "PMP": ("供水泵房", "Water supply"),
    "HYG": ("管道疏通", "Drains"),
    "ELE": ("电路", "Electricity"),
    "LVS": ("门禁弱电", "Access and intercom"),
    "LFT": ("电梯", "Lifts"),
    "HVC": ("空调通风", "Air conditioning"),
    "FIR": ("消防", "Fire safety"),
    "DWL": ("门窗", "Doors and windows"),
    "CIV": ("墙面屋顶", "Walls and roof"),
    "GAS": ("燃气", "Gas"),
    "GEN": ("其他", "Other"),
}


async def session_of(conn: AsyncConnection, token_hash: str, now: datetime) -> OwnerSession | None:
    """The session behind a token (its SHA-256), as long as it and its link are alive."""
    session = await store.session(conn, token_hash)
    if session is None or now >= session.expires_at:
        return None
    link = await store.link(conn, session.link_id)
    if link is None or not links.is_open(link, await dispatch.nearby.ended_at(conn, session.work_order_id), now):
        return None
    return session


async def owner_actor(conn: AsyncConnection, token: str, now: datetime) -> Actor | None:
    """Who shows an owner's session token; None when it opens nothing."""
    session = await session_of(conn, links.at_rest(token), now)
    return links.actor(session.link_id, session.org_id, session.work_order_id) if session else None


async def ticket_of(conn: AsyncConnection, token_hash: str, now: datetime) -> ReportTicket | None:
    ticket = await store.ticket(conn, token_hash)
    return ticket if ticket is not None and now < ticket.expires_at else None


async def ticket_actor(conn: AsyncConnection, token: str, now: datetime) -> Actor | None:
    """Who shows a report ticket: somebody in front of a code, allowed one report and its photos."""
    ticket = await ticket_of(conn, links.at_rest(token), now)
    if ticket is None:
        return None
    return Actor(ActorId(f"ticket:{ticket.token_hash[:32]}"), Role.OWNER, OrgId(ticket.org_id))


async def report_place(conn: AsyncConnection, premises: Premises, ticket: str) -> ReportPlace:
    """What a scanned code opens. The faults are those that make sense there, the cheap reading first."""
    community = await dispatch.queries.community(conn, premises.community_id)
    area = "unit" if premises.kind == "unit" else "common"
    faults = [fault for fault in await dispatch.queries.faults(conn, premises.org_id) if fault.area in {area, "both"}]
    choices = (
        FaultChoice(f.code, f.zh, f.en, f.trade, *TRADES.get(f.trade, ("其他", "Other")), f.price_fen, f.billing)
        for f in faults
        if premises.kind == "lift" or f.trade != "LFT" or area == "common"
    )
    return ReportPlace(
        code=premises.report_code,
        label=premises.label,
        community_zh=community.zh,
        community_en=community.en,
        language=community.language,
        time_zone=community.time_zone,
        ticket=ticket,
        faults=tuple(choices),
    )


async def facts(conn: AsyncConnection, work_order_id: str, now: datetime) -> progress.Facts:
    """Everything an owner's page is made of; a merged order tells the story of the one it was merged into."""
    own = detail = await dispatch.queries.order_detail(conn, work_order_id, now=now)
    photos = tuple(await media.queries.photos(conn, work_order_id))
    survivor = await dispatch.nearby.survivor(conn, work_order_id)
    if survivor != work_order_id:
        detail = followed(own, await dispatch.queries.order_detail(conn, survivor, now=now))
    technician = None
    if detail.order.technician_id:
        technician = await dispatch.queries.technician(conn, detail.order.org_id, detail.order.technician_id)
    return progress.Facts(
        detail=detail,
        own=own.order,
        photos=photos,
        certificates=tuple(sorted(c.code for c in technician.certificates)) if technician else (),
        fix=technician.fix if technician else None,
        rated=await store.answer(conn, work_order_id) is not None,
        sheet=await paper.sheet_now(conn, work_order_id) if progress.signable(own.order) else None,
    )


def followed(child: OrderDetail, parent: OrderDetail) -> OrderDetail:
    """The child's own words and place with the progress of the incident it belongs to; no money, no names."""
    own = child.order
    order = replace(
        parent.order,
        id=own.id,
        number=own.number,
        language=own.language,
        reported_at=own.reported_at,
        parts=(),
        fees=own.fees,
        sign_off=None,
    )
    return replace(parent, order=order, place=child.place)


async def owner_page(
    conn: AsyncConnection, work_order_id: str, session: OwnerSession | None, *, now: datetime, chance: bytes
) -> OwnerPage:
    """The page as it stands, with a nonce for the next action when somebody holds a session."""
    shown = await facts(conn, work_order_id, now)
    if session is not None:
        shown = replace(shown, nonce=links.nonce(session, now, chance))
    return progress.page(shown, now)


async def visible_photo(conn: AsyncConnection, work_order_id: str, photo_id: str) -> Photo | None:
    """A photo that the owner of this work order may see now."""
    survivor = await dispatch.nearby.survivor(conn, work_order_id)
    status = (await dispatch.queries.phone_orders(conn, [survivor]))[survivor].order.status
    for photo in await media.queries.photos(conn, work_order_id):
        if photo.id == photo_id and progress.may_see(photo, status):
            return photo
    return None
