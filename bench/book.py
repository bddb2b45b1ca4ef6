"""What was measured, kept: every run's raw figures, and the newest of each measurement for the page in the documents.

A measurement may be run alone; its chapter then replaces the older one and says when it was measured and how busy the
machine was. `DOC=1` writes the page.

Effects  writes `.local/bench` and, when asked, `docs/performance.md`.
"""

import os
import time
from collections.abc import Sequence
from pathlib import Path

import msgspec
from msgspec import Struct

from api.bootstrap import LOCAL, ROOT
from bench.machine import Machine
from bench.table import Row, markdown

OUT = LOCAL / "bench"
PAGE = ROOT / "docs" / "performance.md"
_BEGIN, _END = "<!-- measured: begin -->", "<!-- measured: end -->"


class Chapter(Struct, frozen=True):
    """One measurement."""

    at: str
    runs: int
    load: float  # of the last minute, when it ended
    seconds: int
    rows: list[Row]


def told(suite: str, rows: Sequence[Row], runs: int, seconds: float) -> None:
    """Put a chapter into the book."""
    chapters = read()
    stamp = time.strftime("%Y-%m-%d %H:%M", time.gmtime())
    chapters[suite] = Chapter(stamp, runs, round(os.getloadavg()[0], 1), round(seconds), list(rows))
    OUT.mkdir(parents=True, exist_ok=True)
    (OUT / "book.json").write_bytes(msgspec.json.format(msgspec.json.encode(chapters), indent=1))


def read() -> dict[str, Chapter]:
    kept = OUT / "book.json"
    return msgspec.json.decode(kept.read_bytes(), type=dict[str, Chapter]) if kept.exists() else {}


def run_kept(rows: Sequence[Row], on: Machine, runs: int) -> Path:
    """The raw figures of this run."""
    OUT.mkdir(parents=True, exist_ok=True)
    judged = [{**msgspec.to_builtins(row), "goals": [_judged(goal) for goal in row.goals]} for row in rows]
    raw = msgspec.json.format(msgspec.json.encode({"machine": on, "runs": runs, "rows": judged}), indent=1)
    place = OUT / f"{time.strftime('%Y%m%d-%H%M%S')}.json"
    place.write_bytes(raw)
    return place


def _judged(goal: Struct) -> dict[str, object]:
    return {**msgspec.to_builtins(goal), "kept": goal.kept}  # type: ignore[attr-defined]


def page(on: Machine, order: Sequence[str]) -> None:
    """Write the newest chapters into the page, in the order of the table of measurements."""
    chapters = read()
    parts = [f"{on}.", ""]
    for name in order:
        if name in chapters:
            one = chapters[name]
            parts += [
                f"### {name}",
                "",
                f"{one.at} UTC, medians of {one.runs}, load {one.load:g}, {one.seconds} s.",
                "",
            ]
            parts += [markdown(one.rows), ""]
    text = PAGE.read_text()
    before, _, rest = text.partition(_BEGIN)
    PAGE.write_text(f"{before}{_BEGIN}\n\n" + "\n".join(parts) + f"\n{_END}{rest.partition(_END)[2]}")
