"""What each kind of operation carries: one struct per kind, today's version.

Older versions are lifted to these by `upcast`; a phone's text is never rewritten. Bounds are part of
the types, so arguments that break one are refused before any rule looks at them.

Units    moments aware UTC as the phone believed them, money in minor units, quantities in thousandths.
Pure     values only.
"""

from typing import Annotated

from msgspec import Meta, Struct

from dispatch.absence import Try
from dispatch.model import HoldReason, Instant, Presence, SignMethod, Slot, Text200, Text2000
from kernel.geo import LatLng
from kernel.uuids import Uuid
from media.model import Sha256, Stroke

Code = Annotated[str, Meta(min_length=1, max_length=40)]


class Args(Struct, frozen=True):
    """Base of all arguments."""


class Nothing(Args, frozen=True):
    pass


class Reason(Args, frozen=True):
    reason: Text200 = ""


class Arrival(Args, frozen=True):
    presence: Presence


class Pause(Args, frozen=True):
    reason: HoldReason
    until: Instant
    note: Text2000 = ""
    material: Annotated[str, Meta(max_length=40)] = ""  # the part that is waited for


class Finishing(Args, frozen=True):
    cause: Annotated[str, Meta(max_length=16)]
    action: Annotated[str, Meta(max_length=16)]


class Check(Args, frozen=True):
    step: Code
    done: bool
    at: Instant
    value: Text200 = ""


class NoteText(Args, frozen=True):
    id: Uuid
    text: Annotated[str, Meta(max_length=2000, pattern=r"\S")]  # words, not only the space between them
    at: Instant


class NewPhoto(Args, frozen=True, kw_only=True):
    id: Uuid
    slot: Slot
    sha256: Sha256
    size: Annotated[int, Meta(ge=1, le=50_000_000)]
    mime: Annotated[str, Meta(max_length=40)]
    taken_at: Instant
    position: LatLng | None = None
    accuracy_m: Annotated[float, Meta(ge=0)] | None = None
    width: Annotated[int, Meta(ge=0, le=100_000)] = 0
    height: Annotated[int, Meta(ge=0, le=100_000)] = 0
    warnings: Annotated[tuple[Annotated[str, Meta(max_length=32)], ...], Meta(max_length=8)] = ()
    shot: Annotated[str, Meta(max_length=40)] = ""  # which of the shots that the fault asks for


class Retraction(Args, frozen=True):
    id: Uuid
    reason: Text200 = ""


class NewPart(Args, frozen=True):
    id: Uuid
    material: Annotated[str, Meta(max_length=40)]
    name: Text200
    unit: Annotated[str, Meta(max_length=16)]
    quantity_milli: Annotated[int, Meta(ge=1, le=1_000_000)]
    unit_price_fen: Annotated[int, Meta(ge=0, le=100_000_000)]


class PartQuantity(Args, frozen=True):
    id: Uuid
    quantity_milli: Annotated[int, Meta(ge=1, le=1_000_000)]


class PartRemoval(Args, frozen=True):
    id: Uuid


class ApprovalRequest(Args, frozen=True, kw_only=True):
    """Leave to spend more than a technician may: how much, what for, and a photo if there is one."""

    id: Uuid
    fen: Annotated[int, Meta(ge=1, le=100_000_000)]
    words: Text200
    at: Instant
    photo: Uuid | None = None


class Capture(Args, frozen=True, kw_only=True):
    """A sign-off as it was taken: the sheet is the text the owner saw, the digest its SHA-256."""

    method: SignMethod
    digest: Sha256
    sheet: Annotated[str, Meta(max_length=65_536)]
    at: Instant
    signer: Annotated[str, Meta(max_length=80)] = ""
    signature_id: Uuid | None = None
    strokes: Annotated[tuple[Stroke, ...], Meta(max_length=2000)] = ()
    aspect: float = 0.5
    reason: Text200 = ""
    tried: Annotated[tuple[Try, ...], Meta(max_length=8)] = ()  # before the owner counts as absent


class FoundOnSite(Args, frozen=True, kw_only=True):
    id: Uuid
    premises: Annotated[str, Meta(min_length=1, max_length=64)]  # its code, or its id
    words: Text2000
    at: Instant
    fault: Annotated[str, Meta(max_length=16)] | None = None
