"""The companies whose estates are kept here.

Effects  reads this package's tables inside the caller's transaction.
"""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from dispatch import tables as t
from dispatch.estate import Organisation


async def organisations(conn: AsyncConnection) -> list[Organisation]:
    """Every organisation, by code."""
    rows = await conn.execute(select(t.organisation).order_by(t.organisation.c.code))
    return [Organisation(**row) for row in rows.mappings()]


async def organisation(conn: AsyncConnection, org_id: str) -> Organisation | None:
    row = (await conn.execute(select(t.organisation).where(t.organisation.c.id == org_id))).mappings().first()
    return Organisation(**row) if row else None
