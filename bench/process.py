"""Processes that are measured: started, asked when they are ready, their CPU and memory read from outside, ended.

CPU is the kernel's clock of the process, all its threads included, those that have ended too; where a program forks
(PostgreSQL) the tree below it is added up from `/proc`. It is not the client's CPU and does not depend on how busy the
machine is as wall time does.

Units    seconds of CPU, bytes.
Effects  starts and ends processes.
"""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Self

from api.bootstrap import ROOT

_PATIENCE = 60.0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def cpu_of(pid: int) -> float:
    """CPU of one process so far, to the nanosecond: `clock_getcpuclockid` spelt out."""
    return time.clock_gettime((~pid << 3) | 2)


def cpu_of_tree(pid: int) -> float:
    """CPU of a process, its living descendants and its ended children."""
    tick = os.sysconf("SC_CLK_TCK")
    parents, spent = {}, {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                words = (folder / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            parents[int(folder.name)] = int(words[1])
            spent[int(folder.name)] = sum(int(word) for word in words[11:15]) / tick
    tree = {pid}
    while more := {one for one, parent in parents.items() if parent in tree} - tree:
        tree |= more
    return sum(spent.get(one, 0.0) for one in tree)


def rss_of(pid: int) -> int:
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def peak_of(pid: int) -> int:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024
    return 0


class Program:
    """One program with a port."""

    def __init__(self, command: list[str], folder: Path, env: Mapping[str, str] | None = None) -> None:
        self.port = free_port()
        self._command = [part.replace("PORT!", str(self.port)) for part in command]
        self._folder = folder
        self._env = {**os.environ, **(env or {}), "PORT": str(self.port)}
        self.process: subprocess.Popen[bytes]

    @property
    def pid(self) -> int:
        return self.process.pid

    async def __aenter__(self) -> Self:
        self._folder.mkdir(parents=True, exist_ok=True)
        with (self._folder / "log").open("ab") as log:
            self.process = subprocess.Popen(  # noqa: ASYNC220 - it outlives the call
                self._command, cwd=self._cwd, env=self._env, stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )
        deadline = time.monotonic() + _PATIENCE
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise RuntimeError(f"{self._command[0]} ended: {(self._folder / 'log').read_text()[-600:]}")
            if await self._ready():
                return self
            await asyncio.sleep(0.02)
        await self.__aexit__()
        raise RuntimeError(f"{self._command[0]} was not ready within {_PATIENCE:.0f} s")

    async def __aexit__(self, *_: object) -> None:
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    @property
    def _cwd(self) -> Path:
        return self._folder

    async def _ready(self) -> bool:
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        except OSError:
            return False
        writer.write(b"GET /health/ready HTTP/1.1\r\nHost: bench\r\nConnection: close\r\n\r\n")
        told = await reader.read(64)
        writer.close()
        return self._good(told)

    def _good(self, told: bytes) -> bool:
        return told.startswith(b"HTTP/1.")


class House(Program):
    """The product's own command, as an installation runs it."""

    def __init__(self, folder: Path, **settings: str) -> None:
        told = {"DATA": str(folder / "data"), "DEMO": "0", "LOG_LEVEL": "error", "WORKER": "0"}
        told |= {"EXCHANGE_RATE": "10000"}  # one phone stands for many here, or for many days
        told |= {"DOORSTEP_INSIDE": "image", "PYTHONPATH": str(ROOT), **settings}
        super().__init__([sys.executable, "-m", "api"], folder, told)

    @property
    def _cwd(self) -> Path:
        return ROOT

    def _good(self, told: bytes) -> bool:
        return b" 200 " in told
