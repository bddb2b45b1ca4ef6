"""The office's inbox: operations no rule could apply, and what is decided about them.

Errors   `UnknownParked`, `AlreadyRuled`, `CannotApply`.
"""

from typing import Annotated

from litestar import get, post
from litestar.params import FromPath, JSONBody, QueryParameter
from msgspec.structs import replace

from api.edge import Db, InAct, Me
from api.seeing import masked
from api.wire import Id
from dispatch.views import PhoneOrder
from offline_sync import parked
from offline_sync.model import OpOutcome, ParkedList, Ruling

BASE = "/api/v1/parked"
PARKED = {"policy": "parked"}


@get(BASE, opt=PARKED)
async def listed(database: Db, me: Me, work_order: Annotated[str, QueryParameter(max_length=64)] = "") -> ParkedList:
    async with database.look(me) as act:
        found = await parked.listing(act, work_order or None)
    return ParkedList(tuple(replace(item, current=_masked(item.current)) for item in found.items))


def _masked(current: PhoneOrder | None) -> PhoneOrder | None:
    return current and replace(current, order=masked(current.order))


@post(BASE + "/{op_id:str}", opt=PARKED, status_code=200)
async def ruled(act: InAct, op_id: FromPath[Id], data: JSONBody[Ruling]) -> OpOutcome:
    return await parked.ruled(act, op_id, data)


HANDLERS = (listed, ruled)
