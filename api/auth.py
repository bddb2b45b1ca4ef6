"""Who is calling, decided from the database on every request, and whether the policy lets him.

The middleware never refuses by itself and is never switched off for a route: it looks at the bearer token and
notes the caller in the scope. The guard, which the application puts before every handler, asks the policy. So a
forgotten policy, a mount or a new route is denied, not open. Owners' sessions and report tickets are recognised
by their prefix through `RECOGNISE`.

Effects  one indexed read per request that carries a token.
"""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from functools import partial

from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler
from litestar.types import ASGIApp, Receive, Scope, Send
from sqlalchemy.ext.asyncio import AsyncConnection

import experience.queries
from api import tokens
from api.db import Database
from api.policies import POLICIES, Caller, Via, check
from experience import links

Recognise = Callable[[AsyncConnection, str, datetime], Awaitable[Caller | None]]


async def staff(conn: AsyncConnection, shown: str, now: datetime) -> Caller | None:
    """The member of staff behind an access token."""
    digest = tokens.hashed(shown)
    found = await tokens.find(conn, digest, now)
    return None if found is None else Caller(found.actor, Via.STAFF, digest, found.family)


async def owner(conn: AsyncConnection, shown: str, now: datetime) -> Caller | None:
    """Whoever opened a progress link."""
    actor = await experience.queries.owner_actor(conn, shown, now)
    return None if actor is None else Caller(actor, Via.OWNER, links.at_rest(shown))


async def ticket(conn: AsyncConnection, shown: str, now: datetime) -> Caller | None:
    """Somebody in front of a scanned code."""
    actor = await experience.queries.ticket_actor(conn, shown, now)
    return None if actor is None else Caller(actor, Via.TICKET, links.at_rest(shown))


RECOGNISE: Mapping[str, Recognise] = {tokens.ACCESS: staff, links.SESSION: owner, links.TICKET: ticket}


async def recognise(database: Database, shown: str, kinds: Mapping[str, Recognise] = RECOGNISE) -> Caller | None:
    """The caller behind any bearer token, or None."""
    for prefix, ask in kinds.items():
        if shown.startswith(prefix):
            once = prefix == tokens.ACCESS
            return await database.seen(partial(_asked, ask, shown, database.clock.now()), at_once=once)
    return None


async def _asked(ask: Recognise, shown: str, now: datetime, conn: AsyncConnection) -> Caller | None:
    return await ask(conn, shown, now)


def bearer(headers: list[tuple[bytes, bytes]]) -> str:
    """The bearer token of a request, or the empty string."""
    for name, value in headers:
        if name == b"authorization" and value[:7].lower() == b"bearer " and len(value) < 200:
            return value[7:].decode("latin-1").strip()
    return ""


class Authentication:
    """ASGI middleware that notes the caller."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        shown = bearer(list(scope["headers"]))
        if shown:
            database: Database = scope["litestar_app"].state.database
            scope["state"]["caller"] = await recognise(database, shown)
        await self.app(scope, receive, send)


def policy_guard(connection: ASGIConnection, handler: BaseRouteHandler) -> None:  # type: ignore[type-arg]
    """Default deny: the policy named by the handler decides; no name, no entry."""
    caller = connection.scope.get("state", {}).get("caller")
    check(POLICIES.get(str(handler.opt.get("policy", ""))), caller if isinstance(caller, Caller) else None)
