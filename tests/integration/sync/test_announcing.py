"""What a phone says it has not sent: kept with its device, changed only when it changes, never a reason to refuse."""

import msgspec
import pytest

from offline_sync import announcing, store
from offline_sync.model import HeldOp, Holdings
from offline_sync.store import Device
from tests.support.phones import OFFICE, House, Phone, sha


async def device(house: House, phone: Phone) -> Device:
    async with house.act(OFFICE) as act:
        found = await store.device(act.conn, phone.memory.device)
    assert found is not None
    return found


async def held(house: House, phone: Phone) -> Holdings | None:
    text = (await device(house, phone)).holds
    return None if text is None else msgspec.json.decode(text, type=Holdings)


async def test_a_phone_that_owes_nothing_announces_nothing(house: House, phone: Phone) -> None:
    phone.note("0" * 36, "x")
    await phone.sync()
    assert await held(house, phone) is None


async def test_what_stays_behind_is_known_with_the_first_batch_and_gone_with_the_last(
    house: House, phone: Phone
) -> None:
    await phone.enrol()
    notes = [phone.note("0" * 36, f"{n}") for n in range(5)]
    await house.exchange(phone.actor, phone.body(limit=2))
    told = await held(house, phone)
    assert told is not None
    assert (told.made, [one.op_id for one in told.waiting]) == (5, notes[2:])
    await phone.sync()
    assert await held(house, phone) is None


async def test_photos_are_announced_until_their_bytes_are_here(house: House, phone: Phone) -> None:
    phone.holding = {sha("a"): 3000}
    await phone.sync()
    told = await held(house, phone)
    assert told is not None
    assert [(one.sha256, one.size) for one in told.photos] == [(sha("a"), 3000)]
    phone.holding = {}
    await phone.sync()
    assert await held(house, phone) is None


@pytest.mark.parametrize("said", [b'{"made":"many"}', b"[]", b'{"photos":[{"sha256":"no"}]}', b'"x"'])
def test_an_announcement_that_cannot_be_read_is_none(said: bytes) -> None:
    assert announcing.read(said) is None


async def test_a_phone_that_goes_on_holding_is_noted_now_and_then_and_not_each_time(house: House, phone: Phone) -> None:
    phone.holding = {sha("a"): 3000}
    await phone.sync()
    first = await device(house, phone)
    said = msgspec.json.encode(Holdings(0, photos=phone.holdings().photos))
    assert announcing.heard(first, said, 0, house.later(minutes=9)) is first
    later = announcing.heard(first, said, 0, house.later(minutes=2))
    assert (later.holds_at, later.seen_at) == (first.holds_at, house.now)


async def test_an_announcement_alone_is_noted(house: House, phone: Phone) -> None:
    await phone.enrol()
    told = Holdings(1, (HeldOp(1, phone.an_id(), "note.add", "w"),))
    known = await device(house, phone)
    async with house.act(phone.actor) as act:
        await announcing.note(act, known, msgspec.json.encode(told))
    assert await held(house, phone) == told
