"""Small values that hang on a work order: steps of an instruction, approvals of spending, pins of a review, parts seen.

Units    money in minor units, quantities in thousandths, metres; a pin in ten-thousandths of the photo's width, height.
Pure     values only.
"""

from datetime import datetime
from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct

from kernel.geo import LatLng

Share = Annotated[int, Meta(ge=0, le=10_000)]


class CheckStep(Struct, frozen=True):
    """One step of a work instruction. `kind` is tick, reading or photo; `before_start` gates state in_progress."""

    code: str
    zh: str
    en: str
    kind: str = "tick"
    required: bool = True
    before_start: bool = False


class Consent(StrEnum):
    ASKED = "asked"
    GRANTED = "granted"
    DECLINED = "declined"


class Approval(Struct, frozen=True):
    """Leave to spend more than a technician may on his own; `fen` is what is asked for, or was granted."""

    id: str
    fen: Annotated[int, Meta(ge=1, le=100_000_000)]
    words: Annotated[str, Meta(max_length=200)]
    asked_at: datetime
    asked_by: str
    asked_name: str = ""
    photo: str | None = None
    state: Consent = Consent.ASKED
    decided_at: datetime | None = None
    decided_by: str = ""
    decided_name: str = ""
    note: str = ""


class Pin(Struct, frozen=True):
    """What a reviewer points at on a photo."""

    photo: Annotated[str, Meta(max_length=64)]
    x: Share
    y: Share
    words: Annotated[str, Meta(max_length=200)] = ""


class Depot(Struct, frozen=True, kw_only=True):
    """Where parts lie: a store, or the van of a technician."""

    id: str
    org_id: str
    code: str
    zh: str
    en: str
    kind: str  # store | van
    position: LatLng | None = None  # a van: where its technician was last seen
    technician_id: str | None = None


class Stock(Struct, frozen=True):
    """How much of a material a depot holds. Below zero: more was used than anybody had booked in."""

    depot_id: str
    material: str
    on_hand_milli: int


class PartAt(Struct, frozen=True):
    """One depot that holds a part, as it was seen from a work order."""

    depot: str  # code
    zh: str
    en: str
    kind: str
    on_hand_milli: int
    distance_m: int | None  # None: where the van is, nobody knows
