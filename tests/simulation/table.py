"""What came of planted faults: a line each for who reads along, and the table of the documentation.

Errors   `LookupError` where the page has no table.
Effects  `renew` writes the page.
"""

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from msgspec import Struct

BEGIN = "<!-- the table is written by DOC=1 make mutants -->"
END = "<!-- end of the table -->"
HEAD = "| Planted fault | Side | Noticed by | Schedules |\n|---|---|---|---|\n"
_ROW = re.compile(r"^\| (?P<name>.+?)(?P<beside> <br>with: .*?)? \| (phone|server|both) \|.*\|$")


class Caught(Struct, frozen=True):
    """`violation` is empty where nothing noticed; `own`: schedules that the source fails without the fault."""

    name: str
    side: str
    beside: str
    schedules: int
    violation: str
    own: tuple[int, ...] = ()

    @property
    def invariant(self) -> str:
        """The rule that noticed, by its short name."""
        if not self.violation:
            return "not caught"
        found = re.match(r"([A-Z]+\d+):", self.violation)
        return found[1] if found else "broke down"

    def line(self) -> str:
        own = f"the source itself fails {list(self.own)}" if self.own else ""
        words = " ".join(self.violation.split())[:140]
        return "\t".join((self.name, self.side, self.invariant, str(self.schedules), words, own)).rstrip()

    def row(self) -> str:
        beside = f" <br>with: {self.beside}" if self.beside else ""
        return f"| {self.name}{beside} | {self.side} | {self.invariant} | {self.schedules:,} |"


def counted(found: Sequence[Caught]) -> str:
    caught = [one for one in found if one.violation]
    pairs = sum(1 for one in caught if one.beside)
    return (
        f"{len(found)} played, {len(caught) - pairs} caught, {pairs} caught in a pair, "
        f"{len(found) - len(caught)} not caught"
    )


def renew(page: Path, found: Iterable[Caught], order: Sequence[str]) -> None:
    """These rows anew, the others as they stand; what is planted no longer goes."""
    before, begin, rest = page.read_text().partition(BEGIN)
    table, end, after = rest.partition(END)
    if not begin or not end:
        raise LookupError(f"{page}: no table")
    rows = {match["name"]: line for line in table.splitlines() if (match := _ROW.match(line))}
    rows |= {one.name: one.row() for one in found}
    told = "".join(f"{rows[name]}\n" for name in order if name in rows)
    page.write_text(f"{before}{BEGIN}\n\n{HEAD}{told}\n{END}{after}")
