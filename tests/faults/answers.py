"""Losing answers, cutting connections, repeating and reordering requests, while the server stays well.

Each round begins on a fresh copy of the ground and ends in peace: late requests arrive, everything owed is answered,
the judge looks, and what each phone was shown is what a new phone is shown.
"""

import random
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from tests.faults.ground import ground
from tests.faults.kills import Round
from tests.faults.network import Network
from tests.faults.points import Plan
from tests.faults.victims import Zygote

LOST_EACH = 100
"""Lost answers of one round."""


@dataclass
class Report:
    seed: int
    met: Counter[str] = field(default_factory=Counter)
    operations: int = 0
    promised: int = 0
    photos: int = 0
    seconds: float = 0.0
    found: list[str] = field(default_factory=list)


async def campaign(kind: str, lost: int, seed: int, folder: Path) -> Report:
    report, luck, began = Report(seed), random.Random(seed), time.monotonic()
    zygote = await Zygote().open()
    try:
        while report.met["lost"] < lost and not report.found:
            place = folder / f"{kind}-{report.met['lost']}"
            place.mkdir(parents=True)
            now = Round(zygote, await ground(kind, place), luck)
            await _round(now, min(LOST_EACH, lost - report.met["lost"]), report)
    finally:
        await zygote.close()
    report.seconds = time.monotonic() - began
    return report


async def _round(now: Round, lost: int, report: Report) -> None:
    network = await Network(random.Random(now.luck.getrandbits(64))).open()
    await now.begin()
    victim = await now.start(Plan())
    network.server_port, now.door.port = victim.port, network.port
    async with now.load():
        while network.met["lost"] < lost:
            await now.pause()
    network.calm = True
    await network.settle()
    await victim.kill()
    report.found += await now.peace()
    await network.close()
    report.met += network.met
    report.operations += len(now.oracle.meant)
    report.promised += len(now.oracle.promised)
    report.photos += len(now.oracle.bytes_promised)
