"""Whether the process lives and whether it can serve.

`/health/live` answers as long as the loop turns; `/health/ready` also asks the database.

Effects  one trivial read.
"""

from litestar import get
from msgspec import Struct
from sqlalchemy import text

from api.edge import Reader


class Health(Struct, frozen=True):
    status: str


@get("/health/live", opt={"policy": "public"})
async def live() -> Health:
    return Health("live")


@get("/health/ready", opt={"policy": "public"})
async def ready(conn: Reader) -> Health:
    await conn.execute(text("select 1"))
    return Health("ready")


HANDLERS = (live, ready)
