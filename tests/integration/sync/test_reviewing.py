"""Signed work on its way to the review: with its photos, without them, and when nobody asked any more."""

import dispatch.commands
from dispatch.intents import WaiveEvidence
from dispatch.lifecycle import WAIVED_FLAG
from dispatch.model import SignMethod, Status
from experience.commands import sign_by_office
from kernel.actors import Role, system
from media import commands as media
from media import queries
from media.model import Developed, Quality
from offline_sync.reviewing import resubmit_waiting, submit_or_wait
from tests.support.dispatch_builders import ORG, an_actor
from tests.support.phones import OFFICE, House, Phone, sha


async def worked(house: House, phone: Phone, *, sign: bool = True) -> str:
    """A whole visit; the bytes of its photos are still on the phone."""
    order = await house.report()
    await house.offer(order, phone.technician)
    await phone.sync()
    phone.do("offer.accept", order)
    await phone.sync()
    phone.work(order)
    if sign:
        text = f'{{"work_order":"{order}"}}'
        phone.sign(order, text, sha(text))
    await phone.sync()
    return order


async def bytes_arrive(house: House, phone: Phone, *names: str) -> None:
    async with house.act(phone.actor) as act:
        for name in names:
            await media.declare(act, sha(name), 1000, "image/jpeg")
            await media.complete(act, sha(name), Developed("image/jpeg", b"", b"", Quality(width=10, height=10), 0))


async def resubmitted(house: House) -> list[str]:
    async with house.act(system(ORG)) as act:
        return [str(one) for one in await resubmit_waiting(act)]


async def status(house: House, order: str) -> Status:
    return (await house.order(order)).status  # type: ignore[arg-type]


async def test_signed_work_whose_question_was_lost_is_asked_again(house: House, phone: Phone) -> None:
    order = await worked(house, phone)
    assert await resubmitted(house) == []  # the reaction may still come
    assert await status(house, order) is Status.SIGNED
    house.later(minutes=5)
    assert await resubmitted(house) == [order]
    assert await status(house, order) is Status.PENDING_EVIDENCE
    house.later(minutes=5)
    assert await resubmitted(house) == []
    await bytes_arrive(house, phone, f"before {order}", f"after {order}")
    assert await resubmitted(house) == [order]
    assert await status(house, order) is Status.IN_REVIEW


async def test_a_photo_taken_back_before_its_bytes_came_does_not_open_the_review(house: House, phone: Phone) -> None:
    order = await worked(house, phone)
    await bytes_arrive(house, phone, f"before {order}")
    async with house.db.read.connect() as conn:
        after = next(one for one in await queries.photos(conn, order) if one.slot == "after")
    phone.do("photo.retract", order, id=after.id, reason="blurred")
    await phone.sync()
    async with house.act(system(ORG)) as act:
        assert await submit_or_wait(act, order) is Status.PENDING_EVIDENCE
    phone.photo(order, "after", "another")
    await phone.sync()
    await bytes_arrive(house, phone, "another")
    async with house.act(system(ORG)) as act:
        assert await submit_or_wait(act, order) is Status.IN_REVIEW


async def test_work_of_a_destroyed_phone_leaves_by_the_office(house: House, phone: Phone) -> None:
    """Done and never signed, its photos never sent: the desk says why, and the lead decides with open eyes."""
    order = await worked(house, phone, sign=False)
    async with house.act(OFFICE) as act:
        signed = await sign_by_office(act, order, SignMethod.ABSENT, "两次致电无人接听", version=None)
        assert signed.sign_off is not None
        assert (signed.status, signed.sign_off.reason) == (Status.SIGNED, "两次致电无人接听")
    house.later(minutes=5)
    await resubmitted(house)
    async with house.act(OFFICE) as act:
        waived = await dispatch.commands.carry_out(act, order, WaiveEvidence("手机坠楼损毁", "D-1"), version=None)
    assert (waived.status, waived.flags) == (Status.IN_REVIEW, {WAIVED_FLAG})
    assert [note.text for note in waived.notes] == ["手机坠楼损毁"]


async def test_a_steward_signs_for_the_office_over_the_sheet_as_it_stands(house: House, phone: Phone) -> None:
    order = await worked(house, phone, sign=False)
    async with house.act(an_actor(Role.STEWARD)) as act:
        signed = await sign_by_office(act, order, SignMethod.REFUSED, "对费用有异议", version=None)
    pictures = [sha(f"{slot} {order}") for slot in ("before", "after")]
    _, digest = phone.sheet(phone.orders()[order], signed, pictures)
    assert signed.sign_off is not None
    assert signed.sign_off.digest == digest
