"""The driver: one visit per statement, a whole coroutine in one visit, and nothing lost on the way."""

import asyncio
import sqlite3
import threading
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from api.direct import Strayed
from api.hops import OneHop, visits_of


def engine(folder: Path) -> AsyncEngine:
    return create_async_engine(f"sqlite+aiosqlite:///{folder / 'x.db'}", module=OneHop())


async def test_statements_errors_and_roll_backs_are_those_of_sqlite(tmp_path: Path) -> None:
    made = engine(tmp_path)
    async with made.begin() as conn:
        await conn.execute(text("create table t (a integer primary key)"))
        put = await conn.execute(text("insert into t values (:a)"), [{"a": 1}, {"a": 2}])
        assert put.rowcount == 2
    with pytest.raises(IntegrityError):  # noqa: PT012 - the block is what is undone
        async with made.begin() as conn:
            await conn.execute(text("insert into t values (3)"))
            await conn.execute(text("insert into t values (1)"))
    async with made.connect() as conn:
        assert (await conn.execute(text("select a from t order by a"))).scalars().all() == [1, 2]
    await made.dispose()


async def test_a_coroutine_runs_whole_in_the_thread_of_the_connection(tmp_path: Path) -> None:
    made = engine(tmp_path)
    async with made.connect() as conn:

        async def work() -> tuple[int, int]:
            found = (await conn.execute(text("select 41 + 1"))).scalar_one()
            return int(found), threading.get_ident()

        found, where = await (await visits_of(conn)).whole(work())
        assert found == 42
        assert where != threading.get_ident()
        assert (await conn.execute(text("select 1"))).scalar_one() == 1
    await made.dispose()


async def test_a_coroutine_that_waits_for_something_else_is_refused_and_undone(tmp_path: Path) -> None:
    made = engine(tmp_path)
    undone = []
    async with made.connect() as conn:

        async def work() -> None:
            try:
                await asyncio.sleep(0)
            except BaseException:
                undone.append((await conn.execute(text("select 1"))).scalar_one())
                raise

        with pytest.raises(Strayed):
            await (await visits_of(conn)).whole(work())
    assert undone == [1]
    await made.dispose()


async def test_threads_end_with_their_connections(tmp_path: Path) -> None:
    made = engine(tmp_path)
    async with made.connect() as conn:
        visits = await visits_of(conn)
        assert not visits.closed
    await made.dispose()
    assert visits.closed
    with pytest.raises(sqlite3.ProgrammingError):
        await visits.visit(lambda: None)
    for _ in range(200):
        if not any(thread is visits._thread for thread in threading.enumerate()):
            return
        await asyncio.to_thread(visits._thread.join, 1)
    raise AssertionError
