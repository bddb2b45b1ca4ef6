"""What the office does in a schedule: one function per deed, over the product's own commands.

Each takes an act and what the schedule chose, and may be refused by the product like anybody's wish.

Effects  writes inside the caller's transaction.
"""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import msgspec
from sqlalchemy import select

from api.reactions import REACTIONS
from dispatch import commands as dispatch
from dispatch import handling
from dispatch import intents as i
from dispatch.model import AssignmentId, AssignmentState, HoldReason, Note, Status, TechnicianId, WorkOrderId
from kernel import outbox, tombs
from kernel.act import Act
from kernel.actors import Actor, Role, system
from kernel.errors import Problem
from offline_sync import devices, dropbox, parked
from offline_sync.model import Ruling
from offline_sync.retrying import release_held
from offline_sync.tables import sync_device, sync_op
from tests.support.dispatch_builders import ORG, TAP, a_report, an_actor

DESK = an_actor(Role.DISPATCHER)
LEAD = an_actor(Role.LEAD)
CLERK = an_actor(Role.CLERK)
SYSTEM = system(ORG)
_WAITING = (
    select(sync_op.c.op_id, sync_op.c.kind)
    .where(sync_op.c.pending, sync_op.c.verdict == "parked")
    .order_by(sync_op.c.received_at, sync_op.c.op_id)
)
Asked = dict[str, Any]
Deed = Callable[[Act, Asked], Awaitable[Any]]


async def report(act: Act, asked: Asked) -> str:
    """A tap is to be replaced: the simplest fault there is."""
    new = a_report("换水龙头", id=WorkOrderId(act.ids.new()), fault=TAP.code, reported_at=act.now)
    order, _ = await dispatch.open_order(act, new)
    if asked.get("to"):
        await give(act, {"order": order.id, "to": asked["to"]})
    return order.id


async def give(act: Act, asked: Asked) -> None:
    """Offered to this technician, whoever has it now; without the search for the best."""
    standing = await handling.standing_of(act, asked["order"])
    if standing.order.status is Status.OFFERED:
        standing = await handling.step(act, standing, i.Release(AssignmentState.WITHDRAWN, "by_hand"))
    elif standing.order.status is not Status.TRIAGED:
        standing = await handling.step(act, standing, i.Revoke("needed elsewhere"))
    until = act.now + timedelta(hours=2)
    await handling.step(act, standing, i.Offer(AssignmentId(act.ids.new()), TechnicianId(asked["to"]), until))


async def choose(act: Act, asked: Asked) -> None:
    """A dispatcher's choice as the board makes it, with the whole search."""
    version = (await handling.standing_of(act, asked["order"])).order.version
    technician = TechnicianId(asked["to"])
    await dispatch.offer_by_hand(act, asked["order"], technician, version=version, reason="by hand")


async def cancel(act: Act, asked: Asked) -> None:
    await dispatch.carry_out(act, asked["order"], i.Cancel("owner changed his mind"), version=None)


async def revoke(act: Act, asked: Asked) -> None:
    await dispatch.carry_out(act, asked["order"], i.Revoke("needed elsewhere"), version=None)


async def merge(act: Act, asked: Asked) -> None:
    """Two reports of one fault. What was given to somebody is taken back first."""
    standing = await handling.standing_of(act, asked["order"])
    if standing.order.status is Status.OFFERED:
        await handling.step(act, standing, i.Release(AssignmentState.WITHDRAWN, "merged"))
    elif standing.order.status not in {Status.REPORTED, Status.TRIAGED}:
        await handling.step(act, standing, i.Revoke("merged"))
    await dispatch.carry_out(act, asked["order"], i.Merge(WorkOrderId(asked["into"])), version=None)


async def note(act: Act, asked: Asked) -> None:
    said = Note(act.ids.new(), "call before you come", act.actor.id, "desk", act.now)
    await dispatch.add_note(act, asked["order"], said)


async def pause(act: Act, asked: Asked) -> None:
    intent = i.PutOnHold(HoldReason.WAITING_PARTS, act.now + timedelta(hours=4), "")
    await dispatch.carry_out(act, asked["order"], intent, version=None)


async def resume(act: Act, asked: Asked) -> None:
    await dispatch.carry_out(act, asked["order"], i.Resume(), version=None)


async def waive(act: Act, asked: Asked) -> None:
    await dispatch.carry_out(act, asked["order"], i.WaiveEvidence("phone destroyed"), version=None)


async def approve(act: Act, asked: Asked) -> None:
    await dispatch.carry_out(act, asked["order"], i.Approve(), version=None)


async def send_back(act: Act, asked: Asked) -> None:
    await dispatch.carry_out(act, asked["order"], i.SendBack("tidy up"), version=None)


async def close(act: Act, asked: Asked) -> None:
    await dispatch.carry_out(act, asked["order"], i.Close(), version=None)


async def rule(act: Act, asked: Asked) -> str:
    """The office decides about something that is parked."""
    rows = (await act.conn.execute(_WAITING)).all()
    if not rows:
        return "nothing"
    row = rows[asked["pick"] % len(rows)]
    amended = {"id": act.ids.new(), "text": "as amended", "at": act.now}
    args = msgspec.json.encode(amended if row.kind.startswith("note.") else {})
    ruling = Ruling(asked["decision"], "seen", msgspec.Raw(args if asked["decision"] == "amend" else b"null"))
    await parked.ruled(act, row.op_id, ruling)
    return f"{asked['decision']} {row.op_id}"


async def release(act: Act, asked: Asked) -> str:
    """The timer of held operations."""
    done = await release_held(act)
    return f"{done.decided} decided, {done.parked} parked, {done.still_held} held"


async def lapse(act: Act, asked: Asked) -> str:
    return " ".join(await dispatch.lapse_offers(act))


async def relay(act: Act, asked: Asked) -> str:
    """What follows from the events so far, as the relay makes it follow."""
    told = await outbox.claim(act.conn, act.now)
    done = []
    for one in told:
        for react in REACTIONS.get(one.name, ()):
            act.actor, before = system(one.org_id), act.actor
            try:
                async with act.conn.begin_nested():
                    await react(act, one)
                    done.append(react.__name__)
            except Problem as refused:
                done.append(refused.code)
            finally:
                act.actor = before
    await outbox.settle(act.conn, [one.n for one in told])
    return " ".join(done)


async def lose(act: Act, asked: Asked) -> str:
    """A phone is reported lost."""
    phones = select(sync_device.c.id).where(sync_device.c.revoked_at.is_(None)).order_by(sync_device.c.id)
    ids = list((await act.conn.execute(phones)).scalars())
    if not ids:
        return "nothing"
    name: str = ids[asked["pick"] % len(ids)]
    await devices.revoke(act, name)
    return name


async def look(act: Act, asked: Asked) -> int:
    """The inboxes, as they are listed."""
    await parked.listing(act)
    return (await dropbox.waiting(act)).count


async def sweep(act: Act, _: Asked) -> int:
    """The daily job, where a day is over at once and ten minutes are ninety days."""
    await tombs.note(act.conn, act.now, timedelta(0))
    return await tombs.sweep(act.conn, act.now, timedelta(minutes=10))


DEEDS: dict[str, tuple[Actor, Deed]] = {
    "report": (DESK, report),
    "give": (DESK, give),
    "choose": (DESK, choose),
    "cancel": (DESK, cancel),
    "revoke": (DESK, revoke),
    "merge": (DESK, merge),
    "note": (DESK, note),
    "pause": (DESK, pause),
    "resume": (DESK, resume),
    "waive": (DESK, waive),
    "approve": (LEAD, approve),
    "send_back": (LEAD, send_back),
    "close": (CLERK, close),
    "rule": (DESK, rule),
    "release": (SYSTEM, release),
    "lapse": (SYSTEM, lapse),
    "relay": (SYSTEM, relay),
    "lose": (DESK, lose),
    "look": (DESK, look),
    "sweep": (SYSTEM, sweep),
}

__all__ = ["DEEDS", "DESK"]
