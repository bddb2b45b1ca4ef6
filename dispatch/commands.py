"""The use cases of dispatch, by the names that other packages call them.

Each loads, asks a pure decision, saves, and leaves what must be told on the act; nobody here commits. They live in
`reporting`, `sending`, `handling`, `saving`, `sweeping` and `people`.

Effects  as those modules say.
"""

from dispatch.dayplans import Applied, PlanSettled, UnknownPlan, morning, plan_of, plans
from dispatch.dayplans import apply as apply_plan
from dispatch.dayplans import drop as drop_plan
from dispatch.dayplans import keep as keep_plan
from dispatch.gathering import Gathered, gather
from dispatch.giving_way import give_way
from dispatch.handling import add_note, carry_out, status_of
from dispatch.lifecycle import Proof, Standing
from dispatch.opening import NewOrder
from dispatch.people import ping, put_estate, set_duty
from dispatch.reporting import open_order, open_orders
from dispatch.ruling import PolicyRow, rules
from dispatch.ruling import drop as drop_policy
from dispatch.ruling import preview as preview_policy
from dispatch.ruling import put as put_policy
from dispatch.saving import save_standings, standings
from dispatch.sending import dispatch_order, fill_crew, lapse_offers, offer_by_hand, rank
from dispatch.sweeping import close_silent, sweep_clocks
from dispatch.waiting import retry_waiting

__all__ = [
    "Applied",
    "Gathered",
    "NewOrder",
    "PlanSettled",
    "PolicyRow",
    "Proof",
    "Standing",
    "UnknownPlan",
    "add_note",
    "apply_plan",
    "carry_out",
    "close_silent",
    "dispatch_order",
    "drop_plan",
    "drop_policy",
    "fill_crew",
    "gather",
    "give_way",
    "keep_plan",
    "lapse_offers",
    "morning",
    "offer_by_hand",
    "open_order",
    "open_orders",
    "ping",
    "plan_of",
    "plans",
    "preview_policy",
    "put_estate",
    "put_policy",
    "rank",
    "retry_waiting",
    "rules",
    "save_standings",
    "set_duty",
    "standings",
    "status_of",
    "sweep_clocks",
]
