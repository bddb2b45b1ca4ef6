"""The worker process: the reactions and timers of a server that serves nobody.

The relay and the timers are the server's own (`api.start`); they poll, so nothing depends on Redis. With it, arq
carries the bell: a job says only "look at the outbox" and holds nothing, so Redis may lose it. The bell rings when
arq has put the finished job away, not inside of it: a process that found the old job still there and left no new one
committed before that, and the relay will see what it committed.

Units    seconds.
Effects  those of the reactions and timers.
"""

import asyncio
import signal
from collections.abc import Callable
from typing import Any

import msgspec
from arq import func
from arq.worker import Worker
from msgspec.structs import replace

from api import logs
from api.logs import warned
from api.settings import Settings
from api.start import started
from api.wakeups import AWAY, JOB, PAUSE, as_json, connect
from kernel.clock import SystemClock
from kernel.ids import SystemLuck

LOOK = 0.1
TRIES = 1000  # of a job whose worker was killed: it only rings, so it may be begun again for ever


async def work(settings: Settings) -> None:
    """Run until told to stop; what is under way is finished first."""
    logs.configure(settings.log_level)
    stop = asyncio.Event()
    for told in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(told, stop.set)
    async with started(replace(settings, worker=True), SystemClock(), SystemLuck()) as running:
        bell = asyncio.create_task(_answer_the_bell(settings.redis_url, running.ring)) if settings.redis_url else None
        await stop.wait()
        if bell is not None:
            bell.cancel()
            await asyncio.gather(bell, return_exceptions=True)


async def _answer_the_bell(url: str, ring: Callable[[], None]) -> None:
    """Take arq's jobs for ever; a Redis that went away is asked again."""
    while True:
        worker = _bell(url, ring)
        try:
            await worker.main()
        except AWAY:
            warned("redis_away")
        finally:
            await _put_away(worker)
        await asyncio.sleep(PAUSE)


async def _put_away(worker: Worker) -> None:
    """Without a word to Redis, which may not be there."""
    for task in worker.tasks.values():
        task.cancel()
    await asyncio.gather(*worker.tasks.values(), return_exceptions=True)
    await worker.pool.aclose(close_connection_pool=True)


def _bell(url: str, ring: Callable[[], None]) -> Worker:
    async def put_away(ctx: dict[Any, Any]) -> None:
        ring()

    return Worker(
        functions=[func(_heard, name=JOB, timeout=5, max_tries=TRIES, keep_result=0)],
        redis_pool=connect(url),
        after_job_end=put_away,
        poll_delay=LOOK,
        handle_signals=False,
        job_serializer=as_json,
        job_deserializer=msgspec.json.decode,
    )


async def _heard(ctx: dict[Any, Any], *args: Any, **kwargs: Any) -> None:
    """Nothing to do inside of the job; see above."""
