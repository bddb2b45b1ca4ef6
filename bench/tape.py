"""What the server asked of SQLite, recorded, and the same statements run bare: the floor under a figure.

The tape records every statement with its parameters and every transaction boundary of a database. `replay` runs
them through the standard library's `sqlite3` on a copy of the database as it was before, with the same
PRAGMAs. A figure divided by its floor says what the house adds to the database's own work.

Units    CPU seconds of this process (user and system, all threads), wall seconds.
Effects  reads and writes the copied database file.
"""

import resource
import shutil
import sqlite3
import time
from pathlib import Path
from typing import Any, NamedTuple, Self

from sqlalchemy import event

from api.db import Database

PRAGMAS = ("journal_mode=wal", "synchronous=full", "foreign_keys=on", "temp_store=memory", "cell_size_check=on")


class Spent(NamedTuple):
    cpu: float
    wall: float


class Line(NamedTuple):
    statement: str
    parameters: Any
    many: bool


def cpu() -> float:
    """CPU seconds of this process so far."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


class Stopwatch:
    """CPU and wall of a block."""

    def __enter__(self) -> Self:
        self._cpu, self._wall = cpu(), time.perf_counter()
        return self

    def __exit__(self, *_: object) -> None:
        self.spent = Spent(cpu() - self._cpu, time.perf_counter() - self._wall)


class Tape:
    """Records a database while it is switched on: both engines, and what runs without them."""

    def __init__(self, database: Database) -> None:
        self.lines: list[Line] = []
        self.on = False
        database.observer = self.direct
        for engine in (database.writer, database.reader):
            target = engine.sync_engine
            event.listen(target, "before_cursor_execute", self._statement)
            event.listen(target, "commit", lambda _conn: self._mark("COMMIT"))
            event.listen(target, "rollback", lambda _conn: self._mark("ROLLBACK"))

    def direct(self, statement: str, parameters: Any, many: bool) -> None:
        if self.on:
            self.lines.append(Line(statement, parameters, many))

    def _statement(self, _conn: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, many: bool) -> None:
        if self.on:
            self.lines.append(Line(statement, parameters, many))

    def _mark(self, word: str) -> None:
        if self.on:
            self.lines.append(Line(word, (), many=False))


def copy_of(database: Path, folder: Path) -> Path:
    """A copy of a database file that nobody writes at this moment, log included."""
    folder.mkdir(parents=True, exist_ok=True)
    for suffix in ("", "-wal"):
        source = database.with_name(database.name + suffix)
        if source.exists():
            shutil.copy(source, folder / source.name)
    return folder / database.name


def replay(lines: list[Line], database: Path) -> Spent:
    """Run a tape bare; answers are fetched, as the server fetched them."""
    connection = sqlite3.connect(database, isolation_level=None)
    try:
        for pragma in PRAGMAS:
            connection.execute(f"pragma {pragma}")
        cursor = connection.cursor()
        with Stopwatch() as watch:
            for line in lines:
                if line.many:
                    cursor.executemany(line.statement, line.parameters)
                elif line.statement in {"COMMIT", "ROLLBACK"}:
                    if connection.in_transaction:
                        cursor.execute(line.statement)
                else:
                    cursor.execute(line.statement, line.parameters)
                    cursor.fetchall()
        return watch.spent
    finally:
        connection.close()
