"""Reading everything a batch is decided on, in a handful of queries however long it is.

Effects  reads through `dispatch`, `media` and the feed; locks the work orders that may change.
"""

from collections.abc import Iterable, Sequence
from datetime import timedelta

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from dispatch import commands as dispatch
from dispatch import queries as estate
from dispatch.lifecycle import Proof, Standing
from kernel import feed
from kernel.act import Act
from kernel.actors import Actor
from kernel.errors import NotFound
from kernel.ids import Uuid
from media import queries as evidence
from media.model import Photo
from offline_sync import store
from offline_sync.decide import Asked
from offline_sync.merge import Sight
from offline_sync.model import Operation, Verdict
from offline_sync.world import World

PHOTO_KINDS = frozenset({"photo.add", "photo.retract", "visit.arrive", "sign_off.capture"})
BLOBS_KEPT_WAITING = timedelta(days=60)


class _Ids(Struct, frozen=True):
    """What arguments name, read without knowing their kind."""

    id: Uuid = ""
    signature_id: Uuid | None = None
    premises: str = ""


_ids = msgspec.json.Decoder(_Ids)


async def world_of(act: Act, actor: Actor, batch: Sequence[Asked]) -> World:
    """The memory in which a device's operations are decided."""
    ops = [asked.op for asked in batch]
    orders = list(dict.fromkeys(op.work_order for op in ops if op.work_order))
    standings = await _standings(act, actor, orders)
    everyone = list(standings)
    counts = await evidence.proof_counts(act.conn, everyone) if everyone else {}
    sights = await feed.sights(act.conn, actor.id, everyone) if everyone else {}
    pictured = [op.work_order for op in ops if op.kind in PHOTO_KINDS and op.work_order in standings]
    pictured += [key for key in everyone if key not in orders]  # survivors of merged orders
    photos = await evidence.photos_of(act.conn, pictured) if pictured else {}
    signed = [op.work_order for op in ops if op.kind == "sign_off.capture" and op.work_order in standings]
    world = World(
        actor=actor,
        code=await estate.actor_code(act.conn, actor.id),
        now=act.now,
        standings={
            key: replace(one, proof=Proof(*counts.get(key, (0, 0, 0)), doors=_doors(photos.get(key, []))))
            for key, one in standings.items()
        },
        photos={photo.id: photo for found in photos.values() for photo in found},
        sights={key: Sight(m.grant.visible, m.tx, m.grant.reason) for key, m in sights.items() if m.grant},
        accepted=await estate.once_accepted(act.conn, actor.id, everyone),
        verdicts=await _verdicts(act, ops),
        blobs=await _blobs(act, actor, ops),
        shown=await estate.phone_orders(act.conn, signed) if signed else {},
    )
    await _named(act, actor, ops, world)
    return world


def _doors(photos: Iterable[Photo]) -> frozenset[str]:
    return frozenset(one.id for one in photos if one.slot == "door" and one.retracted_at is None)


async def _standings(act: Act, actor: Actor, orders: Sequence[str]) -> dict[str, Standing]:
    """The orders asked for, and those they were merged into, of this organisation only."""
    found: dict[str, Standing] = {}
    wanted = list(orders)
    for _ in range(4):
        if not wanted:
            break
        more = await dispatch.standings(act, wanted)
        found |= {key: one for key, one in more.items() if one.order.org_id == actor.org_id}
        merged = [one.order.merged_into for one in more.values() if one.order.status == "merged"]
        wanted = [key for key in dict.fromkeys(merged) if key and key not in found]
    return found


async def _verdicts(act: Act, ops: Iterable[Operation]) -> dict[str, Verdict]:
    needed = {dep for op in ops for dep in op.deps.ops}
    return await store.verdicts(act.conn, needed) if needed else {}


async def _blobs(act: Act, actor: Actor, ops: Iterable[Operation]) -> frozenset[str]:
    needed = {dep.removeprefix("sha256:") for op in ops for dep in op.deps.blobs}
    present = set()
    for sha in needed:
        own = await evidence.upload(act.conn, actor, sha)
        if own is not None and own.state == "present":
            present.add(sha)
    return frozenset(present)


async def _named(act: Act, actor: Actor, ops: Iterable[Operation], world: World) -> None:
    """Ids that exist elsewhere, and the places of faults found on site."""
    photos: set[str] = set()
    signatures: set[str] = set()
    places: set[str] = set()
    for op in ops:
        if op.kind not in {"photo.add", "sign_off.capture", "report.add"}:
            continue
        try:
            named = _ids.decode(op.args)
        except msgspec.MsgspecError:
            continue
        if op.kind == "photo.add" and named.id not in world.photos:
            photos.add(named.id)
        if named.signature_id:
            signatures.add(named.signature_id)
        if named.premises:
            places.add(named.premises)
    if photos:
        world.taken |= await feed.scopes_of(act.conn, "photo", list(photos))
    if signatures:
        world.taken |= await feed.scopes_of(act.conn, "signature", list(signatures))
    for code in places:
        try:
            world.premises[code] = await estate.premises_by_code(act.conn, actor.org_id, code)
        except NotFound:
            continue
