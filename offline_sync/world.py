"""What a batch is decided on, and what deciding it leaves behind. All in memory.

A `World` is loaded once in a few bulk queries for one device. Deciding an operation never changes it: a decision
returns an `Effect`, and only `World.take` makes it part of the memory, so a decision that fails has left
nothing behind. `World.copy` is the mark a group returns to.

Pure     no clock, no database; `at`, `now` and the actor are fields.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from dispatch.evidence import LATE_FLAG
from dispatch.lifecycle import Proof, Standing
from dispatch.model import Premises, WorkOrder
from dispatch.views import PhoneOrder
from kernel.actors import Actor
from kernel.events import Event
from media.model import Photo, Signature
from offline_sync.args import Args, FoundOnSite
from offline_sync.merge import Sight
from offline_sync.model import Verdict
from offline_sync.moments import Made
from offline_sync.upcast import Told

A = TypeVar("A", bound=Args)


class Fact(Struct, frozen=True):
    """An event with where and when it belongs."""

    scope: str
    event: Event
    at: datetime


class Find(Struct, frozen=True):
    """A fault found on site, to be opened as a work order of its own."""

    args: FoundOnSite
    premises: Premises
    at: datetime


class Effect(Struct, frozen=True, kw_only=True):
    """The verdict on one operation and everything it changes."""

    verdict: Verdict
    reason: str = ""
    facts: dict[str, Any] = {}
    standing: Standing | None = None
    events: tuple[Event, ...] = ()
    photo: Photo | None = None
    retracted: Photo | None = None
    signature: Signature | None = None
    found: FoundOnSite | None = None


class Case(Struct, frozen=True):
    """One operation as a handler sees it."""

    told: Told
    made: Made
    seen: int | None  # newest transaction the phone had applied; None: nothing of this history


def given(case: Case, kind: type[A]) -> A:
    """The arguments as the struct that `upcast.ARGS` pairs with this kind."""
    found = case.told.args
    if not isinstance(found, kind):
        raise TypeError(f"{case.told.op.kind} carries {type(found).__name__}")
    return found


@dataclass
class World:
    actor: Actor
    code: str  # how people call the actor
    now: datetime
    standings: dict[str, Standing] = field(default_factory=dict)
    photos: dict[str, Photo] = field(default_factory=dict)
    taken: dict[str, str] = field(default_factory=dict)  # ids of photos and signatures known elsewhere -> work order
    signatures: dict[str, Signature] = field(default_factory=dict)  # newest by work order
    sights: dict[str, Sight] = field(default_factory=dict)
    accepted: frozenset[str] = frozenset()  # orders that the actor has ever said yes to
    verdicts: dict[str, Verdict] = field(default_factory=dict)  # of operations named as dependencies, and of this batch
    blobs: frozenset[str] = frozenset()  # hashes whose bytes are held
    shown: dict[str, PhoneOrder] = field(default_factory=dict)  # for the sheet
    premises: dict[str, Premises] = field(default_factory=dict)  # by code and by id
    first: dict[str, Standing] = field(default_factory=dict)  # how touched orders stood before the batch
    facts: list[Fact] = field(default_factory=list)
    new_photos: dict[str, Photo] = field(default_factory=dict)
    retracted: dict[str, Photo] = field(default_factory=dict)
    new_signatures: list[Signature] = field(default_factory=list)
    finds: list[Find] = field(default_factory=list)
    forced: bool = False  # the office has decided: whose order it is does not matter any more

    def copy(self) -> "World":
        """A memory of its own that starts as this one."""
        copied = World(**self.__dict__)
        for name, value in self.__dict__.items():
            if isinstance(value, dict | list):
                setattr(copied, name, value.copy())
        return copied

    def survivor(self, work_order: str) -> Standing | None:
        """The order itself, or the one it was merged into."""
        found = self.standings.get(work_order)
        for _ in range(4):
            if found is None or found.order.merged_into is None or found.order.status != "merged":
                return found
            found = self.standings.get(found.order.merged_into)
        return found

    def photos_of(self, work_order: str) -> list[Photo]:
        return [p for p in self.photos.values() if p.work_order_id == work_order and p.retracted_at is None]

    def order(self, work_order: str) -> WorkOrder | None:
        found = self.standings.get(work_order)
        return found.order if found else None

    def take(self, op_id: str, effect: Effect, made: Made) -> None:
        """Make an effect part of the memory."""
        self.verdicts[op_id] = effect.verdict
        if effect.standing is not None:
            key = effect.standing.order.id
            if effect.standing.order != self.standings[key].order:
                self.first.setdefault(key, self.standings[key])
            self.standings[key] = effect.standing
            self.facts.extend(Fact(key, event, made.at) for event in effect.events)
        if effect.photo is not None:
            self.photos[effect.photo.id] = self.new_photos[effect.photo.id] = effect.photo
            self._recount(effect.photo.work_order_id, effect.photo, 1)
        if effect.retracted is not None:
            self.photos[effect.retracted.id] = self.retracted[effect.retracted.id] = effect.retracted
            self._recount(effect.retracted.work_order_id, effect.retracted, -1)
        if effect.signature is not None:
            self.signatures[effect.signature.work_order_id] = effect.signature
            self.new_signatures.append(effect.signature)
        if effect.found is not None:
            self.finds.append(Find(effect.found, self.premises[effect.found.premises], made.at))

    def _recount(self, work_order: str, photo: Photo, by: int) -> None:
        standing = self.standings.get(work_order)
        if standing is None or LATE_FLAG in photo.flags:
            return
        proof = standing.proof
        at_door = frozenset({photo.id}) if photo.slot == "door" else frozenset()
        counted = Proof(
            before=proof.before + (by if photo.slot == "before" else 0),
            after=proof.after + (by if photo.slot == "after" else 0),
            awaited=proof.awaited + (by if not photo.present else 0),
            doors=proof.doors | at_door if by > 0 else proof.doors - at_door,
        )
        self.standings[work_order] = replace(standing, proof=counted)
