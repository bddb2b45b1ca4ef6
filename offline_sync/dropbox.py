"""The slot of last resort: raw bytes that the protocol could not take, kept unopened.

A phone puts an operation here when the server failed on it again and again, and a revoked device may leave its
evidence here. Nothing is applied from it by itself; a person looks. The same bytes twice are kept once.

Units    bytes.
Errors   `DropTooLarge`.
Effects  writes the drop-box inside the caller's transaction.
"""

from sqlalchemy import select

from kernel.act import Act
from kernel.errors import Exhausted
from offline_sync import store
from offline_sync.model import BYTES_PER_BATCH, DropboxAnswer
from offline_sync.sequence import alias_of, fingerprint
from offline_sync.tables import sync_dropbox


class DropTooLarge(Exhausted):
    code = "drop_too_large"


async def drop(act: Act, raw: bytes, device_id: str | None, reason: str) -> DropboxAnswer:
    """Keep the bytes; their id depends on who brought them and what they are."""
    if len(raw) > BYTES_PER_BATCH:
        raise DropTooLarge(bytes=BYTES_PER_BATCH)
    name = alias_of(act.actor.id, fingerprint(raw))
    known = await act.conn.execute(select(sync_dropbox.c.id).where(sync_dropbox.c.id == name))
    if known.first() is None:
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
