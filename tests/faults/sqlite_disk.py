"""SQLite's own disk, watched: a VFS around the one of the library the driver uses.

Nothing is compiled and nothing installed: the library offers `sqlite3_vfs_register`, and a table of functions is all a
VFS is. Each file is opened by the original; then its method table is exchanged for a copy whose `xWrite`, `xTruncate`
and `xSync` pass the points and the recorder before and after they do the same as ever.

Errors   `NoLibrary` where the driver's SQLite cannot be reached.
Effects  the default VFS of this process, for good.
"""

import _sqlite3
import ctypes
import errno
import os
from collections.abc import Callable
from ctypes import CFUNCTYPE, POINTER, c_char_p, c_int, c_int64, c_void_p
from typing import Any, ClassVar

from tests.faults.points import Points
from tests.faults.recording import Cut, FolderSynced, Forgot, Made, Recorder, Removed, Synced, Wrote

OK, FULL = 0, 13
IOERR_WRITE, IOERR_FSYNC, IOERR_TRUNCATE = 778, 1034, 1546
_MAIN, _WAL = 0x100, 0x80000
_CREATE = 0x4

_Open = CFUNCTYPE(c_int, c_void_p, c_void_p, c_void_p, c_int, c_void_p)
_Delete = CFUNCTYPE(c_int, c_void_p, c_char_p, c_int)
_Write = CFUNCTYPE(c_int, c_void_p, c_void_p, c_int, c_int64)
_Truncate = CFUNCTYPE(c_int, c_void_p, c_int64)
_Sync = CFUNCTYPE(c_int, c_void_p, c_int)


class NoLibrary(RuntimeError):
    """The driver's SQLite does not show its functions."""


class _Vfs(ctypes.Structure):
    _fields_: ClassVar[Any] = [
        ("version", c_int),
        ("file_size", c_int),
        ("longest_path", c_int),
        ("next", c_void_p),
        ("name", c_char_p),
        ("data", c_void_p),
        ("open", c_void_p),
        ("delete", c_void_p),
        ("rest", c_void_p * 16),
    ]


class _Methods(ctypes.Structure):
    _fields_: ClassVar[Any] = [
        ("version", c_int),
        ("close", c_void_p),
        ("read", c_void_p),
        ("write", c_void_p),
        ("truncate", c_void_p),
        ("sync", c_void_p),
        ("rest", c_void_p * 13),
    ]


def _pointer(function: Any) -> int:
    return ctypes.cast(function, c_void_p).value or 0


def library() -> ctypes.CDLL:
    """The SQLite that Python's driver runs on."""
    lib = ctypes.CDLL(getattr(_sqlite3, "__file__", None))
    if not hasattr(lib, "sqlite3_vfs_find"):
        raise NoLibrary
    lib.sqlite3_vfs_find.restype = POINTER(_Vfs)
    lib.sqlite3_vfs_find.argtypes = [c_char_p]
    lib.sqlite3_vfs_register.argtypes = [c_void_p, c_int]
    return lib


class Disk:
    """The watched VFS of this process. Keep it: the library holds pointers into it."""

    def __init__(self, points: Points, recorder: Recorder | None, *, deaf: bool = False) -> None:
        self._points, self._recorder, self._deaf = points, recorder, deaf
        self._files: dict[int, tuple[str, str]] = {}
        self._tables: dict[int, _Methods] = {}
        self._kept: list[object] = []
        self._new: set[str] = set()
        lib = library()
        self._inner = lib.sqlite3_vfs_find(None)
        inner = self._inner.contents
        self._vfs = _Vfs.from_buffer_copy(inner)
        self._vfs.name = b"watched"
        self._open, self._delete = _Open(inner.open), _Delete(inner.delete)
        self._vfs.open, self._vfs.delete = self._hold(_Open, self._opened), self._hold(_Delete, self._deleted)
        if lib.sqlite3_vfs_register(ctypes.byref(self._vfs), 1) != OK:
            raise NoLibrary

    def _hold(self, kind: Any, function: Callable[..., int]) -> int:
        made = kind(function)
        self._kept.append(made)
        return _pointer(made)

    def _tell(self, kind: Any, path: str, *more: object) -> None:
        if self._recorder is not None:
            self._recorder.put(kind, path, *more)

    def _opened(self, _vfs: int, name: int | None, file: int, flags: int, out: int | None) -> int:
        path = ctypes.string_at(name).decode() if name else ""
        known = os.path.exists(path)  # noqa: PTH110 - opening it would drop SQLite's locks when closed
        told: int = self._open(ctypes.cast(self._inner, c_void_p), name, file, flags, out)
        if told != OK or not flags & (_MAIN | _WAL):
            return told
        if not known and flags & _CREATE:
            self._tell(Made, path, False)
            self._new.add(path)
        self._files[file] = ("wal" if flags & _WAL else "db", path)
        slot = c_void_p.from_address(file)
        slot.value = ctypes.addressof(self._watched(slot.value or 0))
        return told

    def _watched(self, methods: int) -> _Methods:
        """The method table of a file, with ours in place of three."""
        if methods not in self._tables:
            inner = _Methods.from_address(methods)
            made = _Methods.from_buffer_copy(inner)
            write, truncate, sync = _Write(inner.write), _Truncate(inner.truncate), _Sync(inner.sync)
            made.write = self._hold(_Write, lambda *call: self._written(write, *call))
            made.truncate = self._hold(_Truncate, lambda *call: self._truncated(truncate, *call))
            made.sync = self._hold(_Sync, lambda *call: self._synced(sync, *call))
            self._tables[methods] = made
        return self._tables[methods]

    def _deleted(self, _vfs: int, name: bytes, sync_folder: int) -> int:
        told: int = self._delete(ctypes.cast(self._inner, c_void_p), name, sync_folder)
        if told == OK:
            self._tell(Removed, name.decode())
        return told

    def _written(self, write: Any, file: int, data: int, size: int, offset: int) -> int:
        kind, path = self._files[file]
        if kind == "wal" and offset == 0:
            self._points.hit("wal.restart")
        if self._points.wants(f"{kind}.torn") and size > 1:
            write(file, data, size // 2, offset)
        self._points.hit(f"{kind}.torn")
        if failure := self._points.hit(f"{kind}.write"):
            return FULL if failure == errno.ENOSPC else IOERR_WRITE
        told: int = write(file, data, size, offset)
        if told == OK and self._recorder is not None:
            self._tell(Wrote, path, offset, ctypes.string_at(data, size))
        return told

    def _truncated(self, truncate: Any, file: int, size: int) -> int:
        kind, path = self._files[file]
        if self._points.hit(f"{kind}.truncate"):
            return IOERR_TRUNCATE
        told: int = truncate(file, size)
        if told == OK:
            self._tell(Cut, path, size)
        return told

    def _synced(self, sync: Any, file: int, flags: int) -> int:
        kind, path = self._files[file]
        if self._points.hit(f"{kind}.sync"):
            self._tell(Forgot, path)
            return IOERR_FSYNC
        if self._deaf:
            return OK
        told: int = sync(file, flags)
        if told == OK:
            self._tell(Synced, path)
            if path in self._new:  # SQLite syncs the folder together with a file it has just made
                self._new.discard(path)
                self._tell(FolderSynced, os.path.dirname(path))  # noqa: PTH120 - told as text
            self._points.hit(f"{kind}.synced")
        return told
