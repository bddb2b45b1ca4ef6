"""Three phones, an office and a network that drops, repeats and reorders; a server that dies and is restored.

A schedule is a function of its seed. After every step what must always hold is checked, at the end what must hold
when everybody has come to rest. A violation prints the seed; `SEEDS=from-to` or `SEEDS=count` chooses others, and
the same seed plays the same schedule again.
"""

import os
import shutil
from pathlib import Path

import pytest

from tests.support.simulated import Violation, play

DEFAULT = 40


def seeds() -> range:
    asked = os.environ.get("SEEDS", str(DEFAULT))
    first, _, last = asked.rpartition("-")
    return range(int(first), int(last) + 1) if first else range(int(last))


async def test_no_schedule_loses_doubles_diverges_or_stalls(tmp_path: Path) -> None:
    steps = 0
    for seed in seeds():
        folder = tmp_path / f"seed-{seed}"
        folder.mkdir()
        try:
            told = await play(seed, folder)
        except Violation as violation:
            pytest.fail(f"seed {seed}: {violation}")
        steps += len(told)
        shutil.rmtree(folder)
    print(f"{len(seeds())} schedules, {steps} steps, 0 violations")


async def test_the_same_seed_plays_the_same_schedule(tmp_path: Path) -> None:
    traces = []
    for name in ("first", "second"):
        folder = tmp_path / name
        folder.mkdir()
        traces.append(await play(4711, folder))
    assert traces[0] == traces[1]
