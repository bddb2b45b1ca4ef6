"""What becomes of every operation in every status, for the phone's reducer: `tests/vectors/handlers.json`.

`base` holds the order, fault, place and person; a case lays `order` over the base order, names the operation as
the phone writes it, and says the verdict and which fields of the order come out different. `photo`, `retracted`
and `signature` are what is kept beside it. Sets are sorted lists. `python -m tests.support.vectors_sync` writes the
file, a test compares it.
"""

from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
from msgspec.structs import replace

from dispatch import sheet
from dispatch.lifecycle import Standing
from dispatch.model import CheckAnswer, Fault, Note, PartLine, Status
from dispatch.showing import place
from dispatch.views import PhoneOrder
from offline_sync.decide import decide
from offline_sync.world import World
from tests.support.dispatch_builders import LEAK, NOON, TAP, a_community, an_id, some_premises
from tests.support.phones import sha
from tests.support.sync_builders import ANNA, ORDER, SIGNATURE, a_standing, a_world, an_op, asked

FILE = Path(__file__).parents[1] / "vectors" / "handlers.json"
AT = NOON + timedelta(minutes=90)
LINE = PartLine(an_id("line"), "M-001", "角阀", "个", 1000, 1800)
NOTE = Note(an_id("note"), "总阀在门后", ANNA.id, ANNA.code, NOON)
PRESENCE = {"method": "asset_qr", "at": AT.isoformat(), "proof": "R-YQL-03-2-1201"}
STATUSES = [one for one in Status if one not in {Status.DRAFT, Status.REPORTED, Status.TRIAGED, Status.DECLINED}]

OPERATIONS: list[tuple[str, dict[str, Any]]] = [
    ("offer.accept", {}),
    ("offer.decline", {"reason": "too_far"}),
    ("visit.depart", {}),
    ("visit.arrive", {"presence": PRESENCE}),
    ("visit.start", {}),
    ("visit.hold", {"reason": "waiting_parts", "until": (AT + timedelta(days=1)).isoformat(), "note": "到货后继续"}),
    ("visit.hold", {"reason": "waiting_vendor", "until": (AT + timedelta(days=1)).isoformat(), "note": ""}),
    ("visit.resume", {}),
    ("visit.finish", {"cause": "AGE", "action": "REPLACE"}),
    ("visit.finish", {"cause": "", "action": "REPLACE"}),
    ("visit.undo", {"reason": "还漏水"}),
    ("visit.hand_back", {"reason": "unwell"}),
    ("check.set", {"step": "TIDY", "done": True, "value": "", "at": AT.isoformat()}),
    ("check.set", {"step": "SHOES", "done": False, "value": "0.6 MPa", "at": AT.isoformat()}),
    ("note.add", {"id": an_id("new note"), "text": "已换新", "at": AT.isoformat()}),
    ("note.add", {"id": NOTE.id, "text": "又一次", "at": AT.isoformat()}),
    ("note.revise", {"id": NOTE.id, "text": "总阀在厨房", "at": AT.isoformat()}),
    ("note.revise", {"id": an_id("unknown note"), "text": "补记", "at": AT.isoformat()}),
    ("part.add", msgspec.to_builtins(replace(LINE, id=an_id("new line"), quantity_milli=2500))),
    ("part.add", msgspec.to_builtins(LINE)),
    ("part.quantity", {"id": LINE.id, "quantity_milli": 3000}),
    ("part.quantity", {"id": an_id("unknown line"), "quantity_milli": 3000}),
    ("part.remove", {"id": LINE.id}),
    ("part.remove", {"id": an_id("unknown line")}),
    ("photo.retract", {"id": an_id("unknown photo"), "reason": "blurred"}),
]


def a_photo(slot: str) -> dict[str, Any]:
    return {
        "id": an_id(f"photo {slot}"),
        "slot": slot,
        "sha256": sha(slot),
        "size": 300_000,
        "mime": "image/jpeg",
        "taken_at": AT.isoformat(),
        "width": 1600,
        "height": 1200,
        "warnings": [],
    }


def a_sign_off(standing: Standing, *, changed: bool = False) -> dict[str, Any]:
    """A signature on the sheet as it stands, or on one that was something else."""
    shown = PhoneOrder(standing.order, standing.fault, place(some_premises(), a_community()))
    text = sheet.canonical(sheet.compose(shown, [], "SOMEBODY" if changed else ANNA.code))
    return {
        "method": "in_person",
        "signer": "张阿姨",
        "signature_id": an_id("signature"),
        "strokes": SIGNATURE,
        "aspect": 0.5,
        "digest": sheet.digest(text),
        "sheet": text,
        "reason": "",
        "at": AT.isoformat(),
    }


def vectors() -> dict[str, Any]:
    base = standing_in(Status.ACCEPTED, TAP)
    cases = [one for fault in (TAP, LEAK) for status in STATUSES for one in _of(status, fault)]
    return {
        "base": {
            "actor": ANNA.id,
            "code": ANNA.code,
            "at": AT,
            "order": plain(base.order),
            "faults": {fault.code: plain(fault) for fault in (TAP, LEAK)},
            "place": plain(place(some_premises(), a_community())),
        },
        "cases": cases,
    }


def standing_in(status: Status, fault: Fault) -> Standing:
    answers = tuple(CheckAnswer(step.code, True, NOON) for step in fault.checklist if step.required)
    clocks: dict[str, Any] = {"arrive_by": NOON + timedelta(minutes=60), "fix_by": NOON + timedelta(minutes=80)}
    made = a_standing(status, fault=fault, checklist=answers, parts=(LINE,), notes=(NOTE,))
    return replace(made, order=replace(made.order, clocks=replace(made.order.clocks, **clocks)))


def _of(status: Status, fault: Fault) -> list[dict[str, Any]]:
    standing = standing_in(status, fault)
    operations = [
        *OPERATIONS,
        *(("photo.add", a_photo(slot)) for slot in ("before", "after")),
        ("sign_off.capture", a_sign_off(standing)),
        ("sign_off.capture", a_sign_off(standing, changed=True)),
    ]
    return [_case(standing, kind, args, number) for number, (kind, args) in enumerate(operations)]


def _case(standing: Standing, kind: str, args: dict[str, Any], number: int) -> dict[str, Any]:
    world: World = a_world(standing)
    wall = int(AT.timestamp() * 1000)
    op = an_op(kind, op_id=an_id(f"op {number}"), args=args, at={"wall": wall})
    world, answers = decide(world, [asked(op, at=AT)])
    effect = answers[0].effect
    before, after = plain(standing.order), plain(world.standings[ORDER].order)
    base = plain(standing_in(Status.ACCEPTED, TAP).order)
    return {
        "name": f"{standing.order.status} {standing.fault.code} {kind} {number}",
        "order": {name: value for name, value in before.items() if value != base[name]},
        "fault": standing.fault.code,
        "op": {"kind": kind, "v": 1, "args": args},
        "verdict": effect.verdict,
        "reason": effect.reason,
        "changes": {name: value for name, value in after.items() if value != before[name]},
        "photo": plain(effect.photo),
        "signature": effect.signature.id if effect.signature else None,
    }


def plain(value: object) -> Any:
    return msgspec.json.decode(msgspec.json.encode(value, order="deterministic"))


def written() -> bytes:
    return msgspec.json.format(msgspec.json.encode(vectors(), order="sorted"), indent=0) + b"\n"


if __name__ == "__main__":
    FILE.write_bytes(written())
