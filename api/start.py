"""Opening the parts of a server in order, and closing them in reverse.

Database, schema, keys, photos, live topics, relay and timers: `started` yields them as one `Running` value, for the
server, the worker and the tests alike.

Effects  everything a server needs; tasks end with the block.
"""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import httpx

from api.db import open_database
from api.hints import hint
from api.history import history
from api.keys import kept
from api.live import Hub
from api.migrate import migrate
from api.planner import Planner
from api.push import Pusher
from api.reactions import REACTIONS, tellings
from api.relay import Relay
from api.running import Running
from api.settings import Settings
from api.telling import show_changes
from api.timers import Timers
from kernel.clock import Clock
from kernel.ids import Luck
from media import seals
from media.blobs import BlobStore, LocalBlobs
from media.workshop import Workshop
from offline_sync import sealing


@asynccontextmanager
async def started(
    settings: Settings, clock: Clock, luck: Luck, *, client: httpx.AsyncClient | None = None
) -> AsyncIterator[Running]:
    """Every part, open and, when `settings.worker` says so, at work."""
    async with AsyncExitStack() as stack:
        database = await open_database(settings, clock, luck)
        stack.push_async_callback(database.close)
        await migrate(database)
        epoch = await history(database, settings.data)
        live = Hub(luck.bytes(6).hex())
        stack.callback(live.close)
        database.on_commit(hint(live, epoch))
        push = Pusher(settings.data / "keys" / "vapid.pem", settings.push_contact, clock, client, settings.origin)
        stack.push_async_callback(push.close)
        workshop = Workshop()
        stack.callback(workshop.close)
        planner = Planner(database)
        stack.callback(planner.close)
        running = Running(
            planner=planner,
            settings=settings,
            database=database,
            live=live,
            push=push,
            blobs=blob_store(settings),
            workshop=workshop,
            token_key=kept(settings.data / "keys" / "token.key", lambda: luck.bytes(32)),
            sealing_key=kept(settings.data / "keys" / "sealing.pem", sealing.a_key),
            notary_key=_notary_key(settings),
            epoch=epoch,
        )
        relay = Relay(running, REACTIONS, tellings, show_changes)
        await stack.enter_async_context(_at_work(running, relay))
        yield running._replace(drain=relay.drain, ring=relay.ring)


@asynccontextmanager
async def _at_work(running: Running, relay: Relay) -> AsyncIterator[None]:
    database, live = running.database, running.live
    jobs: list[Coroutine[Any, Any, None]] = []
    wakeups = None
    if running.settings.redis_url:
        from api.wakeups import Wakeups  # noqa: PLC0415 - Redis is for installations of several processes

        wakeups = Wakeups(running.settings.redis_url, live)
        live.relay = wakeups.frame
        jobs += [wakeups.send(), wakeups.ask(), wakeups.listen()]
        database.on_commit(lambda told: wakeups.ring() if told.events else None)
    if running.settings.worker:
        database.on_commit(relay.ring)
        jobs += [relay.run(), Timers(running).run()]
    tasks = [asyncio.create_task(job) for job in jobs]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if wakeups is not None:
            await wakeups.close()


def _notary_key(settings: Settings) -> bytes:
    """The key that the operator names, or the house's own."""
    if settings.certificate_pem:
        return Path(settings.certificate_pem).read_bytes()
    return kept(settings.data / "keys" / "certificate.pem", seals.a_key)


def blob_store(settings: Settings) -> BlobStore:
    """Where photos are kept: a bucket when one is named, else the data folder."""
    if settings.s3_bucket:
        from media.buckets import open_bucket  # noqa: PLC0415 - only where a bucket is named

        keys = (settings.s3_access_key, settings.s3_secret_key)
        return open_bucket(settings.s3_bucket, settings.s3_endpoint, settings.s3_region, *keys)
    return LocalBlobs(settings.data / "blobs")
