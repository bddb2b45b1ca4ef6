"""What the server asked of SQLite, recorded at the driver, and the same statements run bare: the floor.

The tape records every statement with its parameters and every transaction boundary of every connection that is opened
while `recording` is in force, whoever asked: SQLAlchemy or the driver itself. `replay` runs them through the standard
library's `sqlite3` on a copy of the database as it was before, one connection for each, with the PRAGMAs they set.
A figure divided by its floor says what the house adds to the database's own work.

Units    CPU seconds of this process (user and system, all threads), wall seconds.
Effects  reads and writes the copied database file; `recording` changes `sqlite3.connect` while it lasts.
"""

import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple, Self


class Spent(NamedTuple):
    cpu: float
    wall: float


class Line(NamedTuple):
    connection: int
    statement: str
    parameters: Any
    many: bool = False


class Tape:
    """Statements in the order in which they were run; `on` says whether they are kept."""

    def __init__(self) -> None:
        self.pragmas: list[Line] = []
        self.lines: list[Line] = []
        self.on = False
        self._names = count()

    def connected(self) -> int:
        return next(self._names)

    def told(self, connection: int, statement: str, parameters: Any, *, many: bool = False) -> None:
        if self.on:
            self.lines.append(Line(connection, statement, parameters, many))
        elif statement.lower().startswith("pragma") and "=" in statement:
            self.pragmas.append(Line(connection, statement, ()))

    @property
    def statements(self) -> int:
        """Calls of the driver, without the transactions' beginnings and ends."""
        return sum(not boundary(line.statement) for line in self.lines)

    @property
    def commits(self) -> int:
        """Transactions that wrote something: each is one fsync of the log."""
        writing, found = set(), 0
        for line in self.lines:
            word = line.statement.lstrip()[:6].upper()
            if word in {"INSERT", "UPDATE", "DELETE"}:
                writing.add(line.connection)
            elif word == "COMMIT":
                found += line.connection in writing
                writing.discard(line.connection)
        return found


def boundary(statement: str) -> bool:
    return statement.lstrip().upper().startswith(("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE"))


@contextmanager
def recording(tape: Tape) -> Iterator[None]:
    """Every connection opened inside tells the tape."""

    class Cursor(sqlite3.Cursor):
        def execute(self, statement: str, parameters: Any = (), /) -> Self:
            tape.told(self.connection.number, statement, parameters)  # type: ignore[attr-defined]
            return super().execute(statement, parameters)

        def executemany(self, statement: str, parameters: Any, /) -> Self:
            kept = list(parameters)
            tape.told(self.connection.number, statement, kept, many=True)  # type: ignore[attr-defined]
            return super().executemany(statement, kept)

    class Connection(sqlite3.Connection):
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            self.number = tape.connected()

        def cursor(self, factory: Any = Cursor) -> Any:
            return super().cursor(factory)

        def execute(self, statement: str, parameters: Any = (), /) -> Any:
            return self.cursor().execute(statement, parameters)

        def executemany(self, statement: str, parameters: Any, /) -> Any:
            return self.cursor().executemany(statement, parameters)

        def commit(self) -> None:
            tape.told(self.number, "COMMIT", ())
            super().commit()

        def rollback(self) -> None:
            tape.told(self.number, "ROLLBACK", ())
            super().rollback()

    real = sqlite3.connect

    def connect(*args: Any, **kwargs: Any) -> sqlite3.Connection:
        return real(*args, **{**kwargs, "factory": Connection})

    sqlite3.connect = connect
    try:
        yield
    finally:
        sqlite3.connect = real


class Stopwatch:
    """CPU and wall of a block, of this process."""

    def __enter__(self) -> Self:
        self._cpu, self._wall = time.process_time(), time.perf_counter()
        return self

    def __exit__(self, *_: object) -> None:
        self.spent = Spent(time.process_time() - self._cpu, time.perf_counter() - self._wall)


def copy_of(database: Path, folder: Path) -> Path:
    """A copy of a database file that nobody writes at this moment, log included."""
    folder.mkdir(parents=True, exist_ok=True)
    for suffix in ("", "-wal"):
        source = database.with_name(database.name + suffix)
        if source.exists():
            shutil.copy(source, folder / source.name)
    return folder / database.name


def replay(tape: Tape, database: Path) -> Spent:
    """Run a tape bare; answers are fetched, as the server fetched them."""
    numbers = {line.connection for line in (*tape.pragmas, *tape.lines)}
    opened = {number: sqlite3.connect(database, isolation_level=None) for number in numbers}
    try:
        for pragma in tape.pragmas:
            opened[pragma.connection].execute(pragma.statement)
        cursors = {number: one.cursor() for number, one in opened.items()}
        with Stopwatch() as watch:
            for line in tape.lines:
                _again(opened[line.connection], cursors[line.connection], line)
        return watch.spent
    finally:
        for one in opened.values():
            one.close()


def _again(connection: sqlite3.Connection, cursor: sqlite3.Cursor, line: Line) -> None:
    if line.many:
        cursor.executemany(line.statement, line.parameters)
    elif line.statement in {"COMMIT", "ROLLBACK"}:
        if connection.in_transaction:
            cursor.execute(line.statement)
    else:
        cursor.execute(line.statement, line.parameters)
        cursor.fetchall()
