"""When an owner counts as absent, for the phone: `tests/vectors/absence.json`, written by the rule itself."""

from datetime import timedelta
from itertools import combinations
from typing import Any

import msgspec

from dispatch.absence import Try, missing
from tests.support.dispatch_builders import NOON
from tests.support.vectors_base import FOLDER

FILE = FOLDER / "absence.json"
DOORS = {
    "no door": (),
    "the door of the arrival": (-60_000,),
    "a moment before": (-1,),
    "the very moment": (0,),
    "after": (1,),
    "both doors": (-60_000, 5_000),
}


def vectors() -> dict[str, Any]:
    tries = [some for count in range(len(Try) + 1) for some in combinations(Try, count)]
    tries += [(Try.RANG, Try.RANG), (Try.NOTE, Try.NOTE, Try.CALLED)]
    return {"base": {}, "cases": [_case(tried, name) for tried in tries for name in DOORS]}


def _case(tried: tuple[Try, ...], name: str) -> dict[str, Any]:
    doors = [NOON + timedelta(milliseconds=ms) for ms in DOORS[name]]
    told = f"{' '.join(tried) or 'nothing'}, {name}"
    return {"name": told, "tried": tried, "doors": doors, "since": NOON, "missing": missing(tried, doors, NOON)}


def written() -> bytes:
    return msgspec.json.format(msgspec.json.encode(vectors(), order="sorted"), indent=0) + b"\n"


if __name__ == "__main__":
    FILE.write_bytes(written())
