"""What reached the disk, in the order in which it did: a log that a power cut can be replayed from.

One record per write, truncation, sync, new name and new folder, with the moment at which it was over
(the monotonic clock, which all processes of a machine share). The log is written with plain system calls and is itself
never part of the experiment.

Units    nanoseconds of the monotonic clock; bytes.
"""

import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import msgspec
from msgspec import Struct


class Wrote(Struct, frozen=True, tag=True, array_like=True):
    at: int
    file: str
    offset: int
    data: bytes


class Cut(Struct, frozen=True, tag=True, array_like=True):
    """A file made this long."""

    at: int
    file: str
    size: int


class Synced(Struct, frozen=True, tag=True, array_like=True):
    """Everything written to this file until the sync began is durable."""

    at: int
    file: str


class Made(Struct, frozen=True, tag=True, array_like=True):
    """A new, empty file or folder."""

    at: int
    file: str
    folder: bool


class Renamed(Struct, frozen=True, tag=True, array_like=True):
    at: int
    file: str
    to: str


class Removed(Struct, frozen=True, tag=True, array_like=True):
    at: int
    file: str


class FolderSynced(Struct, frozen=True, tag=True, array_like=True):
    """The names in this folder are durable."""

    at: int
    file: str


class Forgot(Struct, frozen=True, tag=True, array_like=True):
    """A sync has failed: what was written to this file since the last one never reaches the disk, and the next sync
    will not say so, for the kernel takes the pages for clean."""

    at: int
    file: str


Record = Wrote | Cut | Synced | Made | Renamed | Removed | FolderSynced | Forgot
_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(Record).decode


class Recorder:
    """Appends records about files below `root`; everything else is none of its business."""

    def __init__(self, log: Path, root: Path) -> None:
        self._log = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        self._root = f"{root.resolve()}/"
        self._lock = threading.Lock()

    def name(self, path: str) -> str:
        """The path inside the data folder (`.` for itself), or nothing."""
        if path + "/" == self._root:
            return "."
        return path.removeprefix(self._root) if path.startswith(self._root) else ""

    def put(self, kind: type[Record], path: str, *more: object) -> None:
        name = self.name(path)
        if not name:
            return
        with self._lock:
            text = _encode(kind(time.monotonic_ns(), name, *more))  # type: ignore[arg-type]
            os.writev(self._log, [len(text).to_bytes(4, "big"), text])

    def renamed(self, source: str, target: str) -> None:
        if self.name(source) and self.name(target):
            self.put(Renamed, source, self.name(target))


def records(log: Path) -> Iterator[Record]:
    """The log read again; a record that a kill has torn ends it."""
    with log.open("rb") as file:
        while len(size := file.read(4)) == 4:
            text = file.read(int.from_bytes(size, "big"))
            if len(text) < int.from_bytes(size, "big"):
                return
            yield _decode(text)
