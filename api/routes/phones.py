"""What lies on phones and what was lost with one; files of unsent work, taken in by anybody of the office.

Errors   `UnknownGap`, those of `api.importing`.
Effects  an acknowledged alarm; an import.
"""

from typing import Annotated

from litestar import get, post
from litestar.params import FromPath, JSONBody
from litestar.response import Stream
from msgspec import Meta, Struct

from api import accounts, importing, phones
from api.edge import Asked, Db, InAct, Me
from api.streams import stream
from api.wire import Asking, Id
from offline_sync import gaps
from offline_sync import importing as imports
from offline_sync.importing import Imported, ImportLine

LARGEST = 1024 * 1024 * 1024
PARKED = {"policy": "parked"}


class GapNote(Asking, frozen=True, kw_only=True):
    note: Annotated[str, Meta(min_length=2, max_length=500, pattern=r"\S")]


class ImportRow(Struct, frozen=True):
    told: Imported
    by_code: str
    author_code: str
    at: str


class ImportRows(Struct, frozen=True):
    items: tuple[ImportRow, ...]


@get("/api/v1/phones", opt=PARKED)
async def page(database: Db, me: Me) -> phones.PhonesPage:
    async with database.look(me) as act:
        return await phones.page(act)


@post("/api/v1/phones/gaps/{gap_id:str}", opt=PARKED, status_code=200)
async def acknowledged(act: InAct, gap_id: FromPath[Id], data: JSONBody[GapNote]) -> phones.PhonesPage:
    await gaps.acknowledge(act, gap_id, data.note)
    return await phones.page(act)


@get("/api/v1/imports", opt={"policy": "imports"})
async def imported(database: Db, me: Me) -> ImportRows:
    async with database.look(me) as act:
        lines = await imports.listed(act)
        codes = {one.id: one.code for one in await accounts.of_org(act.conn, me.org_id)}
    return ImportRows(tuple(_row(line, codes) for line in lines))


@post("/api/v1/imports", opt={"policy": "imports", "body": "raw"}, status_code=200, request_max_body_size=LARGEST)
async def taken_in(request: Asked, me: Me) -> Imported:
    """A sealed file as it arrives; answered when all of it is kept."""
    state = request.app.state
    return await importing.file(state.running, state.lanes, me, request.stream())


@get("/api/v1/office/stream", opt=PARKED)
async def bell(request: Asked, me: Me) -> Stream:
    """Something waits for the office: which list to read again, and nothing else."""
    return stream(request, [f"office:{me.org_id}"], f"office:{me.id}")


def _row(line: ImportLine, codes: dict[str, str]) -> ImportRow:
    return ImportRow(line.told, codes.get(line.by, ""), codes.get(line.told.user_id, ""), line.at.isoformat())


HANDLERS = (page, acknowledged, imported, taken_in, bell)
