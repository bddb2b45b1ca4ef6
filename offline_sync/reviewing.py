"""When signed work may be judged: the photos its fault asks for are known, and every announced byte is here.

Photos come with phones, so this is asked again whenever one arrives or is taken back; `resubmit_waiting` asks for
work that nobody asked for, because the question was lost with a process.

Effects  writes through `dispatch` inside the caller's transaction; never commits.
"""

from collections.abc import Iterable
from datetime import timedelta

from msgspec.structs import replace
from sqlalchemy.ext.asyncio import AsyncConnection

from dispatch import commands as dispatch
from dispatch import queries as estate
from dispatch.intents import AwaitEvidence, Submit
from dispatch.lifecycle import Proof, Standing, missing_evidence
from dispatch.model import Status, WorkOrderId
from kernel.act import Act
from media import queries as evidence

LOST_AFTER = timedelta(minutes=2)  # a reaction that has not come by then will not come
_WAITING = frozenset({Status.SIGNED, Status.PENDING_EVIDENCE})


async def proof_of(conn: AsyncConnection, work_order_id: str) -> Proof:
    """What evidence is held of one work order."""
    return Proof(*(await evidence.proof_counts(conn, [work_order_id]))[work_order_id])


async def submit_or_wait(act: Act, work_order_id: str) -> Status | None:
    """Signed work goes to the review, or waits for what is still missing; its status then. None: no such order."""
    status = await dispatch.status_of(act, work_order_id)
    if status not in _WAITING:
        return status
    standing = await _with_proof(act, [work_order_id], for_update=True)
    return await _moved(act, standing[0]) if standing else status


async def resubmit_waiting(act: Act, limit: int = 1000) -> list[WorkOrderId]:
    """Signed orders of this organisation whose question was lost, asked again; those that moved. For a timer."""
    ids = await estate.waiting_for_review(act.conn, act.actor.org_id, act.now - LOST_AFTER, limit)
    movable = [one.order.id for one in await _with_proof(act, ids, for_update=False) if _next(one) is not None]
    locked = await _with_proof(act, movable, for_update=True)
    return [one.order.id for one in locked if await _moved(act, one) is not one.order.status]


async def _with_proof(act: Act, ids: Iterable[str], *, for_update: bool) -> list[Standing]:
    found = await dispatch.standings(act, ids, for_update=for_update)
    counts = await evidence.proof_counts(act.conn, list(found)) if found else {}
    return [replace(one, proof=Proof(*counts[key])) for key, one in found.items()]


def _next(standing: Standing) -> Submit | AwaitEvidence | None:
    """What becomes of this order now; None: it waits on."""
    status = standing.order.status
    if status in _WAITING and not missing_evidence(standing, Submit()):
        return Submit()
    return AwaitEvidence() if status is Status.SIGNED else None


async def _moved(act: Act, standing: Standing) -> Status:
    intent = _next(standing)
    if intent is None:
        return standing.order.status
    key = standing.order.id
    return (await dispatch.carry_out(act, key, intent, version=None, proof=standing.proof)).status
