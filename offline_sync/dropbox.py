"""The slot of last resort: raw bytes that the protocol could not take, kept unopened.

A phone puts an operation here when the server failed on it again and again, and a revoked device may leave its
evidence here. Nothing is applied from it by itself: an administrator looks (`waiting`, `raw`) and says what became of
it (`handled`); the bytes stay. The same bytes twice are kept once, and what waits of one person has a limit.

Units    bytes.
Errors   `DropTooLarge`, `DropBoxFull`, `UnknownDrop`.
Effects  reads and writes the drop-box inside the caller's transaction.
"""

from datetime import datetime

from msgspec import Struct
from sqlalchemy import func, select, update

from kernel.act import Act
from kernel.errors import Exhausted, NotFound
from offline_sync import store
from offline_sync.events import DropHandled
from offline_sync.model import BYTES_PER_BATCH, DropboxAnswer
from offline_sync.sequence import alias_of, fingerprint
from offline_sync.tables import sync_dropbox

WAITING = 200  # of one person and phone: far more than work can leave, far less than harm
BYTES_WAITING = 32 * BYTES_PER_BATCH
LISTED = 500


class DropTooLarge(Exhausted):
    code = "drop_too_large"


class DropBoxFull(Exhausted):
    """Too much of this phone waits for somebody to look."""

    code = "drop_box_full"


class UnknownDrop(NotFound):
    code = "unknown_drop"


class Drop(Struct, frozen=True):
    id: str
    user_id: str
    device_id: str | None
    received_at: datetime
    reason: str
    bytes: int


class Drops(Struct, frozen=True):
    """What nobody has looked at yet, oldest first; `count` is all of it."""

    count: int
    items: tuple[Drop, ...]


async def drop(act: Act, raw: bytes, device_id: str | None, reason: str) -> DropboxAnswer:
    """Keep the bytes; their id depends on who brought them and what they are."""
    if len(raw) > BYTES_PER_BATCH:
        raise DropTooLarge(bytes=BYTES_PER_BATCH)
    name = alias_of(act.actor.id, fingerprint(raw))
    known = await act.conn.execute(select(sync_dropbox.c.id).where(sync_dropbox.c.id == name))
    if known.first() is None:
        await _check_room(act, device_id, len(raw))
        await store.insert_drop(
            act.conn,
            {
                "id": name,
                "org_id": act.actor.org_id,
                "user_id": act.actor.id,
                "device_id": device_id,
                "received_at": act.now,
                "reason": reason[:40],
                "raw": raw,
                "state": "new",
            },
        )
    return DropboxAnswer(name)


async def _check_room(act: Act, device_id: str | None, more: int) -> None:
    box = sync_dropbox.c
    mine = (box.user_id == act.actor.id, box.device_id.is_not_distinct_from(device_id), box.state == "new")
    query = select(func.count(), func.coalesce(func.sum(func.length(box.raw)), 0)).where(*mine)
    count, size = (await act.conn.execute(query)).one()
    if count >= WAITING or size + more > BYTES_WAITING:
        raise DropBoxFull(items=WAITING, bytes=BYTES_WAITING)


async def waiting(act: Act) -> Drops:
    """What lies in this organisation's drop-box and waits for somebody to look."""
    box = sync_dropbox.c
    mine = (box.org_id == act.actor.org_id, box.state == "new")
    count = (await act.conn.execute(select(func.count()).where(*mine))).scalar_one()
    columns = (box.id, box.user_id, box.device_id, box.received_at, box.reason, func.length(box.raw).label("bytes"))
    rows = await act.conn.execute(select(*columns).where(*mine).order_by(box.received_at, box.id).limit(LISTED))
    return Drops(count, tuple(Drop(**row) for row in rows.mappings()))


async def raw(act: Act, drop_id: str) -> bytes:
    """The bytes as they came."""
    query = select(sync_dropbox.c.raw).where(sync_dropbox.c.id == drop_id, sync_dropbox.c.org_id == act.actor.org_id)
    found = (await act.conn.execute(query)).scalar_one_or_none()
    if found is None:
        raise UnknownDrop(drop_id=drop_id)
    return bytes(found)


async def handled(act: Act, drop_id: str, note: str) -> None:
    """Somebody has looked, and says what became of it."""
    await raw(act, drop_id)
    mine = (sync_dropbox.c.id == drop_id, sync_dropbox.c.state == "new")
    if (await act.conn.execute(update(sync_dropbox).where(*mine).values(state="read"))).rowcount:
        act.record(drop_id, DropHandled(drop_id, note))
