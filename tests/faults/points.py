"""Named points in the life of a server, and what a test does to it there.

The server under test is a forked child (`zygote`); what surrounds the product (its disk, its driver, its HTTP server)
is replaced there by the same thing with `hit` around it. Nothing of this is in the product.

    wal.write wal.torn wal.sync wal.synced wal.restart      the log of SQLite; after `wal.synced` a commit is durable
    db.write db.torn db.sync db.synced                      a checkpoint moves the log into the database file
    blob.write blob.torn blob.sync blob.synced blob.rename blob.renamed blob.folder
    statement commit committed                              the database driver (`commit`: PostgreSQL only)
    relay.claimed relay.settle                              events handed out, events dealt with
    answer.begin answer.half                                the HTTP server

Units    hits are counted from one.
Effects  `kill` ends this process at once, as SIGKILL from outside would.
"""

import errno
import mmap
import os
import signal
from pathlib import Path

from msgspec import Struct

SQLITE = (
    *("wal.write", "wal.torn", "wal.sync", "wal.synced", "wal.restart"),
    *("db.write", "db.torn", "db.sync", "db.synced"),
    *("statement", "relay.claimed", "relay.settle", "answer.begin", "answer.half"),
    *("blob.write", "blob.torn", "blob.sync", "blob.synced", "blob.rename", "blob.renamed", "blob.folder"),
)
POSTGRESQL = (
    *("statement", "commit", "committed", "relay.claimed", "relay.settle", "answer.begin", "answer.half"),
    *("blob.write", "blob.torn", "blob.sync", "blob.synced", "blob.rename", "blob.renamed", "blob.folder"),
)
CODES = {"EIO": errno.EIO, "ENOSPC": errno.ENOSPC}


class Plan(Struct, frozen=True):
    """What is to happen to one server."""

    kill_at: str = ""
    """The point at which it dies, at its `nth` hit."""
    nth: int = 1
    sick: tuple[str, ...] = ()
    """Points that fail with `code` while the switch is on."""
    code: str = "EIO"
    switch: str = ""
    """A file of one byte: 1 makes the sick points fail."""
    record: str = ""
    """Where everything is written down that reaches the disk."""
    variant: str = ""
    """`hasty` answers before it commits, `deaf` does not sync: servers that must be caught."""


class Points:
    """The plan at work in one process."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.hits = 0
        self._sick = frozenset(plan.sick)
        self._switch = _mapped(Path(plan.switch)) if plan.switch else None

    def hit(self, name: str) -> int:
        """Passing a point: 0, or the error number with which it is to fail."""
        if name == self.plan.kill_at:
            self.hits += 1
            if self.hits == self.plan.nth:
                os.kill(os.getpid(), signal.SIGKILL)
        if name in self._sick and self._switch is not None and self._switch[0] == 1:
            return CODES[self.plan.code]
        return 0

    def wants(self, name: str) -> bool:
        """Whether the next hit of this point is the last one."""
        return name == self.plan.kill_at and self.hits + 1 == self.plan.nth


def _mapped(file: Path) -> mmap.mmap:
    handle = os.open(file, os.O_RDWR)
    try:
        return mmap.mmap(handle, 1)
    finally:
        os.close(handle)


def turn(file: Path, *, on: bool) -> None:
    """Make the disk sick, or well again."""
    file.write_bytes(b"\1" if on else b"\0") if not file.exists() else _set(file, on=on)


def _set(file: Path, *, on: bool) -> None:
    with file.open("r+b") as out:
        out.write(b"\1" if on else b"\0")
