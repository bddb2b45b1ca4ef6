"""One exchange on a real database: every operation gets exactly one verdict, whatever the network does."""

from tests.support.phones import TECHNICIANS, House, Phone

ANNA, BORIS, CHEN = TECHNICIANS


async def test_a_whole_visit_made_offline_arrives_once_and_in_order(house: House, phone: Phone) -> None:
    order = await house.report()
    await house.offer(order, ANNA)
    await phone.sync()
    assert phone.status(order) == "offered"

    phone.do("offer.accept", order)
    phone.work(order)
    await phone.sync()

    assert {phone.verdict(one.op_id) for one in phone.memory.queue} == {"applied"}
    assert phone.status(order) == "work_done"
    assert phone.memory.settled == len(phone.memory.queue)
