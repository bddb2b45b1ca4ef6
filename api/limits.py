"""How often something may be tried: token buckets in the database, so that a restart forgives nothing.

A bucket holds `burst` tries and refills steadily. A try is taken before anything is looked at, in a short transaction
of its own that is kept whatever becomes of the attempt: else a right guess would open even when no try is left. Where
the attempt writes anyway (a report, an action of a page) the try is part of its transaction: what fails leaves nothing.
Where only misses are to count, whoever was right gets his try back (`give_back`). A refusal itself takes nothing.

Units    tries; tries per second; seconds to wait.
Errors   `TooMany` with `retry_after_s`.
Effects  the bucket table, inside the caller's transaction.
"""

from datetime import datetime
from math import ceil

from msgspec import Struct
from sqlalchemy import case, delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from api.tables import bucket
from kernel.errors import Exhausted
from kernel.upserts import upsert


class TooMany(Exhausted):
    code = "too_many"


class Limit(Struct, frozen=True):
    burst: float
    per_second: float


LOGIN_ACCOUNT = Limit(10, 1 / 60)
LOGIN_ADDRESS = Limit(60, 0.5)
LOGIN_ALL = Limit(300, 5)
REFRESH_FAMILY = Limit(30, 30 / 3600)
POSITION = Limit(12, 0.2)


def take(limit: Limit, left: float, seconds: float) -> tuple[float, int]:
    """Tries left after one more, `seconds` after the last; and how long to wait if there was none."""
    filled = min(limit.burst, left + max(0.0, seconds) * limit.per_second)
    if filled >= 1:
        return filled - 1, 0
    return filled, max(1, ceil((1 - filled) / limit.per_second))


async def spend(conn: AsyncConnection, key: str, limit: Limit, now: datetime) -> None:
    """Use one try of `key`, or `TooMany`, which takes nothing."""
    row = (await conn.execute(select(bucket).where(bucket.c.key == key).with_for_update())).first()
    left, wait = take(limit, row.left if row else limit.burst, (now - row.at).total_seconds() if row else 0.0)
    if wait:
        raise TooMany(retry_after_s=wait)
    put = upsert(conn.dialect.name, bucket)
    await conn.execute(
        put.values(key=key, left=left, at=now).on_conflict_do_update(
            index_elements=["key"], set_={"left": left, "at": now}
        )
    )


async def give_back(conn: AsyncConnection, key: str, limit: Limit) -> None:
    """The last try of `key` was none: it found what it asked for."""
    refilled = case((bucket.c.left + 1 > limit.burst, limit.burst), else_=bucket.c.left + 1)
    await conn.execute(update(bucket).where(bucket.c.key == key).values(left=refilled))


async def sweep(conn: AsyncConnection, before: datetime) -> None:
    """Forget buckets that have been full for long."""
    await conn.execute(delete(bucket).where(bucket.c.at < before))
