"""What the measurements of one run share: folders, how often, the company, what was found out already.

Effects  temporary folders.
"""

import shutil
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple

from bench import fleet
from bench.table import Row


@dataclass
class Bench:
    folder: Path
    runs: int
    wanted: frozenset[str] = frozenset()
    kept: dict[str, Any] = field(default_factory=dict)
    _names: Any = field(default_factory=count)

    def place(self, name: str) -> Path:
        """A new folder."""
        made = self.folder / f"{name}-{next(self._names)}"
        made.mkdir(parents=True)
        return made

    def forget(self, folder: Path) -> None:
        shutil.rmtree(folder, ignore_errors=True)

    async def fleet(self) -> fleet.Fleet:
        if "fleet" not in self.kept:
            self.kept["fleet"] = await fleet.made(self.place("fleet"))
        found: fleet.Fleet = self.kept["fleet"]
        return found

    def wants(self, *ids: str) -> bool:
        """Whether any of these rows is asked for."""
        return not self.wanted or bool(self.wanted & set(ids))


class Suite(NamedTuple):
    """One measurement and the rows it answers for."""

    name: str
    ids: tuple[str, ...]
    run: Callable[[Bench], Awaitable[list[Row]]]
