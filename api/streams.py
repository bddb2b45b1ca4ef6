"""One way to answer with server-sent events.

The subscription is joined when the first byte is asked for and left in the generator's `finally`, so a client that
never reads leaves nothing behind. While the stream is open the caller is looked up again every few seconds: a
disabled account or a revoked session ends it.

Effects  in-process queues; a small read now and then.
"""

from collections.abc import AsyncGenerator, Iterable

from litestar.response import Stream

from api import tokens
from api.auth import bearer, recognise
from api.db import Database
from api.edge import Asked, caller_of
from api.live import Hub
from api.policies import Via

HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


def stream(request: Asked, topics: Iterable[str], owner: str, first: bytes = b"") -> Stream:
    """Frames of these topics, after `first`, for whoever asked."""
    hub: Hub = request.app.state.live
    last_id = request.headers.get("last-event-id")

    async def frames() -> AsyncGenerator[bytes, None]:
        with hub.subscribe(topics, last_id, owner) as reader:
            if first:
                yield first
            async for part in reader.frames(lambda: still_welcome(request)):
                yield part

    return Stream(frames(), media_type="text/event-stream", headers=HEADERS)


async def still_welcome(request: Asked) -> bool:
    """Whether what opened the stream still opens anything. A staff token's own expiry does not end its stream."""
    caller = caller_of(request)
    database: Database = request.app.state.database
    if caller is None:
        return False
    if caller.via is not Via.STAFF:
        return await recognise(database, bearer(list(request.scope["headers"]))) is not None
    async with database.read() as conn:
        return await tokens.is_open(conn, caller.family, database.clock.now())
