"""Announced work that does not come: an alarm with exactly what is missing, once, and only when it is missing."""

import pytest

from kernel import outbox
from kernel.actors import system
from offline_sync import devices, gaps
from offline_sync.gaps import Gap, UnknownGap, without
from tests.support.dispatch_builders import ORG
from tests.support.phones import OFFICE, House, Phone, sha

ORDER = "0" * 36


async def watch(house: House) -> list[Gap]:
    async with house.act(system(ORG)) as act:
        await gaps.watch(act)
        return await gaps.listed(act)


async def wiped(house: House, phone: Phone, made: int, sent: int) -> list[str]:
    """A phone that announces `made` operations, hands over `sent` of them, and is never heard of again."""
    await phone.enrol()
    ops = [phone.note(ORDER, f"{n}") for n in range(made)]
    await house.exchange(phone.actor, phone.body(limit=sent))
    return ops


async def test_a_silent_phone_is_an_alarm_after_two_days_with_the_exact_numbers_and_photos(
    house: House, phone: Phone
) -> None:
    phone.holding = {sha("a"): 3000, sha("b"): 4000}
    ops = await wiped(house, phone, made=5, sent=2)
    house.later(hours=47)
    assert await watch(house) == []
    house.later(hours=2)
    (gap,) = await watch(house)
    assert (gap.why, gap.user_id, gap.lost.numbers) == ("silent", phone.technician.id, ((3, 5),))
    assert [one.op_id for one in gap.lost.operations] == ops[2:]
    assert {one.sha256 for one in gap.lost.photos} == {sha("a"), sha("b")}
    async with house.act(OFFICE) as act:
        (told,) = await outbox.history(act.conn, gap.id)
    assert told.name == "phone.work_missing"
    assert len(await watch(house)) == 1, "one announcement is one alarm"


async def test_a_phone_that_is_heard_again_is_no_alarm(house: House, phone: Phone) -> None:
    await wiped(house, phone, made=5, sent=2)
    house.later(hours=49)
    await phone.sync()
    assert await watch(house) == []


async def test_the_same_kind_of_phone_enrolled_anew_is_an_alarm_within_the_hour(house: House, phone: Phone) -> None:
    phone.platform = "Android 16, Chrome"
    ops = await wiped(house, phone, made=3, sent=1)
    fresh = Phone(house, phone.technician, 99)
    fresh.platform = phone.platform
    house.later(minutes=5)
    await fresh.sync()
    assert await watch(house) == []
    house.later(minutes=16)
    (gap,) = await watch(house)
    assert (gap.why, [one.op_id for one in gap.lost.operations]) == ("replaced", ops[1:])


async def test_a_second_phone_of_another_make_is_no_alarm(house: House, phone: Phone) -> None:
    phone.platform = "Android 16, Chrome"
    await wiped(house, phone, made=3, sent=1)
    tablet = Phone(house, phone.technician, 99)
    tablet.platform = "iPad"
    await tablet.sync()
    house.later(hours=3)
    assert await watch(house) == []


async def test_a_phone_reported_lost_is_an_alarm_at_once(house: House, phone: Phone) -> None:
    await wiped(house, phone, made=3, sent=1)
    async with house.act(OFFICE) as act:
        await devices.revoke(act, phone.memory.device)
    (gap,) = await watch(house)
    assert (gap.why, gap.lost.numbers) == ("revoked", ((2, 3),))


async def test_what_comes_after_all_ends_the_alarm(house: House, phone: Phone) -> None:
    await wiped(house, phone, made=3, sent=1)
    house.later(hours=50)
    assert [gap.state for gap in await watch(house)] == ["open"]
    await phone.sync()
    (gap,) = await watch(house)
    assert (gap.state, gap.lost.nothing) == ("came", True)


async def test_what_a_renumbered_phone_brings_is_not_missing(house: House, phone: Phone) -> None:
    phone.platform = "Android 16, Chrome"
    await wiped(house, phone, made=4, sent=1)
    phone.fork()
    await phone.sync()
    house.later(hours=50)
    assert await watch(house) == []


async def test_somebody_says_what_was_done_about_it_and_the_first_word_stands(house: House, phone: Phone) -> None:
    await wiped(house, phone, made=3, sent=1)
    house.later(hours=50)
    (gap,) = await watch(house)
    async with house.act(OFFICE) as act:
        await gaps.acknowledge(act, gap.id, "Anna asked, photos taken again")
        again = await gaps.acknowledge(act, gap.id, "something else")
        assert (again.state, again.note, again.settled_by) == (
            "acknowledged",
            "Anna asked, photos taken again",
            OFFICE.id,
        )
        with pytest.raises(UnknownGap):
            await gaps.acknowledge(act, ORDER, "x")


@pytest.mark.parametrize(
    ("here", "ranges"),
    [([], ((3, 9),)), ([3], ((4, 9),)), ([5, 6], ((3, 4), (7, 9))), ([9, 1, 12], ((3, 8),)), (range(20), ())],
)
def test_numbers_that_are_here_are_left_out(here: list[int], ranges: object) -> None:
    assert without(3, 9, here) == ranges
