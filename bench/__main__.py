"""`make bench`: what was promised, measured, beside its goal, the raw limit under it and the peers, in the same run.

    make bench                     everything
    make bench ONLY=P1,P4          only these rows
    make bench RUNS=5              medians of five alternated runs (1 by default)
    make bench PEERS=0             without the peers, which npm would install into the cache
    make bench DOC=1               and write the newest figures of every row into docs/performance.md

CPU of the server process is the figure to compare: it does not depend on how busy the machine is, as wall time does.
Every run's raw figure is kept as JSON in `.local/bench/`.

Effects  temporary folders, servers on this machine, `.local/bench`.
"""

import asyncio
import os
import sys
import tempfile
import time
import traceback
from pathlib import Path

from bench import book
from bench.context import Bench, Suite
from bench.machine import machine
from bench.suites import SUITES
from bench.table import UNMEASURED, Row, failed, plain


def chosen(only: str) -> frozenset[str]:
    """The rows asked for; an unknown one ends the run at once."""
    wanted = frozenset(word.strip().upper() for word in only.split(",") if word.strip())
    known = {id_ for suite in SUITES for id_ in suite.ids}
    if wanted - known:
        raise SystemExit(f"No such row: {', '.join(sorted(wanted - known))}. Rows: {', '.join(sorted(known))}")
    return wanted


async def one(suite: Suite, bench: Bench) -> list[Row]:
    """A measurement that fails is a row that says so; the others go on."""
    began = time.monotonic()
    print(f"… {suite.name}", file=sys.stderr, flush=True)
    try:
        rows = await suite.run(bench)
    except Exception as failure:  # noqa: BLE001 - told in the table, and in full here
        traceback.print_exc()
        rows = [failed(id_, suite.name, f"{type(failure).__name__}: {str(failure)[:160]}") for id_ in suite.ids]
    if not any(row.note.startswith(UNMEASURED) for row in rows):
        book.told(suite.name, rows, bench.runs, time.monotonic() - began)
    rows = [row for row in rows if bench.wants(row.id)]
    print(f"{plain(rows)}\n", flush=True)
    print(f"… {suite.name} took {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)
    return rows


async def everything(bench: Bench) -> list[Row]:
    rows: list[Row] = []
    for suite in SUITES:
        if bench.wants(*suite.ids):
            rows += await one(suite, bench)
    return rows


def main() -> int:
    runs, wanted = int(os.environ.get("RUNS") or "1"), chosen(os.environ.get("ONLY", ""))
    before = os.getloadavg()
    with tempfile.TemporaryDirectory(prefix="doorstep-bench-") as folder:
        bench = Bench(Path(folder), runs, wanted)
        rows = asyncio.run(everything(bench))
        on = machine(Path(folder), before)
    goals = [goal for row in rows for goal in row.goals]
    print(f"{on}; medians of {runs} runs. Raw figures: {book.run_kept(rows, on, runs)}")
    if os.environ.get("DOC") == "1":
        book.page(on, [suite.name for suite in SUITES])
    print(f"{sum(goal.kept for goal in goals)} goals kept, {sum(not goal.kept for goal in goals)} not kept")
    return 1 if any(row.ours is None and row.note.startswith(UNMEASURED) for row in rows) else 0


if __name__ == "__main__":
    raise SystemExit(main())
