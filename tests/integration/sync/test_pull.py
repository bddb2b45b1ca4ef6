"""The feed on a real database: whole transactions, grants, revocations, pages, resets, digests, restore."""

import asyncio

import msgspec
import pytest
from sqlalchemy import func, select, text

from kernel import feed as kernel
from kernel.heads import Head
from offline_sync import epoch, pulling
from offline_sync.epoch import EpochMismatch
from offline_sync.feed import BEGINNING, Position, opened, seal, summed
from offline_sync.model import ExchangeAnswer, Pull
from tests.support.phones import OFFICE, TECHNICIANS, House, Phone

ANNA, BORIS, _ = TECHNICIANS


async def pulled(
    house: House, phone: Phone, cursor: str | None, limit: int = 1000, *, digest: bool = False
) -> ExchangeAnswer:
    """One exchange that asks for exactly this."""
    request = msgspec.json.decode(phone.body(pull=False))
    request["pull"] = {"cursor": cursor, "limit": limit, "digest": digest}
    return await house.exchange(phone.actor, msgspec.json.encode(request))


async def orders_for(house: House, phone: Phone, count: int) -> list[str]:
    made = []
    for _ in range(count):
        order = await house.report()
        await house.offer(order, phone.technician)
        made.append(order)
    return made


async def test_a_fresh_phone_gets_all_of_its_own_and_nothing_else(house: House, phones: list[Phone]) -> None:
    anna, boris = phones[:2]
    mine = await orders_for(house, anna, 3)
    theirs = await orders_for(house, boris, 1)
    await anna.sync()
    assert set(anna.orders()) == set(mine)
    assert set(mine).isdisjoint(theirs)
    assert {key for key in anna.memory.server if key[0] == "catalog"} == {
        ("catalog", "faults"),
        ("catalog", "materials"),
    }


async def test_pages_show_every_line_once_and_are_whole_at_the_end(house: House, phone: Phone) -> None:
    mine = await orders_for(house, phone, 5)
    for order in mine:
        phone.do("offer.accept", order)
        phone.photo(order, "before")
    await phone.sync(page=1)
    fresh = Phone(house, phone.technician, 55)
    await fresh.sync(page=2, rounds=40)
    assert fresh.memory.server.keys() == phone.memory.server.keys()
    assert {k: r.ver for k, r in fresh.memory.server.items()} == {k: r.ver for k, r in phone.memory.server.items()}


async def test_catching_up_costs_what_changed(house: House, phone: Phone) -> None:
    mine = await orders_for(house, phone, 4)
    await phone.sync()
    answer = await house.exchange(phone.actor, phone.body())
    assert answer.pull is not None
    assert answer.pull.changes == ()
    await house.cancel(mine[0])  # type: ignore[arg-type]
    answer = await house.exchange(phone.actor, phone.body())
    assert answer.pull is not None
    assert [(line.op, line.wo) for line in answer.pull.changes] == [("revoke", mine[0])]


async def test_an_order_taken_away_and_given_back_comes_whole(house: House, phones: list[Phone]) -> None:
    anna = phones[0]
    order = (await orders_for(house, anna, 1))[0]
    await anna.sync()
    anna.do("offer.accept", order)
    anna.photo(order, "before")
    await anna.sync()
    await house.offer(order, BORIS)  # type: ignore[arg-type]
    await house.offer(order, ANNA)  # type: ignore[arg-type]
    answer = await house.exchange(anna.actor, anna.body())
    assert answer.pull is not None
    assert {(line.t, line.op) for line in answer.pull.changes} == {("work_order", "put"), ("photo", "put")}
    anna.hear(answer, anna.memory.cursor)
    assert anna.status(order) == "offered"


async def test_a_grant_inside_the_window_brings_older_pictures_too(house: House, phones: list[Phone]) -> None:
    anna, boris = phones[:2]
    order = (await orders_for(house, anna, 1))[0]
    await anna.sync()
    anna.do("offer.accept", order)
    anna.photo(order, "before")
    await anna.sync()
    await boris.sync()
    await house.offer(order, BORIS)  # type: ignore[arg-type]
    await boris.sync()
    assert {key[0] for key, row in boris.memory.server.items() if row.wo == order} == {"work_order", "photo"}
    await anna.sync()
    assert anna.status(order) is None


async def test_accepting_does_not_send_the_whole_order_again(house: House, phone: Phone) -> None:
    order = (await orders_for(house, phone, 1))[0]
    await phone.sync()
    phone.photo(order, "before")
    await phone.sync()
    phone.do("offer.accept", order)
    answer = await house.exchange(phone.actor, phone.body())
    assert answer.pull is not None
    assert [line.t for line in answer.pull.changes] == ["work_order"]


async def test_a_cursor_from_nowhere_starts_again(house: House, phone: Phone) -> None:
    await orders_for(house, phone, 1)
    await phone.sync()
    for cursor in (
        "nonsense",
        seal(epoch.Epoch("other", b"x"), Position(3, 3)),
        seal(house.epoch, Position(10**15, 10**15)),
    ):
        answer = await pulled(house, phone, cursor)
        assert answer.pull is not None
        assert answer.pull.reset
        assert answer.pull.changes


async def test_the_digest_is_what_the_phone_holds(house: House, phone: Phone) -> None:
    await orders_for(house, phone, 3)
    await phone.sync()
    answer = await pulled(house, phone, phone.memory.cursor, digest=True)
    assert answer.pull is not None
    held = summed(f"{row.ver}|{t}|{name}" for (t, name), row in phone.memory.server.items())
    assert answer.pull.digest == f"{held:016x}"


async def test_settled_waits_for_a_whole_picture(house: House, phone: Phone) -> None:
    mine = await orders_for(house, phone, 4)
    await phone.sync()
    for order in mine:
        phone.do("offer.accept", order)
    await house.exchange(phone.actor, phone.body(pull=False))
    for order in mine:
        phone.note(order, "x")
        await house.exchange(phone.actor, phone.body(pull=False))
    answer = await pulled(house, phone, phone.memory.cursor, limit=1)
    assert answer.pull is not None
    assert answer.pull.more
    assert answer.dev.settled_cseq == 0
    phone.hear(answer, phone.memory.cursor)
    await phone.sync(page=1, rounds=30)
    assert phone.memory.settled == 8


async def test_heads_beyond_the_horizon_are_neither_shown_nor_called_whole(house: House, phone: Phone) -> None:
    order = (await orders_for(house, phone, 1))[0]
    async with house.act(phone.actor) as act:
        below = await kernel.horizon(act.conn)
        granted = (await kernel.sights(act.conn, phone.actor.id, [order]))[order].tx
        await act.conn.execute(kernel.feed_head.update().where(kernel.feed_head.c.id == order).values(tx=below + 50))
        moving = await kernel.in_flight(act.conn, phone.actor.id, below)
        assert moving == [(granted, below + 50)]


async def test_no_reader_ever_misses_a_row_while_others_write(house: House) -> None:
    """Sixteen writers that dawdle between writing and committing; a reader that polls. The control must lose rows."""
    if house.db.kind == "sqlite":
        return  # one writer: nothing can overtake
    scope = f"ref:{OFFICE.org_id}"
    seen: set[str] = set()
    naive: set[str] = set()
    done = asyncio.Event()

    async def write(who: int) -> None:
        for turn in range(6):
            async with house.db.write.begin() as conn:
                await kernel.write(conn, [Head("catalog", f"{who}-{turn}", scope, 1, b"{}")], [])
                await asyncio.sleep(0.002 * ((who * 7 + turn * 3) % 5))

    async def read() -> None:
        actor = OFFICE
        cursor: str | None = None
        newest = 0
        for last in (False, True):
            while last or not done.is_set():
                async with house.db.read.connect() as conn:
                    await conn.begin()
                    await conn.execute(text("set transaction isolation level repeatable read, read only"))
                    page, _ = await pulling.pull(conn, actor, Pull(cursor, 1000), house.shelf)
                    rows = await conn.execute(
                        select(kernel.feed_head.c.id, kernel.feed_head.c.tx).where(kernel.feed_head.c.tx > newest)
                    )
                    for row in rows:
                        naive.add(row.id)
                        newest = max(newest, row.tx)
                    await conn.rollback()
                seen.update(line.id for line in page.changes)
                cursor = page.cursor
                if last:
                    break

    reading = asyncio.create_task(read())
    await asyncio.gather(*(write(who) for who in range(6)))
    done.set()
    await reading
    wanted = {f"{who}-{turn}" for who in range(6) for turn in range(6)}
    assert wanted <= seen


async def test_a_new_epoch_makes_every_phone_start_again_and_offer_its_journal(house: House, phone: Phone) -> None:
    order = (await orders_for(house, phone, 1))[0]
    await phone.sync()
    phone.do("offer.accept", order)
    phone.note(order, "x")
    await phone.sync()
    async with house.act(OFFICE) as act:
        house.epoch = await epoch.begin(act.conn, house.ids, house.now)
        newest = (await act.conn.execute(select(func.max(kernel.feed_head.c.tx)))).scalar_one()
        assert newest < 0
    before = dict(phone.memory.server)
    answer = await house.exchange(phone.actor, phone.body())
    assert answer.pull is not None
    assert answer.pull.reset
    assert answer.dev.receipt == f"{summed(one.op_id for one in phone.memory.queue):016x}"
    phone.hear(answer, phone.memory.cursor)
    assert phone.memory.server.keys() == before.keys()
    assert phone.memory.epoch == house.epoch.id
    position = opened(house.epoch, phone.memory.cursor)
    assert position is not None
    phone.note(order, "y")
    await phone.sync()
    assert len(phone.orders()[order].order.notes) == 2
    assert (await phone.sync()).dev.receipt == ""  # who is of this history needs no proof


async def test_a_server_on_another_database_refuses_to_start(house: House) -> None:
    async with house.act(OFFICE) as act:
        assert await epoch.check_epoch(act.conn, house.ids, house.now, house.epoch.id + "\n") == house.epoch
        for beside in (None, "", "something else"):
            with pytest.raises(EpochMismatch):
                await epoch.check_epoch(act.conn, house.ids, house.now, beside)


async def test_who_asks_again_is_shown_the_same_page_until_something_he_sees_moves(
    house: House, phones: list[Phone]
) -> None:
    anna, boris = phones[:2]
    mine = await orders_for(house, anna, 2)
    await anna.sync()
    await boris.sync()
    beginning = (anna.actor.org_id, anna.actor.id, Position(BEGINNING, BEGINNING), 1000)
    first = await pulled(house, anna, None)
    page = house.shelf.find(beginning)
    assert page is not None
    assert first.pull is not None
    assert len(first.pull.changes) == len(page.answer.changes)
    await orders_for(house, boris, 1)  # nothing of hers
    again = await pulled(house, anna, None)
    assert again.pull == first.pull
    assert house.shelf.find(beginning) is page
    await house.cancel(mine[0])  # type: ignore[arg-type]
    changed = await pulled(house, anna, None)
    assert changed.pull is not None
    assert {line.wo for line in changed.pull.changes if line.t == "work_order"} == {mine[1]}
    boris_sees = await pulled(house, boris, None)
    assert boris_sees.pull is not None
    assert mine[1] not in {line.wo for line in boris_sees.pull.changes}
