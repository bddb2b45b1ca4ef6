"""What is shown and sent after the fact: board rows, page hints, push messages.

Everything here may run twice or be lost without harm: screens read the tables when they come back. People are told
only what their phone's lock screen may know.

Effects  live frames; HTTPS to push services; reads.
"""

import asyncio
from collections.abc import Collection
from datetime import datetime

import msgspec
from sqlalchemy.ext.asyncio import AsyncConnection

import dispatch.queries
from api import accounts, push
from api.live import Hub
from api.logs import warned
from api.notices import About, notice
from api.running import Running
from dispatch.views import BoardRow, OrderDetail, TechnicianRow
from kernel.actors import Role, system
from kernel.errors import NotFound
from kernel.events import Envelope

SYSTEM = system("")


async def show_board(running: Running, told: Envelope) -> None:
    """The row of the work order an event is about, and of whoever it sends somewhere."""
    now = running.database.clock.now()
    async with running.database.read() as conn:
        rows = await dispatch.queries.board_rows(conn, [told.scope], now=now)
        detail = await _detail(conn, told.scope, now) if rows else None
        people = _technicians(told, rows)
        shown = await dispatch.queries.technician_rows(conn, people, told.org_id, now=now) if people else []
        ids = await _community_ids(conn, told.org_id)
    for row in rows:
        _publish(running.live, told.org_id, ids, {row.community}, "order", row)
    for technician in shown:
        _publish(running.live, told.org_id, ids, set(technician.communities), "technician", technician)
    if detail is not None:
        running.live.publish(f"order:{told.scope}", "moved", {"version": detail.order.version})


async def show_technicians(running: Running, org_id: str, people: list[str]) -> None:
    """The rows of some technicians, to the boards that show them."""
    now = running.database.clock.now()
    async with running.database.read() as conn:
        ids = await _community_ids(conn, org_id)
        rows = await dispatch.queries.technician_rows(conn, people, org_id, now=now)
    for row in rows:
        _publish(running.live, org_id, ids, set(row.communities), "technician", row)


def _publish(
    live: Hub, org_id: str, ids: dict[str, str], codes: Collection[str], event: str, row: BoardRow | TechnicianRow
) -> None:
    data = msgspec.json.encode(row)
    live.publish(f"board:{org_id}", event, data)
    for code in sorted(codes):
        if code in ids:
            live.publish(f"board:{org_id}:{ids[code]}", event, data)


async def _community_ids(conn: AsyncConnection, org_id: str) -> dict[str, str]:
    return {place.code: place.id for place in await dispatch.queries.communities_of(conn, org_id)}


async def _detail(conn: AsyncConnection, work_order_id: str, now: datetime) -> OrderDetail | None:
    try:
        return await dispatch.queries.order_detail(conn, work_order_id, now=now)
    except NotFound:
        return None


class _Concerned(msgspec.Struct):
    """The person an assignment's event is about; other events have none."""

    technician_id: str | None = None


def _technicians(told: Envelope, rows: Collection[BoardRow]) -> list[str]:
    named = msgspec.json.decode(told.body, type=_Concerned).technician_id
    return sorted({person for person in (named, *(row.technician_id for row in rows)) if person})


class Alert(msgspec.Struct, frozen=True):
    """Something a dispatcher should look at now."""

    code: str
    facts: dict[str, object]
    work_order_id: str


async def alert_board(running: Running, told: Envelope) -> None:
    """The event itself, as an alert on the boards of its organisation."""
    body = msgspec.json.decode(told.body, type=dict[str, object])
    facts = {name: fact for name, fact in body.items() if name not in {"event", "work_order_id"}}
    alert = Alert(told.name, facts, told.scope)
    async with running.database.read() as conn:
        detail = await _detail(conn, told.scope, running.database.clock.now())
    running.live.publish(f"board:{told.org_id}", "alert", alert)
    if detail is not None:
        running.live.publish(f"board:{told.org_id}:{detail.order.community_id}", "alert", alert)


async def tell_technician_offered(running: Running, told: Envelope) -> None:
    await _tell_concerned(running, told, "offered")


async def tell_technician_ended(running: Running, told: Envelope) -> None:
    """Only when it was taken from him: whoever declined or let it lapse knows."""
    body = msgspec.json.decode(told.body, type=dict[str, object])
    if body.get("state") in {"withdrawn", "revoked"}:
        await _tell_concerned(running, told, "withdrawn")


async def tell_technician_sent_back(running: Running, told: Envelope) -> None:
    await _tell_concerned(running, told, "sent_back")


async def tell_leads_submitted(running: Running, told: Envelope) -> None:
    await _tell_office(running, told, "submitted", frozenset({Role.LEAD.value}))


async def tell_dispatchers_nobody(running: Running, told: Envelope) -> None:
    await _tell_office(running, told, "nobody", frozenset({Role.DISPATCHER.value}))


async def tell_leads_escalated(running: Running, told: Envelope) -> None:
    await _tell_office(running, told, "escalated", frozenset({Role.LEAD.value}))


async def _tell_concerned(running: Running, told: Envelope, kind: str) -> None:
    person = msgspec.json.decode(told.body, type=_Concerned).technician_id
    if person:
        await _push(running, told, kind, [person])


async def _tell_office(running: Running, told: Envelope, kind: str, roles: frozenset[str]) -> None:
    async with running.database.read() as conn:
        detail = await _detail(conn, told.scope, running.database.clock.now())
        people = await accounts.in_role(conn, told.org_id, roles)
    if detail is not None:
        place = detail.order.community_id
        covering = [person.id for person in people if not person.communities or place in person.communities]
        await _push(running, told, kind, covering)


async def _push(running: Running, told: Envelope, kind: str, people: list[str]) -> None:
    """One message to every subscription of some people; those that are gone are forgotten."""
    async with running.database.read() as conn:
        subscriptions = await push.subscriptions(conn, people)
        detail = await _detail(conn, told.scope, running.database.clock.now()) if subscriptions else None
    if detail is None:
        return
    about = About(
        work_order_id=told.scope,
        fault_zh=detail.fault.zh,
        fault_en=detail.fault.en,
        community_zh=detail.place.community_zh,
        community_en=detail.place.community_en,
        priority=detail.order.priority,
    )
    sent = await asyncio.gather(
        *(running.push.send(one, notice(kind, about, one.language)) for one in subscriptions), return_exceptions=True
    )
    gone = [one.endpoint for one, kept in zip(subscriptions, sent, strict=True) if kept is False]
    if gone:
        async with running.database.act(SYSTEM) as act:
            await push.forget(act.conn, gone)
    failures = [error for error in sent if isinstance(error, BaseException)]
    if failures:
        warned("push_failed", count=len(failures), error=type(failures[0]).__name__)
        if len(failures) == len(sent):
            raise failures[0]
