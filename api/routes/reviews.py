"""What waits for a team lead.

Effects  reads.
"""

from litestar import get

import dispatch.queries
from api.edge import Me, Reader
from api.wire import Reviews


@get("/api/v1/reviews", opt={"policy": "reviews"})
async def reviews(conn: Reader, me: Me) -> Reviews:
    return Reviews(tuple(await dispatch.queries.review_queue(conn, me.org_id, me.communities)))


HANDLERS = (reviews,)
