"""One lane per unfinished upload: the newest attempt has it, an older one is put down first.

A phone that lost its connection asks for the offset while the server may still be draining the dead request. An
answer given then would be stale and cost the phone everything that is still arriving. So whoever comes next
tells the one before to stop, waits until it has written down what it has, and only then looks.

This is the courtesy inside one process; between processes the store's own lock and the offset keep bytes in order.

Units    seconds.
Errors   `UploadBusy` when an attempt does not stop in time.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from media.problems import UploadBusy

PATIENCE = 5.0


class _Lane:
    def __init__(self) -> None:
        self.lock = asyncio.Lock()
        self.stop: asyncio.Event | None = None
        self.users = 0


class Lanes:
    def __init__(self, patience: float = PATIENCE) -> None:
        self._lanes: dict[str, _Lane] = {}
        self._patience = patience

    @asynccontextmanager
    async def take(self, name: str) -> AsyncIterator[asyncio.Event]:
        """Hold the lane; the event is set when somebody newer wants it."""
        lane = self._lanes.setdefault(name, _Lane())
        lane.users += 1
        try:
            if lane.stop is not None:
                lane.stop.set()
            try:
                async with asyncio.timeout(self._patience):
                    await lane.lock.acquire()
            except TimeoutError as error:
                raise UploadBusy(retry_after_s=2) from error
            lane.stop = asyncio.Event()
            try:
                yield lane.stop
            finally:
                lane.stop = None
                lane.lock.release()
        finally:
            lane.users -= 1
            if not lane.users:
                self._lanes.pop(name, None)
