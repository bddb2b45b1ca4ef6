"""The epoch of this server's data, kept in the database and in a file beside it.

The file is written before the database commits: a crash in between begins anew at the next start, and can never
leave a database that trusts the wrong file. Processes that share the database share the folder and come one by one.

Errors   `EpochMismatch`: the database was restored or exchanged, and nobody has said so yet.
Effects  the `epoch` table and `DATA/epoch`.
"""

import os
from pathlib import Path

from api.db import Database
from kernel.actors import system
from offline_sync.epoch import begin, check_epoch
from offline_sync.feed import Epoch


async def history(database: Database, folder: Path) -> Epoch:
    """The epoch to serve."""
    file = folder / "epoch"
    async with database.alone(), database.act(system("")) as act:
        beside = file.read_text() if file.exists() else None
        found = await check_epoch(act.conn, act.ids, act.now, beside)
        if beside is None or beside.strip() != found.id:
            _write(file, found.id)
    return found


async def begin_anew(database: Database, folder: Path) -> Epoch:
    """After a restore: every phone starts from nothing and offers again what this database does not know."""
    async with database.act(system("")) as act:
        fresh = await begin(act.conn, act.ids, act.now)
        _write(folder / "epoch", fresh.id)
    return fresh


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    made = file.with_suffix(".new")
    with made.open("w") as out:
        out.write(text + "\n")
        out.flush()
        os.fsync(out.fileno())
    made.replace(file)
    folder = os.open(file.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
