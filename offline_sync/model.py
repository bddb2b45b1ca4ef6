"""The words of sync: operation, verdict, cursor, device, and the shapes of one exchange.

The phone stores an operation as immutable UTF-8 text and sends those bytes for ever; the server hashes the
raw bytes before it decodes them. `cseq` stands outside the hashed part: a fork renumbers, the
operation stays byte-identical. Protocol number: `PROTO`.

Units    epoch milliseconds on the wire (`at`, `now`), as phones count; bytes.
Pure     values only.
"""

from enum import StrEnum
from typing import Annotated, Any

from msgspec import Meta, Raw, Struct

PROTO = 1
OPS_PER_BATCH = 200
BYTES_PER_BATCH = 1_048_576


class Verdict(StrEnum):
    APPLIED = "applied"  # effect as asked
    MERGED = "merged"  # effect adjusted, both values kept
    SUPERSEDED = "superseded"  # true but late: only the timeline knows
    PARKED = "parked"  # not applied, waits for a person
    HELD = "held"  # will be tried again by the server


class Moment(Struct, frozen=True):
    """What the phone's clock said. Evidence, never authority."""

    wall: int
    boot: str = ""
    mono: int = 0
    tz: str = ""
    off_ms: int = 0
    unc_ms: int = 0


class Deps(Struct, frozen=True):
    ops: tuple[str, ...] = ()
    blobs: tuple[str, ...] = ()


class Operation(Struct, frozen=True):
    """One intent of a person, minted when the screen action starts. `args` is decoded per kind and version."""

    op_id: Annotated[str, Meta(min_length=36, max_length=36)]
    kind: Annotated[str, Meta(max_length=40)]
    v: int
    actor: str
    at: Moment
    work_order: str = ""
    seen: str = ""
    base: dict[str, Any] = {}
    args: Raw = Raw(b"{}")
    deps: Deps = Deps()
    grp: str = ""


class Numbered(Struct, frozen=True):
    cseq: Annotated[int, Meta(ge=1)]
    op: Raw


class Pull(Struct, frozen=True):
    cursor: str | None = None
    limit: Annotated[int, Meta(ge=1, le=1000)] = 1000
    digest: bool = False


class ExchangeRequest(Struct, frozen=True):
    proto: int
    device_id: str
    epoch: str | None = None
    build: str = ""
    schema: int = 1
    ops: Annotated[tuple[Numbered, ...], Meta(max_length=OPS_PER_BATCH)] = ()
    pull: Pull | None = None
    acked: int = 0


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


class Change(Struct, frozen=True):
    """One line of the feed: put, del, revoke (everything of that work order leaves the phone)."""

    t: str  # work_order | photo | signature | catalog | op_outcome
    id: str
    wo: str
    ver: int
    op: str  # put | del | revoke
    d: Raw | None = None


class PullAnswer(Struct, frozen=True):
    cursor: str
    more: bool
    reset: bool
    changes: tuple[Change, ...]
    digest: str | None = None


class Limits(Struct, frozen=True):
    ops: int = OPS_PER_BATCH
    bytes: int = BYTES_PER_BATCH
    retry_after_ms: int = 0


class ExchangeAnswer(Struct, frozen=True):
    epoch: str
    now: int
    dev: DeviceState
    results: tuple[Result, ...]
    pull: PullAnswer | None
    limits: Limits = Limits()


class EnrolRequest(Struct, frozen=True):
    build: str
    platform: Annotated[str, Meta(max_length=200)] = ""
    standalone: bool = False
    persisted: bool = False
    quota: int = 0


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
