"""Work brought to a certain point for owners' tests, by the same commands as in life."""

from typing import Any

import dispatch.commands
import media.commands
import media.queries
from dispatch import intents as i
from dispatch.lifecycle import Proof
from dispatch.model import CheckAnswer, Presence, PresenceMethod, Status, TechnicianId, WorkOrder, WorkOrderId
from kernel.actors import Actor, ActorId, OrgId, Role, system
from media.model import Photo, PhotoId
from tests.support import photos, small_estate, uploading
from tests.support.server import NOW, Persona, Server

TECHNICIAN = Actor(ActorId(small_estate.PEOPLE["technician"].id), Role.TECHNICIAN, OrgId(small_estate.ORG))
LEAD = Actor(ActorId(small_estate.PEOPLE["lead"].id), Role.LEAD, OrgId(small_estate.ORG), frozenset({small_estate.YQL}))


async def brought_to(server: Server, work_order_id: str, goal: Status) -> WorkOrder:
    """The order of a reported leak, taken along by its technician and lead as far as `goal`."""
    technician = await server.persona("technician")
    order: WorkOrder | None = None
    for actor, intent in _path(work_order_id):
        if order is not None and order.status is goal:
            break
        if isinstance(intent, i.Start):
            await _evidence(server, technician, work_order_id, "before", 1)
        if isinstance(intent, i.Finish):
            await _evidence(server, technician, work_order_id, "after", 2)
        async with server.running.database.act(actor) as act:
            if isinstance(intent, i.Start):
                await _tick(act, work_order_id)
            counts = (await media.queries.proof_counts(act.conn, [work_order_id]))[work_order_id]
            order = await dispatch.commands.carry_out(
                act, WorkOrderId(work_order_id), intent, version=None, proof=Proof(*counts)
            )
    assert order is not None
    assert order.status is goal
    return order


def _path(work_order_id: str) -> list[tuple[Actor, i.AnyIntent]]:
    system_ = system(small_estate.ORG)
    offer = i.Offer(small_estate._id(900), TechnicianId(TECHNICIAN.id))
    present = Presence(PresenceMethod.ASSET_QR, NOW, proof=small_estate.HOME.report_code)
    return [
        (system_, offer),
        (TECHNICIAN, i.Accept()),
        (TECHNICIAN, i.Depart()),
        (TECHNICIAN, i.Arrive(present)),
        (TECHNICIAN, i.Start()),
        (TECHNICIAN, i.Finish("AGE", "REPAIR")),
    ]


async def _tick(act: Any, work_order_id: str) -> None:
    from msgspec.structs import replace

    from dispatch import details

    before = (await dispatch.commands.standings(act, [work_order_id]))[WorkOrderId(work_order_id)]
    order, events = details.set_check(before.order, CheckAnswer("valve", True, act.now))
    await dispatch.commands.save_standings(act, [(before, replace(before, order=order))])
    act.record(work_order_id, *events)


async def _evidence(server: Server, who: Persona, work_order_id: str, slot: str, seed: int) -> None:
    data = photos.jpeg(photos.scene(seed=seed))
    answer = await uploading.create(who, data)
    assert answer.status_code == 201, answer.text
    async with server.running.database.act(TECHNICIAN) as act:
        photo = Photo(
            id=PhotoId(act.ids.new()),
            org_id=small_estate.ORG,
            work_order_id=work_order_id,
            slot=slot,
            sha256=uploading.named(data),
            taken_at=act.now,
            by=TECHNICIAN.id,
            by_role=Role.TECHNICIAN,
        )
        await media.commands.add_photo(act, photo)
