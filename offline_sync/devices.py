"""Enrolling a phone and taking it away: a browser profile of one person gets an identity that is never used again.

Effects  writes inside the caller's transaction.
"""

from msgspec.structs import replace
from sqlalchemy.ext.asyncio import AsyncConnection

from kernel.act import Act
from kernel.actors import Actor, ActorId, OrgId, Role
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


async def get(conn: AsyncConnection, device_id: str) -> Device | None:
    return await store.device(conn, device_id)


async def of_user(conn: AsyncConnection, user_id: str) -> list[Device]:
    """The phones a person has enrolled, newest first."""
    return await store.devices_of(conn, user_id)


async def lost_by(conn: AsyncConnection, device_id: str) -> Actor | None:
    """Whose phone this is, if it was reported lost."""
    found = await store.device(conn, device_id)
    if found is None or found.revoked_at is None:
        return None
    return Actor(ActorId(found.user_id), Role.TECHNICIAN, OrgId(found.org_id))


async def revoke(act: Act, device_id: str) -> None:
    """Reported lost: what it still brings is kept unopened and not applied."""
    await store.revoke_device(act.conn, device_id, act.now)
