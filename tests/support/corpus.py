"""Operations as released builds wrote them, kept for ever: `tests/corpus/<build>.jsonl`.

A line holds the text as it lay on a phone (`raw`) and what it means in today's words (`means`). A file is written once,
when its build is released (`python -m tests.support.corpus <build>`), and only `means` may ever change, by a lift of
`offline_sync.upcast`. A text never does.
"""

import sys
from pathlib import Path
from typing import Any

import msgspec

from offline_sync.upcast import ARGS, outside, understand
from tests.support.dispatch_builders import an_id
from tests.support.phones import sha
from tests.support.sync_builders import ANNA, SIGNATURE

FOLDER = Path(__file__).parents[1] / "corpus"
AT = "2026-11-24T02:00:00.000Z"
WALL = 1_795_485_600_000
SHEET = '{"work_order":"x"}'

ARGUMENTS: dict[str, dict[str, Any]] = {
    "offer.accept": {},
    "offer.decline": {"reason": "too_far"},
    "visit.depart": {},
    "visit.arrive": {
        "presence": {
            "method": "fence",
            "at": AT,
            "position": {"lat": 30.5735, "lng": 104.0621},
            "accuracy_m": 12.5,
            "proof": "",
        }
    },
    "visit.start": {},
    "visit.hold": {"reason": "waiting_parts", "until": "2026-11-25T02:00:00.000Z", "note": "缺 DN20 角阀"},
    "visit.resume": {},
    "visit.finish": {"cause": "AGE", "action": "REPLACE"},
    "visit.undo": {"reason": "还漏水"},
    "visit.hand_back": {"reason": "unwell"},
    "check.set": {"step": "TIDY", "done": True, "value": "0.6 MPa", "at": AT},
    "note.add": {"id": an_id("note"), "text": '总阀在门后 "A" \\ 1', "at": AT},
    "note.revise": {"id": an_id("note"), "text": "总阀在厨房", "at": AT},
    "photo.add": {
        "id": an_id("photo"),
        "slot": "before",
        "sha256": sha("photo"),
        "size": 300000,
        "mime": "image/jpeg",
        "taken_at": AT,
        "position": {"lat": 30.5735, "lng": 104.0621},
        "accuracy_m": 12.5,
        "width": 1600,
        "height": 1200,
        "warnings": ["dark"],
    },
    "photo.retract": {"id": an_id("photo"), "reason": "blurred"},
    "part.add": {
        "id": an_id("part"),
        "material": "M-001",
        "name": "角阀",
        "unit": "个",
        "quantity_milli": 1000,
        "unit_price_fen": 1800,
    },
    "part.quantity": {"id": an_id("part"), "quantity_milli": 2500},
    "part.remove": {"id": an_id("part")},
    "approval.ask": {"id": an_id("request"), "fen": 35000, "words": "换整段管", "at": AT},
    "sign_off.capture": {
        "method": "in_person",
        "signer": "张阿姨",
        "signature_id": an_id("signature"),
        "strokes": [list(stroke) for stroke in SIGNATURE],
        "aspect": 0.5,
        "digest": sha(SHEET),
        "sheet": SHEET,
        "reason": "",
        "at": AT,
    },
    "report.add": {"id": an_id("found"), "premises": "YQL-03-2-1201", "words": "楼道灯不亮", "at": AT},
}


def text_of(kind: str, args: dict[str, Any], number: int) -> str:
    """An operation as `written` of the phone's protocol writes it, key by key."""
    at = {"wall": WALL, "boot": "k3v9q1zt", "mono": 8123, "tz": "Asia/Shanghai", "off_ms": -320, "unc_ms": 45}
    told = {
        "op_id": an_id(f"corpus {number}"),
        "kind": kind,
        "v": 1,
        "actor": ANNA.id,
        "at": at,
        "work_order": "" if kind == "report.add" else an_id("order"),
        "seen": "ZTF8N3w3fGFi",
        "base": {"ver": 7, "status": "in_progress"},
        "args": args,
        "deps": {"ops": [], "blobs": []},
        "grp": "",
    }
    return msgspec.json.encode(told).decode()


def meaning(raw: str) -> Any:
    """What a text means in today's words."""
    return msgspec.json.decode(msgspec.json.encode(understand(outside(raw.encode())).args, order="sorted"))


def lines() -> list[dict[str, Any]]:
    texts = [text_of(kind, args, number) for number, (kind, args) in enumerate(ARGUMENTS.items())]
    return [{"raw": raw, "means": meaning(raw)} for raw in texts]


def recorded() -> dict[str, list[dict[str, Any]]]:
    """Every build's lines."""
    files = sorted(FOLDER.glob("*.jsonl"))
    return {file.stem: [msgspec.json.decode(line) for line in file.read_bytes().splitlines()] for file in files}


def main() -> None:
    missing = set(ARGS) - set(ARGUMENTS)
    if missing:
        raise SystemExit(f"no example of {sorted(missing)}")
    file = FOLDER / f"{sys.argv[1]}.jsonl"
    if file.exists():
        raise SystemExit(f"{file.name} is written: a released build's texts never change")
    file.write_bytes(b"".join(msgspec.json.encode(line) + b"\n" for line in lines()))


if __name__ == "__main__":
    main()
