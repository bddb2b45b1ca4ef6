"""Cases that Python decides and the phone must decide alike: `tests/vectors/{lifecycle,details,fees,sheet}.json`.

A file has a `base` and `cases`. Inputs are the base with the case's `order` laid over it; `changes` are the fields of
the order that come out different. `python -m tests.support.vectors_dispatch` writes the files, a test compares them.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
from msgspec.structs import replace

from dispatch import details, fees, sheet, spending
from dispatch.model import (
    CheckAnswer,
    Kind,
    Note,
    PartLine,
    Status,
    WorkOrder,
)
from dispatch.particulars import Approval, Consent
from dispatch.policy import Authority
from dispatch.showing import place
from dispatch.spending import Given, Spent
from dispatch.views import PhoneOrder
from tests.support.dispatch_builders import (
    LEAK,
    NOON,
    TAP,
    a_community,
    an_id,
)
from tests.support.vectors_base import BASE, FOLDER, MINUTE, PLACE, SIGNED, TECH, Dice, attempt, difference, plain
from tests.support.vectors_lifecycle import lifecycle_vectors

# ── details ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def a_line(dice: Dice, name: str = "角阀") -> PartLine:
    quantity = dice.pick(1, 500, 1000, 1500, 2333, 999_999, 1_000_000)
    return PartLine(
        an_id(f"line {dice.upto(4)}"), "M-001", name, "个", quantity, dice.pick(0, 1, 150, 980, 1800, 48_000)
    )


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
        approvals=tuple(an_approval(dice, n) for n in range(dice.upto(3))),
        sign_off=dice.pick(None, None, SIGNED, replace(SIGNED, stale=True)),
    )
    return fees.with_parts(order)


def an_approval(dice: Dice, number: int, state: Consent = Consent.ASKED) -> Approval:
    asked_at = NOON + number * MINUTE
    return Approval(
        id=an_id(f"approval {number}"),
        fen=dice.pick(1, 1_500, 26_000),
        words=dice.pick("换水泵密封", "one more valve"),
        asked_at=asked_at,
        asked_by=str(TECH.id),
        asked_name=TECH.code,
        state=state,
    )


def a_random_edit(dice: Dice) -> tuple[dict[str, Any], Callable[[WorkOrder], details.Edited]]:
    kind = dice.pick("check.set", "part.add", "part.quantity", "part.remove", "approval.ask", "note.add", "note.revise")
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
    if kind == "approval.ask":
        asked = an_approval(dice, dice.upto(3))
        return {"kind": kind, "asked": plain(asked)}, lambda order: details.ask_approval(order, asked)
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

        def decide(one: WorkOrder = order, change: Callable[[WorkOrder], details.Edited] = edit) -> dict[str, Any]:
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


# ── spending ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def spending_vectors() -> dict[str, Any]:
    dice = Dice(11)
    cases = []
    for n in range(200):
        rules = Authority(order_fen=dice.pick(0, 20_000, 50_000), window_fen=dice.pick(0, 60_000, 100_000))
        lines = tuple(a_line(dice) for _ in range(dice.upto(4)))
        approvals = tuple(an_approval(dice, k, dice.pick(*Consent)) for k in range(dice.upto(3)))
        order = fees.with_parts(replace(BASE, parts=lines, approvals=approvals))
        others = [Spent(dice.upto(400) * 100, dice.pick(0, 0, 5_000, 90_000)) for _ in range(dice.upto(4))]
        given = [Given(dice.upto(300) * 100, dice.pick(0, 1_000, 45_000)) for _ in range(dice.upto(3))]
        spent = spending.of_order(order)
        cases.append(
            {
                "name": str(n),
                "authority": plain(rules),
                "order": difference(BASE, order),
                "others": plain(others),
                "spent": plain(spent),
                "given": plain(given),
                "allowed_fen": spending.allowed_fen([spent, *others], given, rules),
            }
        )
    return {"base": {"order": plain(BASE), "standard": plain(Authority())}, "cases": cases}


# ── sheet ────────────────────────────────────────────────────────────────────────────────────────────────────────────

NAMES = (
    "角阀",
    'Angle valve 1/2"',
    "PPR 管 25mm",
    "a\\b",
    "tab\there",
    "line\nbreak",
    "\u0001\u001f",
    "é😀",
    "\u2028",
    "</script>",
    "",
)


def sheet_vectors() -> dict[str, Any]:
    dice = Dice(99)
    cases = []
    community = a_community()
    for n in range(200):
        lines = tuple(replace(a_line(dice, dice.pick(*NAMES)), id=an_id(f"line {k}")) for k in range(dice.upto(5)))
        fault = dice.pick(LEAK, TAP)
        order = replace(
            BASE, fault=fault.code, parts=lines, cause=dice.pick("", "AGE"), action=dice.pick("", "REPLACE")
        )
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
    "spending": spending_vectors,
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
