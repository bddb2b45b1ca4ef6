"""What a figure was measured on.

Effects  reads the machine; writes and syncs one small file.
"""

import os
import platform
import sqlite3
import statistics
import subprocess
import time
from pathlib import Path

from msgspec import Struct

from api.bootstrap import node


class Machine(Struct, frozen=True):
    cores: int
    cpu: str
    system: str
    python: str
    sqlite: str
    node: str
    load_before: tuple[float, ...]
    load_after: tuple[float, ...]
    sync_p50_ms: float
    sync_p99_ms: float

    def __str__(self) -> str:
        loads = f"load {self.load_before[0]:.1f} before, {self.load_after[0]:.1f} after"
        disk = f"fdatasync of 4 KB p50 {self.sync_p50_ms:.2f} ms, p99 {self.sync_p99_ms:.2f} ms"
        kinds = f"Python {self.python}, SQLite {self.sqlite}, Node {self.node}"
        return f"{self.cores} cores ({self.cpu}), {self.system}, {kinds}; {loads}; {disk}"


def machine(folder: Path, load_before: tuple[float, ...]) -> Machine:
    syncs = _syncs(folder)
    told = subprocess.run([str(node()[0]), "--version"], capture_output=True, text=True, check=False).stdout.strip()
    return Machine(
        cores=os.cpu_count() or 1,
        cpu=_cpu(),
        system=f"{platform.system()} {platform.release()}",
        python=platform.python_version(),
        sqlite=sqlite3.sqlite_version,
        node=told.lstrip("v") or "none",
        load_before=load_before,
        load_after=os.getloadavg(),
        sync_p50_ms=statistics.median(syncs),
        sync_p99_ms=sorted(syncs)[-max(1, len(syncs) // 100)],
    )


def _cpu() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()


def _syncs(folder: Path, times: int = 200) -> list[float]:
    """Milliseconds of one durable append each."""
    taken = []
    handle = os.open(folder / "sync", os.O_CREAT | os.O_WRONLY)
    try:
        for _ in range(times):
            os.write(handle, b"x" * 4096)
            began = time.perf_counter()
            os.fdatasync(handle)
            taken.append((time.perf_counter() - began) * 1e3)
    finally:
        os.close(handle)
    return taken
