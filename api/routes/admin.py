"""The administrator's keys: who may come in, and by which phone.

Errors   `Hidden` for what is not of this organisation; `OwnAccount`.
Effects  those of `api.locking`.
"""

from litestar import get, post
from litestar.params import FromPath, JSONBody

from api import locking
from api.edge import Db, InAct, Me
from api.wire import AccountRow, AccountRows, DeviceRows, Id, Reasoned

BASE = "/api/v1/admin"
ADMIN = {"policy": "admin"}


@get(BASE + "/accounts", opt=ADMIN)
async def listed(database: Db, me: Me) -> AccountRows:
    async with database.look(me) as act:
        return AccountRows(tuple(await locking.everybody(act)))


@post(BASE + "/accounts/{account_id:str}/disable", opt=ADMIN, status_code=200)
async def disabled(act: InAct, account_id: FromPath[Id], data: JSONBody[Reasoned]) -> AccountRow:
    return await locking.disable(act, account_id, data.reason)


@post(BASE + "/accounts/{account_id:str}/enable", opt=ADMIN, status_code=200)
async def enabled(act: InAct, account_id: FromPath[Id], data: JSONBody[Reasoned]) -> AccountRow:
    return await locking.enable(act, account_id, data.reason)


@get(BASE + "/accounts/{account_id:str}/devices", opt=ADMIN)
async def phones(database: Db, me: Me, account_id: FromPath[Id]) -> DeviceRows:
    async with database.look(me) as act:
        return DeviceRows(tuple(await locking.phones(act, account_id)))


@post(BASE + "/devices/{device_id:str}/revoke", opt=ADMIN, status_code=200)
async def revoked(act: InAct, device_id: FromPath[Id], data: JSONBody[Reasoned]) -> DeviceRows:
    return DeviceRows(tuple(await locking.revoke_phone(act, device_id, data.reason)))


HANDLERS = (listed, disabled, enabled, phones, revoked)
