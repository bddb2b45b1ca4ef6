"""One work order of the demo, lived through the real lifecycle in memory, with everything it leaves behind.

Nothing here sets a status: every step goes through `dispatch.lifecycle.apply`, every detail through
`dispatch.details`, so the demo's past could have happened and its events tell it.

Effects  none outside the object.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from api.demo.dice import Dice
from dispatch import crewing, details, lifecycle, opening, showing
from dispatch import intents as i
from dispatch import sheet as sheets
from dispatch.details import Edited
from dispatch.lifecycle import Proof, Standing
from dispatch.model import (
    Assignment,
    AssignmentId,
    AssignmentState,
    CheckAnswer,
    Community,
    Fault,
    Kind,
    Mate,
    Note,
    PartLine,
    Premises,
    SignMethod,
    SignOff,
    Slot,
    TechnicianId,
    WorkOrder,
)
from dispatch.opening import NewOrder, Setting
from dispatch.particulars import Approval, PartAt
from dispatch.views import PhoneOrder
from experience.events import ReportMatched
from experience.model import Answer
from kernel.actors import Actor, ActorId, OrgId, Role
from kernel.events import Envelope, Event
from kernel.geo import LatLng
from media.model import Photo, PhotoId, Quality, Signature, SignatureId, Stroke


class Picture(Struct, frozen=True):
    """A painted photograph that orders may show."""

    sha256: str
    quality: Quality


class Doer(Struct, frozen=True):
    """A technician at work: his actor and his code."""

    actor: Actor
    code: str


class Later(Exception):
    """What comes next lies after the demo's present moment."""


class Life:
    """A work order from its report to wherever its story has come by `until`."""

    def __init__(
        self, new: NewOrder, number: str, place: tuple[Setting, Premises], by: Actor, chance: tuple[Dice, datetime]
    ) -> None:
        setting, self.premises = place
        dice, self.until = chance
        self.community: Community = setting.community
        self.dice = dice
        self.told: list[Envelope] = []
        self.photos: list[Photo] = []
        self.assignments: dict[str, Assignment] = {}
        self.signature: Signature | None = None
        self.answer: Answer | None = None
        self.offline_for = timedelta(0)
        received = new.reported_at + timedelta(seconds=2)
        opened = opening.opened(new, number, setting, by, received)
        fault = setting.faults.get(opened.order.fault, opening.UNSORTED)
        self.standing = Standing(opened.order, fault, place=self.premises.position, time_zone=self.community.time_zone)
        for actor, event in opened.told:
            self.tell(event, actor, new.reported_at if actor is by else received)

    @property
    def order(self) -> WorkOrder:
        return self.standing.order

    @property
    def fault(self) -> Fault:
        return self.standing.fault

    @property
    def last_at(self) -> datetime:
        return self.told[-1].occurred_at

    def tell(self, event: Event, actor: Actor, at: datetime) -> None:
        """Note a fact; phone work that was done offline reaches the server later than it happened."""
        late = self.offline_for if actor.role is Role.TECHNICIAN else timedelta(0)
        recorded = max(at, min(at + late, self.until))
        self.told.append(
            Envelope(
                id=self.dice.id(at),
                org_id=actor.org_id,
                scope=self.order.id,
                name=str(event.__struct_config__.tag),
                occurred_at=at,
                recorded_at=recorded,
                actor_id=actor.id,
                actor_role=actor.role,
                device_id=None,
                body=msgspec.json.encode(event),
            )
        )

    def step(self, intent: i.AnyIntent, actor: Actor, at: datetime) -> None:
        """One step of the lifecycle, refused exactly where the real one is."""
        self._reached(at)
        before = self.order
        outcome = lifecycle.apply(replace(self.standing, proof=self._proof()), intent, actor, at)
        self.standing = replace(self.standing, order=outcome.order, assignment=outcome.assignment)
        if outcome.assignment is not None:
            self.assignments[outcome.assignment.id] = outcome.assignment
        self.assignments |= {row.id: row for row in crewing.rows(before, outcome.order)}
        for event in outcome.events:
            self.tell(event, actor, at)
        if outcome.order.assignment_id is None:
            self.standing = replace(self.standing, assignment=None)

    def _reached(self, at: datetime) -> None:
        if at > self.until:
            raise Later

    def sort_out(self, fault: Fault, setting: Setting) -> None:
        """The clocks and fees that a fault named by a person brings, as the command would."""
        kind = opening.kind_of(self.premises, fault)
        order = opening.sorted_out(replace(self.order, kind=kind), fault, setting.community, setting.policy)
        self.standing = replace(self.standing, order=order, fault=fault)

    def become(self, **changes: object) -> None:
        """Facts about the order that no intent sets: its kind, a flag, its parent."""
        self.standing = replace(self.standing, order=replace(self.order, **changes))

    def offer(
        self,
        technician: TechnicianId,
        by: Actor,
        at: datetime,
        answer_by: timedelta,
        crew: Sequence[tuple[TechnicianId, str]] = (),
    ) -> None:
        """Ask somebody, and whoever goes along with him."""
        made = AssignmentId(self.dice.id(at))
        mates = tuple(
            Mate(AssignmentId(self._mates_id(made, code)), who, code, AssignmentState.OFFERED, at, at + answer_by)
            for who, code in crew
        )
        self.step(i.Offer(made, technician, at + answer_by, crew=mates), by, at)

    @staticmethod
    def _mates_id(made: str, code: str) -> str:
        """An id of its own that costs no throw of the dice."""
        return str(uuid5(UUID(made), code))

    def join(self, at: datetime) -> None:
        """Everybody who was asked to go along says yes."""
        for mate in self.order.crew:
            if mate.state is AssignmentState.OFFERED:
                actor = Actor(ActorId(str(mate.technician_id)), Role.TECHNICIAN, OrgId(self.order.org_id))
                self.step(i.Join(mate.technician_id), actor, at)

    def lapse(self, at: datetime) -> None:
        system = Actor(ActorId("system"), Role.SYSTEM, OrgId(self.order.org_id))
        self.step(i.Release(AssignmentState.LAPSED, "no_answer"), system, at)

    def check(self, doer: Doer, at: datetime, *, before_start: bool) -> None:
        """Tick the steps of one phase, with readings where readings are asked."""
        for number, asked in enumerate(step for step in self.fault.checklist if step.before_start is before_start):
            moment = at + timedelta(seconds=9 * number)
            value = self._reading(asked.code) if asked.kind == "reading" else ""
            self._detail(details.set_check, CheckAnswer(asked.code, True, moment, value), doer, moment)

    def part(self, line: PartLine, doer: Doer, at: datetime) -> None:
        self._detail(details.add_part, line, doer, at)

    def note(self, text: str, doer: Doer, at: datetime) -> None:
        self._detail(details.add_note, Note(self.dice.id(at), text, doer.actor.id, doer.code, at), doer, at)

    def asks(self, fen: int, words: str, doer: Doer, at: datetime) -> None:
        """For leave to spend more, with the newest photo."""
        photo = self.photos[-1].id if self.photos else None
        wanted = Approval(self.dice.id(at), fen, words, at, str(doer.actor.id), doer.code, photo)
        self._detail(details.ask_approval, wanted, doer, at)

    def _detail(
        self,
        edit: Callable[[WorkOrder, Any], Edited],
        value: CheckAnswer | PartLine | Note | Approval,
        doer: Doer,
        at: datetime,
    ) -> None:
        self._reached(at)
        order, events = edit(self.order, value)
        self.standing = replace(self.standing, order=order)
        for event in events:
            self.tell(event, doer.actor, at)

    def photo(self, slot: Slot, picture: Picture, doer: Actor, at: datetime, *, flags: tuple[str, ...] = ()) -> Photo:
        self._reached(at)
        taken = Photo(
            id=PhotoId(self.dice.id(at)),
            org_id=self.order.org_id,
            work_order_id=self.order.id,
            slot=slot,
            sha256=picture.sha256,
            taken_at=at,
            by=doer.id,
            by_role=doer.role,
            position=self._near() if slot is not Slot.REPORT else None,
            accuracy_m=float(8 + self.dice.below(30)) if slot is not Slot.REPORT else None,
            present=True,
            quality=picture.quality,
            flags=flags,
            version=2,
        )
        self.photos.append(taken)
        return taken

    def saw(self, parts: tuple[PartAt, ...]) -> None:
        """A part lies within reach: the hold says where, and the owner's clock runs on."""
        order = self.order
        if order.hold is not None:
            clocks = replace(order.clocks, paused_since=None)
            self.standing = replace(
                self.standing, order=replace(order, hold=replace(order.hold, seen=parts), clocks=clocks)
            )

    def announced(self, photo: Photo) -> Photo:
        """The same photo while its bytes are still on a phone."""
        return replace(photo, present=False, quality=None, version=1)

    def _near(self) -> LatLng:
        at = self.premises.position
        return LatLng(
            round(at.lat + self.dice.between(-2e-4, 2e-4), 6), round(at.lng + self.dice.between(-2e-4, 2e-4), 6)
        )

    def _proof(self) -> Proof:
        kept = [photo for photo in self.photos if photo.retracted_at is None]
        return Proof(
            before=sum(photo.slot == Slot.BEFORE for photo in kept),
            after=sum(photo.slot == Slot.AFTER for photo in kept),
            awaited=sum(not photo.present for photo in kept),
            doors=frozenset(photo.id for photo in kept if photo.slot == Slot.DOOR),
        )

    def _reading(self, step: str) -> str:
        low, high, digits = {
            "water.test": (2.8, 4.2, 1),
            "power.dead": (0.0, 0.4, 1),
            "power.insulation": (40, 220, 0),
            "gas.reading": (0.0, 3.0, 1),
            "gas.company": (400_000, 499_999, 0),
            "air.outlet": (9, 14, 1),
            "space.gas": (20.6, 20.9, 1),
            "pump.pressure": (0.42, 0.58, 2),
            "pump.chlorine": (0.3, 0.7, 2),
            "build.cure": (24, 72, 0),
            "talk.listen": (46, 68, 0),
        }.get(step, (1, 9, 0))
        return f"{self.dice.between(low, high):.{int(digits)}f}"

    def sheet(self, technician: str) -> str:
        """What the owner is shown to sign."""
        place = showing.place(self.premises, self.community)
        shown = PhoneOrder(order=self.order, fault=self.fault, place=place)
        return sheets.canonical(sheets.compose(shown, sheets.pictures(self.photos), technician))

    def sign(self, method: SignMethod, doer: Doer, at: datetime, *, signer: str = "", reason: str = "") -> None:
        """The owner signs on the technician's screen or over the link, refuses, or is not there."""
        text = self.sheet(doer.code)
        digest = sheets.digest(text)
        drawn = method in {SignMethod.IN_PERSON, SignMethod.LINK}
        by = Actor(ActorId(f"link:{self.order.id[:8]}"), Role.OWNER, OrgId(self.order.org_id), scope=self.order.id)
        actor = by if method is SignMethod.LINK else doer.actor
        name = SignatureId(self.dice.id(at)) if drawn else None
        self.step(i.Sign(SignOff(method, digest, at, name, signer, reason)), actor, at)
        if name is not None:
            self.signature = Signature(
                id=name,
                org_id=self.order.org_id,
                work_order_id=self.order.id,
                signer=signer,
                strokes=signature_strokes(self.dice),
                aspect=0.45,
                digest=digest,
                sheet=text,
                signed_at=at,
                by=actor.id,
            )

    def matched(self, others: tuple[str, ...], why: str, at: datetime) -> None:
        from_system = Actor(ActorId("system"), Role.SYSTEM, OrgId(self.order.org_id))
        self.tell(ReportMatched(self.order.id, others, why), from_system, at)

    def merge(self, into: WorkOrder, by: Actor, at: datetime) -> None:
        self.step(i.Merge(into.id), by, at)

    @property
    def in_unit(self) -> bool:
        return self.order.kind is Kind.REPAIR_UNIT


def signature_strokes(dice: Dice) -> tuple[Stroke, ...]:
    """Two or three strokes that look like a hurried name; never twice the same."""
    strokes = []
    x = 900 + dice.below(500)
    for _ in range(2 + dice.below(2)):
        line = [x, 1500 + dice.below(900)]
        for turn in range(9 + dice.below(8)):
            up = -1 if turn % 2 else 1
            line += [120 + dice.below(150), up * (180 + dice.below(420))]
        x += 1700 + dice.below(600)
        strokes.append(tuple(line))
    return tuple(strokes)
