"""The companies whose estates are kept here.

Effects  reads this package's tables inside the caller's transaction.
"""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from dispatch import tables as t
from dispatch.estate import Organisation
from dispatch.policy import Policy


async def organisations(conn: AsyncConnection) -> list[Organisation]:
    """Every organisation, by code."""
    rows = await conn.execute(select(t.organisation).order_by(t.organisation.c.code))
    return [Organisation(**row) for row in rows.mappings()]


async def organisation(conn: AsyncConnection, org_id: str) -> Organisation | None:
    row = (await conn.execute(select(t.organisation).where(t.organisation.c.id == org_id))).mappings().first()
    return Organisation(**row) if row else None


async def policy_of(conn: AsyncConnection, org_id: str) -> Policy:
    """The rules of a company, or the default ones."""
    company = await organisation(conn, org_id)
    return company.policy if company is not None and company.policy is not None else Policy()
