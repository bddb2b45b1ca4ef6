"""Bytes that nothing refers to any more: buried first, gone only after a time of grace.

Photos are kept under their hash and shared: by work orders, by organisations. What refers to them is counted where it
is written: photos (taken back or not, they stay in the history), certificates, uploads that are young or under
way. What is found without a reference is put on a list; only when it has been there for `GRACE` and still has none is
it deleted, with its rows, under the lock of its place on the list. Whoever refers to it meanwhile takes it off.

Units    days.
Effects  this package's tables and the blob store.
"""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import bindparam, delete, exists, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from kernel.act import Act
from media import tables as t
from media.blobs import BlobStore
from media.model import BlobState

YOUNG = timedelta(days=30)  # a phone's operation may come so long after its photo's bytes
GRACE = timedelta(days=7)
_MOST = 500
_REVIVE = delete(t.grave).where(t.grave.c.sha256.in_(bindparam("shas", expanding=True)))


def _unused(sha256: object, now: datetime) -> tuple[object, ...]:
    """Nothing refers to these bytes."""
    late = (t.upload.c.created_at > now - YOUNG) | (t.upload.c.state == BlobState.PARTIAL)
    return (
        ~exists().where(t.photo.c.sha256 == sha256),
        ~exists().where(t.certificate.c.pdf_sha256 == sha256),
        ~exists().where(t.upload.c.sha256 == sha256, late),
    )


async def bury(act: Act, spared: Collection[str] = ()) -> int:
    """Put what nothing refers to on the list; how many are new. `spared`: named by operations that still wait."""
    b = t.blob.c
    wanted = (b.created_at <= act.now - YOUNG, ~exists().where(t.grave.c.sha256 == b.sha256))
    query = select(b.sha256).where(*wanted, *_unused(b.sha256, act.now)).distinct().limit(_MOST)  # type: ignore[arg-type]
    found = [sha for sha in (await act.conn.execute(query)).scalars() if sha not in spared]
    if found:
        await act.conn.execute(insert(t.grave), [{"sha256": sha, "since": act.now} for sha in found])
    return len(found)


async def bury_strays(act: Act, blobs: BlobStore) -> int:
    """Files that no row knows, left behind by a process that died between the file and the row."""
    known = set((await act.conn.execute(select(t.blob.c.sha256))).scalars())
    known |= set((await act.conn.execute(select(t.certificate.c.pdf_sha256))).scalars())
    known |= set((await act.conn.execute(select(t.upload.c.sha256))).scalars())
    known |= set((await act.conn.execute(select(t.grave.c.sha256))).scalars())
    strays = [sha async for sha in blobs.every() if sha not in known]
    if strays:
        await act.conn.execute(insert(t.grave), [{"sha256": sha, "since": act.now} for sha in strays])
    return len(strays)


async def revive(conn: AsyncConnection, shas: Collection[str]) -> None:
    """Somebody refers to these bytes, or is about to. Waits for a deletion that is under way."""
    if shas:
        await conn.execute(_REVIVE, {"shas": sorted(shas)})


async def remove(act: Act, blobs: BlobStore, spared: Collection[str] = ()) -> list[str]:
    """Delete what has been on the list long enough and still has no reference; the hashes that are gone."""
    old = select(t.grave.c.sha256).where(t.grave.c.since <= act.now - GRACE).order_by(t.grave.c.sha256).limit(_MOST)
    gone = []
    for sha in list((await act.conn.execute(old.with_for_update())).scalars()):
        free = select(t.grave.c.sha256).where(t.grave.c.sha256 == sha, *_unused(sha, act.now))  # type: ignore[arg-type]
        if sha not in spared and (await act.conn.execute(free)).first() is not None:
            await act.conn.execute(delete(t.upload).where(t.upload.c.sha256 == sha))
            await act.conn.execute(delete(t.blob).where(t.blob.c.sha256 == sha))
            await blobs.remove(sha)  # before the commit: a file without a row is a stray, a row without a file a loss
            gone.append(sha)
        await revive(act.conn, [sha])
    return gone
