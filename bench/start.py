"""How long a start takes: the real command on an existing database, beside a Python that opens the same file.

Units    wall seconds until `/health/ready` answers 200; CPU seconds of the whole process tree.
Effects  starts and stops a server on a free port.
"""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from bench.tape import Spent

BARE = """
import sqlite3, sys
opened = sqlite3.connect(sys.argv[1])
opened.execute("pragma journal_mode=wal")
opened.execute("select count(*) from work_order").fetchall()
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start(data: Path) -> Spent:
    """One start until ready, then a stop."""
    port = free_port()
    env = {**os.environ, "DATA": str(data), "PORT": str(port), "DEMO": "0", "DOORSTEP_INSIDE": "image"}
    began, before = time.perf_counter(), os.times()
    with subprocess.Popen(
        [sys.executable, "-m", "api"],
        env=env,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        stdin=subprocess.DEVNULL,
    ) as process:
        _until_ready(f"http://127.0.0.1:{port}/health/ready", process)
        wall = time.perf_counter() - began
        process.send_signal(signal.SIGTERM)
        process.wait(15)
    after = os.times()
    return Spent(after.children_user + after.children_system - before.children_user - before.children_system, wall)


def bare(data: Path) -> Spent:
    began, before = time.perf_counter(), os.times()
    subprocess.run([sys.executable, "-c", BARE, str(data / "doorstep.db")], check=True)
    after = os.times()
    return Spent(
        after.children_user + after.children_system - before.children_user - before.children_system,
        time.perf_counter() - began,
    )


def _until_ready(address: str, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"the server ended with {process.returncode}")
        try:
            with urllib.request.urlopen(address, timeout=1) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.02)
    raise RuntimeError("the server was not ready within a minute")
