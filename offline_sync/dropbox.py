"""The slot of last resort: raw bytes that the protocol could not take, kept unopened.

A phone puts an operation here when the server failed on it again and again, and a revoked device may leave its
evidence here. Nothing is applied from it by itself: an administrator looks (`waiting`, `opened`, `raw`), has what can
be read taken in (`importing`) or says what became of it (`handled`); the bytes stay. The same bytes twice are kept
once, and what waits of one person has a limit.

Units    bytes.
Errors   `DropTooLarge`, `DropBoxFull`, `UnknownDrop`.
Effects  reads and writes the drop-box inside the caller's transaction.
"""

from datetime import datetime

from msgspec import Raw, Struct
from msgspec.structs import replace
from sqlalchemy import func, select, update

from kernel.act import Act
from kernel.errors import Exhausted, NotFound, Problem
from offline_sync import envelope, store
from offline_sync.events import DropArrived, DropHandled
from offline_sync.model import BYTES_PER_BATCH, DropboxAnswer
from offline_sync.moments import moment
from offline_sync.sequence import alias_of, fingerprint
from offline_sync.tables import sync_dropbox
from offline_sync.upcast import Malformed, outside

WAITING = 200  # of one person and phone: far more than work can leave, far less than harm
BYTES_WAITING = 32 * BYTES_PER_BATCH
LISTED = 500
SHOWN = 4000  # characters of what is no operation


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
        act.record(name, DropArrived(name, act.actor.id))
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


class DropOp(Struct, frozen=True, kw_only=True):
    """One operation inside a drop, as far as it can be read."""

    op_id: str
    kind: str
    work_order_id: str
    made_at: datetime | None
    args: Raw
    verdict: str = ""  # of the ledger, when the operation has come another way


class Opened(Struct, frozen=True, kw_only=True):
    """What a drop turns out to be."""

    drop: Drop
    state: str  # new | read
    form: str  # operation | request | text | bytes
    operations: tuple[DropOp, ...] = ()
    text: str = ""  # the beginning of what is neither


def texts_of(content: bytes) -> tuple[str, list[bytes]]:
    """The form of some bytes, and the operations in them byte for byte."""
    try:
        request = envelope.read(content)
        return "request", [bytes(one.op) for one in request.ops]
    except Problem:
        pass
    try:
        outside(content)
        return "operation", [content]
    except Malformed:
        pass
    try:
        content.decode()
    except UnicodeDecodeError:
        return "bytes", []
    return "text", []


async def opened(act: Act, drop_id: str) -> Opened:
    """A drop looked into; nothing is done with it."""
    box = sync_dropbox.c
    mine = (box.id == drop_id, box.org_id == act.actor.org_id)
    row = (await act.conn.execute(select(sync_dropbox).where(*mine))).mappings().first()
    if row is None:
        raise UnknownDrop(drop_id=drop_id)
    content = bytes(row["raw"])
    form, texts = texts_of(content)
    drop = Drop(row["id"], row["user_id"], row["device_id"], row["received_at"], row["reason"], len(content))
    read = [_read(text) for text in texts]
    known = await store.known(act.conn, [one.op_id for one in read]) if read else {}
    operations = tuple(
        replace(one, verdict=str(known[one.op_id].verdict)) if one.op_id in known else one for one in read
    )
    text = content[:SHOWN].decode(errors="replace") if form == "text" else content[:SHOWN].hex(" ")
    return Opened(drop=drop, state=row["state"], form=form, operations=operations, text="" if read else text)


def _read(text: bytes) -> DropOp:
    try:
        op = outside(text)
    except Malformed:
        return DropOp(op_id="", kind="unreadable", work_order_id="", made_at=None, args=Raw(b"null"))
    made = moment(op.at.wall + op.at.off_ms)
    return DropOp(op_id=op.op_id, kind=op.kind, work_order_id=op.work_order, made_at=made, args=op.args)
