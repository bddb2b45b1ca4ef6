"""What a decision looked at, small enough to keep and complete enough to decide again.

Every technician, place, fault, community and policy is kept once, under the hash of its bytes; per decision there is
only which of them it was and what was different at that moment: queues, positions, duty. Nothing personal is kept: a
decision does not look at names, numbers and words (`bare`).

Units    bytes: msgpack, deflated.
Errors   `UnknownSnapshot`.
Pure     equal inputs give equal bytes.
"""

import hashlib
import zlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from dispatch.model import Community, Contact, Fault, Fix, Premises, Technician, WorkOrder
from dispatch.planning import Asked, Job, Prospect, Stop
from dispatch.policy import Policy
from dispatch.views import Decision
from kernel.errors import NotFound

T = TypeVar("T")
_packer = msgspec.msgpack.Encoder(order="deterministic")
_writer = msgspec.json.Encoder(order="deterministic")


class UnknownSnapshot(NotFound):
    """A part of what was looked at is not kept any more."""

    code = "unknown_snapshot"


class Looked(Struct, frozen=True):
    """Everything one decision is a function of."""

    job: Job
    prospects: tuple[Prospect, ...]
    policy: Policy
    now: datetime


class _Seen(Struct, frozen=True, array_like=True):
    technician: str  # hash of what he is; the rest is how he stood
    fix: Fix | None
    on_break: bool
    off_duty: bool
    version: int
    stops: tuple[Stop, ...]
    recent_jobs: int
    visits_here: int
    failed_here: int
    asked: tuple[Asked, ...]


class _Frozen(Struct, frozen=True):
    order: WorkOrder
    fault: str
    premises: str
    community: str
    policy: str
    now: datetime
    people: tuple[_Seen, ...]


def bare(job: Job) -> Job:
    """The job without what no decision looks at."""
    order = replace(
        job.order,
        contact=Contact(),
        description="",
        visit_notes="",
        presence=None,
        checklist=(),
        parts=(),
        notes=(),
        sign_off=None,
        review=None,
        approvals=(),
    )
    return replace(job, order=order, premises=replace(job.premises, contact=Contact(), visit_notes=""))


def freeze(looked: Looked) -> tuple[bytes, dict[str, bytes]]:
    """What to keep of one decision, and the parts it refers to by their hashes."""
    parts: dict[str, bytes] = {}

    def kept(part: Struct) -> str:
        packed = _packer.encode(part)
        key = hashlib.sha256(packed).hexdigest()
        parts.setdefault(key, packed)
        return key

    job = bare(looked.job)
    people = tuple(
        _Seen(
            kept(replace(one.technician, fix=None, on_break=False, off_duty=False, version=0)),
            one.technician.fix,
            one.technician.on_break,
            one.technician.off_duty,
            one.technician.version,
            one.stops,
            one.recent_jobs,
            one.visits_here,
            one.failed_here,
            one.asked,
        )
        for one in looked.prospects
    )
    frozen = _Frozen(
        job.order, kept(job.fault), kept(job.premises), kept(job.community), kept(looked.policy), looked.now, people
    )
    return zlib.compress(_packer.encode(frozen), 6), {key: zlib.compress(body, 6) for key, body in parts.items()}


_frozen = msgspec.msgpack.Decoder(_Frozen)


def named(body: bytes) -> set[str]:
    """The hashes of the parts that this refers to."""
    frozen = _frozen.decode(zlib.decompress(body))
    return {frozen.fault, frozen.premises, frozen.community, frozen.policy, *(one.technician for one in frozen.people)}


def thaw(body: bytes, parts: Mapping[str, bytes]) -> Looked:
    """Exactly what was frozen."""
    frozen = _frozen.decode(zlib.decompress(body))
    known: dict[str, Any] = {}

    def part(key: str, kind: type[T]) -> T:
        if key not in known:
            if key not in parts:
                raise UnknownSnapshot(hash=key)
            known[key] = msgspec.msgpack.decode(zlib.decompress(parts[key]), type=kind)
        found: T = known[key]
        return found

    job = Job(
        frozen.order, part(frozen.fault, Fault), part(frozen.premises, Premises), part(frozen.community, Community)
    )
    return Looked(
        job, tuple(_prospect(one, part(one.technician, Technician)) for one in frozen.people),
        part(frozen.policy, Policy), frozen.now,
    )  # fmt: skip


def _prospect(seen: _Seen, who: Technician) -> Prospect:
    technician = replace(who, fix=seen.fix, on_break=seen.on_break, off_duty=seen.off_duty, version=seen.version)
    return Prospect(
        technician=technician,
        stops=seen.stops,
        recent_jobs=seen.recent_jobs,
        visits_here=seen.visits_here,
        failed_here=seen.failed_here,
        asked=seen.asked,
    )


def input_hash(job: Job, prospects: Sequence[Prospect], policy: Policy, now: datetime) -> str:
    """The same for the same facts, in whatever order they came."""
    by_id = sorted(prospects, key=lambda prospect: prospect.technician.id)
    return hashlib.sha256(_writer.encode((bare(job), by_id, normal(policy), now))).hexdigest()


_policies = msgspec.msgpack.Decoder(Policy)


def normal(policy: Policy) -> Policy:
    """The policy as it is read back: a whole number where a fraction belongs is written differently."""
    return _policies.decode(_packer.encode(policy))


def outcome_hash(decision: Decision) -> str:
    """The same for the same outcome; the decision's own id is no part of it."""
    return hashlib.sha256(_writer.encode(replace(decision, id=""))).hexdigest()
