"""Signing in, staying in, signing out.

The password is checked outside any transaction (it takes a tenth of a second); attempts are counted in a
transaction of their own, so that a refusal counts as well. Reuse of an old refresh token ends the family and is
committed before the refusal is told.

Errors   `WrongLogin`, `AccountDisabled`, `TooMany`, `RefreshRefused`.
Effects  the account and token tables.
"""

from litestar import Response, post
from litestar.params import JSONBody

from api import accounts, cookies, limits, tokens
from api.db import Database
from api.edge import NOBODY, Asked, Conf, Db, address
from api.guards import SMALL
from api.people import me_view
from api.wire import Login, Session

PUBLIC = {"policy": "public"}


@post("/api/v1/auth/login", opt={**PUBLIC, "limit": SMALL}, status_code=200)
async def login(request: Asked, database: Db, settings: Conf, data: JSONBody[Login]) -> Response[Session]:
    await _count(database, data.login, address(request))
    async with database.read() as conn:
        account_id, hash_ = await accounts.secret_of(conn, data.login)
    if not await accounts.verify(hash_, data.password):
        raise accounts.WrongLogin
    async with database.act(NOBODY) as act:
        issued = await accounts.sign_in(act, account_id)
    return await _answer(database, issued, https=settings.https)


@post("/api/v1/auth/refresh", opt={**PUBLIC, "limit": SMALL}, status_code=200)
async def refresh(request: Asked, database: Db, settings: Conf) -> Response[Session]:
    shown = request.cookies.get(cookies.name(https=settings.https), "")
    if not shown.startswith(tokens.REFRESH):
        raise tokens.RefreshRefused
    async with database.act(NOBODY) as act:
        family = await tokens.family_of(act.conn, shown)
        if family is None:
            raise tokens.RefreshRefused
        await limits.spend(act.conn, f"refresh:{family}", limits.REFRESH_FAMILY, act.now)
    async with database.act(NOBODY) as act:
        issued = await tokens.rotate(act, shown, request.app.state.token_key)
    if not issued.access:
        raise tokens.RefreshRefused
    return await _answer(database, issued, https=settings.https)


@post("/api/v1/auth/logout", opt={**PUBLIC, "limit": SMALL}, status_code=204)
async def logout(request: Asked, database: Db, settings: Conf) -> Response[None]:
    shown = request.cookies.get(cookies.name(https=settings.https), "")
    async with database.act(NOBODY) as act:
        family = await tokens.family_of(act.conn, shown)
        if family is not None:
            await tokens.revoke(act.conn, family, act.now, "signed_out")
    return Response(None, status_code=204, cookies=[cookies.gone(https=settings.https)])


async def _answer(database: Database, issued: tokens.Issued, *, https: bool) -> Response[Session]:
    async with database.read() as conn:
        me = await me_view(conn, issued.account_id)
    cookie = cookies.holding(issued.refresh, issued.refresh_until, database.clock.now(), https=https)
    return Response(Session(issued.access, issued.access_until, me), cookies=[cookie])


async def _count(database: Database, login: str, place: str) -> None:
    async with database.act(NOBODY) as act:
        await limits.spend(act.conn, "login:all", limits.LOGIN_ALL, act.now)
        await limits.spend(act.conn, f"login:from:{place}", limits.LOGIN_ADDRESS, act.now)
        name = tokens.hashed(accounts.normal(login))
        await limits.spend(act.conn, f"login:of:{name}", limits.LOGIN_ACCOUNT, act.now)


HANDLERS = (login, refresh, logout)
