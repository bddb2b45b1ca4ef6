"""A server as its own process, which a test may kill; and requests over bare sockets, which a test may cut.

The process serves a copy of the template of `tests.support.server`, so its people can sign in with their password.
"""

import asyncio
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx

from tests.support.server import PASSWORD, template

ROOT = Path(__file__).resolve().parents[2]
_SERVE = """
import asyncio, os
from api.serve import serve
from api.settings import from_env
asyncio.run(serve(from_env(os.environ)))
"""


class RealServer:
    """Start, kill and start again on the same data."""

    def __init__(self, folder: Path, port: int, **more: str) -> None:
        self.data = folder
        self.port = port
        self.more = more
        """Further settings, by their names in the environment."""
        self.process: subprocess.Popen[bytes] | None = None

    async def start(self) -> None:
        env = {"PATH": os.environ["PATH"], "PYTHONPATH": os.pathsep.join([str(ROOT), *filter(None, sys.path)])}
        env |= {"DATA": str(self.data), "PORT": str(self.port), "DEMO": "0", "LOG_LEVEL": "error", **self.more}
        command = [sys.executable, "-c", _SERVE]
        self.process = subprocess.Popen(command, cwd=ROOT, env=env)  # noqa: ASYNC220 - it outlives every loop
        async with httpx.AsyncClient() as client:
            for _ in range(2400):
                if self.process.poll() is not None:
                    raise RuntimeError("the server ended by itself")
                try:
                    if (await client.get(self.url("/health/ready"))).status_code == 200:
                        return
                except httpx.TransportError:
                    await asyncio.sleep(0.05)
        raise RuntimeError("the server never became ready")

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def kill(self) -> None:
        """SIGKILL: nothing is flushed, nobody says goodbye."""
        if self.process is not None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()
            self.process = None

    async def sign_in(self, login: str = "technician") -> dict[str, str]:
        async with httpx.AsyncClient() as client:
            told = await client.post(self.url("/api/v1/auth/login"), json={"login": login, "password": PASSWORD})
        return {"Authorization": f"Bearer {told.json()['access_token']}"}

    async def begin(self, method: str, path: str, headers: dict[str, str], length: int) -> "Line":
        """A request whose body is still to come."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        told = {"Host": f"127.0.0.1:{self.port}", "Content-Length": str(length), **headers}
        head = "".join(f"{name}: {value}\r\n" for name, value in told.items())
        writer.write(f"{method} {path} HTTP/1.1\r\n{head}\r\n".encode())
        await writer.drain()
        return Line(reader, writer)


class Line:
    """One connection with a request under way."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer

    async def send(self, data: bytes, per_second: int = 8_000_000) -> None:
        """Send at the speed of a good mobile network, so that bytes do not pile up in buffers."""
        began = time.monotonic()
        for start in range(0, len(data), 16_384):
            self.writer.write(data[start : start + 16_384])
            await self.writer.drain()
            ahead = (start + 16_384) / per_second - (time.monotonic() - began)
            if ahead > 0:
                await asyncio.sleep(ahead)

    def cut(self) -> None:
        """As a tunnel does it: no goodbye."""
        self.writer.transport.abort()


async def real_server(folder: Path) -> RealServer:
    data = folder / "data"
    shutil.copytree(await template(), data)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    made = RealServer(data, port)
    await made.start()
    return made
