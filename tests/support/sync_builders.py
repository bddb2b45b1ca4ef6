"""Operations, standings and worlds for the pure tests of sync."""

from datetime import UTC, datetime, timedelta
from itertools import count

import msgspec
from msgspec.structs import replace

from dispatch.lifecycle import Proof, Standing
from dispatch.model import Assignment, AssignmentState, Fault, Status, Technician, WorkOrder
from dispatch.showing import place
from dispatch.views import PhoneOrder
from kernel.actors import Actor, ActorId, OrgId, Role
from offline_sync.decide import Asked, decide
from offline_sync.merge import Sight
from offline_sync.model import Operation
from offline_sync.moments import Made
from offline_sync.world import Effect, World
from tests.support.dispatch_builders import (
    NOON,
    ORG,
    TAP,
    a_community,
    a_technician,
    an_assignment,
    an_order,
    some_premises,
)

ANNA = a_technician("T-PLB-01")
BORIS = a_technician("T-PLB-02")
ORDER = an_order().id
_serial = count(1)
SIGNATURE = ((2000, 2000, 900, 500, 900, -400, 700, 600, 800, -500),)


def an_op_id() -> str:
    return f"00000000-0000-7000-9000-{next(_serial):012d}"


def an_actor(technician: Technician = ANNA) -> Actor:
    return Actor(ActorId(technician.id), Role.TECHNICIAN, OrgId(ORG))


def an_op(kind: str, order: str = ORDER, **changes: object) -> Operation:
    """An operation as the phone would write it; `args` is a plain dict."""
    told = {
        "op_id": an_op_id(),
        "kind": kind,
        "v": 1,
        "actor": ANNA.id,
        "at": {"wall": int(NOON.timestamp() * 1000)},
        "work_order": order,
        "args": {},
    }
    return msgspec.json.decode(msgspec.json.encode(told | changes), type=Operation)


def asked(op: Operation, *, seen: int | None = None, at: datetime = NOON, **made: bool) -> Asked:
    doubts = {"clock_wrong": False, "very_late": False} | made
    return Asked(op, Made(at, 0, **doubts), seen)


def held_by(technician: Technician, state: AssignmentState = AssignmentState.ACCEPTED) -> Assignment:
    return an_assignment(technician, state, expires_at=None)


def a_standing(
    status: Status = Status.ACCEPTED,
    holder: Technician | None = ANNA,
    fault: Fault = TAP,
    proof: Proof = Proof(1, 1, 0),  # noqa: B008 - frozen
    **changes: object,
) -> Standing:
    """An order in some status, held by somebody, with all the evidence a tap needs."""
    state = AssignmentState.OFFERED if status is Status.OFFERED else AssignmentState.ACCEPTED
    if status is Status.CANCELLED:
        state = AssignmentState.REVOKED
    assignment = held_by(holder, state) if holder else None
    order: WorkOrder = an_order(
        status,
        fault=fault.code,
        technician_id=holder.id if holder else None,
        assignment_id=assignment.id if assignment else None,
        **changes,
    )
    where = some_premises()
    return Standing(order, fault, assignment, proof, where.position, "Asia/Shanghai", where.report_code)


def a_world(*standings: Standing, who: Technician = ANNA, sight: Sight | None = None, **changes: object) -> World:
    """A memory for `who`; `sight` is the last word on whether he sees these orders."""
    known = {one.order.id: one for one in standings}
    seen = sight or Sight(visible=True, tx=10)
    sights = dict.fromkeys(known, seen)
    world = World(an_actor(who), who.code, NOON + timedelta(hours=1), known, sights=sights, accepted=frozenset(known))
    shown = place(some_premises(), a_community())
    world.shown = {key: PhoneOrder(one.order, one.fault, shown) for key, one in known.items()}
    for name, value in changes.items():
        setattr(world, name, value)
    return world


def outcome(world: World, op: Operation, **circumstances: object) -> Effect:
    """The effect of one operation, taken into the world."""
    _, answers = decide(world, [asked(op, **circumstances)])  # type: ignore[arg-type]
    return answers[0].effect


def said(effect: Effect) -> str:
    return f"{effect.verdict} {effect.reason}".strip()


REVOKED = Sight(visible=False, tx=50, reason="revoked")
AT = datetime(2026, 11, 2, 2, 5, tzinfo=UTC)

__all__ = ["ANNA", "AT", "BORIS", "ORDER", "REVOKED", "SIGNATURE", "replace"]
