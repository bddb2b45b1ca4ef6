"""What is shown and sent after the fact: board rows, page hints, push messages.

Everything here may run twice or be lost without harm: screens read the tables when they come back. People are told
only what their phone's lock screen may know.

Effects  live frames; HTTPS to push services; reads.
"""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

import msgspec
from sqlalchemy.ext.asyncio import AsyncConnection

import dispatch.queries
from api import accounts, push
from api.live import Hub
from api.logs import warned
from api.notices import About, notice
from api.running import Running
from dispatch.views import BoardRow, TechnicianRow
from kernel.actors import Role, system
from kernel.events import Envelope

SYSTEM = system("")


async def show_changes(running: Running, told: Sequence[Envelope]) -> None:
    """The rows of the work orders some events are about, and of whoever they send somewhere; each once.

    Nothing is read for boards and pages that nobody has open.
    """
    live = running.live
    boards = {org_id: live.wanted(board_of(org_id)) for org_id in {one.org_id for one in told}}
    scopes = {one.scope for one in told if boards[one.org_id] or live.wanted(f"order:{one.scope}")}
    for topic in {board_of(org_id) for org_id, wanted in boards.items() if not wanted}:
        live.skip(topic)
    for topic in {f"order:{one.scope}" for one in told if not live.wanted(f"order:{one.scope}")}:
        live.skip(topic)
    if not scopes:
        return
    now = running.database.clock.now()
    async with running.database.read() as conn:
        rows = {row.id: row for row in await dispatch.queries.board_rows(conn, sorted(scopes), now=now)}
        for org_id in sorted(org_id for org_id, wanted in boards.items() if wanted):
            about = [one for one in told if one.org_id == org_id]
            await _show_board(running, conn, org_id, about, rows)
    for row in rows.values():
        live.publish(f"order:{row.id}", "moved", {"version": row.version})


async def _show_board(
    running: Running, conn: AsyncConnection, org_id: str, told: Sequence[Envelope], known: Mapping[str, BoardRow]
) -> None:
    now = running.database.clock.now()
    rows = [known[scope] for scope in dict.fromkeys(one.scope for one in told) if scope in known]
    named = {person for one in told for person in _technicians(one)}
    people = sorted(named | {str(row.technician_id) for row in rows if row.technician_id})
    shown = await dispatch.queries.technician_rows(conn, people, org_id, now=now) if people else []
    ids = await _community_ids(conn, org_id)
    for row in rows:
        _publish(running.live, org_id, ids, {row.community}, "order", row)
    for technician in shown:
        _publish(running.live, org_id, ids, set(technician.communities), "technician", technician)


def board_of(org_id: str) -> str:
    return f"board:{org_id}"


async def show_technicians(running: Running, org_id: str, people: list[str]) -> None:
    """The rows of some technicians, to the boards that show them."""
    if not running.live.wanted(board_of(org_id)):
        running.live.skip(board_of(org_id))
        return
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
    live.publish(board_of(org_id), event, data)
    for code in sorted(codes):
        if code in ids:
            live.publish(f"{board_of(org_id)}:{ids[code]}", event, data)


async def _community_ids(conn: AsyncConnection, org_id: str) -> dict[str, str]:
    return {place.code: place.id for place in await dispatch.queries.communities_of(conn, org_id)}


class _Concerned(msgspec.Struct):
    """The person an assignment's event is about; other events have none."""

    technician_id: str | None = None


def _technicians(told: Envelope) -> set[str]:
    named = msgspec.json.decode(told.body, type=_Concerned).technician_id
    return {named} if named else set()


class Alert(msgspec.Struct, frozen=True):
    """Something a dispatcher should look at now."""

    code: str
    facts: dict[str, object]
    work_order_id: str


async def alert_board(running: Running, told: Envelope) -> None:
    """The event itself, as an alert on the boards of its organisation."""
    if not running.live.wanted(board_of(told.org_id)):
        running.live.skip(board_of(told.org_id))
        return
    body = msgspec.json.decode(told.body, type=dict[str, object])
    facts = {name: fact for name, fact in body.items() if name not in {"event", "work_order_id"}}
    alert = Alert(told.name, facts, told.scope)
    async with running.database.read() as conn:
        places = await dispatch.queries.communities_by_order(conn, told.org_id, [told.scope])
    running.live.publish(board_of(told.org_id), "alert", alert)
    for place in places.values():
        running.live.publish(f"{board_of(told.org_id)}:{place}", "alert", alert)


async def plan_soon(running: Running, told: Envelope) -> None:
    """Today's plan may no longer be the best."""
    running.planner.soon(told.org_id, told.name)


class _Verdict(msgspec.Struct):
    verdict: str = ""


async def ring_office(running: Running, told: Envelope) -> None:
    """Which of the office's lists is to be read again. Pages that are closed read it when they open."""
    judged = told.name == "operation.judged"
    if judged and msgspec.json.decode(told.body, type=_Verdict).verdict != "parked":
        return
    topic = f"office:{told.org_id}"
    if running.live.wanted(topic):
        running.live.publish(topic, "changed", {"what": told.name.partition(".")[0]})
    else:
        running.live.skip(topic)


async def tell_office_overdue(running: Running, told: Envelope) -> None:
    await _tell_office(running, told, "overdue", frozenset({Role.LEAD.value, Role.DISPATCHER.value}))


class _Orders(msgspec.Struct):
    orders: tuple[str, ...] = ()


async def alert_gap(running: Running, told: Envelope) -> None:
    """An alarm about a phone, on the boards of the communities whose orders are concerned, and of the whole house."""
    body = msgspec.json.decode(told.body, type=dict[str, object])
    facts = {name: fact for name, fact in body.items() if name not in {"event", "orders"}}
    orders = msgspec.json.decode(told.body, type=_Orders).orders
    async with running.database.read() as conn:
        places = await dispatch.queries.communities_by_order(conn, told.org_id, orders) if orders else {}
        account = await accounts.get(conn, str(body.get("user_id", "")))
    alert = Alert(told.name, {**facts, "code": account.code if account else ""}, "")
    for topic in (board_of(told.org_id), *(f"{board_of(told.org_id)}:{place}" for place in set(places.values()))):
        running.live.publish(topic, "alert", alert)


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
        people = await accounts.in_role(conn, told.org_id, roles)
        places = await dispatch.queries.communities_by_order(conn, told.org_id, [told.scope]) if people else {}
    place = places.get(told.scope)
    if place is not None:
        covering = [person.id for person in people if not person.communities or place in person.communities]
        await _push(running, told, kind, covering)


async def _push(running: Running, told: Envelope, kind: str, people: list[str]) -> None:
    """One message to every subscription of some people; those that are gone are forgotten."""
    async with running.database.read() as conn:
        subscriptions = await push.subscriptions(conn, people)
        about = await _about(conn, told, running.database.clock.now()) if subscriptions else None
    if about is None:
        return
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


async def _about(conn: AsyncConnection, told: Envelope, now: datetime) -> About | None:
    for row in await dispatch.queries.board_rows(conn, [told.scope], now=now):
        place = next(
            one for one in await dispatch.queries.communities_of(conn, told.org_id) if one.code == row.community
        )
        return About(
            work_order_id=told.scope,
            fault_zh=row.fault_zh,
            fault_en=row.fault_en,
            community_zh=place.zh,
            community_en=place.en,
            priority=row.priority,
        )
    return None
