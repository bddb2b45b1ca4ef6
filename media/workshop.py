"""The workshop: hostile photos are opened, and certificates typeset, in processes of their own.

Each worker is a small Python that imports the decoders and nothing of the server: it is started once, given limits
(`media.workbench`), fed over a pipe, and replaced after `TASKS` tasks, after a crash or when it is silent for
`PATIENCE`. What kills a worker is answered as `undecodable`, and harms nobody else. The calls wait in threads, so the
workshop serves any event loop.

Units    seconds.
Errors   the problems of `media.images`; `WorkshopBusy` when no worker is free in time.
Effects  starts processes; `close` ends them.
"""

import asyncio
import contextlib
import os
import queue
import select
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import msgspec

from media import problems
from media.certificate import CertificateFacts
from media.model import Developed
from media.problems import Undecodable, WorkshopBusy
from media.tasks import Answer, Develop, Failed, Printed, Refused, Task, Typeset, frame, read_frame

WORKERS = 2
TASKS = 200
PATIENCE = 30.0
QUEUE_PATIENCE = 60.0

_KINDS = {kind.code: kind for kind in vars(problems).values() if isinstance(kind, type) and hasattr(kind, "code")}
_encode = msgspec.msgpack.Encoder().encode
_decode: Callable[[bytes], Answer] = msgspec.msgpack.Decoder(Answer).decode


class CertificateError(RuntimeError):
    """The template, the fonts or the facts do not fit together: a fault of ours, not of a person."""


class Workshop:
    def __init__(self, *, workers: int = WORKERS, tasks: int = TASKS, patience: float = PATIENCE) -> None:
        self._tasks = tasks
        self._patience = patience
        self._idle: queue.LifoQueue[_Worker | None] = queue.LifoQueue()
        self._closed = False
        for _ in range(workers):
            self._idle.put(None)  # a place; the process is started when it is first needed

    async def develop(self, data: bytes) -> Developed:
        """The safe renditions of a photo, or the problem with it."""
        answer = await asyncio.to_thread(self._run, Develop(data))
        if isinstance(answer, Developed):
            return answer
        if isinstance(answer, Refused):
            raise _KINDS.get(answer.code, Undecodable)(**answer.facts)
        raise Undecodable(why="worker")

    async def typeset(self, facts: CertificateFacts, language: str) -> Printed:
        """The certificate as PDF, and what it was made with."""
        answer = await asyncio.to_thread(self._run, Typeset(facts, language))
        if isinstance(answer, Printed):
            return answer
        raise CertificateError(answer.why if isinstance(answer, Failed) else "unexpected answer")

    def close(self) -> None:
        """End the workers. Tasks still running are given up."""
        self._closed = True
        with contextlib.suppress(queue.Empty):
            while True:
                worker = self._idle.get_nowait()
                if worker is not None:
                    worker.end()

    def _run(self, task: Task) -> Answer:
        try:
            worker = self._idle.get(timeout=QUEUE_PATIENCE)
        except queue.Empty as error:
            raise WorkshopBusy from error
        try:
            if worker is None or worker.done >= self._tasks or not worker.alive():
                if worker is not None:
                    worker.end()
                worker = _Worker()
            answer = worker.ask(_encode(task), self._patience)
        except BaseException:
            if worker is not None:
                worker.end()
            worker = None
            raise
        finally:
            if worker is not None and (self._closed or not worker.alive()):
                worker.end()
                worker = None
            self._idle.put(worker)
        return answer


class _Worker:
    """One process at the bench."""

    def __init__(self) -> None:
        root = str(Path(__file__).resolve().parent.parent)
        kept = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL", "TMPDIR") if name in os.environ}
        paths = [root, *(entry for entry in sys.path if entry)]
        self._process = subprocess.Popen(
            [sys.executable, "-m", "media.workbench"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=root,
            env={**kept, "PYTHONPATH": os.pathsep.join(dict.fromkeys(paths)), "PYTHONDONTWRITEBYTECODE": "1"},
            start_new_session=True,  # Ctrl-C in the terminal ends the server, which then closes its workers
        )
        self.done = 0

    def alive(self) -> bool:
        return self._process.poll() is None

    def ask(self, task: bytes, patience: float) -> Answer:
        """The answer, or `Failed` when the worker died or kept silent."""
        self.done += 1
        stdin, stdout = self._process.stdin, self._process.stdout
        if stdin is None or stdout is None:
            raise RuntimeError("a worker without pipes")
        try:
            stdin.write(frame(task))
            stdin.flush()
            return _decode(read_frame(_Patient(stdout.fileno(), patience).read))
        except (BrokenPipeError, EOFError, TimeoutError) as error:
            self.end()
            return Failed(type(error).__name__)

    def end(self) -> None:
        if self.alive():
            self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()


class _Patient:
    """Reads a pipe until a deadline."""

    def __init__(self, pipe: int, patience: float) -> None:
        self._pipe = pipe
        self._until = time.monotonic() + patience

    def read(self, count: int) -> bytes:
        left = max(0.0, self._until - time.monotonic())
        poll = select.poll()  # not select(): a busy server has descriptors above its limit of 1024
        poll.register(self._pipe, select.POLLIN)
        if not poll.poll(left * 1000):
            raise TimeoutError
        return os.read(self._pipe, count)
