"""What lies in the drop-box: how much, the bytes as they came, and what somebody decided about them.

Errors   `UnknownDrop`; `BadPacking` where nothing in it is an operation; those of an import.
Effects  `taken_in` imports; both it and `handled` mark one and leave an event.
"""

from typing import Annotated

from litestar import Response, get, post
from litestar.params import FromPath, JSONBody
from msgspec import Meta

from api import importing
from api.edge import Asked, Db, InAct, Me
from api.wire import Asking, Id
from offline_sync import dropbox
from offline_sync.importing import Imported

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


@get(BASE + "/{drop_id:str}/opened", opt=ADMIN)
async def opened(database: Db, me: Me, drop_id: FromPath[Id]) -> dropbox.Opened:
    async with database.look(me) as act:
        return await dropbox.opened(act, drop_id)


@post(BASE + "/{drop_id:str}/import", opt=ADMIN, status_code=200)
async def taken_in(request: Asked, database: Db, me: Me, drop_id: FromPath[Id]) -> Imported:
    """Its operations through the ordinary ledger under their author's name; the drop is handled then."""
    async with database.look(me) as act:
        found = await dropbox.opened(act, drop_id)
        content = await dropbox.raw(act, drop_id)
    _, texts = dropbox.texts_of(content)
    if not texts:
        raise importing.BadPacking
    told = await importing.drop(request.app.state.running, me, found.drop.user_id, content, texts)
    async with database.act(me) as act:
        await dropbox.handled(act, drop_id, "imported")
    return told


@post(BASE + "/{drop_id:str}/handled", opt=ADMIN, status_code=200)
async def handled(act: InAct, drop_id: FromPath[Id], data: JSONBody[DropNote]) -> dropbox.Drops:
    await dropbox.handled(act, drop_id, data.note)
    return await dropbox.waiting(act)


HANDLERS = (waiting, raw, opened, taken_in, handled)
