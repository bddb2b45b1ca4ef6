"""What may be spent on parts without asking: so much on one work order, so much in a week, and leave for more.

What a lead has granted counts against neither limit. Nothing that was used is ever refused: work that cost too much
carries `over_limit` until somebody grants it. A phone without a network spends from an allowance; the
allowances of one technician's phones never overlap, so that together they cannot pass the week's limit. The
phone knows the same rules (`pwa/src/engine/spending.ts`), held together by shared vectors.

Units    minor units.
Pure     yes.
"""

from collections.abc import Iterable, Sequence

from msgspec import Struct

from dispatch.model import Fen, WorkOrder
from dispatch.particulars import Approval, Consent
from dispatch.policy import Authority

OVER_FLAG = "over_limit"


class Spent(Struct, frozen=True):
    """What one work order cost in parts, and how much of that was granted."""

    fen: Fen
    granted_fen: Fen = 0

    @property
    def free_fen(self) -> Fen:
        return max(0, self.fen - self.granted_fen)


class Given(Struct, frozen=True):
    """The allowance of another phone that still runs, and what came from that phone since."""

    left_fen: Fen
    spent_fen: Fen


def granted_fen(approvals: Iterable[Approval]) -> Fen:
    return sum(one.fen for one in approvals if one.state is Consent.GRANTED)


def of_order(order: WorkOrder) -> Spent:
    return Spent(sum(line.total_fen for line in order.parts), granted_fen(order.approvals))


def left_fen(this: Spent, others: Sequence[Spent], authority: Authority) -> Fen:
    """What may still be spent on this order without asking; below zero: so much is over."""
    on_order = authority.order_fen - this.free_fen
    in_window = authority.window_fen - this.free_fen - sum(other.free_fen for other in others)
    return min(on_order, in_window)


def allowed_fen(spent: Sequence[Spent], others: Sequence[Given], authority: Authority) -> Fen:
    """What one phone may be given: the week's limit less what is spent and what other phones may still spend."""
    promised = sum(max(0, other.left_fen - other.spent_fen) for other in others)
    return max(0, authority.window_fen - sum(one.free_fen for one in spent) - promised)
