"""The ledger, the devices and the drop-box in bulk statements.

Effects  reads and writes this package's tables inside the caller's transaction.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from msgspec import Struct
from msgspec.structs import asdict
from sqlalchemy import ColumnElement, Row, bindparam, func, insert, select, text, true, update
from sqlalchemy.ext.asyncio import AsyncConnection

from offline_sync.model import Verdict
from offline_sync.sequence import Known
from offline_sync.tables import sync_device, sync_dropbox, sync_fork, sync_op


class Device(Struct, frozen=True, kw_only=True):
    id: str
    org_id: str
    user_id: str
    last_cseq: int = 0
    acked_cseq: int = 0
    count: int = 0
    digest: str = "0" * 16
    last_made: datetime | None = None
    build: str = ""
    schema_version: int = 1
    platform: str = ""
    standalone: bool = False
    persisted: bool = False
    quota: int = 0
    fork_of: str | None = None
    enrolled_at: datetime
    seen_at: datetime
    revoked_at: datetime | None = None
    holds: str | None = None
    holds_at: datetime | None = None
    differed: int = 0
    differed_at: datetime | None = None


class Entry(Struct, frozen=True, kw_only=True):
    """One row of the ledger."""

    op_id: str
    device_id: str | None
    cseq: int | None
    org_id: str
    user_id: str
    work_order_id: str
    kind: str
    v: int
    hash: bytes
    body: bytes
    seen_tx: int | None
    made_at: datetime
    unsure_ms: int
    received_at: datetime
    clock_wrong: bool
    verdict: Verdict
    reason: str
    facts: str = "{}"
    tx: int
    pending: bool
    due_at: datetime | None = None
    caused_by: str | None = None
    resolution: str | None = None
    resolved_by: str | None = None
    resolved_at: datetime | None = None
    note: str | None = None
    overdue_at: datetime | None = None


_DEVICE = Device.__struct_fields__
_ENTRY = Entry.__struct_fields__
_COLUMNS = [sync_op.c[name] for name in _ENTRY]


# Built once: putting a statement together costs more than running it.
_HOLDS = ("holds", "holds_at", "differed", "differed_at")
_PROGRESS = ("last_cseq", "acked_cseq", "count", "digest", "last_made", "build", "schema_version", "seen_at", *_HOLDS)
_ONE_DEVICE = select(sync_device).where(sync_device.c.id == bindparam("id"))
_SAVE_PROGRESS = (
    update(sync_device)
    .where(sync_device.c.id == bindparam("b_id"))
    .values({name: bindparam(f"b_{name}", type_=sync_device.c[name].type) for name in _PROGRESS})
)
_KNOWN = select(*(sync_op.c[name] for name in ("op_id", "hash", "verdict", "reason", "facts"))).where(
    sync_op.c.op_id.in_(bindparam("ids", expanding=True))
)
_PUT = insert(sync_op)
_ENROL = insert(sync_device)
_HELD = (
    select(*_COLUMNS)
    .where(sync_op.c.pending == true(), sync_op.c.verdict == "held")
    .order_by(sync_op.c.device_id, sync_op.c.cseq)
    .limit(500)
)
# Numbers and transactions of a device grow together, so both ends are found from the newest backwards: what it costs
# is what the phone has not been shown yet, not what it has ever done.
_MINE = sync_op.c.device_id == bindparam("device_id")
_LAST_SETTLED = select(func.max(sync_op.c.cseq)).where(_MINE, sync_op.c.tx <= bindparam("whole")).scalar_subquery()
_FIRST_UNSETTLED = select(func.min(sync_op.c.cseq)).where(_MINE, sync_op.c.cseq > func.coalesce(_LAST_SETTLED, 0))
_HELD_OF_DEVICE = _HELD.where(sync_op.c.device_id == bindparam("device_id"))
_HELD_OF_ORG = _HELD.where(sync_op.c.org_id == bindparam("org_id"))


async def lock_device(conn: AsyncConnection, device_id: str) -> None:
    """One push of a device at a time. On PostgreSQL it must come before the first write of the transaction.

    A row lock would hand out transaction numbers to those who wait, and they would wait in another order.
    """
    if conn.dialect.name == "postgresql":
        await conn.execute(text("select pg_advisory_xact_lock(hashtextextended(:id, 7))"), {"id": device_id})


async def device(conn: AsyncConnection, device_id: str) -> Device | None:
    row = (await conn.execute(_ONE_DEVICE, {"id": device_id})).first()
    return None if row is None else Device(**row._mapping)  # noqa: SLF001 - the documented name


async def insert_device(conn: AsyncConnection, made: Device) -> None:
    await conn.execute(_ENROL, asdict(made))


async def devices_of(conn: AsyncConnection, user_id: str) -> list[Device]:
    found = await devices_where(conn, sync_device.c.user_id == user_id)
    return sorted(found, key=lambda one: one.enrolled_at, reverse=True)


async def devices_where(conn: AsyncConnection, *conditions: ColumnElement[bool]) -> list[Device]:
    query = select(*(sync_device.c[name] for name in _DEVICE)).where(*conditions).order_by(sync_device.c.id)
    return [Device(**row._mapping) for row in await conn.execute(query)]  # noqa: SLF001 - the documented name


async def revoke_device(conn: AsyncConnection, device_id: str, at: datetime) -> None:
    await conn.execute(update(sync_device).where(sync_device.c.id == device_id).values(revoked_at=at))


async def save_progress(conn: AsyncConnection, now: Device) -> None:
    values = {f"b_{name}": getattr(now, name) for name in ("id", *_PROGRESS)}
    await conn.execute(_SAVE_PROGRESS, values)


async def save_holds(conn: AsyncConnection, now: Device) -> None:
    values = {name: getattr(now, name) for name in (*_HOLDS, "seen_at")}
    await conn.execute(update(sync_device).where(sync_device.c.id == now.id).values(values))


async def insert_fork(conn: AsyncConnection, new: str, old: str, at: datetime) -> None:
    await conn.execute(insert(sync_fork).values(device_id_new=new, device_id_old=old, at=at))


async def was_forked(conn: AsyncConnection, device_id: str) -> bool:
    """Whether another identity has taken over this one's work under numbers of its own."""
    query = select(sync_fork.c.device_id_new).where(sync_fork.c.device_id_old == device_id).limit(1)
    return (await conn.execute(query)).first() is not None


async def known(conn: AsyncConnection, ids: Collection[str]) -> dict[str, Known]:
    """What the ledger remembers of these ids."""
    return {
        row.op_id: Known(row.op_id, bytes(row.hash), Verdict(row.verdict), row.reason, row.facts.encode())
        for row in await conn.execute(_KNOWN, {"ids": list(ids)})
    }


async def verdicts(conn: AsyncConnection, ids: Collection[str]) -> dict[str, Verdict]:
    """The verdicts on these operations, rulings of the office included."""
    names = ("op_id", "verdict", "resolution")
    query = select(*(sync_op.c[name] for name in names)).where(sync_op.c.op_id.in_(ids))
    return {
        row.op_id: Verdict.APPLIED if row.resolution in {"accept", "amend"} else Verdict(row.verdict)
        for row in await conn.execute(query)
    }


async def insert_entries(conn: AsyncConnection, entries: Sequence[Entry]) -> None:
    if entries:
        await conn.execute(_PUT, [asdict(one) for one in entries])


async def entry(conn: AsyncConnection, op_id: str) -> Entry | None:
    query = select(*_COLUMNS).where(sync_op.c.op_id == op_id).with_for_update()
    row = (await conn.execute(query)).first()
    return None if row is None else _entry(row)


async def held(conn: AsyncConnection, device_id: str) -> list[Entry]:
    """What the server still tries for a device, in the order in which it was made."""
    return [_entry(row) for row in await conn.execute(_HELD_OF_DEVICE, {"device_id": device_id})]


async def held_in(conn: AsyncConnection, org_id: str) -> list[Entry]:
    """The same for a whole organisation."""
    return [_entry(row) for row in await conn.execute(_HELD_OF_ORG, {"org_id": org_id})]


async def parked(conn: AsyncConnection, org_id: str, limit: int, work_order_id: str | None = None) -> list[Entry]:
    """What waits for the office, oldest first."""
    waiting = (sync_op.c.pending == true()) & (sync_op.c.verdict == "parked")
    query = select(*_COLUMNS).where(waiting, sync_op.c.org_id == org_id)
    if work_order_id is not None:
        query = query.where(sync_op.c.work_order_id == work_order_id)
    rows = await conn.execute(query.order_by(sync_op.c.received_at, sync_op.c.op_id).limit(limit))
    return [_entry(row) for row in rows]


async def overdue(conn: AsyncConnection, org_id: str, before: datetime, now: datetime) -> list[Entry]:
    """Parked operations that nobody has decided since then; each is given once."""
    late = (sync_op.c.pending == true(), sync_op.c.verdict == "parked", sync_op.c.received_at < before)
    mine = (*late, sync_op.c.org_id == org_id, sync_op.c.overdue_at.is_(None))
    rows = await conn.execute(select(*_COLUMNS).where(*mine).order_by(sync_op.c.received_at).limit(200))
    found = [_entry(row) for row in rows]
    if found:
        ids = [one.op_id for one in found]
        await conn.execute(update(sync_op).where(sync_op.c.op_id.in_(ids)).values(overdue_at=now))
    return found


async def decide_again(conn: AsyncConnection, op_id: str, verdict: Verdict, reason: str, facts: str) -> None:
    """A held operation has its final verdict, or waits for a person from now on."""
    values = {"verdict": verdict, "reason": reason, "facts": facts, "pending": verdict is Verdict.PARKED}
    await conn.execute(update(sync_op).where(sync_op.c.op_id == op_id).values(values))


async def rule(conn: AsyncConnection, op_id: str, resolution: str, by: str, at: datetime, note: str) -> None:
    values = {"resolution": resolution, "resolved_by": by, "resolved_at": at, "note": note, "pending": False}
    await conn.execute(update(sync_op).where(sync_op.c.op_id == op_id).values(values))


async def first_unsettled(conn: AsyncConnection, device_id: str, whole: int) -> int | None:
    """The lowest number of a device whose transaction lies beyond `whole`."""
    rows = await conn.execute(_FIRST_UNSETTLED, {"device_id": device_id, "whole": whole})
    found: int | None = rows.scalar_one_or_none()
    return found


async def parked_count(conn: AsyncConnection, device_id: str) -> int:
    query = select(func.count()).where(
        sync_op.c.pending == true(), sync_op.c.verdict == "parked", sync_op.c.device_id == device_id
    )
    return int((await conn.execute(query)).scalar_one())


async def orders_with_photos(conn: AsyncConnection, device_id: str, since: datetime) -> list[str]:
    """Work orders this device brought photos for."""
    query = select(sync_op.c.work_order_id).where(
        sync_op.c.device_id == device_id, sync_op.c.kind == "photo.add", sync_op.c.received_at >= since
    )
    return list((await conn.execute(query.distinct())).scalars())


async def insert_drop(conn: AsyncConnection, row: dict[str, object]) -> None:
    await conn.execute(insert(sync_dropbox).values(row))


def _entry(row: Row[Any]) -> Entry:
    values = dict(zip(_ENTRY, row, strict=True))
    values |= {"verdict": Verdict(row.verdict), "hash": bytes(row.hash), "body": bytes(row.body)}
    return Entry(**values)


async def waiting_bodies(conn: AsyncConnection, kind: str) -> list[bytes]:
    """The texts of operations of one kind that still wait for something or somebody."""
    waiting = (sync_op.c.pending.is_(True), sync_op.c.kind == kind)
    return [bytes(body) for body in (await conn.execute(select(sync_op.c.body).where(*waiting))).scalars()]
