"""What lies in the drop-box: how much, the bytes as they came, and what somebody decided about them.

Errors   `UnknownDrop`.
Effects  `handled` marks one and leaves its note as an event.
"""

from typing import Annotated

from litestar import Response, get, post
from litestar.params import FromPath, JSONBody
from msgspec import Meta

from api.edge import Db, InAct, Me
from api.wire import Asking, Id
from offline_sync import dropbox

BASE = "/api/v1/dropbox"
ADMIN = {"policy": "admin"}


class DropNote(Asking, frozen=True, kw_only=True):
    note: Annotated[str, Meta(min_length=2, max_length=500)]


@get(BASE, opt=ADMIN)
async def waiting(database: Db, me: Me) -> dropbox.Drops:
    async with database.look(me) as act:
        return await dropbox.waiting(act)


@get(BASE + "/{drop_id:str}", opt=ADMIN, media_type="application/octet-stream")
async def raw(database: Db, me: Me, drop_id: FromPath[Id]) -> Response[bytes]:
    async with database.look(me) as act:
        found = await dropbox.raw(act, drop_id)
    named = {"Content-Disposition": f'attachment; filename="{drop_id}.bin"', "Cache-Control": "no-store"}
    return Response(found, media_type="application/octet-stream", headers=named)


@post(BASE + "/{drop_id:str}/handled", opt=ADMIN, status_code=200)
async def handled(act: InAct, drop_id: FromPath[Id], data: JSONBody[DropNote]) -> dropbox.Drops:
    await dropbox.handled(act, drop_id, data.note)
    return await dropbox.waiting(act)


HANDLERS = (waiting, raw, handled)
