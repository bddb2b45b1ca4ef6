"""Power cuts, replayed: a server is recorded at work, then the disk is made as a cut may have left it, many times over.

    record    phones at work, every write, sync and new name of the server written down with its moment
    cut       at any record: a disk that may be, the database opened, the photos hashed, everything promised by then asked for
    resume    now and then a real server on that disk: the phones send what they still have, and the judge looks again

The seed decides where a cut is made and what survives it; what there is to cut is the recording's.
"""

import random
import shutil
import signal
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.faults.books import read_sqlite, read_still
from tests.faults.client import Door, Phone
from tests.faults.ground import ground
from tests.faults.judge import judge
from tests.faults.kills import Round
from tests.faults.oracle import Oracle
from tests.faults.platter import WAYS, Platter
from tests.faults.points import Plan
from tests.faults.recording import Record, records
from tests.faults.victims import Zygote
from tests.support.server import PASSWORD

CUTS_EACH = 250
"""Cuts of one recording."""
TURNS_EACH = 60
"""Turns of the phones in a full recording; shorter for fewer cuts."""
RESUMED = 50
"""One cut in so many is gone on from with a real server."""


@dataclass
class Report:
    seed: int
    cuts: Counter[str] = field(default_factory=Counter)
    records: Counter[str] = field(default_factory=Counter)
    recordings: int = 0
    promised: int = 0
    photos: int = 0
    resumed: int = 0
    seconds: float = 0.0
    found: list[str] = field(default_factory=list)


async def campaign(cuts: int, seed: int, folder: Path, *, variant: str = "") -> Report:
    report, luck, began = Report(seed), random.Random(seed), time.monotonic()
    zygote = await Zygote().open()
    try:
        while sum(report.cuts.values()) < cuts and not report.found:
            count = min(CUTS_EACH, cuts - sum(report.cuts.values()))
            place = folder / f"recording-{report.recordings}"
            place.mkdir(parents=True)
            session = await recorded(zygote, place, luck, max(8, TURNS_EACH * count // CUTS_EACH), variant)
            await _cut(zygote, session, count, luck, report)
            shutil.rmtree(place)
    finally:
        await zygote.close()
    report.seconds = time.monotonic() - began
    return report


@dataclass
class Session:
    """One recording: the disk before it, what happened to it, what was promised meanwhile."""

    place: Path
    before: Path
    log: list[Record]
    round: Round

    @property
    def oracle(self) -> Oracle:
        return self.round.oracle


async def recorded(zygote: Zygote, place: Path, luck: random.Random, turns: int, variant: str = "") -> Session:
    """A server at work until it is told to stop, which it does properly: closing is recorded too."""
    made = Round(zygote, await ground("sqlite", place), luck)
    await made.begin(signal.SIGTERM)
    before = place / "before"
    shutil.copytree(made.ground.data, before)
    victim = await made.start(Plan(record=str(place / "log"), variant=variant))
    async with made.load():
        while sum(phone.rounds for phone in made.phones) < turns:
            await made.pause()
    await victim.kill(signal.SIGTERM)
    return Session(place, before, list(records(place / "log")), made)


async def _cut(zygote: Zygote, session: Session, count: int, luck: random.Random, report: Report) -> None:
    report.recordings += 1
    report.promised += len(session.oracle.promised)
    report.photos += len(session.oracle.bytes_promised)
    report.records.update(type(one).__name__ for one in session.log)
    bench = Bench(session.place / "after")
    for number, (at, disk) in enumerate(_played(session, count, luck)):
        way = luck.choice(WAYS)
        bench.lay(disk.after(way, luck))
        known = session.oracle.until(session.log[at].at - 1)
        found = judge(read_still(bench.folder / "doorstep.db"), bench.folder / "blobs", known)
        if not found and number % RESUMED == 0:
            report.resumed += 1
            found = await _resumed(zygote, session, bench.folder, known)
            bench.forget()
        report.found += [f"cut {at} of {len(session.log)} ({way}): {one}" for one in found]
        report.cuts[way] += 1
        if report.found:
            return


def _played(session: Session, count: int, luck: random.Random) -> Iterator[tuple[int, Platter]]:
    """The disk just before so many of the records, in their order."""
    places = sorted(luck.randrange(len(session.log)) for _ in range(count))
    disk, next_one = Platter(session.before), 0
    for at in places:
        while next_one < at:
            disk.play(session.log[next_one])
            next_one += 1
        yield at, disk


class Bench:
    """A folder that is made to hold exactly these files; what has not changed is not written again."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._there: dict[str, bytes] = {}

    def lay(self, files: dict[str, bytes]) -> None:
        for name in self._there.keys() - files.keys():
            (self.folder / name).unlink()
        for name, data in files.items():
            if self._there.get(name) != data:
                (self.folder / name).parent.mkdir(parents=True, exist_ok=True)
                (self.folder / name).write_bytes(data)
        self._there = files

    def forget(self) -> None:
        shutil.rmtree(self.folder)
        self._there = {}


async def _resumed(zygote: Zygote, session: Session, data: Path, known: Oracle) -> list[str]:
    """A server starts on that disk, and each phone sends what it had no answer to at that moment."""
    (data / "doorstep.db-shm").unlink(missing_ok=True)
    victim = await zygote.start(data)
    door = Door(victim.port, PASSWORD)
    oracle = Oracle(known.meant, dict(known.promised), known.bytes_meant, dict(known.bytes_promised))
    found = []
    for was in session.round.phones:
        phone = Phone(
            door, oracle, was.login, was.actor, was.orders, random.Random(1), device=was.device, epoch=was.epoch
        )
        mine = sorted((one for one in known.meant.values() if one.device == was.device), key=lambda one: one.cseq)
        phone.queue = [one for one in mine if one.op_id not in known.promised]
        if not await phone.quiet():
            found.append(f"{phone.login}: work is stuck after the cut")
    tables = read_sqlite(data / "doorstep.db")
    found += judge(tables, data / "blobs", oracle)
    there = {row["op_id"] for row in tables["sync_op"]}
    found += [f"never answered: {key}" for key in oracle.meant if key not in there]
    await victim.kill()
    return found
