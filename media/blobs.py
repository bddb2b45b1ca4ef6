"""Where bytes live: a store of unfinished uploads and of whole files under their SHA-256.

An unfinished upload only grows at its end; its size is the truth about what has arrived. Finishing verifies
the hash over what is really stored, makes it durable and gives it its final name in one step, so a file under a
hash is always whole. What could not be made durable is dropped, and has to come again. Renditions stand beside the
original. Nothing here knows who may see what.

Local files: `ab/cd/<sha256>` with temporary name, fsync, rename and fsync of the folder. Unfinished uploads are
locked while they grow, so two processes cannot interleave.

Units    bytes.
Errors   `OffsetMismatch`, `ChecksumMismatch`, `UnknownBlob`, `DiskFull` (also when less than `reserve` is free).
Effects  reads and writes files, in threads.
"""

import asyncio
import contextlib
import errno
import fcntl
import hashlib
import os
import re
import tempfile
from collections.abc import AsyncIterator, Callable
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from media.problems import ChecksumMismatch, DiskFull, OffsetMismatch, UnknownBlob

RESERVE = 256 * 1024 * 1024
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class Variant(StrEnum):
    ORIGINAL = "original"
    MASTER = "master"
    THUMB = "thumb"
    PAPER = "paper"


class BlobStore(Protocol):
    async def size(self, upload: str) -> int | None:
        """Bytes of an unfinished upload that are held; None when there is none."""

    async def append(self, upload: str, offset: int, data: bytes) -> int:
        """Add bytes at the end, which must be `offset`; the new end."""

    async def finish(self, upload: str, sha256: str) -> None:
        """Verify and keep an upload under its hash; a wrong one is thrown away."""

    async def discard(self, upload: str) -> None:
        """Forget an unfinished upload."""

    async def has(self, sha256: str, variant: Variant = Variant.ORIGINAL) -> bool: ...

    async def open(self, sha256: str, variant: Variant = Variant.ORIGINAL) -> bytes: ...

    async def put(self, sha256: str, variant: Variant, data: bytes) -> None:
        """Keep a rendition (or, for imports, a whole original whose hash the caller knows)."""

    async def remove(self, sha256: str) -> None:
        """Delete the original and every rendition."""

    def every(self) -> AsyncIterator[str]:
        """The hash of every original that is kept."""


def free_bytes(folder: Path) -> int:
    """Room that is left for this user on the disk of a folder."""
    told = os.statvfs(folder)
    return told.f_bavail * told.f_frsize


class LocalBlobs:
    def __init__(self, root: Path, *, reserve: int = RESERVE, free: Callable[[Path], int] = free_bytes) -> None:
        self._root = root
        self._incoming = root / "incoming"
        self._reserve = reserve
        self._free = free
        self._incoming.mkdir(parents=True, exist_ok=True)

    async def size(self, upload: str) -> int | None:
        return await asyncio.to_thread(_size, self._incoming / upload)

    async def append(self, upload: str, offset: int, data: bytes) -> int:
        return await asyncio.to_thread(self._append, upload, offset, data)

    async def finish(self, upload: str, sha256: str) -> None:
        await asyncio.to_thread(self._finish, upload, sha256)

    async def discard(self, upload: str) -> None:
        await asyncio.to_thread((self._incoming / upload).unlink, missing_ok=True)

    async def has(self, sha256: str, variant: Variant = Variant.ORIGINAL) -> bool:
        return await asyncio.to_thread(self._path(sha256, variant).is_file)

    async def open(self, sha256: str, variant: Variant = Variant.ORIGINAL) -> bytes:
        try:
            return await asyncio.to_thread(self._path(sha256, variant).read_bytes)
        except FileNotFoundError as error:
            raise UnknownBlob from error

    async def put(self, sha256: str, variant: Variant, data: bytes) -> None:
        await asyncio.to_thread(self._put, self._path(sha256, variant), data)

    async def remove(self, sha256: str) -> None:
        for variant in Variant:
            await asyncio.to_thread(self._path(sha256, variant).unlink, missing_ok=True)

    async def every(self) -> AsyncIterator[str]:
        for name in await asyncio.to_thread(self._names):
            yield name

    def _names(self) -> list[str]:
        return sorted(file.name for file in self._root.glob("??/??/*") if _is_hash(file.name))

    def _path(self, sha256: str, variant: Variant) -> Path:
        return self._root / sha256[:2] / sha256[2:4] / _name(sha256, variant)

    def _require_room(self, more: int) -> None:
        if self._free(self._root) - more < self._reserve:
            raise DiskFull

    def _append(self, upload: str, offset: int, data: bytes) -> int:
        self._require_room(len(data))
        try:
            file = os.open(self._incoming / upload, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise _told(error) from error
        try:
            fcntl.flock(file, fcntl.LOCK_EX)
            held = os.fstat(file).st_size
            if held != offset:
                raise OffsetMismatch(offset=held)
            rest = memoryview(data)
            while rest:
                written = os.pwrite(file, rest, offset)
                offset, rest = offset + written, rest[written:]
        except OSError as error:
            raise _told(error) from error
        finally:
            os.close(file)
        return offset

    def _finish(self, upload: str, sha256: str) -> None:
        source, target = self._incoming / upload, self._path(sha256, Variant.ORIGINAL)
        try:
            with source.open("rb") as file:
                _sync_or_forget(file.fileno(), source)
                found = hashlib.file_digest(file, "sha256").hexdigest()
        except FileNotFoundError as error:
            if target.is_file():  # an earlier attempt came this far: whether also its name is durable nobody knows
                _sync_folder(target.parent)
                return
            raise UnknownBlob from error
        except OSError as error:
            raise _told(error) from error
        if found != sha256:
            source.unlink()
            raise ChecksumMismatch(expected=sha256, found=found)
        _folder(target.parent, self._root)
        source.replace(target)
        _sync_folder(target.parent)

    def _put(self, target: Path, data: bytes) -> None:
        self._require_room(len(data))
        try:
            _folder(target.parent, self._root)
            handle, name = tempfile.mkstemp(dir=target.parent, prefix=".new-")
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(data)
                    file.flush()
                    os.fsync(file.fileno())
                Path(name).replace(target)
            except BaseException:
                Path(name).unlink(missing_ok=True)
                raise
            _sync_folder(target.parent)
        except OSError as error:
            raise _told(error) from error


class MemoryBlobs:
    """The same promises without a disk; for tests and simulations."""

    def __init__(self) -> None:
        self.incoming: dict[str, bytes] = {}
        self.kept: dict[tuple[str, Variant], bytes] = {}

    async def size(self, upload: str) -> int | None:
        return len(self.incoming[upload]) if upload in self.incoming else None

    async def append(self, upload: str, offset: int, data: bytes) -> int:
        held = self.incoming.get(upload, b"")
        if len(held) != offset:
            raise OffsetMismatch(offset=len(held))
        self.incoming[upload] = held + data
        return len(held) + len(data)

    async def finish(self, upload: str, sha256: str) -> None:
        data = self.incoming.pop(upload, None)
        if data is None:
            if (sha256, Variant.ORIGINAL) in self.kept:
                return
            raise UnknownBlob
        found = hashlib.sha256(data).hexdigest()
        if found != sha256:
            raise ChecksumMismatch(expected=sha256, found=found)
        self.kept[sha256, Variant.ORIGINAL] = data

    async def discard(self, upload: str) -> None:
        self.incoming.pop(upload, None)

    async def has(self, sha256: str, variant: Variant = Variant.ORIGINAL) -> bool:
        return (sha256, variant) in self.kept

    async def open(self, sha256: str, variant: Variant = Variant.ORIGINAL) -> bytes:
        if (sha256, variant) not in self.kept:
            raise UnknownBlob
        return self.kept[sha256, variant]

    async def put(self, sha256: str, variant: Variant, data: bytes) -> None:
        self.kept[sha256, variant] = data

    async def remove(self, sha256: str) -> None:
        for variant in Variant:
            self.kept.pop((sha256, variant), None)

    async def every(self) -> AsyncIterator[str]:
        for sha256, variant in list(self.kept):
            if variant is Variant.ORIGINAL:
                yield sha256


def _name(sha256: str, variant: Variant) -> str:
    return sha256 if variant is Variant.ORIGINAL else f"{sha256}.{variant}.jpg"


def _is_hash(name: str) -> bool:
    return re.fullmatch("[0-9a-f]{64}", name) is not None


def _size(path: Path) -> int | None:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return None


def _told(error: OSError) -> Exception:
    return DiskFull() if error.errno in _FULL else error


def _folder(folder: Path, root: Path) -> None:
    """Make a folder whose own entry survives a power cut; where that fails there is none, and the next tries again."""
    if folder.is_dir():
        return
    folder.mkdir(parents=True, exist_ok=True)
    try:
        for parent in (folder.parent, root):
            _sync_folder(parent)
    except OSError:
        with contextlib.suppress(OSError):  # another upload may have moved in
            folder.rmdir()
        raise


def _sync_or_forget(file: int, path: Path) -> None:
    """Make a file durable or drop it: a sync that failed succeeds the next time, without having written anything."""
    try:
        os.fsync(file)
    except OSError:
        path.unlink(missing_ok=True)
        raise


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
