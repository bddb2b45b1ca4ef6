"""The owner's page: a link exchanged for a session, the page, its live story, and what can be done from it.

The code travels in the body of a POST, never in an address. GET changes nothing. Every action carries the nonce
of the page it was made on and answers with the page as it stands afterwards.

Errors   `LinkUnknown`, `LinkExpired`, `SessionOver`, those of `experience.commands`, `TooMany`.
Effects  the owner's session, and what the actions do.
"""

from collections.abc import AsyncGenerator
from datetime import datetime
from typing import Annotated, Literal

import msgspec
from litestar import Response, get, post
from litestar.params import FromPath, JSONBody, QueryParameter
from litestar.response import Stream
from msgspec import Meta, Struct

import dispatch.nearby
import experience.commands
import experience.queries
import media.queries
from api import certificates, limits
from api.db import Database
from api.edge import NOBODY, Asked, By, Db, InAct, Live, Me, address
from api.guards import SMALL
from api.limits import Limit
from api.live import Subscription, frame
from api.policies import Caller, Hidden
from api.routes.blobs import served
from api.streams import HEADERS, still_welcome
from api.wire import Asking, Id
from experience import links
from experience.model import OwnerSession
from experience.views import OwnerPage, Rating, SignByLink
from kernel.act import Act
from media.blobs import Variant

BASE = "/api/v1/owner"
OWNER = {"policy": "owner"}
MISSES = Limit(20, 20 / 60)
ACTIONS = Limit(20, 20 / 60)


class OwnerCode(Asking, frozen=True, kw_only=True):
    code: Annotated[str, Meta(max_length=100)]


class OwnerOpened(Struct, frozen=True):
    token: str
    expires_at: datetime
    page: OwnerPage


class OwnerCancel(Asking, frozen=True, kw_only=True):
    nonce: Annotated[str, Meta(max_length=100)]
    reason: Annotated[str, Meta(min_length=1, max_length=200)]


class OwnerUrge(Asking, frozen=True, kw_only=True):
    nonce: Annotated[str, Meta(max_length=100)]


@post(BASE + "/session", opt={"policy": "public", "limit": SMALL}, status_code=200)
async def opened(request: Asked, database: Db, data: JSONBody[OwnerCode]) -> OwnerOpened:
    tries = f"link:from:{address(request)}"
    async with database.act(NOBODY) as act:
        await limits.spend(act.conn, tries, MISSES, act.now)
    async with database.act(NOBODY) as act:
        done = await experience.commands.open_link(act, data.code)
        await limits.give_back(act.conn, tries, MISSES)
        page = await _page(act, done.session)
    return OwnerOpened(done.token, done.session.expires_at, page)


async def _page(act: Act, session: OwnerSession) -> OwnerPage:
    chance = act.ids.secret()
    return await experience.queries.owner_page(act.conn, session.work_order_id, session, now=act.now, chance=chance)


async def _read_page(database: Database, by: Caller) -> OwnerPage:
    now = database.clock.now()
    async with database.read() as conn:
        session = await experience.queries.session_of(conn, by.token, now)
        if session is None:
            raise links.SessionOver
        chance = database.ids.secret()
        return await experience.queries.owner_page(conn, session.work_order_id, session, now=now, chance=chance)


async def _followed(database: Database, by: Caller, reader: Subscription) -> bytes:
    """The page as it stands; what changes the story that it tells is heard from before it is read."""
    async with database.read() as conn:
        reader.follow(f"order:{await dispatch.nearby.survivor(conn, by.actor.scope or '')}")
    return msgspec.json.encode(await _read_page(database, by))


async def _session(act: Act, by: Caller) -> OwnerSession:
    """The session behind an action, each action counted against it."""
    await limits.spend(act.conn, f"owner:{by.token[:40]}", ACTIONS, act.now)
    session = await experience.queries.session_of(act.conn, by.token, act.now)
    if session is None:
        raise links.SessionOver
    return session


@get(BASE + "/page", opt=OWNER)
async def page(database: Db, by: By) -> OwnerPage:
    return await _read_page(database, by)


@get(BASE + "/stream", opt=OWNER)
async def stream(request: Asked, database: Db, by: By, live: Live) -> Stream:
    """The page now, and again whenever its work order moves, or the one that it became part of."""

    async def frames() -> AsyncGenerator[bytes, None]:
        with live.subscribe([f"order:{by.actor.scope}"], None, f"owner:{by.token}") as reader:
            yield frame("page", await _followed(database, by, reader))
            async for part in reader.frames(lambda: still_welcome(request)):
                if b"event: moved" not in part and b"event: reset" not in part:
                    yield part
                    continue
                try:
                    yield frame("page", await _followed(database, by, reader))
                except links.SessionOver:
                    yield frame("bye", b"{}")
                    return

    return Stream(frames(), media_type="text/event-stream", headers=HEADERS)


@get(BASE + "/photos/{photo_id:str}", opt=OWNER)
async def photo(
    request: Asked,
    database: Db,
    me: Me,
    photo_id: FromPath[Id],
    v: Annotated[Literal["thumb", "master"], QueryParameter()] = "thumb",
) -> Response[bytes]:
    async with database.read() as conn:
        found = await experience.queries.visible_photo(conn, me.scope or "", photo_id)
        held = await media.queries.blob(conn, me.org_id, found.sha256) if found else None
    if held is None:
        raise Hidden
    return await served(request, held, Variant(v))


@post(BASE + "/sign", opt=OWNER, status_code=200)
async def sign(act: InAct, by: By, data: JSONBody[SignByLink]) -> OwnerPage:
    session = await _session(act, by)
    await experience.commands.sign_by_link(act, session, data)
    return await _page(act, session)


@post(BASE + "/rate", opt=OWNER, status_code=200)
async def rate(act: InAct, by: By, data: JSONBody[Rating]) -> OwnerPage:
    session = await _session(act, by)
    await experience.commands.rate(act, session, data)
    return await _page(act, session)


@post(BASE + "/cancel", opt=OWNER, status_code=200)
async def cancel(act: InAct, by: By, data: JSONBody[OwnerCancel]) -> OwnerPage:
    session = await _session(act, by)
    await experience.commands.cancel_by_owner(act, session, data.nonce, data.reason)
    return await _page(act, session)


@post(BASE + "/urge", opt=OWNER, status_code=200)
async def urge(act: InAct, by: By, data: JSONBody[OwnerUrge]) -> OwnerPage:
    session = await _session(act, by)
    await experience.commands.urge(act, session, data.nonce)
    return await _page(act, session)


@get(BASE + "/certificate", opt=OWNER)
async def certificate(
    request: Asked, me: Me, lang: Annotated[str, QueryParameter(max_length=8)] = "zh"
) -> Response[bytes]:
    return await certificates.printed(request.app.state.running, me.scope or "", lang)


HANDLERS = (opened, page, stream, photo, sign, rate, cancel, urge, certificate)
