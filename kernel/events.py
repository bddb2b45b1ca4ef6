"""Facts in the past tense.

Every change of the house is told as an `Event` struct whose tag is its name (`work_order.accepted`). The
edge wraps it in an `Envelope` with who, when and where it belongs (`scope`, usually a work order's id).

Events are chained and never change, so what a person typed is not part of them: an event names the field that may hold
such words (`typed`), and they are kept beside the chain, where they can be erased. A code (`too_far`) is no such word.

Pure     values only.
"""

import re
from datetime import datetime
from typing import ClassVar

from msgspec import Struct
from msgspec.structs import replace

from kernel.actors import ActorId, DeviceId, OrgId, Role


class Event(Struct, frozen=True, tag_field="event"):
    """Base of all facts; subclasses give `tag="area.past_participle"`."""

    typed: ClassVar[str] = ""  # the field in which a person may have typed something


_CODE = re.compile(r"[a-z][a-z0-9_]{0,39}")


def apart(event: Event) -> tuple[Event, str]:
    """The event without what a person typed, and that."""
    words = getattr(event, event.typed) if event.typed else ""
    if not words or _CODE.fullmatch(words):
        return event, ""
    return replace(event, **{event.typed: ""}), words


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
    words: str = ""  # what a person typed about it, until it is erased
