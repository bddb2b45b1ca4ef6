from dispatch.commands import dispatch_order, open_order
from dispatch.model import Status
from kernel.actors import Role, system
from tests.support.database import Database, act_on
from tests.support.dispatch_builders import NOON, ORG, a_report, an_actor


async def test_a_report_becomes_an_offer_to_the_best_technician(db: Database) -> None:
    new = a_report()
    async with act_on(db, an_actor(Role.OWNER), NOON) as act:
        order, repeated = await open_order(act, new)
    assert not repeated
    assert order.status is Status.TRIAGED
    async with act_on(db, system(ORG), NOON) as act:
        decision = await dispatch_order(act, order.id)
    assert decision.chosen is not None
