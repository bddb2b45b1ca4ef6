"""The lifecycle cases of `tests/vectors/lifecycle.json`: what a phone may do from where, and what is still missing."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

from msgspec.structs import replace

from dispatch import intents as i
from dispatch import lifecycle
from dispatch.evidence import owner_code
from dispatch.lifecycle import Proof, Standing
from dispatch.model import (
    Assignment,
    AssignmentState,
    Certificate,
    CheckAnswer,
    Fault,
    HoldReason,
    Mate,
    Permit,
    Presence,
    PresenceMethod,
    Priority,
    SignMethod,
    SignOff,
    Status,
)
from kernel.actors import Role
from tests.support.dispatch_builders import (
    LEAK,
    NOON,
    an_actor,
    an_id,
)
from tests.support.vectors_base import (
    ALL_STEPS,
    ASKED,
    BASE,
    FAR,
    MINUTE,
    NEAR,
    PLACE,
    SIGNED,
    TAKEN,
    TECH,
    attempt,
    difference,
    plain,
)

CODE = owner_code(BASE.id, BASE.assignment_id or "")
DOOR = an_id("door")
PAPERS = tuple(Certificate(code, None) for code in LEAK.certificates)
QUIET = (("12:30", "14:00"), ("22:00", "07:00"))


def phone_intents() -> list[i.AnyIntent]:
    at = NOON + 20 * MINUTE
    return [
        i.Accept(),
        i.Release(AssignmentState.DECLINED, "too_far"),
        i.Depart(),
        i.Arrive(Presence(PresenceMethod.OWNER_CODE, at, proof=CODE)),
        i.Start(),
        i.PutOnHold(HoldReason.WAITING_PARTS, NOON + 60 * MINUTE, "角阀缺货"),
        i.Resume(),
        i.Finish("AGE", "REPLACE"),
        i.Undo("按错了"),
        i.Sign(SIGNED),
        i.Revoke("unwell"),
    ]


def lifecycle_inputs() -> Iterator[tuple[str, Standing, i.AnyIntent, datetime]]:
    full = Proof(before=2, after=2, doors=frozenset({DOOR}))
    at = NOON + 2 * MINUTE

    def standing(
        status: Status,
        proof: Proof = full,
        papers: tuple[Certificate, ...] = PAPERS,
        fault: Fault = LEAK,
        **changes: Any,
    ) -> Standing:
        held = ASKED if status is Status.OFFERED else TAKEN
        order = replace(BASE, status=status, **{"checklist": ALL_STEPS, **changes})
        return Standing(
            order,
            fault,
            held,
            proof,
            PLACE.position,
            "Asia/Shanghai",
            PLACE.report_code,
            papers,
            QUIET,
        )

    for intent in phone_intents():
        for status in Status:
            yield f"{intent.name} from {status}", standing(status), intent, at
    for before in range(4):
        for after in range(4):
            for steps in range(len(ALL_STEPS) + 1):
                proof = Proof(before, after)
                one = standing(Status.ARRIVED, proof, checklist=ALL_STEPS[:steps])
                yield f"start with {before} photos, {steps} steps", one, i.Start(), at
                two = standing(Status.IN_PROGRESS, proof, checklist=ALL_STEPS[:steps])
                yield f"finish with {after} photos, {steps} steps", two, i.Finish("AGE", "REPLACE"), at
    yield "a step answered no", standing(Status.ARRIVED, checklist=(CheckAnswer("SHOES", False, NOON),)), i.Start(), at
    for cause, action in (("", ""), ("AGE", ""), ("", "REPLACE")):
        yield f"finish with {cause}/{action}", standing(Status.IN_PROGRESS), i.Finish(cause, action), at
    yield from _presences(standing, at)
    yield from _clock_cases(standing)
    yield from _sign_cases(standing, at)
    yield from _fitness_cases(standing, at)


def _presences(
    standing: Callable[..., Standing], at: datetime
) -> Iterator[tuple[str, Standing, i.AnyIntent, datetime]]:
    for status in (Status.ACCEPTED, Status.EN_ROUTE):
        for method in PresenceMethod:
            for proof in (None, "", "wrong", CODE, PLACE.report_code, DOOR):
                for where in (None, PLACE.position, NEAR, FAR):
                    for accuracy in (None, 20.0, 100.0, 100.5):
                        if method is not PresenceMethod.FENCE and (where is not None or accuracy is not None):
                            continue
                        seen = Presence(method, at, where, accuracy, proof)
                        name = f"arrive from {status} by {method} {proof!r} {where is not None} {accuracy}"
                        yield name, standing(status), i.Arrive(seen), at


def _clock_cases(standing: Callable[..., Standing]) -> Iterator[tuple[str, Standing, i.AnyIntent, datetime]]:
    clocks = replace(BASE.clocks, arrive_by=NOON + 30 * MINUTE, fix_by=NOON + 1440 * MINUTE)
    for reason in HoldReason:
        for tries in range(4):
            flags = frozenset(f"absent_{n}" for n in range(1, tries + 1))
            held = standing(Status.IN_PROGRESS, clocks=clocks, flags=flags)
            hold = i.PutOnHold(reason, NOON + 120 * MINUTE)
            yield f"hold for {reason} after {tries}", held, hold, NOON + 40 * MINUTE
    for minutes in (0, 1, 59, 1441):
        paused = standing(Status.ON_HOLD, clocks=replace(clocks, paused_since=NOON + 40 * MINUTE, paused_seconds=60))
        yield f"resume after {minutes}", paused, i.Resume(), NOON + (40 + minutes) * MINUTE
        yield f"hand back on hold after {minutes}", paused, i.Revoke("unwell"), NOON + (40 + minutes) * MINUTE
    running = standing(Status.ON_HOLD, clocks=clocks)
    yield "resume of a clock that ran on", running, i.Resume(), NOON + 50 * MINUTE
    for minutes in (2, 3, 4):
        yield f"accept after {minutes}", standing(Status.OFFERED), i.Accept(), NOON + minutes * MINUTE
    for minutes in (29, 30, 31):
        going = standing(Status.EN_ROUTE, clocks=clocks)
        presence = i.Arrive(Presence(PresenceMethod.ASSET_QR, NOON, proof=PLACE.report_code))
        yield f"arrive after {minutes}", going, presence, NOON + minutes * MINUTE
    for hour in range(0, 24, 2):
        presence = i.Arrive(Presence(PresenceMethod.DOOR_PHOTO, NOON, proof=DOOR))
        yield f"arrive at night {hour}", standing(Status.EN_ROUTE), presence, NOON + hour * 60 * MINUTE
    for minutes in (1440, 1441):
        working = standing(Status.IN_PROGRESS, clocks=clocks)
        yield f"finish after {minutes}", working, i.Finish("AGE", "REPAIR"), NOON + minutes * MINUTE
    for seconds in (0, 10, 11, 700):
        for reason in ("", " ", "按错了"):
            done = standing(Status.WORK_DONE, clocks=replace(clocks, fixed_at=NOON))
            yield f"undo after {seconds} s {reason!r}", done, i.Undo(reason), NOON + timedelta(seconds=seconds)


def _fitness_cases(
    standing: Callable[..., Standing], at: datetime
) -> Iterator[tuple[str, Standing, i.AnyIntent, datetime]]:
    day = timedelta(days=1)
    code = LEAK.certificates[0]
    papers = {
        "none": (),
        "another": (Certificate("C-HGT", None),),
        "lapsed": (Certificate(code, at - day),),
        "lapsing now": (Certificate(code, at),),
        "a minute left": (Certificate(code, at + MINUTE),),
        "review overdue": (Certificate(code, at + day, at - MINUTE),),
        "review due": (Certificate(code, at + day, at + MINUTE),),
        "an old and a new one": (Certificate(code, at - day), Certificate(code, None)),
    }
    for name, held in papers.items():
        yield f"accept with {name}", standing(Status.OFFERED, papers=held), i.Accept(), at
        yield f"start with {name}", standing(Status.ARRIVED, papers=held), i.Start(), at
        overridden = standing(Status.ARRIVED, papers=held, flags=frozenset({"emergency_override"}))
        yield f"start with {name}, overridden", overridden, i.Start(), at
    for crew in (1, 2, 3):
        for states in ((), ("offered",), ("accepted",), ("declined", "accepted"), ("accepted", "accepted")):
            mates = tuple(
                Mate(an_id(f"mate {n}"), an_id(f"tech {n}"), f"T-{n}", AssignmentState(state), at)  # type: ignore[arg-type]
                for n, state in enumerate(states)
            )
            two = standing(Status.ARRIVED, fault=replace(LEAK, crew=crew), crew=mates)
            yield f"start for {crew} with {' '.join(states) or 'nobody'}", two, i.Start(), at
    hot = replace(LEAK, permits=("HOT",))
    for starts, ends in ((-1, 1), (0, 1), (-1, 0), (1, 2)):
        permit = Permit("HOT", at + starts * day, at + ends * day)
        one = standing(Status.ARRIVED, fault=hot, permits=(permit,))
        yield f"start with a permit {starts} {ends}", one, i.Start(), at
    yield "start without a permit", standing(Status.ARRIVED, fault=hot), i.Start(), at
    for quarter in range(0, 96, 2):
        when = NOON + 15 * quarter * MINUTE
        calm = standing(Status.ARRIVED, priority=Priority.P2)
        yield f"start in quarter {quarter}", calm, i.Start(), when
    night = NOON + timedelta(hours=13)
    booked = {"window_start": night - MINUTE, "window_end": night + MINUTE, "priority": Priority.P3}
    yield "start at night as booked", standing(Status.ARRIVED, **booked), i.Start(), night
    yield "start at night, urgent", standing(Status.ARRIVED, priority=Priority.P1), i.Start(), night


def _sign_cases(
    standing: Callable[..., Standing], at: datetime
) -> Iterator[tuple[str, Standing, i.AnyIntent, datetime]]:
    for method in SignMethod:
        for digest in ("", "a" * 64):
            for signature in (None, an_id("signature")):
                for reason in ("", "三次上门无人"):
                    signed = SignOff(method, digest, at, signature, "张阿姨", reason)
                    name = f"sign {method} {bool(digest)} {bool(signature)} {bool(reason)}"
                    yield name, standing(Status.WORK_DONE), i.Sign(signed), at
    for status in Status:
        again = standing(status, sign_off=replace(SIGNED, stale=True))
        yield f"sign again from {status}", again, i.Sign(SIGNED), at


def lifecycle_vectors() -> dict[str, Any]:
    actor = an_actor(Role.TECHNICIAN, str(TECH.id))
    cases = []
    for name, standing, intent, at in lifecycle_inputs():

        def decide(one: Standing = standing, wanted: i.AnyIntent = intent, when: datetime = at) -> dict[str, Any]:
            outcome = lifecycle.apply(one, wanted, actor, when)
            return {
                "changes": difference(one.order, outcome.order),
                "assignment": _assignment_changes(one.assignment, outcome.assignment),
                "events": [str(event.__struct_config__.tag) for event in outcome.events],
            }

        cases.append(
            {
                "name": name,
                "order": difference(BASE, standing.order),
                "fault": plain_difference(LEAK, standing.fault),
                "held": plain(standing.held),
                "assignment": "offered" if standing.assignment == ASKED else "accepted",
                "proof": plain(standing.proof),
                "intent": plain(intent),
                "at": plain(at),
                "missing": lifecycle.missing_evidence(standing, intent, at),
                "expect": attempt(decide),
            }
        )
    base = {
        "order": plain(BASE),
        "fault": plain(LEAK),
        "assignments": {"offered": plain(ASKED), "accepted": plain(TAKEN)},
        "place": plain(PLACE.position),
        "report_code": PLACE.report_code,
        "held": plain(PAPERS),
        "quiet_hours": plain(QUIET),
        "time_zone": "Asia/Shanghai",
        "actor": str(TECH.id),
    }
    return {"base": base, "cases": cases}


def plain_difference(before: Fault, after: Fault) -> dict[str, Any]:
    names = Fault.__struct_fields__
    return {name: plain(getattr(after, name)) for name in names if getattr(before, name) != getattr(after, name)}


def _assignment_changes(before: Assignment | None, after: Assignment | None) -> dict[str, Any]:
    if before is None or after is None:
        return {}
    names = Assignment.__struct_fields__
    return {name: plain(getattr(after, name)) for name in names if getattr(before, name) != getattr(after, name)}
