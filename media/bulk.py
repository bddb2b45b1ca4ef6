"""Evidence that comes with its whole past: the demo company.

Nothing is compared and nobody is told; the caller brings photos and signatures as they are to be kept.

Effects  writes this package's tables; leaves heads on the act where asked.
"""

from collections.abc import Collection, Sequence
from datetime import datetime

import msgspec
from sqlalchemy import insert

from kernel.act import Act
from kernel.heads import Head
from media import evidence, signature, store
from media.model import Blob, BlobState, Developed, Photo, Signature
from media.store import Held
from media.tables import signature as signature_table

_CHUNK = 400


async def put_blobs(act: Act, developed: Sequence[tuple[str, int, Developed]], created_at: datetime) -> None:
    """Bytes that are held: hash, size, and what developing them told."""
    for sha256, size, told in developed:
        blob = Blob(
            sha256=sha256,
            org_id=act.actor.org_id,
            size=size,
            mime=told.mime,
            state=BlobState.PRESENT,
            received=size,
            created_at=created_at,
            created_by=act.actor.id,
        )
        comparable = evidence.comparable(told.quality.dhash, told.quality.warnings)
        await store.put_blob(act.conn, Held(blob, told.quality, told.mirror, comparable, told.camera_time, told.seals))


async def put_evidence(
    act: Act, photos: Sequence[Photo], signatures: Sequence[Signature], shown: Collection[str]
) -> None:
    """Photos and signatures; those of the work orders in `shown` go to the phones that see them."""
    for at in range(0, len(photos), _CHUNK):
        await store.insert_photos(act.conn, photos[at : at + _CHUNK])
    rows = [msgspec.structs.asdict(one) | {"ink": signature.ink(one.strokes)} for one in signatures]
    for at in range(0, len(rows), _CHUNK):
        await act.conn.execute(insert(signature_table), rows[at : at + _CHUNK])
    for photo in photos:
        if photo.work_order_id in shown:
            act.show(Head("photo", photo.id, photo.work_order_id, photo.version, msgspec.json.encode(photo)))
    for one in signatures:
        if one.work_order_id in shown:
            act.show(Head("signature", one.id, one.work_order_id, one.version, msgspec.json.encode(one)))
