"""What a planted fault is: what is changed where, and which faults of the world bring it to light.

Pure     values only.
"""

from typing import Any

from msgspec import Struct


class Change(Struct, frozen=True):
    """A piece of one file that occurs once, and what stands there instead."""

    file: str
    find: str
    put: str


class Mutant(Struct, frozen=True):
    """`beside`: what makes up for the fault, and is taken away with it; then it is caught as a pair."""

    name: str
    changes: tuple[Change, ...]
    change: dict[str, Any] = {}
    beside: str = ""

    @property
    def side(self) -> str:
        sides = {"phone" if one.file.startswith("pwa") else "server" for one in self.changes}
        return "both" if len(sides) > 1 else sides.pop()


RESTORED = {"backup": 0.04, "restore": 0.04, "steps": 90}
LOSSY = {"lost": 0.2, "silent": 0.2, "steps": 80}
CLONED = {"clone": 0.03, "steps": 90, "phones": 1}
DOUBTFUL = {**CLONED, **RESTORED, "clone": 0.02, "backup": 0.08, "restore": 0.05, "die": 0.2, "silent": 0.3}
DOUBTFUL |= {"steps": 140, "batch": 1, "hurry": 3000, "office": 0.06, "deploy": 0.05}
PAIRS = {"pages": 2, "leaders": True, "steps": 100, "slow": 0.2}
OFFICE = {"office": 0.15, "steps": 80}
PAGED = {"page": 1, "steps": 90, "office": 0.12, "phones": 2}


def one(name: str, file: str, find: str, put: str, change: dict[str, Any] | None = None) -> Mutant:
    return Mutant(name, (Change(file, find, put),), change or {})
