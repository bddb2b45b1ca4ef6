"""Where phones come together with the server: enrol, exchange, hints, receipt, drop-box.

`exchange` answers 200 whenever the envelope could be read, however many of its operations were parked; 426 with the
same body says that the work was taken but this build can no longer be shown anything. Push and pull are two
transactions: what is answered has been committed. Who may come in now, `api.admission` says before anything is read.

Errors   those of admission, of the envelope and of the exchange; never a failure because of what one operation says.
Effects  those of `offline_sync`.
"""

import asyncio
from functools import partial
from math import ceil
from typing import Annotated, cast

import msgspec
from litestar import MediaType, Response, get, post
from litestar.exceptions import InternalServerException
from litestar.params import JSONBody, QueryParameter
from litestar.response import Stream
from msgspec.structs import replace
from sqlalchemy.ext.asyncio import AsyncConnection

from api import packing
from api.admission import Crowd, Turns, chance
from api.db import Database
from api.edge import Asked, Db, InAct, Me, provide_me
from api.problems import BadRequest
from api.streams import stream
from kernel.act import Act
from kernel.actors import Actor
from offline_sync import announcing, devices, dropbox, envelope, exchange, pulling, sealing
from offline_sync.exchange import DeviceRevoked, Pushed
from offline_sync.feed import Epoch, Position, seal
from offline_sync.model import (
    BYTES_PER_BATCH,
    DropboxAnswer,
    EnrolAnswer,
    EnrolRequest,
    ExchangeAnswer,
    ExchangeRequest,
    Holdings,
    Limits,
    PullAnswer,
    Receipt,
    Told,
)
from offline_sync.shelf import Shelf

BASE = "/api/v1/sync"
SYNC = {"policy": "sync"}
RAW = {"policy": "sync", "body": "raw"}
DEVICE = Annotated[str, QueryParameter(min_length=36, max_length=36)]
_MOST = 2 * BYTES_PER_BATCH  # one more than allowed, so that our own refusal is the one that is told


async def whole_body(request: Asked) -> bytes:
    """The body; a phone that goes into a lift in the middle of it is no failure of ours."""
    try:
        return await request.body()
    except InternalServerException as cut:  # what Litestar makes of a connection that ended
        raise BadRequest(why="cut off") from cut


def epoch_of(request: Asked) -> Epoch:
    found: Epoch = request.app.state.epoch
    return found


@post(BASE + "/devices", opt=SYNC)
async def enrol(request: Asked, act: InAct, data: JSONBody[EnrolRequest]) -> EnrolAnswer:
    return await devices.enrol(act, data, epoch_of(request))


@post(BASE + "/exchange", opt=RAW, status_code=200, request_max_body_size=_MOST)
async def exchanged(request: Asked) -> Response[ExchangeAnswer]:
    # Asked for by hand: to have two things injected Litestar starts a group of tasks, which costs more than a decision.
    database: Database = request.app.state.database
    me = provide_me(request)
    raw = await whole_body(request)
    crowd: Crowd = request.app.state.crowd
    async with crowd.place(partial(chance, database)):
        answer = await _answered(request, database, me, raw)
    content, headers = await _packed(answer, request.app.state.shelf, request.headers.get("accept-encoding", ""))
    told = Response(content, status_code=426 if answer.upgrade else 200, headers=headers, media_type=MediaType.JSON)
    return cast(Response[ExchangeAnswer], told)


async def _answered(request: Asked, database: Database, me: Actor, raw: bytes) -> ExchangeAnswer:
    encoding = request.headers.get("content-encoding", "").strip().lower()
    body = envelope.unpacked(raw, encoding)
    asked = envelope.read(body)
    turns: Turns = request.app.state.turns
    wait = turns.take(f"{me.id} {asked.device_id[:36]}", database.clock.now().timestamp())
    try:
        answer = await _met(database, me, asked, request.app.state.shelf)
    except DeviceRevoked:  # evidence is never refused, and never applied by itself
        async with database.act(me) as act:
            await dropbox.drop(act, body, asked.device_id, "device_revoked")
        raise
    return replace(answer, limits=Limits(retry_after_ms=ceil(wait * 1000))) if wait else answer


async def _met(database: Database, me: Actor, asked: ExchangeRequest, shelf: Shelf) -> ExchangeAnswer:
    async def shown(conn: AsyncConnection, pushed: Pushed) -> ExchangeAnswer:
        return await pulling.answer(conn, me, asked, shelf, pushed, database.clock.now())

    async def looked(conn: AsyncConnection) -> tuple[Pushed, ExchangeAnswer]:
        found = await exchange.looked(conn, me, asked, database.clock.now())
        return found, await shown(conn, found)

    if asked.ops:
        pushed = await database.whole(me, lambda act: exchange.push(act, asked, shelf.epoch))
        if asked.pull is None:
            return pulling.answered(asked, shelf.epoch, pushed, database.clock.now())
        return await database.seen(lambda conn: shown(conn, pushed))
    found, answer = await database.seen(looked)
    if (device := found.announces) is not None:
        await database.whole(me, lambda act: announcing.note(act, device, asked.holds, asked.differed))
    return answer


async def _packed(answer: ExchangeAnswer, shelf: Shelf, accepts: str) -> tuple[bytes, dict[str, str]]:
    """The text of an answer. A page that may be asked for again comes first in it, packed once."""
    shown = answer.pull
    page = None if shown is None or not packing.taken(accepts) else shelf.of(shown)
    if shown is None or page is None:
        return await packing.packed(msgspec.json.encode(answer), accepts)
    if page.packed is None:
        page.packed = await asyncio.to_thread(_first, shown)
    rest = Told(answer.epoch, answer.now, answer.dev, answer.results, answer.limits, answer.upgrade)
    return packing.followed(page.packed, b"," + msgspec.json.encode(rest)[1:]), packing.GZIP


def _first(shown: PullAnswer) -> packing.Piece:
    return packing.piece(b'{"pull":' + msgspec.json.encode(shown))


@post(BASE + "/holdings", opt={**SYNC, "limit": 65_536}, status_code=204)
async def announced(database: Db, me: Me, device_id: DEVICE, data: JSONBody[Holdings]) -> None:
    """Said as a page is put away: what this phone has made and not yet sent."""
    said = msgspec.json.encode(data)

    async def note(act: Act) -> None:
        await announcing.note(act, await exchange.device_of(act.conn, me, device_id), said)

    await database.whole(me, note)


@get(BASE + "/sealing-key", opt=SYNC)
async def sealing_key(request: Asked) -> sealing.PublicKey:
    """What a phone seals its unsent work to, asked for once and kept."""
    return sealing.public(request.app.state.sealing_key)


@get(BASE + "/receipt", opt=SYNC)
async def receipt(database: Db, me: Me, device_id: DEVICE) -> Receipt:
    async with database.read() as conn:
        return await pulling.receipt(conn, me, device_id, database.clock.now())


@post(BASE + "/dropbox", opt={"policy": "dropbox", "body": "raw"}, status_code=202, request_max_body_size=_MOST)
async def dropped(
    request: Asked, act: InAct, device_id: Annotated[str, QueryParameter(max_length=36)] = ""
) -> DropboxAnswer:
    return await dropbox.drop(act, await whole_body(request), device_id or None, "phone")


@get(BASE + "/hints", opt=SYNC)
async def hints(request: Asked, me: Me, database: Db) -> Stream:
    """Something moved, and nothing else: what it is, a pull tells."""
    epoch = epoch_of(request)
    async with database.read() as conn:
        at = await pulling.newest(conn)
    head = seal(epoch, Position(at, at))
    return stream(request, [f"user:{me.id}"], me.id, first=f'event: head\ndata: {{"head":"{head}"}}\n\n'.encode())


HANDLERS = (enrol, exchanged, announced, sealing_key, receipt, dropped, hints)
