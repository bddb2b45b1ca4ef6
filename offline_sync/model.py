"""The words of sync: operation, verdict, cursor, device, and the shapes of one exchange.

The phone stores an operation as immutable UTF-8 text and sends those bytes for ever; the server hashes the
raw bytes before it decodes them. `cseq` stands outside the hashed part: a fork renumbers, the
operation stays byte-identical. Protocol number: `PROTO`.

Units    epoch milliseconds on the wire (`at`, `now`), as phones count; bytes.
Pure     values only.
"""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any

from msgspec import Meta, Raw, Struct, field

from dispatch.views import PhoneOrder
from kernel.uuids import Uuid

PROTO = 1
OPS_PER_BATCH = 200
BYTES_PER_BATCH = 1_048_576
NOTHING = Raw(b"null")  # a decoder does not know `Raw | None`; as a factory, since it cannot be hashed (OpenAPI)

# What a column holds and a phone can count: a number beyond that is no number of ours.
Whole = Annotated[int, Meta(ge=-(2**53), le=2**53)]
Version = Annotated[int, Meta(ge=-(2**31), le=2**31 - 1)]


class Verdict(StrEnum):
    APPLIED = "applied"  # effect as asked
    MERGED = "merged"  # effect adjusted, both values kept
    SUPERSEDED = "superseded"  # true but late: only the timeline knows
    PARKED = "parked"  # not applied, waits for a person
    HELD = "held"  # will be tried again by the server


class Moment(Struct, frozen=True):
    """What the phone's clock said. Evidence, never authority."""

    wall: Whole
    boot: str = ""
    mono: Whole = 0
    tz: str = ""
    off_ms: Whole = 0
    unc_ms: Whole = 0


class Deps(Struct, frozen=True):
    ops: tuple[str, ...] = ()
    blobs: tuple[str, ...] = ()


class Operation(Struct, frozen=True):
    """One intent of a person, minted when the screen action starts. `args` is decoded per kind and version."""

    op_id: Uuid
    kind: Annotated[str, Meta(pattern="^[^\\u0000]*$", max_length=40)]
    v: Version
    actor: str
    at: Moment
    work_order: Annotated[str, Meta(pattern="^[^\\u0000]*$")] = ""
    seen: str = ""
    base: dict[str, Any] = {}
    args: Raw = field(default_factory=lambda: Raw(b"{}"))
    deps: Deps = Deps()
    grp: str = ""


class Numbered(Struct, frozen=True):
    cseq: Annotated[int, Meta(ge=1, le=2**53)]
    op: Raw


class Pull(Struct, frozen=True):
    cursor: str | None = None
    limit: Annotated[int, Meta(ge=1, le=1000)] = 1000
    digest: bool = False


class ExchangeRequest(Struct, frozen=True):
    proto: Version
    device_id: str
    epoch: str | None = None
    build: str = ""
    schema: Version = 1
    ops: tuple[Numbered, ...] = ()  # at most OPS_PER_BATCH; `envelope.read` answers "send less" beyond that
    pull: Pull | None = None
    acked: Whole = 0
    differed: Whole = 0  # how often this phone's picture was not what the server summed up
    holds: Raw = field(default_factory=lambda: NOTHING)  # `Holdings`; what cannot be read costs no operation its place


class HeldOp(Struct, frozen=True):
    """One operation that lies on a phone and is in no request yet."""

    cseq: Annotated[int, Meta(ge=1, le=2**53)]
    op_id: Uuid
    kind: Annotated[str, Meta(max_length=40)] = ""
    work_order: Annotated[str, Meta(max_length=64)] = ""


class HeldPhoto(Struct, frozen=True):
    """One photo whose bytes lie on a phone."""

    sha256: Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]
    size: Whole = 0
    work_order: Annotated[str, Meta(max_length=64)] = ""


class Holdings(Struct, frozen=True):
    """What a phone has made and not yet handed over: so that its loss is noticed, and exactly what was lost."""

    made: Whole = 0  # the highest number it has given to an operation
    waiting: Annotated[tuple[HeldOp, ...], Meta(max_length=200)] = ()
    photos: Annotated[tuple[HeldPhoto, ...], Meta(max_length=200)] = ()
    more_photos: Whole = 0  # beyond those that are named
    bytes: Whole = 0


class Result(Struct, frozen=True):
    cseq: int
    op_id: str
    verdict: Verdict
    reason: str = ""
    dup: bool = False
    facts: dict[str, Any] = {}


class DeviceState(Struct, frozen=True):
    last_cseq: int
    settled_cseq: int
    expected: int | None = None  # a hole: resend from here
    fork: bool = False
    receipt: str = ""  # the sum over the ids known of it, told when more is known than it may have heard of


class Change(Struct, frozen=True):
    """One line of the feed: put, del, revoke (everything of that work order leaves the phone)."""

    t: str  # work_order | photo | signature | catalog | op_outcome
    id: str
    wo: str
    ver: int
    op: str  # put | del | revoke
    d: Raw = field(default_factory=lambda: NOTHING)


class PullAnswer(Struct, frozen=True):
    cursor: str
    more: bool
    reset: bool
    changes: tuple[Change, ...]
    digest: str | None = None


class Limits(Struct, frozen=True):
    ops: int = OPS_PER_BATCH
    bytes: int = BYTES_PER_BATCH
    retry_after_ms: int = 0  # whoever comes sooner will be refused


class Told(Struct, frozen=True):
    """What every answer of an exchange says."""

    epoch: str
    now: int
    dev: DeviceState
    results: tuple[Result, ...]
    limits: Limits = Limits()
    upgrade: str = ""  # pull_upgrade_required: the work was taken, but this build can no longer be shown anything


class ExchangeAnswer(Told, frozen=True, kw_only=True):
    """The same, and what changed."""

    pull: PullAnswer | None


class EnrolRequest(Struct, frozen=True):
    build: str
    platform: Annotated[str, Meta(max_length=200)] = ""
    standalone: bool = False
    persisted: bool = False
    quota: Whole = 0
    fork_of: str | None = None  # the device whose memory was cloned or rolled back; its numbers begin again here


class EnrolAnswer(Struct, frozen=True):
    device_id: str
    epoch: str
    limits: Limits


class Receipt(Struct, frozen=True):
    last_cseq: int
    n: int
    digest: str
    missing_blobs: tuple[str, ...]
    parked: int


class OpOutcome(Struct, frozen=True):
    """The body of feed kind `op_outcome`: what became of an operation that was not simply applied."""

    op_id: str
    kind: str
    work_order: str
    verdict: Verdict
    reason: str
    resolution: str | None = None  # accept | reject | amend
    note: str = ""


class ParkedItem(Struct, frozen=True):
    """One operation in the office's inbox: what the phone wanted, and how things stand now."""

    op_id: str
    kind: str
    work_order_id: str
    reason: str
    facts: dict[str, Any]
    args: Raw  # as the phone said it
    by: str
    by_code: str
    device_id: str | None
    made_at: datetime  # by the phone's clock, corrected
    unsure_ms: int
    received_at: datetime
    current: PhoneOrder | None
    late: bool = False  # nobody has decided for a day


class ParkedList(Struct, frozen=True):
    items: tuple[ParkedItem, ...]


class Ruling(Struct, frozen=True, forbid_unknown_fields=True):
    """What the office decides about a parked operation; `args` replaces the phone's when amending."""

    decision: Annotated[str, Meta(pattern="^(accept|reject|amend)$")]
    note: Annotated[str, Meta(max_length=2000)] = ""
    args: Raw = field(default_factory=lambda: NOTHING)


class DropboxAnswer(Struct, frozen=True):
    id: str
