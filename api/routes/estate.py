"""Looking things up while a caller waits: premises, faults, materials, people.

Faults carry the pinyin initials of their Chinese name, so that three letters find them. Phone numbers leave masked.

Effects  reads.
"""

from typing import Annotated

from litestar import get
from litestar.params import QueryParameter
from msgspec.structs import replace

import dispatch.queries
from api.edge import Db, Me, Reader
from api.wire import FaultEntry, Faults, Materials, PremisesHits, Technicians
from kernel.actors import Role


def initials(words: str) -> str:
    """The first letters of Chinese words, other characters as they are: 水管爆裂 → sgbl."""
    from pypinyin import Style, lazy_pinyin  # noqa: PLC0415 - a dictionary of 40,000 words: for the first who asks

    return "".join(lazy_pinyin(words, style=Style.FIRST_LETTER)).lower().replace(" ", "")


@get("/api/v1/estate/premises", opt={"policy": "estate"})
async def premises(
    database: Db, me: Me, q: Annotated[str, QueryParameter(min_length=1, max_length=80)]
) -> PremisesHits:
    async with database.read() as conn:
        now = database.clock.now()
        hits = await dispatch.queries.premises_search(conn, me.org_id, q, now=now, communities=me.communities)
    return PremisesHits(tuple(hits))


@get("/api/v1/estate/faults", opt={"policy": "catalog"})
async def faults(conn: Reader, me: Me) -> Faults:
    known = await dispatch.queries.faults(conn, me.org_id)
    return Faults(tuple(FaultEntry(fault, initials(fault.zh)) for fault in known))


@get("/api/v1/estate/materials", opt={"policy": "catalog"})
async def materials(conn: Reader, me: Me) -> Materials:
    return Materials(tuple(await dispatch.queries.materials(conn, me.org_id)))


@get("/api/v1/estate/technicians", opt={"policy": "people"})
async def technicians(database: Db, me: Me) -> Technicians:
    """Who works in the caller's communities; a technician is told of himself, and where he is he knows."""
    himself = [str(me.id)] if me.role is Role.TECHNICIAN else None
    async with database.read() as conn:
        rows = await dispatch.queries.technician_rows(conn, himself, me.org_id, now=database.clock.now())
        places = await dispatch.queries.communities_of(conn, me.org_id)
    if himself is not None:
        return Technicians(tuple(replace(row, position=None, position_at=None, accuracy_m=None) for row in rows))
    mine = {place.code for place in places if me.covers(place.id)}
    return Technicians(tuple(row for row in rows if not row.communities or mine.intersection(row.communities)))


HANDLERS = (premises, faults, materials, technicians)
