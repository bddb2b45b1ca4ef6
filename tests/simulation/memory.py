"""The product's database in memory, driven without an event loop: one connection, whole transactions, no threads.

    base = Memory()                       # the real schema, empty
    base.act(actor, now, ids, work)       # one act, committed or undone
    saved = base.save(); base.load(saved) # a backup, and the way back

Whatever the product awaits is this connection, so a coroutine runs from beginning to end in one `send`. A `Fault`
strikes at a chosen statement: the process dies there, or the database refuses once.

Errors   `Crashed` when the process was to die; the database's own errors.
Effects  memory only.
"""

import sqlite3
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import exc
from sqlalchemy.schema import CreateIndex, CreateTable

import api.tables  # noqa: F401 - registers its tables, as those below
import dispatch.tables  # noqa: F401
import experience.tables  # noqa: F401
import media.tables  # noqa: F401
import offline_sync.tables  # noqa: F401
from api.direct import Direct, driven
from api.prepared import SQLITE
from kernel.act import Act, finish
from kernel.actors import Actor
from kernel.ids import Ids
from kernel.metadata import metadata

T = TypeVar("T")
_ENDS = ("ROLLBACK", "RELEASE")
Work = Callable[[Act], Coroutine[Any, Any, T]]


class Crashed(BaseException):
    """The process died; nothing of the product may catch it."""


@dataclass
class Fault:
    """What happens at the statement that counts down to zero."""

    kind: str = ""  # crash | busy | full | refuse
    after: int = 0
    struck: bool = False

    def tick(self, text: str) -> None:
        """A statement is about to run; ending a transaction is not what fails here."""
        if self.struck or text.startswith(_ENDS):
            return
        self.after -= 1
        if self.after >= 0:
            return
        self.struck = True
        if self.kind == "crash":
            raise Crashed
        if self.kind == "refuse":
            raise exc.IntegrityError("simulated", None, sqlite3.IntegrityError("simulated"))
        words = "database is locked" if self.kind == "busy" else "database or disk is full"
        raise exc.OperationalError("simulated", None, sqlite3.OperationalError(words))


class Memory:
    def __init__(self) -> None:
        self.raw = sqlite3.connect(":memory:", isolation_level=None, cached_statements=1000)
        for pragma in ("foreign_keys=on", "trusted_schema=off", "temp_store=memory", "synchronous=off"):
            self.raw.execute(f"pragma {pragma}")
        for table in metadata.sorted_tables:
            self.raw.execute(str(CreateTable(table).compile(dialect=SQLITE.dialect)))
            for index in sorted(table.indexes, key=lambda one: str(one.name)):
                self.raw.execute(str(CreateIndex(index).compile(dialect=SQLITE.dialect)))

    def save(self) -> bytes:
        return self.raw.serialize()

    def load(self, saved: bytes) -> None:
        self.raw.deserialize(saved)

    def act(self, actor: Actor, now: datetime, ids: Ids, work: Work[T], fault: Fault | None = None) -> T:
        """One act in one transaction."""
        direct = Direct(self.raw, None if fault is None or not fault.kind else lambda text, *_: fault.tick(text))
        act = Act(direct.known(), actor, now, ids)

        async def whole() -> T:
            answer = await work(act)
            await finish(act)
            return answer

        with direct.transaction("BEGIN IMMEDIATE"):
            return driven(whole())

    def look(self, work: Callable[[Any], Coroutine[Any, Any, T]]) -> T:
        """A snapshot for looking; nothing of it stays."""
        direct = Direct(self.raw)
        with direct.transaction("BEGIN", keep=False):
            return driven(work(direct.known()))
