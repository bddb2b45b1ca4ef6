"""What a measurement says: figures, goals, rows, and how they are printed.

A row holds every run's raw figure; the table shows medians. A goal is kept or not kept by a measured number, never by
an opinion, and a row that could not be measured says why.

Units    as each figure names them.
Pure     yes.
"""

import statistics
from collections.abc import Iterable, Sequence

from msgspec import Struct

UNMEASURED = "not measured: "


class Figure(Struct, frozen=True):
    """The same thing, measured once per run."""

    runs: tuple[float, ...]
    unit: str = "µs/op"

    @property
    def middle(self) -> float:
        return statistics.median(self.runs)

    def __str__(self) -> str:
        return f"{spelt(self.middle)} {self.unit}"


class Goal(Struct, frozen=True):
    """A bound on a measured number."""

    what: str
    bound: float
    measured: float
    least: bool = False
    unit: str = ""

    @property
    def kept(self) -> bool:
        return self.measured >= self.bound if self.least else self.measured <= self.bound

    def __str__(self) -> str:
        sign = "≥" if self.least else "≤"
        bound = f"{sign} {spelt(self.bound)}{self.unit}"
        return f"{'✓' if self.kept else '✗'} {self.what} {bound} (is {spelt(self.measured)})"


class Beside(Struct, frozen=True):
    """A limit or a peer measured in the same run; `why` when it could not be."""

    name: str
    figure: Figure | None = None
    why: str = ""

    def told(self, ours: Figure | None) -> str:
        if self.figure is None:
            return f"{self.name}: not measured, {self.why}"
        same = ours is not None and ours.unit == self.figure.unit and ours.middle and self.figure.middle
        ratio = f", {ours.middle / self.figure.middle:.2f}×" if same and ours is not None else ""
        return f"{self.name} {self.figure}{ratio}"


class Row(Struct, frozen=True, kw_only=True):
    id: str
    what: str
    ours: Figure | None = None
    wall: Figure | None = None
    limits: tuple[Beside, ...] = ()
    peers: tuple[Beside, ...] = ()
    goals: tuple[Goal, ...] = ()
    note: str = ""


def spelt(value: float) -> str:
    """Three digits that matter."""
    if value == int(value) and abs(value) < 1e6:
        return f"{int(value)}"
    if abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.3g}"


def ratio(over: Figure | None, under: Figure | None) -> float:
    """The median of the ratios run by run: what A/B alternation is for."""
    if over is None or under is None:
        return float("nan")
    return statistics.median(a / b if b else float("inf") for a, b in zip(over.runs, under.runs, strict=True))


def failed(id_: str, what: str, why: str) -> Row:
    return Row(id=id_, what=what, note=f"{UNMEASURED}{why}")


def plain(rows: Iterable[Row]) -> str:
    """For the terminal: one row, a few lines."""
    lines: list[str] = []
    for row in rows:
        head = f"{row.id:<4} {row.what}"
        figures = [str(row.ours)] if row.ours else []
        figures += [f"wall {row.wall}"] if row.wall else []
        lines.append(f"{head:<64} {'   '.join(figures)}")
        lines += [f"       {one.told(row.ours)}" for one in (*row.limits, *row.peers)]
        lines += [f"       {one}" for one in row.goals]
        lines += [f"       {row.note}"] if row.note else []
    return "\n".join(lines)


def markdown(rows: Sequence[Row]) -> str:
    """For the documents."""
    lines = [
        "| | what | ours | limit of the same run (ours ÷ it) | peers (ours ÷ theirs) | goals |",
        "|" + " --- |" * 6,
    ]
    for row in rows:
        ours = "; ".join(([str(row.ours)] if row.ours else []) + ([f"wall {row.wall}"] if row.wall else []))
        limits = "<br>".join(one.told(row.ours) for one in row.limits)
        peers = "<br>".join(one.told(row.ours) for one in row.peers)
        goals = "<br>".join(str(one) for one in row.goals)
        what = f"{row.what}<br>*{row.note}*" if row.note else row.what
        lines.append(f"| {row.id} | {what} | {ours} | {limits} | {peers} | {goals} |")
    return "\n".join(lines)
