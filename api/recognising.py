"""Owners' sessions and report tickets as callers, for `api.auth`.

Effects  one or two indexed reads.
"""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

import experience.queries
from api.policies import Caller, Via
from experience import links


async def owner(conn: AsyncConnection, shown: str, now: datetime) -> Caller | None:
    """The owner behind a session that a progress link opened."""
    actor = await experience.queries.owner_actor(conn, shown, now)
    return None if actor is None else Caller(actor, Via.OWNER, links.at_rest(shown))


async def ticket(conn: AsyncConnection, shown: str, now: datetime) -> Caller | None:
    """Whoever stands in front of a scanned code."""
    actor = await experience.queries.ticket_actor(conn, shown, now)
    return None if actor is None else Caller(actor, Via.TICKET, links.at_rest(shown))
