"""A phone that was reported lost, at its next contact: it is told so, and may leave what it still holds.

It has no session any more, so what it shows is its own device id: 80 random bits that only the phone and the house
know. All that this opens is the answer "you were reported lost", upon which the phone destroys its picture, and a slot
through which it hands over its unsent work. That lies in the drop-box as `device_revoked` under its person's name:
evidence is never refused and never applied by itself.

Errors   `DeviceUnknown` for a phone that was not reported lost; `TooMany`; those of the drop-box.
Effects  reads one row; one drop.
"""

from litestar import get, post
from litestar.params import FromPath
from msgspec import Struct

from api import limits
from api.edge import Asked, Db
from api.limits import Limit
from api.routes.sync import whole_body
from api.wire import Id
from offline_sync import devices, dropbox
from offline_sync.exchange import DeviceUnknown
from offline_sync.model import BYTES_PER_BATCH, DropboxAnswer

BASE = "/api/v1/sync/devices/{device_id:str}"
LEAVING = Limit(60, 1)


class Standing(Struct, frozen=True):
    """Whether a phone may still hold anything."""

    revoked: bool


@get(BASE + "/standing", opt={"policy": "public"})
async def standing(database: Db, device_id: FromPath[Id]) -> Standing:
    async with database.read() as conn:
        return Standing(await devices.lost_by(conn, device_id) is not None)


@post(
    BASE + "/left", opt={"policy": "public", "body": "raw"}, status_code=202, request_max_body_size=2 * BYTES_PER_BATCH
)
async def left(request: Asked, database: Db, device_id: FromPath[Id]) -> DropboxAnswer:
    """One piece of unsent work of a phone that was reported lost."""
    async with database.read() as conn:
        person = await devices.lost_by(conn, device_id)
    if person is None:
        raise DeviceUnknown
    raw = await whole_body(request)
    async with database.act(person) as act:
        await limits.spend(act.conn, f"left:{device_id}", LEAVING, act.now)
        return await dropbox.drop(act, raw, device_id, "device_revoked")


HANDLERS = (standing, left)
