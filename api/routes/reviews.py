"""What waits for a team lead.

Effects  reads.
"""

from litestar import get

import experience.reviewing
from api.edge import Db, Me
from api.wire import Reviews


@get("/api/v1/reviews", opt={"policy": "reviews"})
async def reviews(database: Db, me: Me) -> Reviews:
    async with database.read() as conn:
        now = database.clock.now()
        return Reviews(tuple(await experience.reviewing.queue(conn, me.org_id, me.communities, now=now)))


HANDLERS = (reviews,)
