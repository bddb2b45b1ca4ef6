"""The demo company in a real database: loaded once, looked at from every screen."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
import pytest_asyncio
from sqlalchemy import text

import dispatch.queries
import media.queries
from api import phones
from api.db import Database, open_database
from api.demo import load
from api.demo.load import DemoSummary
from api.migrate import migrate
from api.settings import Settings
from kernel import outbox
from kernel.actors import Actor, ActorId, OrgId, Role
from kernel.clock import FixedClock
from kernel.ids import SeededLuck
from media.blobs import MemoryBlobs
from offline_sync import dropbox, parked

pytestmark = pytest.mark.asyncio(loop_scope="module")
NOW = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)
ORG = load.estate.stable_id(load.SEED, "organisation", "LTG")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def loaded(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[tuple[Database, DemoSummary, MemoryBlobs]]:
    settings = Settings(data=tmp_path_factory.mktemp("demo") / "data", worker=False, demo=False)
    database = await open_database(settings, FixedClock(NOW), SeededLuck(5))
    await migrate(database)
    blobs = MemoryBlobs()
    summary = await load.load_demo(database, blobs, NOW)
    yield database, summary, blobs
    await database.close()


async def test_everything_arrives_in_the_database(loaded: tuple[Database, DemoSummary, MemoryBlobs]) -> None:
    database, summary, _ = loaded
    async with database.read() as conn:
        for what, many in (
            ("work_order", summary.orders),
            ("photo", summary.photos),
            ("technician", 65),
            ("fault", 42),
        ):
            assert (await conn.execute(text(f"select count(*) from {what}"))).scalar_one() == many, what
        owed = (await conn.execute(text("select count(*) from outbox"))).scalar_one()
    assert owed <= 30  # only what the engine decided just now


async def test_the_board_the_reviews_and_a_phone_have_something_to_show(
    loaded: tuple[Database, DemoSummary, MemoryBlobs],
) -> None:
    database, summary, _ = loaded
    async with database.read() as conn:
        board = await dispatch.queries.board(conn, ORG, frozenset(), now=NOW)
        waiting = await dispatch.queries.review_queue(conn, ORG, (), now=NOW)
        heads = (await conn.execute(text("select count(*) from feed_head where kind = 'work_order'"))).scalar_one()
        granted = (await conn.execute(text("select count(*) from feed_grant where visible"))).scalar_one()
    assert len(board.orders) >= 30
    assert len([one for one in board.technicians if one.position is not None]) >= 20
    assert len(waiting) >= 9
    assert heads >= 25
    assert granted >= 25
    assert {persona.role for persona in summary.personas} >= {"technician", "dispatcher", "lead", "administrator"}


async def test_every_chain_of_events_holds(loaded: tuple[Database, DemoSummary, MemoryBlobs]) -> None:
    database, _, _ = loaded
    async with database.read() as conn:
        ids = (await conn.execute(text("select id from work_order order by id limit 60"))).scalars().all()
        for order_id in ids:
            history = await outbox.history(conn, order_id)
            assert history
            assert outbox.first_broken_link(history) is None


async def test_every_photo_of_the_past_can_be_shown(loaded: tuple[Database, DemoSummary, MemoryBlobs]) -> None:
    database, _, blobs = loaded
    async with database.read() as conn:
        shas = (await conn.execute(text("select distinct sha256 from photo where present"))).scalars().all()
        for sha in shas:
            assert await blobs.has(sha)
            held = await media.queries.blob(conn, ORG, sha)
            assert held is not None
    assert 24 <= len(shas) <= 60


DESK = Actor(ActorId("desk"), Role.DISPATCHER, OrgId(ORG))


async def test_work_of_two_who_were_offline_waits_for_a_ruling_with_both_versions(
    loaded: tuple[Database, DemoSummary, MemoryBlobs],
) -> None:
    database, _, _ = loaded
    async with database.look(DESK) as act:
        items = (await parked.listing(act)).items
    assert sorted((one.kind, one.reason) for one in items) == [
        ("visit.arrive", "reassigned"),
        ("visit.depart", "order_cancelled"),
        ("visit.depart", "reassigned"),
    ]
    for one in items:
        assert one.current is not None
        assert one.made_at < one.received_at < NOW
        assert any(note.by == one.by for note in one.current.order.notes), "what he found helps the next one"
        assert not one.late
    assert {one.current.order.status for one in items if one.current} == {"cancelled", "accepted"}
    assert len({one.by for one in items}) == 2


async def test_one_phone_never_came_one_still_has_work_and_one_item_lies_in_the_drop_box(
    loaded: tuple[Database, DemoSummary, MemoryBlobs],
) -> None:
    database, summary, _ = loaded
    async with database.look(DESK) as act:
        page = await phones.page(act)
        box = await dropbox.waiting(act)
        (drop,) = box.items
        inside = await dropbox.opened(act, drop.id)
    (gap,) = page.gaps
    assert (gap.why, gap.state, gap.numbers, len(gap.photos)) == ("replaced", "open", ((1, 7),), 3)
    assert [one.number for one in gap.orders] == [summary.stories["S13"]]
    (holder,) = page.holders
    assert (holder.operations, holder.photos) == (2, 2)
    assert len(holder.orders) == 1
    assert (drop.reason, [one.kind for one in inside.operations]) == ("phone", ["part.add"])
