"""The part of a plan that concerns some orders: what somebody who covers not all communities sees and settles.

The figures of a part are those of its visits; how many orders nobody comes for is counted among its own.

Units    seconds, metres, whole seconds-equivalent of cost.
Pure     yes.
"""

from collections.abc import Callable, Iterable

from msgspec.structs import replace

from dispatch.plans import DayPlan, Leg, Proposal, Totals

Mine = Callable[[str], bool]


def orders_of(proposal: Proposal) -> frozenset[str]:
    """Every order that the proposal names."""
    legs = (leg.work_order_id for day in (*proposal.days_before, *proposal.days_after) for leg in day.legs)
    moves = (move.work_order_id for move in proposal.moves)
    return frozenset((*legs, *moves, *(one.work_order_id for one in proposal.unplanned)))


def portion(proposal: Proposal, mine: Mine) -> Proposal:
    """The proposal with nothing in it but these orders."""
    before, after = _days(proposal.days_before, mine), _days(proposal.days_after, mine)
    unplanned = tuple(one for one in proposal.unplanned if mine(one.work_order_id))
    every = {key for key in orders_of(proposal) if mine(key)}
    return replace(
        proposal,
        moves=tuple(move for move in proposal.moves if mine(move.work_order_id)),
        unplanned=unplanned,
        days_before=before,
        days_after=after,
        before=_totals(before, len(every)),
        after=_totals(after, len(every)),
    )


def _days(days: Iterable[DayPlan], mine: Mine) -> tuple[DayPlan, ...]:
    kept = []
    for day in days:
        legs = tuple(leg for leg in day.legs if mine(leg.work_order_id))
        if legs:
            travel, late = sum(leg.travel_s for leg in legs), sum(leg.late_s for leg in legs)
            kept.append(replace(day, legs=legs, travel_s=travel, late_s=late))
    return tuple(kept)


def _totals(days: Iterable[DayPlan], orders: int) -> Totals:
    legs: list[Leg] = [leg for day in days for leg in day.legs]
    return Totals(
        cost_s=sum(leg.cost_s for leg in legs),
        travel_s=sum(leg.travel_s for leg in legs),
        metres=sum(leg.metres for leg in legs),
        late=sum(leg.late_s > 0 for leg in legs),
        late_s=sum(leg.late_s for leg in legs),
        unassigned=orders - len(legs),
    )
