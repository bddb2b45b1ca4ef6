"""The engine's promises: no lost update, one server, readers that cannot write, PRAGMAs that are true."""

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import func, insert, select, text, update
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.ext.asyncio import create_async_engine

from api.db import BadDatabase, Database, SecondServer, _check_pragmas, disk_is_full, open_database
from api.migrate import HEAD, NewerDatabase, configuration, migrate
from api.settings import Settings
from api.tables import bucket
from kernel.actors import system
from kernel.clock import FixedClock
from kernel.ids import SeededLuck
from media.problems import DiskFull
from tests.support.database import on_both
from tests.support.server import NOW, Server

SYSTEM = system("")


async def opened(folder: Path) -> Database:
    return await open_database(Settings(data=folder, worker=False), FixedClock(NOW), SeededLuck(3))


async def test_eight_tasks_add_twenty_times_and_nothing_is_lost(doorstep: Server) -> None:
    database = doorstep.running.database
    async with database.act(SYSTEM) as act:
        await act.conn.execute(insert(bucket).values(key="sum", left=0, at=NOW))

    async def add() -> None:
        for _ in range(20):
            async with database.act(SYSTEM) as act:
                left = (await act.conn.execute(select(bucket.c.left).where(bucket.c.key == "sum"))).scalar_one()
                await asyncio.sleep(0)
                await act.conn.execute(update(bucket).where(bucket.c.key == "sum").values(left=left + 1))

    await asyncio.gather(*(add() for _ in range(8)))
    async with database.read() as conn:
        assert (await conn.execute(select(bucket.c.left).where(bucket.c.key == "sum"))).scalar_one() == 160


async def test_a_raising_act_leaves_nothing(doorstep: Server) -> None:
    database = doorstep.running.database
    with pytest.raises(RuntimeError):  # noqa: PT012 - the block is what is undone
        async with database.act(SYSTEM) as act:
            await act.conn.execute(insert(bucket).values(key="gone", left=0, at=NOW))
            raise RuntimeError("changed my mind")
    async with database.read() as conn:
        assert (await conn.execute(select(bucket).where(bucket.c.key == "gone"))).first() is None


async def test_a_cancelled_act_is_either_there_or_not_and_the_writer_lives_on(doorstep: Server) -> None:
    database = doorstep.running.database

    async def write(key: str) -> None:
        async with database.act(SYSTEM) as act:
            await act.conn.execute(insert(bucket).values(key=key, left=0, at=NOW))
            await asyncio.sleep(0)

    for turn in range(30):
        task = asyncio.create_task(write(f"c{turn}"))
        for _ in range(turn):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    await write("after")
    async with database.read() as conn:
        assert (await conn.execute(select(bucket).where(bucket.c.key == "after"))).first() is not None


@on_both
async def test_a_look_sees_one_moment_and_cannot_write(doorstep: Server) -> None:
    db = doorstep.running.database
    count = select(func.count()).select_from(bucket)
    async with db.read() as conn:
        before = (await conn.execute(count)).scalar_one()
        async with db.act(system("")) as act:
            await act.conn.execute(insert(bucket).values(key="new", left=1, at=act.now))
        assert (await conn.execute(count)).scalar_one() == before
        with pytest.raises(DBAPIError):
            await conn.execute(insert(bucket).values(key="never", left=1, at=doorstep.clock.now()))
    async with db.read() as conn:
        assert (await conn.execute(count)).scalar_one() == before + 1
    async with db.act(system("")) as act:  # the same pool: writing is possible again
        await act.conn.execute(insert(bucket).values(key="another", left=1, at=act.now))


async def test_a_reader_cannot_write(doorstep: Server) -> None:
    with pytest.raises(OperationalError, match="readonly"):
        async with doorstep.running.database.read() as conn:
            await conn.execute(insert(bucket).values(key="x", left=0, at=NOW))


async def test_a_second_server_on_the_same_folder_is_refused(tmp_path: Path) -> None:
    first = await opened(tmp_path)
    with pytest.raises(SecondServer) as refused:
        await opened(tmp_path)
    assert refused.value.facts["folder"] == str(tmp_path.resolve())
    await first.close()
    await (await opened(tmp_path)).close()


async def test_pragmas_are_read_back(tmp_path: Path) -> None:
    plain = create_async_engine(f"sqlite+aiosqlite:///{tmp_path / 'plain.db'}")  # as drivers open it by default
    database = Database(plain, plain, FixedClock(NOW), SeededLuck(3), None)
    with pytest.raises(BadDatabase) as refused:
        await _check_pragmas(database)
    assert refused.value.facts["setting"] == "journal_mode"
    await database.close()


async def test_a_full_disk_is_told_as_such_and_nothing_is_half_done(tmp_path: Path) -> None:
    database = await opened(tmp_path)
    await migrate(database)
    async with database.writer.connect() as conn:
        pages = (await conn.exec_driver_sql("pragma page_count")).scalar_one()
        await conn.exec_driver_sql(f"pragma max_page_count={pages + 2}")
    with pytest.raises(DiskFull):  # noqa: PT012 - the block is what is undone
        async with database.act(SYSTEM) as act:
            for number in range(2000):
                await act.conn.execute(insert(bucket).values(key=f"{number}" + "x" * 100, left=0, at=NOW))
    async with database.read() as conn:
        assert (await conn.execute(select(bucket))).all() == []
    await database.close()


def test_other_errors_are_not_a_full_disk() -> None:
    assert not disk_is_full(ValueError())
    assert disk_is_full(OSError(28, "no space"))


async def test_migrating_twice_does_nothing_and_a_newer_database_is_refused(tmp_path: Path) -> None:
    database = await opened(tmp_path)
    assert await migrate(database)
    assert not await migrate(database)
    async with database.writer.begin() as conn:
        await conn.execute(text("update alembic_version set version_num = '9999'"))
    with pytest.raises(NewerDatabase):
        await migrate(database)
    await database.close()


async def test_the_migrations_build_exactly_the_tables_that_are_declared(tmp_path: Path) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext
    from alembic.script import ScriptDirectory

    from api.schema import metadata

    assert ScriptDirectory.from_config(configuration()).get_current_head() == HEAD
    database = await opened(tmp_path)
    await migrate(database)
    async with database.writer.connect() as conn:
        differences = await conn.run_sync(lambda sync: compare_metadata(MigrationContext.configure(sync), metadata))
    assert differences == []
    await database.close()
