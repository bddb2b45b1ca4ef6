"""An owner's order on its way from the report to the approved certificate."""

from typing import Any

import dispatch.commands
import media.queries
from dispatch import intents as i
from dispatch import sheet
from dispatch.lifecycle import Proof
from dispatch.model import Status, WorkOrderId
from kernel.actors import system
from offline_sync.reviewing import proof_of
from tests.support import small_estate
from tests.support.finished import LEAD, brought_to
from tests.support.owners import STROKES, Owner
from tests.support.server import Server

CODE = small_estate.HOME.report_code


async def with_a_leak(doorstep: Server) -> Owner:
    """An owner who has reported a leak."""
    made = Owner(doorstep)
    await made.scan(CODE)
    told = (await made.report(place=CODE, fault="PLB-02")).json()
    made.page = {"work_order": told["work_order_id"], "link": told["link"]}
    return made


async def opened(owner: Owner) -> str:
    assert owner.page is not None
    order, link = owner.page["work_order"], owner.page["link"]
    owner.link = link
    assert (await owner.open(link)).status_code == 200
    return str(order)


def signing(owner: Owner, **changes: Any) -> dict[str, Any]:
    assert owner.page is not None
    made = {
        "nonce": owner.page["nonce"],
        "digest": sheet.digest(owner.page["sheet"] or ""),
        "signer": "业主",
        "strokes": STROKES,
        "aspect": 0.45,
        "signature_id": owner.server.new_id(),
    }
    return made | changes


async def approved(doorstep: Server, order: str) -> None:
    async with doorstep.running.database.act(system(small_estate.ORG)) as act:
        counts = (await media.queries.proof_counts(act.conn, [order]))[order]
        await dispatch.commands.carry_out(act, WorkOrderId(order), i.Submit(), version=None, proof=Proof(*counts))
    async with doorstep.running.database.act(LEAD) as act:
        proof = await proof_of(act.conn, order)
        await dispatch.commands.carry_out(act, WorkOrderId(order), i.Approve(), version=None, proof=proof)


async def done_again(doorstep: Server, owner: Owner) -> str:
    """As `done`, for an owner whose page is open already."""
    dispatcher = await doorstep.persona("dispatcher")
    order = str((await dispatcher.get("/api/v1/work-orders")).json()["items"][0]["id"])
    await brought_to(doorstep, order, Status.WORK_DONE)
    await owner.look()
    assert (await owner.post("/owner/sign", signing(owner))).status_code == 200
    return order
