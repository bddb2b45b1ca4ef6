"""Whole stretches of the main job in one call, for integration tests: everything through the commands."""

from datetime import datetime, timedelta

from msgspec.structs import replace

from dispatch import details
from dispatch import intents as i
from dispatch.commands import Proof, carry_out, dispatch_order, open_order, save_standings, standings
from dispatch.model import (
    CheckAnswer,
    PartLine,
    Presence,
    PresenceMethod,
    SignMethod,
    SignOff,
    WorkOrder,
)
from kernel.actors import Actor, Role, system
from tests.support.database import Database, act_on
from tests.support.dispatch_builders import LEAK, NOON, ORG, a_report, an_actor, an_id

MINUTE = timedelta(minutes=1)
FULL = Proof(before=2, after=2)


async def reported(db: Database, **changes: object) -> WorkOrder:
    async with act_on(db, an_actor(Role.OWNER), NOON) as act:
        order, _ = await open_order(act, a_report(**changes))
    return order


async def offered(db: Database, at: datetime = NOON, **changes: object) -> WorkOrder:
    order = await reported(db, **changes)
    async with act_on(db, system(ORG), at) as act:
        await dispatch_order(act, order.id)
    return await now_is(db, order.id)


async def now_is(db: Database, order_id: str) -> WorkOrder:
    async with act_on(db, system(ORG), NOON) as act:
        return (await standings(act, [order_id], for_update=False))[order_id].order


def technician_of(order: WorkOrder) -> Actor:
    return an_actor(Role.TECHNICIAN, str(order.technician_id))


async def take(
    db: Database, order: WorkOrder, intent: i.AnyIntent, *, actor: Actor | None = None, at: datetime = NOON + MINUTE
) -> WorkOrder:
    """One step by the assigned technician (or somebody else), with full proof."""
    async with act_on(db, actor or technician_of(order), at) as act:
        return await carry_out(act, order.id, intent, version=None, proof=FULL)


async def at_work(db: Database) -> WorkOrder:
    """A leak, accepted, reached and begun, with its checklist done and one part."""
    order = await take(db, await offered(db), i.Accept())
    order = await take(db, order, i.Depart())
    order = await take(db, order, i.Arrive(Presence(PresenceMethod.ASSET_QR, NOON, proof="R-YQL-03-2-1201")))
    async with act_on(db, technician_of(order), NOON + MINUTE) as act:
        before = (await standings(act, [order.id]))[order.id]
        edited = before.order
        for step in LEAK.checklist:
            edited, events = details.set_check(edited, CheckAnswer(step.code, done=True, at=NOON, value="0.6 MPa"))
            act.record(order.id, *events)
        edited, events = details.add_part(edited, PartLine(an_id("part"), "M-001", "角阀", "个", 2000, 1800))
        act.record(order.id, *events)
        await save_standings(act, [(before, replace(before, order=edited))])
    return await take(db, order, i.Start())


async def in_review(db: Database) -> WorkOrder:
    order = await take(db, await at_work(db), i.Finish("AGE", "REPLACE"))
    signed = SignOff(SignMethod.IN_PERSON, "a" * 64, NOON + MINUTE, an_id("signature"), "张阿姨")
    order = await take(db, order, i.Sign(signed))
    return await take(db, order, i.Submit(), actor=system(ORG))
