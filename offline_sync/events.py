"""What sync has to tell: operations that were not simply applied, and what the office ruled.

Pure     values only.
"""

from kernel.events import Event
from offline_sync.model import Verdict


class OperationJudged(Event, frozen=True, tag="operation.judged"):
    """Merged, superseded, parked or held: the timeline keeps what the phone had wanted."""

    op_id: str
    kind: str
    verdict: Verdict
    reason: str
    work_order_id: str = ""


class OperationRuled(Event, frozen=True, tag="operation.ruled"):
    op_id: str
    kind: str
    resolution: str
    work_order_id: str = ""


class DropHandled(Event, frozen=True, tag="dropbox.handled"):
    """Somebody looked at bytes of the drop-box."""

    typed = "note"

    drop_id: str
    note: str


class DropArrived(Event, frozen=True, tag="dropbox.arrived"):
    """Bytes that the protocol could not take lie in the drop-box."""

    drop_id: str
    user_id: str


class OperationOverdue(Event, frozen=True, tag="operation.overdue"):
    """Nobody has decided about a parked operation for a day."""

    op_id: str
    kind: str
    work_order_id: str = ""


class WorkMissing(Event, frozen=True, tag="phone.work_missing"):
    """A phone announced work that never came."""

    gap_id: str
    device_id: str
    user_id: str
    why: str
    operations: int
    photos: int
    orders: tuple[str, ...] = ()


class WorkCame(Event, frozen=True, tag="phone.work_came"):
    """It came after all."""

    gap_id: str
    device_id: str
    user_id: str


class WorkImported(Event, frozen=True, tag="phone.work_imported"):
    """Somebody of the office took in a phone's work from a file or from the drop-box."""

    import_id: str
    user_id: str
    operations: int
    photos: int
