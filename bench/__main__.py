"""`make bench`: figures of the house beside the limit under them, measured in the same run.

Each row is the median of `RUNS` runs. CPU per unit is the figure to trust on a shared machine; the ratio says what
the house adds to the database doing the same statements bare. `RUNS=9 make bench` for steadier figures.

Effects  temporary folders; prints a table.
"""

import asyncio
import os
import statistics
import tempfile
from pathlib import Path

from bench import cases, start
from bench.cases import Figure
from bench.tape import Spent

RUNS = int(os.environ.get("RUNS", "3"))
CASES = (
    ("report → offer", "report", cases.REPORTS, cases.report_to_offer),
    (f"one sync exchange of {cases.BATCH}", "operation", cases.BATCHES * cases.BATCH, cases.one_exchange),
    (f"bootstrap of {cases.JOBS} jobs", "job", cases.JOBS, cases.bootstrap),
)


async def figures(folder: Path) -> list[Figure]:
    rows = [starting(folder)]
    for name, unit, units, prepare in CASES:
        runs = []
        for number in range(RUNS):
            place = folder / f"{prepare.__name__}-{number}"
            place.mkdir()
            runs.append(await cases.measured(place, name, unit, units, prepare))
        rows.append(median(runs))
    return rows


def starting(folder: Path) -> Figure:
    """The second start: schema and data are there."""
    data = folder / "start"
    start.start(data)
    ours = [start.start(data) for _ in range(RUNS)]
    bare = [start.bare(data) for _ in range(RUNS)]
    return Figure("second start until ready", "start", 1, middle(ours), middle(bare), "floor: python opens the file")


def middle(spent: list[Spent]) -> Spent:
    return Spent(statistics.median(one.cpu for one in spent), statistics.median(one.wall for one in spent))


def median(runs: list[Figure]) -> Figure:
    last = runs[-1]
    return last._replace(ours=middle([run.ours for run in runs]), floor=middle([run.floor for run in runs]))


def table(rows: list[Figure]) -> str:
    head = f"{'what':<30} {'per':<10} {'ours CPU':>11} {'floor CPU':>11} {'ratio':>7} {'ours wall':>11}   note"
    lines = [head, "-" * len(head)]
    for row in rows:
        ours, floor = row.ours.cpu / row.units, row.floor.cpu / row.units
        ratio = ours / floor if floor else float("inf")
        wall = row.ours.wall / row.units
        figures = f"{ours * 1e6:>8.0f} µs {floor * 1e6:>8.0f} µs {ratio:>6.1f}× {wall * 1e3:>8.2f} ms"
        lines.append(f"{row.name:<30} {row.unit:<10} {figures}   {row.note}")
    return "\n".join(lines)


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="doorstep-bench-") as folder:
        print(f"{RUNS} runs each, medians; floor: the same statements through bare sqlite3, WAL, synchronous=FULL\n")
        print(table(asyncio.run(figures(Path(folder)))))


if __name__ == "__main__":
    main()
