"""The same server on a real PostgreSQL: migrated, reported, dispatched, signed in."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import insert, select

from api import accounts, logs, tokens
from api.app import create_app
from api.migrate import migrate
from api.settings import Settings
from api.start import started
from api.tables import bucket
from dispatch.events import WorkResumed
from dispatch.model import WorkOrderId
from kernel import outbox
from kernel.actors import system
from kernel.clock import FixedClock
from kernel.ids import SeededLuck
from tests.support import small_estate as estate
from tests.support.database import database
from tests.support.server import NOW, Server, client_of


@pytest.fixture
async def doorstep(tmp_path: Path) -> AsyncIterator[Server]:
    logs.configure("error")
    async with database("postgresql", tmp_path) as found:
        url = found.write.url.render_as_string(hide_password=False).replace("+asyncpg", "")
        async with found.write.begin() as conn:
            await conn.exec_driver_sql("drop schema public cascade")
            await conn.exec_driver_sql("create schema public")
        settings = Settings(data=tmp_path, database_url=url, worker=False, public_url="https://doorstep.test")
        clock = FixedClock(NOW)
        async with started(settings, clock, SeededLuck(1)) as running:
            await estate.plant(running.database, await accounts.hash_password("correct horse battery staple"))
            app = create_app(running)
            async with client_of(app) as client:
                yield Server(app, client, running, clock)


async def test_a_report_is_dispatched(doorstep: Server) -> None:
    assert not await migrate(doorstep.running.database)
    clerk = await doorstep.persona("clerk")
    body = {
        "id": doorstep.new_id(),
        "place": "YQL-03-2-1201",
        "fault": "PLB-02",
        "words": "漏水",
        "channel": "desk",
        "consent": True,
    }
    answer = await clerk.post("/api/v1/work-orders", body)
    assert answer.status_code == 201, answer.text
    await doorstep.drain()
    order = (await clerk.get(f"/api/v1/work-orders/{answer.json()['work_order_id']}")).json()["detail"]["order"]
    assert (order["status"], order["technician_id"]) == ("offered", estate.PEOPLE["technician"].id)
    rows = (await (await doorstep.persona("dispatcher")).get("/api/v1/board")).json()["orders"]
    assert [row["status"] for row in rows] == ["offered"]


async def test_two_acts_on_one_scope_at_once_keep_its_chain_whole(doorstep: Server) -> None:
    db = doorstep.running.database

    async def one() -> None:
        async with db.act(system(estate.ORG)) as act:
            act.record("busy", WorkResumed(WorkOrderId("busy")))
            act.record("other", WorkResumed(WorkOrderId("other")))

    await asyncio.gather(*[one() for _ in range(12)])
    async with db.read() as conn:
        for scope in ("busy", "other"):
            chain = await outbox.history(conn, scope)
            assert len(chain) == 12
            assert outbox.first_broken_link(chain) is None


async def test_a_raising_act_leaves_nothing_and_tokens_rotate(doorstep: Server) -> None:
    db = doorstep.running.database
    with pytest.raises(RuntimeError):  # noqa: PT012 - the block is what is undone
        async with db.act(system("")) as act:
            await act.conn.execute(insert(bucket).values(key="gone", left=0, at=NOW))
            raise RuntimeError("no")
    async with db.read() as conn:
        assert (await conn.execute(select(bucket).where(bucket.c.key == "gone"))).first() is None
    async with db.act(system("")) as act:
        first = await tokens.begin(act, estate.PEOPLE["clerk"].id)
    for _ in range(2):
        async with db.act(system("")) as act:
            heir = await tokens.rotate(act, first.refresh, b"key")
    async with db.act(system("")) as act:
        assert (await tokens.rotate(act, heir.refresh, b"key")).access
    async with db.act(system("")) as act:
        assert not (await tokens.rotate(act, first.refresh, b"key")).access
