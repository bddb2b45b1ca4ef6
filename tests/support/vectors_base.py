"""What the vectors share: one work order to start from, how differences are told, chance that is always the same."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
from msgspec.structs import replace

from dispatch import fees
from dispatch.model import (
    AssignmentState,
    CheckAnswer,
    SignMethod,
    SignOff,
    Status,
    WorkOrder,
)
from kernel.errors import Problem
from kernel.geo import LatLng
from kernel.ids import SeededLuck
from tests.support.dispatch_builders import (
    LEAK,
    NOON,
    a_technician,
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
