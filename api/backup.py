"""A copy of everything while the house is at work: the database as of one moment, then the photos, then the keys.

Photos lie under their hash and never change, so a second backup into the same folder copies only what is new, and
each is compared with its name on the way. The database comes first: every photo it names existed then.

Errors   `NotHere` for a database or a photo store that has its own way of being copied.
Effects  writes the folder; the terminal.
"""

import argparse
import asyncio
import hashlib
import os
import shutil
import sqlite3
from pathlib import Path

from api.settings import Settings
from kernel.errors import Conflict


class NotHere(Conflict):
    """PostgreSQL is copied with pg_dump, a bucket by its own means."""

    code = "backup_elsewhere"


async def backup(settings: Settings, told: argparse.Namespace) -> int:
    """`backup FOLDER`."""
    if not settings.sqlite or settings.s3_bucket:
        raise NotHere(what="postgresql" if not settings.sqlite else "s3")
    count, size = await asyncio.to_thread(copied, settings.data, Path(told.folder))
    print(f"The database, {count} new files ({size // 1024} KB) and the keys are in {told.folder}.")
    return 0


def copied(data: Path, folder: Path) -> tuple[int, int]:
    """Copy `data` to `folder`; how many new files of photos, and how many bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    _database(data / "doorstep.db", folder / "doorstep.db")
    count = size = 0
    for source in sorted((data / "blobs").glob("??/??/*")):
        target = folder / source.relative_to(data)
        if target.exists() and target.stat().st_size == source.stat().st_size:
            continue
        try:
            held = source.read_bytes()
        except FileNotFoundError:
            continue  # deleted for good meanwhile: nothing refers to it
        if len(source.name) == 64 and hashlib.sha256(held).hexdigest() != source.name:
            raise OSError(f"{source} is not what its name says")
        target.parent.mkdir(parents=True, exist_ok=True)
        fresh = target.with_name(f".new-{target.name}")
        fresh.write_bytes(held)
        fresh.replace(target)
        count, size = count + 1, size + len(held)
    shutil.copytree(data / "keys", folder / "keys", dirs_exist_ok=True)
    if (data / "epoch").exists():
        shutil.copy2(data / "epoch", folder / "epoch")
    os.sync()
    return count, size


def _database(source: Path, target: Path) -> None:
    """The database as of one moment, beside a server that goes on writing."""
    fresh = target.with_name(".new-doorstep.db")
    fresh.unlink(missing_ok=True)
    read, write = sqlite3.connect(f"file:{source}?mode=ro", uri=True), sqlite3.connect(fresh)
    try:
        read.backup(write, pages=2000)
    finally:
        read.close()
        write.close()
    fresh.replace(target)
