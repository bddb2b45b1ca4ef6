"""The parts of one running server, handed to the application, reactions, timers and the worker as one value.

Pure     values only.
"""

from collections.abc import Awaitable, Callable
from typing import NamedTuple

from api.db import Database
from api.live import Hub
from api.planner import Planner
from api.push import Pusher
from api.settings import Settings
from media.blobs import BlobStore
from media.workshop import Workshop
from offline_sync.feed import Epoch


async def _nothing() -> int:
    return 0


def _nobody() -> None:
    return


class Running(NamedTuple):
    settings: Settings
    database: Database
    live: Hub
    push: Pusher
    blobs: BlobStore
    workshop: Workshop
    token_key: bytes
    sealing_key: bytes  # opens files of unsent work
    notary_key: bytes  # signs certificates
    epoch: Epoch
    planner: Planner
    drain: Callable[[], Awaitable[int]] = _nothing  # work the outbox off now; for tests and tools
    ring: Callable[[], None] = _nobody  # the outbox may owe something: look
