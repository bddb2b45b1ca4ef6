"""The driver's own connection to PostgreSQL answers as SQLAlchemy's does: the same statements through both."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from sqlalchemy import exc, insert, select, text, update
from sqlalchemy.dialects import postgresql
from sqlalchemy.ext.asyncio import AsyncConnection

from api.straight import Straight
from tests.support.database import database
from tests.unit.api.test_direct import _BY_IDS, _SAVE, AT, ROWS, STEPS, Point, _metadata, thing, told

_PUT = postgresql.insert(thing)
_UPSERT = _PUT.on_conflict_do_update(index_elements=["id"], set_={"count": _PUT.excluded.count + thing.c.count})
_OF_SQLITE = ("ON CONFLICT", "min(thing.points)", "select id, count")
_MORE: list[Any] = [
    (_UPSERT, {"id": "a", "count": 100}),
    (_SAVE, {"b_id": "a", "b_at": AT, "b_points": (Point(3),)}),
    (text("select id, count from thing where id = any(cast(:ids as text[]))"), {"ids": ["a", "c"]}),
    (text("select id from thing where id = :id"), {"id": "nobody"}),
    (select(thing.c.weight).where(thing.c.id.in_(["a", "c"])).order_by(thing.c.id), None),
]


@pytest.fixture
async def both(tmp_path: Path) -> AsyncIterator[tuple[AsyncConnection, Straight]]:
    async with database("postgresql", tmp_path) as found:
        async with found.write.begin() as conn:
            await conn.run_sync(_metadata.create_all)
        plain = found.write.url.render_as_string(hide_password=False).replace("+asyncpg", "")
        raw = await asyncpg.connect(plain)
        async with found.write.connect() as conn:
            yield conn, Straight(raw)
        await raw.close()


async def _answer(conn: AsyncConnection, step: Any) -> Any:
    """What was changed is not told of many rows, nor is it of inserts; what was found is."""
    found = await told(conn, step)
    return None if found[0] == "changed" or step[0].is_insert else found


async def test_the_same_statements_come_to_the_same_over_both_connections(
    both: tuple[AsyncConnection, Straight],
) -> None:
    steps = [step for step in STEPS if not any(mark in str(step[0]) for mark in _OF_SQLITE)]
    steps = [step for step in [*steps[:-2], *_MORE, *steps[-2:]] for _ in range(1 if step[0].is_dml else 3)]
    ordinary, straight = both
    expected = [await _answer(ordinary, step) for step in steps]
    await ordinary.rollback()
    async with straight.transaction("BEGIN", "ROLLBACK"):
        for step, one in zip(steps, expected, strict=True):
            assert await _answer(straight.known(), step) == one, str(step[0])


async def test_an_error_is_sqlalchemys_says_nothing_of_values_and_leaves_what_came_before(
    both: tuple[AsyncConnection, Straight],
) -> None:
    _, straight = both
    async with straight.transaction("BEGIN", "COMMIT"):
        await straight.execute(insert(thing), ROWS)
        with pytest.raises(exc.IntegrityError) as caught:  # noqa: PT012 - the block is what is undone
            async with straight.begin_nested():
                await straight.execute(update(thing).values(count=0))
                await straight.execute(insert(thing), {"id": "a", "count": 4})
        assert "Key (id)" not in str(caught.value)
        kept: list[Any] = (await straight.execute(_BY_IDS, {"ids": ["a", "b", "c"]})).all()
        assert [row.count for row in kept] == [1, 2, 3]


async def test_a_transaction_that_raises_is_undone(both: tuple[AsyncConnection, Straight]) -> None:
    _, straight = both
    with pytest.raises(ZeroDivisionError):  # noqa: PT012 - the block is what is undone
        async with straight.transaction("BEGIN", "COMMIT"):
            await straight.execute(insert(thing), ROWS)
            raise ZeroDivisionError
    assert (await straight.execute(select(thing.c.id))).all() == []
    assert not straight.raw.is_in_transaction()


async def test_a_look_cannot_write(both: tuple[AsyncConnection, Straight]) -> None:
    _, straight = both
    with pytest.raises(exc.DBAPIError, match="read-only"):
        async with straight.transaction("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", "ROLLBACK"):
            await straight.execute(insert(thing), ROWS)
