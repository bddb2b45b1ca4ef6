"""Somebody's work that came by another way than his phone: from a sealed file, or out of the drop-box.

It goes through the ordinary exchange under its author's name, as the work of a device that exists for this one
import, so every rule holds and the ledger knows each operation again: what the phone sends as well, before or after,
is done once. The id of an import is that of its bytes; the same again is answered with what came of it the first time.

Errors   `NotTheirs` when the operations are not all by one person of this organisation, those of the exchange.
Effects  writes inside the caller's transactions; never commits.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime

import msgspec
from msgspec import Raw, Struct
from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from kernel.act import Act
from kernel.errors import Conflict
from offline_sync import exchange, store
from offline_sync.events import WorkImported
from offline_sync.feed import Epoch
from offline_sync.model import BYTES_PER_BATCH, OPS_PER_BATCH, PROTO, ExchangeRequest, Numbered, Result, Verdict
from offline_sync.sequence import alias_of, fingerprint
from offline_sync.store import Device
from offline_sync.tables import sync_import
from offline_sync.upcast import Malformed, outside

LISTED = 100


class NotTheirs(Conflict):
    """The operations are somebody else's than the file says, or of several people."""

    code = "import_not_theirs"


class Imported(Struct, frozen=True, kw_only=True):
    """What came of an import."""

    id: str
    user_id: str
    operations: int = 0
    known: int = 0  # had come already
    applied: int = 0  # merged and superseded ones included
    parked: int = 0
    held: int = 0
    photos: int = 0
    photos_known: int = 0
    photos_refused: int = 0  # damaged, or no photos
    again: bool = False  # it had been taken in before


class ImportLine(Struct, frozen=True, kw_only=True):
    told: Imported
    by: str
    at: datetime


def name_of(org_id: str, content: bytes) -> str:
    """The id of an import, by what it holds."""
    return alias_of(f"import:{org_id}", fingerprint(content))


def check_author(texts: Sequence[bytes], author: str) -> None:
    """All readable operations are by `author`."""
    for text in texts:
        try:
            by = outside(text).actor
        except Malformed:
            continue  # becomes a parked one under his name, as from his phone
        if by != author:
            raise NotTheirs(author=author)


def batches(texts: Sequence[bytes]) -> Iterator[list[tuple[int, bytes]]]:
    """Numbered from one, cut as a phone cuts them."""
    batch: list[tuple[int, bytes]] = []
    size = 0
    for number, text in enumerate(texts, 1):
        if batch and (len(batch) >= OPS_PER_BATCH or size + len(text) > BYTES_PER_BATCH):
            yield batch
            batch, size = [], 0
        batch.append((number, text))
        size += len(text)
    if batch:
        yield batch


async def push(act: Act, name: str, batch: Sequence[tuple[int, bytes]], epoch: Epoch) -> tuple[Result, ...]:
    """One batch under the author's name. The device of the import is made with its first."""
    await store.lock_device(act.conn, name)
    if await store.device(act.conn, name) is None:
        made = Device(
            id=name,
            org_id=act.actor.org_id,
            user_id=act.actor.id,
            platform="import",
            enrolled_at=act.now,
            seen_at=act.now,
        )
        await store.insert_device(act.conn, made)
    ops = tuple(Numbered(number, Raw(text)) for number, text in batch)
    request = ExchangeRequest(proto=PROTO, device_id=name, build="import", ops=ops)
    return (await exchange.push(act, request, epoch)).results


def counted(sofar: Imported, results: Sequence[Result]) -> Imported:
    fresh = [one for one in results if not one.dup]
    done = {Verdict.APPLIED, Verdict.MERGED, Verdict.SUPERSEDED}
    return msgspec.structs.replace(
        sofar,
        operations=sofar.operations + len(results),
        known=sofar.known + len(results) - len(fresh),
        applied=sofar.applied + sum(one.verdict in done for one in fresh),
        parked=sofar.parked + sum(one.verdict is Verdict.PARKED for one in fresh),
        held=sofar.held + sum(one.verdict is Verdict.HELD for one in fresh),
    )


async def record(act: Act, told: Imported) -> None:
    """Remember what came of it, and who brought it."""
    row = {
        "id": told.id,
        "org_id": act.actor.org_id,
        "user_id": told.user_id,
        "device_id": told.id,
        "by": act.actor.id,
        "at": act.now,
        "told": msgspec.json.encode(told).decode(),
    }
    if await find(act.conn, act.actor.org_id, told.id) is None:
        await act.conn.execute(insert(sync_import).values(row))
        act.record(told.id, WorkImported(told.id, told.user_id, told.operations, told.photos))


async def find(conn: AsyncConnection, org_id: str, name: str) -> Imported | None:
    """What came of an import that was finished."""
    query = select(sync_import.c.told).where(sync_import.c.id == name, sync_import.c.org_id == org_id)
    text = (await conn.execute(query)).scalar_one_or_none()
    return None if text is None else msgspec.json.decode(text, type=Imported)


async def listed(act: Act) -> list[ImportLine]:
    """The last imports, newest first."""
    columns = (sync_import.c.told, sync_import.c.by, sync_import.c.at)
    query = select(*columns).where(sync_import.c.org_id == act.actor.org_id)
    rows = await act.conn.execute(query.order_by(sync_import.c.at.desc()).limit(LISTED))
    return [ImportLine(told=msgspec.json.decode(row.told, type=Imported), by=row.by, at=row.at) for row in rows]
