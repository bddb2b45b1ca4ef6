"""A process that has imported the whole server and forks one on request: a start costs a fraction of a cold one.

    python -m tests.faults.zygote

One JSON line in per request (`start`, `kill`), one out per event: `ready` with process and port, `ended` with process
and signal. The children serve; this process never does, and has one thread, or forking would not be safe.

Effects  child processes; they are killed when the input ends.
"""

import asyncio
import contextlib
import gc
import os
import signal
import sys
import tempfile
from pathlib import Path
from types import FrameType
from typing import Any

import asyncpg
import msgspec
from litestar import Litestar
from msgspec import Struct

import api.app
import api.serve
from api.settings import Settings, from_env
from api.start import started
from kernel.clock import SystemClock
from kernel.ids import SystemLuck
from media import images
from tests.faults.around import surround
from tests.faults.points import Plan, Points

assert asyncpg  # imported before the fork, like everything else


class Start(Struct, tag="start"):
    env: dict[str, str]
    plan: Plan = Plan()


class Kill(Struct, tag="kill"):
    pid: int
    how: int = signal.SIGKILL


class Ready(Struct, tag="ready"):
    pid: int
    port: int


class Ended(Struct, tag="ended"):
    pid: int
    signal: int
    """0 when it ended by itself."""


Event = Ready | Ended
_children: set[int] = set()


def tell(event: Event) -> None:
    os.write(1, msgspec.json.encode(event) + b"\n")


def main() -> None:
    asyncio.run(_warm())
    gc.freeze()
    signal.signal(signal.SIGCHLD, _reap)
    read = msgspec.json.Decoder(Start | Kill).decode
    for line in sys.stdin:
        request = read(line)
        if isinstance(request, Kill):
            with contextlib.suppress(ProcessLookupError):
                os.kill(request.pid, request.how)
            continue
        child = os.fork()
        if child == 0:
            _serve(request)
        _children.add(child)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    for child in _children:
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)


async def _warm() -> None:
    """Everything that is loaded or built at a first start, once; every child is handed the same application.

    Half of a start is Litestar looking at its handlers. What the product does to an application after that it
    does in each child.
    """
    images.prepare()
    asked: list[dict[str, Any]] = []

    def build(**given: Any) -> Litestar:
        asked.append(given)
        return Litestar(**given)

    api.app.Litestar = build  # type: ignore[assignment,misc]
    with tempfile.TemporaryDirectory() as folder:
        async with started(Settings(data=Path(folder), worker=False), SystemClock(), SystemLuck()) as running:
            api.app.create_app(running)
    built = Litestar(**asked[0])
    api.app.Litestar = lambda **given: built if given == asked[0] else Litestar(**given)  # type: ignore[assignment,misc]


def _reap(_signal: int, _frame: FrameType | None) -> None:
    with contextlib.suppress(ChildProcessError):
        while True:
            child, status = os.waitpid(-1, os.WNOHANG)
            if child == 0:
                return
            _children.discard(child)
            tell(Ended(child, os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0))


def _serve(request: Start) -> None:
    """The child: from here on a server like any other, in surroundings that are watched."""
    code = 1
    try:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        nothing = os.open(os.devnull, os.O_RDONLY)
        os.dup2(nothing, 0)
        settings = from_env(request.env)
        kept = surround(Points(request.plan), Path(request.env["DATA"]))
        asyncio.run(api.serve.serve(settings, ready=lambda port: tell(Ready(os.getpid(), port))))
        code = 0 if kept else 1
    finally:
        sys.stderr.flush()
        os._exit(code)


if __name__ == "__main__":
    main()
