"""The server's own secrets, one file each below `DATA/keys`, made on first use and readable by nobody else.

Several processes may share the folder: a secret is whole before it has its name, and only one of them makes it.

Effects  reads and writes those files, and an empty lock file beside them.
"""

import fcntl
import os
from collections.abc import Callable
from pathlib import Path


def kept(path: Path, make: Callable[[], bytes]) -> bytes:
    """The bytes of a secret file; made, synced and kept when it does not exist yet."""
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with (path.parent / ".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not path.exists():
                _write(path, make())
    return path.read_bytes()


def _write(path: Path, secret: bytes) -> None:
    fresh = path.with_suffix(".new")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(secret)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
