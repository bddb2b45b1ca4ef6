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

    drop_id: str
    note: str
