"""How large a campaign is, and what it says at its end.

The sizes come from the environment (`make faults KILLS=1000 PG_KILLS=200 CUTS=2000 ANSWERS=1000 SEED=1`); the
defaults are small enough for every run of the tests, which plays only some of the disks that fail (`CASES`).
"""

import os
from collections.abc import Iterable, Mapping

SMALL = {"KILLS": 6, "PG_KILLS": 4, "CUTS": 40, "ANSWERS": 12, "CASES": 3, "SEED": 1}


def size(name: str) -> int:
    return int(os.environ.get(name) or SMALL[name])


def tell(title: str, facts: Mapping[str, object]) -> None:
    """One campaign as a small table."""
    width = max(len(name) for name in facts)
    print(f"\n  {title}")
    for name, fact in facts.items():
        print(f"    {name:<{width}}  {fact}")


def counted(counter: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {count}" for name, count in sorted(counter.items(), key=lambda one: (-one[1], one[0])))


def first(found: Iterable[str], most: int = 8) -> str:
    """The findings as they are shown when a test fails."""
    return "\n".join(list(found)[:most])
