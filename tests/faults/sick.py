"""A disk that fails or is full, for a while: what is answered meanwhile, what is promised, and how it ends.

One server per case: the phones work, the disk falls ill, they go on trying, the disk gets well, and everything owed is
done by the same process. Then it is killed, and the judge reads what is left: all of it, and what a power cut at that
moment would have left of it.
"""

import random
import shutil
import signal
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from tests.faults.books import read_still
from tests.faults.client import Phone
from tests.faults.cuts import Bench
from tests.faults.ground import ground
from tests.faults.judge import judge, settled
from tests.faults.kills import Round
from tests.faults.oracle import Oracle
from tests.faults.platter import Platter
from tests.faults.points import Plan, turn
from tests.faults.recording import records
from tests.faults.victims import Zygote

WELL, ILL = 1, 4
"""Turns of a phone before and during the illness."""

CASES: dict[str, tuple[tuple[str, ...], str]] = {
    "the log cannot be synced": (("wal.sync",), "EIO"),
    "the disk is full": (("wal.write", "db.write", "blob.write"), "ENOSPC"),
    "photos cannot be synced": (("blob.sync",), "EIO"),
    "the log cannot be written": (("wal.write",), "EIO"),
    "the database file cannot be written": (("db.write",), "EIO"),
    "the database file cannot be synced": (("db.sync",), "EIO"),
    "photos cannot be written": (("blob.write",), "EIO"),
    "no room for photos": (("blob.write",), "ENOSPC"),
    "photos cannot be renamed": (("blob.rename",), "EIO"),
    "folders cannot be synced": (("blob.folder",), "EIO"),
}
RESTARTED = {"the database file cannot be synced"}
"""Cases that end with a kill and a new start. SQLite does not write a page twice into the database file within one
process, so a page that the kernel dropped with a failed sync is only written again by the recovery of a new one."""
SILENT = {"the log cannot be written", "the log cannot be synced", "the disk is full"}
"""Cases in which nothing may be promised: no transaction can have become durable."""


@dataclass
class Course:
    """How one illness went."""

    case: str
    answers: Counter[str] = field(default_factory=Counter)
    promised: int = 0
    """Operations answered for while the disk was ill."""
    photos: int = 0
    found: list[str] = field(default_factory=list)


async def course(zygote: Zygote, case: str, seed: int, folder: Path) -> Course:
    points, code = CASES[case]
    switch = folder / "switch"
    turn(switch, on=False)
    now = Round(zygote, await ground("sqlite", folder), random.Random(seed))
    await now.begin(signal.SIGTERM)
    before_all, log = folder / "before", folder / "log"
    shutil.copytree(now.ground.data, before_all)
    victim = await now.start(Plan(sick=points, code=code, switch=str(switch), record=str(log)))
    went = Course(case)
    for _ in range(WELL):
        for phone in now.phones:
            await phone.step()
    before = len(now.oracle.promised), len(now.oracle.bytes_promised)
    now.door.heard = went.answers
    turn(switch, on=True)
    for _ in range(ILL):
        for phone in now.phones:
            await _try(phone)
    if case in RESTARTED:
        await victim.kill()
    turn(switch, on=False)
    if case in RESTARTED:
        victim = await now.start(Plan(record=str(log)))
    now.door.heard = Counter()
    went.promised = len(now.oracle.promised) - before[0]
    went.photos = len(now.oracle.bytes_promised) - before[1]
    for phone in now.phones:
        if not await phone.quiet():
            went.found.append(f"{phone.login}: work is stuck after the illness")
    await victim.kill()
    tables = await now.tables(still=True)
    went.found += judge(tables, now.ground.data / "blobs", now.oracle) + settled(tables, now.oracle)
    went.found += _cut_off(before_all, log, now.oracle, folder / "after")
    if case in SILENT and went.promised:
        went.found.append(f"{went.promised} operations promised on a disk that kept nothing")
    return went


def _cut_off(before: Path, log: Path, oracle: Oracle, place: Path) -> list[str]:
    """And then the power fails: only what was really synced is left, however often the server has tried again."""
    disk = Platter(before)
    for one in records(log):
        disk.play(one)
    Bench(place).lay(disk.after("nothing", random.Random(0)))
    found = judge(read_still(place / "doorstep.db"), place / "blobs", oracle)
    return [f"after a power cut: {one}" for one in found]


async def _try(phone: Phone) -> None:
    """A turn with something to send in it, photo or not."""
    if not phone.photos and phone.luck.random() < 0.5:
        phone.work_on("photo.add")
    await phone.step()
