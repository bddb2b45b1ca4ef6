"""Cases that Python decides and the phone must decide alike: `tests/vectors/{lifecycle,details,fees,sheet}.json`.

A file has a `base` and `cases`. Inputs are the base with the case's `order` laid over it; `changes` are the fields of
the order that come out different. `python -m tests.support.vectors_dispatch` writes the files, a test compares them.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
from msgspec.structs import replace

from dispatch import details, fees, lifecycle, sheet
from dispatch import intents as i
from dispatch.lifecycle import Proof, Standing
from dispatch.model import (
    Assignment,
    AssignmentState,
    CheckAnswer,
    HoldReason,
    Kind,
    Note,
    PartLine,
    Presence,
    PresenceMethod,
    SignMethod,
    SignOff,
    Status,
    WorkOrder,
)
from dispatch.showing import place
from dispatch.views import PhoneOrder
from kernel.actors import Role
from kernel.errors import Problem
from kernel.geo import LatLng
from kernel.ids import SeededLuck
from tests.support.dispatch_builders import (
    LEAK,
    NOON,
    TAP,
    a_community,
    a_technician,
    an_actor,
    an_assignment,
    an_id,
    an_order,
    some_premises,
)

FOLDER = Path(__file__).resolve().parents[1] / "vectors"
MINUTE = timedelta(minutes=1)
TECH = a_technician()
PLACE = some_premises()
BASE = an_order(
    Status.OFFERED,
    technician_id=TECH.id,
    assignment_id=an_assignment(TECH).id,
    fees=fees.quoted(an_order(), LEAK, "CNY"),
)
ASKED = an_assignment(TECH)
TAKEN = replace(ASKED, state=AssignmentState.ACCEPTED, answered_at=NOON + MINUTE, version=2)
ALL_STEPS = tuple(CheckAnswer(step.code, done=True, at=NOON) for step in LEAK.checklist)
NEAR = LatLng(PLACE.position.lat + 0.0005, PLACE.position.lng)
FAR = LatLng(PLACE.position.lat + 0.001, PLACE.position.lng)
SIGNED = SignOff(SignMethod.IN_PERSON, "a" * 64, NOON + 60 * MINUTE, an_id("signature"), "张阿姨")


def plain(value: object) -> Any:
    return msgspec.to_builtins(value, str_keys=True)


def difference(before: WorkOrder, after: WorkOrder) -> dict[str, Any]:
    """The fields that differ, sets as sorted lists."""
    told = {
        name: plain(getattr(after, name))
        for name in WorkOrder.__struct_fields__
        if getattr(before, name) != getattr(after, name)
    }
    if "flags" in told:
        told["flags"] = sorted(told["flags"])
    return told


def attempt(action: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """What comes out, or the code and facts of the problem."""
    try:
        return action()
    except Problem as problem:
        return {"error": problem.code, "facts": plain(problem.facts)}


class Dice:
    """Whole numbers by chance, the same ones every time."""

    def __init__(self, seed: int) -> None:
        self._luck = SeededLuck(seed)

    def upto(self, sides: int) -> int:
        return int.from_bytes(self._luck.bytes(4), "big") % sides

    def pick(self, *choices: Any) -> Any:
        return choices[self.upto(len(choices))]


# ── lifecycle ────────────────────────────────────────────────────────────────────────────────────────────────────────


def phone_intents() -> list[i.AnyIntent]:
    at = NOON + 20 * MINUTE
    return [
        i.Accept(),
        i.Release(AssignmentState.DECLINED, "too_far"),
        i.Depart(),
        i.Arrive(Presence(PresenceMethod.OWNER_CODE, at, proof="4711")),
        i.Start(),
        i.PutOnHold(HoldReason.WAITING_PARTS, NOON + 60 * MINUTE, "角阀缺货"),
        i.Resume(),
        i.Finish("AGE", "REPLACE"),
        i.Undo("按错了"),
        i.Sign(SIGNED),
        i.Revoke("unwell"),
    ]


def lifecycle_inputs() -> Iterator[tuple[str, Standing, i.AnyIntent, datetime]]:
    full = Proof(before=2, after=2)
    at = NOON + 2 * MINUTE

    def standing(status: Status, proof: Proof = full, **changes: Any) -> Standing:
        held = ASKED if status is Status.OFFERED else TAKEN
        order = replace(BASE, status=status, **{"checklist": ALL_STEPS, **changes})
        return Standing(order, LEAK, held, proof, PLACE.position, "Asia/Shanghai")

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


def _presences(standing: Callable[..., Standing], at: datetime) -> Iterator[tuple[str, Standing, i.AnyIntent, datetime]]:
    for status in (Status.ACCEPTED, Status.EN_ROUTE):
        for method in PresenceMethod:
            for proof in (None, "", "4711"):
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
        presence = i.Arrive(Presence(PresenceMethod.ASSET_QR, NOON, proof="R-1"))
        yield f"arrive after {minutes}", going, presence, NOON + minutes * MINUTE
    for hour in range(0, 24, 2):
        presence = i.Arrive(Presence(PresenceMethod.DOOR_PHOTO, NOON, proof=an_id("door")))
        yield f"arrive at night {hour}", standing(Status.EN_ROUTE), presence, NOON + hour * 60 * MINUTE
    for minutes in (1440, 1441):
        working = standing(Status.IN_PROGRESS, clocks=clocks)
        yield f"finish after {minutes}", working, i.Finish("AGE", "REPAIR"), NOON + minutes * MINUTE
    for seconds in (0, 10, 11, 700):
        for reason in ("", " ", "按错了"):
            done = standing(Status.WORK_DONE, clocks=replace(clocks, fixed_at=NOON))
            yield f"undo after {seconds} s {reason!r}", done, i.Undo(reason), NOON + timedelta(seconds=seconds)


def _sign_cases(standing: Callable[..., Standing], at: datetime) -> Iterator[tuple[str, Standing, i.AnyIntent, datetime]]:
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
        "time_zone": "Asia/Shanghai",
        "actor": str(TECH.id),
    }
    return {"base": base, "cases": cases}


def _assignment_changes(before: Assignment | None, after: Assignment | None) -> dict[str, Any]:
    if before is None or after is None:
        return {}
    names = Assignment.__struct_fields__
    return {name: plain(getattr(after, name)) for name in names if getattr(before, name) != getattr(after, name)}


# ── details ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def a_line(dice: Dice, name: str = "角阀") -> PartLine:
    quantity = dice.pick(1, 500, 1000, 1500, 2333, 999_999, 1_000_000)
    return PartLine(an_id(f"line {dice.upto(4)}"), "M-001", name, "个", quantity, dice.pick(0, 1, 150, 980, 1800, 48_000))


def a_random_order(dice: Dice) -> WorkOrder:
    lines: dict[str, PartLine] = {}
    for _ in range(dice.upto(4)):
        line = a_line(dice)
        lines[line.id] = line
    answers = tuple(
        CheckAnswer(step.code, done=bool(dice.upto(2)), at=NOON + dice.upto(30) * MINUTE)
        for step in LEAK.checklist
        if dice.upto(2)
    )
    notes = tuple(
        Note(an_id(f"note {n}"), f"备注 {n}", dice.pick(str(TECH.id), "other"), TECH.code, NOON + n * MINUTE)
        for n in range(dice.upto(3))
    )
    order = replace(
        BASE,
        status=dice.pick(*Status, *[Status.IN_PROGRESS] * 20, *[Status.WORK_DONE] * 6),
        parts=tuple(lines.values()),
        checklist=answers,
        notes=notes,
        sign_off=dice.pick(None, None, SIGNED, replace(SIGNED, stale=True)),
    )
    return fees.with_parts(order)


def a_random_edit(dice: Dice) -> tuple[dict[str, Any], Callable[[WorkOrder], details.Edited]]:
    kind = dice.pick("check.set", "part.add", "part.quantity", "part.remove", "note.add", "note.revise")
    key = an_id(f"line {dice.upto(5)}")
    if kind == "check.set":
        code = dice.pick("SHOES", "VALVE", "TEST", "TIDY", "OTHER")
        when = NOON + dice.upto(30) * MINUTE
        answer = CheckAnswer(code, done=bool(dice.upto(2)), at=when, value=dice.pick("", "0.3 MPa"))
        return {"kind": kind, "answer": plain(answer)}, lambda order: details.set_check(order, answer)
    if kind == "part.add":
        line = a_line(dice, dice.pick("角阀", "Angle valve 1/2in"))
        return {"kind": kind, "line": plain(line)}, lambda order: details.add_part(order, line)
    if kind == "part.quantity":
        quantity = dice.pick(1, 500, 1000, 2500)
        told = {"kind": kind, "id": key, "quantity_milli": quantity}
        return told, lambda order: details.set_part_quantity(order, key, quantity)
    if kind == "part.remove":
        return {"kind": kind, "id": key}, lambda order: details.remove_part(order, key)
    words = dice.pick("备注 0", "水管老化，建议更换", "new words")
    note = Note(an_id(f"note {dice.upto(3)}"), words, str(TECH.id), TECH.code, NOON + dice.upto(4) * MINUTE)
    edit = details.add_note if kind == "note.add" else details.revise_note
    return {"kind": kind, "note": plain(note)}, lambda order: edit(order, note)


def details_vectors() -> dict[str, Any]:
    dice = Dice(42)
    cases = []
    for n in range(500):
        order = a_random_order(dice)
        told, edit = a_random_edit(dice)

        def decide(
            one: WorkOrder = order, change: Callable[[WorkOrder], details.Edited] = edit
        ) -> dict[str, Any]:
            after, events = change(one)
            return {
                "changes": difference(one, after),
                "events": [str(event.__struct_config__.tag) for event in events],
            }

        cases.append(
            {"name": f"{n} {told['kind']}", "order": difference(BASE, order), "edit": told, "expect": attempt(decide)}
        )
    return {"base": {"order": plain(BASE)}, "cases": cases}


# ── fees ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def fees_vectors() -> dict[str, Any]:
    dice = Dice(7)
    cases = []
    zones = ("Asia/Shanghai", "Europe/London", "America/Los_Angeles", "Asia/Singapore")
    for n in range(300):
        fault = replace(
            LEAK,
            billing=dice.pick("free", "paid", "quote", "free-common/paid-unit", "paid-unit"),
            price_fen=dice.pick(0, 1, 5, 6_000, 12_000, 18_005, 26_000),
        )
        kind = dice.pick(Kind.REPAIR_UNIT, Kind.REPAIR_COMMON)
        zone = dice.pick(*zones)
        # Around the end of summer time in London, quarter by quarter.
        arrived = datetime(2026, 10, 25, 0, 0, tzinfo=UTC) + timedelta(minutes=15 * dice.upto(192))
        lines = tuple(a_line(dice) for _ in range(dice.upto(4)))
        order = replace(BASE, kind=kind, parts=lines)
        quoted = fees.quoted(order, fault, "CNY")
        final = fees.on_arrival(replace(order, fees=quoted), zone, arrived).fees
        cases.append(
            {
                "name": str(n),
                "billing": fault.billing,
                "price_fen": fault.price_fen,
                "kind": str(kind),
                "time_zone": zone,
                "arrived_at": plain(arrived),
                "parts": plain(lines),
                "quoted": plain(quoted),
                "on_arrival": plain(final),
                "total_fen": final.total_fen,
            }
        )
    return {"base": {}, "cases": cases}


# ── sheet ────────────────────────────────────────────────────────────────────────────────────────────────────────────

NAMES = ("角阀", 'Angle valve 1/2"', "PPR 管 25mm", "a\\b", "tab\there", "line\nbreak", "\u0001\u001f", "é😀", "\u2028", "</script>", "")


def sheet_vectors() -> dict[str, Any]:
    dice = Dice(99)
    cases = []
    community = a_community()
    for n in range(200):
        lines = tuple(replace(a_line(dice, dice.pick(*NAMES)), id=an_id(f"line {k}")) for k in range(dice.upto(5)))
        fault = dice.pick(LEAK, TAP)
        order = replace(BASE, fault=fault.code, parts=lines, cause=dice.pick("", "AGE"), action=dice.pick("", "REPLACE"))
        order = replace(order, fees=fees.quoted(order, fault, dice.pick("CNY", "SGD")))
        order = fees.on_arrival(order, "Asia/Shanghai", NOON + dice.upto(24) * 60 * MINUTE)
        photos = tuple(f"{dice.upto(6):064x}" for _ in range(dice.upto(6)))
        shown = PhoneOrder(order=order, fault=fault, place=place(PLACE, community))
        text = sheet.canonical(sheet.compose(shown, photos, TECH.code))
        cases.append(
            {
                "name": str(n),
                "order": difference(BASE, order),
                "fault": fault.code,
                "photos": list(photos),
                "technician": TECH.code,
                "canonical": text,
                "digest": sheet.digest(text),
            }
        )
    base = {
        "order": plain(BASE),
        "faults": {fault.code: plain(fault) for fault in (LEAK, TAP)},
        "place": plain(place(PLACE, community)),
        "terms": sheet.TERMS,
    }
    return {"base": base, "cases": cases}


VECTORS: dict[str, Callable[[], dict[str, Any]]] = {
    "lifecycle": lifecycle_vectors,
    "details": details_vectors,
    "fees": fees_vectors,
    "sheet": sheet_vectors,
}


def written(name: str) -> bytes:
    """The file as it must be."""
    made = VECTORS[name]()
    lines = b",\n".join(msgspec.json.encode(case, order="sorted") for case in made["cases"])
    return b'{"base":' + msgspec.json.encode(made["base"], order="sorted") + b',\n"cases":[\n' + lines + b"\n]}\n"


if __name__ == "__main__":
    for vector in VECTORS:
        (FOLDER / f"{vector}.json").write_bytes(written(vector))
        print(vector, len(VECTORS[vector]()["cases"]))
