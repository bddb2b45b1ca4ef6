"""Many schedules on several worker pairs, counted: what was played, what struck, what the server said.

Effects  one process per job, each with a Node process of its own; prints.
"""

import gc
import logging
import multiprocessing
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import structlog

from tests.simulation.pair import Pair, Played, build

SHOWN = 5  # failing schedules that are told in full
CHUNK = 25


@dataclass
class Tally:
    """The sum of many schedules."""

    schedules: int = 0
    decisions: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    verdicts: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    failed: list[Played] = field(default_factory=list)

    def add(self, played: Played) -> None:
        self.schedules += 1
        self.decisions += played.decisions
        self.counts.update(played.counts)
        self.verdicts.update(played.verdicts)
        self.kinds.update(played.kinds)
        if played.violation:
            self.failed.append(played)


def quiet() -> None:
    """Faults on purpose need no log."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))


def _work(task: tuple[Path, range]) -> list[Played]:
    quiet()
    global _pair  # noqa: PLW0603 - one pair per process, for all its tasks
    if _pair is None:
        _pair = Pair(task[0])
        gc.freeze()  # what stands for the whole campaign is not looked through again and again
        gc.set_threshold(50_000)
    return [_pair.play(seed) for seed in task[1]]


_pair: Pair | None = None


def played(seeds: range, jobs: int, bundle: Path) -> Iterator[Played]:
    """Every schedule of these seeds, in their order."""
    tasks = [(bundle, seeds[at : at + CHUNK]) for at in range(0, len(seeds), CHUNK)]
    if jobs == 1:
        for task in tasks:
            yield from _work(task)
        return
    with multiprocessing.get_context("spawn").Pool(jobs) as pool:
        for some in pool.imap(_work, tasks):
            yield from some


def command(played: Played) -> str:
    return f"make simulate SEEDS={played.seed}-{played.seed} TRACE=1"


def told(failed: Played) -> str:
    """A failing schedule with everything needed to see it again."""
    options = ", ".join(f"{name} {value}" for name, value in failed.options.items() if value)
    lines = (f"seed {failed.seed}: {failed.violation}", f"    {options}", f"    {command(failed)}")
    return "\n".join(lines)


def report(tally: Tally, seconds: float, jobs: int) -> str:
    """What a reader needs to see that each fault and each verdict really occurred."""
    counts = tally.counts

    def some(prefix: str, width: int = 96) -> str:
        found = sorted((name.removeprefix(prefix), n) for name, n in counts.items() if name.startswith(prefix))
        return _wrapped([f"{name} {n:,}" for name, n in found], width)

    exchanges = sum(n for name, n in counts.items() if name.startswith("request exchange"))
    rate = f"{tally.schedules / seconds:,.1f}/s on {jobs} pair{'s' if jobs > 1 else ''}"
    rows = [
        f"{tally.schedules:,} schedules, {len(tally.failed)} violations, {seconds:,.0f} s, {rate}",
        f"{tally.decisions:,} decisions, {exchanges:,} exchanges",
        f"{counts['operations']:,} operations, {counts['groups']:,} groups, {counts['photos']:,} photos",
        f"faults    {some('fault ')}",
        f"struck    {some('struck ')}",
        f"answers   {some('request ')}",
        f"office    {some('office ')}",
        f"phones    {some('log ')}; power lost a tail {counts['power lost a tail']:,}",
        f"verdicts  {_wrapped([f'{name} {n:,}' for name, n in tally.verdicts.most_common()], 96)}",
        f"kinds     {_wrapped([f'{name} {n:,}' for name, n in tally.kinds.most_common()], 96)}",
    ]
    return "\n".join(rows)


def _wrapped(words: list[str], width: int) -> str:
    lines = [""]
    for word in words:
        if len(lines[-1]) + len(word) > width:
            lines.append("")
        lines[-1] += f", {word}" if lines[-1] else word
    return "\n          ".join(lines)


def campaign(seeds: range, jobs: int, *, say: Any = print) -> Tally:
    """Play and tell; progress every minute."""
    tally = Tally()
    began = last = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="doorstep-simulate-") as folder:
        bundle = build(Path(folder) / "phones.mjs")
        for one in played(seeds, jobs, bundle):
            tally.add(one)
            if one.violation:
                say(told(one) if len(tally.failed) <= SHOWN else told(one).partition("\n")[0])
            if time.monotonic() - last > 60:
                last = time.monotonic()
                say(f"{tally.schedules:,} of {len(seeds):,}, {len(tally.failed)} violations, {last - began:,.0f} s")
                sys.stdout.flush()
    say(report(tally, time.monotonic() - began, jobs))
    return tally


def traced(seed: int, change: Mapping[str, Any] | None = None) -> Played:
    """One schedule with its whole trace."""
    quiet()
    folder = tempfile.TemporaryDirectory(prefix="doorstep-simulate-")
    with folder as name, Pair(build(Path(name) / "phones.mjs")) as pair:
        return pair.play(seed, trace=True, change=change)
