"""Tombstones: told as long as somebody may have seen the thing, then swept; whoever comes later begins anew."""

from datetime import timedelta

from sqlalchemy import func, select

from kernel import feed, tombs
from kernel.actors import system
from offline_sync import epoch
from offline_sync.model import ExchangeAnswer
from tests.integration.sync.test_pull import orders_for, pulled
from tests.support.dispatch_builders import ORG
from tests.support.phones import House, Phone


async def daily(house: House, days: int) -> None:
    """The job of every day, as the timer does it."""
    for _ in range(days):
        house.later(days=1)
        async with house.act(system(ORG)) as act:
            await tombs.note(act.conn, act.now)
            await tombs.sweep(act.conn, act.now)


async def buried(house: House) -> int:
    async with house.act(system(ORG)) as act:
        heads = select(func.count()).select_from(feed.feed_head).where(feed.feed_head.c.body.is_(None))
        sights = select(func.count()).select_from(feed.feed_grant).where(~feed.feed_grant.c.visible)
        return int((await act.conn.execute(heads)).scalar_one() + (await act.conn.execute(sights)).scalar_one())


async def asked(house: House, phone: Phone) -> tuple[bool, list[str]]:
    """Whether a phone is told to forget, and what it is told of."""
    answer = await pulled(house, phone, phone.memory.cursor)
    assert answer.pull is not None
    return answer.pull.reset, [line.op for line in answer.pull.changes]


async def test_what_is_gone_is_told_for_ninety_days(house: House, phone: Phone) -> None:
    mine = await orders_for(house, phone, 2)
    await phone.sync()
    await house.cancel(mine[0])  # type: ignore[arg-type]
    await daily(house, 89)
    assert await asked(house, phone) == (False, ["revoke"])
    assert await buried(house) > 0


async def test_then_it_is_swept_and_a_phone_from_before_begins_anew(house: House, phones: list[Phone]) -> None:
    anna, boris = phones[:2]
    mine = await orders_for(house, anna, 2)
    await anna.sync()
    await boris.sync()
    await house.cancel(mine[0])  # type: ignore[arg-type]
    await daily(house, 2)
    await boris.sync()  # he has seen the tombstones, or needed none
    await daily(house, 91)
    assert await buried(house) == 0
    reset, told = await asked(house, anna)
    assert (reset, set(told)) == (True, {"put"})
    await anna.sync()
    assert list(anna.orders()) == [mine[1]]
    assert (await asked(house, boris))[0] is False


async def test_a_first_picture_in_many_pages_is_not_begun_again(house: House, phone: Phone) -> None:
    mine = await orders_for(house, phone, 4)
    await daily(house, 100)
    await house.cancel((await orders_for(house, phone, 1))[0])  # type: ignore[arg-type]
    await daily(house, 95)
    fresh = Phone(house, phone.technician, 55)
    await fresh.enrol()
    cursor, resets = None, []
    for _ in range(30):
        answer: ExchangeAnswer = await pulled(house, fresh, cursor, limit=1)
        assert answer.pull is not None
        resets.append(answer.pull.reset)
        fresh.hear(answer, cursor)
        cursor = fresh.memory.cursor
        if not answer.pull.more:
            break
    assert resets == [True] + [False] * (len(resets) - 1)
    assert len(resets) > 3
    assert set(fresh.orders()) == set(mine)


async def test_a_first_picture_that_was_left_half_done_for_ninety_days_is(house: House, phone: Phone) -> None:
    mine = await orders_for(house, phone, 3)
    await phone.enrol()
    answer = await pulled(house, phone, None, limit=1)
    phone.hear(answer, None)
    for order in mine[:2]:
        await house.cancel(order)  # type: ignore[arg-type]
    await daily(house, 92)
    assert (await asked(house, phone))[0] is True


async def test_another_history_has_swept_nothing(house: House, phone: Phone) -> None:
    await house.cancel((await orders_for(house, phone, 1))[0])  # type: ignore[arg-type]
    await daily(house, 95)
    async with house.act(system(ORG)) as act:
        house.epoch = await epoch.begin(act.conn, house.ids, act.now)
        assert await tombs.floor(act.conn) is None
    await phone.sync()
    assert (await asked(house, phone))[0] is False


async def test_the_day_is_noted_once(house: House) -> None:
    async with house.act(system(ORG)) as act:
        for hours in (0, 1, 19, 21):
            await tombs.note(act.conn, act.now + timedelta(hours=hours))
        rows = (await act.conn.execute(select(func.count()).select_from(tombs.feed_mark))).scalar_one()
    assert rows == 1, "nothing has moved since"
