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
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Connection, create_engine, event, exc
from sqlalchemy.pool import StaticPool

import api.tables
import dispatch.tables
import experience.tables
import media.tables
import offline_sync.tables  # noqa: F401 - registers its tables, as those above
from kernel.act import Act, finish
from kernel.actors import Actor
from kernel.ids import Ids
from kernel.metadata import metadata

T = TypeVar("T")
Work = Callable[[Act], Coroutine[Any, Any, T]]


class Crashed(BaseException):
    """The process died; nothing of the product may catch it."""


class Waited(RuntimeError):
    """A coroutine of the product waits for something else than its database."""


@dataclass
class Fault:
    """What happens at the statement that counts down to zero."""

    kind: str = ""  # crash | busy | full | refuse
    after: int = 0
    struck: bool = False

    def tick(self) -> None:
        if not self.kind or self.struck:
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


@dataclass
class Conn:
    """What the product sees of a connection; every statement is over when it returns."""

    sync: Connection
    fault: Fault = field(default_factory=Fault)

    @property
    def dialect(self) -> Any:
        return self.sync.dialect

    async def execute(self, statement: Any, parameters: Any = None) -> Any:
        self.fault.tick()
        return self.sync.execute(statement, parameters)

    async def exec_driver_sql(self, statement: str, parameters: Any = None) -> Any:
        self.fault.tick()
        return self.sync.exec_driver_sql(statement, parameters)

    @asynccontextmanager
    async def begin_nested(self) -> Any:
        with self.sync.begin_nested() as point:
            yield point


def driven(work: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine that waits for nothing but its connection."""
    try:
        work.send(None)
    except StopIteration as ended:
        found: T = ended.value
        return found
    work.close()
    raise Waited


class Memory:
    def __init__(self) -> None:
        self._engine = create_engine("sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False})

        @event.listens_for(self._engine, "connect")
        def connected(connection: Any, _: object) -> None:
            connection.isolation_level = None

        @event.listens_for(self._engine, "begin")
        def begun(connection: Any) -> None:
            connection.exec_driver_sql("BEGIN IMMEDIATE")

        self._conn = self._engine.connect()
        raw = self._conn.connection.driver_connection
        if raw is None:
            raise RuntimeError("no connection")
        self.raw: sqlite3.Connection = raw
        for pragma in ("foreign_keys=on", "trusted_schema=off", "temp_store=memory", "synchronous=off"):
            self.raw.execute(f"pragma {pragma}")
        with self._conn.begin():
            metadata.create_all(self._conn)

    def save(self) -> bytes:
        return self.raw.serialize()

    def load(self, saved: bytes) -> None:
        self.raw.deserialize(saved)

    def act(self, actor: Actor, now: datetime, ids: Ids, work: Work[T], fault: Fault | None = None) -> T:
        """One act in one transaction."""

        async def whole() -> T:
            act = Act(conn, actor, now, ids)  # type: ignore[arg-type]
            answer = await work(act)
            await finish(act)
            return answer

        conn = Conn(self._conn, fault or Fault())
        with self._conn.begin():
            return driven(whole())

    def look(self, work: Callable[[Any], Coroutine[Any, Any, T]]) -> T:
        """A snapshot for looking; nothing of it stays."""
        transaction = self._conn.begin()
        try:
            return driven(work(Conn(self._conn)))
        finally:
            transaction.rollback()
