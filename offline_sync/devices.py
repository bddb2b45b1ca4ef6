"""Enrolling a phone: a browser profile of one person gets an identity that is never used again.

Effects  writes inside the caller's transaction.
"""

from msgspec.structs import replace

from kernel.act import Act
from offline_sync import store
from offline_sync.feed import Epoch
from offline_sync.model import EnrolAnswer, EnrolRequest, Limits
from offline_sync.store import Device


async def enrol(act: Act, asked: EnrolRequest, epoch: Epoch) -> EnrolAnswer:
    """A new device of the act's actor. `fork_of` says whose numbers were cloned or rolled back."""
    made = Device(
        id=act.ids.new(),
        org_id=act.actor.org_id,
        user_id=act.actor.id,
        build=asked.build[:64],
        platform=asked.platform,
        standalone=asked.standalone,
        persisted=asked.persisted,
        quota=max(0, min(asked.quota, 2**62)),
        enrolled_at=act.now,
        seen_at=act.now,
    )
    old = await store.device(act.conn, asked.fork_of) if asked.fork_of else None
    if old is not None and old.user_id == act.actor.id:
        made = replace(made, fork_of=old.id)
        await store.insert_fork(act.conn, made.id, old.id, act.now)
    await store.insert_device(act.conn, made)
    return EnrolAnswer(made.id, epoch.id, Limits())
