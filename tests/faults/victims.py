"""Servers to be killed, from the side of the test: started by the zygote, each on its data folder.

Errors   `NeverReady` when a server ends before it has answered anything without a plan that says so.
"""

import asyncio
import contextlib
import os
import signal
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from tests.faults.points import Plan
from tests.faults.zygote import Ended, Event, Kill, Ready, Start

ROOT = Path(__file__).resolve().parents[2]


class NeverReady(RuntimeError):
    """It ended before it served."""


@dataclass
class Victim:
    """One server process."""

    zygote: "Zygote"
    pid: int = 0
    port: int = 0
    ready: asyncio.Event = field(default_factory=asyncio.Event)
    over: asyncio.Event = field(default_factory=asyncio.Event)
    died_of: int = 0

    async def kill(self, how: int = signal.SIGKILL) -> None:
        """From outside, and wait until it is gone."""
        if not self.over.is_set():
            self.zygote.say(Kill(self.pid, how))
        await self.over.wait()


class Zygote:
    """The process that forks them."""

    def __init__(self) -> None:
        self._process: asyncio.subprocess.Process
        self._starting: Victim | None = None
        self._living: dict[int, Victim] = {}
        self._words = tempfile.TemporaryFile()  # noqa: SIM115 - what the servers log; closed with the zygote
        self._listening: asyncio.Task[None]

    async def open(self) -> "Zygote":
        env = {"PATH": os.environ["PATH"], "PYTHONPATH": os.pathsep.join([str(ROOT), *filter(None, sys.path)])}
        self._process = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-m", "tests.faults.zygote"),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=self._words,
            cwd=ROOT,
            env=env,
        )
        self._listening = asyncio.create_task(self._listen())
        return self

    async def close(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        await self._process.wait()
        self._listening.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._listening
        self._words.close()

    async def start(self, data: Path, plan: Plan = Plan(), **more: str) -> Victim:  # noqa: B008 - frozen
        """A server on this folder. With a plan it may die before it is ready; then `over` is set."""
        env = {
            "DATA": str(data),
            "PORT": "0",
            "DEMO": "0",
            "LOG_LEVEL": "error",
            "EXCHANGE_RATE": "10000",
            "PWA": str(data / "no-app"),
            **more,
        }
        victim = self._starting = Victim(self)
        self.say(Start(env, plan))
        waits = [asyncio.create_task(flag.wait()) for flag in (victim.ready, victim.over)]
        await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        for wait in waits:
            wait.cancel()
        if not victim.ready.is_set() and victim.died_of != signal.SIGKILL:
            raise NeverReady(self._last_words())
        return victim

    def _last_words(self) -> str:
        end = self._words.seek(0, os.SEEK_END)
        self._words.seek(max(0, end - 3000))
        return self._words.read().decode(errors="replace")

    def say(self, request: Start | Kill) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(msgspec.json.encode(request) + b"\n")

    async def _listen(self) -> None:
        read = msgspec.json.Decoder(Event).decode
        assert self._process.stdout is not None
        async for line in self._process.stdout:
            told = read(line)
            known = self._living.get(told.pid)
            if known is None:
                assert self._starting is not None
                known, self._starting = self._starting, None
                known.pid = told.pid
                self._living[told.pid] = known
            if isinstance(told, Ready):
                known.port = told.port
                known.ready.set()
            if isinstance(told, Ended):
                known.died_of = told.signal
                known.over.set()
                del self._living[told.pid]
