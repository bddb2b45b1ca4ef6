"""The worker process for installations with Redis: the same reactions and timers, woken through arq.

Truth stays in the tables: a job says only "look at the outbox" and carries nothing, so Redis may lose it. Payloads
are JSON, never pickle. When Redis is away the cron of the supervisor restarts this process, and the server's own
polling goes on.

Effects  those of the reactions and timers.
"""

import asyncio
from typing import Any

import msgspec
from arq import cron, func
from arq.connections import RedisSettings
from arq.worker import Worker

from api import logs
from api.running import Running
from api.settings import Settings
from api.start import started
from api.timers import TIMERS, Timers
from kernel.clock import SystemClock
from kernel.ids import SystemLuck


async def work_off(ctx: dict[Any, Any], *_: Any, **__: Any) -> int:
    """Everything the outbox owes; how many events."""
    running: Running = ctx["running"]
    return await running.drain()


async def tick(ctx: dict[Any, Any], *_: Any, **__: Any) -> None:
    """Every timer once."""
    timers: Timers = ctx["timers"]
    for timer in TIMERS:
        await timers.turn(timer)


async def work(settings: Settings) -> None:
    """Run until told to stop."""
    logs.configure(settings.log_level)
    async with started(settings, SystemClock(), SystemLuck()) as running:
        worker = Worker(
            functions=[func(work_off, name="work_off", timeout=45, max_tries=1, keep_result=0)],
            cron_jobs=[
                cron(work_off, name="poll", second=set(range(0, 60, 5)), timeout=45, max_tries=1, keep_result=0),
                cron(tick, name="tick", second=set(range(0, 60, 5)), timeout=45, max_tries=1, keep_result=0),
            ],
            redis_settings=RedisSettings.from_dsn(settings.redis_url),
            ctx={"running": running, "timers": Timers(running)},
            job_serializer=msgspec.json.encode,
            job_deserializer=msgspec.json.decode,
            job_completion_wait=20,
            health_check_interval=15,
            handle_signals=False,
        )
        try:
            await worker.main()
        except asyncio.CancelledError:
            await worker.close()
