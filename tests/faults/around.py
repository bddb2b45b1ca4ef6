"""What surrounds the product in a server under test: system calls, driver and HTTP server, each with a point in it.

Effects  replaces functions of this process, for good. Only ever called in a forked child.
"""

import asyncio
import os
import stat
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from asyncpg.transaction import Transaction
from sqlalchemy import Engine, event
from uvicorn.protocols.http.httptools_impl import RequestResponseCycle

from api.db import Database
from kernel import outbox
from media import images
from media.tasks import Develop
from media.workshop import Workshop
from tests.faults.points import Points
from tests.faults.recording import FolderSynced, Forgot, Made, Recorder, Removed, Synced, Wrote
from tests.faults.sqlite_disk import Disk


def surround(points: Points, data: Path) -> list[object]:
    """Everything, by the plan; what is returned must be kept."""
    plan = points.plan
    recorder = Recorder(Path(plan.record), data) if plan.record else None
    deaf = plan.variant == "deaf"
    _Files(points, recorder, deaf=deaf).install()
    _driver(points)
    _relay(points)
    _http(points)
    _workshop()
    if plan.variant == "hasty":
        _hasty()
    return [Disk(points, recorder, deaf=deaf)]


class _Files:
    """The system calls with which photos are kept."""

    def __init__(self, points: Points, recorder: Recorder | None, *, deaf: bool) -> None:
        self._points, self._recorder, self._deaf = points, recorder, deaf
        self._open, self._pwrite, self._fsync = os.open, os.pwrite, os.fsync
        self._replace, self._unlink, self._mkdir = os.replace, os.unlink, os.mkdir

    def install(self) -> None:
        os.open, os.pwrite, os.fsync = self.open, self.pwrite, self.fsync  # type: ignore[assignment]
        os.replace, os.unlink, os.mkdir = self.replace, self.unlink, self.mkdir  # type: ignore[assignment]

    def _tell(self, kind: Any, path: str, *more: object) -> None:
        if self._recorder is not None:
            self._recorder.put(kind, path, *more)

    def _fail(self, name: str) -> None:
        if failure := self._points.hit(name):
            raise OSError(failure, os.strerror(failure))

    def open(self, path: Any, flags: int, mode: int = 0o777, **more: Any) -> int:
        fresh = self._recorder is not None and bool(flags & os.O_CREAT) and not os.path.lexists(path)
        handle = self._open(path, flags, mode, **more)
        if fresh:
            self._tell(Made, os.path.realpath(path), False)
        return handle

    def pwrite(self, handle: int, data: Any, offset: int) -> int:
        if self._points.wants("blob.torn"):
            self._pwrite(handle, bytes(data)[: len(data) // 2], offset)
        self._points.hit("blob.torn")
        self._fail("blob.write")
        done = self._pwrite(handle, data, offset)
        self._tell(Wrote, _path(handle), offset, bytes(data)[:done])
        return done

    def fsync(self, handle: int) -> None:
        path = _path(handle)
        folder = stat.S_ISDIR(os.fstat(handle).st_mode)
        if not folder:
            self._whole(path)
        try:
            self._fail("blob.folder" if folder else "blob.sync")
        except OSError:
            if not folder:
                self._tell(Forgot, path)
            raise
        if self._deaf:
            return
        self._fsync(handle)
        if folder:
            self._tell(FolderSynced, path)
            return
        self._tell(Synced, path)
        self._points.hit("blob.synced")

    def _whole(self, path: str) -> None:
        """What ordinary file objects have written into this file, which nobody saw pass."""
        if self._recorder is not None and self._recorder.name(path) and ".new" in path:
            self._tell(Wrote, path, 0, Path(path).read_bytes())

    def replace(self, source: Any, target: Any, **more: Any) -> None:
        self._fail("blob.rename")
        if self._deaf:
            self._whole(os.fspath(source))
        self._replace(source, target, **more)
        if self._recorder is not None:
            self._recorder.renamed(os.path.realpath(source), os.path.realpath(target))
        self._points.hit("blob.renamed")

    def unlink(self, path: Any, **more: Any) -> None:
        self._unlink(path, **more)
        self._tell(Removed, os.path.realpath(path))

    def mkdir(self, path: Any, mode: int = 0o777, **more: Any) -> None:
        self._mkdir(path, mode, **more)
        self._tell(Made, os.path.realpath(path), True)


def _path(handle: int) -> str:
    return os.readlink(f"/proc/self/fd/{handle}")  # noqa: PTH115 - as fast as it can be


def _driver(points: Points) -> None:
    @event.listens_for(Engine, "before_cursor_execute")
    def passing(*_: object) -> None:
        points.hit("statement")

    commit = Transaction.commit

    async def committing(self: Transaction) -> None:
        points.hit("commit")
        await commit(self)
        points.hit("committed")

    Transaction.commit = committing


def _relay(points: Points) -> None:
    claim, settle = outbox.claim, outbox.settle

    async def claiming(*given: Any, **named: Any) -> Any:
        found = await claim(*given, **named)
        if found:
            points.hit("relay.claimed")
        return found

    async def settling(*given: Any, **named: Any) -> None:
        points.hit("relay.settle")
        await settle(*given, **named)

    outbox.claim, outbox.settle = claiming, settling


def _http(points: Points) -> None:
    send = RequestResponseCycle.send

    async def sending(self: RequestResponseCycle, message: Any) -> None:
        points.hit("answer.begin" if message["type"] == "http.response.start" else "answer.half")
        await send(self, message)

    RequestResponseCycle.send = sending  # type: ignore[method-assign]


def _workshop() -> None:
    """Photos are developed here and not in a process of their own: that one is started anew after every kill."""
    run = Workshop._run

    def developing(self: Workshop, task: Any) -> Any:
        return images.develop(task.data) if isinstance(task, Develop) else run(self, task)

    Workshop._run = developing  # type: ignore[method-assign]


def _hasty() -> None:
    """A wrong server: it answers first and commits when it finds the time."""

    async def whole(self: Database, actor: Any, work: Callable[[Any], Awaitable[Any]]) -> Any:
        opened = self.act(actor)
        answer = await work(await opened.__aenter__())

        async def later() -> None:
            await asyncio.sleep(0.05)
            await opened.__aexit__(None, None, None)

        unfinished.add(asyncio.ensure_future(later()))
        return answer

    unfinished: set[asyncio.Future[None]] = set()
    Database.whole = whole  # type: ignore[method-assign]
