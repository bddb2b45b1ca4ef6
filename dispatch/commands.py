"""The use cases of dispatch, by the names that other packages call them.

Each loads, asks a pure decision, saves, and leaves what must be told on the act; nobody here commits. They live in
`reporting`, `sending`, `handling`, `saving`, `sweeping` and `people`.

Effects  as those modules say.
"""

from dispatch.handling import add_note, carry_out, status_of
from dispatch.lifecycle import Proof, Standing
from dispatch.opening import NewOrder
from dispatch.people import ping, put_estate, set_duty
from dispatch.reporting import open_order, open_orders
from dispatch.saving import save_standings, standings
from dispatch.sending import dispatch_order, fill_crew, lapse_offers, offer_by_hand, rank, retry_waiting
from dispatch.sweeping import close_silent, sweep_clocks

__all__ = [
    "NewOrder",
    "Proof",
    "Standing",
    "add_note",
    "carry_out",
    "close_silent",
    "dispatch_order",
    "fill_crew",
    "lapse_offers",
    "offer_by_hand",
    "open_order",
    "open_orders",
    "ping",
    "put_estate",
    "rank",
    "retry_waiting",
    "save_standings",
    "set_duty",
    "standings",
    "status_of",
    "sweep_clocks",
]
