"""What is known of evidence, for screens, reviews and certificates.

Effects  reads this package's tables.
"""

from collections.abc import Collection

from sqlalchemy import Text, bindparam, func, select, type_coerce
from sqlalchemy.ext.asyncio import AsyncConnection

from kernel.actors import Actor
from media import store
from media.evidence import AFTER, BEFORE, LATE
from media.model import Blob, Certificate, Photo, Signature
from media.tables import photo

Counts = tuple[int, int, int]  # before, after, awaited


async def photos(conn: AsyncConnection, work_order_id: str) -> list[Photo]:
    """All photos of a work order, oldest first, retracted ones included."""
    return await store.photos_of(conn, [work_order_id])


async def photos_of(conn: AsyncConnection, work_order_ids: Collection[str]) -> dict[str, list[Photo]]:
    """The photos of many work orders; every one asked for has an entry."""
    found: dict[str, list[Photo]] = {order: [] for order in work_order_ids}
    for item in await store.photos_of(conn, work_order_ids):
        found[item.work_order_id].append(item)
    return found


_COUNTS = (
    select(photo.c.work_order_id, photo.c.slot, photo.c.present, func.count().label("many"))
    .where(
        photo.c.work_order_id.in_(bindparam("ids", expanding=True)),
        photo.c.retracted_at.is_(None),
        type_coerce(photo.c.flags, Text).not_like(f'%"{LATE}"%'),
    )
    .group_by(photo.c.work_order_id, photo.c.slot, photo.c.present)
)


async def proof_counts(conn: AsyncConnection, work_order_ids: Collection[str]) -> dict[str, Counts]:
    """Before photos, after photos and announced ones whose bytes are missing, per work order.

    What a former assignee brought late is no proof of the work and holds nothing up.
    """
    found: dict[str, Counts] = dict.fromkeys(work_order_ids, (0, 0, 0))
    for row in await conn.execute(_COUNTS, {"ids": list(work_order_ids)}):
        before, after, awaited = found[row.work_order_id]
        found[row.work_order_id] = (
            before + row.many * (row.slot == BEFORE),
            after + row.many * (row.slot == AFTER),
            awaited + row.many * (not row.present),
        )
    return found


async def signature(conn: AsyncConnection, work_order_id: str) -> Signature | None:
    """The newest signature on a work order."""
    return (await store.newest_signatures(conn, [work_order_id])).get(work_order_id)


async def blob(conn: AsyncConnection, org_id: str, sha256: str) -> Blob | None:
    """What an organisation holds under a hash."""
    held = (await store.find_blobs(conn, org_id, [sha256])).get(sha256)
    return None if held is None else held.blob


async def upload(conn: AsyncConnection, actor: Actor, sha256: str) -> Blob | None:
    """This actor's own upload of some bytes, finished or not."""
    return await store.find_upload(conn, actor.org_id, sha256, actor.id)


async def present(conn: AsyncConnection, actor: Actor, shas: Collection[str]) -> frozenset[str]:
    """Which of these hashes this actor has sent in full. Somebody else's photos are not among them."""
    proof = await store.proven(conn, actor.org_id, shas, [actor.id])
    return frozenset(sha256 for sha256, _ in proof)


async def work_orders_with(conn: AsyncConnection, org_id: str, sha256: str) -> list[str]:
    """The work orders that show a photo with these bytes: whoever may see one of them may see it.

    A photo that is only announced does not count: its sender has not proven that he has the bytes.
    """
    shown = (photo.c.org_id == org_id, photo.c.sha256 == sha256, photo.c.present.is_(True))
    query = select(photo.c.work_order_id).where(*shown).distinct()
    return list((await conn.execute(query)).scalars())


async def certificate(conn: AsyncConnection, work_order_id: str, language: str) -> Certificate | None:
    """The newest certificate of a work order in a language."""
    return await store.newest_certificate(conn, work_order_id, language)


async def certificates(conn: AsyncConnection, work_order_id: str) -> list[Certificate]:
    """Every certificate that was issued for a work order, oldest first."""
    return await store.certificates_of(conn, work_order_id)
