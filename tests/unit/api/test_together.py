"""Many acts in one commit: each its own, all of them or none."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, exc, text
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from api.direct import Direct
from api.hops import OneHop, Visits
from api.together import Together, borrowed

Work = Callable[[Direct], Coroutine[Any, Any, str]]


class Door:
    """A database with one table, and what was said to it."""

    def __init__(self, folder: Path) -> None:
        self.engine: AsyncEngine = create_async_engine(
            f"sqlite+aiosqlite:///{folder / 'x.db'}", module=OneHop(), pool_size=1, max_overflow=0, pool_timeout=0.05
        )
        event.listen(self.engine.sync_engine, "connect", lambda raw, _: setattr(raw, "isolation_level", None))
        self.said: list[str] = []
        self.told: list[str] = []
        self.together = Together(self._borrow)

    @asynccontextmanager
    async def _borrow(self) -> AsyncIterator[tuple[Visits, Direct]]:
        async with borrowed(self.engine) as visits:
            yield visits, Direct(visits.raw, lambda said, *_: self.said.append(said))

    async def go(self, work: Work) -> str:
        return await self.together.go(work, self.told.append)

    async def names(self) -> list[str]:
        async with self.engine.connect() as conn:
            return list((await conn.execute(text("select name from t order by name"))).scalars())


@pytest.fixture
async def door(tmp_path: Path) -> AsyncIterator[Door]:
    made = Door(tmp_path)
    async with made.engine.begin() as conn:
        await conn.execute(text("create table t (name text primary key)"))
    yield made
    await made.engine.dispose()


def putting(name: str, error: Exception | None = None) -> Work:
    async def work(direct: Direct) -> str:
        await direct.execute(text("insert into t values (:name)"), {"name": name})
        if error is not None:
            raise error
        return name

    return work


async def test_an_act_alone_has_a_transaction_without_a_savepoint(door: Door) -> None:
    assert await door.go(putting("a")) == "a"
    assert [said for said in door.said if "insert" not in said] == ["BEGIN IMMEDIATE", "COMMIT"]
    assert door.told == ["a"]


async def test_acts_that_come_together_share_a_commit(door: Door) -> None:
    found = await asyncio.gather(*(door.go(putting(f"{number:02}")) for number in range(20)))
    assert found == [f"{number:02}" for number in range(20)] == await door.names() == door.told
    assert door.said.count("COMMIT") == 2  # twenty, sixteen to a commit


async def test_one_that_fails_takes_nothing_from_the_others_and_leaves_nothing(door: Door) -> None:
    acts = [putting("a"), putting("b", ValueError("b")), putting("a"), putting("c")]
    a, b, again, c = await asyncio.gather(*map(door.go, acts), return_exceptions=True)
    assert (a, c) == ("a", "c")
    assert isinstance(b, ValueError)
    assert isinstance(again, exc.IntegrityError)
    assert await door.names() == ["a", "c"]
    assert door.told == ["a", "c"]
    assert door.said.count("COMMIT") == 1


async def test_when_the_transaction_is_lost_nobody_is_told_that_his_act_has_happened(door: Door) -> None:
    async def loses(direct: Direct) -> str:
        direct.run("ROLLBACK")  # as SQLite does by itself when the disk is full
        raise OSError

    found = await asyncio.gather(*map(door.go, (putting("a"), loses, putting("c"))), return_exceptions=True)
    assert [type(one) for one in found] == [OSError, OSError, OSError]
    assert await door.names() == []
    assert door.told == []
    assert await door.go(putting("d")) == "d"


async def test_who_is_cancelled_leaves_his_act_whole_and_the_door_open(door: Door) -> None:
    for turn in range(12):
        task = asyncio.create_task(door.go(putting(f"x{turn}")))
        for _ in range(turn):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    assert await door.go(putting("z")) == "z"
    assert sorted(door.told) == await door.names(), "what is committed is told, whether or not somebody still waits"


async def test_while_the_writer_is_taken_for_too_long_whoever_waits_is_told(door: Door) -> None:
    async with borrowed(door.engine):
        found = await asyncio.gather(door.go(putting("a")), door.go(putting("b")), return_exceptions=True)
    assert [type(one) for one in found] == [exc.TimeoutError, exc.TimeoutError]
    assert await door.go(putting("c")) == "c"
