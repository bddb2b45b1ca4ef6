"""The office's inbox: operations no rule could apply, and what is decided about them.

Errors   `UnknownParked`, `AlreadyRuled`, `CannotApply`.
"""

from typing import Annotated, Any

import msgspec
from litestar import get, post
from litestar.params import FromPath, JSONBody, QueryParameter
from msgspec import Meta
from msgspec.structs import replace

from api.edge import Db, InAct, Me
from api.seeing import masked
from api.wire import Asking, Id
from dispatch.views import PhoneOrder
from offline_sync import parked
from offline_sync.model import OpOutcome, ParkedList, Ruling

BASE = "/api/v1/parked"
PARKED = {"policy": "parked"}


class Decision(Asking, frozen=True, kw_only=True):
    """What the office decides; `args` replaces the phone's when it amends."""

    decision: Annotated[str, Meta(pattern="^(accept|reject|amend)$")]
    note: Annotated[str, Meta(max_length=2000)] = ""
    args: dict[str, Any] | None = None  # read as values: the edge does not hand on text as it came


@get(BASE, opt=PARKED)
async def listed(database: Db, me: Me, work_order: Annotated[str, QueryParameter(max_length=64)] = "") -> ParkedList:
    async with database.look(me) as act:
        found = await parked.listing(act, work_order or None)
    return ParkedList(tuple(replace(item, current=_masked(item.current)) for item in found.items))


def _masked(current: PhoneOrder | None) -> PhoneOrder | None:
    return current and replace(current, order=masked(current.order))


@post(BASE + "/{op_id:str}", opt=PARKED, status_code=200)
async def ruled(act: InAct, op_id: FromPath[Id], data: JSONBody[Decision]) -> OpOutcome:
    ruling = Ruling(data.decision, data.note, msgspec.Raw(msgspec.json.encode(data.args)))
    return await parked.ruled(act, op_id, ruling)


HANDLERS = (listed, ruled)
