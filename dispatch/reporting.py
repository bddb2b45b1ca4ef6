"""Reports become work orders. The same id twice is one work order.

Numbers are `<community>-<yymmdd>-<nnnn>` by the community's local day, taken from a counter row in the same
transaction, in one step for any number of reports.

Errors   `UnknownFault`, `NotYours`.
Effects  writes orders; leaves events on the act.
"""

from collections.abc import Sequence
from itertools import groupby

from msgspec import Struct
from msgspec.structs import replace

from dispatch import lifecycle, opening, saving, sla, store
from dispatch.model import WorkOrder
from dispatch.opening import NewOrder, Opened, Setting
from kernel.act import Act
from kernel.errors import Forbidden


class NotYours(Forbidden):
    """The place or the order belongs to somebody else's organisation or community."""

    code = "not_yours"


class _Ready(Struct, frozen=True):
    new: NewOrder
    number: str


async def open_order(act: Act, new: NewOrder) -> tuple[WorkOrder, bool]:
    """The work order of a report, and whether it was known already."""
    return (await open_orders(act, [new]))[0]


async def open_orders(act: Act, news: Sequence[NewOrder]) -> list[tuple[WorkOrder, bool]]:
    """The work orders of many reports, in the order given; true where the id was known already."""
    known = await store.orders(act.conn, [new.id for new in news])
    fresh = list({new.id: new for new in news if new.id not in known}.values())
    made: dict[str, WorkOrder] = {}
    if fresh:
        setting = await _setting(act, fresh)
        numbered = await _numbered(act, fresh, setting)
        if act.conn.dialect.name == "postgresql":
            # The counter row made us wait for whoever reported the same thing at the same moment: look again.
            known |= await store.orders(act.conn, [new.id for new in fresh])
        made = await _open(act, [one for one in numbered if one.new.id not in known], setting)
    for order in known.values():
        if order.org_id != act.actor.org_id:
            raise NotYours(work_order_id=order.id)
    first: set[str] = set()
    answers = []
    for new in news:
        repeated = new.id in known or new.id in first
        first.add(new.id)
        answers.append((known.get(new.id) or made[new.id], repeated))
    return answers


async def _setting(act: Act, fresh: Sequence[NewOrder]) -> dict[str, Setting]:
    communities = await store.communities(act.conn, [new.premises.community_id for new in fresh])
    catalogue = await store.faults(act.conn, [act.actor.org_id])
    faults = {code: fault for (_, code), fault in catalogue.items()}
    book = await store.book_of(act.conn, act.actor.org_id)
    trades = {fault.trade for fault in faults.values()}
    for new in fresh:
        if new.premises.org_id != act.actor.org_id or not act.actor.covers(new.premises.community_id):
            raise NotYours(premises=new.premises.code)
    return {
        key: Setting(community, faults, book.of(key, ""), {trade: book.of(key, trade) for trade in trades})
        for key, community in communities.items()
    }


async def _numbered(act: Act, fresh: Sequence[NewOrder], setting: dict[str, Setting]) -> list[_Ready]:
    def where_and_when(new: NewOrder) -> tuple[str, str]:
        community = setting[new.premises.community_id].community
        return community.id, opening.day_key(min(new.reported_at, act.now), community)

    ready: list[_Ready] = []
    ordered = sorted(fresh, key=lambda new: (*where_and_when(new), new.reported_at, new.id))
    for (community_id, day), group in groupby(ordered, key=where_and_when):
        batch = list(group)
        first = await store.take_numbers(act.conn, community_id, day, len(batch))
        community = setting[community_id].community
        ready += [_Ready(new, opening.number_of(community, day, first + at)) for at, new in enumerate(batch)]
    return ready


async def _open(act: Act, ready: Sequence[_Ready], setting: dict[str, Setting]) -> dict[str, WorkOrder]:
    opened: list[Opened] = []
    for one in ready:
        judged_by = setting[one.new.premises.community_id]
        opened.append(opening.opened(one.new, one.number, judged_by, act.actor, act.now))
    rows = []
    for result in opened:
        judged_by = setting[result.order.community_id]
        fault = judged_by.faults.get(result.order.fault, opening.UNSORTED)
        policy = judged_by.policy_of(fault)
        rows.append((result.order, sla.next_alarm(result.order, policy)))
    await store.insert_orders(act.conn, rows)
    for result in opened:
        for by, event in result.told:
            happened = result.order.reported_at if by is act.actor else act.now
            act.record(result.order.id, event, occurred_at=happened, by=by)
    return {result.order.id: result.order for result in opened}


async def retriaged(act: Act, before: lifecycle.Standing, outcome: lifecycle.Outcome) -> WorkOrder:
    """The order with the clocks and fees of the fault that a person has just named."""
    order = outcome.order
    around = await saving.surroundings(act, [order])
    fault = around.faults.get((order.org_id, order.fault))
    if fault is None:
        raise opening.UnknownFault(fault=order.fault)
    premises, community = around.premises[order.premises_id], around.communities[order.community_id]
    policy = around.policy_of(order)
    order = replace(order, kind=opening.kind_of(premises, fault))
    sorted_out = opening.sorted_out(order, fault, community, policy)
    return replace(sorted_out, fees=replace(sorted_out.fees, surcharge_fen=before.order.fees.surcharge_fen))
