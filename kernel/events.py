"""Facts in the past tense.

Every change of the house is told as an `Event` struct whose tag is its name (`work_order.accepted`). The
edge wraps it in an `Envelope` with who, when and where it belongs (`scope`, usually a work order's id).

Pure     values only.
"""

from datetime import datetime

from msgspec import Struct

from kernel.actors import ActorId, DeviceId, OrgId, Role


class Event(Struct, frozen=True, tag_field="event"):
    """Base of all facts; subclasses give `tag="area.past_participle"`."""


class Envelope(Struct, frozen=True):
    id: str
    org_id: OrgId
    scope: str
    name: str
    occurred_at: datetime  # when it happened (the phone's corrected time for phone work)
    recorded_at: datetime  # when the server wrote it
    actor_id: ActorId
    actor_role: Role
    device_id: DeviceId | None
    body: bytes  # the event as JSON, exactly as hashed
    n: int = 0  # position in the whole history, given by the database
    hash: str = ""
