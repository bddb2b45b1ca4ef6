"""Events whose consequences failed again and again: named, with why, and tried once more when somebody says so.

Effects  `tried_again` makes them due.
"""

from litestar import get, post
from litestar.params import JSONBody
from msgspec import Struct

from api.edge import Asked, Db, InAct, Me
from api.wire import Asking
from kernel import outbox

BASE = "/api/v1/buried"
ADMIN = {"policy": "admin"}


class BuriedRows(Struct, frozen=True):
    items: tuple[outbox.Buried, ...]


class Numbers(Asking, frozen=True, kw_only=True):
    n: tuple[int, ...] = ()  # none: all


@get(BASE, opt=ADMIN)
async def listed(database: Db, me: Me) -> BuriedRows:
    async with database.read() as conn:
        return BuriedRows(tuple(await outbox.buried(conn, me.org_id)))


@post(BASE + "/retry", opt=ADMIN, status_code=200)
async def tried_again(request: Asked, act: InAct, me: Me, data: JSONBody[Numbers]) -> BuriedRows:
    await outbox.retry(act.conn, data.n, act.now, me.org_id)
    request.app.state.running.ring()
    return BuriedRows(tuple(await outbox.buried(act.conn, me.org_id)))


HANDLERS = (listed, tried_again)
