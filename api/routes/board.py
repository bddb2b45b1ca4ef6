"""The live board: a snapshot, then what changes.

The snapshot carries the stream's id, so a reader starts the stream from there and misses nothing. Somebody limited
to some communities is told only of those.

Effects  reads; one open stream per reader.
"""

from litestar import get
from litestar.response import Response, Stream

import dispatch.queries
from api.edge import Asked, Db, Live, Me
from api.streams import stream
from dispatch.agenda import Agenda
from dispatch.views import Board
from kernel.actors import Actor


def topics(me: Actor) -> list[str]:
    """Where the board of this actor is told of changes."""
    if not me.communities:
        return [f"board:{me.org_id}"]
    return [f"board:{me.org_id}:{community}" for community in sorted(me.communities)]


@get("/api/v1/board", opt={"policy": "board"})
async def board(database: Db, me: Me, live: Live) -> Response[Board]:
    at = live.now_id(*topics(me))
    async with database.read() as conn:
        shown = await dispatch.queries.board(conn, me.org_id, me.communities, now=database.clock.now())
    return Response(shown, headers={"X-Last-Event-Id": at})


@get("/api/v1/board/stream", opt={"policy": "board"})
async def board_stream(request: Asked, me: Me) -> Stream:
    return stream(request, topics(me), f"board:{me.id}")


@get("/api/v1/agenda", opt={"policy": "orders.dispatch"})
async def agenda(database: Db, me: Me) -> Agenda:
    """Everybody's day, as it was and as it will go."""
    async with database.look(me) as act:
        return await dispatch.queries.agenda(act, me.communities)


HANDLERS = (board, board_stream, agenda)
